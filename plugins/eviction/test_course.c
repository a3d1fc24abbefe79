/*
 * test_course -- evictions on a real socket: S-07 with its variants, merging,
 * and every refusal of domain §3.2 that needs more than the rules.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tests/e2e/paper.h"
#include "../../tests/e2e/work.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "eviction", "");
}

/* The municipality's own choice, with who chose (domain §3.2 rule 4). */
static int
setup_telling(void **state)
{
	return work_setup_plugin(state, "eviction",
	    "notify_without_consent = coordinator\n"
	    "decided_by = kommunedirektøren\ndecided_on = 2027-01-04\n");
}

static void
refused(struct work *w, const char *verb, json_t *p, const char *name)
{
	work_refused(w, "nav01", verb, p, name);
}

static json_t *
one(json_int_t matter)
{
	return params("{s:I}", "matter", matter);
}

/* S-07 as namsmann tells it on 2027-02-10. */
static json_t *
s07(json_int_t person)
{
	json_t *p = params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I}",
	    "source", "namsmann_13_6", "received", "2027-02-10", "ground", "a",
	    "due_since", "2026-12-01", "warning_4_18", "2027-01-20", "petition",
	    "2027-02-05", "served", "2027-02-09", "rent", (json_int_t)980000,
	    "owed", (json_int_t)2940000);

	json_object_set_new(p, "tenant", json_string("Kari Leier"));
	json_object_set_new(p, "address", json_string("Testvegen 7"));
	if (person != 0)
		json_object_set_new(p, "person", json_integer(person));
	return p;
}

static json_int_t
told(struct work *w, json_t *p, json_t **result)
{
	json_t *r = work_do(w, "nav01", "notice", p);
	json_int_t id = int_in(r, "matter");

	if (result != NULL)
		*result = r;
	else
		json_decref(r);
	return id;
}

static json_t *
show(struct work *w, json_int_t matter)
{
	return work_do(w, "nav01", "show", one(matter));
}

/* The case that nav01 has the one matter in. */
static void
case_of(struct work *w, char number[NUMBER_SIZE])
{
	json_t *r = work_do(w, "nav01", "list", NULL);

	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	snprintf(number, NUMBER_SIZE, "%s",
	    text_in(json_array_get(json_object_get(r, "rows"), 0), "case"));
	json_decref(r);
}

/* The wrong field NAME of a refused VERB has the error of its own. */
static void
wrong_field(struct work *w, const char *verb, json_t *p, const char *name,
    const char *error)
{
	char method[48];
	json_t *r, *row;

	snprintf(method, sizeof(method), "eviction.%s", verb);
	r = peer_call(&w->c, "nav01", method, p);
	row = row_with(json_object_get(
			   json_object_get(json_object_get(r, "error"), "data"),
			   "fields"),
	    "field", name);
	assert_non_null(row);
	assert_string_equal(text_in(row, "name"), error);
	json_decref(r);
}

/* The open deadline NAME of nav01's cases must be due on DAY; NULL: none. */
static void
is_due(struct work *w, const char *name, const char *day)
{
	json_t *r = peer_do(&w->c, "nav01", "deadline.list", NULL);
	json_t *row = row_with(json_object_get(r, "rows"), "name", name);

	if (day == NULL)
		assert_null(row);
	else {
		assert_non_null(row);
		assert_string_equal(text_in(row, "due"), day);
	}
	json_decref(r);
}

static json_t *
tasks(struct work *w, const char *as)
{
	return peer_do(&w->c, as, "task.list", NULL);
}

