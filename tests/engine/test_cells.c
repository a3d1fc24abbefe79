/*
 * What a reader of a table with hidden counts can work out (domain §6.1; S-12).
 *
 * The attacker tries every reading: all whole numbers that fit what is shown, the
 * totals, that "<5" is 1 to 4 and that "*" is the limit or more.
 */
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"

#include "engine/report_cells.h"
#include "engine/report_guard.h"

#define LIMIT 5
#define MOST 40 /* what the attacker tries of "*" */
#define CELLS_MAX 30

static unsigned int seed;

static int64_t
roll(int64_t n)
{
	seed = seed * 1103515245u + 12345u;
	return (int64_t)((seed >> 16) % (unsigned int)n);
}

/* One attack: which values can each cell have? */
struct attack {
	const struct cells *t;
	int64_t low[CELLS_MAX], high[CELLS_MAX]; /* as a reader knows */
	int64_t now[CELLS_MAX]; /* the reading being tried */
	int64_t first[CELLS_MAX]; /* value in the first reading found */
	bool found, other[CELLS_MAX]; /* another value was found too */
	/* What a shared cell can be, as the other table says; NULL: all. */
	const bool *shared;
	size_t cell;
	bool *values; /* where to note what that cell can be; or NULL */
};

#define VALUES (4 * MOST)

static void
know(struct attack *a)
{
	const struct cells *t = a->t;
	size_t i;

	for (i = 0; i < t->rows * t->columns; i++) {
		json_t *shown = cells_text(t, i / t->columns, i % t->columns);
		const char *text = json_string_value(shown);

		a->low[i] = a->high[i] = strtoll(text, NULL, 10);
		if (text[0] == '<') {
			a->low[i] = 1;
			a->high[i] = LIMIT - 1;
		} else if (text[0] == '*') {
			a->low[i] = t->blind ? 0 : LIMIT;
			a->high[i] = INT64_MAX;
		}
		json_decref(shown);
	}
}

static bool
fits(const struct attack *a, size_t i, int64_t n)
{
	return n >= a->low[i] && n <= a->high[i];
}

/* All inner cells are set: do the totals fit? */
static void
judge(struct attack *a)
{
	size_t rows = a->t->rows, cols = a->t->columns, r, c, i;
	int64_t sum;

	for (r = 0; r + 1 < rows || (rows == 1 && r == 0); r++) {
		for (sum = 0, c = 0; c + 1 < cols; c++)
			sum += a->now[r * cols + c];
		a->now[r * cols + cols - 1] = sum;
		if (!fits(a, r * cols + cols - 1, sum))
			return;
	}
	for (c = 0; rows > 1 && c < cols; c++) {
		for (sum = 0, r = 0; r + 1 < rows; r++)
			sum += a->now[r * cols + c];
		a->now[(rows - 1) * cols + c] = sum;
		if (!fits(a, (rows - 1) * cols + c, sum))
			return;
	}
	if (a->shared != NULL && !a->shared[a->now[a->cell]])
		return;
	if (a->values != NULL)
		a->values[a->now[a->cell]] = true;
	for (i = 0; i < rows * cols; i++) {
		if (!a->found)
			a->first[i] = a->now[i];
		else if (a->now[i] != a->first[i])
			a->other[i] = true;
	}
	a->found = true;
}

static bool
is_over(const struct attack *a)
{
	size_t i;

	if (a->values != NULL)
		return false;
	for (i = 0; i < a->t->rows * a->t->columns; i++)
		if (a->high[i] == LIMIT - 1 && a->low[i] == 1 && !a->other[i])
			return false;
	return a->found;
}

/* Give inner cell I each value it may have, then the next. */
static void
try_cell(struct attack *a, size_t i)
{
	size_t cols = a->t->columns, rows = a->t->rows;
	size_t last_row = rows > 1 ? rows - 1 : 1;
	int64_t n, most;

	if (i == last_row * cols) {
		judge(a);
		return;
	}
	if (i % cols == cols - 1) {
		try_cell(a, i + 1);
		return;
	}
	most = a->high[i] < MOST ? a->high[i] : MOST;
	for (n = a->low[i]; n <= most && !is_over(a); n++) {
		a->now[i] = n;
		try_cell(a, i + 1);
	}
}

/*
 * No small count has one reading alone, and the truth is one of them.  SHARED:
 * what cell CELL can be by another table; NULL: nothing is known of it.
 */
