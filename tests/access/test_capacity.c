/*
 * Who may consent, and to what: age, guardians, authorities (law row 32; pbrl
 * §§ 4-3, 4-4; A-5).
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include <boflyt/plugin.h>

#include "access/capacity.h"

#define CASE (1u << BF_CLASS_CASE)
#define HEALTH (1u << BF_CLASS_HEALTH)
#define ECONOMY (1u << BF_CLASS_ECONOMY)

static enum rc
check(int age, unsigned int classes, const char *giver, const char *kind,
    const char *scope, bool valid)
{
	const struct capacity c = { .age = age,
		.classes = classes,
		.health_age = 16,
		.other_age = 18,
		.giver = giver,
		.link_kind = kind,
		.scope = scope,
		.link_valid = valid };
	struct err e = ERR_INIT;
	enum rc rc = capacity_check(&c, &e);

	if (rc != RC_OK)
		assert_string_equal(e.name, "E_CONSENT_CAPACITY");
	return rc;
}

static void
one_consents_from_sixteen_in_health_and_of_age_in_all_else(void **state)
{
	static const struct {
		int age;
		unsigned int classes;
		bool may;
	} table[] = {
		{ -1, CASE, false },
		{ 15, HEALTH, false },
		{ 16, HEALTH, true },
		{ 16, HEALTH | CASE, false },
		{ 17, ECONOMY, false },
		{ 18, HEALTH | ECONOMY | CASE, true },
		{ 90, CASE, true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if ((check(table[i].age, table[i].classes, "self", NULL, NULL,
			 false) == RC_OK) != table[i].may)
			fail_msg("row %zu", i);
}

static void
a_guardian_speaks_within_the_scope_and_not_for_the_young_in_health(void **state)
{
	static const struct {
		int age;
		unsigned int classes;
		const char *scope;
		bool valid, may;
	} table[] = {
		{ 10, HEALTH | CASE, "all", true, true },
		{ 10, HEALTH | CASE, "all", false, false },
		{ 10, HEALTH, "health", true, true },
		{ 10, HEALTH, "economy", true, false },
		{ 10, ECONOMY, "economy", true, true },
		{ 10, ECONOMY, "housing", true, false },
		{ 10, CASE, "complaint", true, false },
		{ 10, CASE, "other", true, false },
		{ 16, HEALTH, "all", true, false },
		{ 16, ECONOMY, "all", true, true },
		{ 17, HEALTH | CASE, "all", true, false },
		{ 40, HEALTH, "health", true, true },
		{ 40, HEALTH, "economy", true, false },
		{ -1, CASE, "all", true, true },
		{ -1, HEALTH, "all", true, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if ((check(table[i].age, table[i].classes, "guardian",
			 "guardian", table[i].scope,
			 table[i].valid) == RC_OK) != table[i].may)
			fail_msg("row %zu", i);
}

static void
a_representative_can_give_no_more_than_the_person_could(void **state)
{
	(void)state; /* an authority has a scope */
	assert_int_equal(check(30, CASE, "representative", "representative",
			     "housing", true),
	    RC_OK);
	assert_int_equal(check(30, HEALTH, "representative", "representative",
			     "housing", true),
	    RC_GUARD);
	assert_int_equal(check(17, CASE, "representative", "representative",
			     "housing", true),
	    RC_GUARD);
	assert_int_equal(check(30, CASE, "representative", "representative",
			     "housing", false),
	    RC_GUARD);
}

static void
a_giver_without_the_link_is_nobody(void **state)
{
	(void)state;
	assert_int_equal(check(10, CASE, "guardian", NULL, NULL, false),
	    RC_GUARD);
	assert_int_equal(check(10, CASE, "guardian", "representative", "all",
			     true),
	    RC_GUARD);
	assert_int_equal(check(30, CASE, "representative", "guardian", "all",
			     true),
	    RC_GUARD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    one_consents_from_sixteen_in_health_and_of_age_in_all_else),
		cmocka_unit_test(
		    a_guardian_speaks_within_the_scope_and_not_for_the_young_in_health),
		cmocka_unit_test(
		    a_representative_can_give_no_more_than_the_person_could),
		cmocka_unit_test(a_giver_without_the_link_is_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
