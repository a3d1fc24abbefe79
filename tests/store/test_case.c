/*
 * Cases: numbers without gaps, classes apart, values in every version, lists
 * that show no more than their scope.
 */
#include <stdio.h>

#include "tests/store/registers.h"

#include "store/query.h"
#include "store/scope.h"
#include "store/task.h"

static const struct scope all = { .all = true };

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static struct case_head
head(struct fixture *f, int64_t id)
{
	struct case_head h;

	OK(f, case_get(f->s, id, &h, &f->e));
	return h;
}

/* The numbers of the cases that a list gives, as "1 3 ". */
static void
listed(struct fixture *f, const struct scope *scope,
    const struct case_filter *filter, const char *want)
{
	char got[256] = "", one[32];
	json_t *rows, *row;
	size_t i;

	OK(f, case_list(f->s, scope, filter, 0, 200, &rows, &f->e));
	json_array_foreach(rows, i, row) {
		(void)snprintf(one, sizeof(one), "%lld ",
		    (long long)json_integer_value(json_object_get(row, "id")));
		strcat(got, one);
	}
	json_decref(rows);
	assert_string_equal(got, want);
}

static void
put(struct fixture *f, int64_t id, const char *field, json_t *value, bool exact)
{
	struct case_head h = head(f, id);
	const struct case_find find = { field, value, exact };
	const struct case_change change = { .finds = &find, .n_finds = 1 };

	OK(f, case_save(f->tx, &h, &change, &f->e));
	json_decref(value);
}

static void
numbers_have_no_gaps_and_begin_anew_each_local_year(void **state)
{
	struct fixture *f = *state;
	struct savepoint sp;
	struct case_head h;

	fixture_case(f, "nav", "nav01");
	OK(f, savepoint_begin(f->tx, &sp, &f->e));
	fixture_case(f, "nav", "nav01");
	savepoint_rollback(&sp);
	OK(f, case_get(f->s, fixture_case(f, "nav", "nav01"), &h, &f->e));
	assert_int_equal(h.number, 2);
	/* 23:30 UTC on New Year's Eve is 2028 in Norway. */
	tx_set_now(f->tx, INT64_C(1830295800000));
	OK(f, case_get(f->s, fixture_case(f, "nav", "nav01"), &h, &f->e));
	assert_int_equal(h.year, 2028);
	assert_int_equal(h.number, 1);
}

static void
number_is_read_in_one_form_alone(void **state)
{
	static const char *const wrong[] = { "", "2027", "2027/", "2027/0",
		"2027/01", "27/1", "2027/1 ", " 2027/1", "2027/-1", "2027-1",
		"2027/1234567890123", "02027/1" };
	int64_t no;
	int year;
	size_t i;

	(void)state;
	assert_true(case_number_parse("2027/12", &year, &no));
	assert_int_equal(year, 2027);
	assert_int_equal(no, 12);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(case_number_parse(wrong[i], &year, &no));
}

static void
head_comes_back_as_it_was_saved(void **state)
{
	struct fixture *f = *state;
	struct case_head h = head(f, fixture_case(f, "nav", "nav01")), back;

	strcpy(h.stage, "mapping");
	strcpy(h.status, "waiting");
	strcpy(h.outcome, "done");
	h.entered = day("2027-02-01");
	h.closed = T0 + 7;
	h.cycle = 2;
	h.asks_help = true;
	tx_set_now(f->tx, T0 + 9);
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	back = head(f, h.id);
	assert_memory_equal(&h, &back, sizeof(h));
	assert_int_equal(back.rev, 2);
	assert_int_equal(back.changed, T0 + 9);
	assert_string_equal(back.workflow, "w");
}

static void
closed_cases_are_counted_as_they_close_reopen_and_roll_back(void **state)
{
	struct fixture *f = *state;
	struct case_head h = head(f, fixture_case(f, "nav", "nav01"));
	struct savepoint sp;
	int64_t open, closed;

	(void)fixture_case(f, "nav", "nav01");
	h.closed = T0;
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	OK(f, case_count(f->s, &open, &closed, &f->e));
	assert_int_equal(open, 1);
	assert_int_equal(closed, 1);
	OK(f, savepoint_begin(f->tx, &sp, &f->e));
	h.closed = 0;
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	OK(f, case_count(f->s, &open, &closed, &f->e));
	assert_int_equal(open, 2);
	savepoint_rollback(&sp);
	OK(f, case_count(f->s, &open, &closed, &f->e));
	assert_int_equal(closed, 1);
}

static void
save_of_an_old_revision_is_a_conflict(void **state)
{
	struct fixture *f = *state;
	struct case_head h = head(f, fixture_case(f, "nav", "nav01")), old = h;

	OK(f, case_save(f->tx, &h, NULL, &f->e));
	assert_int_equal(case_save(f->tx, &old, NULL, &f->e), RC_CONFLICT);
	assert_int_equal(head(f, h.id).rev, 2);
}

