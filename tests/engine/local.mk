# Tests of engine.

# Views and methods of the engine.
ENGINE_VIEW_LIBS = daemon/libengine.a daemon/libscript.a daemon/libaccess.a \
	daemon/libstore.a daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) \
	$(SQLITE_LIBS) $(LUA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/engine/test_table
TESTS += tests/engine/test_table
tests_engine_test_table_SOURCES = tests/engine/test_table.c
tests_engine_test_table_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_table_LDADD = $(ENGINE_VIEW_LIBS)
check_PROGRAMS += tests/engine/test_describe
TESTS += tests/engine/test_describe
tests_engine_test_describe_SOURCES = tests/engine/test_describe.c
tests_engine_test_describe_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_describe_LDADD = $(ENGINE_VIEW_LIBS)
