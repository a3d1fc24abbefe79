# Tests of courier.
COURIER_TESTS = tests/courier/test_status tests/courier/test_spool
check_PROGRAMS += $(COURIER_TESTS)
TESTS += $(COURIER_TESTS)
COURIER_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
COURIER_TEST_LIBS = daemon/libcourier.a daemon/libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(SODIUM_LIBS)

tests_courier_test_status_SOURCES = tests/courier/test_status.c
tests_courier_test_status_CFLAGS = $(COURIER_TEST_CFLAGS)
tests_courier_test_status_LDADD = $(COURIER_TEST_LIBS)

tests_courier_test_spool_SOURCES = tests/courier/test_spool.c
tests_courier_test_spool_CFLAGS = $(COURIER_TEST_CFLAGS)
tests_courier_test_spool_LDADD = $(COURIER_TEST_LIBS)
