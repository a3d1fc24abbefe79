/*
 * test_client -- the real client against a daemon that plays canned answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "fake.h"

#define WORDS(...)                                                             \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("'%s' is not in:\n%s", part, text);
}

static void
assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("'%s' is in:\n%s", part, text);
}

static void
norwegian_and_english_words_lead_to_the_same_method(void **state)
{
	struct ran a = fake_run(*state, "", WORDS("sak", "list"));
	struct ran b = fake_run(*state, "", WORDS("case", "list"));

	assert_int_equal(a.status, EX_OK);
	assert_string_equal(a.out, b.out);
	ran_free(&a);
	ran_free(&b);
}

static void
a_list_is_a_table_with_lined_up_money(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("case", "list"));

	assert_has(r.out,
	    "Sak     Tittel            Husleie  Frist\n"
	    "2027/1  =Bærum; blå  12 500,50 kr  2027-05-18\n");
	assert_has(r.out, "--after '2027/1'");
	assert_lacks(r.out, "\033");
	ran_free(&r);
}

static void
an_object_alone_lists_its_verbs(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("sak"));

	assert_int_equal(r.status, EX_OK);
	assert_has(r.out, "case act case action [name=value ...]");
	assert_has(r.out, "sak utfør");
	assert_lacks(r.out, "person find");
	ran_free(&r);
}

static void
a_misspelt_verb_is_offered_the_nearest(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("case", "lits"));

	assert_int_equal(r.status, EX_USAGE);
	assert_has(r.err,
	    "boflyt: E_PARAMS: lits: no such word; did you mean "
	    "'list'?");
	ran_free(&r);
}

static void
an_error_names_itself_and_decides_the_exit_status(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("sak", "vis", "2027/99"));

	assert_int_equal(r.status, EX_NOINPUT);
	assert_string_equal(r.err,
	    "boflyt: E_NOT_FOUND: sak 2027/99: finnes ikke\n");
	assert_string_equal(r.out, "");
	ran_free(&r);
}

static void
json_is_the_result_and_nothing_else(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("--json", "i-dag"));
	json_t *v = json_loads(r.out, 0, NULL);

	assert_string_equal(json_string_value(json_object_get(v, "date")),
	    "2027-05-18");
	json_decref(v);
	ran_free(&r);
}

static void
an_error_too_is_json_if_json_was_asked_for(void **state)
{
	struct ran r =
	    fake_run(*state, "", WORDS("--json", "sak", "vis", "2027/99"));
	json_t *v = json_loads(r.err, 0, NULL), *error, *data;

	/* The daemon's own, as it came. */
	error = json_object_get(v, "error");
	data = json_object_get(error, "data");
	assert_int_equal(r.status, EX_NOINPUT);
	assert_string_equal(r.out, "");
	assert_string_equal(json_string_value(json_object_get(data, "name")),
	    "E_NOT_FOUND");
	assert_string_equal(json_string_value(
				json_object_get(error, "message")),
	    "sak 2027/99: finnes ikke");
	json_decref(v);
	ran_free(&r);
	/* One of the client's own, which names the field. */
	r = fake_run(*state, "", WORDS("case", "show", "--format", "json"));
	v = json_loads(r.err, 0, NULL);
	data = json_object_get(json_object_get(v, "error"), "data");
	assert_int_equal(r.status, EX_USAGE);
	assert_string_equal(
	    json_string_value(json_object_get(
		json_array_get(json_object_get(data, "fields"), 0), "field")),
	    "case");
	json_decref(v);
	ran_free(&r);
}

static void
the_day_names_the_command_that_comes_next(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("i-dag"));

	assert_has(r.out, "Tuesday 18 May 2027\n");
	assert_has(r.out, "Today (1)\n");
	assert_has(r.out, "boflyt task done 3");
	assert_lacks(r.out, "Later");
	ran_free(&r);
}