static void
unknown_case_is_not_found_by_any_name(void **state)
{
	struct fixture *f = *state;
	struct case_head h;

	assert_int_equal(case_get(f->s, 77, &h, &f->e), RC_NOTFOUND);
	assert_int_equal(case_find_number(f->s, "2027/77", &h, &f->e),
	    RC_NOTFOUND);
	assert_non_null(strstr(f->e.text, "2027/77"));
	assert_int_equal(case_find_number(f->s, "rubbish", &h, &f->e),
	    RC_NOTFOUND);
}

static void
classes_lie_apart_and_only_those_asked_for_are_read(void **state)
{
	struct fixture *f = *state;
	struct case_head h = head(f, fixture_case(f, "nav", "nav01"));
	json_t *clear = json_pack("{s:i}", "level", 2);
	json_t *health = json_pack("{s:s}", "diagnosis", "synlig");
	const struct case_change change = {
		.data = { [BF_CLASS_CASE] = clear, [BF_CLASS_HEALTH] = health }
	};
	json_t *out[BF_N_CLASSES], *one;
	struct query q;

	OK(f, case_save(f->tx, &h, &change, &f->e));
	OK(f,
	    case_data(f->s, h.id, 1u << BF_CLASS_CASE | 1u << BF_CLASS_ADDRESS,
		out, &f->e));
	assert_true(json_equal(out[BF_CLASS_CASE], clear));
	assert_null(out[BF_CLASS_HEALTH]);
	assert_int_equal(json_object_size(out[BF_CLASS_ADDRESS]), 0);
	json_decref(out[BF_CLASS_CASE]);
	json_decref(out[BF_CLASS_ADDRESS]);
	OK(f, case_data_all(f->s, h.id, 0x1f, &one, &f->e));
	assert_int_equal(json_object_size(one), 2);
	json_decref(one);
	query_begin(&q, f->s,
	    "SELECT count(*) FROM cases"
	    " WHERE data LIKE '%synlig%'");
	assert_true(query_row(&q));
	assert_int_equal(query_int(&q, 0), 0);
	OK(f, query_end(&q, &f->e));
	json_decref(clear);
	json_decref(health);
}

