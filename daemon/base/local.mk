noinst_LIBRARIES += daemon/libbase.a
daemon_libbase_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(INIH_CFLAGS) $(SODIUM_CFLAGS)
daemon_libbase_a_SOURCES = \
	daemon/base/err.c daemon/base/err.h \
	daemon/base/i18n.c daemon/base/i18n.h