static void
attack_knowing(const struct cells *t, const bool *shared, size_t cell)
{
	struct attack a;
	size_t i;

	memset(&a, 0, sizeof(a));
	a.t = t;
	a.shared = shared;
	a.cell = cell;
	know(&a);
	try_cell(&a, 0);
	assert_true(a.found);
	for (i = 0; i < t->rows * t->columns; i++) {
		if (t->blind)
			continue;
		if (t->count[i] > 0 && t->count[i] < LIMIT && !a.other[i])
			fail_msg("cell %zu of %zux%zu: can only be %lld", i,
			    t->rows, t->columns, (long long)t->count[i]);
	}
}

static void
attack(const struct cells *t)
{
	attack_knowing(t, NULL, 0);
}

/* Note in VALUES all that CELL can be by T alone. */
static void
read_values(const struct cells *t, size_t cell, bool values[VALUES])
{
	struct attack a;

	memset(&a, 0, sizeof(a));
	a.t = t;
	a.cell = cell;
	a.values = values;
	know(&a);
	try_cell(&a, 0);
}

/* One of a random table: many small counts, few large, some empty. */
static int64_t
random_count(void)
{
	switch (roll(4)) {
	case 0:
		return 0;
	case 1:
		return 1 + roll(4);
	case 2:
		return 5 + roll(3);
	default:
		return roll(14);
	}
}

static void
attack_random(size_t rows, size_t cols, int rounds)
{
	struct cells t;
	size_t r, c;
	int i;

	for (i = 0; i < rounds; i++) {
		cells_init(&t, rows, cols, LIMIT);
		for (r = 0; r + 1 < rows; r++)
			for (c = 0; c + 1 < cols; c++)
				cells_add(&t, r, c, random_count());
		cells_suppress(&t);
		attack(&t);
		cells_fini(&t);
	}
}

static void
no_small_count_of_a_row_can_be_worked_out(void **state)
{
	(void)state;
	seed = 5501;
	attack_random(2, 3, 2000);
	attack_random(2, 4, 1000);
	attack_random(2, 5, 200);
}

static void
no_small_count_of_a_table_can_be_worked_out(void **state)
{
	(void)state;
	seed = 5532;
	attack_random(3, 3, 400);
	attack_random(4, 3, 40);
	attack_random(3, 4, 40);
}

/* A row whose total is its only sum: 1 + 5 = 6 has one reading. */
static void
what_the_limits_themselves_give_away_is_hidden_too(void **state)
{
	struct cells t;

	(void)state;
	cells_init(&t, 1, 4, LIMIT);
	t.count[0] = 1;
	t.count[1] = 5;
	t.count[2] = 20;
	t.count[3] = 26;
	cells_suppress(&t);
	attack(&t);
	assert_true(t.hidden[0]);
	assert_true(t.hidden[2] || t.hidden[3]);
	cells_fini(&t);
}

/* S-12: 10, 8, 2, 8 of 28: the two are hidden with another, or the total. */
static void
the_allocations_of_2012_tell_of_no_family(void **state)
{
	static const int64_t figures[] = { 10, 8, 2, 8, 28 };
	struct cells t;
	size_t i, hidden = 0;

	(void)state; /* S-12 */
	cells_init(&t, 1, 5, LIMIT);
	for (i = 0; i < 5; i++)
		t.count[i] = figures[i];
	cells_suppress(&t);
	for (i = 0; i < 5; i++)
		hidden += t.hidden[i];
	assert_true(t.hidden[2]);
	assert_int_equal(hidden, 2);
	attack(&t);
	cells_fini(&t);
}

/* A table of nothing but what is large shows all of it. */
static void
what_is_large_enough_is_shown(void **state)
{
	struct cells t;
	size_t i;

	(void)state;
	cells_init(&t, 3, 3, LIMIT);
	for (i = 0; i < 4; i++)
		cells_add(&t, i / 2, i % 2, 5 + (int64_t)i);
	cells_suppress(&t);
	for (i = 0; i < 9; i++)
		assert_false(t.hidden[i]);
	cells_fini(&t);
}

/* What stands in two tables is hidden in both, and each is read with both. */
static void
two_tables_do_not_give_each_other_away(void **state)
{
	const struct cells_link link = { 2, 0, 2, 0 };
	bool by_a[VALUES], by_b[VALUES];
	struct cells a, b;
	int i;

	(void)state;
	seed = 3401;
	for (i = 0; i < 100; i++) {
		int64_t total = 2 + roll(12), part = roll(total + 1);

		cells_init(&a, 3, 3, LIMIT);
		cells_init(&b, 3, 3, LIMIT);
		cells_add(&a, 0, 0, part);
		cells_add(&a, 1, 0, total - part);
		cells_add(&b, 0, 0, total);
		cells_add(&a, 0, 1, random_count());
		cells_add(&a, 1, 1, random_count());
		cells_add(&b, 0, 1, random_count());
		cells_add(&b, 1, 1, random_count());
		cells_suppress_both(&a, &b, &link, 1);
		assert_int_equal(a.hidden[6], b.hidden[6]);
		memset(by_a, 0, sizeof(by_a));
		memset(by_b, 0, sizeof(by_b));
		read_values(&a, 6, by_a);
		read_values(&b, 6, by_b);
		attack_knowing(&a, by_b, 6);
		attack_knowing(&b, by_a, 6);
		cells_fini(&a);
		cells_fini(&b);
	}
}

