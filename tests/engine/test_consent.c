/*
 * Consents: what they open, in which direction, for how long, and who may give
 * them (S-08; domain §2.2; law rows 32, 55; pbrl §§ 4-3, 4-4).
 */
#include "units.h"

#define HOUR INT64_C(3600000)

struct world {
	struct fixture f;
	json_int_t person;
	char number[24]; /* NAV's case with something of class health in it */
};

/* The health unit notes a diagnosis, then hands the case over to NAV. */
static int
setup(void **state)
{
	static struct world w;
	struct fixture *f = &w.f;

	units_open(f, "");
	w.person = units_person(f, "hel01", "Per", PERSON_2, "1998-08-09");
	units_case(f, "hel01", w.person, w.number);
	fixture_ok(f, "hel01", "case.act",
	    json_pack("{ss ss s{ss ss}}", "case", w.number, "action", "note",
		"input", "why", "x", "diagnosis", "brukket bein"));
	fixture_ok(f, "hel01", "case.assign",
	    json_pack("{ss ss ss}", "case", w.number, "unit", "nav", "contact",
		"nav01"));
	*state = &w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	fixture_close(&w->f);
	return 0;
}

static json_t *
terms(struct world *w, json_t *classes, const char *from, const char *to)
{
	return json_pack("{ss sI so ss ss ss ss}", "case", w->number, "person",
	    w->person, "classes", classes, "from", from, "to", to, "purpose",
	    "coordination", "channel", "written");
}

static json_int_t
give(struct world *w, json_t *classes, const char *from, const char *to)
{
	return int_at(fixture_ok(&w->f, "nav01", "consent.give",
			  terms(w, classes, from, to)),
	    "consent");
}

static bool
sees(struct world *w, const char *login, const char *text)
{
	return fixture_ask(&w->f, login, "case.show",
		   units_of_case(w->number)) == RC_OK &&
	    units_shows(&w->f, text);
}

static void
health_crosses_to_nav_by_consent_and_stops_when_it_is_withdrawn(void **state)
{
	struct world *w = *state;
	json_int_t id;

	/* S-08: 09:59 ok, 10:01 E_NO_BASIS, housing still visible. */
	assert_false(sees(w, "nav01", "brukket bein"));
	id = give(w, json_pack("[s]", "health"), "health", "nav");
	w->f.clock.now += HOUR;
	assert_true(sees(w, "nav01", "brukket bein"));
	w->f.clock.now += HOUR;
	fixture_ok(&w->f, "nav01", "consent.withdraw",
	    json_pack("{sI}", "consent", id));
	w->f.clock.now += 1;
	assert_false(sees(w, "nav01", "brukket bein"));
	assert_true(sees(w, "nav01", "hemmelig"));
	fixture_act(&w->f, "nav01", w->number, "note",
	    json_pack("{ss ss}", "why", "x", "diagnosis", "y"));
	assert_string_equal(w->f.err.fields[0].name, "E_NO_BASIS");
}

static void
what_was_seen_stands_on_record_with_the_consent_as_its_basis(void **state)
{
	struct world *w = *state;
	json_t *rows;

	give(w, json_pack("[s]", "health"), "health", "nav");
	assert_true(sees(w, "nav02", "brukket bein"));
	rows = fixture_history(&w->f, true);
	assert_string_equal(
	    text_at(json_array_get(rows, json_array_size(rows) - 1), "basis"),
	    "FVL13A1");
	json_decref(rows);
	/* Without it the unit's own work is the basis. */
	fixture_ok(&w->f, "hel02", "case.list", NULL);
	assert_true(sees(w, "nav02", "hemmelig"));
}

static void
a_consent_to_another_unit_or_class_opens_nothing(void **state)
{
	struct world *w = *state;

	give(w, json_pack("[s]", "health"), "health", "flat");
	assert_false(sees(w, "nav01", "brukket bein"));
	give(w, json_pack("[s]", "economy"), "health", "nav");
	assert_false(sees(w, "nav01", "brukket bein"));
	give(w, json_pack("[s]", "health"), "nav", "health");
	assert_false(sees(w, "nav01", "brukket bein"));
	assert_int_equal(fixture_ask(&w->f, "hel01", "case.show",
			     units_of_case(w->number)),
	    RC_NOTFOUND);
}

