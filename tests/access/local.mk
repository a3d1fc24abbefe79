# Tests of access.
check_PROGRAMS += tests/access/test_gate
TESTS += tests/access/test_gate
tests_access_test_gate_SOURCES = tests/access/test_gate.c
tests_access_test_gate_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_gate_LDADD = daemon/libaccess.a daemon/libstore.a \
	daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) \
	$(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
