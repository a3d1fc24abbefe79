/*
 * Which roles open which methods.
 */
#include "tests/access/world.h"

#define N_ACCESS 9

static enum rc
call(const struct principal *p, enum bf_access access,
    const struct municipality *m)
{
	const struct bf_method method = { .name = "x.y", .access = access };
	struct err e = ERR_INIT;

	return gate_method(p, &method, m, &e);
}

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
		cmocka_unit_test(only_an_auditor_reads_the_whole_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