static void
a_private_value_on_the_command_line_is_refused(void **state)
{
	struct ran r =
	    fake_run(*state, "", WORDS("person", "find", "number=13097248022"));

	assert_int_equal(r.status, EX_USAGE);
	assert_has(r.err, "number: not on a command line");
	assert_lacks(r.err, "13097248022");
	assert_null(fake_request(*state, "person.find", 0));
	ran_free(&r);
}

static void
a_private_form_field_on_the_command_line_is_refused(void **state)
{
	struct ran r = fake_run(*state, "",
	    WORDS("case", "act", "2027/12", "to_mapping", "wishes=hemmelig"));

	assert_int_equal(r.status, EX_USAGE);
	assert_has(r.err, "wishes: not on a command line");
	assert_null(fake_request(*state, "case.act", 0));
	ran_free(&r);
}

static void
input_from_stdin_may_hold_private_values(void **state)
{
	struct ran r = fake_run(*state, "{\"wishes\":\"en stue\"}",
	    WORDS("case", "act", "2027/12", "to_mapping", "situation=2.1",
		"--input", "-"));
	json_t *p = fake_request(*state, "case.act", 0);
	json_t *input = json_object_get(p, "input");

	assert_int_equal(r.status, EX_OK);
	assert_has(r.err, "boflyt: warning W: rent: mangler\n");
	assert_string_equal(json_string_value(json_object_get(input, "wishes")),
	    "en stue");
	assert_string_equal(json_string_value(
				json_object_get(input, "situation")),
	    "2.1");
	assert_string_equal(json_string_value(json_object_get(p, "case")),
	    "2027/12");
	json_decref(p);
	ran_free(&r);
}

static void
wrong_fields_are_named_one_a_line(void **state)
{
	struct ran r = fake_run(*state, "",
	    WORDS("case", "act", "2027/12", "to_mapping", "situation=2.1"));

	assert_int_equal(r.status, EX_DATAERR);
	assert_string_equal(r.err,
	    "boflyt: E_FIELDS: skjemaet har feil\n"
	    "  wishes: skriv ønsket\n");
	ran_free(&r);
}

static void
a_failed_function_shows_its_trace_line_by_line(void **state)
{
	struct ran r = fake_run(*state, "",
	    WORDS("case", "act", "2027/13", "to_mapping", "situation=2.1"));

	assert_string_equal(r.err,
	    "boflyt: E_SCRIPT: workflow.lua:8: attempt\n"
	    "    8 |   return x\n"
	    "    workflow.lua:8 in run\n");
	ran_free(&r);
}

static void
missing_values_without_a_terminal_say_the_way_out(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("case", "act"));

	assert_int_equal(r.status, EX_USAGE);
	assert_has(r.err, "values are missing");
	assert_has(r.err, "--input -");
	assert_has(r.err, "case act: values are missing");
	assert_has(r.err, "  action: handlingen\n");
	ran_free(&r);
}

static void
a_write_carries_a_key_and_a_read_does_not(void **state)
{
	struct ran r = fake_run(*state, "",
	    WORDS("case", "assign", "2027/12", "--idem", "k1", "--if-rev",
		"4"));
	struct ran s = fake_run(*state, "", WORDS("case", "list"));
	json_t *p = fake_request(*state, "case.assign", 0);
	json_t *q = fake_request(*state, "case.list", 0);

	assert_string_equal(json_string_value(json_object_get(p, "idem")),
	    "k1");
	assert_int_equal(json_integer_value(json_object_get(p, "if_rev")), 4);
	assert_null(json_object_get(q, "idem"));
	json_decref(p);
	json_decref(q);
	ran_free(&r);
	ran_free(&s);
}

static void
a_lost_connection_is_tried_again_with_the_same_key(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("case", "assign", "2027/12"));
	json_t *p = fake_request(*state, "case.assign", 0);
	json_t *q = fake_request(*state, "case.assign", 1);

	assert_int_equal(r.status, EX_OK);
	assert_non_null(json_object_get(p, "idem"));
	assert_true(json_equal(p, q));
	json_decref(p);
	json_decref(q);
	ran_free(&r);
}