static void
s07_has_its_days_and_its_sum(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(work_person(w, "Kari Leier")), NULL);
	r = show(w, m);
	assert_string_equal(text_in(r, "state"), "forelagt");
	assert_string_equal(text_in(r, "comment_until"), "2027-02-23");
	assert_string_equal(text_in(r, "urgency"), "gul");
	assert_int_equal(int_in(r, "to_stop"), 3108125);
	assert_int_equal(int_in(r, "fee_carried_out"), 181575);
	assert_int_equal(json_array_size(json_object_get(r, "found")), 0);
	assert_string_equal(text_in(r, "children"), "unknown");
	json_decref(r);
	is_due(w, "eviction.first_contact", "2027-02-11");
	is_due(w, "eviction.comment", "2027-02-23");
	is_due(w, "eviction.shelter", NULL);
	/* Ten days left: red. */
	work_advance(w, "2027-02-13");
	r = show(w, m);
	assert_string_equal(text_in(r, "urgency"), "rod");
	json_decref(r);
	r = work_do(w, "nav01", "list", NULL);
	assert_string_equal(
	    text_in(json_array_get(json_object_get(r, "rows"), 0), "urgency"),
	    "rod");
	json_decref(r);
}

/* S-07's support decision: sosialtjenesteloven §§ 18 and 19. */
static void
s07_paid_is_solved_with_amount_and_evidence(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t m, paper;
	json_t *r;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(0), NULL);
	case_of(w, number);
	work_advance(w, "2027-02-22");
	paper = paper_file(&w->c, number);
	wrong_field(w, "solve",
	    params("{s:I, s:s}", "matter", m, "solution", "betalt"), "amount",
	    "E_EVIDENCE");
	/* A document that is not there shows nothing. */
	wrong_field(w, "solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", m, "solution", "betalt",
		"amount", (json_int_t)3108125, "evidence", paper + 1),
	    "evidence", "E_EVIDENCE");
	r = work_do(w, "nav01", "solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", m, "solution", "betalt",
		"amount", (json_int_t)3108125, "evidence", paper));
	assert_false(mentions(r, "W_PAID_LESS"));
	json_decref(r);
	r = show(w, m);
	assert_string_equal(text_in(r, "state"), "lost");
	assert_string_equal(text_in(r, "solution"), "betalt");
	assert_string_equal(text_in(r, "ended"), "2027-02-22");
	assert_int_equal(int_in(r, "paid"), 3108125);
	json_decref(r);
	is_due(w, "eviction.comment", NULL);
	is_due(w, "eviction.first_contact", NULL);
	refused(w, "solve",
	    params("{s:I, s:s}", "matter", m, "solution", "avtale"),
	    "E_EVICTION_STATE");
}

/* Paying or agreeing, or looking at what is lawful. */
static void
what_is_due_before_the_comments_end_goes_by_the_ground(void **state)
{
	static const char *const rows[][2] = {
		{ "a", "Betal, avtal eller få stønad før uttalefristen" },
		{ "b",
		    "Undersøk om utkastelsen er lovlig, og let etter bolig" },
		{ "c",
		    "Undersøk om utkastelsen er lovlig, og let etter bolig" },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t m;
	json_t *r, *row;
	size_t i;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(0), NULL);
	case_of(w, number);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_decref(work_do(w, "nav01", "update",
		    params("{s:I, s:s}", "matter", m, "ground", rows[i][0])));
		r = peer_do(&w->c, "nav01", "deadline.list", NULL);
		row = row_with(json_object_get(r, "rows"), "name",
		    "eviction.comment");
		assert_non_null(row);
		assert_string_equal(text_in(row, "title"), rows[i][1]);
		assert_string_equal(text_in(row, "due"), "2027-02-23");
		json_decref(r);
	}
}

/* Whoever says it is over is believed, and asked. */
static void
a_payment_that_stops_nothing_is_asked_about(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t m, paper;
	json_t *p, *r;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(0), NULL);
	case_of(w, number);
	paper = paper_file(&w->c, number);
	r = work_do(w, "nav01", "solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", m, "solution", "betalt",
		"amount", (json_int_t)3108124, "evidence", paper));
	assert_true(mentions(r, "W_PAID_LESS"));
	json_decref(r);
	p = s07(0);
	json_object_set_new(p, "ground", json_string("b"));
	json_object_set_new(p, "case", json_string(number));
	m = told(w, p, NULL);
	r = work_do(w, "nav01", "solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", m, "solution", "betalt",
		"amount", (json_int_t)3108125, "evidence", paper));
	assert_true(mentions(r, "W_NOT_CURED"));
	json_decref(r);
}

