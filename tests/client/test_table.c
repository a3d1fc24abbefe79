/*
 * test_table -- rows under titles, lined up by what they take on a screen.
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
#include "client/out.h"
#include "client/table.h"

/* What the table looks like on a screen of WIDTH columns; the caller frees. */
static char *
printed(const struct table *t, size_t width)
{
	char *text = NULL;
	size_t size;
	struct out o = { .f = open_memstream(&text, &size), .width = width };

	table_print(t, &o, 0);
	fclose(o.f);
	return text;
}

static struct table *
two_columns(const char *first, const char *second)
{
	struct table *t = table_new(2);

	table_title(t, 0, "Navn", false);
	table_title(t, 1, "Sum", true);
	table_row(t, OUT_PLAIN);
	table_cell(t, 0, first);
	table_cell(t, 1, second);
	return t;
}

static void
letters_of_two_bytes_take_one_column(void **state)
{
	struct table *t = two_columns("Åse Bjørnøy", "1");
	char *s = printed(t, 0);

	(void)state;
	assert_string_equal(s, "Navn         Sum\nÅse Bjørnøy    1\n");
	free(s);
	table_free(t);
}

static void
wide_and_combining_characters_are_counted(void **state)
{
	(void)state;
	assert_int_equal(out_width("abc"), 3);
	assert_int_equal(out_width("blå"), 3);
	assert_int_equal(out_width("bla\xcc\x8a"), 3);
	assert_int_equal(out_width("家"), 2);
	assert_int_equal(out_width("\xff"), 1);
	assert_int_equal(out_fit("家家", 3), strlen("家"));
}

static void
a_narrow_screen_cuts_the_widest_text(void **state)
{
	struct table *t = two_columns("en ganske lang tekst om noe", "12345");
	char *s = printed(t, 20);

	(void)state;
	assert_string_equal(s, "Navn             Sum\nen ganske la…  12345\n");
	free(s);
	table_free(t);
}

static void
an_empty_column_is_left_out(void **state)
{
	struct table *t = two_columns("en", "");
	char *s = printed(t, 0);

	(void)state;
	assert_string_equal(s, "Navn\nen\n");
	free(s);
	table_free(t);
}

static void
control_characters_cannot_reach_the_terminal(void **state)
{
	struct table *t = two_columns("a\033[2Jb\nc", "1");
	char *s = printed(t, 0);

	(void)state;
	assert_null(strchr(s, '\033'));
	assert_non_null(strstr(s, "a [2Jb c"));
	free(s);
	table_free(t);
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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_of_two_bytes_take_one_column),
		cmocka_unit_test(wide_and_combining_characters_are_counted),
		cmocka_unit_test(a_narrow_screen_cuts_the_widest_text),
		cmocka_unit_test(an_empty_column_is_left_out),
		cmocka_unit_test(control_characters_cannot_reach_the_terminal)
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
