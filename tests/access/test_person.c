/*
 * Persons and households: grade, relation and the way they were asked for.
 */
#include "tests/access/world.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persons_go_by_grade_relation_and_way),
		cmocka_unit_test(
		    a_case_relates_to_its_persons_but_a_task_does_not),
		cmocka_unit_test(roles_without_persons_find_none),
		cmocka_unit_test(unknown_and_forbidden_persons_answer_alike),
		cmocka_unit_test(a_household_is_seen_by_those_of_its_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
