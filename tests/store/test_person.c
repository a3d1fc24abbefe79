/*
 * The register of persons (domain 2.2): versions, numbers, helpers, names.
 */
#include "tests/store/registers.h"

#include "store/person.h"
#include "store/scope.h"

static const char *const nav[] = { "nav" };
static const char *const other[] = { "other" };
static const struct scope of_nav = { .units = nav, .n_units = 1 };
static const struct scope of_other = { .units = other, .n_units = 1 };
static const struct scope of_all = { .all = true };

static int64_t
add(struct fixture *f, const char *name)
{
	json_t *parts =
	    json_pack("{s:{s:s, s:s}, s:{s:s}}", "identity", "name", name,
		"birth_date", "1990-02-03", "address", "street", "Testvegen 1");
	struct person p = { .grade = PERSON_OPEN,
		.owner_unit = "nav",
		.deceased = DATE_NONE };

	OK(f, person_create(f->tx, &p, parts, &f->e));
	json_decref(parts);
	return p.id;
}

static void
identify(struct fixture *f, int64_t person, const char *value, int64_t *id)
{
	const struct person_identifier in = { .person = person,
		.type = "synthetic",
		.value = value,
		.valid_from = DATE_NONE,
		.valid_to = DATE_NONE,
		.reason = "new" };

	OK(f, person_identifier_add(f->tx, &in, id, &f->e));
}

static size_t
found(struct fixture *f, const struct scope *scope, const char *name)
{
	int64_t ids[10];
	size_t n;

	OK(f, person_find_name(f->s, scope, name, 0, 10, ids, &n, &f->e));
	return n;
}

static const char *
text_at(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text == NULL ? "" : text;
}

static void
a_person_is_loaded_as_created(void **state)
{
	struct fixture f;
	struct person p;
	json_t *part;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = add(&f, "Kari Nordmann");
	OK(&f, person_load(f.s, id, &p, &f.e));
	assert_int_equal(p.rev, 1);
	assert_int_equal(p.created, T0);
	assert_int_equal(strlen(p.uuid), 36);
	assert_string_equal(p.owner_unit, "nav");
	assert_false(date_is_set(p.deceased));
	OK(&f, person_part(f.s, id, BF_CLASS_IDENTITY, &part, &f.e));
	assert_string_equal(text_at(part, "name"), "Kari Nordmann");
	json_decref(part);
	OK(&f, person_part(f.s, id, BF_CLASS_HEALTH, &part, &f.e));
	assert_int_equal(json_object_size(part), 0);
	json_decref(part);
	assert_int_equal(person_load(f.s, id + 1, &p, &f.e), RC_NOTFOUND);
	fixture_end(&f);
}

static void
every_version_is_kept_as_it_was_known(void **state)
{
	json_t *change = json_pack("{s:{s:s}, s:n}", "identity", "name",
	    "Kari Hansen", "address");
	struct fixture f;
	struct person p, then;
	json_t *parts;
	int64_t id;

	(void)state; /* 7.4 no 12 */
	fixture_begin(&f);
	id = add(&f, "Kari Nordmann");
	OK(&f, person_load(f.s, id, &p, &f.e));
	tx_set_now(f.tx, T0 + 1000);
	p.grade = PERSON_STRICTLY_PROTECTED;
	OK(&f, person_save(f.tx, &p, change, &f.e));
	assert_int_equal(p.rev, 2);
	OK(&f, person_as_of(f.s, id, T0 + 999, &then, &parts, &f.e));
	assert_int_equal(then.grade, PERSON_OPEN);
	assert_int_equal(then.rev, 1);
	assert_string_equal(text_at(json_object_get(parts, "identity"), "name"),
	    "Kari Nordmann");
	assert_string_equal(text_at(json_object_get(parts, "address"),
				"street"),
	    "Testvegen 1");
	json_decref(parts);
	OK(&f, person_as_of(f.s, id, T0 + 1000, &then, &parts, &f.e));
	assert_int_equal(then.grade, PERSON_STRICTLY_PROTECTED);
	assert_int_equal(json_object_size(json_object_get(parts, "address")),
	    0);
	json_decref(parts);
	assert_int_equal(person_as_of(f.s, id, T0 - 1, &then, &parts, &f.e),
	    RC_NOTFOUND);
	json_decref(change);
	fixture_end(&f);
}

