noinst_LIBRARIES += daemon/libstore.a
daemon_libstore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(SODIUM_CFLAGS)
daemon_libstore_a_SOURCES =
daemon_libstore_a_SOURCES += daemon/store/schema.c daemon/store/schema.h
