/*
 * Letters: what a template may say, what it must, and what comes of it (issue
 * 5, 5; domain 0.4 "Language"; law rows 52-59, 63, 66).
 */
#include "model/template.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"

#include "base/mem.h"
#include "model/letter_kind.h"
#include "model/letter_page.h"

static struct lines mistakes;

static int
setup(void **state)
{
	(void)state;
	memset(&mistakes, 0, sizeof(mistakes));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	lines_free(&mistakes);
	return 0;
}

static struct template *
read_text(const char *text)
{
	struct template *t = NULL;

	if (!template_read(text, strlen(text), &mistakes, &t))
		fail_msg("%s", mistakes.line[0]);
	return t;
}

static void
wrong(const char *text, const char *says)
{
	struct template *t = NULL;
	size_t i;

	if (template_read(text, strlen(text), &mistakes, &t)) {
		const struct template_kind *kind =
		    letter_kind_find(template_head(t, "kind"));

		assert_non_null(kind);
		assert_false(template_check(t, kind, &mistakes));
	}
	template_free(t);
	for (i = 0; i < mistakes.n; i++)
		if (strstr(mistakes.line[i], says) != NULL)
			break;
	if (i == mistakes.n)
		fail_msg("no '%s' in: %s", says, mistakes.line[0]);
	lines_free(&mistakes);
}

/* TEXT with DATA (taken over) must become LETTER. */
static void
becomes(const char *text, json_t *data, const char *letter)
{
	struct template *t = read_text(text);
	char *title, *got;
	struct err e = ERR_INIT;

	if (template_fill(t, letter_kind_find("plain"), data, &title, &got,
		&e) != RC_OK)
		fail_msg("%s", e.text);
	assert_string_equal(got, letter);
	free(title);
	free(got);
	template_free(t);
	json_decref(data);
}

#define HEAD "kind: plain\ntitle: Brev\n\n"
#define TAIL "\n@part contact\nSpør {contact.unit}.\n"

static json_t *
data(const char *text)
{
	return json_pack("{s:{s:s},s:s}", "contact", "unit", "Bo-team", "text",
	    text);
}

static void
lines_become_paragraphs_headings_and_points(void **state)
{
	(void)state;
	becomes(HEAD
	    "# Til deg\nEn linje\nog en til.\n\n- ett\n- to\n\nSlutt." TAIL,
	    data("x"),
	    "# Til deg\n\nEn linje og en til.\n\n- ett\n- to\n\nSlutt.\n\n"
	    "Spør Bo-team.\n");
}

static void
what_is_not_known_is_left_out_by_if(void **state)
{
	static const char text[] =
	    HEAD "@if text\nHer: {text}.\n@else\nIngenting.\n@end\n" TAIL;

	(void)state;
	becomes(text, data("noe"), "Her: noe.\n\nSpør Bo-team.\n");
	becomes(text, data(""), "Ingenting.\n\nSpør Bo-team.\n");
	becomes(HEAD
	    "@if text is a\nA\n@end\n@if text is not a\nIkke a\n@end\n" TAIL,
	    data("b"), "Ikke a\n\nSpør Bo-team.\n");
}

static void
several_lines_alone_become_several_paragraphs(void **state)
{
	(void)state;
	becomes(HEAD "{text}\n" TAIL, data("Først.\nSå.\n\nTil slutt."),
	    "Først.\n\nSå.\n\nTil slutt.\n\nSpør Bo-team.\n");
	becomes(HEAD "Se {text}.\n" TAIL, data("a\nb"),
	    "Se a b.\n\nSpør Bo-team.\n");
}

/* What people write is text: it makes no headings and fills nothing in. */
static void
what_people_write_is_no_template(void **state)
{
	(void)state;
	becomes(HEAD "{text}\n" TAIL, data("# Vedtak\n@if x\n{contact.unit}"),
	    "Vedtak\n\n@if x\n\n{contact.unit}\n\nSpør Bo-team.\n");
}

static void
mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	wrong("kind: plain\n\nHei\n" TAIL, "title: is missing");
	wrong("tull\n\nHei", "1: the first lines");
	wrong(HEAD "@if text\nHei\n", "4: without @end");
	wrong(HEAD "@end\n" TAIL, "4: @end without");
	wrong(HEAD "@else\n" TAIL, "4: @else without");
	wrong(HEAD "@loop x\n" TAIL, "4: not a directive");
	wrong(HEAD "Hei {Navn}\n" TAIL, "4: a brace");
	wrong(HEAD "Hei {tull}\n" TAIL, "4: {tull}");
	wrong(HEAD "@if text is\nx\n@end\n" TAIL, "4: write @if");
	wrong(HEAD "Hei\n", "@part contact is missing");
	wrong(HEAD "Hei\n@part contact\nRing oss.\n", "does not say");
	wrong("kind: plain\ntitle: \xff\n\n" TAIL, "not UTF-8");
}

