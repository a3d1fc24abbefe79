/*
 * test_watch -- who is told when nobody was reached, what other units are told,
 * and what a period of evictions amounts to, at the socket (domain §3.2).
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_world.h"

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

/* The officer's notice of 2027-02-10 about the home NO; no children. */
static json_int_t
told_of(struct work *w, int no)
{
	char address[32];
	json_int_t id;
	json_t *r;

	snprintf(address, sizeof(address), "Testvegen %d", no);
	r = work_do(w, "nav01", "notice",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "source",
		"namsmann_13_6", "received", "2027-02-10", "ground", "a",
		"warning_4_18", "2027-01-20", "petition", "2027-02-05",
		"served", "2027-02-09", "tenant", "Kari Leier", "address",
		address, "children", "no"));
	id = int_in(r, "matter");
	json_decref(r);
	return id;
}

static bool
has_task(struct work *w, const char *key)
{
	json_t *r = peer_do(&w->c, "leader01", "task.list", NULL);
	bool has = row_with(json_object_get(r, "rows"), "key", key) != NULL;

	json_decref(r);
	return has;
}

/* Handler, reminder, leader, coordinator: after 2, 3 and 5 working days. */
static void
nobody_reached_climbs_the_ladder_rung_by_rung(void **state)
{
	static const struct {
		const char *before, *day, *key;
	} rungs[] = {
		{ "2027-02-11T12:00", "2027-02-12T12:00", "remind_contact" },
		{ "2027-02-14T12:00", "2027-02-15T12:00", "leader" },
		{ "2027-02-16T12:00", "2027-02-17T12:00", "coordinator" },
	};
	struct work *w = *state;
	size_t i;

	work_advance(w, "2027-02-10T09:15");
	(void)told_of(w, 1);
	for (i = 0; i < sizeof(rungs) / sizeof(rungs[0]); i++) {
		work_advance(w, rungs[i].before);
		assert_false(has_task(w, rungs[i].key));
		work_advance(w, rungs[i].day);
		assert_true(has_task(w, rungs[i].key));
	}
}

static const char *
counted(const json_t *report, const char *what, const char *code)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "rows"), i, row)
		if (strcmp(text_in(row, "what"), what) == 0 &&
		    strcmp(text_in(row, "code"), code) == 0)
			return text_in(row, "n");
	fail_msg("no row %s %s", what, code);
	return NULL;
}

/* Each solved case has one code, and each is counted under it. */
static void
a_period_says_who_told_how_far_it_was_and_how_it_ended(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r;
	int i;

	work_advance(w, "2027-02-10T09:15");
	for (i = 1; i <= 6; i++) {
		m = told_of(w, i);
		json_decref(work_do(w, "nav01", "contact",
		    params("{s:I, s:s, s:b}", "matter", m, "how", "phone",
			"reached", 1)));
		if (i <= 5)
			json_decref(work_do(w, "nav01", "solve",
			    params("{s:I, s:s, s:s}", "matter", m, "solution",
				"avtale", "why", "Avdrag")));
	}
	r = peer_do(&w->c, "leader01", "report.utkastelser",
	    params("{s:s, s:s}", "from", "2027-02-01", "to", "2027-02-28"));
	assert_string_equal(counted(r, "saker", ""), "6");
	assert_string_equal(counted(r, "melding_fra", "namsmann_13_6"), "6");
	assert_string_equal(counted(r, "tilstand_ved_start", "forelagt"), "6");
	assert_string_equal(counted(r, "lost", "avtale"), "5");
	assert_string_equal(counted(r, "kontakt", ""), "6");
	json_decref(r);
	r = peer_do(&w->c, "leader01", "report.utkastelser",
	    params("{s:s, s:s}", "from", "2027-03-01", "to", "2027-03-31"));
	assert_string_equal(counted(r, "saker", ""), "0");
	json_decref(r);
}

static json_t *
of_february(struct work *w, json_int_t as_of)
{
	json_t *p =
	    params("{s:s, s:s}", "from", "2027-02-01", "to", "2027-02-28");

	if (as_of != 0)
		json_object_set_new(p, "as_of", json_integer(as_of));
	return peer_do(&w->c, "leader01", "report.utkastelser", p);
}

static json_int_t
now_of(struct work *w)
{
	json_t *r = peer_do(&w->c, "nav01", "clock.show", NULL);
	json_int_t now = int_in(r, "now");

	json_decref(r);
	return now;
}

