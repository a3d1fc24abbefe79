# Tests of store.
EXTRA_DIST += tests/store/registers.h
check_PROGRAMS += tests/store/test_person
TESTS += tests/store/test_person
tests_store_test_person_SOURCES = tests/store/test_person.c
tests_store_test_person_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_person_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_household
TESTS += tests/store/test_household
tests_store_test_household_SOURCES = tests/store/test_household.c
tests_store_test_household_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_household_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_document
TESTS += tests/store/test_document
tests_store_test_document_SOURCES = tests/store/test_document.c
tests_store_test_document_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_document_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_register
TESTS += tests/store/test_register
tests_store_test_register_SOURCES = tests/store/test_register.c
tests_store_test_register_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_register_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)

store_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SQLITE_CFLAGS)
store_libs = daemon/libstore.a daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) \
	$(INIH_LIBS)
EXTRA_DIST += tests/store/files.h tests/store/step.h
check_PROGRAMS += tests/store/test_store
TESTS += tests/store/test_store
tests_store_test_store_SOURCES = tests/store/test_store.c
tests_store_test_store_CFLAGS = $(store_cflags)
tests_store_test_store_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_tx
TESTS += tests/store/test_tx
tests_store_test_tx_SOURCES = tests/store/test_tx.c
tests_store_test_tx_CFLAGS = $(store_cflags)
tests_store_test_tx_LDADD = $(store_libs)
