/*
 * Persons: registered, found, changed; numbers and helpers (domain §2.2).
 */
#include "fixture.h"
#include "look.h"

/* Synthetic numbers of Skatteetaten (month + 80), domain §4.3. */
#define NUMBER_1 "12838849855"
#define NUMBER_2 "04897949704"
#define NUMBER_REAL "01010750160"

static json_int_t
add(struct fixture *f, const char *login, const char *name, const char *number,
    const char *grade)
{
	json_t *p = json_pack("{ss ss ss}", "name", name, "address",
	    "Storgata 1", "grade", grade);

	if (number != NULL)
		json_object_set_new(p, "number", json_string(number));
	return int_at(fixture_ok(f, login, "person.add", p), "person");
}

static json_t *
person(json_int_t id)
{
	return json_pack("{sI}", "person", id);
}

static void
a_person_is_found_by_number(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve Åsheim", NUMBER_1, "open");
	json_t *r;

	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_int_equal(int_at(r, "rows.0.person"), id);
	assert_string_equal(text_at(r, "rows.0.name"), "Prøve Åsheim");
}

static void
names_are_found_the_norwegian_way(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	add(f, "nav01", "Prøve Åsheim", NULL, "open");
	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "aasheim"));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "bakken"));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
another_unit_finds_nobody_by_name(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	add(f, "nav01", "Prøve Åsheim", NULL, "open");
	r = fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "name", "åsheim"));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
who_knows_the_number_sees_the_identity_alone(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	add(f, "nav01", "Prøve Åsheim", NUMBER_1, "open");
	r = fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	assert_string_equal(text_at(r, "rows.0.name"), "Prøve Åsheim");
	assert_null(at(r, "rows.0.address"));
}

