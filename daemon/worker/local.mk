noinst_LIBRARIES += daemon/libworker.a
daemon_libworker_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
daemon_libworker_a_SOURCES =
