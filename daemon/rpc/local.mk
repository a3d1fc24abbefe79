noinst_LIBRARIES += daemon/librpc.a
daemon_librpc_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
daemon_librpc_a_SOURCES = \
	daemon/rpc/client.c daemon/rpc/client.h \
	daemon/rpc/dispatch.c daemon/rpc/dispatch.h \
	daemon/rpc/listener.c daemon/rpc/listener.h