static void
range_finds_what_holds_now_and_reports_see_what_held_then(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_case(f, "nav", "nav01");
	json_t *two = json_integer(2), *three = json_integer(3), *rows, *row;
	struct case_filter filter = { .field = "level",
		.from = two,
		.to = three };

	put(f, id, "level", json_integer(2), false);
	listed(f, &all, &filter, "1 ");
	tx_set_now(f->tx, T0 + 1000);
	put(f, id, "level", json_integer(4), false);
	put(f, id, "level", json_integer(4), false);
	listed(f, &all, &filter, "");
	filter.to = NULL;
	listed(f, &all, &filter, "1 ");
	OK(f, case_values(f->s, "level", T0 + 999, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	row = json_array_get(rows, 0);
	assert_int_equal(json_integer_value(json_object_get(row, "value")), 2);
	assert_null(json_object_get(row, "ended")); /* not known then */
	json_decref(rows);
	OK(f, case_values(f->s, "level", T0 + 1000, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(rows, 0), "ended")),
	    T0 + 1000);
	json_decref(rows);
	put(f, id, "level", json_null(), false);
	listed(f, &all, &filter, "");
	json_decref(two);
	json_decref(three);
}

static void
stage_is_kept_in_every_version(void **state)
{
	struct fixture *f = *state;
	struct case_head h = head(f, fixture_case(f, "nav", "nav01"));
	json_t *rows;

	strcpy(h.stage, "mapping");
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	OK(f, case_values(f->s, "@stage", T0, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	json_decref(rows);
	OK(f, case_values(f->s, "@definition", T0, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
}

static void
exact_find_takes_each_value_of_a_list_and_keeps_none_in_clear(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_case(f, "nav", "nav01");
	json_t *a = json_string("landlord-a"), *b = json_string("landlord-b");
	struct case_filter filter = { .exact_field = "landlord", .exact = b };
	struct query q;

	put(f, id, "landlord", json_pack("[O, O]", a, b), true);
	listed(f, &all, &filter, "1 ");
	put(f, id, "landlord", json_pack("[O]", a), true);
	listed(f, &all, &filter, "");
	filter.exact = a;
	listed(f, &all, &filter, "1 ");
	put(f, id, "landlord", json_pack("[O, O]", a, b), true);
	filter.exact = b;
	listed(f, &all, &filter, "1 ");
	query_begin(&q, f->s,
	    "SELECT count(*) FROM case_value"
	    " WHERE field = 'landlord'");
	assert_true(query_row(&q));
	assert_int_equal(query_int(&q, 0), 0);
	OK(f, query_end(&q, &f->e));
	json_decref(a);
	json_decref(b);
}

static void
scope_shows_unit_and_open_task_and_nothing_else(void **state)
{
	static const char *const nav[] = { "nav" };
	static const char *const housing[] = { "housing" };
	const struct scope unit = { .units = nav, .n_units = 1 };
	/* A contact person without the unit has lost the case. */
	const struct scope contact = { .user = "helse01" };
	const struct scope task = { .units = housing, .n_units = 1 };
	const struct scope none = { .n_units = 0 };
	const struct case_filter any = { .open = 0 };
	struct fixture *f = *state;
	struct task t = { .key = "inspect",
		.unit = "housing",
		.title = (char *)(uintptr_t) "Befaring",
		.due = DATE_NONE,
		.cause = "definition",
		.created_by = "nav01" };

	fixture_case(f, "nav", "nav01");
	fixture_case(f, "health", "helse01");
	t.case_id = 1;
	OK(f, task_open(f->tx, &t, &f->e));
	listed(f, &all, &any, "1 2 ");
	listed(f, &unit, &any, "1 ");
	listed(f, &contact, &any, "");
	listed(f, &task, &any, "1 ");
	listed(f, &none, &any, "");
	OK(f, task_close(f->tx, t.id, "x", NULL, BF_CLASS_IDENTITY, &f->e));
	listed(f, &task, &any, "");
}

static void
filters_combine_and_pages_follow_each_other(void **state)
{
	struct fixture *f = *state;
	struct case_filter filter = { .unit = "nav",
		.open = 1,
		.workflow = "w",
		.stage = "intake",
		.with_data = true };
	struct case_head h;
	json_t *rows;
	int i;

	for (i = 0; i < 5; i++)
		fixture_case(f, i % 2 == 0 ? "nav" : "health", "nav01");
	listed(f, &all, &filter, "1 3 5 ");
	h = head(f, 3);
	h.closed = T0;
	OK(f, case_save(f->tx, &h, NULL, &f->e));
	listed(f, &all, &filter, "1 5 ");
	OK(f, case_list(f->s, &all, &filter, 1, 1, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	assert_true(
	    json_is_object(json_object_get(json_array_get(rows, 0), "data")));
	json_decref(rows);
	filter.open = -1;
	listed(f, &all, &filter, "3 ");
	filter.contact = "nobody";
	listed(f, &all, &filter, "");
}

static void
persons_of_a_field_are_found_through_the_scope(void **state)
{
	static const char *const health[] = { "health" };
	const struct scope other = { .units = health, .n_units = 1 };
	struct fixture *f = *state;
	const int64_t both[] = { 1, 2 }, one[] = { 2 };
	int64_t id = fixture_case(f, "nav", "nav01");
	json_t *cases;
	bool has;

	OK(f,
	    query_exec(f->s,
		"INSERT INTO person VALUES"
		" (1, 'a', 'open', 'nav', 1, 0, 0, NULL),"
		" (2, 'b', 'open', 'nav', 1, 0, 0, NULL)",
		&f->e));
	OK(f, case_set_persons(f->tx, id, "person", both, 2, &f->e));
	OK(f, case_has_person(f->s, &all, 1, &has, &f->e));
	assert_true(has);
	OK(f, case_has_person(f->s, &other, 1, &has, &f->e));
	assert_false(has);
	OK(f, case_set_persons(f->tx, id, "person", one, 1, &f->e));
	OK(f, case_has_person(f->s, &all, 1, &has, &f->e));
	assert_false(has);
	OK(f, case_of_person(f->s, &all, 2, &cases, &f->e));
	assert_string_equal(json_string_value(json_array_get(cases, 0)),
	    "2027/1");
	json_decref(cases);
}

static void
case_without_unit_or_contact_cannot_be(void **state)
{
	struct fixture *f = *state;

	fixture_case(f, "nav", "nav01");
	assert_int_equal(query_exec(f->s, "UPDATE cases SET contact = ''",
			     &f->e),
	    RC_INTERNAL); /* D-302 */
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(numbers_have_no_gaps_and_begin_anew_each_local_year),
		T(number_is_read_in_one_form_alone),
		T(head_comes_back_as_it_was_saved),
		T(closed_cases_are_counted_as_they_close_reopen_and_roll_back),
		T(save_of_an_old_revision_is_a_conflict),
		T(unknown_case_is_not_found_by_any_name),
		T(classes_lie_apart_and_only_those_asked_for_are_read),
		T(range_finds_what_holds_now_and_reports_see_what_held_then),
		T(stage_is_kept_in_every_version),
		T(exact_find_takes_each_value_of_a_list_and_keeps_none_in_clear),
		T(scope_shows_unit_and_open_task_and_nothing_else),
		T(filters_combine_and_pages_follow_each_other),
		T(persons_of_a_field_are_found_through_the_scope),
		T(case_without_unit_or_contact_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
