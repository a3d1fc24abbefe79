noinst_LIBRARIES += daemon/librpc.a
daemon_librpc_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
daemon_librpc_a_SOURCES =
