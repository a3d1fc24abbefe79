/*
 * parts_check -- what the courses of parts.c must have left: each step told once,
 * each krone counted once, numbers without gaps, letters and tasks once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "load.h"

#define PAGE 200 /* rows of a list at once, at most */

/* How many there are, of asks that were answered and of all. */
struct bounds {
	size_t least, most;
};

static void
within(const char *what, const char *number, size_t n, struct bounds b)
{
	if (n < b.least || n > b.most)
		fail_msg("case %s: %zu %s, not %zu to %zu", number, n, what,
		    b.least, b.most);
}

/* All rows that METHOD lists to AS with P (taken over); new reference. */
static json_t *
all_rows(struct load *l, const char *as, const char *method, json_t *p)
{
	json_t *all = json_array(), *r, *next;
	bool more;

	json_object_set_new(p, "limit", json_integer(PAGE));
	do {
		r = peer_do(&l->peers[0], as, method, json_deep_copy(p));
		json_array_extend(all, json_object_get(r, "rows"));
		next = json_object_get(r, "next");
		more = json_is_string(next);
		if (more)
			json_object_set(p, "after", next);
		json_decref(r);
	} while (more);
	json_decref(p);
	return all;
}

static size_t
count(const json_t *rows, const char *name, const char *text)
{
	const char *got;
	json_t *row;
	size_t i, n = 0;

	json_array_foreach((json_t *)(uintptr_t)rows, i, row) {
		got = json_string_value(json_object_get(row, name));
		n += got != NULL && strcmp(got, text) == 0;
	}
	return n;
}

/* The asks of METHOD in case NUMBER; of any case with "". */
static struct bounds
asked(const struct load *l, const char *number, const char *method)
{
	struct bounds b = { 0, 0 };
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct ask *a = &l->asks[i];

		if (strcmp(parts_method(a->kind), method) != 0 ||
		    (number[0] != '\0' && strcmp(a->number, number) != 0))
			continue;
		b.least += a->reply != NULL;
		b.most++;
	}
	return b;
}

/* Each step of the case of A is told in its history, once. */
static void
check_history(struct load *l, const struct ask *a)
{
	json_t *rows = all_rows(l, "nav02", "case.history",
	    params("{s:s}", "case", a->number));
	const char *method;
	size_t i;

	for (i = l->first; i < l->n; i++) {
		method = parts_method(l->asks[i].kind);
		if (strcmp(l->asks[i].number, a->number) == 0 &&
		    parts_of(&l->asks[i]) != PART_OTHER)
			within(method, a->number, count(rows, "kind", method),
			    asked(l, a->number, method));
	}
	json_decref(rows);
}

/* Nobody has the same to do twice; what was paid is to be repaid each time. */
static void
check_tasks(struct load *l, const struct ask *a)
{
	static const struct bounds once = { 1, 1 };
	json_t *rows = all_rows(l, "leader01", "task.list",
	    params("{s:s, s:b}", "case", a->number, "closed", 1));
	const char *key;
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		key = json_string_value(json_object_get(row, "key"));
		if (key != NULL && strcmp(key, "repayment_plan") != 0)
			within(key, a->number, count(rows, "key", key), once);
	}
	within("repayment_plan", a->number,
	    count(rows, "key", "repayment_plan"),
	    asked(l, a->number, "deposit.pay"));
	json_decref(rows);
}

/* The records of A's course that its own person has. */
static void
check_records(struct load *l, const struct ask *a)
{
	const char *s = a->number;
	json_t *r;

	if (parts_of(a) == PART_PLAN) {
		r = peer_do(&l->peers[0], "nav02", "plan.show",
		    params("{s:I}", "plan", a->made.plan));
		within("goals", s, json_array_size(json_object_get(r, "goals")),
		    asked(l, s, "plan.goal"));
		within("measures", s,
		    json_array_size(json_object_get(r, "measures")),
		    asked(l, s, "plan.measure"));
		within("reviews", s,
		    json_array_size(json_object_get(r, "reviews")),
		    asked(l, s, "plan.review"));
	} else {
		r = peer_do(&l->peers[0], "nav01", "eviction.show",
		    params("{s:I}", "matter", a->made.matter));
		within("notices", s,
		    json_array_size(json_object_get(r, "notices_told")),
		    asked(l, s, "eviction.notice"));
		within("attempts", s,
		    json_array_size(json_object_get(r, "contacts_tried")),
		    asked(l, s, "eviction.contact"));
		within("solutions", s, json_object_get(r, "solution") != NULL,
		    asked(l, s, "eviction.solve"));
	}
	json_decref(r);
}

/* The asks of METHOD in the course of A, for one guarantee. */
static struct bounds
of_guarantee(const struct load *l, const struct ask *a, const char *method)
{
	struct bounds b = { 0, 0 };
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct ask *k = &l->asks[i];

		if (k->made.guarantee != a->made.guarantee ||
		    strcmp(parts_method(k->kind), method) != 0)
			continue;
		b.least += k->reply != NULL;
		b.most++;
	}
	return b;
}

static json_int_t
sum_of(const json_t *rows)
{
	json_int_t sum = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)rows, i, row)
		sum += int_in(row, "amount");
	return sum;
}

