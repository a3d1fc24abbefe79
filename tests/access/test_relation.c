/*
 * What a role has to do with a case, and that unknown and forbidden cannot be
 * told apart.
 */
#include "tests/access/world.h"

/*
 * Rows are roles; columns: contact, unit, task, task for the role, contact who
 * has left the unit, stranger.
 */
static void
each_role_stands_to_a_case_as_it_may(void **state)
{
	static const char *const expected[N_ROLES] = {
		[ROLE_CASEWORKER] = "CUTT..",
		[ROLE_DECISION_MAKER] = "CUTT..",
		[ROLE_COORDINATOR] = "CUTT..",
		[ROLE_PERFORMER] = "..TT..",
		[ROLE_CARETAKER] = "...T..",
		[ROLE_PROPERTY] = "...T..",
		[ROLE_LEADER] = "CUTT..",
		[ROLE_FORUM] = "......",
		[ROLE_ARCHIVIST] = "......",
		[ROLE_ADMINISTRATOR] = "......",
		[ROLE_AUDITOR] = "......",
	};
	static const char letters[N_RELATIONS] = { '.', 'P', 'T', 'E', 'R', 'U',
		'C', 'S' };
	struct fixture f;
	int64_t ids[6];
	unsigned int role;
	size_t i;

	(void)state;
	fixture_begin(&f);
	ids[0] = fixture_case(&f, "nav", "kari");
	ids[1] = fixture_case(&f, "nav", "odd");
	ids[2] = fixture_case(&f, "care", "odd");
	ids[3] = fixture_case(&f, "care", "odd");
	ids[4] = fixture_case(&f, "care", "kari");
	ids[5] = fixture_case(&f, "care", "odd");
	open_task(&f, ids[2], "nav", "", "", "");
	for (role = 0; role < N_ROLES; role++) {
		struct principal p = who(&kari, 1u << role);
		int64_t named = open_task(&f, ids[3], "nav", "", "",
		    role_name((enum role)role));

		for (i = 0; i < 6; i++) {
			char got = letters[relation_of(&f, &p, ids[i])];

			if (got != expected[role][i])
				fail_msg("%s, column %zu: %c",
				    role_name((enum role)role), i, got);
		}
		OK(&f,
		    task_close(f.tx, named, "kari", NULL, BF_CLASS_IDENTITY,
			&f.e));
	}
	fixture_end(&f);
}

static void
the_system_stands_to_every_case(void **state)
{
	struct principal p = machine();
	struct fixture f;

	(void)state;
	fixture_begin(&f);
	assert_int_equal(relation_of(&f, &p, fixture_case(&f, "nav", "odd")),
	    RELATION_SYSTEM);
	assert_int_equal(relation_of(&f, &p, 99), RELATION_NONE);
	fixture_end(&f);
}

static void
a_chosen_unit_narrows_the_relation(void **state)
{
	struct principal p = who(&both, ROLE_BIT(ROLE_CASEWORKER));
	struct fixture f;
	int64_t id;

	(void)state; /* domain 2.7: the same employee holds both roles */
	fixture_begin(&f);
	id = fixture_case(&f, "nav", "odd");
	assert_int_equal(relation_of(&f, &p, id), RELATION_UNIT);
	p.unit = &care;
	assert_int_equal(relation_of(&f, &p, id), RELATION_NONE);
	fixture_end(&f);
}

static void
a_closed_task_shows_no_case(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_PERFORMER));
	struct fixture f;
	int64_t id, task;

	(void)state;
	fixture_begin(&f);
	id = fixture_case(&f, "care", "odd");
	task = open_task(&f, id, "care", "kari", "", "");
	assert_int_equal(relation_of(&f, &p, id), RELATION_TASK);
	OK(&f, task_close(f.tx, task, "kari", NULL, BF_CLASS_IDENTITY, &f.e));
	assert_int_equal(relation_of(&f, &p, id), RELATION_NONE);
	fixture_end(&f);
}

static void
a_task_lets_nobody_write_the_case(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct fixture f;
	struct case_head h;
	enum relation rel;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = fixture_case(&f, "care", "odd");
	open_task(&f, id, "nav", "", "", "");
	assert_int_equal(gate_case(&p, f.s, "2027/1", GATE_WRITE, &h, &rel,
			     &f.e),
	    RC_DENIED);
	OK(&f, gate_case(&p, f.s, "2027/1", GATE_TASK, &h, &rel, &f.e));
	assert_int_equal(h.id, id);
	fixture_end(&f);
}

