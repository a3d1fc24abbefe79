/*
 * test_law -- the dated rules and the file that they come from.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/law.h"

#define COMMON                                                                 \
	"length = 3w\nkind = legal\nsource = s\nstart_nb = a\n"                \
	"start_nn = b\ntext_nb = c\ntext_nn = d\n"

struct fixture {
	char path[64];
	struct lines mistakes;
	struct law *law;
	struct err e;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	(void)snprintf(f->path, sizeof(f->path), "/tmp/test_law.XXXXXX");
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	law_free(f->law);
	lines_free(&f->mistakes);
	(void)unlink(f->path);
	free(f);
	return 0;
}

/* Write TEXT to a file and load it. */
static enum rc
load(struct fixture *f, const char *text)
{
	int fd = mkstemp(f->path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
	return law_load(f->path, &f->mistakes, &f->law, &f->e);
}

/* Loading TEXT must report exactly one mistake, in LINE, with WORDS. */
static void
assert_mistake(struct fixture *f, const char *text, int line, const char *words)
{
	char place[96];

	assert_int_equal(load(f, text), RC_CONFIG);
	assert_null(f->law);
	(void)snprintf(place, sizeof(place), "%s:%d: ", f->path, line);
	if (f->mistakes.n != 1 || strstr(f->mistakes.line[0], words) == NULL ||
	    strncmp(f->mistakes.line[0], place, strlen(place)) != 0)
		fail_msg("%zu mistakes, first: %s", f->mistakes.n,
		    f->mistakes.line[0]);
	assert_string_equal(f->e.text, f->mistakes.line[0]);
}

static struct date
on(const char *s)
{
	struct err e = ERR_INIT;
	struct date d;

	assert_int_equal(date_parse(s, &d, &e), RC_OK);
	return d;
}

static void
the_shipped_file_is_right(void **state)
{
	static const struct {
		const char *id, *length;
		enum law_kind kind;
		enum law_roll roll;
	} rows[] = {
		{ "FVL_11A", "1m", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FVL_29", "3w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "PBRL_7_5", "4w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FVL_31_ABS", "1y", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FVL_34", "3m", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FVL_36", "3w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "TVANGSL_4_18", "2w", LAW_WAITING, LAW_ROLL_NONE },
		{ "TVANGSL_13_6", "2w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "TVANGSL_13_11", "2w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "HUSLL_9_11", "2w", LAW_WAITING, LAW_ROLL_NONE },
		{ "HUSLL_9_2", "3m", LAW_WAITING, LAW_ROLL_NONE },
		{ "HUSLL_9_6", "3m", LAW_LEGAL, LAW_ROLL_MONTH_END },
		{ "HUSLL_9_7", "1m", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "HUSLL_9_8", "3m", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "HUSLL_3_2", "0d", LAW_LEGAL, LAW_ROLL_DUE_DAY },
		{ "HUSLL_3_5", "5w", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "EFVF_8", "1w", LAW_LEGAL, LAW_ROLL_NONE },
		{ "FOR_2019_1520_3", "5y", LAW_TERM, LAW_ROLL_NONE },
		{ "FORELD_2", "3y", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FORELD_5", "10y", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "FORELD_8", "1y", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "GDPR_12_3", "1m", LAW_LEGAL, LAW_ROLL_WORKING_DAY },
		{ "GDPR_33", "72h", LAW_LEGAL, LAW_ROLL_NONE },
		{ "GOAL_TEMP_STAY", "3m", LAW_GOAL, LAW_ROLL_NONE },
	};
	struct fixture *f = *state;
	const char *srcdir = getenv("srcdir");
	char path[4096], length[DURATION_SIZE];

	(void)snprintf(path, sizeof(path), "%s/etc/law.ini",
	    srcdir != NULL ? srcdir : ".");
	if (law_load(path, &f->mistakes, &f->law, &f->e) != RC_OK)
		fail_msg("%s", f->e.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct law_rule *rule;

		if (law_find(f->law, rows[i].id, on("2027-02-08"), &rule,
			&f->e) != RC_OK)
			fail_msg("%s", f->e.text);
		duration_format(rule->length, length);
		assert_string_equal(length, rows[i].length);
		assert_int_equal(rule->kind, rows[i].kind);
		assert_int_equal(rule->roll, rows[i].roll);
		assert_string_not_equal(rule->source, "");
	}
}

static void
the_version_in_force_on_the_start_day_counts(void **state)
{
	struct fixture *f = *state;
	const struct law_rule *rule;

	assert_int_equal(load(f,
			     "[rule FVL_29@new]\nfrom = 2028-01-01\n" COMMON
			     "[rule FVL_29@old]\nfrom = 2000-01-01\nto = "
			     "2027-12-31\n" COMMON),
	    RC_OK);
	assert_int_equal(law_find(f->law, "FVL_29", on("2027-12-31"), &rule,
			     &f->e),
	    RC_OK);
	assert_string_equal(rule->version, "old");
	assert_int_equal(law_find(f->law, "FVL_29", on("2028-01-01"), &rule,
			     &f->e),
	    RC_OK);
	assert_string_equal(rule->version, "new");
	assert_ptr_equal(law_at(f->law, 1), rule);
	assert_null(law_at(f->law, 2));
	assert_int_equal(law_find(f->law, "FVL_29", on("1999-12-31"), &rule,
			     &f->e),
	    RC_NOTFOUND);
	assert_non_null(strstr(f->e.text, "not in force on 1999-12-31"));
}

static void
an_unknown_rule_names_the_nearest(void **state)
{
	struct fixture *f = *state;
	const struct law_rule *rule;

	assert_int_equal(load(f, "[rule FVL_29@1]\nfrom = 2000-01-01\n" COMMON),
	    RC_OK);
	assert_int_equal(law_find(f->law, "FVL_28", on("2027-01-01"), &rule,
			     &f->e),
	    RC_NOTFOUND);
	assert_non_null(strstr(f->e.text, "did you mean FVL_29"));
	assert_true(law_has(f->law, "FVL_29"));
	assert_false(law_has(f->law, "FVL_28"));
}

static void
an_unknown_key_is_refused_with_its_line(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON "lenght = 3w\n", 10,
	    "'length'");
}

static void
a_repeated_key_is_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON "kind = goal\n", 10,
	    "twice");
}

