/*
 * The gate: the whole matrix of roles, relations, classes and access, and that
 * unknown and forbidden cannot be told apart.
 */
#include "tests/store/registers.h"

#include "access/gate.h"
#include "model/definition.h"
#include "store/household.h"
#include "store/task.h"

static const struct unit nav = { "nav", "NAV", "nav", DOMAIN_SOCIAL };
static const struct unit flat = { "flat", "Bolig", "housing_office",
	DOMAIN_HOUSING };
static const struct unit care = { "care", "Helse", "coordinating",
	DOMAIN_HEALTH };
static const struct unit *const in_nav[] = { &nav };
static const char *const nav_names[] = { "nav" };
static const struct unit *const in_care[] = { &care };
static const char *const care_names[] = { "care" };
static const struct unit *const in_both[] = { &nav, &care };
static const char *const both_names[] = { "nav", "care" };
static const struct unit *const in_social[] = { &nav, &flat };
static const char *const social_names[] = { "nav", "flat" };

static const struct user kari = { "kari", "Kari", "kari", 0, in_nav, nav_names,
	1 };
static const struct user odd = { "odd", "Odd", "odd", 0, in_care, care_names,
	1 };
static const struct user both = { "both", "Bo", "bo", 0, in_both, both_names,
	2 };
static const struct user wide = { "wide", "Wi", "wi", 0, in_social,
	social_names, 2 };

static const struct municipality real = { .number = "5532", .name = "B" };
static const struct municipality trial = { .number = "5532",
	.name = "B",
	.test_identities = true };

static struct principal
who(const struct user *u, unsigned int roles)
{
	return (struct principal){ .user = u,
		.roles = roles,
		.basis = "",
		.reason = "" };
}

static struct principal
machine(void)
{
	return (struct principal){ .system = true, .basis = "", .reason = "" };
}

static enum rc
call(const struct principal *p, enum bf_access access,
    const struct municipality *m)
{
	const struct bf_method method = { .name = "x.y", .access = access };
	struct err e = ERR_INIT;

	return gate_method(p, &method, m, &e);
}

#define N_ACCESS 9

/* Rows are roles, columns the access classes from NONE to CLOCK. */
static void
each_role_opens_its_access_classes_and_no_other(void **state)
{
	static const char *const allowed[N_ROLES] = {
		/*		         NPSCPRDAC */
		[ROLE_CASEWORKER] = ".xxxx....",
		[ROLE_DECISION_MAKER] = ".xxxx....",
		[ROLE_COORDINATOR] = ".xxxx....",
		[ROLE_PERFORMER] = ".xxx.....",
		[ROLE_CARETAKER] = ".xxx.....",
		[ROLE_PROPERTY] = ".xxx.....",
		[ROLE_LEADER] = ".xxxxx...",
		[ROLE_FORUM] = ".xx..x...",
		[ROLE_ARCHIVIST] = ".xx......",
		[ROLE_ADMINISTRATOR] = ".xx...x.x",
		[ROLE_AUDITOR] = ".xx..x.x.",
	};
	unsigned int role, access;

	(void)state;
	for (role = 0; role < N_ROLES; role++) {
		struct principal p = who(&kari, 1u << role);

		for (access = 0; access < N_ACCESS; access++) {
			bool yes =
			    call(&p, (enum bf_access)access, &trial) == RC_OK;

			if (yes != (allowed[role][access] == 'x'))
				fail_msg("%s, access %u",
				    role_name((enum role)role), access);
		}
	}
}

static void
a_login_without_user_opens_only_the_public(void **state)
{
	struct principal p = who(NULL, 0xffffu);
	unsigned int access;

	(void)state;
	for (access = 0; access < N_ACCESS; access++)
		assert_int_equal(call(&p, (enum bf_access)access, &trial) ==
			RC_OK,
		    access == BF_ACCESS_PUBLIC);
}

static void
the_system_opens_cases_and_nothing_else(void **state)
{
	struct principal p = machine();
	unsigned int access;

	(void)state;
	for (access = 0; access < N_ACCESS; access++)
		assert_int_equal(call(&p, (enum bf_access)access, &trial) ==
			RC_OK,
		    access == BF_ACCESS_CASE);
}

static void
the_clock_moves_only_in_a_test_installation(void **state)
{
	struct principal admin = who(&kari, ROLE_BIT(ROLE_ADMINISTRATOR));
	struct principal web = who(NULL, 0);

	(void)state; /* 7.4 no 4 */
	assert_int_equal(call(&admin, BF_ACCESS_CLOCK, &real), RC_DENIED);
	assert_int_equal(call(&web, BF_ACCESS_CLOCK, &trial), RC_DENIED);
	web.gateway = "web";
	assert_int_equal(call(&web, BF_ACCESS_CLOCK, &trial), RC_OK);
	assert_int_equal(call(&web, BF_ACCESS_CLOCK, &real), RC_DENIED);
}