/* Domain §7.4 no. 12: what is learnt later shows only to who asks as of then. */
static void
the_figures_of_a_period_can_be_printed_again(void **state)
{
	struct work *w = *state;
	json_int_t m[6], now;
	json_t *then, *r;
	int i;

	work_advance(w, "2027-02-10T09:15");
	for (i = 0; i < 6; i++)
		m[i] = told_of(w, i + 1);
	work_advance(w, "2027-03-01T12:00");
	now = now_of(w);
	then = of_february(w, now);
	assert_string_equal(counted(then, "saker", ""), "6");
	assert_string_equal(counted(then, "kontakt", ""), "0");
	work_advance(w, "2027-03-15T12:00");
	for (i = 0; i < 6; i++) {
		json_decref(work_do(w, "nav01", "contact",
		    params("{s:I, s:s, s:b, s:s}", "matter", m[i], "how",
			"phone", "reached", 1, "day", "2027-02-12")));
		/* Told of in February, and registered in March. */
		(void)told_of(w, i + 7);
	}
	r = of_february(w, now);
	assert_true(json_equal(json_object_get(then, "rows"),
	    json_object_get(r, "rows")));
	assert_string_equal(text_in(r, "as_of"), text_in(then, "as_of"));
	json_decref(r);
	json_decref(then);
	r = of_february(w, 0);
	assert_string_equal(counted(r, "saker", ""), "12");
	assert_string_equal(counted(r, "melding_fra", "namsmann_13_6"), "12");
	assert_string_equal(counted(r, "kontakt", ""), "6");
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
	json_t *p = evict_s07(0);

	json_object_set_new(p, "nin", json_string("15927249291"));
	return p;
}

/* Row "with services elsewhere" of FROM to TO, new; NULL: there is none. */
static json_t *
elsewhere(struct work *w, const char *from, const char *to, json_int_t as_of)
{
	json_t *p = params("{s:s, s:s}", "from", from, "to", to), *r, *row;

	if (as_of != 0)
		json_object_set_new(p, "as_of", json_integer(as_of));
	r = peer_do(&w->c, "leader01", "report.utkastelser", p);
	row = json_incref(row_with(json_object_get(r, "rows"), "what",
	    "tjenester_andre_steder"));
	json_decref(r);
	return row;
}

static void
elsewhere_is(struct work *w, const char *to, json_int_t as_of, const char *n)
{
	json_t *row = elsewhere(w, "2027-01-01", to, as_of);

	assert_non_null(row);
	assert_string_equal(text_in(row, "n"), n);
	json_decref(row);
}

/* N notices about homes that nobody told of before, all of the one tenant. */
static void
tell_of(struct work *w, int from, int n)
{
	char address[32];
	json_t *p;
	int i;

	for (i = from; i < from + n; i++) {
		p = s07_by_number();
		snprintf(address, sizeof(address), "Testvegen %d", i);
		json_object_set_new(p, "address", json_string(address));
		(void)evict_told(w, p, NULL);
	}
}

/* Domain §6.1; A-12: one match more or less is never seen in it. */
static void
services_elsewhere_are_counted_for_a_year_and_from_five_up(void **state)
{
	static const char *const parts[][2] = {
		{ "2027-02-01", "2027-12-31" },
		{ "2027-01-02", "2027-12-31" },
		{ "2027-01-01", "2027-04-01" },
		{ "2026-01-01", "2027-12-31" },
	};
	struct work *w = *state;
	json_int_t early;
	size_t i;

	work_advance(w, "2027-02-10T09:15");
	(void)told_of(w, 1);
	elsewhere_is(w, "2027-12-31", 0, "<5");
	(void)services_elsewhere(w);
	tell_of(w, 10, 4);
	work_advance(w, "2027-03-05T12:00");
	early = now_of(w);
	elsewhere_is(w, "2027-12-31", 0, "<5");
	tell_of(w, 20, 2);
	work_advance(w, "2027-03-06T12:00");
	elsewhere_is(w, "2027-12-31", 0, "<5");
	work_advance(w, "2027-04-02T12:00");
	elsewhere_is(w, "2027-12-31", 0, "5");
	elsewhere_is(w, "2027-04-02", 0, "5");
	elsewhere_is(w, "2027-12-31", early, "<5");
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_null(elsewhere(w, parts[i][0], parts[i][1], 0));
}

