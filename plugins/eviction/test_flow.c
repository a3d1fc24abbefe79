/*
 * test_flow -- what the shipped workflow and the eviction part do for each
 * other: a notice is a task with its day in whichever case it ends.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tests/e2e/paper.h"
#include "../../tests/e2e/post.h"
#include "../../tests/e2e/work.h"

#define NIN "15927249291"

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_plugin(&w->place, "eviction", "");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

static json_t *
task(struct work *w, const char *as, const char *number, const char *key)
{
	json_t *r =
	    peer_do(&w->c, as, "task.list", params("{s:s}", "case", number));
	json_t *row = row_with(json_object_get(r, "rows"), "key", key);

	json_incref(row);
	json_decref(r);
	return row;
}

static json_t *
told(void)
{
	return params("{s:s, s:s, s:s, s:s, s:s, s:I}", "eviction_source",
	    "namsmann_13_6", "eviction_told", "2027-02-10", "eviction_ground",
	    "a", "eviction_petition", "2027-02-05", "eviction_served",
	    "2027-02-09", "rent_owed", (json_int_t)2940000);
}

/* The one matter of the case; its state must be STATE. */
static json_int_t
matter_of(struct work *w, const char *number, const char *state)
{
	json_t *r = peer_do(&w->c, "nav01", "eviction.list",
	    params("{s:s}", "case", number));
	json_t *row = json_array_get(json_object_get(r, "rows"), 0);
	json_int_t matter;

	assert_non_null(row);
	assert_string_equal(text_in(row, "state"), state);
	matter = int_in(row, "matter");
	json_decref(r);
	return matter;
}

static void
a_notice_in_a_case_is_a_matter_and_an_urgent_task(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t matter;
	json_t *t, *r;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	matter = matter_of(w, number, "forelagt");
	r = peer_do(&w->c, "nav01", "eviction.show",
	    params("{s:I}", "matter", matter));
	assert_string_equal(text_in(r, "children"), "unknown");
	json_decref(r);
	/* S-07: unknown children count as children. */
	t = task(w, "nav01", number, "eviction");
	assert_non_null(t);
	assert_string_equal(text_in(t, "due"), "2027-02-11");
	json_decref(t);
	json_decref(peer_do(&w->c, "nav01", "eviction.solve",
	    params("{s:I, s:s, s:s}", "matter", matter, "solution", "avtale",
		"why", "Avtale om nedbetaling")));
	assert_null(task(w, "nav01", number, "eviction"));
}

/*
 * S-07: the support decision (sosialtjenesteloven § 19, law row 14) is made in
 * the case, and what it pays solves the matter: 2 940 000 and 168 125 øre.
 */
static void
s07_a_support_decision_pays_what_stops_it(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t matter, paper;
	json_t *input, *r;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	matter = matter_of(w, number, "forelagt");
	work_advance(w, "2027-02-22T10:00");
	input = decision_input("2027-02-22", "Husleie og gebyr dekkes");
	json_object_set_new(input, "decision_result", json_string("granted"));
	json_object_set_new(input, "support_basis", json_string("special"));
	work_act_refused(w, "nav02", number, "support", json_incref(input),
	    "E_GUARD");
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", work_person(w, "Kari Leier"))));
	work_act_refused(w, "nav02", number, "support", json_incref(input),
	    "E_AMOUNT");
	json_object_set_new(input, "support_amount",
	    json_integer((json_int_t)2940000 + 168125));
	json_decref(work_act(w, "nav02", number, "support", input));
	r = peer_do(&w->c, "nav02", "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 1));
	assert_string_equal(text_in(r, "type"), "support");
	assert_string_equal(text_in(r, "basis"), "SOTJL_19");
	assert_string_equal(text_in(r, "date"), "2027-02-22");
	json_decref(r);
	paper = paper_file(&w->c, number);
	json_decref(peer_do(&w->c, "nav01", "eviction.solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", matter, "solution",
		"betalt", "amount", (json_int_t)3108125, "evidence", paper)));
	assert_int_equal(matter_of(w, number, "lost"), matter);
	assert_null(task(w, "nav01", number, "eviction"));
}

/* Averted or not: nobody is asked any more to avert it. */
static void
what_was_carried_out_is_no_longer_to_be_averted(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t matter;
	json_t *r;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	matter = matter_of(w, number, "forelagt");
	json_decref(peer_do(&w->c, "nav01", "eviction.carried_out",
	    params("{s:I, s:s, s:b, s:s}", "matter", matter, "day",
		"2027-02-10", "need", 0, "need_text", "Bor hos datteren")));
	assert_null(task(w, "nav01", number, "eviction"));
	r = peer_do(&w->c, "nav01", "eviction.show",
	    params("{s:I}", "matter", matter));
	assert_string_equal(text_in(r, "case"), number);
	/* Too late: what would have stopped it helps nobody. */
	assert_null(json_object_get(r, "ways_out"));
	assert_null(json_object_get(r, "to_stop"));
	json_decref(r);
}