static void
s07_unpaid_has_a_place_before_and_a_check_on_the_day(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t m;
	json_t *r, *rows, *row;
	size_t i, under = 0;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(work_person(w, "Kari Leier")), NULL);
	case_of(w, number);
	json_decref(work_do(w, "nav01", "update",
	    params("{s:I, s:s, s:s}", "matter", m, "eviction", "2027-03-16",
		"eviction_time", "10:00")));
	r = show(w, m);
	assert_string_equal(text_in(r, "state"), "tidfestet");
	assert_string_equal(text_in(r, "urgency"), "rod");
	assert_string_equal(text_in(r, "eviction_time"), "10:00");
	json_decref(r);
	is_due(w, "eviction.shelter", "2027-03-09");
	work_advance(w, "2027-03-10");
	r = tasks(w, "leader01");
	assert_non_null(row_with(json_object_get(r, "rows"), "key", "leaders"));
	row = row_with(json_object_get(r, "rows"), "key", "need_27");
	assert_string_equal(text_in(row, "due"), "2027-03-16");
	json_decref(r);
	work_advance(w, "2027-03-16T12:00");
	refused(w, "carried_out",
	    params("{s:I, s:s, s:b}", "matter", m, "day", "2027-03-16", "need",
		1),
	    "E_PARAMS");
	r = work_do(w, "nav01", "carried_out",
	    params("{s:I, s:s, s:b, s:s, s:s}", "matter", m, "day",
		"2027-03-16", "need", 1, "need_text", "Ingen seng i natt",
		"goods_told", "2027-03-16"));
	assert_false(mentions(r, "W_NEED_LATE"));
	json_decref(r);
	r = show(w, m);
	assert_string_equal(text_in(r, "state"), "oppfolging_etter");
	assert_string_equal(text_in(r, "need_checked"), "2027-03-16");
	json_decref(r);
	is_due(w, "eviction.goods", "2027-03-30");
	is_due(w, "eviction.review", "2027-04-15");
	is_due(w, "eviction.comment", NULL);
	is_due(w, "eviction.shelter", NULL);
	/* A case of its own for the night, under this one (law row 18). */
	r = peer_do(&w->c, "nav01", "case.list", NULL);
	rows = json_object_get(r, "rows");
	assert_int_equal(json_array_size(rows), 2);
	json_array_foreach(rows, i, row) {
		json_t *shown = work_show(w, "nav01", text_in(row, "case"));

		under +=
		    json_integer_value(json_object_get(shown, "parent")) != 0;
		json_decref(shown);
	}
	assert_int_equal(under, 1);
	json_decref(r);
	refused(w, "close", one(m), "E_REVIEW_MISSING");
	json_decref(work_do(w, "nav01", "goods", one(m)));
	json_decref(work_do(w, "nav01", "review",
	    params("{s:I, s:s}", "matter", m, "text", "Ingen sa fra")));
	json_decref(work_do(w, "nav01", "close", one(m)));
	is_due(w, "eviction.review", NULL);
}

/* a finding for the tenant, not an error of who reports it. */
static void
a_petition_too_early_is_kept_as_a_finding(void **state)
{
	struct work *w = *state;
	json_t *p = s07(0), *r, *row;
	json_int_t m;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "petition", json_string("2027-02-03"));
	m = told(w, p, NULL);
	r = show(w, m);
	row = row_with(json_object_get(r, "found"), "finding",
	    "mulig_ulovlig_tidlig");
	assert_non_null(row);
	assert_string_equal(text_in(row, "day"), "2027-02-04");
	assert_string_equal(text_in(row, "law"),
	    "tvangsfullbyrdelsesloven § 4-18");
	json_decref(r);
}

