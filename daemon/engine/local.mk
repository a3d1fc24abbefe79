noinst_LIBRARIES += daemon/libengine.a
daemon_libengine_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
daemon_libengine_a_SOURCES =
