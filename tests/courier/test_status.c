/*
 * A status line is an instant and a word, or it is nothing.
 */
#include "courier/status.h"

#include <string.h>

#include "../cmocka_all.h"

static void
reads(const char *line, int64_t at, const char *word)
{
	char got[STATUS_WORD];
	int64_t when;

	if (!status_read(line, strlen(line), &when, got))
		fail_msg("not read: %s", line);
	assert_int_equal(when, at);
	assert_string_equal(got, word);
}

static void
instants_are_read_as_rfc_3339_has_them(void **state)
{
	(void)state;
	reads("1970-01-01T00:00:00Z MOTTATT", 0, "MOTTATT");
	reads("2027-02-10T09:15:00Z LEST", INT64_C(1802250900000), "LEST");
	reads("2027-02-10T10:15:00+01:00 LEST", INT64_C(1802250900000), "LEST");
	reads("2027-02-10T03:45:00-05:30 LEST", INT64_C(1802250900000), "LEST");
	reads("2027-02-10T09:15:00.25Z LEST", INT64_C(1802250900250), "LEST");
	reads("2028-02-29T00:00:00Z X", INT64_C(1835395200000), "X");
}

static void
what_comes_after_the_word_is_not_read(void **state)
{
	(void)state;
	reads("2027-02-10T09:15:00Z SENDT_PRINT hos trykkeriet",
	    INT64_C(1802250900000), "SENDT_PRINT");
	reads("2027-02-10T09:15:00Z LEST\r", INT64_C(1802250900000), "LEST");
}

static void
everything_else_is_no_status(void **state)
{
	static const char *const lines[] = {
		"", " ", "LEST", "2027-02-10 LEST", "2027-02-10T09:15:00 LEST",
		"2027-02-10T09:15:00Z", "2027-02-10T09:15:00Z ",
		"2027-02-10T09:15:00Z lest", "2027-02-10T09:15:00Z LEST!",
		"2027-13-10T09:15:00Z LEST", "2027-02-10T24:15:00Z LEST",
		"1969-02-10T09:15:00Z LEST", "2027-02-10T09:15:00.Z LEST",
		"2027-02-10T09:15:00+1:00 LEST",
		"2027-02-10T09:15:00Z AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD"
	};
	char word[STATUS_WORD];
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (status_read(lines[i], strlen(lines[i]), &at, word))
			fail_msg("read: %s", lines[i]);
}

static void
what_is_written_is_read_again(void **state)
{
	static const int64_t instants[] = { 0, INT64_C(951782400000),
		INT64_C(1802250900000), INT64_C(1835395200000),
		INT64_C(4102444799000) };
	char line[STATUS_LINE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		status_write(instants[i], "MOTTATT", line);
		assert_int_equal(line[strlen(line) - 1], '\n');
		line[strlen(line) - 1] = '\0';
		reads(line, instants[i], "MOTTATT");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants_are_read_as_rfc_3339_has_them),
		cmocka_unit_test(what_comes_after_the_word_is_not_read),
		cmocka_unit_test(everything_else_is_no_status),
		cmocka_unit_test(what_is_written_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