static void
what_cannot_be_is_refused_and_leaves_nothing(void **state)
{
	struct work *w = *state;
	json_t *p = s07(0), *r;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "eviction", json_string("2027-02-04"));
	refused(w, "notice", p, "E_DATE_ORDER");
	p = s07(0);
	json_object_set_new(p, "owed", json_integer(-1));
	wrong_field(w, "notice", p, "owed", "E_AMOUNT");
	p = s07(0);
	json_object_set_new(p, "owed", json_integer(1000000001));
	wrong_field(w, "notice", p, "owed", "E_AMOUNT");
	p = s07(0);
	json_object_set_new(p, "owed", json_string("mye"));
	refused(w, "notice", p, "E_PARAMS");
	p = s07(0);
	json_object_set_new(p, "received", json_string("2027-02-11"));
	wrong_field(w, "notice", p, "received", "E_DATE_ORDER");
	r = work_do(w, "nav01", "list", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
	r = peer_do(&w->c, "nav01", "case.list", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
}

/* what must be kept is kept, with a warning. */
static void
what_does_not_fit_is_kept_with_a_warning(void **state)
{
	struct work *w = *state;
	json_t *p = s07(0), *r;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "nin", json_string("12838849856"));
	(void)told(w, p, &r);
	assert_true(mentions(r, "W_ID_CHECKSUM"));
	assert_true(mentions(r, "W_UNMATCHED"));
	json_decref(r);
	p = s07(0);
	json_object_set_new(p, "address", json_string("Testvegen 8"));
	json_object_set_new(p, "ground", json_string("d"));
	json_object_set_new(p, "municipality", json_string("9998"));
	(void)told(w, p, &r);
	assert_true(mentions(r, "W_WRONG_FORUM"));
	assert_true(mentions(r, "W_OTHER_MUNICIPALITY"));
	json_decref(r);
	p = s07(0);
	json_object_set_new(p, "address", json_string("Testvegen 9"));
	json_object_set_new(p, "nin", json_string("46879548985"));
	(void)told(w, p, &r);
	assert_true(mentions(r, "W_DNR_INACTIVE"));
	json_decref(r);
	/* Two of one name: never pick one. */
	(void)work_person(w, "Per Lik");
	(void)work_person(w, "Per Lik");
	p = s07(0);
	json_object_set_new(p, "tenant", json_string("Per Lik"));
	(void)told(w, p, &r);
	assert_true(mentions(r, "W_AMBIGUOUS_PERSON"));
	assert_false(mentions(r, "W_UNMATCHED"));
	json_decref(r);
}

static void
notices_about_one_tenancy_end_in_one_matter(void **state)
{
	struct work *w = *state;
	json_int_t first, again;
	json_t *p, *r;

	work_advance(w, "2027-01-25");
	p = params("{s:s, s:s, s:s, s:s, s:s}", "source", "utleier_9_11",
	    "received", "2027-01-25", "tenant", "Kari Leier", "address",
	    "Testvegen 7", "warning_4_18", "2027-01-20");
	first = told(w, p, NULL);
	r = show(w, first);
	assert_string_equal(text_in(r, "state"), "varslet");
	json_decref(r);
	work_advance(w, "2027-02-10");
	p = s07(0);
	json_object_set_new(p, "address", json_string("Testvegen  7"));
	again = told(w, p, NULL);
	assert_int_equal(first, again);
	r = show(w, first);
	assert_string_equal(text_in(r, "state"), "forelagt");
	assert_int_equal(json_array_size(json_object_get(r, "notices_told")),
	    2);
	json_decref(r);
	(void)told(w, s07(0), &r);
	assert_true(mentions(r, "I_DUPLICATE"));
	json_decref(r);
	/* Withdrawn: the arrears are left, and it may begin again. */
	json_decref(work_do(w, "nav01", "back",
	    params("{s:I, s:s}", "matter", first, "why", "trukket")));
	r = show(w, first);
	assert_string_equal(text_in(r, "state"), "restanse_kjent");
	json_decref(r);
}