static void
everybody_whom_the_case_names_must_agree(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t other;

	give(w, json_pack("[s]", "health"), "health", "nav");
	assert_true(sees(w, "nav01", "brukket bein"));
	other = units_person(f, "nav01", "Anne", PERSON_3, "1988-03-12");
	fixture_ok(f, "nav01", "case.act",
	    json_pack("{ss ss s{ss sI}}", "case", w->number, "action", "note",
		"input", "why", "x", "person", other));
	assert_false(sees(w, "nav01", "brukket bein"));
}

static void
a_consent_with_the_case_opens_another_units_case_to_be_read(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id;

	assert_false(sees(w, "flat01", ""));
	id = give(w, json_pack("[s s]", "case", "identity"), "nav", "flat");
	assert_true(sees(w, "flat01", "hemmelig"));
	assert_false(units_shows(f, "brukket bein"));
	assert_null(at(f->result, "decisions"));
	fixture_ok(f, "flat01", "case.list", NULL);
	assert_int_equal(json_array_size(at(f->result, "rows")), 1);
	assert_int_equal(fixture_act(f, "flat01", w->number, "ask", NULL),
	    RC_DENIED);
	assert_int_equal(fixture_ask(f, "flat01", "case.history",
			     units_of_case(w->number)),
	    RC_DENIED);
	/* Caretakers and performers do not come in by it. */
	assert_false(sees(w, "care01", ""));
	assert_false(sees(w, "perf01", ""));
	fixture_ok(f, "nav01", "consent.withdraw",
	    json_pack("{sI}", "consent", id));
	assert_false(sees(w, "flat01", ""));
	fixture_ok(f, "flat01", "case.list", NULL);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
}

static void
a_part_is_withdrawn_and_the_rest_goes_on(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id = give(w,
	    json_pack("[s s s]", "case", "identity", "health"), "nav", "flat");
	json_t *r;

	/* S-08: health goals closed to NAV, housing goals open. */
	r = fixture_ok(f, "nav01", "consent.withdraw",
	    json_pack("{sI s[s]}", "consent", id, "classes", "health"));
	assert_true(int_at(r, "rest") > id);
	assert_true(sees(w, "flat01", "hemmelig"));
	assert_false(units_shows(f, "brukket bein"));
	assert_int_equal(fixture_ask(f, "nav01", "consent.withdraw",
			     json_pack("{sI}", "consent", id)),
	    RC_CONFLICT);
}