/* the handler's view is the same with and without a match. */
static void
s07_the_handler_sees_no_service_and_nobody_is_told_when_off(void **state)
{
	struct work *w = *state;
	json_t *with, *r;

	(void)services_elsewhere(w);
	work_advance(w, "2027-02-10T09:15");
	(void)evict_told(w, s07_by_number(), &with);
	assert_false(mentions(with, "rus01"));
	assert_false(mentions(with, "mental_health"));
	assert_int_equal(json_array_size(json_object_get(with, "contacts")), 0);
	json_decref(with);
	r = evict_tasks(w, "rus01");
	assert_false(mentions(r, "2027-02-23"));
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	r = evict_tasks(w, "nav01");
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
	(void)evict_told(w, s07_by_number(), &with);
	assert_false(mentions(with, "rus01"));
	json_decref(with);
	r = evict_tasks(w, "rus01");
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
	r = evict_tasks(w, "nav01");
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
	(void)evict_told(w, p, NULL);
	r = evict_tasks(w, "rus01");
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	/* The household is. */
	evict_is_due(w, "eviction.first_contact", "2027-02-11");
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
	m = evict_told(w, s07_by_number(), NULL);
	r = evict_tasks(w, "rus01");
	assert_false(mentions(r, "match.eviction"));
	json_decref(r);
	r = work_do(w, "nav01", "match",
	    params("{s:I, s:s}", "matter", m, "danger", "Truer med brann"));
	assert_int_equal(json_array_size(json_object_get(r, "contacts")), 0);
	json_decref(r);
	r = evict_tasks(w, "rus01");
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
	m = evict_told(w, s07_by_number(), NULL);
	work_advance(w, "2027-02-12T10:00");
	r = work_do(w, "nav01", "match", evict_one(m));
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
	r = work_do(w, "nav01", "match", evict_one(m));
	contact =
	    row_with(json_object_get(r, "contacts"), "unit", "mental_health");
	assert_non_null(contact);
	assert_string_equal(text_in(contact, "coordinator"), "rus01");
	json_decref(r);
	/* And they are told whom to speak with. */
	r = evict_tasks(w, "rus01");
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
	json_t *p = evict_s07(0), *r;

	json_object_set_new(p, "address", json_string(address));
	*matter = evict_told(w, p, &r);
	return without_numbers(
	    params("{s:o, s:o}", "answer", r, "shown", evict_show(w, *matter)));
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
	json_t *p = evict_s07(0), *hidden, *nobodys, *r;
	json_int_t theirs, own, other;
	char *a, *b;

	work_advance(w, "2027-02-10T09:15");
	r = work_do(w, "rus01", "notice", p);
	theirs = int_in(r, "matter");
	json_decref(r);
	hidden = seen_after(w, "Testvegen 7", &own);
	work_refused(w, "nav01", "show", evict_one(theirs), "E_NOT_FOUND");
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
	r = work_do(w, "rus01", "show", evict_one(theirs));
	assert_int_equal(int_in(r, "notices"), 1);
	assert_int_equal(json_array_size(json_object_get(r, "notices_told")),
	    1);
	json_decref(r);
	r = work_do(w, "rus01", "notice", evict_s07(0));
	assert_int_equal(int_in(r, "matter"), theirs);
	assert_true(mentions(r, "I_DUPLICATE"));
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nobody_reached_climbs_the_ladder_rung_by_rung),
		TEST(a_period_says_who_told_how_far_it_was_and_how_it_ended),
		TEST(the_figures_of_a_period_can_be_printed_again),
		TEST(
		    s07_the_handler_sees_no_service_and_nobody_is_told_when_off),
		cmocka_unit_test_setup_teardown(
		    s07_the_coordinator_is_told_that_a_home_is_at_risk_and_no_amount,
		    setup_telling, work_teardown),
		cmocka_unit_test_setup_teardown(who_reserved_is_not_spoken_of,
		    setup_telling, work_teardown),
		TEST(danger_to_life_is_told_and_nothing_else),
		TEST(
		    services_elsewhere_are_counted_for_a_year_and_from_five_up),
		TEST(s07_with_consent_both_see_the_contact_persons),
		TEST(who_tells_learns_nothing_of_another_units_matter),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
