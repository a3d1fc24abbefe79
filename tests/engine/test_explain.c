/*
 * rules.explain: what is published of the shipped workflow (law row 70), and
 * that no municipality gives a legal deadline a length of its own.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "deciding.h"
#include "store/version.h"

static struct fixture f;

static void
open_shipped(const char *more)
{
	char text[1024];

	snprintf(text, sizeof(text),
	    "[municipality]\nnumber = 5532\nname = Balsfjord\n"
	    "population = 5600\ntest_identities = yes\n"
	    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
	    "[unit board]\nname = Klagenemnda i Midt-Troms\n"
	    "type = complaint_board\ndomain = housing\n"
	    "[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"
	    "roles = caseworker, decision_maker\n"
	    "[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"
	    "roles = administrator\n%s",
	    more);
	fixture_open_as(&f, STORE_MEMORY, text);
	snprintf(f.path, sizeof(f.path), "%s/workflows", fixture_top());
}

static void
load_shipped(void)
{
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "boligsosial"));
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

/* The lines as one text; the caller frees it. */
static char *
paper(const char *language)
{
	const json_t *lines, *line;
	size_t i, size = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &size);

	fixture_ok(&f, "nobody", "rules.explain",
	    json_pack("{ss}", "language", language));
	lines = at(f.result, "lines");
	json_array_foreach(lines, i, line)
		fprintf(out, "%s\n", json_string_value(line));
	fclose(out);
	if (getenv("BOFLYT_SHOW") != NULL)
		fputs(text, stdout);
	return text;
}

static void
has(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("nothing says: %s", words);
}

static void
the_shipped_rules_are_told_in_bokmal(void **state)
{
	char *text;

	(void)state;
	open_shipped("[deadline mapping]\ndays = 10\n");
	load_shipped();
	text = paper("nb");
	has(text, "# Boligsosial sak, Balsfjord");
	has(text, "Den som ber om hjelp, får et vedtak.");
	has(text,
	    "- Foreløpig svar: 1 måned etter at dette skjedde: "
	    "henvendelsen ble mottatt.");
	has(text, "Satt ved lov: forvaltningsloven § 11 a (FVL_11A");
	has(text, "- Kartlegging ferdig: 10 dager");
	has(text, "Et mål som kommunen har satt seg.");
	has(text, "Bare når: søkeren er registrert.");
	has(text, "den som har vedtaksmyndighet");
	has(text, "Klage til Klagenemnda i Midt-Troms innen 3 uker");
	has(text, "Klage til Statsforvalteren innen 4 uker");
	has(text, "(fire øyne)");
	assert_null(strstr(text, "programteksten"));
	free(text);
}

static void
and_in_nynorsk(void **state)
{
	char *text;

	(void)state;
	open_shipped("");
	load_shipped();
	text = paper("nn");
	has(text, "# Bustadsosial sak, Balsfjord");
	has(text,
	    "- Førebels svar: 1 månad etter at dette hende: "
	    "førespurnaden vart motteken.");
	has(text, "Berre når: søkjaren er registrert.");
	has(text, "innan 3 veker");
	has(text, "Sett ved lov: forvaltningslova § 11 a (FVL_11A");
	has(text, "Klage til Statsforvaltaren innan 4 veker");
	assert_null(strstr(text, "sloven"));
	assert_null(strstr(text, "Henvendelse"));
	assert_null(strstr(text, " ikke "));
	assert_null(strstr(text, "saken"));
	assert_null(strstr(text, "Ikke"));
	free(text);
}

/* Fail unless each of the named texts of ONE has its Nynorsk; returns how many. */
static size_t
said_in_nynorsk(const json_t *nn, const char *name, const json_t *one)
{
	static const char *const texts[] = { "title", "help", "requires" };
	const char *text;
	size_t t, n = 0;

	for (t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
		text = json_string_value(json_object_get(one, texts[t]));
		if (text == NULL || text[0] == '\0')
			continue;
		n++;
		if (json_object_get(nn, text) == NULL)
			fail_msg("%s: %s", name, text);
	}
	return n;
}