static void
csv_is_whole_and_guards_against_formulas(void **state)
{
	struct ran r =
	    fake_run(*state, "", WORDS("case", "list", "--format", "csv"));

	assert_string_equal(r.out,
	    "Sak;Tittel;Husleie;Frist\r\n"
	    "2027/1;\"'=Bærum; blå\";12500,50;2027-05-18\r\n"
	    "2027/12;to;-0,50;\r\n");
	ran_free(&r);
}

static void
a_document_goes_out_and_comes_in_as_a_descriptor(void **state)
{
	struct fake *f = *state;
	char letter[128], copy[128], bytes[8] = "";
	struct ran r;
	FILE *file;

	snprintf(letter, sizeof(letter), "%s/letter", f->dir);
	snprintf(copy, sizeof(copy), "%s/copy", f->dir);
	file = fopen(letter, "w");
	fputs("kjære du", file);
	fclose(file);
	r = fake_run(f, "", WORDS("document", "put", "2027/12", letter));
	assert_has(r.out, "Bytes: 9\n");
	ran_free(&r);
	r = fake_run(f, "", WORDS("dokument", "hent", "7", copy));
	assert_int_equal(r.status, EX_OK);
	ran_free(&r);
	file = fopen(copy, "r");
	assert_non_null(file);
	assert_int_equal(fread(bytes, 1, sizeof(bytes), file), 4);
	assert_memory_equal(bytes, "brev", 4);
	fclose(file);
	r = fake_run(f, "", WORDS("document", "get", "7", copy));
	assert_int_equal(r.status, EX_USAGE);
	assert_has(r.err, "--force");
	ran_free(&r);
	r = fake_run(f, "", WORDS("document", "get", "7", copy, "--force"));
	assert_int_equal(r.status, EX_OK);
	ran_free(&r);
}

static void
a_form_asks_shows_choices_and_sends(void **state)
{
	struct ran r = fake_type(*state,
	    WORDS("\n", "9\n", "2\n", "en stue\n", "12 500,50\n"),
	    WORDS("case", "act", "2027/12", "to_mapping"));
	json_t *p = fake_request(*state, "case.act", 0);
	json_t *input = json_object_get(p, "input");

	assert_int_equal(r.status, EX_OK);
	assert_has(r.out, "2) 2.1  leier");
	assert_has(r.out, "etter kodelisten");
	assert_has(r.out, "(kroner, such as 12 500,50)");
	assert_has(r.out, "this one must be filled in");
	assert_has(r.out, "'9' is not one of these");
	assert_string_equal(json_string_value(
				json_object_get(input, "situation")),
	    "2.1");
	assert_string_equal(json_string_value(json_object_get(input, "wishes")),
	    "en stue");
	assert_int_equal(json_integer_value(json_object_get(input, "rent")),
	    1250050);
	json_decref(p);
	ran_free(&r);
}

/* People answer with the word that they read: case and the end do not matter. */
static void
a_choice_is_answered_by_its_title_too(void **state)
{
	const char *const answers[] = { "Leier\n", "LEI\n", "2.1\n", "2\n" };
	struct ran r;
	json_t *p;
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		r = fake_type(*state, WORDS(answers[i], "en stue\n", "1\n"),
		    WORDS("case", "act", "2027/12", "to_mapping"));
		p = fake_request(*state, "case.act", (int)i);
		assert_int_equal(r.status, EX_OK);
		assert_string_equal(json_string_value(
					json_object_get(json_object_get(p,
							    "input"),
					    "situation")),
		    "2.1");
		json_decref(p);
		ran_free(&r);
	}
	r = fake_run(*state, "",
	    WORDS("case", "act", "2027/12", "to_mapping", "situation=leier"));
	p = fake_request(*state, "case.act", (int)i);
	assert_string_equal(json_string_value(
				json_object_get(json_object_get(p, "input"),
				    "situation")),
	    "2.1");
	json_decref(p);
	ran_free(&r);
}

