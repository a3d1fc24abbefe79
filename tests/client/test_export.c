/*
 * test_export -- rows for a spreadsheet and as a drawing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "client/export.h"
#include "client/svg.h"

static char *
csv_of(const char *rows, const char *columns)
{
	json_t *r = json_loads(rows, 0, NULL),
	       *c = json_loads(columns, 0, NULL);
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	export_csv(f, r, c);
	fclose(f);
	json_decref(r);
	json_decref(c);
	return text;
}

static char *
svg_of(const char *rows, const char *columns)
{
	json_t *r = json_loads(rows, 0, NULL),
	       *c = json_loads(columns, 0, NULL);
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	svg_write(f, "Ventetid & <venting>", r, c);
	fclose(f);
	json_decref(r);
	json_decref(c);
	return text;
}

static void
no_cell_is_taken_for_a_formula(void **state)
{
	static const struct {
		const char *value, *cell;
	} rows[] = { { "\"=1+1\"", "'=1+1" }, { "\"+47\"", "'+47" },
		{ "\"-x\"", "'-x" }, { "\"@cmd\"", "'@cmd" },
		{ "\"\\t=1\"", "'\t=1" }, { "\"<5\"", "<5" },
		{ "\"a;b\"", "\"a;b\"" },
		{ "\"=a\\\"b\\\"\"", "\"'=a\"\"b\"\"\"" },
		{ "\"to\\nlinjer\"", "\"to\nlinjer\"" }, { "-7", "-7" },
		{ "null", "" } };
	char json[64], want[64], *s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(json, sizeof(json), "[{\"v\":%s}]", rows[i].value);
		snprintf(want, sizeof(want), "V\r\n%s\r\n", rows[i].cell);
		s = csv_of(json,
		    "[{\"name\":\"v\",\"title\":\"V\","
		    "\"type\":\"text\"}]");
		assert_string_equal(s, want);
		free(s);
	}
}

static void
a_hidden_number_cannot_be_a_formula(void **state)
{
	char *s = csv_of("[{\"v\":\"-5\"}]",
	    "[{\"name\":\"v\",\"title\":"
	    "\"V\",\"type\":\"integer\"}]");

	(void)state;
	assert_string_equal(s, "V\r\n'-5\r\n");
	free(s);
}

static void
bars_differ_by_pattern_and_carry_their_numbers(void **state)
{
	char *s = svg_of("[{\"unit\":\"nav\",\"a\":10,\"b\":5},"
			 "{\"unit\":\"helse\",\"a\":\"<5\",\"b\":20}]",
	    "[{\"name\":\"unit\",\"title\":\"Enhet\",\"type\":\"text\"},"
	    "{\"name\":\"a\",\"title\":\"Nye\",\"type\":\"integer\"},"
	    "{\"name\":\"b\",\"title\":\"Ferdige\",\"type\":\"integer\"}]");

	(void)state;
	assert_non_null(strstr(s, "Ventetid &amp; &lt;venting&gt;"));
	assert_non_null(strstr(s, "url(#lines)"));
	assert_non_null(strstr(s, ">&lt;5</text>"));
	assert_non_null(strstr(s, "width=\"420\""));
	assert_non_null(strstr(s, "width=\"210\""));
	assert_non_null(strstr(s, ">Ferdige</text>"));
	assert_string_equal(s + strlen(s) - 7, "</svg>\n");
	free(s);
}

static void
from_and_to_make_a_matrix(void **state)
{
	char *s = svg_of("[{\"from\":\"1\",\"to\":\"2\",\"n\":7},"
			 "{\"from\":\"2\",\"to\":\"2\",\"n\":\"<5\"}]",
	    "[{\"name\":\"from\",\"title\":\"Fra\",\"type\":\"code\"},"
	    "{\"name\":\"to\",\"title\":\"Til\",\"type\":\"code\"},"
	    "{\"name\":\"n\",\"title\":\"Antall\",\"type\":\"integer\"}]");

	(void)state;
	assert_non_null(strstr(s, ">7</text>"));
	assert_non_null(strstr(s, ">&lt;5</text>"));
	assert_non_null(strstr(s, ">Fra</text>"));
	assert_null(strstr(s, "Antall"));
	free(s);
}

static void
many_numbers_make_a_grid_with_all_texts_as_labels(void **state)
{
	char *s = svg_of(
	    "[{\"part\":\"brutto\",\"from\":\"nye\",\"a\":\"3\","
	    "\"b\":\"<5\",\"c\":7},{\"part\":\"netto\",\"from\":\"1\",\"a\":"
	    "\"*\",\"b\":\"0\",\"c\":null}]",
	    "[{\"name\":\"part\",\"title\":\"Del\",\"type\":\"text\"},"
	    "{\"name\":\"from\",\"title\":\"Fra\",\"type\":\"text\"},"
	    "{\"name\":\"a\",\"title\":\"Til 1\",\"type\":\"text\"},"
	    "{\"name\":\"b\",\"title\":\"Til 2\",\"type\":\"text\"},"
	    "{\"name\":\"c\",\"title\":\"I alt\",\"type\":\"integer\"}]");

	(void)state;
	assert_non_null(strstr(s, ">brutto nye</text>"));
	assert_non_null(strstr(s, ">netto 1</text>"));
	assert_non_null(strstr(s, ">Til 2</text>"));
	assert_non_null(strstr(s, ">&lt;5</text>"));
	assert_non_null(strstr(s, ">*</text>"));
	free(s);
}

static int
setup(void **state)
{
	(void)state;
	i18n_init("en");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(
						no_cell_is_taken_for_a_formula),
		cmocka_unit_test(a_hidden_number_cannot_be_a_formula),
		cmocka_unit_test(
		    bars_differ_by_pattern_and_carry_their_numbers),
		cmocka_unit_test(from_and_to_make_a_matrix),
		cmocka_unit_test(
		    many_numbers_make_a_grid_with_all_texts_as_labels) };

	return cmocka_run_group_tests(tests, setup, NULL);
}
