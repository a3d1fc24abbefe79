/*
 * The release rules of domain §3.2, for every combination of facts (S-07).
 */
#include "../cmocka_all.h"

#include <string.h>

#include "access/match.h"

static struct match_release
decide(struct match_facts f)
{
	struct match_release r;

	match_decide(&f, &r);
	return r;
}

static void
the_rules_are_tried_in_their_order(void **state)
{
	static const struct {
		struct match_facts facts;
		enum match_rule rule;
		const char *told; /* a: asker, c: coordinator, l: leader */
	} table[] = {
		{ { .consent = true, .choice = MATCH_OFF }, MATCH_CONSENT,
		    "ac" },
		{ { .consent = true, .danger = true, .reserved = true },
		    MATCH_CONSENT, "ac" },
		{ { .plan_access = true }, MATCH_PLAN_ACCESS, "ac" },
		{ { .choice = MATCH_COORDINATOR }, MATCH_NOTICE, "c" },
		{ { .choice = MATCH_LEADER }, MATCH_NOTICE, "l" },
		{ { .choice = MATCH_OFF }, MATCH_UNRELEASED, "" },
		{ { .choice = MATCH_COORDINATOR, .reserved = true },
		    MATCH_UNRELEASED, "" },
		{ { .choice = MATCH_COORDINATOR, .from = DOMAIN_HEALTH },
		    MATCH_UNRELEASED, "" },
		{ { .danger = true }, MATCH_DANGER, "c" },
		{ { .danger = true, .from = DOMAIN_HEALTH, .reserved = true },
		    MATCH_DANGER, "c" },
		{ { .choice = MATCH_COORDINATOR,
		      .grade = PERSON_STRICTLY_PROTECTED },
		    MATCH_NOTICE, "l" },
		{ { .danger = true, .grade = PERSON_STRICTLY_PROTECTED },
		    MATCH_DANGER, "l" },
	};
	struct match_release r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		r = decide(table[i].facts);
		if (r.rule != table[i].rule ||
		    r.to_asker != (strchr(table[i].told, 'a') != NULL) ||
		    r.to_coordinator != (strchr(table[i].told, 'c') != NULL) ||
		    r.to_leader != (strchr(table[i].told, 'l') != NULL))
			fail_msg("row %zu: %s", i, match_rule_name(r.rule));
	}
}

static bool
bit(unsigned int n, unsigned int i)
{
	return (n >> i & 1u) != 0;
}

/* N counts through every combination there is. */
static struct match_facts
facts_of(unsigned int n)
{
	return (struct match_facts){ .consent = bit(n, 0),
		.plan_access = bit(n, 1),
		.reserved = bit(n, 2),
		.danger = bit(n, 3),
		.from = (enum domain)(n / 16 % N_DOMAINS),
		.choice = (enum match_choice)(n / 64 % 3),
		.grade = (enum person_grade)(n / 192 % 3) };
}

static void
whatever_the_facts_nothing_is_told_without_its_rule(void **state)
{
	struct match_release r;
	struct match_facts f;
	unsigned int n;

	(void)state;
	for (n = 0; n < 16 * 4 * 3 * 3; n++) {
		f = facts_of(n);
		r = decide(f);
		/* The asker learns of it by consent alone. */
		assert_int_equal(r.to_asker, f.consent || f.plan_access);
		assert_false(r.to_coordinator && r.to_leader);
		if (r.rule == MATCH_NOTICE) {
			assert_true(f.choice != MATCH_OFF && !f.reserved);
			assert_int_not_equal(f.from, DOMAIN_HEALTH);
		}
		assert_int_equal(r.rule == MATCH_DANGER,
		    f.danger && !f.consent && !f.plan_access);
		if (f.grade == PERSON_STRICTLY_PROTECTED && !r.to_asker)
			assert_false(r.to_coordinator);
		if (r.rule == MATCH_UNRELEASED)
			assert_false(
			    r.to_asker || r.to_coordinator || r.to_leader);
		else
			assert_true(match_rule_basis(r.rule)[0] != '\0');
	}
}

static void
the_choice_is_one_of_three_words(void **state)
{
	enum match_choice choice = MATCH_OFF;

	(void)state;
	assert_true(match_choice_parse("coordinator", &choice));
	assert_int_equal(choice, MATCH_COORDINATOR);
	assert_true(match_choice_parse("leader", &choice));
	assert_true(match_choice_parse("off", &choice));
	assert_false(match_choice_parse("yes", &choice));
	assert_false(match_choice_parse("", &choice));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rules_are_tried_in_their_order),
		cmocka_unit_test(
		    whatever_the_facts_nothing_is_told_without_its_rule),
		cmocka_unit_test(the_choice_is_one_of_three_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