static void
a_repeated_rule_is_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON
	    "[rule A@1]\nfrom = 2001-01-01\n",
	    10, "line 1");
}

static void
an_unknown_section_is_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON
	    "[rules B@1]\nfrom = 2001-01-01\n",
	    10, "[rule ID@VERSION]");
}

static void
a_value_that_does_not_read_is_refused(void **state)
{
	assert_mistake(*state, "[rule A@1]\nfrom = 2000-02-30\n" COMMON, 2,
	    "no such day");
}

static void
a_wrong_word_names_the_nearest(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON "roll = workingday\n", 10,
	    "'working_day'");
}

static void
a_missing_key_is_refused(void **state)
{
	assert_mistake(*state, "[rule A@1]\n" COMMON, 1, "'from' is missing");
}

static void
versions_that_overlap_are_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n"
	    "to = 2010-01-01\n" COMMON "[rule A@2]\nfrom = 2010-01-01\n" COMMON,
	    11, "overlaps @1");
}

static void
an_open_version_overlaps_every_later_one(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n" COMMON
	    "[rule A@2]\nfrom = 2010-01-01\n" COMMON,
	    10, "overlaps @1");
}

static void
versions_with_a_gap_are_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\n"
	    "to = 2009-12-30\n" COMMON "[rule A@2]\nfrom = 2010-01-01\n" COMMON,
	    11, "gap");
}

static void
a_waiting_period_that_rolls_is_refused(void **state)
{
	assert_mistake(*state,
	    "[rule A@1]\nfrom = 2000-01-01\nlength = 2w\n"
	    "kind = waiting\nroll = working_day\nsource = s\nstart_nb = a\n"
	    "start_nn = b\ntext_nb = c\ntext_nn = d\n",
	    1, "never roll");
}

static void
every_mistake_is_reported(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "[rule A@1]\nfrom = x\nkind = y\nfoo = z\n"),
	    RC_CONFIG);
	/* Three lines, and six keys that are missing. */
	assert_int_equal(f->mistakes.n, 9);
}

static void
a_file_that_is_not_there_is_said_so(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(law_load("/nonexistent/law.ini", &f->mistakes, &f->law,
			     &f->e),
	    RC_CONFIG);
	assert_null(f->law);
}

#define WITH_FILE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FILE(the_shipped_file_is_right),
		WITH_FILE(the_version_in_force_on_the_start_day_counts),
		WITH_FILE(an_unknown_rule_names_the_nearest),
		WITH_FILE(an_unknown_key_is_refused_with_its_line),
		WITH_FILE(a_repeated_key_is_refused),
		WITH_FILE(a_repeated_rule_is_refused),
		WITH_FILE(an_unknown_section_is_refused),
		WITH_FILE(a_value_that_does_not_read_is_refused),
		WITH_FILE(a_wrong_word_names_the_nearest),
		WITH_FILE(a_missing_key_is_refused),
		WITH_FILE(versions_that_overlap_are_refused),
		WITH_FILE(an_open_version_overlaps_every_later_one),
		WITH_FILE(versions_with_a_gap_are_refused),
		WITH_FILE(a_waiting_period_that_rolls_is_refused),
		WITH_FILE(every_mistake_is_reported),
		WITH_FILE(a_file_that_is_not_there_is_said_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
