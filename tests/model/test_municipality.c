/*
 * A municipality's file: what it becomes, what is refused, and who asks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/lines.h"
#include "model/municipality.h"

#define HEAD                                                                   \
	"[municipality]\nnumber = 5532\nname = Balsfjord\n"                    \
	"population = 5600\ntest_identities = yes\n"                           \
	"[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"                \
	"[unit health]\nname = Helse\ntype = coordinating\n"                   \
	"domain = health\n"
#define USERS                                                                  \
	"[user nav01]\nname = Kari\nlogin = kari\nunits = nav\n"               \
	"roles = caseworker, decision_maker\n"                                 \
	"[user both]\nname = Ola\nlogin = ola\nunits = nav, health\n"          \
	"roles = caseworker, leader\n"                                         \
	"[gateway web]\nlogin = boflyt-web\n"

static struct lines mistakes;

static enum rc
read_text(const char *text, struct municipality **out, struct err *e)
{
	char path[] = "/tmp/boflyt-test-XXXXXX";
	int fd = mkstemp(path);
	FILE *f;
	enum rc rc;

	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	lines_free(&mistakes);
	rc = municipality_read(path, &mistakes, out, e);
	(void)unlink(path);
	return rc;
}

static struct municipality *
sample(void)
{
	struct err e = ERR_INIT;
	struct municipality *m = NULL;

	if (read_text(HEAD USERS "[levels]\n4 = merge into 3\n"
				 "[plugin deposit]\nenabled = yes\n",
		&m, &e) != RC_OK)
		fail_msg("%s", e.text);
	return m;
}

/* TEXT is refused, and some mistake has PART in it. */
static void
refused(const char *text, const char *part)
{
	struct err e = ERR_INIT;
	struct municipality *m = NULL;
	size_t i;

	assert_int_equal(read_text(text, &m, &e), RC_CONFIG);
	for (i = 0; i < mistakes.n; i++) {
		if (strstr(mistakes.line[i], part) != NULL)
			break;
	}
	if (i == mistakes.n)
		fail_msg("no mistake says '%s', but %s", part, e.text);
	lines_free(&mistakes);
}

static void
a_file_becomes_units_users_and_gateways(void **state)
{
	struct municipality *m = sample();
	const struct user *u = municipality_user(m, "both");

	(void)state;
	assert_string_equal(m->number, "5532");
	assert_string_equal(m->language, "nb");
	assert_true(m->test_identities);
	assert_int_equal(m->n_units, 2);
	assert_non_null(u);
	assert_int_equal(u->n_units, 2);
	assert_ptr_equal(u->units[1], municipality_unit(m, "health"));
	assert_int_equal(u->roles,
	    ROLE_BIT(ROLE_CASEWORKER) | ROLE_BIT(ROLE_LEADER));
	assert_ptr_equal(municipality_unit_like(m, "coordinating"),
	    municipality_unit(m, "health"));
	assert_null(municipality_unit_like(m, "refugee"));
	assert_true(municipality_plugin(m, "deposit"));
	assert_false(municipality_plugin(m, "plan"));
	municipality_free(m);
}

static void
a_misspelt_unit_is_refused_with_the_nearest_name(void **state)
{
	(void)state; /* S-12 */
	refused(HEAD "[user a]\nname = A\nlogin = a\nunits = helth\n"
		     "roles = caseworker\n",
	    "'health'");
}

static void
two_users_of_one_login_are_refused(void **state)
{
	(void)state;
	refused(HEAD USERS "[user c]\nname = C\nlogin = ola\nunits = nav\n"
			   "roles = leader\n",
	    "both");
}

/* A fuzzer's find: the checks of the whole asked for keys of a section "user ". */
static void
a_section_that_lacks_its_name_is_refused(void **state)
{
	(void)state;
	refused(HEAD "[user ]\nname = A\nlogin = a\nunits = nav\n"
		     "roles = leader\n",
	    "[user ]");
	refused(HEAD USERS "[unit ]\nname = A\n", "[unit ]");
	refused(HEAD USERS "[gateway ]\nlogin = a\n", "[gateway ]");
}

static void
an_unknown_role_and_domain_are_refused(void **state)
{
	(void)state;
	refused(HEAD "[user a]\nname = A\nlogin = a\nunits = nav\n"
		     "roles = casework\n",
	    "caseworker");
	refused("[municipality]\nnumber = 5532\nname = B\npopulation = 1\n"
		"[unit nav]\nname = N\ntype = nav\ndomain = socal\n",
	    "social");
}

static void
a_number_has_four_digits_and_there_is_a_unit(void **state)
{
	(void)state;
	refused("[municipality]\nnumber = 553\nname = B\npopulation = 1\n",
	    "four digits");
	refused("[municipality]\nnumber = 5532\nname = B\npopulation = 1\n",
	    "no unit");
}

static void
levels_merge_only_into_levels_of_their_own(void **state)
{
	(void)state; /* domain 2.7 */
	refused(HEAD USERS "[levels]\n4 = merge into 4\n", "level 4");
	refused(HEAD USERS "[levels]\n4 = merge into 3\n3 = merge into 2\n",
	    "level 3 is not one of its own");
	refused(HEAD USERS "[levels]\n4 = sometimes\n", "merge into 1");
}

static void
a_login_is_the_user_it_belongs_to(void **state)
{
	struct municipality *m = sample();
	struct err e = ERR_INIT;
	struct principal p;

	(void)state;
	assert_int_equal(municipality_principal(m, "kari", NULL, NULL, NULL,
			     NULL, &p, &e),
	    RC_OK);
	assert_string_equal(principal_name(&p), "nav01");
	assert_string_equal(p.unit->name, "nav");
	assert_true(principal_has(&p, ROLE_DECISION_MAKER));
	assert_false(principal_has(&p, ROLE_LEADER));
	assert_int_equal(municipality_principal(m, "root", NULL, NULL, NULL,
			     NULL, &p, &e),
	    RC_OK);
	assert_null(p.user);
	assert_int_equal(p.roles, 0);
	assert_string_equal(principal_name(&p), "-");
	municipality_free(m);
}

