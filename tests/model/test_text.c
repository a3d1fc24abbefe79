/*
 * test_text -- names the Norwegian way (domain 0.4 "Language", 7.4 no 6).
 */
#include "../cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"

static const char *
fold(const char *s)
{
	static char out[256];

	(void)text_fold(out, sizeof(out), s, strlen(s));
	return out;
}

static void
what_is_no_utf8_is_found(void **state)
{
	static const char *const wrong[] = { "\x80", "\xc3", "\xc0\xaf",
		"\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff",
		"\xe0\x80\xaf", "\xf0\x80\x80\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(text_is_utf8(wrong[i], strlen(wrong[i])));
	assert_false(text_is_utf8("a\0b", 3));
	assert_true(text_is_utf8("Máret Åse 😀", strlen("Máret Åse 😀")));
}

static void
control_characters_are_refused_but_newline_and_tab(void **state)
{
	static const char *const wrong[] = { "a\x01", "\x1b[31m", "a\r\n",
		"\x7f", "\xc2\x85" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(text_check("wishes", wrong[i],
				     strlen(wrong[i]), 100, &e),
		    RC_INVALID);
		assert_ptr_equal(strstr(e.text, "wishes: "), e.text);
	}
}

static void
fields_have_a_longest_length(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(text_check("x", "to\n\trom", 7, 7, &e), RC_OK);
	assert_int_equal(text_check("x", "to\n\trom", 7, 6, &e), RC_INVALID);
}

static void
accents_are_composed(void **state)
{
	char out[64];
	const char *in = "A\u030ase O\u0308 a\u0302\u0301 q\u0301";

	(void)state;
	assert_int_equal(text_compose(out, sizeof(out), in, strlen(in)),
	    strlen("Åse Ö ấ q\u0301"));
	assert_string_equal(out, "Åse Ö ấ q\u0301");
}

static void
a_small_buffer_gets_what_fits_and_the_whole_length(void **state)
{
	char out[4];

	(void)state;
	assert_int_equal(text_fold(out, sizeof(out), "Kari", 4), 4);
	assert_string_equal(out, "kar");
	assert_int_equal(text_fold(NULL, 0, "Kari", 4), 4);
}

static void
names_fold_to_what_people_type(void **state)
{
	static const char *const rows[][2] = {
		{ "Håkon", "håkon" },
		{ "Haakon", "håkon" },
		{ "HA\u030aKON", "håkon" },
		{ "AASE", "åse" },
		{ "René", "rene" },
		{ "Rene\u0301", "rene" },
		{ "Čáhppe", "cahppe" },
		{ "Đorđe Ŋuŋ Šŧž", "dorde nun stz" },
		{ "Nils-Aslak  O'Hara ", "nils aslak o hara" },
		{ "Bjørn Ærlig", "bjørn ærlig" },
		{ "Björn Ärlig", "bjørn ærlig" },
		{ "Müller", "muller" },
		{ "Weiß", "weiss" },
		{ "Łukasz", "lukasz" },
		{ "Þór", "thor" },
		{ "Nguyễn", "nguyen" },
		{ "Ana Aas", "ana ås" },
		{ "ana a", "ana a" },
		{ " Kari", "kari" },
		{ " ", "" },
		{ "---", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(fold(rows[i][0]), rows[i][1]);
}

static void
a_folded_name_is_never_longer_and_folds_to_itself(void **state)
{
	static const char *const names[] = { "Håkon", "Haakon", "Þór", "Weiß",
		"A\u030ase", "Nguyễn", "Ǻse", "İpek", "\xff\xfe", "aaaa",
		"Ærlig-Øst d'Aa" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char once[64], twice[64];
		size_t len =
		    text_fold(once, sizeof(once), names[i], strlen(names[i]));

		assert_true(len <= strlen(names[i]));
		(void)text_fold(twice, sizeof(twice), once, len);
		assert_string_equal(once, twice);
	}
}

static void
a_query_finds_by_the_start_of_each_word(void **state)
{
	char name[64];

	(void)state;
	(void)text_fold(name, sizeof(name), "Máret Aase Bjørnsen",
	    strlen("Máret Aase Bjørnsen"));
	assert_true(text_matches(name, fold("maret")));
	assert_true(text_matches(name, fold("bjørn åse")));
	assert_true(text_matches(name, fold("Aa")));
	assert_false(text_matches(name, fold("aret")));
	assert_false(text_matches(name, fold("maret olsen")));
	assert_false(text_matches(name, fold("")));
}

static void
lists_end_with_ae_oe_aa(void **state)
{
	/* In order; 7.4 no 6: å after ø, Sámi letters after their base. */
	static const char *const order[] = { "Ada", "Anne", "Anne Kari",
		"Annette", "Bo", "Cato", "Čato", "Dag", "Đag", "Eva", "Muller",
		"Myhre", "Müsli", "Måns", "Nils", "Ŋils", "Siri", "Širi",
		"Zara", "Žara", "Ærlig", "Ärlih", "Øst", "Östen", "Aas", "Ås",
		"Åsen" };
	const size_t n = sizeof(order) / sizeof(*order);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			int c = text_compare(order[i], order[k]);

			if ((c > 0) - (c < 0) != (i > k) - (i < k))
				fail_msg("%s, %s: %d", order[i], order[k], c);
		}
	}
}

static void
composed_and_decomposed_names_stand_together(void **state)
{
	(void)state;
	assert_true(text_compare("A\u030ase", "Øst") > 0);
	assert_true(text_compare("A\u030ase", "Åsf") < 0);
	assert_true(text_compare("åsd", "A\u030ase") < 0);
}

static void
languages_are_known_by_code(void **state)
{
	enum lang lang;

	(void)state;
	assert_true(lang_parse("nn", &lang));
	assert_int_equal(lang, LANG_NN);
	assert_string_equal(lang_code(LANG_NB), "nb");
	assert_false(lang_parse("no", &lang));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_utf8_is_found),
		cmocka_unit_test(
		    control_characters_are_refused_but_newline_and_tab),
		cmocka_unit_test(fields_have_a_longest_length),
		cmocka_unit_test(accents_are_composed),
		cmocka_unit_test(
		    a_small_buffer_gets_what_fits_and_the_whole_length),
		cmocka_unit_test(names_fold_to_what_people_type),
		cmocka_unit_test(
		    a_folded_name_is_never_longer_and_folds_to_itself),
		cmocka_unit_test(a_query_finds_by_the_start_of_each_word),
		cmocka_unit_test(lists_end_with_ae_oe_aa),
		cmocka_unit_test(composed_and_decomposed_names_stand_together),
		cmocka_unit_test(languages_are_known_by_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