/*
 * Domain §3.2: each Monday the unit of the leader is told how many are
 * followed, by the outbox and the courier, and nobody is told apart.
 */
static void
the_week_s_digest_lies_in_the_spool_for_the_leader(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], key[128], *text;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	work_advance(w, "2027-02-15T05:59");
	assert_int_equal(post_count(&w->place), 0);
	work_advance(w, "2027-02-15T06:00");
	post_find(&w->place, ".eviction.", key, sizeof(key));
	text = post_read(&w->place, key, "varsel.txt");
	assert_string_equal(text, "Utkastelser som følges: færre enn fem");
	free(text);
	text = post_read(&w->place, key, "forsendelse.json");
	assert_non_null(strstr(text, "\"enhet\": \"nav\""));
	free(text);
}

/* From a landlord, about somebody without a case: one is opened. */
static void
a_notice_about_a_stranger_opens_a_case_that_says_so(void **state)
{
	struct work *w = *state;
	json_t *r, *rows, *t, *shown;

	work_advance(w, "2027-02-10T09:15");
	json_decref(peer_do(&w->c, "nav01", "eviction.notice",
	    params("{s:s, s:s, s:s, s:s}", "source", "utleier_9_11", "tenant",
		"Kari Leier", "address", "Testvegen 7", "children", "no")));
	r = peer_do(&w->c, "nav01", "case.list", NULL);
	rows = json_object_get(r, "rows");
	assert_int_equal(json_array_size(rows), 1);
	t = task(w, "nav01", text_in(json_array_get(rows, 0), "case"),
	    "eviction");
	assert_non_null(t);
	assert_string_equal(text_in(t, "due"), "2027-02-12");
	json_decref(t);
	shown = work_show(w, "nav01", text_in(json_array_get(rows, 0), "case"));
	assert_true(mentions(shown, "\"2.1\""));
	json_decref(shown);
	json_decref(r);
}

static void
a_notice_takes_a_closed_case_up_again(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *t, *shown;

	work_case(w, "nav01", "2027-01-04", number);
	work_close(w, "nav01", number);
	work_advance(w, "2027-02-10T09:15");
	json_decref(peer_do(&w->c, "nav01", "eviction.notice",
	    params("{s:s, s:s, s:s}", "source", "namsmann_13_6", "case", number,
		"served", "2027-02-09")));
	shown = work_show(w, "nav01", number);
	assert_string_equal(text_in(shown, "stage"), "mapping");
	assert_true(json_is_null(json_object_get(shown, "closed")) ||
	    json_object_get(shown, "closed") == NULL);
	json_decref(shown);
	t = task(w, "nav01", number, "eviction");
	assert_non_null(t);
	json_decref(t);
}

/* The part refuses a day before the petition: nothing of the step stands. */
static void
what_the_part_refuses_is_undone_in_the_case_as_well(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *input = told(), *shown, *r;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_object_set_new(input, "eviction_day", json_string("2027-02-04"));
	work_act_refused(w, "nav01", number, "eviction_notice", input,
	    "E_DATE_ORDER");
	shown = work_show(w, "nav01", number);
	assert_int_equal(int_in(shown, "rev"), 1);
	assert_false(mentions(shown, "namsmann_13_6"));
	json_decref(shown);
	r = peer_do(&w->c, "nav01", "eviction.list", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
}

/*
 * A definition that registers the tenant and tells of the eviction in one step:
 * the match sees the person whom the step itself has put there (S-07).
 */
static const char in_one_step[] =
    "return workflow {\n"
    "	name = \"bolig\", title = \"Bolig\", start = \"open\",\n"
    "	uses = { \"eviction\" },\n"
    "	data = { received = date { required = true, title = \"Mottatt\",\n"
    "		class = \"case\" }, asks_help = boolean { title = \"Ber\",\n"
    "		class = \"case\" }, person = person { title = \"Hvem\" } },\n"
    "	create = { \"received\", \"asks_help\" },\n"
    "	stages = {\n"
    "		open = stage { title = \"Åpen\", actions = {\n"
    "			tell = action { title = \"Meld\",\n"
    "				roles = { \"caseworker\" },\n"
    "				form = { { \"person\", required = true } },\n"
    "				run = function(case)\n"
    "					eviction.notice { source = \"annen\",\n"
    "						case = case.id,\n"
    "						served = case.today,\n"
    "						person = case.data.person }\n"
    "				end },\n"
    "			stop = action { title = \"Slutt\",\n"
    "				roles = { \"caseworker\" }, to = \"closed\",\n"
    "				run = function(case)\n"
    "					case:close(\"withdrawn\")\n"
    "				end },\n"
    "		} },\n"
    "		closed = stage { title = \"Lukket\", final = true },\n"
    "	},\n"
    "}\n";

static int
setup_one_step(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_plugin(&w->place, "eviction",
	    "notify_without_consent = coordinator\n"
	    "decided_by = kommunedirektøren\ndecided_on = 2027-01-04\n");
	place_add_workflow(&w->place, "bolig", in_one_step);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "bolig")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s}", "definition", "bolig")));
	*state = w;
	return 0;
}