/* A count that is guarded for another's sake is not worked out either. */
static void
a_guarded_count_has_another_reading(void **state)
{
	struct cells t;

	(void)state;
	cells_init(&t, 1, 4, LIMIT);
	t.count[0] = 12;
	t.count[1] = 9;
	t.count[2] = 30;
	t.count[3] = 51;
	t.guarded[0] = true;
	cells_suppress(&t);
	assert_true(t.hidden[0]);
	assert_true(t.hidden[1]);
	assert_false(t.hidden[3]);
	cells_fini(&t);
}

#define DAYS 12

/* What somebody knows who has been told counts of periods: by all sums. */
struct knowledge {
	bool known[DAYS + 1][DAYS + 1];
	int64_t n[DAYS + 1][DAYS + 1];
};

static void
conclude(struct knowledge *k)
{
	size_t i, s, t;

	for (i = 0; i <= DAYS; i++)
		for (s = 0; s <= DAYS; s++)
			for (t = 0; t <= DAYS; t++)
				if (k->known[s][i] && k->known[i][t] &&
				    !k->known[s][t]) {
					k->known[s][t] = true;
					k->n[s][t] = k->n[s][i] + k->n[i][t];
				}
}

static void
learn(struct knowledge *k, size_t s, size_t t, int64_t n)
{
	k->known[s][t] = k->known[t][s] = true;
	k->n[s][t] = n;
	k->n[t][s] = -n;
	conclude(k);
	conclude(k);
}

static int64_t
sum(const int64_t *count, size_t from, size_t until)
{
	int64_t n = 0;

	while (from < until)
		n += count[from++];
	return n;
}

/* Ask for random periods until all are asked; tell what is harmless. */
static size_t
interrogate(struct knowledge *k, const int64_t count[DAYS])
{
	struct figure told[FIGURE_MAX], f;
	const struct date zero = { 0 };
	size_t i, n = 0, s, t;

	memset(k, 0, sizeof(*k));
	for (i = 0; i < 300 && n < FIGURE_MAX; i++) {
		s = (size_t)roll(DAYS);
		t = s + 1 + (size_t)roll((int64_t)(DAYS - s));
		f.from = date_add_days(zero, (int32_t)s + 1000);
		f.until = date_add_days(zero, (int32_t)t + 1000);
		f.n = sum(count, s, t);
		if ((f.n > 0 && f.n < LIMIT) ||
		    !report_guard_is_harmless(&f, told, n, LIMIT))
			continue;
		told[n++] = f;
		learn(k, s, t, f.n);
	}
	return n;
}

/* Whatever periods are asked for, no sum of them gives a small count. */
static void
no_difference_of_periods_is_small(void **state)
{
	int64_t count[DAYS];
	struct knowledge k;
	size_t i, s, t, told = 0;
	int round;

	(void)state;
	seed = 2027;
	for (round = 0; round < 300; round++) {
		for (i = 0; i < DAYS; i++)
			count[i] = roll(3) == 0 ? roll(20) : roll(4);
		told += interrogate(&k, count);
		for (s = 0; s <= DAYS; s++)
			for (t = s; t <= DAYS; t++)
				if (k.known[s][t] && k.n[s][t] > 0 &&
				    k.n[s][t] < LIMIT)
					fail_msg("round %d: %zu to %zu is "
						 "known: %lld",
					    round, s, t, (long long)k.n[s][t]);
	}
	assert_true(told > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_small_count_of_a_row_can_be_worked_out),
		cmocka_unit_test(no_small_count_of_a_table_can_be_worked_out),
		cmocka_unit_test(
		    what_the_limits_themselves_give_away_is_hidden_too),
		cmocka_unit_test(the_allocations_of_2012_tell_of_no_family),
		cmocka_unit_test(what_is_large_enough_is_shown),
		cmocka_unit_test(two_tables_do_not_give_each_other_away),
		cmocka_unit_test(a_guarded_count_has_another_reading),
		cmocka_unit_test(no_difference_of_periods_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
