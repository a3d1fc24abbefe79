/*
 * test_deadline_oracle -- the legal clock against one that is slow and obvious.
 *
 * The oracle knows nothing of model/: it turns one leaf of the calendar after
 * the other and asks a printed list whether the day is a holiday.
 */
#include "../cmocka_all.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "holidays.h"
#include "model/deadline.h"

#define FIRST_YEAR 1970
#define PAUSES_MAX 3

/* A leaf of the calendar; 1 is Monday. */
struct leaf {
	int y, m, d, weekday;
};

struct sample {
	struct leaf start;
	int n;
	enum duration_unit unit;
	enum law_kind kind;
	enum law_roll roll;
	int from[PAUSES_MAX], to[PAUSES_MAX]; /* days after the start */
	size_t n_pauses;
};

static uint64_t seed = UINT64_C(20270208);

/* 0..n-1, the same in every run (xorshift64). */
static int
pick(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

static int
month_length(int y, int m)
{
	if (m == 2)
		return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 29 : 28;
	return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

static void
turn(struct leaf *l)
{
	l->weekday = l->weekday == 7 ? 1 : l->weekday + 1;
	if (++l->d <= month_length(l->y, l->m))
		return;
	l->d = 1;
	if (++l->m <= 12)
		return;
	l->m = 1;
	l->y++;
}

static bool
works(const struct leaf *l)
{
	char key[8];

	(void)snprintf(key, sizeof(key), "%02u%02u", (unsigned int)l->m % 100,
	    (unsigned int)l->d % 100);
	return l->weekday < 6 &&
	    strstr(holidays_of[l->y - FIRST_YEAR], key) == NULL;
}

static bool
same(const struct leaf *a, const struct leaf *b)
{
	return a->y == b->y && a->m == b->m && a->d == b->d;
}

/* How many leaves to turn for N months. */
static int
leaves_of_months(struct leaf from, int n)
{
	struct leaf goal = from;
	int leaves = 0;

	while (n-- > 0) {
		if (++goal.m > 12) {
			goal.m = 1;
			goal.y++;
		}
	}
	if (goal.d > month_length(goal.y, goal.m))
		goal.d = month_length(goal.y, goal.m);
	for (; !same(&from, &goal); leaves++)
		turn(&from);
	return leaves;
}

static int
leaves_of(const struct sample *s)
{
	switch (s->unit) {
	case DURATION_HOURS:
	case DURATION_DAYS:
	case DURATION_WORKDAYS:
		break;
	case DURATION_WEEKS:
		return s->n * 7;
	case DURATION_MONTHS:
		return leaves_of_months(s->start, s->n);
	case DURATION_YEARS:
		return leaves_of_months(s->start, s->n * 12);
	}
	return s->n;
}

static bool
paused_on(const struct sample *s, int day)
{
	for (size_t i = 0; i < s->n_pauses; i++) {
		if (day >= s->from[i] && day < s->to[i])
			return true;
	}
	return false;
}

/* Turn leaf after leaf until enough of them have counted. */
static struct leaf
oracle(const struct sample *s)
{
	struct leaf l = s->start;
	int left = leaves_of(s);

	if (s->kind == LAW_TERM)
		left--;
	if (s->kind == LAW_WAITING && s->unit != DURATION_WORKDAYS)
		left++;
	for (int day = 1; left > 0; day++) {
		turn(&l);
		if (!paused_on(s, day) &&
		    (s->unit != DURATION_WORKDAYS || works(&l)))
			left--;
	}
	if (s->kind == LAW_WAITING && s->unit == DURATION_WORKDAYS)
		turn(&l);
	if (s->roll == LAW_ROLL_MONTH_END)
		l.d = month_length(l.y, l.m);
	else if (s->roll != LAW_ROLL_NONE)
		while (!works(&l))
			turn(&l);
	return l;
}

static struct sample
random_sample(void)
{
	static const int most[] = { [DURATION_HOURS] = 1,
		[DURATION_DAYS] = 400,
		[DURATION_WORKDAYS] = 60,
		[DURATION_WEEKS] = 60,
		[DURATION_MONTHS] = 40,
		[DURATION_YEARS] = 5 };
	struct sample s = { .start = { 1970, 1, 1, 4 } };
	int after = 0;

	s.unit = (enum duration_unit)(DURATION_DAYS + pick(5));
	s.n = 1 + pick(most[s.unit]);
	s.kind = (enum law_kind)pick(4);
	if (s.kind == LAW_LEGAL || s.kind == LAW_GOAL)
		s.roll = (enum law_roll)pick(4);
	if (s.kind == LAW_TERM && s.unit == DURATION_WORKDAYS)
		s.unit = DURATION_DAYS;
	if (s.kind != LAW_GOAL)
		return s;
	s.n_pauses = (size_t)pick(PAUSES_MAX + 1);
	for (size_t i = 0; i < s.n_pauses; i++) {
		s.from[i] = after + pick(30) - (i == 0 ? 10 : 0);
		s.to[i] = s.from[i] + pick(25);
		after = s.to[i];
	}
	return s;
}

static struct deadline
compute(const struct sample *s)
{
	struct law_rule rule = { .id = NULL };
	struct deadline_pause pauses[PAUSES_MAX];
	struct deadline_spec spec = { .rule = &rule,
		.pauses = pauses,
		.n_pauses = s->n_pauses };
	struct err e = ERR_INIT;
	struct deadline d;

	rule.kind = s->kind;
	rule.roll = s->roll;
	rule.length = (struct duration){ s->n, s->unit };
	assert_true(date_make(s->start.y, s->start.m, s->start.d, &spec.start));
	for (size_t i = 0; i < s->n_pauses; i++) {
		pauses[i].from = date_add_days(spec.start, s->from[i]);
		pauses[i].to = date_add_days(spec.start, s->to[i]);
	}
	if (deadline_compute(&spec, &d, &e) != RC_OK)
		fail_msg("%s", e.text);
	return d;
}

static void
assert_agree(const struct sample *s)
{
	struct leaf l = oracle(s);
	struct deadline d = compute(s);
	char due[DATE_SIZE];
	int y, m, day;

	date_split(d.due, &y, &m, &day);
	if (y == l.y && m == l.m && day == l.d)
		return;
	date_format(d.due, due);
	fail_msg("%d-%d-%d, %d of unit %d, kind %d, roll %d, %zu pauses: %s, "
		 "not %d-%d-%d",
	    s->start.y, s->start.m, s->start.d, s->n, (int)s->unit,
	    (int)s->kind, (int)s->roll, s->n_pauses, due, l.y, l.m, l.d);
}

static void
both_clocks_agree_on_random_cases(void **state)
{
	struct leaf start = { 1970, 1, 1, 4 };
	int cases = 0;

	(void)state;
	/* Every day of 220 years is a start once. */
	for (; start.y < 2190; turn(&start)) {
		struct sample s = random_sample();

		s.start = start;
		assert_agree(&s);
		cases++;
	}
	assert_int_equal(cases, 80354);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_clocks_agree_on_random_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