static void
an_old_revision_is_a_conflict(void **state)
{
	json_t *none = json_object();
	struct fixture f;
	struct person p, old;
	int64_t id;

	(void)state; /* 7.4 no 9 */
	fixture_begin(&f);
	id = add(&f, "Kari");
	OK(&f, person_load(f.s, id, &p, &f.e));
	old = p;
	OK(&f, person_save(f.tx, &p, none, &f.e));
	assert_int_equal(person_save(f.tx, &old, none, &f.e), RC_CONFLICT);
	assert_non_null(strstr(f.e.text, "changed by somebody else"));
	json_decref(none);
	fixture_end(&f);
}

static void
a_part_of_no_class_is_refused(void **state)
{
	json_t *parts = json_pack("{s:{}}", "case");
	struct person p = { .owner_unit = "nav", .deceased = DATE_NONE };
	struct fixture f;

	(void)state;
	fixture_begin(&f);
	assert_int_equal(person_create(f.tx, &p, parts, &f.e), RC_INVALID);
	json_decref(parts);
	fixture_end(&f);
}

static void
a_person_is_found_by_each_number_they_ever_had(void **state)
{
	struct fixture f;
	int64_t id, dnr, fnr, who, ended;
	json_t *list;

	(void)state; /* domain 0.3 no 10: the D-number goes inactive */
	fixture_begin(&f);
	id = add(&f, "Amina");
	identify(&f, id, "55818012345", &dnr);
	identify(&f, id, "15818012345", &fnr);
	tx_set_now(f.tx, T0 + 5);
	OK(&f,
	    person_identifier_end(f.tx, dnr, day("2027-01-31"), "replaced",
		&ended, &f.e));
	OK(&f, person_find_number(f.s, "55818012345", &who, &f.e));
	assert_int_equal(who, id);
	OK(&f, person_find_number(f.s, "15818012345", &who, &f.e));
	assert_int_equal(who, id);
	OK(&f, person_find_number(f.s, "15818012346", &who, &f.e));
	assert_int_equal(who, 0);
	OK(&f, person_identifiers(f.s, id, 0, &list, &f.e));
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(text_at(json_array_get(list, 1), "valid_to"),
	    "2027-01-31");
	assert_string_equal(text_at(json_array_get(list, 1), "value"),
	    "55818012345");
	json_decref(list);
	OK(&f, person_identifiers(f.s, id, T0 + 4, &list, &f.e));
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(text_at(json_array_get(list, 0), "valid_to"), "");
	json_decref(list);
	OK(&f, person_identifiers(f.s, id, T0 + 5, &list, &f.e));
	assert_int_equal(json_array_size(list), 2);
	json_decref(list);
	fixture_end(&f);
}

static void
a_number_belongs_to_one_person_until_withdrawn(void **state)
{
	struct person_identifier in = { .type = "synthetic",
		.value = "15818012345",
		.valid_from = DATE_NONE,
		.valid_to = DATE_NONE,
		.reason = "new" };
	struct fixture f;
	int64_t a, b, number, id, who;

	(void)state;
	fixture_begin(&f);
	a = add(&f, "A");
	b = add(&f, "B");
	identify(&f, a, in.value, &number);
	in.person = b;
	assert_int_equal(person_identifier_add(f.tx, &in, &id, &f.e),
	    RC_CONFLICT);
	assert_string_equal(f.e.name, "E_ID_TAKEN");
	assert_null(strstr(f.e.text, in.value));
	in.person = a;
	assert_int_equal(person_identifier_add(f.tx, &in, &id, &f.e),
	    RC_CONFLICT);
	assert_string_equal(f.e.name, "E_ID_KNOWN");
	OK(&f, person_identifier_withdraw(f.tx, number, &f.e));
	assert_int_equal(person_identifier_withdraw(f.tx, number, &f.e),
	    RC_NOTFOUND);
	in.person = b;
	OK(&f, person_identifier_add(f.tx, &in, &id, &f.e));
	OK(&f, person_find_number(f.s, in.value, &who, &f.e));
	assert_int_equal(who, b);
	fixture_end(&f);
}

