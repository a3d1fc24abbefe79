noinst_LIBRARIES += daemon/libcontrol.a
daemon_libcontrol_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
daemon_libcontrol_a_SOURCES = daemon/control/reply.c daemon/control/reply.h \
	daemon/control/watch.c daemon/control/watch.h
