/*
 * rules -- the terms of a guarantee: how much, how long, by whose leave.
 */
#include "rules.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define _(text) gettext(text)

static void
problem(struct deposit_problems *out, const char *field, const char *name,
    const char *text)
{
	struct deposit_problem *p;

	if (out->n == DEPOSIT_PROBLEMS_MAX)
		return;
	p = &out->list[out->n++];
	p->field = field;
	p->name = name;
	snprintf(p->text, sizeof(p->text), "%s", text);
}

static bool
rent_is_good(int64_t rent)
{
	return rent > 0 && rent <= DEPOSIT_RENT_MAX;
}

static bool
months_are_good(int64_t months)
{
	return months >= 1 && months <= DEPOSIT_CAP_MONTHS;
}

int64_t
deposit_amount(const struct bf_pure *p, const struct deposit_terms *t)
{
	int64_t sum;

	if (!rent_is_good(t->rent) || !months_are_good(t->months) ||
	    !p->money_multiply(t->rent, t->months, 1, &sum))
		return 0;
	return t->cap > 0 && sum > t->cap ? t->cap : sum;
}

/* Guarantee and deposit together: six months' rent at most (law row 41). */
static void
check_cap(const struct bf_pure *p, const struct deposit_terms *t,
    struct deposit_problems *out)
{
	char got[BF_MONEY_SIZE], cap[BF_MONEY_SIZE], text[DEPOSIT_TEXT];
	int64_t sum, most;

	if (t->other < 0 || t->other > DEPOSIT_CAP_MONTHS * DEPOSIT_RENT_MAX) {
		problem(out, "other_security", "E_AMOUNT",
		    _("between 0 and 600 000 kr"));
		return;
	}
	most = DEPOSIT_CAP_MONTHS * t->rent;
	sum = deposit_amount(p, t) + t->other;
	if (sum <= most)
		return;
	p->money_format(sum, got);
	p->money_format(most, cap);
	snprintf(text, sizeof(text),
	    _("guarantee and deposit are %s together, and six months' rent is "
	      "%s: fewer months or a smaller deposit"),
	    got, cap);
	problem(out, "months", "E_CAP_6M", text);
}

static void
check_days(const struct bf_pure *p, const struct deposit_terms *t,
    struct deposit_problems *out)
{
	char last[BF_DATE_SIZE], text[DEPOSIT_TEXT], why[BF_WORDS_SIZE];
	struct bf_due due;

	if (t->to.days < t->from.days) {
		problem(out, "to", "E_DATE_ORDER",
		    _("the guarantee ends before it begins"));
		return;
	}
	if (!p->rule(p, "FOR_2019_1520_3", t->from, &due, why)) {
		problem(out, "to", "E_TERM_5Y", why);
		return;
	}
	if (t->to.days <= due.due.days)
		return;
	p->date_format(due.due, last);
	snprintf(text, sizeof(text),
	    _("a guarantee runs for five years at most: the last day is %s"),
	    last);
	problem(out, "to", "E_TERM_5Y", text);
}

static void
check_limit(const struct bf_pure *p, const struct deposit_terms *t,
    int64_t limit, struct deposit_problems *out)
{
	char most[BF_MONEY_SIZE], text[DEPOSIT_TEXT];

	if (limit <= 0 || deposit_amount(p, t) <= limit)
		return;
	p->money_format(limit, most);
	snprintf(text, sizeof(text),
	    _("over %s, the amount up to which a municipality of this size "
	      "needs "
	      "no approval by the county governor"),
	    most);
	problem(out, "months", "E_SMALL_AMOUNT", text);
}

void
deposit_check(const struct bf_pure *p, const struct deposit_terms *t,
    int64_t limit, struct deposit_problems *out)
{
	bool rent = rent_is_good(t->rent), months = months_are_good(t->months);

	out->n = 0;
	if (!rent)
		problem(out, "rent", "E_AMOUNT",
		    _("more than 0 and at most 100 000 kr a month"));
	if (!months)
		problem(out, "months", "E_MONTHS_RANGE", _("1 to 6 months"));
	if (rent && months) {
		check_cap(p, t, out);
		check_limit(p, t, limit, out);
	}
	check_days(p, t, out);
}

/* "3000:800000" at *S; moves *S past it and the blanks after it. */
static bool
read_band(const char **s, int64_t *people, int64_t *kroner)
{
	char *end;

	if (**s == '*') {
		*people = INT64_MAX;
		end = (char *)(uintptr_t)(*s + 1);
	} else
		*people = strtoll(*s, &end, 10);
	if (*people <= 0 || *end != ':')
		return false;
	*s = end + 1;
	*kroner = strtoll(*s, &end, 10);
	if (end == *s || *kroner <= 0 || *kroner > INT64_MAX / 100)
		return false;
	*s = end + strspn(end, " ");
	return true;
}

int64_t
deposit_small_amount(const char *table, int64_t population)
{
	int64_t people, kroner, before = 0;
	const char *s = table + strspn(table, " ");

	while (*s != '\0') {
		if (!read_band(&s, &people, &kroner) || people <= before)
			return -1;
		if (population <= people)
			return kroner * 100;
		before = people;
	}
	return -1;
}

struct bf_date
deposit_claim_day(const struct bf_pure *p, struct bf_date end,
    int64_t window_days, struct bf_due *why)
{
	char length[24];

	snprintf(length, sizeof(length), "%lldd", (long long)window_days);
	if (!p->goal(end, length, true, why, NULL))
		return BF_NO_DATE;
	return why->due;
}

int64_t
deposit_share(int64_t n, int64_t of)
{
	return (n * 1000 + of / 2) / of;
}

int64_t
deposit_gap(struct bf_date ended, struct bf_date begins)
{
	int64_t gap = (int64_t)begins.days - ended.days - 1;

	return gap > 0 ? gap : 0;
}
