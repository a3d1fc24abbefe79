# Tests of supervisor.
SUPERVISOR_TESTS = tests/supervisor/test_deaths tests/supervisor/test_suspects
check_PROGRAMS += $(SUPERVISOR_TESTS)
TESTS += $(SUPERVISOR_TESTS)
SUPERVISOR_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SODIUM_CFLAGS)
SUPERVISOR_TEST_LIBS = daemon/libsupervisor.a daemon/librpc.a \
	daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) $(EVENT_LIBS) \
	$(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)

tests_supervisor_test_deaths_SOURCES = tests/supervisor/test_deaths.c
tests_supervisor_test_deaths_CFLAGS = $(SUPERVISOR_TEST_CFLAGS)
tests_supervisor_test_deaths_LDADD = $(SUPERVISOR_TEST_LIBS)

tests_supervisor_test_suspects_SOURCES = tests/supervisor/test_suspects.c
tests_supervisor_test_suspects_CFLAGS = $(SUPERVISOR_TEST_CFLAGS)
tests_supervisor_test_suspects_LDADD = $(SUPERVISOR_TEST_LIBS)