static void
only_a_gateway_may_name_the_user_it_speaks_for(void **state)
{
	struct municipality *m = sample();
	struct err e = ERR_INIT;
	struct principal p;

	(void)state;
	assert_int_equal(municipality_principal(m, "kari", "both", NULL, NULL,
			     NULL, &p, &e),
	    RC_DENIED);
	assert_int_equal(municipality_principal(m, "boflyt-web", "both", NULL,
			     NULL, NULL, &p, &e),
	    RC_OK);
	assert_string_equal(principal_name(&p), "both");
	assert_string_equal(p.gateway, "web");
	assert_int_equal(municipality_principal(m, "boflyt-web", "nobody", NULL,
			     NULL, NULL, &p, &e),
	    RC_DENIED);
	assert_int_equal(municipality_principal(m, "boflyt-web", NULL, NULL,
			     NULL, NULL, &p, &e),
	    RC_OK);
	assert_null(p.user);
	municipality_free(m);
}

static void
a_role_narrows_and_a_unit_is_chosen(void **state)
{
	struct municipality *m = sample();
	struct err e = ERR_INIT;
	struct principal p;
	enum domain d;

	(void)state;
	assert_int_equal(municipality_principal(m, "ola", NULL, NULL, NULL,
			     NULL, &p, &e),
	    RC_OK);
	assert_null(p.unit);
	assert_false(principal_domain(&p, &d));
	assert_int_equal(municipality_principal(m, "ola", NULL,
			     "caseworker@health", "fvl13b5", NULL, &p, &e),
	    RC_OK);
	assert_string_equal(p.unit->name, "health");
	assert_false(principal_has(&p, ROLE_LEADER));
	assert_true(principal_domain(&p, &d));
	assert_int_equal(d, DOMAIN_HEALTH);
	assert_string_equal(p.basis, "fvl13b5");
	assert_int_equal(municipality_principal(m, "ola", NULL, "@nav", NULL,
			     NULL, &p, &e),
	    RC_OK);
	assert_true(principal_has(&p, ROLE_LEADER));
	municipality_free(m);
}

static void
a_role_or_unit_that_one_has_not_is_refused(void **state)
{
	static const char *const wanted[] = { "leader", "caseworker@health",
		"@health", "king", "@", "a@b@c" };
	struct municipality *m = sample();
	struct err e = ERR_INIT;
	struct principal p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		assert_int_equal(municipality_principal(m, "kari", NULL,
				     wanted[i], NULL, NULL, &p, &e),
		    RC_DENIED);
	municipality_free(m);
}

static void
names_of_roles_and_domains_are_read_back(void **state)
{
	enum role role;
	enum domain domain;
	unsigned int i;

	(void)state;
	for (i = 0; i < N_ROLES; i++) {
		assert_true(role_parse(role_name((enum role)i), &role));
		assert_int_equal(role, i);
	}
	for (i = 0; i < N_DOMAINS; i++) {
		assert_true(domain_parse(domain_name((enum domain)i), &domain));
		assert_int_equal(domain, i);
	}
	assert_false(role_parse("system", &role));
}

static void
a_gateway_speaks_for_those_alone_whom_it_may_name(void **state)
{
	struct municipality *m = NULL;
	struct err e = ERR_INIT;
	struct principal p;

	(void)state;
	assert_int_equal(read_text(HEAD USERS "[gateway utleier]\n"
					      "login = boflyt-utleier\n"
					      "users = both\n",
			     &m, &e),
	    RC_OK);
	assert_int_equal(municipality_principal(m, "boflyt-utleier", "both",
			     NULL, NULL, NULL, &p, &e),
	    RC_OK);
	assert_int_equal(municipality_principal(m, "boflyt-utleier", "nav01",
			     NULL, NULL, NULL, &p, &e),
	    RC_DENIED);
	assert_int_equal(municipality_principal(m, "boflyt-utleier", "nobody",
			     NULL, NULL, NULL, &p, &e),
	    RC_DENIED);
	assert_int_equal(municipality_principal(m, "boflyt-web", "nav01", NULL,
			     NULL, NULL, &p, &e),
	    RC_OK);
	municipality_free(m);
	refused(HEAD USERS "[gateway utleier]\nlogin = a\nusers = nav77\n",
	    "nav77");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_becomes_units_users_and_gateways),
		cmocka_unit_test(
		    a_misspelt_unit_is_refused_with_the_nearest_name),
		cmocka_unit_test(two_users_of_one_login_are_refused),
		cmocka_unit_test(a_section_that_lacks_its_name_is_refused),
		cmocka_unit_test(an_unknown_role_and_domain_are_refused),
		cmocka_unit_test(a_number_has_four_digits_and_there_is_a_unit),
		cmocka_unit_test(levels_merge_only_into_levels_of_their_own),
		cmocka_unit_test(a_login_is_the_user_it_belongs_to),
		cmocka_unit_test(
		    a_gateway_speaks_for_those_alone_whom_it_may_name),
		cmocka_unit_test(
		    only_a_gateway_may_name_the_user_it_speaks_for),
		cmocka_unit_test(a_role_narrows_and_a_unit_is_chosen),
		cmocka_unit_test(a_role_or_unit_that_one_has_not_is_refused),
		cmocka_unit_test(names_of_roles_and_domains_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