/* The names of the codes of the field ONE. */
static size_t
codes_in_nynorsk(const json_t *nn, const char *name, const json_t *one)
{
	const json_t *code, *text;
	size_t i, n = 0;

	json_array_foreach(at(one, "list.items"), i, code) {
		text = json_array_get(code, 1);
		n++;
		if (json_object_get(nn, json_string_value(text)) == NULL)
			fail_msg("%s: %s", name, json_string_value(text));
	}
	return n;
}

/* Every text that people see of the definition has its Nynorsk. */
static void
no_title_lacks_its_nynorsk(void **state)
{
	const json_t *nn, *stage, *one;
	static const char *const kinds[] = { "deadlines", "actions" };
	struct err e = ERR_INIT;
	struct version v = { .id = 0 };
	const char *name, *key;
	size_t k, n = 0;

	(void)state;
	open_shipped("");
	load_shipped();
	assert_int_equal(version_get_active(f.store, "boligsosial", &v, &e),
	    RC_OK);
	nn = json_object_get(v.skeleton, "nn");
	json_object_foreach(json_object_get(v.skeleton, "data"), name, one)
		n += said_in_nynorsk(nn, name, one) +
		    codes_in_nynorsk(nn, name, one);
	json_object_set(json_object_get(v.skeleton, "stages"), "any",
	    json_object_get(v.skeleton, "any"));
	json_object_foreach(json_object_get(v.skeleton, "stages"), name,
	    stage) {
		n += said_in_nynorsk(nn, name, stage);
		for (k = 0; k < 2; k++)
			json_object_foreach(json_object_get(stage, kinds[k]),
			    key, one) {
				n += said_in_nynorsk(nn, key, one);
				assert_true(
				    json_object_get(one, "guard") == NULL ||
				    json_object_get(one, "requires") != NULL);
			}
	}
	assert_true(n > 300);
	version_fini(&v);
}

/* Does a text with Nynorsk have WORDS in it? */
static bool
is_part_of_a_text(const json_t *nn, const char *words)
{
	const char *text;
	json_t *said;

	json_object_foreach((json_t *)(uintptr_t)nn, text, said)
		if (strstr(text, words) != NULL)
			return true;
	return false;
}

/* Each "..." of LINE that is a sentence; comments have none. */
static size_t
sentences_of(const json_t *nn, const char *file, char *line)
{
	char *start = strchr(line, '"'), *end;
	size_t n = 0;

	if (strstr(line, "--") != NULL)
		*strstr(line, "--") = '\0';
	for (; start != NULL && (end = strchr(start + 1, '"')) != NULL;
	     start = strchr(end + 1, '"')) {
		*end = '\0';
		if (strchr(start + 1, ' ') == NULL ||
		    strcmp(start + 1, "merge into ") == 0)
			continue;
		n++;
		if (!is_part_of_a_text(nn, start + 1))
			fail_msg("%s: %s", file, start + 1);
	}
	return n;
}

/* Tasks and refusals are put together by the functions, in their own words. */
static void
nor_does_a_sentence_of_a_function(void **state)
{
	static const char *const files[] = { "workflow", "allocation",
		"decisions", "lease", "plugins", "rules", "stay" };
	struct err e = ERR_INIT;
	struct version v = { .id = 0 };
	char path[4096], line[512];
	size_t i, n = 0;
	FILE *in;

	(void)state;
	open_shipped("");
	load_shipped();
	assert_int_equal(version_get_active(f.store, "boligsosial", &v, &e),
	    RC_OK);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/workflows/boligsosial/%s.lua",
		    fixture_top(), files[i]);
		in = fopen(path, "r");
		assert_non_null(in);
		while (fgets(line, sizeof(line), in) != NULL)
			n += sentences_of(json_object_get(v.skeleton, "nn"),
			    files[i], line);
		fclose(in);
	}
	assert_true(n > 150);
	version_fini(&v);
}

#define IN_NYNORSK                                                             \
	"[municipality]\nnumber = 5532\nname = Sogndal\nlanguage = nn\n"       \
	"population = 5600\ntest_identities = yes\n"                           \
	"[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"                \
	"[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"              \
	"roles = caseworker, decision_maker\n"                                 \
	"[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"                   \
	"roles = administrator\n"