static void
a_refusal_says_which_roles_would_do(void **state)
{
	const struct bf_method m = { .name = "case.show",
		.access = BF_ACCESS_CASE };
	struct principal p = who(&kari, ROLE_BIT(ROLE_FORUM));
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(gate_method(&p, &m, &real, &e), RC_DENIED);
	assert_non_null(strstr(e.text, "caseworker, decision-maker"));
	assert_string_equal(e.name, "E_NO_BASIS");
}

static int64_t
open_task(struct fixture *f, int64_t case_id, const char *unit,
    const char *user, const char *key, const char *role)
{
	struct task t = { .case_id = case_id,
		.stage = "intake",
		.due = DATE_NONE,
		.cause = "definition",
		.title = (char *)(uintptr_t) "T" };

	strcpy(t.unit, unit);
	strcpy(t.user, user);
	strcpy(t.key, key);
	strcpy(t.role, role);
	OK(f, task_open(f->tx, &t, &f->e));
	return t.id;
}

static enum relation
relation_of(struct fixture *f, const struct principal *p, int64_t id)
{
	enum relation rel;
	struct case_head h;

	f->e = (struct err)ERR_INIT;
	(void)gate_case_id(p, f->s, id, GATE_READ, &h, &rel, &f->e);
	return rel;
}