/* Domain 0.4: never level, colour, boevne, krevende, "avslått av bruker". */
static void
some_words_belong_in_no_letter(void **state)
{
	static const char *const bad[] = { "Du er på nivå 3.", "Rødt nivå.",
		"Boevne: lav", "en krevende bruker", "Avslått av bruker",
		"NIVÅ 4" };
	static const char *const good[] = { "Nivået på leien er 12 500 kr.",
		"Du trenger en bolig.", "overkrevende", "nivå 12" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (template_bad_word(bad[i]) == NULL)
			fail_msg("may stand there: %s", bad[i]);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (template_bad_word(good[i]) != NULL)
			fail_msg("may not stand there: %s", good[i]);
	wrong(HEAD "Du er krevende.\n" TAIL, "belongs in no letter");
}

static char *
slurp(const char *path, size_t *n)
{
	char *bytes = mem_new(TEMPLATE_MAX, 1);
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	*n = fread(bytes, 1, TEMPLATE_MAX - 1, f);
	fclose(f);
	return bytes;
}

/* What is wrong with BYTES as a template of its kind; how many mistakes. */
static size_t
count_mistakes(const char *bytes, size_t n)
{
	struct lines found = LINES_INIT;
	const struct template_kind *kind;
	struct template *t = NULL;
	size_t many;

	if (template_read(bytes, n, &found, &t)) {
		kind = letter_kind_find(template_head(t, "kind"));
		assert_non_null(kind);
		(void)template_check(t, kind, &found);
	}
	template_free(t);
	many = found.n;
	lines_free(&found);
	return many;
}

/* BYTES without the part that begins at AT (the caller's). */
static char *
without_part(const char *bytes, const char *at)
{
	const char *next = strstr(at + 1, "\n@part ");

	return mem_format("%.*s%s", (int)(at - bytes), bytes,
	    next == NULL ? "" : next);
}

/*
 * Law row 59 and issue 5, 5: every letter is right as it is shipped, in both
 * languages, and is refused as soon as any of its parts is taken away.
 */
static void
a_shipped_letter_without_any_one_of_its_parts_is_refused(void **state)
{
	const char *top = getenv("srcdir");
	char *pattern, *bytes, *less;
	size_t i, n, parts = 0;
	const char *at;
	glob_t files;

	(void)state;
	pattern = mem_format("%s/workflows/boligsosial/letters/*.txt",
	    top == NULL ? "." : top);
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 10);
	for (i = 0; i < files.gl_pathc; i++) {
		bytes = slurp(files.gl_pathv[i], &n);
		if (count_mistakes(bytes, n) != 0)
			fail_msg("%s is not right", files.gl_pathv[i]);
		for (at = bytes; (at = strstr(at, "\n@part ")) != NULL; at++) {
			less = without_part(bytes, at);
			if (count_mistakes(less, strlen(less)) == 0)
				fail_msg("%s: not missed: %.40s",
				    files.gl_pathv[i], at + 1);
			free(less);
			parts++;
		}
		free(bytes);
	}
	print_message("%zu letters, %zu parts taken away\n", files.gl_pathc,
	    parts);
	assert_true(parts > 80);
	globfree(&files);
	free(pattern);
}

/* At print too: a part that comes out empty stops the letter. */
static void
a_part_that_comes_out_empty_stops_the_letter(void **state)
{
	struct template *t = read_text(
	    HEAD "Hei\n@part contact\n@if text\n{contact.unit}\n@end\n");
	struct err e = ERR_INIT;
	char *title, *text;
	json_t *d = data("");

	(void)state;
	assert_int_equal(template_fill(t, letter_kind_find("plain"), d, &title,
			     &text, &e),
	    RC_GUARD);
	assert_string_equal(e.name, "E_LETTER_INCOMPLETE");
	assert_null(text);
	json_decref(d);
	template_free(t);
}

static void
what_must_be_known_stops_the_letter_if_it_is_not(void **state)
{
	struct template *t = read_text(HEAD "Hei" TAIL);
	struct err e = ERR_INIT;
	char *title, *text;
	json_t *d = json_object();

	(void)state;
	assert_int_equal(template_fill(t, letter_kind_find("plain"), d, &title,
			     &text, &e),
	    RC_GUARD);
	assert_non_null(strstr(e.text, "contact.unit"));
	json_decref(d);
	template_free(t);
}

static void
a_page_holds_nothing_but_text(void **state)
{
	const struct letter_page p = { .lang = LANG_NB,
		.municipality = "Kongsvinger",
		.receiver = "Čáhppes <b>Ŋuorjjo</b>\nStorgata 1",
		.date = "mandag 4. januar 2027",
		.case_number = "2027/1",
		.title = "Svar & mer",
		.text = "# Svar\n\nDu får <script>alert(1)</script>.\n\n- "
			"ett\n- to\n" };
	char *html = letter_page_html(&p);

	(void)state;
	assert_null(strstr(html, "<script>"));
	assert_null(strstr(html, "<b>"));
	assert_non_null(strstr(html, "Svar &amp; mer"));
	assert_non_null(strstr(html, "Čáhppes &lt;b&gt;Ŋuorjjo"));
	assert_non_null(strstr(html, "<h2>Svar</h2>"));
	assert_non_null(strstr(html, "<ul>\n<li>ett</li>\n<li>to</li>\n</ul>"));
	assert_non_null(strstr(html, "<html lang=\"nb\">"));
	assert_null(strstr(html, "http"));
	free(html);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(lines_become_paragraphs_headings_and_points),
		T(what_is_not_known_is_left_out_by_if),
		T(several_lines_alone_become_several_paragraphs),
		T(what_people_write_is_no_template),
		T(mistakes_are_told_with_their_line),
		T(some_words_belong_in_no_letter),
		T(a_shipped_letter_without_any_one_of_its_parts_is_refused),
		T(a_part_that_comes_out_empty_stops_the_letter),
		T(what_must_be_known_stops_the_letter_if_it_is_not),
		T(a_page_holds_nothing_but_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
