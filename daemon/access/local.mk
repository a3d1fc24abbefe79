noinst_LIBRARIES += daemon/libaccess.a
daemon_libaccess_a_CFLAGS = $(AM_CFLAGS) 
daemon_libaccess_a_SOURCES =
daemon_libaccess_a_SOURCES += daemon/access/gate.c daemon/access/gate.h
