noinst_LIBRARIES += daemon/libscript.a
daemon_libscript_a_CFLAGS = $(AM_CFLAGS) $(LUA_CFLAGS) $(SODIUM_CFLAGS)
daemon_libscript_a_SOURCES =