/* What was claimed, paid and paid back under the guarantee of A. */
static void
check_sums(struct load *l, const struct ask *a)
{
	json_t *r = peer_do(&l->peers[0], "nav02", "deposit.show",
	    params("{s:I}", "guarantee", a->made.guarantee));
	const json_t *back = json_object_get(r, "payments");
	const json_t *v = json_object_get(r, "paid");
	json_int_t paid = v != NULL ? json_integer_value(v) : 0;

	within("claims", a->number,
	    json_array_size(json_object_get(r, "claims")),
	    of_guarantee(l, a, "deposit.claim"));
	assert_int_equal(paid % PARTS_PAID, 0);
	within("sums paid", a->number, (size_t)(paid / PARTS_PAID),
	    of_guarantee(l, a, "deposit.pay"));
	within("plans", a->number,
	    json_array_size(json_object_get(r, "repayments")),
	    of_guarantee(l, a, "deposit.repay"));
	within("payments", a->number, json_array_size(back),
	    of_guarantee(l, a, "deposit.payment"));
	assert_int_equal(sum_of(back),
	    PARTS_PAYMENT * (json_int_t)json_array_size(back));
	v = json_array_get(json_object_get(r, "repayments"), 0);
	if (v != NULL)
		assert_int_equal(int_in(v, "paid"), sum_of(back));
	json_decref(r);
}

/* The documents are numbered from 1 on, without gaps. */
static void
check_numbers(struct load *l)
{
	json_t *rows = all_rows(l, "nav02", "deposit.list", json_object());
	bool *seen = calloc(LOAD_ASKS + 1, sizeof(*seen));
	const char *nr;
	json_t *row;
	size_t i, n = 0, k;

	assert_non_null(seen);
	json_array_foreach(rows, i, row) {
		nr = json_string_value(json_object_get(row, "nr"));
		if (nr == NULL || nr[0] == '\0')
			continue;
		nr = strrchr(nr, '/');
		assert_non_null(nr);
		k = (size_t)strtoul(nr + 1, NULL, 10);
		if (k < 1 || k > LOAD_ASKS || seen[k])
			fail_msg("document %s: twice or none", nr);
		seen[k] = true;
		n++;
	}
	for (i = 1; i <= n; i++)
		if (!seen[i])
			fail_msg("no document %zu of %zu", i, n);
	within("documents", "of all", n, asked(l, "", "deposit.issue"));
	free(seen);
	json_decref(rows);
}

/* Letters of the ask A itself, and of its instalment on DAY. */
static size_t
letters_of(const struct ask *a, int day)
{
	const char *m = parts_method(a->kind);

	if (strcmp(m, "deposit.repay") == 0)
		return 1 + (size_t)(day >= a->day + 1 + 7) +
		    (size_t)(day >= a->day + 1 + 21);
	return strcmp(m, "deposit.issue") == 0 ||
		strcmp(m, "deposit.claim") == 0 ||
		strcmp(m, "deposit.decide") == 0 ||
		strcmp(m, "deposit.pay") == 0 ?
	    2 :
	    0;
}

size_t
parts_letters(struct load *l, const char *number)
{
	json_t *rows = all_rows(l, "nav02", "outbox.list",
	    params("{s:s, s:b}", "case", number, "all", 1));
	size_t n = json_array_size(rows);

	json_decref(rows);
	return n;
}

/* The day that the clock stands on at least. */
static int
day_answered(const struct load *l)
{
	int day = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->asks[i].reply != NULL && l->asks[i].day > day)
			day = l->asks[i].day;
	return day;
}

static void
check_letters(struct load *l, const struct granted *g)
{
	struct bounds b = { g->letters, g->letters };
	int sure = day_answered(l);
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct ask *a = &l->asks[i];

		if (strcmp(a->number, g->number) != 0)
			continue;
		b.most += letters_of(a, l->day);
		if (a->reply != NULL)
			b.least += letters_of(a, sure);
	}
	within("letters", g->number, parts_letters(l, g->number), b);
}

/* Is the ask I the last one of its course in this round? */
static bool
is_last(const struct load *l, size_t i)
{
	size_t k = i + 1;

	while (k < l->n && l->asks[k].peer != l->asks[i].peer)
		k++;
	return k == l->n || l->asks[k].kind < l->asks[i].kind;
}

/* All of one case, whose last ask of this round A is. */
static void
check_course(struct load *l, const struct ask *a, bool again)
{
	if (a->number[0] != '\0')
		check_history(l, a);
	if (a->number[0] != '\0' && again)
		check_tasks(l, a);
	if ((parts_of(a) == PART_PLAN && a->made.plan != 0) ||
	    (parts_of(a) == PART_EVICTION && a->made.matter != 0))
		check_records(l, a);
	if (parts_of(a) == PART_DEPOSIT && a->made.guarantee != 0)
		check_sums(l, a);
}

void
parts_check(struct load *l, bool again)
{
	size_t i;

	for (i = l->first; i < l->n; i++) {
		if (again)
			assert_non_null(l->asks[i].reply);
		if (is_last(l, i))
			check_course(l, &l->asks[i], again);
	}
	check_numbers(l);
	for (i = 0; i < LOAD_PEERS; i++)
		if (l->granted[i].decision != 0)
			check_letters(l, &l->granted[i]);
}