static void
a_task_lets_one_do_the_action_it_stands_for(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_PERFORMER));
	struct principal other = who(&odd, ROLE_BIT(ROLE_PERFORMER));
	struct fixture f;
	struct case_head h;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = fixture_case(&f, "care", "odd");
	open_task(&f, id, "nav", "", "visit", "performer");
	open_task(&f, id, "nav", "", "report", "caretaker");
	open_task(&f, id, "nav", "wide", "call", "");
	OK(&f, case_get(f.s, id, &h, &f.e));
	OK(&f, gate_action(&p, f.s, &h, RELATION_TASK, "visit", &f.e));
	assert_int_equal(gate_action(&p, f.s, &h, RELATION_TASK, "close", &f.e),
	    RC_DENIED);
	assert_int_equal(gate_action(&p, f.s, &h, RELATION_TASK, "report",
			     &f.e),
	    RC_DENIED);
	assert_int_equal(gate_action(&p, f.s, &h, RELATION_TASK, "call", &f.e),
	    RC_DENIED);
	assert_int_equal(gate_action(&other, f.s, &h, RELATION_TASK, "visit",
			     &f.e),
	    RC_DENIED);
	assert_int_equal(gate_action(&p, f.s, &h, RELATION_NONE, "visit", &f.e),
	    RC_DENIED);
	OK(&f, gate_action(&other, f.s, &h, RELATION_UNIT, "close", &f.e));
	fixture_end(&f);
}

/* What one asking of NUMBER meets: the error and the statements it took. */
static uint64_t
ask(struct fixture *f, const struct principal *p, const char *number,
    enum gate_want want, struct err *e)
{
	uint64_t before = store_statements(f->s);
	struct case_head h;
	enum relation rel;

	*e = (struct err)ERR_INIT;
	assert_int_equal(gate_case(p, f->s, number, want, &h, &rel, e),
	    RC_NOTFOUND);
	assert_int_equal(h.id, 0);
	return store_statements(f->s) - before;
}

static void
unknown_and_forbidden_cases_answer_alike(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct err unknown, forbidden;
	struct fixture f;
	uint64_t n;
	char *at;

	(void)state; /* interfaces §4 */
	fixture_begin(&f);
	(void)fixture_case(&f, "care", "odd");
	n = ask(&f, &p, "2027/9", GATE_WRITE, &unknown);
	assert_int_equal(ask(&f, &p, "2027/1", GATE_WRITE, &forbidden), n);
	at = strchr(unknown.text, '9');
	assert_non_null(at);
	*at = '1';
	assert_memory_equal(&unknown, &forbidden, sizeof(unknown));
	fixture_end(&f);
}

static void
unknown_and_forbidden_row_numbers_answer_alike(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct err unknown = ERR_INIT, forbidden = ERR_INIT;
	struct case_head h;
	struct fixture f;
	enum relation rel;
	uint64_t a, b;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = fixture_case(&f, "care", "odd");
	a = store_statements(f.s);
	assert_int_equal(gate_case_id(&p, f.s, 99, GATE_READ, &h, &rel,
			     &unknown),
	    RC_NOTFOUND);
	b = store_statements(f.s);
	assert_int_equal(gate_case_id(&p, f.s, id, GATE_READ, &h, &rel,
			     &forbidden),
	    RC_NOTFOUND);
	assert_int_equal(store_statements(f.s) - b, b - a);
	assert_memory_equal(&unknown, &forbidden, sizeof(unknown));
	fixture_end(&f);
}

/* A list shows exactly the cases to which the principal has a relation. */
static void
lists_show_what_the_gate_lets_through(void **state)
{
	static const struct case_filter any;
	struct scope scope;
	struct fixture f;
	unsigned int role;
	size_t i, n;
	json_t *rows;
	int64_t ids[4];

	(void)state;
	fixture_begin(&f);
	ids[0] = fixture_case(&f, "care", "kari");
	ids[1] = fixture_case(&f, "nav", "odd");
	ids[2] = fixture_case(&f, "care", "odd");
	ids[3] = fixture_case(&f, "care", "odd");
	open_task(&f, ids[2], "nav", "", "", "");
	for (role = 0; role < N_ROLES; role++) {
		struct principal p = who(&kari, 1u << role);

		for (i = n = 0; i < 4; i++)
			n += relation_of(&f, &p, ids[i]) != RELATION_NONE;
		gate_scope(&p, &scope);
		f.e = (struct err)ERR_INIT;
		OK(&f, case_list(f.s, &scope, &any, 0, 100, &rows, &f.e));
		if (json_array_size(rows) != n)
			fail_msg("%s: %zu rows, not %zu",
			    role_name((enum role)role), json_array_size(rows),
			    n);
		json_decref(rows);
	}
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_stands_to_a_case_as_it_may),
		cmocka_unit_test(the_system_stands_to_every_case),
		cmocka_unit_test(a_chosen_unit_narrows_the_relation),
		cmocka_unit_test(a_closed_task_shows_no_case),
		cmocka_unit_test(a_task_lets_nobody_write_the_case),
		cmocka_unit_test(a_task_lets_one_do_the_action_it_stands_for),
		cmocka_unit_test(unknown_and_forbidden_cases_answer_alike),
		cmocka_unit_test(
		    unknown_and_forbidden_row_numbers_answer_alike),
		cmocka_unit_test(lists_show_what_the_gate_lets_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
