/*
 * A match and what is released of it (S-07; domain §3.2; A-12), through a caller
 * that stands in for the eviction plugin.
 */
#include "units.h"

#include "engine/match.h"
#include "engine/state.h"
#include "store/case.h"
#include "store/release.h"
#include "store/tx.h"

#define DECIDED "decided_by = kommunedirektøren\ndecided_on = 2026-12-01\n"
#define EVICTION "[plugin eviction]\nnotify_without_consent = "

struct world {
	struct fixture f;
	json_int_t tenant; /* NAV's and the health unit's */
	json_int_t stranger; /* NAV's alone */
	char nav[24], health[24];
};

static void
begin(struct world *w, const char *more, const char *grade)
{
	struct fixture *f = &w->f;

	units_open(f, more);
	w->tenant =
	    int_at(fixture_ok(f, "hel01", "person.add",
		       json_pack("{ss ss ss ss ss}", "name", "Per", "number",
			   PERSON_1, "birth_date", "1979-12-15", "grade", grade,
			   "address", "Testvegen 7")),
		"person");
	units_case(f, "hel01", w->tenant, w->health);
	w->stranger = units_person(f, "nav01", "Siri", PERSON_2, "1998-08-09");
	fixture_ok(f, "nav01", "case.create",
	    json_pack("{s{ss ss ss}}", "data", "received", "2027-01-11",
		"person", PERSON_1, "wishes", "skylder 29400 kroner"));
	snprintf(w->nav, sizeof(w->nav), "%s", text_at(f->result, "case"));
}

static int
setup_off(void **state)
{
	static struct world w;

	begin(&w, "", "open");
	*state = &w;
	return 0;
}