/* Titles, codes, sources of law, a guard's words and a task, with a number. */
static void
a_municipality_that_writes_nynorsk_reads_it(void **state)
{
	char number[24], *text;

	(void)state;
	fixture_open_as(&f, STORE_MEMORY, IN_NYNORSK);
	snprintf(f.path, sizeof(f.path), "%s/workflows", fixture_top());
	load_shipped();
	fixture_case(&f,
	    json_pack("{ss sb}", "channel", "visit", "asks_help", true),
	    number);
	fixture_advance(&f, "2027-01-15");
	text = json_dumps(fixture_ok(&f, "nav01", "case.show",
			      json_pack("{ss}", "case", number)),
	    0);
	has(text, "\"Bustadsosial sak\"");
	has(text, "\"Førebels svar\"");
	has(text, "forvaltningslova § 11 a");
	has(text, "\"Personen ber om hjelp\"");
	has(text, "det er alt bede om hjelp i saka");
	has(text, "\"Ta kontakt med søkjaren\"");
	assert_null(strstr(text, " ikke "));
	assert_null(strstr(text, "saken"));
	free(text);
	assert_int_equal(fixture_act(&f, "nav01", number, "reply",
			     json_pack("{ss}", "reply_expected", "2027-01-14")),
	    RC_GUARD);
	assert_string_equal(f.err.text, "svaret må vere venta etter i dag");
	text = paper("nb");
	has(text, "# Boligsosial sak, Sogndal");
	has(text, "Bare når: søkeren er registrert.");
	free(text);
}

/* A guard that nobody has put into words is not passed over in silence. */
static void
a_guard_without_words_is_told_as_such(void **state)
{
	char *text;

	(void)state;
	fixture_open(&f);
	text = paper("nb");
	has(text, "Har et vilkår som bare står i programteksten (linje");
	free(text);
}

static void
what_the_law_sets_has_no_length_of_the_municipalitys(void **state)
{
	(void)state;
	open_shipped("[deadline preliminary_reply]\ndays = 60\n");
	fixture_ask(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	ASSERT_ERROR(&f, RC_CONFIG, "E_DEADLINE_LEGAL");
	assert_non_null(strstr(f.err.text, "FVL_11A"));
}

/* A misspelt goal would be of no effect, and nobody would know. */
static void
a_length_for_a_deadline_that_is_not_there_is_told(void **state)
{
	const json_t *rows, *row;
	const char *text = NULL;
	size_t i, told = 0;

	(void)state;
	open_shipped("[deadline maping]\ndays = 10\n"
		     "[deadline first_talk]\nworkdays = 3\n"
		     "[deadline complaint_forward]\ndays = 10\n");
	load_shipped();
	fixture_ok(&f, "adm", "sys.doctor", NULL);
	rows = at(f.result, "rows");
	json_array_foreach(rows, i, row)
		if (strcmp(text_at(row, "check"), "configuration") == 0) {
			text = text_at(row, "text");
			told++;
		}
	assert_int_equal(told, 1);
	assert_non_null(strstr(text, "[deadline maping]"));
	assert_non_null(strstr(text, "did you mean 'mapping'?"));
}

static void
a_configuration_that_does_so_is_refused_beside_what_is_active(void **state)
{
	struct fixture other;
	struct err e = ERR_INIT;

	(void)state;
	open_shipped("[deadline preliminary_reply]\nwarn_days = 5\n");
	load_shipped();
	assert_int_equal(engine_check(f.engine, f.municipality, &e), RC_OK);
	deciding_open(&other, "no",
	    "[deadline preliminary_reply]\nweeks = 9\n");
	assert_int_equal(engine_check(f.engine, other.municipality, &e),
	    RC_CONFIG);
	assert_string_equal(e.name, "E_DEADLINE_LEGAL");
	fixture_close(&other);
}

int
main(void)
{
#define T(test) cmocka_unit_test_teardown(test, teardown)
	const struct CMUnitTest tests[] = {
		T(the_shipped_rules_are_told_in_bokmal),
		T(and_in_nynorsk),
		T(no_title_lacks_its_nynorsk),
		T(nor_does_a_sentence_of_a_function),
		T(a_municipality_that_writes_nynorsk_reads_it),
		T(a_guard_without_words_is_told_as_such),
		T(what_the_law_sets_has_no_length_of_the_municipalitys),
		T(a_configuration_that_does_so_is_refused_beside_what_is_active),
		T(a_length_for_a_deadline_that_is_not_there_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