static void
the_ladder_stops_when_somebody_was_reached(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r;

	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07(0), NULL);
	work_advance(w, "2027-02-12T08:00");
	r = tasks(w, "nav01");
	assert_true(mentions(r, "remind_contact"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "phone", "reached",
		0)));
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "letter", "reached",
		0)));
	r = tasks(w, "nav01");
	assert_true(mentions(r, "home_visit"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "visit", "reached",
		1)));
	work_advance(w, "2027-02-16T08:00");
	r = tasks(w, "leader01");
	assert_false(mentions(r, "\"leader\", \"title\": \"Tre"));
	json_decref(r);
}

/* A case of the other unit, which follows the tenant with services. */
static json_int_t
services_elsewhere(struct work *w)
{
	json_int_t person;
	json_t *r;
	char n[NUMBER_SIZE];

	r = peer_do(&w->c, "rus01", "person.add",
	    params("{s:s, s:s}", "name", "Kari Leier", "birth_date",
		"1972-12-15"));
	person = int_in(r, "person");
	json_decref(r);
	work_case(w, "rus01", "2027-01-04", n);
	json_decref(work_act(w, "rus01", n, "register_person",
	    params("{s:I}", "person", person)));
	r = peer_do(&w->c, "rus01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", person, "number", "15927249291",
		"cause", "issued"));
	json_decref(r);
	return person;
}

static json_t *
s07_by_number(void)
{
	json_t *p = s07(0);

	json_object_set_new(p, "nin", json_string("15927249291"));
	return p;
}

/* the handler's view is the same with and without a match. */
static void
s07_the_handler_sees_no_service_and_nobody_is_told_when_off(void **state)
{
	struct work *w = *state;
	json_t *with, *r;

	(void)services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	(void)told(w, s07_by_number(), &with);
	assert_false(mentions(with, "rus01"));
	assert_false(mentions(with, "mental_health"));
	assert_int_equal(json_array_size(json_object_get(with, "contacts")), 0);
	json_decref(with);
	r = tasks(w, "rus01");
	assert_false(mentions(r, "2027-02-23"));
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	r = tasks(w, "nav01");
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "key", "match.consent"));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "key", "match.household"));
	json_decref(r);
	/* S-07: the leader's counter is one, and shown from five up. */
	r = peer_do(&w->c, "leader01", "match.count", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	assert_null(
	    json_object_get(json_array_get(json_object_get(r, "rows"), 0),
		"at_least"));
	json_decref(r);
}

static void
s07_the_coordinator_is_told_that_a_home_is_at_risk_and_no_amount(void **state)
{
	struct work *w = *state;
	char theirs[NUMBER_SIZE];
	json_t *with, *r, *row;

	(void)services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	(void)told(w, s07_by_number(), &with);
	assert_false(mentions(with, "rus01"));
	json_decref(with);
	r = tasks(w, "rus01");
	row = row_with(json_object_get(r, "rows"), "key", "match.eviction");
	assert_non_null(row);
	assert_string_equal(text_in(row, "due"), "2027-02-23");
	assert_string_equal(text_in(row, "user"), "rus01");
	assert_non_null(strstr(text_in(row, "title"), "23. februar 2027"));
	assert_false(mentions(r, "2940000"));
	assert_false(mentions(r, "29 400"));
	snprintf(theirs, sizeof(theirs), "%s", text_in(row, "case"));
	json_decref(r);
	/* The log has the rule and its basis, where their unit reads it. */
	r = peer_do(&w->c, "rus01", "case.history",
	    params("{s:s}", "case", theirs));
	row = row_with(json_object_get(r, "rows"), "kind", "match.release");
	assert_non_null(row);
	assert_string_equal(text_in(row, "basis"), "FVL13B5");
	json_decref(r);
	/* The handler sees no service, consent or not. */
	r = tasks(w, "nav01");
	assert_false(mentions(r, "rus01"));
	assert_false(mentions(r, "mental_health"));
	json_decref(r);
}

