/*
 * test_utf8 -- well-formed sequences and nothing else.
 */
#include "check.h"

#include <string.h>

#include "base/utf8.h"

static void
well_formed_text_is_taken(void **state)
{
	static const char *const good[] = { "", "abc", "æøåÆØÅ", "čđŋšŧž",
		"\xe2\x82\xac", "\xf0\x9f\x8f\xa0", "\xf4\x8f\xbf\xbf",
		"\xed\x9f\xbf" };
	size_t i;

	(void)state;
	for (i = 0; i < N_OF(good); i++)
		assert_true(utf8_is_valid(good[i], strlen(good[i])));
}

static void
ill_formed_text_is_refused(void **state)
{
	static const char *const bad[] = { "\x80", "\xc3", "a\xc3", "\xc0\xaf",
		"\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xed\xa0\x80",
		"\xe2\x82", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xff", "\xc3\x28", "bl\xe5 (Latin-1)" };
	size_t i;

	(void)state;
	for (i = 0; i < N_OF(bad); i++)
		assert_false(utf8_is_valid(bad[i], strlen(bad[i])));
}

static void
text_holds_no_control_characters(void **state)
{
	(void)state;
	assert_true(utf8_is_text("a\tb\nå", 6));
	assert_false(utf8_is_text("a\0b", 3));
	assert_false(utf8_is_text("\x1b[1m", 4));
	assert_false(utf8_is_text("\x7f", 1));
	assert_false(utf8_is_text("\xc2\x85", 2));
	assert_true(utf8_is_text("\xc2\xa0", 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_text_is_taken),
		cmocka_unit_test(ill_formed_text_is_refused),
		cmocka_unit_test(text_holds_no_control_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
