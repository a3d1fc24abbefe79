/*
 * Which classes of values a relation and a domain show.
 */
#include "tests/access/world.h"

static const struct gate_pass *
pass_of(const struct principal *p, enum relation rel)
{
	static struct gate_pass pass;

	pass = (struct gate_pass){ .relation = rel,
		.classes = gate_classes(p, rel),
		.basis = "" };
	return &pass;
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
		/* NONE CONSENT TASK EMERGENCY RESCUE UNIT CONTACT SYSTEM */
		{ &kari, &nav,
		    { ".....", ".....", "x....", "xxx.x", "xxxxx", "xxx.x",
			"xxx.x", "xxxxx" } },
		{ &odd, &care,
		    { ".....", ".....", "x....", "xxx.x", "xxxxx", "xxxxx",
			"xxxxx", "xxxxx" } },
		{ &both, NULL,
		    { ".....", ".....", "x....", "xxx.x", "xxxxx", "xxx.x",
			"xxx.x", "xxxxx" } },
		{ &both, &nav,
		    { ".....", ".....", "x....", "xxx.x", "xxxxx", "xxx.x",
			"xxx.x", "xxxxx" } },
		{ &both, &care,
		    { ".....", ".....", "x....", "xxx.x", "xxxxx", "xxxxx",
			"xxxxx", "xxxxx" } },
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
	assert_int_equal(gate_class_need(&p, pass_of(&p, RELATION_UNIT),
			     BF_CLASS_HEALTH, &e),
	    RC_DENIED);
	assert_non_null(strstr(e.text, "role=@unit"));
	p.unit = &care;
	assert_int_equal(gate_class_need(&p, pass_of(&p, RELATION_UNIT),
			     BF_CLASS_HEALTH, &e),
	    RC_OK);
	p = who(&wide, ROLE_BIT(ROLE_CASEWORKER));
	assert_int_equal(gate_class_need(&p, pass_of(&p, RELATION_UNIT),
			     BF_CLASS_HEALTH, &e),
	    RC_DENIED);
	assert_null(strstr(e.text, "role=@unit"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes_go_by_relation_and_domain),
		cmocka_unit_test(who_could_choose_a_unit_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
