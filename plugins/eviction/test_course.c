/*
 * test_course -- evictions on a real socket: S-07 with its variants, merging,
 * and every refusal of domain §3.2 that needs more than the rules.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "../../tests/e2e/paper.h"
#include "test_world.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "eviction", "");
}

static void
refused(struct work *w, const char *verb, json_t *p, const char *name)
{
	work_refused(w, "nav01", verb, p, name);
}

static void
case_of(struct work *w, char number[NUMBER_SIZE])
{
	json_t *r = work_do(w, "nav01", "list", NULL);

	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	snprintf(number, NUMBER_SIZE, "%s",
	    text_in(json_array_get(json_object_get(r, "rows"), 0), "case"));
	json_decref(r);
}

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

static void
s07_has_its_days_and_its_sum(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r;

	work_advance(w, "2027-02-10T09:15");
	m = evict_told(w, evict_s07(work_person(w, "Kari Leier")), NULL);
	r = evict_show(w, m);
	assert_string_equal(text_in(r, "state"), "forelagt");
	assert_string_equal(text_in(r, "comment_until"), "2027-02-23");
	assert_string_equal(text_in(r, "urgency"), "gul");
	assert_int_equal(int_in(r, "to_stop"), 3108125);
	assert_int_equal(int_in(r, "fee_carried_out"), 181575);
	assert_int_equal(json_array_size(json_object_get(r, "found")), 0);
	assert_string_equal(text_in(r, "children"), "unknown");
	json_decref(r);
	evict_is_due(w, "eviction.first_contact", "2027-02-11");
	evict_is_due(w, "eviction.comment", "2027-02-23");
	evict_is_due(w, "eviction.shelter", NULL);
	/* Ten days left: red. */
	work_advance(w, "2027-02-13");
	r = evict_show(w, m);
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
	m = evict_told(w, evict_s07(0), NULL);
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
	r = evict_show(w, m);
	assert_string_equal(text_in(r, "state"), "lost");
	assert_string_equal(text_in(r, "solution"), "betalt");
	assert_string_equal(text_in(r, "ended"), "2027-02-22");
	assert_int_equal(int_in(r, "paid"), 3108125);
	json_decref(r);
	evict_is_due(w, "eviction.comment", NULL);
	evict_is_due(w, "eviction.first_contact", NULL);
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
	m = evict_told(w, evict_s07(0), NULL);
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
	m = evict_told(w, evict_s07(0), NULL);
	case_of(w, number);
	paper = paper_file(&w->c, number);
	r = work_do(w, "nav01", "solve",
	    params("{s:I, s:s, s:I, s:I}", "matter", m, "solution", "betalt",
		"amount", (json_int_t)3108124, "evidence", paper));
	assert_true(mentions(r, "W_PAID_LESS"));
	json_decref(r);
	p = evict_s07(0);
	json_object_set_new(p, "ground", json_string("b"));
	json_object_set_new(p, "case", json_string(number));
	m = evict_told(w, p, NULL);
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
	m = evict_told(w, evict_s07(work_person(w, "Kari Leier")), NULL);
	case_of(w, number);
	json_decref(work_do(w, "nav01", "update",
	    params("{s:I, s:s, s:s}", "matter", m, "eviction", "2027-03-16",
		"eviction_time", "10:00")));
	r = evict_show(w, m);
	assert_string_equal(text_in(r, "state"), "tidfestet");
	assert_string_equal(text_in(r, "urgency"), "rod");
	assert_string_equal(text_in(r, "eviction_time"), "10:00");
	json_decref(r);
	evict_is_due(w, "eviction.shelter", "2027-03-09");
	work_advance(w, "2027-03-10");
	r = evict_tasks(w, "leader01");
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
	r = evict_show(w, m);
	assert_string_equal(text_in(r, "state"), "oppfolging_etter");
	assert_string_equal(text_in(r, "need_checked"), "2027-03-16");
	json_decref(r);
	evict_is_due(w, "eviction.goods", "2027-03-30");
	evict_is_due(w, "eviction.review", "2027-04-15");
	evict_is_due(w, "eviction.comment", NULL);
	evict_is_due(w, "eviction.shelter", NULL);
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
	refused(w, "close", evict_one(m), "E_REVIEW_MISSING");
	json_decref(work_do(w, "nav01", "goods", evict_one(m)));
	json_decref(work_do(w, "nav01", "review",
	    params("{s:I, s:s}", "matter", m, "text", "Ingen sa fra")));
	json_decref(work_do(w, "nav01", "close", evict_one(m)));
	evict_is_due(w, "eviction.review", NULL);
}