/* husll § 9-11: who reserved is not spoken of, whatever the choice. */
static void
who_reserved_is_not_spoken_of(void **state)
{
	struct work *w = *state;
	json_t *p = s07_by_number(), *r;

	(void)services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	json_object_set_new(p, "reserved", json_true());
	(void)told(w, p, NULL);
	r = tasks(w, "rus01");
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	/* The household is. */
	is_due(w, "eviction.first_contact", "2027-02-11");
}

/* fvl § 13 b no. 7: off as the choice may be. */
static void
danger_to_life_is_told_and_nothing_else(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r, *row;

	(void)services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07_by_number(), NULL);
	r = tasks(w, "rus01");
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	r = work_do(w, "nav01", "match",
	    params("{s:I, s:s}", "matter", m, "danger", "Truer med brann"));
	assert_int_equal(json_array_size(json_object_get(r, "contacts")), 0);
	json_decref(r);
	r = tasks(w, "rus01");
	row = row_with(json_object_get(r, "rows"), "key", "match.eviction");
	assert_non_null(row);
	assert_non_null(strstr(text_in(row, "title"), "Truer med brann"));
	json_decref(r);
}

/* S-07: 2027-02-12 the tenant consents, and both see whom to speak with. */
static void
s07_with_consent_both_see_the_contact_persons(void **state)
{
	struct work *w = *state;
	json_t *r, *first, *contact;
	json_int_t person, m;

	person = services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	m = told(w, s07_by_number(), NULL);
	work_advance(w, "2027-02-12T10:00");
	r = work_do(w, "nav01", "match", one(m));
	assert_int_equal(json_array_size(json_object_get(r, "contacts")), 0);
	json_decref(r);
	first = work_do(w, "nav01", "list", NULL);
	json_decref(peer_do(&w->c, "nav01", "consent.give",
	    params("{s:o, s:I, s:[s, s], s:s, s:s, s:s, s:s, s:b}", "case",
		json_incref(json_object_get(
		    json_array_get(json_object_get(first, "rows"), 0), "case")),
		"person", person, "classes", "case", "identity", "from",
		"mental_health", "to", "nav", "purpose", "eviction", "channel",
		"oral", "both", 1)));
	json_decref(first);
	r = work_do(w, "nav01", "match", one(m));
	contact =
	    row_with(json_object_get(r, "contacts"), "unit", "mental_health");
	assert_non_null(contact);
	assert_string_equal(text_in(contact, "coordinator"), "rus01");
	json_decref(r);
	/* And they are told whom to speak with. */
	r = tasks(w, "rus01");
	contact = row_with(json_object_get(r, "rows"), "key",
	    "match.eviction.agreed");
	assert_non_null(contact);
	assert_string_equal(text_in(contact, "due"), "2027-02-23");
	assert_non_null(strstr(text_in(contact, "title"),
	    "Saksbehandler 1 ved NAV, NAV Kongsvinger"));
	assert_false(mentions(r, "2940000"));
	json_decref(r);
}

/* VALUE without the numbers that rows of their own have. */
static json_t *
without_numbers(json_t *value)
{
	static const char *const names[] = { "matter", "nr", "case", "rev",
		"commit", "address" };
	const char *name;
	json_t *v;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_object_del(value, names[i]);
	json_object_foreach(value, name, v)
		(void)without_numbers(v);
	json_array_foreach(value, i, v)
		(void)without_numbers(v);
	return value;
}

/* All that nav01 is told, and can look at, who tells of s07 at ADDRESS. */
static json_t *
seen_after(struct work *w, const char *address, json_int_t *matter)
{
	json_t *p = s07(0), *r;

	json_object_set_new(p, "address", json_string(address));
	*matter = told(w, p, &r);
	return without_numbers(
	    params("{s:o, s:o}", "answer", r, "shown", show(w, *matter)));
}

/*
 * A-12, D-303: another unit follows the tenancy.  Who tells of it is answered,
 * and gets a matter, as for one that nobody follows; neither unit learns what
 * the other has.
 */