static void
the_strictly_protected_do_not_exist_for_strangers(void **state)
{
	struct fixture *f = *state;
	json_int_t id =
	    add(f, "nav01", "Prøve Skjult", NUMBER_1, "strictly_protected");
	char unknown[ERR_TEXT_MAX];
	json_t *r;

	r = fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
	fixture_ask(f, "hel01", "person.show", person(id + 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	memcpy(unknown, f->err.text, sizeof(unknown));
	fixture_ask(f, "hel01", "person.show", person(id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(strlen(unknown), strlen(f->err.text));
}

static void
a_protected_address_stands_in_no_list(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve Vern", NUMBER_1, "protected");
	json_t *r;

	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "vern"));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_null(at(r, "rows.0.address"));
	r = fixture_ok(f, "nav01", "person.show", person(id));
	assert_string_equal(text_at(r, "address"), "Storgata 1");
}

/* §4.3: a test register refuses real persons. */
static void
a_real_number_is_refused_here(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve", "number", NUMBER_REAL));
	assert_int_not_equal(f->rc, RC_OK);
	assert_string_equal(f->err.name, "E_ID_REAL");
	assert_null(strstr(f->err.text, NUMBER_REAL));
}

static void
a_number_belongs_to_one_person(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	add(f, "nav01", "Prøve En", NUMBER_1, "open");
	fixture_ask(f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve To", "number", NUMBER_1));
	assert_string_equal(f->err.name, "E_ID_TAKEN");
	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "to"));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
a_change_needs_the_revision_that_was_seen(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NULL, "open");
	struct ask *a;
	json_t *r;

	r = fixture_ok(f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", id, "language", "se"));
	assert_int_equal(int_at(r, "rev"), 2);
	a = fixture_new_ask(f, "nav02", "person.change",
	    json_pack("{sI ss}", "person", id, "language", "nb"));
	a->if_rev = 1;
	fixture_submit(f, a);
	ASSERT_ERROR(f, RC_CONFLICT, "E_CONFLICT");
	r = fixture_ok(f, "nav01", "person.show", person(id));
	assert_string_equal(text_at(r, "language"), "se");
	assert_string_equal(text_at(r, "name"), "Prøve En");
}

static void
a_birth_date_lies_in_the_past(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve", "birth_date", "2027-01-12"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f->err.fields[0].field, "birth_date");
}

/* Domain §2.2: an address that was hidden may then be shown. */
static void
protection_is_taken_away_by_four_eyes_only(void **state)
{
	struct fixture *f = *state;
	json_int_t id =
	    add(f, "nav01", "Prøve Skjult", NUMBER_1, "strictly_protected");
	json_int_t request;
	struct ask *a;

	fixture_ask(f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", id, "grade", "open"));
	ASSERT_ERROR(f, RC_DENIED, "E_FOUR_EYES");
	fixture_ask(f, "nav01", "protection.ask",
	    json_pack("{sI ss}", "person", id, "grade", "open"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f->err.fields[0].field, "reason");
	a = fixture_new_ask(f, "nav01", "protection.ask",
	    json_pack("{sI ss}", "person", id, "grade", "open"));
	a->reason = strdup("melding fra Folkeregisteret");
	assert_int_equal(fixture_submit(f, a), RC_OK);
	request = int_at(f->result, "protection");
	assert_null(
	    at(fixture_ok(f, "nav01", "person.show", person(id)), "address"));
	fixture_ask(f, "nav01", "protection.decide",
	    json_pack("{sI ss}", "protection", request, "outcome", "granted"));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ok(f, "boss", "protection.list", NULL);
	assert_string_equal(text_at(f->result, "rows.0.reason"),
	    "melding fra Folkeregisteret");
	fixture_ok(f, "boss", "protection.decide",
	    json_pack("{sI ss}", "protection", request, "outcome", "granted"));
	assert_string_equal(text_at(fixture_ok(f, "nav01", "person.show",
					person(id)),
				"address"),
	    "Storgata 1");
	fixture_ask(f, "boss", "protection.decide",
	    json_pack("{sI ss}", "protection", request, "outcome", "refused"));
	ASSERT_ERROR(f, RC_CONFLICT, "E_CONFLICT");
}

static void
who_asks_for_less_protection_does_not_grant_it(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve Vern", NUMBER_1, "protected");
	struct ask *a = fixture_new_ask(f, "boss", "protection.ask",
	    json_pack("{sI ss}", "person", id, "grade", "open"));

	a->reason = strdup("ønsker det selv");
	assert_int_equal(fixture_submit(f, a), RC_OK);
	fixture_ask(f, "boss", "protection.decide",
	    json_pack("{si ss}", "protection", 1, "outcome", "granted"));
	ASSERT_ERROR(f, RC_DENIED, "E_FOUR_EYES");
}

static void
more_protection_is_given_at_once(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve Åpen", NUMBER_1, "open");

	fixture_ok(f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", id, "grade", "strictly_protected"));
	assert_null(
	    at(fixture_ok(f, "nav01", "person.show", person(id)), "address"));
}

/* A stranger with the number changes nothing. */
static void
only_a_relation_may_change_a_person(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NUMBER_1, "open");

	fixture_ask(f, "hel01", "person.change",
	    json_pack("{sI ss}", "person", id, "name", "Annen"));
	assert_int_not_equal(f->rc, RC_OK);
}

/* folkeregisterloven § 2-2: the cause is one of its list, and kept in clear. */
static void
numbers_change_for_a_cause_out_of_the_list(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NUMBER_1, "open");
	json_t *r;

	r = fixture_ok(f, "nav01", "person.identify",
	    json_pack("{sI ss ss}", "person", id, "number", NUMBER_2, "cause",
		"sex_corrected"));
	r = fixture_ok(f, "nav01", "person.show", person(id));
	assert_int_equal(json_array_size(at(r, "identifiers")), 2);
	assert_string_equal(text_at(r, "identifiers.0.reason"), "issued");
	assert_string_equal(text_at(r, "identifiers.1.type"), "synthetic");
	assert_string_equal(text_at(r, "identifiers.1.reason"),
	    "sex_corrected");
	r = fixture_ok(f, "nav01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	assert_int_equal(int_at(r, "rows.0.person"), id);
}

/* What a request gives as its reason is free text, and no identifier's. */
static void
a_free_reason_is_not_kept_in_clear_with_a_number(void **state)
{
	struct fixture *f = *state;
	struct ask *a = fixture_new_ask(f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve En", "number", NUMBER_1));
	json_t *r;

	a->reason = strdup("mor til Kari Hemmelig");
	fixture_submit(f, a);
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "person.show",
	    person(int_at(f->result, "person")));
	assert_string_equal(text_at(r, "identifiers.0.reason"), "issued");
}

static const json_t *
last_look_up(json_t *rows)
{
	return json_array_get(rows, json_array_size(rows) - 1);
}

/*
 * A number can belong to one only, so that it is taken cannot be hidden; whose
 * it is, can, and whoever tried is seen.
 */
static void
a_taken_number_reads_the_same_whoever_has_it(void **state)
{
	struct fixture *f = *state;
	char open[ERR_TEXT_MAX];
	json_int_t hidden;
	json_t *rows;

	add(f, "nav01", "Prøve En", NUMBER_1, "open");
	hidden = add(f, "nav01", "Prøve To", NUMBER_2, "strictly_protected");
	fixture_ask(f, "hel01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve", "number", NUMBER_1));
	assert_string_equal(f->err.name, "E_ID_TAKEN");
	memcpy(open, f->err.text, sizeof(open));
	fixture_ask(f, "hel01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve", "number", NUMBER_2));
	assert_string_equal(f->err.name, "E_ID_TAKEN");
	assert_string_equal(f->err.text, open);
	assert_null(strstr(open, "another person"));
	rows = fixture_history(f, true);
	assert_string_equal(text_at(last_look_up(rows), "subject_kind"),
	    "person");
	assert_int_equal(int_at(last_look_up(rows), "subject"), hidden);
	assert_string_equal(text_at(last_look_up(rows), "actor"), "hel01");
	json_decref(rows);
}

/* Who tries numbers and names is seen, also when nobody is found. */
static void
a_search_in_vain_leaves_a_look_up_row(void **state)
{
	struct fixture *f = *state;
	json_t *rows = fixture_history(f, true);
	size_t before = json_array_size(rows);

	json_decref(rows);
	fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "name", "åsheim"));
	rows = fixture_history(f, true);
	assert_int_equal(json_array_size(rows), before + 2);
	assert_string_equal(text_at(last_look_up(rows), "actor"), "hel01");
	json_decref(rows);
}

