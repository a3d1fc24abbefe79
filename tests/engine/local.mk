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

# A whole engine in memory, for the tests of this room.
check_LIBRARIES = tests/engine/libfixture.a
tests_engine_libfixture_a_SOURCES = tests/engine/fixture.c \
	tests/engine/fixture.h
tests_engine_libfixture_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
EXTRA_DIST += tests/engine/workflows/small/workflow.lua \
	tests/engine/workflows/small/letters/svar.txt \
	tests/engine/workflows/broken/workflow.lua
engine_test_libs = tests/engine/libfixture.a daemon/libengine.a \
	daemon/libscript.a daemon/libaccess.a daemon/libstore.a \
	daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) $(LUA_LIBS) \
	$(SQLITE_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS) -lm
check_PROGRAMS += tests/engine/test_act
TESTS += tests/engine/test_act
tests_engine_test_act_SOURCES = tests/engine/test_act.c
tests_engine_test_act_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_act_LDADD = $(engine_test_libs)

# The names that the manual must have; tests/check-docs.sh asks for them.
check_PROGRAMS += tests/engine/list_names
tests_engine_list_names_SOURCES = tests/engine/list_names.c
tests_engine_list_names_LDADD = daemon/libengine.a daemon/libscript.a \
	daemon/libaccess.a daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(LUA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS) -lm
