/*
 * Decisions: numbered per case, sealed, immutable (D-304).
 */
#include "tests/store/registers.h"

#include "store/decision.h"
#include "store/history.h"
#include "store/outbox.h"
#include "store/query.h"
#include "store/schema.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
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

static struct decision
add(struct fixture *f, const char *type, int64_t cycle)
{
	json_t *text = json_pack("{s:s}", "text", "hemmelig grunn");
	struct decision d = { .case_id = 1,
		.cycle = cycle,
		.basis = "SOSTJL_27",
		.result = "granted",
		.date = day("2027-01-15"),
		.effective = DATE_NONE,
		.expires = day("2028-01-15"),
		.content = text,
		.reasons = text,
		.decided_by = "nav01",
		.unit = "nav",
		.commit = 3 };

	strcpy(d.type, type);
	OK(f, decision_add(f->tx, &d, &f->e));
	json_decref(text);
	d.content = d.reasons = NULL;
	return d;
}

static void
decisions_are_numbered_per_case_and_come_back(void **state)
{
	struct fixture *f = *state;
	json_t *rows, *row;

	assert_int_equal(add(f, "temporary", 1).no, 1);
	assert_int_equal(add(f, "service", 1).no, 2);
	OK(f, decision_list(f->s, 1, true, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	row = json_array_get(rows, 1);
	assert_string_equal(json_string_value(json_object_get(row, "type")),
	    "service");
	assert_string_equal(json_string_value(
				json_object_get(json_object_get(row, "reasons"),
				    "text")),
	    "hemmelig grunn");
	assert_null(json_object_get(row, "effective"));
	json_decref(rows);
	OK(f, decision_list(f->s, 1, false, &rows, &f->e));
	assert_null(json_object_get(json_array_get(rows, 0), "reasons"));
	json_decref(rows);
}

static void
decision_exists_in_its_cycle_and_of_its_type(void **state)
{
	struct fixture *f = *state;
	bool yes;

	OK(f, decision_exists(f->s, 1, 1, NULL, &yes, &f->e));
	assert_false(yes);
	add(f, "temporary", 1);
	OK(f, decision_exists(f->s, 1, 1, NULL, &yes, &f->e));
	assert_true(yes);
	OK(f, decision_exists(f->s, 1, 2, NULL, &yes, &f->e));
	assert_false(yes);
	OK(f, decision_exists(f->s, 1, 1, "service", &yes, &f->e));
	assert_false(yes);
}

static void
decision_cannot_be_changed_or_deleted(void **state)
{
	struct fixture *f = *state;

	add(f, "temporary", 1);
	assert_int_equal(query_exec(f->s,
			     "UPDATE decision"
			     " SET result = 'refused'",
			     &f->e),
	    RC_INTERNAL);
	assert_non_null(strstr(f->e.text, "immutable"));
	assert_int_equal(query_exec(f->s, "DELETE FROM decision", &f->e),
	    RC_INTERNAL);
}

static void
report_sees_what_was_recorded_by_then(void **state)
{
	struct fixture *f = *state;
	json_t *rows;

	add(f, "temporary", 1);
	tx_set_now(f->tx, T0 + 10);
	add(f, "service", 1);
	OK(f, decision_list_all(f->s, T0 + 9, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
}

/* A step of UNIT in the case, now. */
static void
did(struct fixture *f, const char *unit)
{
	const struct history_row row = { .kind = "act",
		.subject_kind = "case",
		.subject = 1,
		.seq = 2,
		.commit = commit_next(f->tx),
		.actor = "x",
		.unit = unit,
		.role = "caseworker",
		.basis = "" };
	json_t *part = json_object();
	const json_t *parts[1] = { part };

	OK(f, history_add(f->tx, &row, parts, 1, NULL, &f->e));
	json_decref(part);
}

static void
letter(struct fixture *f, const char *key)
{
	struct outbox o = { .kind = "letter", .case_id = 1, .due = T0 };

	strcpy(o.key, key);
	o.payload = json_object();
	OK(f, outbox_add(f->tx, &o, &f->e));
	outbox_fini(&o);
}

/* The class of the row of TABLE with number ID. */
static int64_t
class_of(struct fixture *f, const char *table, int64_t id)
{
	char sql[80];
	struct query q;
	int64_t class = 0;

	snprintf(sql, sizeof(sql), "SELECT class FROM %s WHERE id = ?1", table);
	query_begin_once(&q, f->s, sql);
	query_bind_int(&q, id);
	if (query_row(&q))
		class = query_int(&q, 0);
	OK(f, query_end(&q, &f->e));
	return class;
}

/* The migration: each row as if the unit that wrote it had written it today. */
static void
what_was_written_before_is_of_its_writers_class(void **state)
{
	struct fixture *f = *state;
	struct decision d;

	OK(f,
	    query_exec(f->s,
		"INSERT INTO unit_version (name, body, recorded) VALUES"
		" ('psych', '{\"domain\":\"health\"}', 1),"
		" ('office', '{\"domain\":\"social\"}', 1);"
		"DROP TRIGGER decision_keep;",
		&f->e));
	tx_set_now(f->tx, T0 + 1);
	did(f, "psych");
	d = add(f, "temporary", 1);
	letter(f, "a");
	tx_set_now(f->tx, T0 + 2);
	did(f, "office");
	assert_int_equal(add(f, "service", 1).id, d.id + 1);
	letter(f, "b");
	OK(f, query_exec(f->s, schema_words[1], &f->e));
	assert_int_equal(class_of(f, "decision", d.id), BF_CLASS_HEALTH);
	assert_int_equal(class_of(f, "decision", d.id + 1), BF_CLASS_IDENTITY);
	assert_int_equal(class_of(f, "outbox", 1), BF_CLASS_HEALTH);
	assert_int_equal(class_of(f, "outbox", 2), BF_CLASS_IDENTITY);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(decisions_are_numbered_per_case_and_come_back),
		T(decision_exists_in_its_cycle_and_of_its_type),
		T(decision_cannot_be_changed_or_deleted),
		T(report_sees_what_was_recorded_by_then),
		T(what_was_written_before_is_of_its_writers_class),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
