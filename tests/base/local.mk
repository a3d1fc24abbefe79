# Tests of base.
EXTRA_DIST += tests/base/check.h
BASE_TESTS = tests/base/test_beat tests/base/test_buf tests/base/test_clock \
	tests/base/test_config tests/base/test_err \
	tests/base/test_hash tests/base/test_i18n tests/base/test_id \
	tests/base/test_ini tests/base/test_lockdown tests/base/test_log \
	tests/base/test_utf8 tests/base/test_wire
check_PROGRAMS += $(BASE_TESTS)
TESTS += $(BASE_TESTS)
BASE_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SODIUM_CFLAGS)
BASE_TEST_LIBS = daemon/libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)

tests_base_test_buf_SOURCES = tests/base/test_buf.c
tests_base_test_buf_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_buf_LDADD = $(BASE_TEST_LIBS)

tests_base_test_clock_SOURCES = tests/base/test_clock.c
tests_base_test_clock_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_clock_LDADD = $(BASE_TEST_LIBS)

tests_base_test_err_SOURCES = tests/base/test_err.c
tests_base_test_err_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_err_LDADD = $(BASE_TEST_LIBS)

tests_base_test_hash_SOURCES = tests/base/test_hash.c
tests_base_test_hash_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_hash_LDADD = $(BASE_TEST_LIBS)

tests_base_test_i18n_SOURCES = tests/base/test_i18n.c
tests_base_test_i18n_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_i18n_LDADD = $(BASE_TEST_LIBS)

tests_base_test_id_SOURCES = tests/base/test_id.c
tests_base_test_id_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_id_LDADD = $(BASE_TEST_LIBS)

tests_base_test_ini_SOURCES = tests/base/test_ini.c
tests_base_test_ini_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_ini_LDADD = $(BASE_TEST_LIBS)

tests_base_test_lockdown_SOURCES = tests/base/test_lockdown.c
tests_base_test_lockdown_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_lockdown_LDADD = $(BASE_TEST_LIBS)

tests_base_test_log_SOURCES = tests/base/test_log.c
tests_base_test_log_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_log_LDADD = $(BASE_TEST_LIBS)

tests_base_test_utf8_SOURCES = tests/base/test_utf8.c
tests_base_test_utf8_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_utf8_LDADD = $(BASE_TEST_LIBS)

tests_base_test_config_SOURCES = tests/base/test_config.c
tests_base_test_config_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_config_LDADD = $(BASE_TEST_LIBS)

tests_base_test_wire_SOURCES = tests/base/test_wire.c
tests_base_test_wire_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_wire_LDADD = $(BASE_TEST_LIBS)

tests_base_test_beat_SOURCES = tests/base/test_beat.c
tests_base_test_beat_CFLAGS = $(BASE_TEST_CFLAGS)
tests_base_test_beat_LDADD = $(BASE_TEST_LIBS)
