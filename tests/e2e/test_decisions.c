/*
 * test_decisions -- decisions, their way to the parties and their deadlines at
 * the real socket: S-02, and what S-01 says of decisions, day by day.  S-01
 * whole is in test_course, S-03 in test_stay, S-11 in test_complaints.
 */
#include "decided.h"

/* The open task with KEY, new reference; NULL: none. */
static json_t *
task(struct work *w, const char *as, const char *number, const char *key)
{
	json_t *rows, *row;

	rows = rows_of(w, as, "task.list", params("{s:s}", "case", number));
	row = json_incref(row_with(rows, "key", key));
	json_decref(rows);
	return row;
}

static bool
has_task(struct work *w, const char *as, const char *number, const char *key)
{
	json_t *row = task(w, as, number, key);

	json_decref(row);
	return row != NULL;
}

static json_t *
refusal(const char *day)
{
	return params("{s:s, s:s, s:s, s:s, s:s, s:s}", "decision_result",
	    "refused", "decided_on", day, "decision_content",
	    "Avslag på hjelp til bolig.", "reason_rules",
	    "Boligsosialloven § 4.", "reason_facts", "Har egen bolig.",
	    "reason_considerations", "Kan skaffe bolig på egen hånd.");
}

static void
represent(struct work *w, json_int_t person, int written)
{
	json_decref(peer_do(&w->c, "nav01", "person.link",
	    params("{s:I, s:s, s:s, s:s, s:b}", "person", person, "kind",
		"representative", "name", "Gatejuristen", "scope", "housing",
		"written", written)));
}

