noinst_LIBRARIES += daemon/libengine.a
daemon_libengine_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
daemon_libengine_a_SOURCES =
daemon_libengine_a_SOURCES += daemon/engine/rows.h
daemon_libengine_a_SOURCES += daemon/engine/table.c daemon/engine/table.h
daemon_libengine_a_SOURCES += daemon/engine/describe.c daemon/engine/describe.h
