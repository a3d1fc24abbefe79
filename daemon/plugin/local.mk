noinst_LIBRARIES += daemon/libplugin.a
daemon_libplugin_a_CFLAGS = $(AM_CFLAGS)
daemon_libplugin_a_SOURCES = \
	daemon/plugin/check.c daemon/plugin/check.h \
	daemon/plugin/file.c daemon/plugin/file.h \
	daemon/plugin/manual.c daemon/plugin/manual.h \
	daemon/plugin/set.c daemon/plugin/set.h
