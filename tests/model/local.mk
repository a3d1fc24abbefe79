# Tests of model.
check_PROGRAMS += tests/model/test_municipality
TESTS += tests/model/test_municipality
tests_model_test_municipality_SOURCES = tests/model/test_municipality.c
tests_model_test_municipality_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_model_test_municipality_LDADD = daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)

model_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
model_libs = daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
EXTRA_DIST += tests/cmocka_all.h tests/model/holidays.h \
	tests/model/numbers.h

check_PROGRAMS += tests/model/test_date
TESTS += tests/model/test_date
tests_model_test_date_SOURCES = tests/model/test_date.c
tests_model_test_date_CFLAGS = $(model_cflags)
tests_model_test_date_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_zone
TESTS += tests/model/test_zone
tests_model_test_zone_SOURCES = tests/model/test_zone.c
tests_model_test_zone_CFLAGS = $(model_cflags)
tests_model_test_zone_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_money
TESTS += tests/model/test_money
tests_model_test_money_SOURCES = tests/model/test_money.c
tests_model_test_money_CFLAGS = $(model_cflags)
tests_model_test_money_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_nin
TESTS += tests/model/test_nin
tests_model_test_nin_SOURCES = tests/model/test_nin.c
tests_model_test_nin_CFLAGS = $(model_cflags)
tests_model_test_nin_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_text
TESTS += tests/model/test_text
tests_model_test_text_SOURCES = tests/model/test_text.c
tests_model_test_text_CFLAGS = $(model_cflags)
tests_model_test_text_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_law
TESTS += tests/model/test_law
tests_model_test_law_SOURCES = tests/model/test_law.c
tests_model_test_law_CFLAGS = $(model_cflags)
tests_model_test_law_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_deadline
TESTS += tests/model/test_deadline
tests_model_test_deadline_SOURCES = tests/model/test_deadline.c
tests_model_test_deadline_CFLAGS = $(model_cflags)
tests_model_test_deadline_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_deadline_oracle
TESTS += tests/model/test_deadline_oracle
tests_model_test_deadline_oracle_SOURCES = tests/model/test_deadline_oracle.c
tests_model_test_deadline_oracle_CFLAGS = $(model_cflags)
tests_model_test_deadline_oracle_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_lease
TESTS += tests/model/test_lease
tests_model_test_lease_SOURCES = tests/model/test_lease.c
tests_model_test_lease_CFLAGS = $(model_cflags)
tests_model_test_lease_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_allotment
TESTS += tests/model/test_allotment
tests_model_test_allotment_SOURCES = tests/model/test_allotment.c
tests_model_test_allotment_CFLAGS = $(model_cflags)
tests_model_test_allotment_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_definition
TESTS += tests/model/test_definition
tests_model_test_definition_SOURCES = tests/model/test_definition.c
tests_model_test_definition_CFLAGS = $(model_cflags)
tests_model_test_definition_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_field
TESTS += tests/model/test_field
tests_model_test_field_SOURCES = tests/model/test_field.c
tests_model_test_field_CFLAGS = $(model_cflags)
tests_model_test_field_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_schema
TESTS += tests/model/test_schema
tests_model_test_schema_SOURCES = tests/model/test_schema.c
tests_model_test_schema_CFLAGS = $(model_cflags)
tests_model_test_schema_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_pure
TESTS += tests/model/test_pure
tests_model_test_pure_SOURCES = tests/model/test_pure.c tests/pure.c \
	tests/pure.h
tests_model_test_pure_CFLAGS = $(model_cflags)
tests_model_test_pure_LDADD = $(model_libs)

check_PROGRAMS += tests/model/test_template
TESTS += tests/model/test_template
tests_model_test_template_SOURCES = tests/model/test_template.c
tests_model_test_template_CFLAGS = $(model_cflags)
tests_model_test_template_LDADD = $(model_libs)
