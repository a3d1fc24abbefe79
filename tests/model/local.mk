# Tests of model.
check_PROGRAMS += tests/model/test_municipality
TESTS += tests/model/test_municipality
tests_model_test_municipality_SOURCES = tests/model/test_municipality.c
tests_model_test_municipality_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_model_test_municipality_LDADD = daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
