/*
 * test_watch -- who is told when nobody was reached, and what a period of
 * evictions amounts to, at the socket (domain §3.2).
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "../../tests/e2e/work.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "eviction", "");
}

/* The officer's notice of 2027-02-10 about the home NO; no children. */
static json_int_t
told(struct work *w, int no)
{
	char address[32];
	json_int_t id;
	json_t *r;

	snprintf(address, sizeof(address), "Testvegen %d", no);
	r = work_do(w, "nav01", "notice",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "source",
		"namsmann_13_6", "received", "2027-02-10", "ground", "a",
		"warning_4_18", "2027-01-20", "petition", "2027-02-05",
		"served", "2027-02-09", "tenant", "Kari Leier", "address",
		address, "children", "no"));
	id = int_in(r, "matter");
	json_decref(r);
	return id;
}

static bool
has_task(struct work *w, const char *key)
{
	json_t *r = peer_do(&w->c, "leader01", "task.list", NULL);
	bool has = row_with(json_object_get(r, "rows"), "key", key) != NULL;

	json_decref(r);
	return has;
}

/* Handler, reminder, leader, coordinator: after 2, 3 and 5 working days. */
static void
nobody_reached_climbs_the_ladder_rung_by_rung(void **state)
{
	static const struct {
		const char *before, *day, *key;
	} rungs[] = {
		{ "2027-02-11T12:00", "2027-02-12T12:00", "remind_contact" },
		{ "2027-02-14T12:00", "2027-02-15T12:00", "leader" },
		{ "2027-02-16T12:00", "2027-02-17T12:00", "coordinator" },
	};
	struct work *w = *state;
	size_t i;

	work_advance(w, "2027-02-10T09:15");
	(void)told(w, 1);
	for (i = 0; i < sizeof(rungs) / sizeof(rungs[0]); i++) {
		work_advance(w, rungs[i].before);
		assert_false(has_task(w, rungs[i].key));
		work_advance(w, rungs[i].day);
		assert_true(has_task(w, rungs[i].key));
	}
}

static const char *
counted(const json_t *report, const char *what, const char *code)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "rows"), i, row)
		if (strcmp(text_in(row, "what"), what) == 0 &&
		    strcmp(text_in(row, "code"), code) == 0)
			return text_in(row, "n");
	fail_msg("no row %s %s", what, code);
	return NULL;
}

/* Each solved case has one code, and each is counted under it. */
static void
a_period_says_who_told_how_far_it_was_and_how_it_ended(void **state)
{
	struct work *w = *state;
	json_int_t m;
	json_t *r;
	int i;

	work_advance(w, "2027-02-10T09:15");
	for (i = 1; i <= 6; i++) {
		m = told(w, i);
		json_decref(work_do(w, "nav01", "contact",
		    params("{s:I, s:s, s:b}", "matter", m, "how", "phone",
			"reached", 1)));
		if (i <= 5)
			json_decref(work_do(w, "nav01", "solve",
			    params("{s:I, s:s, s:s}", "matter", m, "solution",
				"avtale", "why", "Avdrag")));
	}
	r = peer_do(&w->c, "leader01", "report.utkastelser",
	    params("{s:s, s:s}", "from", "2027-02-01", "to", "2027-02-28"));
	assert_string_equal(counted(r, "saker", ""), "6");
	assert_string_equal(counted(r, "melding_fra", "namsmann_13_6"), "6");
	assert_string_equal(counted(r, "tilstand_ved_start", "forelagt"), "6");
	assert_string_equal(counted(r, "lost", "avtale"), "5");
	assert_string_equal(counted(r, "kontakt", ""), "6");
	json_decref(r);
	r = peer_do(&w->c, "leader01", "report.utkastelser",
	    params("{s:s, s:s}", "from", "2027-03-01", "to", "2027-03-31"));
	assert_string_equal(counted(r, "saker", ""), "0");
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nobody_reached_climbs_the_ladder_rung_by_rung),
		TEST(a_period_says_who_told_how_far_it_was_and_how_it_ended),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
