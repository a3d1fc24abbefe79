# Tests of client.
client_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)
client_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
client_test_libs = client/libclient.a daemon/libbase.a $(CMOCKA_LIBS) $(INIH_LIBS) \
	$(SODIUM_LIBS) $(JANSSON_LIBS)

check_PROGRAMS += tests/client/test_client
TESTS += tests/client/test_client
tests_client_test_client_SOURCES = tests/client/test_client.c \
	tests/client/fake.c tests/client/fake.h
tests_client_test_client_CPPFLAGS = $(client_test_cppflags)
tests_client_test_client_CFLAGS = $(client_test_cflags)
tests_client_test_client_LDADD = $(client_test_libs)

check_PROGRAMS += tests/client/test_args
TESTS += tests/client/test_args
tests_client_test_args_SOURCES = tests/client/test_args.c
tests_client_test_args_CPPFLAGS = $(client_test_cppflags)
tests_client_test_args_CFLAGS = $(client_test_cflags)
tests_client_test_args_LDADD = $(client_test_libs)

check_PROGRAMS += tests/client/test_value
TESTS += tests/client/test_value
tests_client_test_value_SOURCES = tests/client/test_value.c
tests_client_test_value_CPPFLAGS = $(client_test_cppflags)
tests_client_test_value_CFLAGS = $(client_test_cflags)
tests_client_test_value_LDADD = $(client_test_libs)

check_PROGRAMS += tests/client/test_table
TESTS += tests/client/test_table
tests_client_test_table_SOURCES = tests/client/test_table.c
tests_client_test_table_CPPFLAGS = $(client_test_cppflags)
tests_client_test_table_CFLAGS = $(client_test_cflags)
tests_client_test_table_LDADD = $(client_test_libs)

check_PROGRAMS += tests/client/test_export
TESTS += tests/client/test_export
tests_client_test_export_SOURCES = tests/client/test_export.c
tests_client_test_export_CPPFLAGS = $(client_test_cppflags)
tests_client_test_export_CFLAGS = $(client_test_cflags)
tests_client_test_export_LDADD = $(client_test_libs)

check_PROGRAMS += tests/client/test_catalog
TESTS += tests/client/test_catalog
tests_client_test_catalog_SOURCES = tests/client/test_catalog.c \
	tests/client/fake.c tests/client/fake.h
tests_client_test_catalog_CPPFLAGS = $(client_test_cppflags)
tests_client_test_catalog_CFLAGS = $(client_test_cflags)
tests_client_test_catalog_LDADD = $(client_test_libs)