/* S-02; law rows 52-54, 59, 60, 63 */
static void
s02_wrong_unit_representative_and_silence(void **state)
{
	struct work *w = *state;
	json_int_t person = work_person(w, "Prøve Nordli");
	char number[NUMBER_SIZE];
	json_t *r, *row;

	represent(w, person, 1);
	request(w, "2026-11-30", person, 0, number);
	is_due(w, "nav01", number, "forwarding", "2026-11-30");
	row = deadline(w, "nav01", number, "preliminary_reply");
	assert_string_equal(text_in(row, "due"), "2026-12-30");
	assert_string_equal(text_in(row, "warn_at"), "2026-12-22");
	json_decref(row);
	/* Forwarded the same day, with the original date; the sender told. */
	json_decref(work_act(w, "nav01", number, "forward",
	    params("{s:s, s:s}", "new_unit", "allocation", "new_contact",
		"alloc01")));
	r = work_show(w, "alloc01", number);
	assert_string_equal(text_in(r, "received"), "2026-11-30");
	assert_string_equal(text_in(r, "unit"), "allocation");
	json_decref(r);
	row = deadline(w, "alloc01", number, "forwarding");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
	is_due(w, "alloc01", number, "preliminary_reply", "2026-12-30");
	r = rows_of(w, "alloc01", "outbox.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(r), 2); /* applicant and helper */
	json_decref(r);
	assert_true(a_letter_says(w, "alloc01", number, "30. november 2026"));
	/* No way out without a decision. */
	work_act_refused(w, "alloc01", number, "advice_only",
	    params("{s:s}", "advice_reason", "information"), "E_DECISION_OWED");
	work_advance(w, "2026-12-15");
	work_act_refused(w, "alloc01", number, "refuse", refusal("2026-12-15"),
	    "E_FOUR_EYES");
	json_decref(
	    work_act(w, "alloc02", number, "refuse", refusal("2026-12-15")));
	r = decision(w, "alloc01", number, 1);
	row = json_array_get(json_object_get(r, "parties"), 1);
	assert_string_equal(text_in(row, "kind"), "representative");
	assert_string_equal(text_in(row, "name"), "Gatejuristen");
	json_decref(r);
	assert_true(a_letter_says(w, "alloc01", number, "Gatejuristen"));
	assert_true(a_letter_says(w, "alloc01", number, "8. januar 2027"));
	notify(w, "alloc01", number, 1, "posted");
	r = decision(w, "alloc01", number, 1);
	row = json_array_get(json_object_get(r, "parties"), 0);
	assert_string_equal(text_in(row, "kind"), "applicant");
	assert_string_equal(text_in(row, "due"), "2027-01-08");
	row = json_array_get(json_object_get(r, "parties"), 1);
	assert_string_equal(text_in(row, "start"), "2026-12-18");
	assert_string_equal(text_in(row, "due"), "2027-01-08");
	assert_true(mentions(row, "postlagt"));
	json_decref(r);
	complaint_by(w, "alloc01", number, 1, "2027-01-08");
	row = deadline(w, "alloc01", number, "preliminary_reply");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
	r = peer_do(&w->c, "alloc01", "case.why",
	    params("{s:s}", "case", number));
	assert_true(mentions(r, "FVL_11A"));
	assert_true(mentions(r, "fredag 8. januar 2027"));
	json_decref(r);
}

/* S-02: nothing by 2026-12-31, and no written authority */
static void
s02_silence_is_red_and_an_unwritten_authority_is_asked_for(void **state)
{
	struct work *w = *state;
	json_int_t person = work_person(w, "Prøve Nordli");
	char number[NUMBER_SIZE];
	json_t *r;

	represent(w, person, 0);
	request(w, "2026-11-30", person, 1, number);
	assert_null(deadline(w, "nav01", number, "forwarding"));
	work_advance(w, "2026-12-21");
	assert_false(
	    has_task(w, "nav01", number, "deadline:preliminary_reply"));
	work_advance(w, "2026-12-22");
	assert_true(has_task(w, "nav01", number, "deadline:preliminary_reply"));
	work_advance(w, "2026-12-30");
	assert_false(
	    has_task(w, "leader01", number, "overdue:preliminary_reply"));
	work_advance(w, "2026-12-31");
	assert_true(
	    has_task(w, "leader01", number, "overdue:preliminary_reply"));
	r = rows_of(w, "nav01", "deadline.list", params("{s:b}", "overdue", 1));
	assert_non_null(row_with(r, "name", "preliminary_reply"));
	json_decref(r);
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	assert_false(
	    has_task(w, "leader01", number, "overdue:preliminary_reply"));
	r = rows_of(w, "nav01", "outbox.list", params("{s:s}", "case", number));
	assert_int_equal(json_array_size(r), 1); /* to the applicant alone */
	json_decref(r);
	assert_true(has_task(w, "nav01", number, "authority"));
	/* The decision too goes to the applicant until it is there. */
	json_decref(
	    work_act(w, "nav02", number, "refuse", refusal("2026-12-31")));
	r = decision(w, "nav01", number, 1);
	assert_int_equal(json_array_size(json_object_get(r, "parties")), 1);
	assert_true(mentions(r, "applicant"));
	json_decref(r);
}

static json_t *
service(void)
{
	return params("{s:s, s:s, s:i, s:s, s:s}", "title", "Oppfølging",
	    "goal", "Beholde boligen", "extent", 2, "extent_unit",
	    "visits_week", "from", "2027-03-01");
}

/* S-01: 2027-01-11 to the decisions of 2027-02-10 */
static void
to_decisions(struct work *w, char *number)
{
	work_advance(w, "2027-01-11");
	request(w, "2027-01-11", work_person(w, "Prøve Åsheim"), 1, number);
	is_due(w, "nav01", number, "preliminary_reply", "2027-02-11");
	map(w, number, "2027-01-11");
	work_advance(w, "2027-02-10");
	propose(w, number, "service", "granted", "mental_health", service());
	propose(w, number, "dwelling", "granted", NULL,
	    params("{s:s, s:{s:s, s:s, s:b, s:s}}", "title", "Bolig B-204",
		"lease", "from", "2027-03-01", "to", "2030-02-28", "stated", 1,
		"terms", "Avtalegiro"));
	propose(w, number, "plan", "granted", "mental_health",
	    params("{s:s}", "title", "Individuell plan"));
	json_decref(peer_do(&w->c, "nav01", "allocation.part",
	    params("{s:s, s:s, s:s}", "case", number, "part", "agreement",
		"text", "Samarbeidsavtale inngås.")));
	work_act_refused(w, "nav02", number, "decide", allocation("2027-02-10"),
	    "E_HALF_DECISION");
	propose(w, number, "start_package", "granted", "housing_team",
	    params("{s:s, s:s}", "title", "Startpakke", "from", "2027-03-01"));
	approve(w, number);
	json_decref(
	    work_act(w, "nav02", number, "decide", allocation("2027-02-10")));
}

/* S-01: two decisions with two bodies, both until 2027-03-03 */
static void
s01_two_decisions_and_their_complaint_bodies(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *d, *r;
	int no;

	to_decisions(w, number);
	for (no = 1; no <= 2; no++) {
		notify(w, "nav01", number, no, "available");
		notify(w, "nav01", number, no, "alerted");
		complaint_by(w, "nav01", number, no, "2027-03-03");
	}
	d = decision(w, "nav01", number, 1);
	assert_string_equal(text_in(d, "complaint_body"), "Statsforvalteren");
	json_decref(d);
	d = decision(w, "nav01", number, 2);
	assert_string_equal(text_in(d, "complaint_body"),
	    "Klagenemnda i Kongsvinger");
	json_decref(d);
	/* Re-alert 2027-02-17, cancelled for the one that was opened. */
	work_advance(w, "2027-02-12");
	notify(w, "nav01", number, 1, "opened");
	work_advance(w, "2027-02-17");
	d = decision(w, "nav01", number, 1);
	assert_false(mentions(json_object_get(d, "parties"), "realerted"));
	json_decref(d);
	d = decision(w, "nav01", number, 2);
	r = json_array_get(json_object_get(d, "parties"), 0);
	assert_string_equal(text_in(r, "realerted"), "2027-02-17");
	json_decref(d);
}

/* Domain 7.4 no. 9: by revision, and without one */
static void
two_who_decide_at_once(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer other;
	json_t *r, *p, *reply;
	json_int_t rev;

	to_decisions(w, number);
	/* The same allocation, over another connection. */
	peer_open(&other, &w->place);
	reply = peer_call(&other, "leader01", "case.act",
	    params("{s:s, s:s, s:o}", "case", number, "action", "decide",
		"input", allocation("2027-02-10")));
	assert_true(mentions(reply, "E_CONFLICT"));
	assert_non_null(strstr(message_of(reply), "nav02"));
	assert_non_null(strstr(message_of(reply), "2027-02-10"));
	json_decref(reply);
	peer_close(&other);
	json_decref(work_act(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s], s:s, s:s}", "moved_in",
		"2027-02-10", "dwelling", "Testvegen 204", "start_package",
		"lease", "security", "key", "first_visit", "lease_from",
		"2027-02-10", "lease_to", "2030-02-09")));
	work_advance(w, "2027-03-01");
	r = work_show(w, "nav02", number);
	rev = int_in(r, "rev");
	json_decref(r);
	peer_open(&other, &w->place);
	p = params("{s:s, s:s, s:I, s:o}", "case", number, "action",
	    "decide_help", "if_rev", rev, "input", refusal("2027-03-01"));
	json_decref(peer_do(&w->c, "nav02", "case.act", json_incref(p)));
	reply = peer_call(&other, "leader01", "case.act", json_incref(p));
	assert_true(mentions(reply, "E_CONFLICT"));
	assert_non_null(strstr(message_of(reply), "nav02"));
	assert_non_null(strstr(message_of(reply), "2027-03-01"));
	json_decref(reply);
	/* Who does not say which revision is told all the same. */
	json_object_del(p, "if_rev");
	reply = peer_call(&other, "leader01", "case.act", json_incref(p));
	assert_true(mentions(reply, "E_CONFLICT"));
	assert_non_null(strstr(message_of(reply), "nav02"));
	json_decref(reply);
	json_decref(p);
	r = rows_of(w, "nav01", "decision.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(r), 3);
	json_decref(r);
	peer_close(&other);
}