static void
a_withdrawal_is_never_dated(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id = give(w, json_pack("[s]", "health"), "health", "nav");

	assert_int_equal(fixture_ask(f, "nav01", "consent.withdraw",
			     json_pack("{sI ss}", "consent", id, "from",
				 "2027-01-10")),
	    RC_INVALID);
	assert_string_equal(f->err.name, "E_DATE_PAST");
	fixture_ask(f, "nav01", "consent.withdraw",
	    json_pack("{sI ss}", "consent", id, "from", "2027-01-12"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ok(f, "nav01", "consent.withdraw",
	    json_pack("{sI ss}", "consent", id, "from", "2027-01-11"));
}

static void
a_consent_ends_with_its_last_day_and_a_task_says_so_before(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_t *p = terms(w, json_pack("[s]", "health"), "health", "nav"),
	       *tasks;

	json_object_set_new(p, "until", json_string("2027-03-15"));
	fixture_ok(f, "nav01", "consent.give", p);
	fixture_advance(f, "2027-02-12");
	tasks = fixture_tasks(f, w->number);
	assert_null(pick(tasks, "cause", "consent"));
	json_decref(tasks);
	fixture_advance(f, "2027-02-13T07:00"); /* 30 days before */
	tasks = fixture_tasks(f, w->number);
	assert_non_null(pick(tasks, "cause", "consent"));
	json_decref(tasks);
	fixture_advance(f, "2027-03-15T23:00");
	assert_true(sees(w, "nav01", "brukket bein"));
	fixture_advance(f, "2027-03-16");
	assert_false(sees(w, "nav01", "brukket bein"));
}

static void
a_withdrawn_consent_reminds_nobody(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_t *p = terms(w, json_pack("[s]", "health"), "health", "nav"),
	       *tasks;
	json_int_t id;

	json_object_set_new(p, "until", json_string("2027-03-15"));
	id = int_at(fixture_ok(f, "nav01", "consent.give", p), "consent");
	fixture_ok(f, "nav01", "consent.withdraw",
	    json_pack("{sI}", "consent", id));
	fixture_advance(f, "2027-03-20");
	tasks = fixture_tasks(f, w->number);
	assert_null(pick(tasks, "cause", "consent"));
	json_decref(tasks);
}

static void
who_is_too_young_cannot_consent_and_a_guardian_can(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t child, link;
	json_t *p;

	child = units_person(f, "nav01", "Ung", PERSON_4, "2012-05-04");
	fixture_ok(f, "nav01", "case.act",
	    json_pack("{ss ss s{ss sI}}", "case", w->number, "action", "note",
		"input", "why", "x", "person", child));
	p = terms(w, json_pack("[s]", "health"), "health", "nav");
	json_object_set_new(p, "person", json_integer(child));
	fixture_ask(f, "nav01", "consent.give", json_deep_copy(p));
	ASSERT_ERROR(f, RC_GUARD, "E_CONSENT_CAPACITY");
	fixture_ok(f, "nav01", "person.link",
	    json_pack("{sI ss ss ss sb}", "person", child, "kind", "guardian",
		"name", "Mor", "scope", "all", "written", 1));
	fixture_ok(f, "nav01", "person.show",
	    json_pack("{sI}", "person", child));
	link = int_at(f->result, "links.0.id");
	json_object_set_new(p, "giver", json_string("guardian"));
	json_object_set_new(p, "link", json_integer(link));
	fixture_ok(f, "nav01", "consent.give", p);
}

static void
what_a_request_says_wrong_is_told_by_field(void **state)
{
	static const struct {
		const char *name, *value, *field, *error;
		enum rc rc;
	} table[] = {
		{ "from", "navv", "from", "E_FIELDS", RC_FIELDS },
		{ "to", "nowhere", "to", "E_FIELDS", RC_FIELDS },
		{ "to", "health", "to", "E_FIELDS", RC_FIELDS },
		{ "external", "legen", "to", "E_FIELDS", RC_FIELDS },
		{ "until", "2027-01-10", NULL, "E_DATE_PAST", RC_INVALID },
	};
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_t *p;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		p = terms(w, json_pack("[s]", "health"), "health", "nav");
		json_object_set_new(p, table[i].name,
		    json_string(table[i].value));
		fixture_ask(f, "nav01", "consent.give", p);
		ASSERT_ERROR(f, table[i].rc, table[i].error);
		if (table[i].field != NULL)
			assert_string_equal(f->err.fields[0].field,
			    table[i].field);
	}
}

static void
a_consent_is_known_to_its_case_and_its_two_units(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id = give(w, json_pack("[s]", "health"), "health", "nav");

	fixture_ok(f, "nav02", "consent.show",
	    json_pack("{sI}", "consent", id));
	assert_string_equal(text_at(f->result, "state"), "valid");
	fixture_ok(f, "hel02", "consent.list",
	    json_pack("{sI}", "person", w->person));
	assert_int_equal(json_array_size(at(f->result, "rows")), 1);
	fixture_ask(f, "flat01", "consent.show",
	    json_pack("{sI}", "consent", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "flat01", "consent.show",
	    json_pack("{sI}", "consent", id + 7));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "flat01", "consent.withdraw",
	    json_pack("{sI}", "consent", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(health_crosses_to_nav_by_consent_and_stops_when_it_is_withdrawn),
		T(what_was_seen_stands_on_record_with_the_consent_as_its_basis),
		T(a_consent_to_another_unit_or_class_opens_nothing),
		T(everybody_whom_the_case_names_must_agree),
		T(a_consent_with_the_case_opens_another_units_case_to_be_read),
		T(a_part_is_withdrawn_and_the_rest_goes_on),
		T(a_withdrawal_is_never_dated),
		T(a_consent_ends_with_its_last_day_and_a_task_says_so_before),
		T(a_withdrawn_consent_reminds_nobody),
		T(who_is_too_young_cannot_consent_and_a_guardian_can),
		T(what_a_request_says_wrong_is_told_by_field),
		T(a_consent_is_known_to_its_case_and_its_two_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