static void
a_refused_form_asks_for_the_wrong_field_alone(void **state)
{
	struct ran r =
	    fake_type(*state, WORDS("2.1\n", "feil\n", "\n", "bedre\n"),
		WORDS("case", "act", "2027/12", "to_mapping"));
	json_t *first = fake_request(*state, "case.act", 0);
	json_t *second = fake_request(*state, "case.act", 1);

	assert_int_equal(r.status, EX_OK);
	assert_has(r.out, "skriv ønsket");
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(second, "input"), "wishes")),
	    "bedre");
	assert_false(json_equal(json_object_get(first, "idem"),
	    json_object_get(second, "idem")));
	json_decref(first);
	json_decref(second);
	ran_free(&r);
}

static void
ctrl_d_leaves_the_form_without_a_trace(void **state)
{
	struct ran r = fake_type(*state, WORDS("2\n", "\004"),
	    WORDS("case", "act", "2027/12", "to_mapping"));

	assert_int_equal(r.status, EX_NOINPUT);
	assert_has(r.out, "E_ABORTED");
	assert_null(fake_request(*state, "case.act", 0));
	ran_free(&r);
}

static void
a_search_by_name_opens_its_form(void **state)
{
	struct ran r =
	    fake_type(*state, WORDS("\n", "Berit\n"), WORDS("person", "find"));
	json_t *p = fake_request(*state, "person.find", 0);

	assert_int_equal(r.status, EX_OK);
	assert_string_equal(json_string_value(json_object_get(p, "name")),
	    "Berit");
	assert_null(json_object_get(p, "number"));
	json_decref(p);
	ran_free(&r);
}

static void
colour_is_for_terminals_that_want_it(void **state)
{
	struct ran r = fake_type(*state, WORDS("\n"), WORDS("case", "list"));

	assert_has(r.out, "\033[1mSak");
	ran_free(&r);
	setenv("NO_COLOR", "1", 1);
	r = fake_type(*state, WORDS("\n"), WORDS("case", "list"));
	assert_lacks(r.out, "\033[1m");
	ran_free(&r);
}

static void
completion_knows_words_names_and_nothing_private(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("--complete", "sak", ""));

	assert_has(r.out, "utfør\n");
	assert_lacks(r.out, "show\n");
	ran_free(&r);
	r = fake_run(*state, "", WORDS("--complete", "case", "list", ""));
	assert_has(r.out, "stage=\n");
	ran_free(&r);
	r = fake_run(*state, "", WORDS("--complete", "person", "find", ""));
	assert_string_equal(r.out, "");
	ran_free(&r);
	r = fake_run(*state, "", WORDS("--complete", "case", "show", "20"));
	assert_string_equal(r.out, "");
	assert_null(fake_request(*state, "case.list", 0));
	ran_free(&r);
}

/* What bash offers behind LINE, whose words stand as bash breaks them. */
static void
assert_bash_offers(const char *line, const char *expected)
{
	const char *src = getenv("srcdir"), *build = getenv("builddir");
	char command[2048], got[4096];
	size_t n;
	FILE *f;

	snprintf(command, sizeof(command),
	    "LANG=C bash -c '. \"$1/client/completion/boflyt\"; "
	    "boflyt() { \"$0/boflyt\" \"$@\"; }; compopt() { :; }; shift; "
	    "COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _boflyt; "
	    "echo \"${COMPREPLY[*]}\"' \"%s\" \"%s\" boflyt %s",
	    build != NULL ? build : ".", src != NULL ? src : ".", line);
	assert_non_null(f = popen(command, "r"));
	n = fread(got, 1, sizeof(got) - 1, f);
	got[n] = '\0';
	assert_int_equal(pclose(f), 0);
	if (n == 0 || strncmp(got, expected, n - 1) != 0 ||
	    expected[n - 1] != '\0')
		fail_msg("%s: '%s', not '%s'", line, got, expected);
}