static int
setup_told(void **state)
{
	static struct world w;

	begin(&w, EVICTION "coordinator\n" DECIDED, "open");
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

static int64_t
row_of(struct fixture *f, const char *number)
{
	struct case_head h;
	struct err e = ERR_INIT;

	assert_int_equal(case_find_number(f->store, number, &h, &e), RC_OK);
	return h.id;
}

/* LOGIN lets case NUMBER ask about PERSON, as a plugin's method would. */
static json_t *
match(struct world *w, const char *login, const char *number, json_int_t person,
    struct match_ask ask)
{
	struct fixture *f = &w->f;
	struct principal who;
	struct tx *tx = NULL;
	struct bf_call c;
	json_t *out = NULL;
	struct err e = ERR_INIT;

	ask.case_id = row_of(f, number);
	ask.person = person;
	if (ask.purpose == NULL)
		ask.purpose = "eviction";
	if (!date_is_set(ask.by))
		(void)date_parse("2027-02-23", &ask.by, &e);
	assert_int_equal(municipality_principal(f->municipality, login, NULL,
			     NULL, NULL, NULL, &who, &e),
	    RC_OK);
	assert_int_equal(tx_begin(f->store, f->clock.now, &tx, &e), RC_OK);
	call_init(&c, f->engine, tx, &who, f->clock.now);
	if (match_person(&c, &ask, &out) != RC_OK)
		f->err = c.err;
	call_fini(&c);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	return out;
}

static json_t *
match_tenant(struct world *w)
{
	return match(w, "nav01", w->nav, w->tenant,
	    (struct match_ask){ .by = DATE_NONE });
}

static int64_t
count(struct world *w, const char *rule)
{
	struct err e = ERR_INIT;
	int64_t n = 0;

	assert_int_equal(release_count(w->f.store, NULL, rule, 0, INT64_MAX, &n,
			     &e),
	    RC_OK);
	return n;
}

/* The task that a match opened in case NUMBER under KEY; new reference. */
static json_t *
task(struct world *w, const char *number, const char *key)
{
	json_t *rows = fixture_tasks(&w->f, number);
	json_t *one = json_deep_copy(pick(rows, "key", key));

	json_decref(rows);
	return one;
}

static bool
has_task(struct world *w, const char *number, const char *key)
{
	json_t *one = task(w, number, key);
	bool yes = one != NULL;

	json_decref(one);
	return yes;
}

static void
without_a_choice_nobody_is_told_and_the_household_is_asked(void **state)
{
	struct world *w = *state;
	json_t *out = match_tenant(w);

	assert_int_equal(json_array_size(at(out, "contacts")), 0);
	assert_true(json_is_false(at(out, "consent")));
	assert_true(has_task(w, w->nav, "match.household"));
	assert_true(has_task(w, w->nav, "match.consent"));
	assert_false(has_task(w, w->health, "match.eviction"));
	assert_int_equal(count(w, "unreleased"), 1);
	json_decref(out);
}

/* What the handler sees of the case, without what counts all history rows. */
static json_t *
view(struct world *w, const char *method)
{
	json_t *r, *row, *copy;
	size_t i;

	r = fixture_ok(&w->f, "nav01", method, units_of_case(w->nav));
	copy = json_deep_copy(r);
	json_array_foreach(json_object_get(copy, "rows"), i, row) {
		json_object_del(row, "pos");
		json_object_del(json_object_get(row, "values"), "person");
	}
	json_array_foreach(json_object_get(copy, "fields"), i, row)
		if (strcmp(text_at(row, "name"), "person") == 0)
			json_object_clear(row);
	return copy;
}

/* The same world, but the health unit's case is about somebody else. */
static void
begin_without(struct world *w)
{
	struct fixture *f = &w->f;

	units_open(f, "");
	w->stranger =
	    int_at(fixture_ok(f, "hel01", "person.add",
		       json_pack("{ss ss ss}", "name", "Eva", "number",
			   PERSON_3, "birth_date", "1988-03-12")),
		"person");
	units_case(f, "hel01", w->stranger, w->health);
	w->tenant = units_person(f, "nav01", "Per", PERSON_1, "1979-12-15");
	fixture_ok(f, "nav01", "case.create",
	    json_pack("{s{ss ss ss}}", "data", "received", "2027-01-11",
		"person", PERSON_1, "wishes", "skylder 29400 kroner"));
	snprintf(w->nav, sizeof(w->nav), "%s", text_at(f->result, "case"));
}

static void
the_handler_sees_the_same_with_and_without_a_match(void **state)
{
	static const char *const methods[] = { "case.show", "task.list",
		"case.history", "document.list" };
	struct world *w = *state;
	json_t *with[5], *without;
	char *a, *b;
	size_t i;

	/* the answer, and whatever the handler can look at. */
	with[4] = match_tenant(w);
	for (i = 0; i < 4; i++)
		with[i] = view(w, methods[i]);
	teardown(state);
	begin_without(w);
	without = match_tenant(w);
	assert_true(json_equal(with[4], without));
	json_decref(without);
	for (i = 0; i < 4; i++) {
		without = view(w, methods[i]);
		a = json_dumps(with[i], JSON_SORT_KEYS);
		b = json_dumps(without, JSON_SORT_KEYS);
		assert_string_equal(a, b);
		free(a);
		free(b);
		json_decref(with[i]);
		json_decref(without);
	}
	json_decref(with[4]);
}

static void
nobody_knows_the_person_and_the_handler_sees_the_same(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	char other[24];
	json_t *out;

	units_case(f, "nav01", w->stranger, other);
	out = match(w, "nav01", other, w->stranger,
	    (struct match_ask){ .by = DATE_NONE });
	assert_int_equal(json_array_size(at(out, "contacts")), 0);
	assert_true(has_task(w, other, "match.household"));
	assert_true(has_task(w, other, "match.consent"));
	assert_int_equal(count(w, "unreleased"), 0);
	json_decref(out);
}

static void
the_coordinator_is_told_of_the_danger_to_the_home_and_of_no_amount(void **state)
{
	struct world *w = *state;
	json_t *out = match_tenant(w), *told, *rows;
	const json_t *row;

	/* S-07: person, "bolig i fare", date, basis FVL13B5, log line. */
	assert_int_equal(json_array_size(at(out, "contacts")), 0);
	told = task(w, w->health, "match.eviction");
	assert_non_null(told);
	assert_string_equal(text_at(told, "user"), "hel01");
	assert_string_equal(text_at(told, "unit"), "health");
	assert_non_null(strstr(text_at(told, "title"), "23. februar 2027"));
	assert_null(strstr(text_at(told, "title"), "29400"));
	rows = fixture_history(&w->f, false);
	row = pick(rows, "kind", "match.release");
	assert_string_equal(text_at(row, "basis"), "FVL13B5");
	assert_string_equal(text_at(row, "actor"), "nav01");
	json_decref(rows);
	fixture_ok(&w->f, "hel01", "task.list", NULL);
	assert_true(units_shows(&w->f, "23. februar 2027"));
	json_decref(told);
	json_decref(out);
}

static void
asking_again_tells_nobody_twice(void **state)
{
	struct world *w = *state;
	json_t *rows;

	json_decref(match_tenant(w));
	json_decref(match_tenant(w));
	rows = fixture_tasks(&w->f, w->health);
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	rows = fixture_tasks(&w->f, w->nav);
	assert_int_equal(json_array_size(rows), 2);
	json_decref(rows);
	assert_int_equal(count(w, "notice"), 1);
}

static void
who_reserved_is_not_spoken_of(void **state)
{
	struct world *w = *state;

	/* husll § 9-11: the tenant reserved, so rule c is off. */
	json_decref(match(w, "nav01", w->nav, w->tenant,
	    (struct match_ask){ .by = DATE_NONE, .reserved = true }));
	assert_false(has_task(w, w->health, "match.eviction"));
	assert_int_equal(count(w, "unreleased"), 1);
}

static void
danger_to_life_is_told_whatever_was_chosen(void **state)
{
	struct world *w = *state;
	json_t *told, *rows;

	json_decref(match(w, "nav01", w->nav, w->tenant,
	    (struct match_ask){ .by = DATE_NONE,
		.reserved = true,
		.danger = "truer med å brenne huset" }));
	told = task(w, w->health, "match.eviction");
	assert_non_null(strstr(text_at(told, "title"), "brenne"));
	json_decref(told);
	rows = fixture_history(&w->f, false);
	assert_string_equal(text_at(pick(rows, "kind", "match.release"),
				"basis"),
	    "FVL13B7");
	json_decref(rows);
}

static void
what_health_knows_of_goes_to_nobody_without_consent(void **state)
{
	struct world *w = *state;

	/* Rule c2: health personnel are bound by hpl § 21. */
	json_decref(match(w, "hel01", w->health, w->tenant,
	    (struct match_ask){ .by = DATE_NONE }));
	assert_false(has_task(w, w->nav, "match.eviction"));
	assert_int_equal(count(w, "unreleased"), 1);
}

static void
consent(struct world *w, const char *purpose)
{
	fixture_ok(&w->f, "nav01", "consent.give",
	    json_pack("{ss sI s[s s] ss ss ss ss sb}", "case", w->nav, "person",
		w->tenant, "classes", "case", "identity", "from", "health",
		"to", "nav", "purpose", purpose, "channel", "oral", "both", 1));
}

static void
with_consent_both_see_whom_to_talk_with(void **state)
{
	struct world *w = *state;
	json_t *out, *told;

	/* S-07: on 2027-02-12 the tenant consents. */
	json_decref(match_tenant(w));
	consent(w, "eviction");
	out = match_tenant(w);
	assert_true(json_is_true(at(out, "consent")));
	assert_string_equal(text_at(out, "contacts.0.unit"), "health");
	assert_string_equal(text_at(out, "contacts.0.coordinator"), "hel01");
	assert_string_equal(text_at(out, "contacts.0.rule"), "consent");
	json_decref(out);
	told = task(w, w->health, "match.eviction.agreed");
	assert_non_null(told);
	assert_string_equal(text_at(told, "user"), "hel01");
	assert_non_null(strstr(text_at(told, "title"), "nav01"));
	json_decref(told);
}

static void
an_access_consent_of_the_plan_does_as_well(void **state)
{
	struct world *w = *state;
	json_t *out;

	consent(w, "plan_access");
	out = match_tenant(w);
	assert_string_equal(text_at(out, "contacts.0.rule"), "plan_access");
	json_decref(out);
}

static void
a_consent_for_something_else_releases_nothing(void **state)
{
	struct world *w = *state;
	json_t *out;

	consent(w, "allocation");
	out = match_tenant(w);
	assert_int_equal(json_array_size(at(out, "contacts")), 0);
	assert_true(json_is_false(at(out, "consent")));
	json_decref(out);
}

static void
a_strictly_protected_person_is_a_matter_for_the_leader(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_t *told;
	char own[24];

	teardown(state);
	begin(w, EVICTION "coordinator\n" DECIDED, "open");
	fixture_ok(f, "hel01", "person.change",
	    json_pack("{sI ss}", "person", w->tenant, "grade",
		"strictly_protected"));
	snprintf(own, sizeof(own), "%s", w->nav);
	json_decref(match(w, "nav01", own, w->tenant,
	    (struct match_ask){ .by = DATE_NONE }));
	told = task(w, w->health, "match.eviction");
	assert_non_null(told);
	assert_string_equal(text_at(told, "role"), "leader");
	assert_string_equal(text_at(told, "user"), "(none)");
	assert_null(strstr(text_at(told, "title"), "Testvegen"));
	json_decref(told);
}

static void
the_choice_without_a_name_and_a_day_is_a_mistake(void **state)
{
	static const char *const texts[] = { EVICTION "coordinator\n",
		EVICTION "leader\ndecided_by = hun\n",
		EVICTION "yes\n" DECIDED };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(units_is_right(texts[i]));
	assert_true(units_is_right(EVICTION "off\n"));
	assert_true(units_is_right(EVICTION "leader\n" DECIDED));
}

static void
the_counter_is_shown_from_five_up(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	char number[24];
	int i;

	json_decref(match_tenant(w));
	fixture_ok(f, "boss", "match.count", NULL);
	assert_null(at(f->result, "rows.0.at_least"));
	for (i = 0; i < 5; i++) {
		fixture_ok(f, "nav01", "case.create",
		    json_pack("{s{ss sI}}", "data", "received", "2027-01-11",
			"person", w->tenant));
		snprintf(number, sizeof(number), "%s",
		    text_at(f->result, "case"));
		json_decref(match(w, "nav01", number, w->tenant,
		    (struct match_ask){ .by = DATE_NONE }));
	}
	assert_int_equal(count(w, "unreleased"), 6);
	/* Who asks each day does not see on which day the fifth came. */
	fixture_ok(f, "boss", "match.count", NULL);
	assert_null(at(f->result, "rows.0.at_least"));
	fixture_advance(f, "2027-03-01");
	fixture_ok(f, "boss", "match.count", NULL);
	assert_int_equal(int_at(f->result, "rows.0.at_least"), 5);
	fixture_ask(f, "nav01", "match.count", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	/* A leader of another unit counts their own. */
	fixture_ok(f, "helboss", "match.count", NULL);
	assert_null(at(f->result, "rows.0.at_least"));
}

static void
only_who_works_with_the_case_may_let_it_ask(void **state)
{
	struct world *w = *state;

	assert_null(match(w, "flat01", w->nav, w->tenant,
	    (struct match_ask){ .by = DATE_NONE }));
	assert_string_equal(w->f.err.name, "E_NOT_FOUND");
	assert_null(match(w, "nav01", w->nav, w->stranger,
	    (struct match_ask){ .by = DATE_NONE }));
	assert_string_equal(w->f.err.name, "E_PARAMS");
	assert_null(match(w, "nav01", w->nav, w->tenant,
	    (struct match_ask){ .by = DATE_NONE, .purpose = "curiosity" }));
	assert_string_equal(w->f.err.name, "E_PARAMS");
}

#define OFF(name) cmocka_unit_test_setup_teardown(name, setup_off, teardown)
#define TOLD(name) cmocka_unit_test_setup_teardown(name, setup_told, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OFF(without_a_choice_nobody_is_told_and_the_household_is_asked),
		OFF(the_handler_sees_the_same_with_and_without_a_match),
		OFF(nobody_knows_the_person_and_the_handler_sees_the_same),
		TOLD(
		    the_coordinator_is_told_of_the_danger_to_the_home_and_of_no_amount),
		TOLD(asking_again_tells_nobody_twice),
		TOLD(who_reserved_is_not_spoken_of),
		OFF(danger_to_life_is_told_whatever_was_chosen),
		TOLD(what_health_knows_of_goes_to_nobody_without_consent),
		OFF(with_consent_both_see_whom_to_talk_with),
		OFF(an_access_consent_of_the_plan_does_as_well),
		OFF(a_consent_for_something_else_releases_nothing),
		TOLD(a_strictly_protected_person_is_a_matter_for_the_leader),
		OFF(the_choice_without_a_name_and_a_day_is_a_mistake),
		OFF(the_counter_is_shown_from_five_up),
		OFF(only_who_works_with_the_case_may_let_it_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