static void
names_are_found_the_norwegian_way(void **state)
{
	struct fixture f;

	(void)state; /* 7.4 no 6 */
	fixture_begin(&f);
	add(&f, "Åse-Marie Øvergård");
	add(&f, "Per Aas");
	assert_int_equal(found(&f, &of_nav, "aase øver"), 1);
	assert_int_equal(found(&f, &of_nav, "MARIE"), 1);
	assert_int_equal(found(&f, &of_nav, "A\xcc\x8ase"), 1);
	assert_int_equal(found(&f, &of_nav, "ås"), 2);
	assert_int_equal(found(&f, &of_nav, "verg"), 0);
	assert_int_equal(person_find_name(f.s, &of_nav, " a", 0, 1, NULL,
			     &(size_t){ 0 }, &f.e),
	    RC_INVALID);
	fixture_end(&f);
}

static void
a_name_is_found_by_its_scope_alone(void **state)
{
	struct fixture f;
	struct err e = ERR_INIT;
	int64_t id, row;
	bool yes;

	(void)state;
	fixture_begin(&f);
	id = add(&f, "Kari");
	assert_int_equal(found(&f, &of_nav, "kari"), 1);
	assert_int_equal(found(&f, &of_other, "kari"), 0);
	assert_int_equal(found(&f, &of_all, "kari"), 1);
	row = fixture_case(&f, "other", "ola");
	OK(&f, case_set_persons(f.tx, row, "person", &id, 1, &f.e));
	assert_int_equal(found(&f, &of_other, "kari"), 1);
	OK(&f, case_set_persons(f.tx, row, "person", NULL, 0, &f.e));
	assert_int_equal(person_in_scope(f.s, &of_other, id, &yes, &e), RC_OK);
	assert_false(yes);
	assert_int_equal(person_in_scope(f.s, &of_all, 99, &yes, &e), RC_OK);
	assert_false(yes);
	fixture_end(&f);
}

static void
pages_of_names_go_on_by_id(void **state)
{
	struct fixture f;
	int64_t ids[2], first;
	size_t n;

	(void)state;
	fixture_begin(&f);
	first = add(&f, "Kari A");
	add(&f, "Ola");
	add(&f, "Kari B");
	add(&f, "Kari C");
	OK(&f, person_find_name(f.s, &of_nav, "kari", 0, 2, ids, &n, &f.e));
	assert_int_equal(n, 2);
	assert_int_equal(ids[0], first);
	OK(&f,
	    person_find_name(f.s, &of_nav, "kari", ids[1], 2, ids, &n, &f.e));
	assert_int_equal(n, 1);
	fixture_end(&f);
}

static void
the_index_follows_changes_and_rollbacks(void **state)
{
	json_t *change = json_pack("{s:{s:s}}", "identity", "name", "Siv");
	struct savepoint sp;
	struct fixture f;
	struct person p;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = add(&f, "Kari");
	assert_int_equal(found(&f, &of_nav, "kari"), 1);
	OK(&f, savepoint_begin(f.tx, &sp, &f.e));
	OK(&f, person_load(f.s, id, &p, &f.e));
	OK(&f, person_save(f.tx, &p, change, &f.e));
	add(&f, "Nils");
	assert_int_equal(found(&f, &of_nav, "kari"), 0);
	assert_int_equal(found(&f, &of_nav, "siv"), 1);
	assert_int_equal(found(&f, &of_nav, "nils"), 1);
	savepoint_rollback(&sp);
	assert_int_equal(found(&f, &of_nav, "kari"), 1);
	assert_int_equal(found(&f, &of_nav, "siv"), 0);
	assert_int_equal(found(&f, &of_nav, "nils"), 0);
	json_decref(change);
	fixture_end(&f);
}

