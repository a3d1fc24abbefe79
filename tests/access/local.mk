# Tests of access.
access_libs = daemon/libaccess.a daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)

check_PROGRAMS += tests/access/test_method
TESTS += tests/access/test_method
tests_access_test_method_SOURCES = tests/access/test_method.c tests/access/world.h
tests_access_test_method_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_method_LDADD = $(access_libs)

check_PROGRAMS += tests/access/test_relation
TESTS += tests/access/test_relation
tests_access_test_relation_SOURCES = tests/access/test_relation.c tests/access/world.h
tests_access_test_relation_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_relation_LDADD = $(access_libs)

check_PROGRAMS += tests/access/test_class
TESTS += tests/access/test_class
tests_access_test_class_SOURCES = tests/access/test_class.c tests/access/world.h
tests_access_test_class_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_class_LDADD = $(access_libs)

check_PROGRAMS += tests/access/test_person
TESTS += tests/access/test_person
tests_access_test_person_SOURCES = tests/access/test_person.c tests/access/world.h
tests_access_test_person_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_person_LDADD = $(access_libs)

check_PROGRAMS += tests/access/test_match
TESTS += tests/access/test_match
tests_access_test_match_SOURCES = tests/access/test_match.c
tests_access_test_match_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_match_LDADD = $(access_libs)

check_PROGRAMS += tests/access/test_capacity
TESTS += tests/access/test_capacity
tests_access_test_capacity_SOURCES = tests/access/test_capacity.c
tests_access_test_capacity_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_access_test_capacity_LDADD = $(access_libs)