static void
bash_completes_words_of_both_languages_options_and_choices(void **state)
{
	(void)state;
	assert_bash_offers("cas", "case");
	assert_bash_offers("sak v", "vis");
	assert_bash_offers("--as nav01 case sh", "show");
	assert_bash_offers("--reason x case sh", "show");
	assert_bash_offers("hjelp sak v", "vis");
	assert_bash_offers("--js", "--json");
	assert_bash_offers("case list --js", "--json");
	assert_bash_offers("case list st", "stage=");
	assert_bash_offers("case list mine = y", "yes");
	assert_bash_offers("case list mine =n", "no");
	assert_bash_offers("case list --format c", "csv");
	assert_bash_offers("watch --mi", "--mine");
	assert_bash_offers("spi", "spill");
	/* Nobody knows the user's name; no object stands there. */
	assert_bash_offers("--as \"\"", "");
}

static void
case_numbers_are_completed_only_if_asked_for(void **state)
{
	struct ran r;
	json_t *p;

	setenv("BOFLYT_COMPLETE_CASES", "yes", 1);
	r = fake_run(*state, "",
	    WORDS("--as", "nav01", "--complete", "case", "show", "20"));
	unsetenv("BOFLYT_COMPLETE_CASES");
	p = fake_request(*state, "case.list", 0);
	assert_string_equal(r.out, "2027/1\n");
	assert_string_equal(json_string_value(json_object_get(p, "as")),
	    "nav01");
	json_decref(p);
	ran_free(&r);
}

static void
no_daemon_is_one_clear_line(void **state)
{
	struct ran r = fake_run(*state, "", WORDS("-m", "1111", "i-dag"));

	assert_int_equal(r.status, EX_UNAVAILABLE);
	assert_has(r.err, "1111: no such municipality here; there is 5532\n");
	assert_lacks(r.err, "usage");
	ran_free(&r);
	r = fake_run(*state, "", WORDS("-m", "1111"));
	assert_int_equal(r.status, EX_UNAVAILABLE);
	assert_has(r.err, "usage: boflyt");
	ran_free(&r);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(norwegian_and_english_words_lead_to_the_same_method),
		CASE(a_list_is_a_table_with_lined_up_money),
		CASE(an_object_alone_lists_its_verbs),
		CASE(a_misspelt_verb_is_offered_the_nearest),
		CASE(an_error_names_itself_and_decides_the_exit_status),
		CASE(a_failed_function_shows_its_trace_line_by_line),
		CASE(json_is_the_result_and_nothing_else),
		CASE(an_error_too_is_json_if_json_was_asked_for),
		CASE(the_day_names_the_command_that_comes_next),
		CASE(a_private_value_on_the_command_line_is_refused),
		CASE(a_private_form_field_on_the_command_line_is_refused),
		CASE(input_from_stdin_may_hold_private_values),
		CASE(wrong_fields_are_named_one_a_line),
		CASE(missing_values_without_a_terminal_say_the_way_out),
		CASE(a_write_carries_a_key_and_a_read_does_not),
		CASE(a_lost_connection_is_tried_again_with_the_same_key),
		CASE(csv_is_whole_and_guards_against_formulas),
		CASE(a_document_goes_out_and_comes_in_as_a_descriptor),
		CASE(a_form_asks_shows_choices_and_sends),
		CASE(a_choice_is_answered_by_its_title_too),
		CASE(a_refused_form_asks_for_the_wrong_field_alone),
		CASE(ctrl_d_leaves_the_form_without_a_trace),
		CASE(a_search_by_name_opens_its_form),
		CASE(colour_is_for_terminals_that_want_it),
		CASE(completion_knows_words_names_and_nothing_private),
		CASE(
		    bash_completes_words_of_both_languages_options_and_choices),
		CASE(case_numbers_are_completed_only_if_asked_for),
		CASE(no_daemon_is_one_clear_line)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
