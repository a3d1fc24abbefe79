/*
 * Leases by husleieloven §§ 9-2, 9-3, 11-1 (law rows 33-36) and D-131, as a
 * table.
 */
#include "../cmocka_all.h"

#include <string.h>

#include "model/lease.h"

static const struct duration three_years = { 3, DURATION_YEARS };
static const struct duration one_year = { 1, DURATION_YEARS };

static struct date
day(const char *s)
{
	struct date d = DATE_NONE;

	if (s != NULL)
		assert_int_equal(date_parse(s, &d, NULL), RC_OK);
	return d;
}

struct row {
	const char *from, *to;
	enum lease_ground ground;
	bool open, informed, stated, special, weighty;
	int earlier;
	const char *names; /* what is found, in order, by space */
};

static const struct row rows[] = {
	/* S-01: three years from 2027-03-01 end on 2030-02-28. */
	{ "2027-03-01", "2030-02-28", LEASE_FIXED, 0, 0, 1, 0, 0, 0, "" },
	{ "2027-03-01", "2030-02-27", LEASE_FIXED, 0, 0, 1, 0, 0, 0,
	    "E_LEASE_SHORT" },
	{ "2028-02-29", "2031-02-27", LEASE_FIXED, 0, 0, 1, 0, 0, 0, "" },
	{ "2027-03-01", "2030-02-28", LEASE_FIXED, 0, 0, 0, 0, 0, 0,
	    "W_LEASE_STATE" },
	{ NULL, "2030-02-28", LEASE_FIXED, 0, 0, 1, 0, 0, 0, "E_LEASE_TERM" },
	{ "2027-03-01", NULL, LEASE_FIXED, 0, 0, 1, 0, 0, 0, "E_LEASE_TERM" },
	{ "2027-03-01", NULL, LEASE_FIXED, 1, 0, 0, 0, 0, 0, "" },
	{ "2027-03-01", "2027-02-28", LEASE_FIXED, 0, 0, 1, 0, 0, 0,
	    "E_DATE_ORDER" },
	{ "2027-03-01", "2028-02-29", LEASE_FIXED, 0, 0, 1, 1, 1, 0,
	    "E_LEASE_SHORT" },
	/* § 11-1: shorter for special reasons, again for weighty ones. */
	{ "2027-03-01", "2028-02-29", LEASE_DISADVANTAGED, 0, 1, 1, 1, 0, 0,
	    "" },
	{ "2027-03-01", "2028-02-29", LEASE_DISADVANTAGED, 0, 1, 1, 0, 0, 0,
	    "E_LEASE_SHORT" },
	{ "2027-03-01", "2028-02-29", LEASE_DISADVANTAGED, 0, 1, 1, 1, 0, 1,
	    "E_LEASE_AGAIN" },
	{ "2027-03-01", "2028-02-29", LEASE_DISADVANTAGED, 0, 1, 1, 1, 1, 1,
	    "" },
	{ "2027-03-01", "2028-02-29", LEASE_DISADVANTAGED, 0, 0, 1, 1, 0, 0,
	    "W_LEASE_INFORM" },
	{ "2027-03-01", "2030-02-28", LEASE_DISADVANTAGED, 0, 0, 0, 0, 0, 2,
	    "W_LEASE_INFORM W_LEASE_STATE" },
	{ "2027-03-01", "2028-02-28", LEASE_DISADVANTAGED, 0, 0, 0, 0, 0, 2,
	    "E_LEASE_SHORT E_LEASE_AGAIN W_LEASE_INFORM W_LEASE_STATE" },
};

static void
each_row_of_the_table_finds_what_the_law_says(void **state)
{
	struct lease_finding found[LEASE_FINDINGS_MAX];
	char names[256];
	struct lease l;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		l = (struct lease){ .from = day(rows[i].from),
			.to = day(rows[i].to),
			.ground = rows[i].ground,
			.open_reason = rows[i].open,
			.informed = rows[i].informed,
			.stated = rows[i].stated,
			.special = rows[i].special,
			.weighty = rows[i].weighty,
			.earlier = rows[i].earlier };
		n = lease_check(&l, three_years, found);
		names[0] = '\0';
		for (k = 0; k < n; k++) {
			if (k > 0)
				strcat(names, " ");
			strcat(names, found[k].name);
		}
		if (strcmp(names, rows[i].names) != 0)
			fail_msg("row %zu: '%s' instead of '%s'", i, names,
			    rows[i].names);
	}
}

/* Law row 33: one year for a loft or basement in the landlord's house. */
static void
a_loft_may_be_let_for_one_year(void **state)
{
	struct lease_finding found[LEASE_FINDINGS_MAX];
	struct lease l = { .from = day("2027-03-01"),
		.to = day("2028-02-29"),
		.ground = LEASE_LOFT,
		.stated = true };

	(void)state;
	assert_string_equal(lease_rule(LEASE_LOFT), "HUSLL_9_3_LOFT");
	assert_int_equal(lease_check(&l, one_year, found), 0);
	l.to = day("2028-02-28");
	assert_int_equal(lease_check(&l, one_year, found), 1);
}

static void
grounds_have_the_names_of_their_paragraphs(void **state)
{
	enum lease_ground g;

	(void)state;
	assert_true(lease_ground_parse("11-1", &g));
	assert_int_equal(g, LEASE_DISADVANTAGED);
	assert_string_equal(lease_rule(g), "HUSLL_9_3");
	assert_false(lease_ground_parse("9-4", &g));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_of_the_table_finds_what_the_law_says),
		cmocka_unit_test(a_loft_may_be_let_for_one_year),
		cmocka_unit_test(grounds_have_the_names_of_their_paragraphs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