/* a finding for the tenant, not an error of who reports it. */
static void
a_petition_too_early_is_kept_as_a_finding(void **state)
{
	struct work *w = *state;
	json_t *p = evict_s07(0), *r, *row;
	json_int_t m;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "petition", json_string("2027-02-03"));
	m = evict_told(w, p, NULL);
	r = evict_show(w, m);
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
	json_t *p = evict_s07(0), *r;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "eviction", json_string("2027-02-04"));
	refused(w, "notice", p, "E_DATE_ORDER");
	p = evict_s07(0);
	json_object_set_new(p, "owed", json_integer(-1));
	wrong_field(w, "notice", p, "owed", "E_AMOUNT");
	p = evict_s07(0);
	json_object_set_new(p, "owed", json_integer(1000000001));
	wrong_field(w, "notice", p, "owed", "E_AMOUNT");
	p = evict_s07(0);
	json_object_set_new(p, "owed", json_string("mye"));
	refused(w, "notice", p, "E_PARAMS");
	p = evict_s07(0);
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
	json_t *p = evict_s07(0), *r;

	work_advance(w, "2027-02-10");
	json_object_set_new(p, "nin", json_string("12838849856"));
	(void)evict_told(w, p, &r);
	assert_true(mentions(r, "W_ID_CHECKSUM"));
	assert_true(mentions(r, "W_UNMATCHED"));
	json_decref(r);
	p = evict_s07(0);
	json_object_set_new(p, "address", json_string("Testvegen 8"));
	json_object_set_new(p, "ground", json_string("d"));
	json_object_set_new(p, "municipality", json_string("9998"));
	(void)evict_told(w, p, &r);
	assert_true(mentions(r, "W_WRONG_FORUM"));
	assert_true(mentions(r, "W_OTHER_MUNICIPALITY"));
	json_decref(r);
	p = evict_s07(0);
	json_object_set_new(p, "address", json_string("Testvegen 9"));
	json_object_set_new(p, "nin", json_string("46879548985"));
	(void)evict_told(w, p, &r);
	assert_true(mentions(r, "W_DNR_INACTIVE"));
	json_decref(r);
	/* Two of one name: never pick one. */
	(void)work_person(w, "Per Lik");
	(void)work_person(w, "Per Lik");
	p = evict_s07(0);
	json_object_set_new(p, "tenant", json_string("Per Lik"));
	(void)evict_told(w, p, &r);
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
	first = evict_told(w, p, NULL);
	r = evict_show(w, first);
	assert_string_equal(text_in(r, "state"), "varslet");
	json_decref(r);
	work_advance(w, "2027-02-10");
	p = evict_s07(0);
	json_object_set_new(p, "address", json_string("Testvegen  7"));
	again = evict_told(w, p, NULL);
	assert_int_equal(first, again);
	r = evict_show(w, first);
	assert_string_equal(text_in(r, "state"), "forelagt");
	assert_int_equal(json_array_size(json_object_get(r, "notices_told")),
	    2);
	json_decref(r);
	(void)evict_told(w, evict_s07(0), &r);
	assert_true(mentions(r, "I_DUPLICATE"));
	json_decref(r);
	/* Withdrawn: the arrears are left, and it may begin again. */
	json_decref(work_do(w, "nav01", "back",
	    params("{s:I, s:s}", "matter", first, "why", "trukket")));
	r = evict_show(w, first);
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
	m = evict_told(w, evict_s07(0), NULL);
	work_advance(w, "2027-02-12T08:00");
	r = evict_tasks(w, "nav01");
	assert_true(mentions(r, "remind_contact"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "phone", "reached",
		0)));
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "letter", "reached",
		0)));
	r = evict_tasks(w, "nav01");
	assert_true(mentions(r, "home_visit"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "contact",
	    params("{s:I, s:s, s:b}", "matter", m, "how", "visit", "reached",
		1)));
	work_advance(w, "2027-02-16T08:00");
	r = evict_tasks(w, "leader01");
	assert_false(mentions(r, "\"leader\", \"title\": \"Tre"));
	json_decref(r);
}

/* Law row 18: who is first heard of when it is over is helped all the same. */
static void
what_is_told_after_the_day_is_assessed_and_closed(void **state)
{
	struct work *w = *state;
	json_t *p = evict_s07(0), *r;
	json_int_t m;

	work_advance(w, "2027-03-17T09:00");
	json_object_set_new(p, "eviction", json_string("2027-03-16"));
	json_object_set_new(p, "carried_out", json_true());
	m = evict_told(w, p, NULL);
	r = evict_show(w, m);
	assert_string_equal(text_in(r, "state"), "gjennomfort");
	json_decref(r);
	r = evict_tasks(w, "nav01");
	assert_true(mentions(r, "need_27"));
	json_decref(r);
	r = work_do(w, "nav01", "carried_out",
	    params("{s:I, s:s, s:b, s:s}", "matter", m, "day", "2027-03-16",
		"need", 0, "need_text", "Bor hos datteren"));
	assert_true(mentions(r, "W_NEED_LATE"));
	json_decref(r);
	r = evict_tasks(w, "nav01");
	assert_false(mentions(r, "need_27"));
	json_decref(r);
	json_decref(work_do(w, "nav01", "review",
	    params("{s:I, s:s}", "matter", m, "text", "Ingen sa fra")));
	json_decref(work_do(w, "nav01", "close", evict_one(m)));
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
		TEST(what_is_due_before_the_comments_end_goes_by_the_ground),
		TEST(a_payment_that_stops_nothing_is_asked_about),
		TEST(what_is_told_after_the_day_is_assessed_and_closed),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