static void
who_tells_learns_nothing_of_another_units_matter(void **state)
{
	struct work *w = *state;
	json_t *p = s07(0), *hidden, *nobodys, *r;
	json_int_t theirs, own, other;
	char *a, *b;

	work_advance(w, "2027-02-10T09:15");
	r = work_do(w, "rus01", "notice", p);
	theirs = int_in(r, "matter");
	json_decref(r);
	hidden = seen_after(w, "Testvegen 7", &own);
	refused(w, "show", one(theirs), "E_NOT_FOUND");
	nobodys = seen_after(w, "Testvegen 8", &other);
	assert_int_not_equal(own, theirs);
	a = json_dumps(hidden, JSON_SORT_KEYS);
	b = json_dumps(nobodys, JSON_SORT_KEYS);
	assert_string_equal(a, b);
	free(a);
	free(b);
	json_decref(hidden);
	json_decref(nobodys);
	r = work_do(w, "nav01", "list", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 2);
	json_decref(r);
	/* One's own is merged with as ever, and theirs is as they left it. */
	r = work_do(w, "rus01", "show", one(theirs));
	assert_int_equal(int_in(r, "notices"), 1);
	assert_int_equal(json_array_size(json_object_get(r, "notices_told")),
	    1);
	json_decref(r);
	r = work_do(w, "rus01", "notice", s07(0));
	assert_int_equal(int_in(r, "matter"), theirs);
	assert_true(mentions(r, "I_DUPLICATE"));
	json_decref(r);
}

/* Law row 18: who is first heard of when it is over is helped all the same. */
static void
what_is_told_after_the_day_is_assessed_and_closed(void **state)
{
	struct work *w = *state;
	json_t *p = s07(0), *r;
	json_int_t m;

	work_advance(w, "2027-03-17T09:00");
	json_object_set_new(p, "eviction", json_string("2027-03-16"));
	json_object_set_new(p, "carried_out", json_true());
	m = told(w, p, NULL);
	r = show(w, m);
	assert_string_equal(text_in(r, "state"), "gjennomfort");
	json_decref(r);
	r = tasks(w, "nav01");
	assert_true(mentions(r, "need_27"));
	json_decref(r);
	r = work_do(w, "nav01", "carried_out",
	    params("{s:I, s:s, s:b, s:s}", "matter", m, "day", "2027-03-16",
		"need", 0, "need_text", "Bor hos datteren"));
	assert_true(mentions(r, "W_NEED_LATE"));
	json_decref(r);
	r = tasks(w, "nav01");
	assert_false(mentions(r, "need_27"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "review",
	    params("{s:I, s:s}", "matter", m, "text", "Ingen sa fra")));
	json_decref(work_do(w, "nav01", "close", one(m)));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(s07_has_its_days_and_its_sum),
		TEST(s07_paid_is_solved_with_amount_and_evidence),
		TEST(s07_unpaid_has_a_place_before_and_a_check_on_the_day),
		TEST(a_petition_too_early_is_kept_as_a_finding),
		TEST(what_cannot_be_is_refused_and_leaves_nothing),
		TEST(what_does_not_fit_is_kept_with_a_warning),
		TEST(notices_about_one_tenancy_end_in_one_matter),
		TEST(the_ladder_stops_when_somebody_was_reached),
		TEST(
		    s07_the_handler_sees_no_service_and_nobody_is_told_when_off),
		cmocka_unit_test_setup_teardown(
		    s07_the_coordinator_is_told_that_a_home_is_at_risk_and_no_amount,
		    setup_telling, work_teardown),
		TEST(what_is_due_before_the_comments_end_goes_by_the_ground),
		TEST(a_payment_that_stops_nothing_is_asked_about),
		TEST(who_tells_learns_nothing_of_another_units_matter),
		cmocka_unit_test_setup_teardown(who_reserved_is_not_spoken_of,
		    setup_telling, work_teardown),
		TEST(danger_to_life_is_told_and_nothing_else),
		TEST(s07_with_consent_both_see_the_contact_persons),
		TEST(what_is_told_after_the_day_is_assessed_and_closed),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