/* Rows are roles; columns: contact, unit, task, stranger. */
static void
each_role_stands_to_a_case_as_it_may(void **state)
{
	static const char *const expected[N_ROLES] = {
		[ROLE_CASEWORKER] = "CUT.",
		[ROLE_DECISION_MAKER] = "CUT.",
		[ROLE_COORDINATOR] = "CUT.",
		[ROLE_PERFORMER] = "..T.",
		[ROLE_CARETAKER] = "..T.",
		[ROLE_PROPERTY] = "..T.",
		[ROLE_LEADER] = "CUT.",
		[ROLE_FORUM] = "....",
		[ROLE_ARCHIVIST] = "....",
		[ROLE_ADMINISTRATOR] = "....",
		[ROLE_AUDITOR] = "....",
	};
	static const char letters[N_RELATIONS] = { '.', 'T', 'U', 'C', 'S' };
	struct fixture f;
	int64_t ids[4];
	unsigned int role;
	size_t i;

	(void)state;
	fixture_begin(&f);
	ids[0] = fixture_case(&f, "care", "kari");
	ids[1] = fixture_case(&f, "nav", "odd");
	ids[2] = fixture_case(&f, "care", "odd");
	ids[3] = fixture_case(&f, "care", "odd");
	open_task(&f, ids[2], "nav", "", "", "");
	for (role = 0; role < N_ROLES; role++) {
		struct principal p = who(&kari, 1u << role);

		for (i = 0; i < 4; i++) {
			char got = letters[relation_of(&f, &p, ids[i])];

			if (got != expected[role][i])
				fail_msg("%s, column %zu: %c",
				    role_name((enum role)role), i, got);
		}
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
	OK(&f, task_close(f.tx, task, "kari", NULL, &f.e));
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

/* Rows are relations, columns the classes case … economy. */
static void
classes_go_by_relation_and_domain(void **state)
{
	static const struct {
		const struct user *user;
		const struct unit *unit;
		const char *rows[N_RELATIONS];
	} table[] = {
		/* NONE TASK UNIT CONTACT SYSTEM */
		{ &kari, &nav,
		    { ".....", "x....", "xxx.x", "xxx.x", "xxxxx" } },
		{ &odd, &care,
		    { ".....", "x....", "xxxxx", "xxxxx", "xxxxx" } },
		{ &both, NULL,
		    { ".....", "x....", "xxx.x", "xxx.x", "xxxxx" } },
		{ &both, &nav,
		    { ".....", "x....", "xxx.x", "xxx.x", "xxxxx" } },
		{ &both, &care,
		    { ".....", "x....", "xxxxx", "xxxxx", "xxxxx" } },
	};
	unsigned int rel, class;
	size_t i;

	(void)state; /* domain 0.3 no 5 */
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct principal p =
		    who(table[i].user, ROLE_BIT(ROLE_CASEWORKER));

		p.unit = table[i].unit;
		for (rel = 0; rel < N_RELATIONS; rel++) {
			for (class = 0; class < BF_N_CLASSES; class ++) {
				bool yes = gate_class(&p, (enum relation)rel,
				    (enum bf_class) class);

				if (yes != (table[i].rows[rel][class] == 'x'))
					fail_msg("row %zu, relation %u, %s", i,
					    rel,
					    bf_class_name(
						(enum bf_class) class));
			}
		}
	}
}

static void
who_could_choose_a_unit_is_told_so(void **state)
{
	struct principal p = who(&both, ROLE_BIT(ROLE_CASEWORKER));
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(gate_class_need(&p, RELATION_UNIT, BF_CLASS_HEALTH,
			     &e),
	    RC_DENIED);
	assert_non_null(strstr(e.text, "role=@unit"));
	p.unit = &care;
	assert_int_equal(gate_class_need(&p, RELATION_UNIT, BF_CLASS_HEALTH,
			     &e),
	    RC_OK);
	p = who(&wide, ROLE_BIT(ROLE_CASEWORKER));
	assert_int_equal(gate_class_need(&p, RELATION_UNIT, BF_CLASS_HEALTH,
			     &e),
	    RC_DENIED);
	assert_null(strstr(e.text, "role=@unit"));
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

static int64_t
add_person(struct fixture *f, enum person_grade grade, const char *unit)
{
	json_t *parts = json_pack("{s:{s:s}}", "identity", "name", "Kari");
	struct person p = { .grade = grade, .deceased = DATE_NONE };

	strcpy(p.owner_unit, unit);
	OK(f, person_create(f->tx, &p, parts, &f->e));
	json_decref(parts);
	return p.id;
}

#define I (1u << BF_CLASS_IDENTITY)
#define A (1u << BF_CLASS_ADDRESS)
#define H (1u << BF_CLASS_HEALTH)
#define E (1u << BF_CLASS_ECONOMY)
#define NO 0x100u /* not found */

static void
persons_go_by_grade_relation_and_way(void **state)
{
	static const unsigned int expected[2][3][3] = {
		/* id, number, name */
		[false] = {
			[PERSON_OPEN] = { NO, I, NO },
			[PERSON_PROTECTED] = { NO, 0, NO },
			[PERSON_STRICTLY_PROTECTED] = { NO, NO, NO },
		},
		[true] = {
			[PERSON_OPEN] = { I | A | E, I | A | E, I | A | E },
			[PERSON_PROTECTED] = { I | A | E, I | A | E,
			    I | A | E },
			[PERSON_STRICTLY_PROTECTED] = { I | E, I | E, I | E },
		},
	};
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	unsigned int related, grade, how, got;
	struct gate_view view;
	struct person out;
	struct fixture f;
	int64_t id;

	(void)state; /* domain 2.2 */
	fixture_begin(&f);
	for (related = 0; related < 2; related++) {
		for (grade = 0; grade < 3; grade++) {
			id = add_person(&f, (enum person_grade)grade,
			    related ? "nav" : "care");
			for (how = 0; how < 3; how++) {
				got =
				    gate_person(&p, f.s, id, (enum gate_how)how,
					&out, &view, &f.e) == RC_OK ?
				    view.classes :
				    NO;
				if (got != expected[related][grade][how])
					fail_msg("%u %u %u: %x", related, grade,
					    how, got);
				if (got != NO && grade != PERSON_OPEN)
					assert_false(view.list_address);
			}
		}
	}
	fixture_end(&f);
}

static void
a_case_relates_to_its_persons_but_a_task_does_not(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct gate_view view;
	struct person out;
	struct fixture f;
	int64_t id, row;

	(void)state;
	fixture_begin(&f);
	id = add_person(&f, PERSON_STRICTLY_PROTECTED, "care");
	row = fixture_case(&f, "care", "odd");
	OK(&f, case_set_persons(f.tx, row, "person", &id, 1, &f.e));
	open_task(&f, row, "nav", "kari", "", "");
	assert_int_equal(gate_person(&p, f.s, id, GATE_BY_ID, &out, &view,
			     &f.e),
	    RC_NOTFOUND);
	row = fixture_case(&f, "nav", "odd");
	OK(&f, case_set_persons(f.tx, row, "person", &id, 1, &f.e));
	OK(&f, gate_person(&p, f.s, id, GATE_BY_ID, &out, &view, &f.e));
	assert_true(view.related);
	fixture_end(&f);
}

static void
roles_without_persons_find_none(void **state)
{
	static const enum role roles[] = { ROLE_PERFORMER, ROLE_CARETAKER,
		ROLE_PROPERTY, ROLE_FORUM, ROLE_ARCHIVIST, ROLE_ADMINISTRATOR,
		ROLE_AUDITOR };
	struct gate_view view;
	struct person out;
	struct fixture f;
	int64_t id;
	size_t i;

	(void)state;
	fixture_begin(&f);
	id = add_person(&f, PERSON_OPEN, "nav");
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		struct principal p = who(&kari, ROLE_BIT(roles[i]));

		assert_int_equal(gate_person(&p, f.s, id, GATE_BY_NUMBER, &out,
				     &view, &f.e),
		    RC_NOTFOUND);
	}
	fixture_end(&f);
}

static void
unknown_and_forbidden_persons_answer_alike(void **state)
{
	struct principal p = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct err unknown = ERR_INIT, forbidden = ERR_INIT;
	struct gate_view view;
	struct person out;
	struct fixture f;
	uint64_t a, b;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	id = add_person(&f, PERSON_STRICTLY_PROTECTED, "care");
	a = store_statements(f.s);
	assert_int_equal(gate_person(&p, f.s, 0, GATE_BY_NUMBER, &out, &view,
			     &unknown),
	    RC_NOTFOUND);
	b = store_statements(f.s);
	assert_int_equal(gate_person(&p, f.s, id, GATE_BY_NUMBER, &out, &view,
			     &forbidden),
	    RC_NOTFOUND);
	assert_int_equal(store_statements(f.s) - b, b - a);
	assert_memory_equal(&unknown, &forbidden, sizeof(unknown));
	assert_int_equal(out.id, 0);
	fixture_end(&f);
}

static void
a_household_is_seen_by_those_of_its_members(void **state)
{
	struct principal ours = who(&kari, ROLE_BIT(ROLE_CASEWORKER));
	struct principal theirs = who(&odd, ROLE_BIT(ROLE_CASEWORKER));
	struct household_member in = { .relation = "self",
		.is_head = true,
		.birth_date = DATE_NONE,
		.to = DATE_NONE };
	struct household h = { .owner_unit = "flat" };
	struct fixture f;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	in.person = add_person(&f, PERSON_OPEN, "nav");
	in.from = day("2027-01-01");
	OK(&f, household_create(f.tx, &h, &f.e));
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	OK(&f, gate_household(&ours, f.s, h.id, &f.e));
	assert_int_equal(gate_household(&theirs, f.s, h.id, &f.e), RC_NOTFOUND);
	assert_int_equal(gate_household(&ours, f.s, h.id + 1, &f.e),
	    RC_NOTFOUND);
	fixture_end(&f);
}

static void
only_an_auditor_reads_the_whole_log(void **state)
{
	unsigned int role;

	(void)state;
	for (role = 0; role < N_ROLES; role++) {
		struct principal p = who(&kari, 1u << role);

		assert_int_equal(gate_audit(&p), role == ROLE_AUDITOR);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_role_opens_its_access_classes_and_no_other),
		cmocka_unit_test(a_login_without_user_opens_only_the_public),
		cmocka_unit_test(the_system_opens_cases_and_nothing_else),
		cmocka_unit_test(the_clock_moves_only_in_a_test_installation),
		cmocka_unit_test(a_refusal_says_which_roles_would_do),
		cmocka_unit_test(each_role_stands_to_a_case_as_it_may),
		cmocka_unit_test(the_system_stands_to_every_case),
		cmocka_unit_test(a_chosen_unit_narrows_the_relation),
		cmocka_unit_test(a_closed_task_shows_no_case),
		cmocka_unit_test(a_task_lets_nobody_write_the_case),
		cmocka_unit_test(a_task_lets_one_do_the_action_it_stands_for),
		cmocka_unit_test(unknown_and_forbidden_cases_answer_alike),
		cmocka_unit_test(
		    unknown_and_forbidden_row_numbers_answer_alike),
		cmocka_unit_test(classes_go_by_relation_and_domain),
		cmocka_unit_test(who_could_choose_a_unit_is_told_so),
		cmocka_unit_test(lists_show_what_the_gate_lets_through),
		cmocka_unit_test(persons_go_by_grade_relation_and_way),
		cmocka_unit_test(
		    a_case_relates_to_its_persons_but_a_task_does_not),
		cmocka_unit_test(roles_without_persons_find_none),
		cmocka_unit_test(unknown_and_forbidden_persons_answer_alike),
		cmocka_unit_test(a_household_is_seen_by_those_of_its_members),
		cmocka_unit_test(only_an_auditor_reads_the_whole_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