/* an authority that is not in writing, except a lawyer's. */
static void
an_unwritten_authority_is_kept_and_warned_of(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NULL, "open");
	json_t *r;

	r = fixture_ok(f, "nav01", "person.link",
	    json_pack("{sI ss ss ss}", "person", id, "kind", "representative",
		"name", "Hjelper", "scope", "all"));
	assert_string_equal(text_at(r, "warnings.0.name"), "W_UNWRITTEN");
	r = fixture_ok(f, "nav01", "person.show", person(id));
	assert_true(json_is_false(at(r, "links.0.valid")));
	r = fixture_ok(f, "nav01", "person.link",
	    json_pack("{sI ss ss ss sb}", "person", id, "kind",
		"representative", "name", "Advokat", "scope", "complaint",
		"lawyer", 1));
	assert_null(at(r, "warnings"));
}

static void
a_helper_is_named_by_number(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NULL, "open");
	json_int_t helper = add(f, "hel01", "Hjelper", NUMBER_1, "open");
	json_t *r;

	fixture_ask(f, "nav01", "person.link",
	    json_pack("{sI ss sI ss}", "person", id, "kind", "guardian",
		"other", helper, "scope", "all"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ok(f, "nav01", "person.link",
	    json_pack("{sI ss ss ss}", "person", id, "kind", "guardian",
		"number", NUMBER_1, "scope", "all"));
	r = fixture_ok(f, "nav01", "person.show", person(id));
	assert_int_equal(int_at(r, "links.0.person"), helper);
}

static void
showing_a_person_leaves_a_look_up_row(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "nav01", "Prøve En", NULL, "open");
	const json_t *row;
	json_t *rows;

	fixture_ok(f, "nav02", "person.show", person(id));
	rows = fixture_history(f, true);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "kind"), "lookup");
	assert_string_equal(text_at(row, "subject_kind"), "person");
	assert_int_equal(int_at(row, "subject"), id);
	json_decref(rows);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(a_person_is_found_by_number),
		T(names_are_found_the_norwegian_way),
		T(another_unit_finds_nobody_by_name),
		T(who_knows_the_number_sees_the_identity_alone),
		T(the_strictly_protected_do_not_exist_for_strangers),
		T(a_protected_address_stands_in_no_list),
		T(a_real_number_is_refused_here),
		T(a_number_belongs_to_one_person),
		T(a_change_needs_the_revision_that_was_seen),
		T(a_birth_date_lies_in_the_past),
		T(protection_is_taken_away_by_four_eyes_only),
		T(who_asks_for_less_protection_does_not_grant_it),
		T(more_protection_is_given_at_once),
		T(only_a_relation_may_change_a_person),
		T(numbers_change_for_a_cause_out_of_the_list),
		T(a_free_reason_is_not_kept_in_clear_with_a_number),
		T(a_taken_number_reads_the_same_whoever_has_it),
		T(a_search_in_vain_leaves_a_look_up_row),
		T(a_helper_is_named_by_number),
		T(an_unwritten_authority_is_kept_and_warned_of),
		T(showing_a_person_leaves_a_look_up_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