static void
the_match_sees_a_person_added_in_the_same_step(void **state)
{
	struct work *w = *state;
	char theirs[NUMBER_SIZE];
	json_int_t person;
	json_t *r;

	r = peer_do(&w->c, "rus01", "person.add",
	    params("{s:s, s:s}", "name", "Kari Leier", "number", NIN));
	person = int_in(r, "person");
	json_decref(r);
	work_case(w, "rus01", "2027-01-04", theirs);
	json_decref(work_act(w, "rus01", theirs, "register_person",
	    params("{s:I}", "person", person)));
	r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:b}}", "workflow", "bolig", "data",
		"received", "2027-01-04", "asks_help", 0));
	json_decref(peer_do(&w->c, "nav01", "case.act",
	    params("{s:s, s:s, s:{s:s}}", "case", text_in(r, "case"), "action",
		"tell", "input", "person", NIN)));
	json_decref(r);
	/* The coordinator of the services is told; the handler is not. */
	r = task(w, "rus01", theirs, "match.eviction");
	assert_non_null(r);
	json_decref(r);
}

static void
everything_that_is_shown_has_a_title_and_every_code_a_word(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t matter;
	json_t *r;

	work_words(w, "eviction");
	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	matter = matter_of(w, number, "forelagt");
	json_decref(peer_do(&w->c, "nav01", "eviction.contact",
	    params("{s:I, s:s, s:b, s:s}", "matter", matter, "how", "visit",
		"reached", 1, "text", "Avtalt")));
	json_decref(peer_do(&w->c, "nav01", "eviction.update",
	    params("{s:I, s:s, s:s, s:s, s:b}", "matter", matter,
		"warning_4_18", "2027-02-01", "lease_from", "2025-01-01",
		"lease_to", "2026-01-31", "loft", 1)));
	r = peer_do(&w->c, "nav01", "eviction.show",
	    params("{s:I}", "matter", matter));
	assert_true(json_array_size(json_object_get(r, "found")) > 0);
	work_titles(w, "eviction.show", r);
	work_labels(w, "eviction", "report.utkastelser");
	json_decref(r);
}

/* What the client shows has no name of the program's own in it. */
static void
the_client_shows_words_and_kroner_and_a_warning_by_its_name(void **state)
{
	static const char *const show[] = { "--as", "nav01", "utkastelse",
		"vis", "1", NULL };
	static const char *const tell[] = { "--as", "nav01", "utkastelse",
		"melding", "annen", NULL };
	static const char *const none[] = { "--as", "nav01", "utkastelse",
		"vis", "99", NULL };
	struct work *w = *state;
	char number[NUMBER_SIZE], *out;

	work_advance(w, "2027-02-10T09:15");
	work_case(w, "nav01", "2027-02-10", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice", told()));
	assert_int_equal(place_client(&w->place, show, &out), 0);
	assert_non_null(strstr(out, "namsmannen (§ 13-6)"));
	assert_non_null(strstr(out, "29 400 kr"));
	assert_non_null(strstr(out, "tilstand da den ble meldt"));
	assert_null(strstr(out, "first_state"));
	assert_null(strstr(out, "namsmann_13_6"));
	assert_null(strstr(out, "2940000"));
	free(out);
	assert_int_equal(place_client(&w->place, tell, &out), 0);
	assert_non_null(strstr(out, "advarsel W_UNMATCHED: tenant: "));
	free(out);
	assert_int_not_equal(place_client(&w->place, none, &out), 0);
	assert_non_null(strstr(out, "saksforhold 99"));
	free(out);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_notice_in_a_case_is_a_matter_and_an_urgent_task),
		TEST(s07_a_support_decision_pays_what_stops_it),
		TEST(what_was_carried_out_is_no_longer_to_be_averted),
		TEST(the_week_s_digest_lies_in_the_spool_for_the_leader),
		TEST(a_notice_about_a_stranger_opens_a_case_that_says_so),
		TEST(a_notice_takes_a_closed_case_up_again),
		TEST(what_the_part_refuses_is_undone_in_the_case_as_well),
		cmocka_unit_test_setup_teardown(
		    the_match_sees_a_person_added_in_the_same_step,
		    setup_one_step, work_teardown),
		TEST(
		    everything_that_is_shown_has_a_title_and_every_code_a_word),
		TEST(
		    the_client_shows_words_and_kroner_and_a_warning_by_its_name),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