/* Domain 7.4 no. 9: the first one closed the case */
static void
two_who_refuse_at_once(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer other;
	json_t *reply, *p;

	request(w, "2026-11-30", work_person(w, "Prøve Nordli"), 1, number);
	p = params("{s:s, s:s, s:o}", "case", number, "action", "refuse",
	    "input", refusal("2026-11-30"));
	peer_open(&other, &w->place);
	json_decref(peer_do(&w->c, "nav02", "case.act", json_incref(p)));
	reply = peer_call(&other, "leader01", "case.act", json_incref(p));
	assert_true(mentions(reply, "E_CONFLICT"));
	assert_non_null(strstr(message_of(reply), "nav02"));
	assert_non_null(strstr(message_of(reply), "2026-11-30"));
	json_decref(reply);
	/* Who decided themselves is told that the case is closed. */
	reply = peer_call(&other, "nav02", "case.act", p);
	assert_true(mentions(reply, "E_CLOSED"));
	json_decref(reply);
	peer_close(&other);
	reply = rows_of(w, "nav01", "decision.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(reply), 1);
	json_decref(reply);
}

/* */
static void
another_municipalitys_answer_is_a_decision(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *input = refusal("2026-11-30"), *d;

	request(w, "2026-11-30", work_person(w, "Prøve Elvestad"), 1, number);
	json_object_set_new(input, "decision_result", json_string("rejected"));
	json_object_set_new(input, "responsible", json_string("institution"));
	json_object_set_new(input, "discharged_on", json_string("2026-11-29"));
	work_act_refused(w, "nav02", number, "other_municipality",
	    json_incref(input), "E_RESPONSIBLE_HERE"); /* */
	json_object_set_new(input, "responsible",
	    json_string("moved_without_agreement"));
	json_decref(work_act(w, "nav02", number, "other_municipality", input));
	d = decision(w, "nav01", number, 1);
	assert_string_equal(text_in(d, "basis_title"), "boligsosialloven § 3");
	assert_string_equal(text_in(d, "result"), "rejected");
	assert_string_equal(text_in(d, "complaint_body"), "Statsforvalteren");
	json_decref(d);
}

/* A file that gives a legal deadline a length is refused, and says why. */
static void
a_length_for_what_the_law_sets_keeps_the_daemon_from_serving(void **state)
{
	struct work *w = *state;
	char said[4096];

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_replace(&w->place, "municipalities/3401.ini",
	    "[deadline mapping]",
	    "[deadline preliminary_reply]\ndays = 60\n\n[deadline mapping]");
	assert_int_not_equal(place_run(&w->place, "3401", said, sizeof(said)),
	    0);
	assert_non_null(strstr(said, "FVL_11A"));
	place_replace(&w->place, "municipalities/3401.ini", "days = 60",
	    "warn_days = 5");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
}

int
main(void)
{
#define AT(place, test)                                                        \
	cmocka_unit_test_setup_teardown(test, setup_##place, teardown)
	const struct CMUnitTest tests[] = {
		AT(3401, s02_wrong_unit_representative_and_silence),
		AT(3401,
		    s02_silence_is_red_and_an_unwritten_authority_is_asked_for),
		AT(3401, s01_two_decisions_and_their_complaint_bodies),
		AT(3401, two_who_decide_at_once),
		AT(3401, two_who_refuse_at_once),
		AT(3401, another_municipalitys_answer_is_a_decision),
		AT(3401,
		    a_length_for_what_the_law_sets_keeps_the_daemon_from_serving),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
