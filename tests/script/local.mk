# Tests of script.
script_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(LUA_CFLAGS)
script_libs = daemon/libscript.a daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(LUA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS) -lm
script_fixture = tests/script/fixture.c tests/script/fixture.h

check_PROGRAMS += tests/script/test_script
TESTS += tests/script/test_script
tests_script_test_script_SOURCES = tests/script/test_script.c $(script_fixture)
tests_script_test_script_CFLAGS = $(script_cflags)
tests_script_test_script_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_syntax
TESTS += tests/script/test_syntax
tests_script_test_syntax_SOURCES = tests/script/test_syntax.c
tests_script_test_syntax_CFLAGS = $(script_cflags)
tests_script_test_syntax_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_hostile
TESTS += tests/script/test_hostile
tests_script_test_hostile_SOURCES = tests/script/test_hostile.c $(script_fixture)
tests_script_test_hostile_CFLAGS = $(script_cflags)
tests_script_test_hostile_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_freeze
TESTS += tests/script/test_freeze
tests_script_test_freeze_SOURCES = tests/script/test_freeze.c $(script_fixture)
tests_script_test_freeze_CFLAGS = $(script_cflags)
tests_script_test_freeze_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_value
TESTS += tests/script/test_value
tests_script_test_value_SOURCES = tests/script/test_value.c $(script_fixture)
tests_script_test_value_CFLAGS = $(script_cflags)
tests_script_test_value_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_pattern
TESTS += tests/script/test_pattern
tests_script_test_pattern_SOURCES = tests/script/test_pattern.c $(script_fixture)
tests_script_test_pattern_CFLAGS = $(script_cflags)
tests_script_test_pattern_LDADD = $(script_libs)

check_PROGRAMS += tests/script/test_budget
TESTS += tests/script/test_budget
tests_script_test_budget_SOURCES = tests/script/test_budget.c $(script_fixture)
tests_script_test_budget_CFLAGS = $(script_cflags)
tests_script_test_budget_LDADD = $(script_libs)