static void
a_representative_shows_an_authority_but_a_lawyer_need_not(void **state)
{
	struct person_link in = { .kind = "representative",
		.name = "Advokat",
		.scope = "all",
		.valid_from = DATE_NONE,
		.valid_to = DATE_NONE };
	struct fixture f;
	int64_t id, ended;
	json_t *list;

	(void)state; /* A-5, fvl § 12 */
	fixture_begin(&f);
	in.person = add(&f, "Kari");
	OK(&f, person_link_add(f.tx, &in, &id, &f.e));
	in.lawyer = true;
	OK(&f, person_link_add(f.tx, &in, &id, &f.e));
	in.lawyer = false;
	in.kind = "guardian";
	OK(&f, person_link_add(f.tx, &in, &id, &f.e));
	OK(&f, person_links(f.s, in.person, DATE_NONE, &list, &f.e));
	assert_int_equal(json_array_size(list), 3);
	assert_true(
	    json_is_false(json_object_get(json_array_get(list, 0), "valid")));
	assert_true(
	    json_is_true(json_object_get(json_array_get(list, 1), "valid")));
	assert_true(
	    json_is_true(json_object_get(json_array_get(list, 2), "valid")));
	json_decref(list);
	OK(&f, person_link_end(f.tx, id, day("2027-02-01"), &ended, &f.e));
	OK(&f, person_links(f.s, in.person, day("2027-02-02"), &list, &f.e));
	assert_int_equal(json_array_size(list), 2);
	json_decref(list);
	OK(&f, person_links(f.s, in.person, day("2027-02-01"), &list, &f.e));
	assert_int_equal(json_array_size(list), 3);
	json_decref(list);
	fixture_end(&f);
}

static void
a_save_that_fails_at_any_statement_leaves_nothing(void **state)
{
	json_t *change = json_pack("{s:{s:s}, s:{s:s}}", "identity", "name",
	    "Siv", "address", "street", "Testvegen 2");
	struct savepoint sp;
	struct fixture f;
	struct person p;
	int64_t id;
	int n, left;
	enum rc rc;

	(void)state;
	fixture_begin(&f);
	id = add(&f, "Kari");
	for (n = 1;; n++) {
		OK(&f, person_load(f.s, id, &p, &f.e));
		OK(&f, savepoint_begin(f.tx, &sp, &f.e));
		left = n;
		store_set_fault(f.s, fixture_fault, &left);
		rc = person_save(f.tx, &p, change, &f.e);
		store_set_fault(f.s, NULL, NULL);
		if (rc == RC_OK)
			break;
		assert_int_equal(rc, RC_DISK_FULL);
		savepoint_rollback(&sp);
		OK(&f, person_load(f.s, id, &p, &f.e));
		assert_int_equal(p.rev, 1);
		assert_int_equal(found(&f, &of_nav, "kari"), 1);
		assert_int_equal(found(&f, &of_nav, "siv"), 0);
	}
	assert_true(n > 6);
	OK(&f, savepoint_release(&sp, &f.e));
	assert_int_equal(found(&f, &of_nav, "siv"), 1);
	json_decref(change);
	fixture_end(&f);
}

static void
a_link_has_a_scope_and_somebody_else(void **state)
{
	struct person_link in = { .kind = "guardian",
		.name = "N",
		.scope = "",
		.valid_from = DATE_NONE,
		.valid_to = DATE_NONE };
	struct fixture f;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	in.person = add(&f, "Kari");
	assert_int_equal(person_link_add(f.tx, &in, &id, &f.e), RC_FIELDS);
	in.scope = "all";
	in.name = "";
	assert_int_equal(person_link_add(f.tx, &in, &id, &f.e), RC_FIELDS);
	in.other = in.person;
	assert_int_equal(person_link_add(f.tx, &in, &id, &f.e), RC_FIELDS);
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_is_loaded_as_created),
		cmocka_unit_test(every_version_is_kept_as_it_was_known),
		cmocka_unit_test(an_old_revision_is_a_conflict),
		cmocka_unit_test(a_part_of_no_class_is_refused),
		cmocka_unit_test(
		    a_person_is_found_by_each_number_they_ever_had),
		cmocka_unit_test(
		    a_number_belongs_to_one_person_until_withdrawn),
		cmocka_unit_test(names_are_found_the_norwegian_way),
		cmocka_unit_test(a_name_is_found_by_its_scope_alone),
		cmocka_unit_test(pages_of_names_go_on_by_id),
		cmocka_unit_test(the_index_follows_changes_and_rollbacks),
		cmocka_unit_test(
		    a_representative_shows_an_authority_but_a_lawyer_need_not),
		cmocka_unit_test(
		    a_save_that_fails_at_any_statement_leaves_nothing),
		cmocka_unit_test(a_link_has_a_scope_and_somebody_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
