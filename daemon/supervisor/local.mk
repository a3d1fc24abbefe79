noinst_LIBRARIES += daemon/libsupervisor.a
daemon_libsupervisor_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(SODIUM_CFLAGS)
daemon_libsupervisor_a_SOURCES = \
	daemon/supervisor/aide.c daemon/supervisor/aide.h \
	daemon/supervisor/deaths.c daemon/supervisor/deaths.h \
	daemon/supervisor/doors.c daemon/supervisor/doors.h \
	daemon/supervisor/face.c \
	daemon/supervisor/parent.c daemon/supervisor/parent.h \
	daemon/supervisor/reader.c daemon/supervisor/reader.h \
	daemon/supervisor/reload.c daemon/supervisor/state.h \
	daemon/supervisor/suspects.c daemon/supervisor/suspects.h \
	daemon/supervisor/ward.c daemon/supervisor/ward.h
