/*
 * test_holds -- what must hold of guarantees, claims and repayments at any time.
 */
#include "test_holds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tests/cmocka_all.h"

const json_t *
values(const json_t *row)
{
	return json_object_get(row, "values");
}

json_int_t
num(const json_t *v, const char *name)
{
	return json_integer_value(json_object_get(v, name));
}

const char *
text(const json_t *v, const char *name)
{
	const char *s = json_string_value(json_object_get(v, name));

	return s != NULL ? s : "";
}

struct bf_date
day_of(const json_t *v, const char *name)
{
	struct bf_date d;

	return pure.date_parse(text(v, name), &d) ? d : BF_NO_DATE;
}

const json_t *
row_of(const struct fixture *f, const char *kind, json_int_t id)
{
	const json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, kind), i, row)
		if (num(row, "id") == id)
			return row;
	return NULL;
}

/* The first version of the guarantee that ID is a version of. */
static json_int_t
root_of(const struct fixture *f, json_int_t id)
{
	json_int_t before;

	while (
	    (before = num(values(row_of(f, "guarantee", id)), "previous")) != 0)
		id = before;
	return id;
}

/* Σ paid over all versions of the guarantee that begins with ROOT. */
static json_int_t
paid_under(const struct fixture *f, json_int_t root)
{
	const json_t *row, *v;
	json_int_t sum = 0;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "claim"), i,
	    row) {
		v = values(row);
		if (text(v, "paid_on")[0] != '\0' &&
		    root_of(f, num(v, "guarantee")) == root)
			sum += num(v, "approved");
	}
	return sum;
}

static const char *
broken_money(const struct fixture *f, const json_t *row)
{
	const json_t *v = values(row);
	json_int_t amount = num(v, "amount"), paid = num(v, "paid");

	if (paid < 0 || paid > amount)
		return "paid is at most the amount";
	if (paid != paid_under(f, root_of(f, num(row, "id"))))
		return "versions share one sum, and it is what was paid";
	if (amount + num(v, "other_security") > 6 * num(v, "rent"))
		return "guarantee and deposit are six months' rent at most";
	if (amount > num(v, "rent") * num(v, "months"))
		return "the amount is months of rent";
	return NULL;
}

static const char *
broken_days(const json_t *v)
{
	struct bf_date from = day_of(v, "from"), to = day_of(v, "to");
	struct bf_date last = day_of(v, "claim_last");

	if (text(v, "issued")[0] == '\0')
		return NULL;
	if (to.days < from.days)
		return "it ends after it begins";
	if (to.days > pure.add_days(pure.add_years(from, 5), -1).days)
		return "five years at most";
	if (!pure.is_workday(last))
		return "the claim window ends on a working day";
	if (text(v, "lease_end")[0] == '\0' && last.days < to.days + 90)
		return "the claim window is ninety days";
	return NULL;
}

static bool
same(const json_t *a, const json_t *b)
{
	if (a == NULL || json_is_null(a))
		return b == NULL || json_is_null(b);
	return json_equal(a, b) == 1;
}

/* What was issued is what it was (E_FROZEN), and has its paper. */
static const char *
broken_frost(const struct fixture *f, const json_t *row)
{
	static const char *const frozen[] = { "nr", "rent", "months", "amount",
		"from", "to", "dwelling", "landlord", "covers_rent", "type",
		"digest", "document", "claim_window", "decision", NULL };
	const json_t *v = values(row), *was;
	enum deposit_state then, now;
	char key[24];
	size_t i;

	snprintf(key, sizeof(key), "%lld", (long long)num(row, "id"));
	was = json_object_get(f->was, key);
	if (was == NULL)
		return NULL;
	assert_true(deposit_state_parse(text(was, "state"), &then));
	assert_true(deposit_state_parse(text(v, "state"), &now));
	/* A call may go two steps: granted, and promised. */
	if (then != now && !deposit_state_may(then, now) &&
	    !(then == DEPOSIT_ASSESSED && now == DEPOSIT_COMMITTED))
		return "one state follows another as in the picture";
	if (text(was, "issued")[0] == '\0')
		return NULL;
	for (i = 0; frozen[i] != NULL; i++)
		if (!same(json_object_get(was, frozen[i]),
			json_object_get(v, frozen[i])))
			return "what is issued stays as it is";
	return NULL;
}

/* Of the versions of a guarantee one runs, and what was renewed is another. */
static const char *
broken_chain(const struct fixture *f, const json_t *row)
{
	bool follows = false, renewed;
	const json_t *other, *v;
	enum deposit_state s;
	size_t i;

	assert_true(deposit_state_parse(text(values(row), "state"), &s));
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "guarantee"),
	    i, other) {
		v = values(other);
		if (num(v, "previous") == num(row, "id") &&
		    strcmp(text(v, "state"), "makulert") != 0)
			follows = true;
	}
	renewed = text(values(row), "renewed")[0] != '\0';
	if (renewed != follows)
		return "what was renewed has a version after it";
	if (follows && (s == DEPOSIT_IN_FORCE || s == DEPOSIT_EXPIRED))
		return "one version runs, and the one before it was renewed";
	if (s == DEPOSIT_RENEWED && text(values(row), "ended")[0] != '\0')
		return "what was renewed has not ended";
	return NULL;
}

/* Documents are numbered as they are issued: 1, 2, 3 … in each year. */
static const char *
broken_numbers(const struct fixture *f, const json_t *row)
{
	const json_t *other, *v = values(row);
	bool is = strcmp(text(v, "kind"), "guarantee") == 0 &&
	    text(v, "issued")[0] != '\0';
	int year, n, y, k, before = 0;
	size_t i;

	if (sscanf(text(v, "nr"), "%d/%d", &year, &n) != 2)
		return is ? "what is issued has a number" : NULL;
	if (!is)
		return "what is not issued has no number";
	if (atoi(text(v, "issued")) != year)
		return "the number is of the year of issue";
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "guarantee"),
	    i, other)
		before +=
		    sscanf(text(values(other), "nr"), "%d/%d", &y, &k) == 2 &&
		    y == year && k < n;
	return before == n - 1 ? NULL : "the numbers of a year have no gap";
}

/* What is out ends its cover with the lease that it is for. */
static const char *
broken_lease(const struct fixture *f, const json_t *row)
{
	const json_t *v = values(row);
	const json_t *l = row_of(f, "lease", num(v, "lease"));
	enum deposit_state s;

	if (num(v, "lease") == 0)
		return NULL;
	if (json_is_true(json_object_get(v, "outside")))
		return "a lease outside the case is none of the case's";
	assert_true(deposit_state_parse(text(v, "state"), &s));
	if ((s == DEPOSIT_ISSUED || s == DEPOSIT_IN_FORCE ||
		s == DEPOSIT_RENEWED) &&
	    strcmp(text(v, "lease_end"), text(values(l), "ended")) != 0)
		return "a guarantee follows its lease";
	return NULL;
}

static const char *
broken_guarantee(const struct fixture *f, const json_t *row)
{
	const json_t *v = values(row);
	const char *why;

	if ((why = broken_chain(f, row)) != NULL ||
	    (why = broken_numbers(f, row)) != NULL ||
	    (why = broken_lease(f, row)) != NULL ||
	    (why = broken_money(f, row)) != NULL ||
	    (why = broken_days(v)) != NULL ||
	    (why = broken_frost(f, row)) != NULL)
		return why;
	if (text(v, "issued")[0] != '\0' && num(v, "decision") == 0)
		return "nothing is issued without a decision";
	if (text(v, "issued")[0] != '\0' && text(v, "digest")[0] == '\0')
		return "what is issued has a digest";
	if (text(v, "issued")[0] != '\0' &&
	    strcmp(text(v, "kind"), "guarantee") == 0 &&
	    num(v, "document") == 0)
		return "what is issued is a document";
	return NULL;
}

static const char *
broken_claim(const struct fixture *f, const json_t *row)
{
	json_int_t claimed = 0, approved = 0, owed = 0, excess = 0, payable = 0;
	const json_t *v = values(row), *part, *p;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "part"), i,
	    part) {
		p = values(part);
		if (num(p, "claim") != num(row, "id"))
			continue;
		claimed += num(p, "claimed");
		approved += num(p, "approved");
		owed += num(p, "owed");
		excess += num(p, "excess");
		payable +=
		    num(p, "approved") > 0 && text(p, "reason")[0] == 'E';
	}
	if (claimed != num(v, "claimed"))
		return "a claim is the sum of its parts";
	if (text(v, "decided")[0] == '\0')
		return NULL;
	if (approved != num(v, "approved") || approved > claimed)
		return "what is approved is the sum of the parts, and no more "
		       "than was claimed";
	if (num(v, "recourse") != approved - excess || approved - excess > owed)
		return "recourse is what the tenant owed";
	if (payable > 0)
		return "what is rejected is not paid";
	return NULL;
}

static const char *
broken_repayment(const struct fixture *f, const json_t *row)
{
	const json_t *v = values(row), *p;
	json_int_t sum = 0, whole = 0, principal = num(v, "principal");
	struct deposit_plan plan = { .principal = principal,
		.n = (int32_t)num(v, "instalments") };
	const json_t *claim = row_of(f, "claim", num(v, "claim"));
	int32_t k;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "payment"), i,
	    p) {
		if (num(values(p), "repayment") == num(row, "id"))
			sum += num(values(p), "amount");
	}
	for (k = 0; k < plan.n; k++)
		whole += deposit_instalment(&pure, &plan, k);
	if (whole != principal)
		return "the instalments are the principal to the øre";
	if (sum != num(v, "paid") || sum > principal)
		return "paid back is the sum of payments, and no more than is "
		       "owed";
	if ((strcmp(text(v, "state"), "innfridd") == 0) != (sum == principal))
		return "paid back in full is what all is paid of";
	if (claim != NULL && num(values(claim), "recourse") != principal)
		return "what is paid back is the recourse";
	return NULL;
}

const char *
broken(const void *own)
{
	const struct fixture *f = own;
	static const struct {
		const char *kind;
		const char *(
		    *check)(const struct fixture *f, const json_t *row);
	} rows[] = { { "guarantee", broken_guarantee },
		{ "claim", broken_claim }, { "repayment", broken_repayment } };
	const char *why = NULL;
	const json_t *row;
	size_t i, k;

	for (k = 0; why == NULL && k < 3; k++)
		json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r,
				       rows[k].kind),
		    i, row)
			if (why == NULL)
				why = rows[k].check(f, row);
	return why;
}

void
remember(void *own)
{
	struct fixture *f = own;
	const json_t *row;
	char key[24];
	size_t i;

	if (f->was == NULL)
		f->was = json_object();
	json_object_clear(f->was);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "guarantee"),
	    i, row) {
		snprintf(key, sizeof(key), "%lld", (long long)num(row, "id"));
		json_object_set_new(f->was, key, json_deep_copy(values(row)));
	}
}

json_t *
in_days(const struct fixture *f, int64_t days)
{
	char s[BF_DATE_SIZE];

	pure.date_format(pure.add_days(ram_today(f->d.r), days), s);
	return json_string(s);
}

void
make_whole(struct fixture *f)
{
	drawn_begin(&f->d);
	ram_decide(f->d.r, 1);
	drawn_must(&f->d, "apply",
	    json_pack("{ss ss ss si si ss ss ss}", "case", "2027/1",
		"landlord_kind", "private", "landlord", "Ola", "rent", 1250000,
		"months", 3, "dwelling", "Testvegen 7", "reservations", "ingen",
		"landlord_number", "999888777"));
	drawn_must(&f->d, "assess", json_pack("{si}", "guarantee", 1));
	drawn_must(&f->d, "grant",
	    json_pack("{si si sb}", "guarantee", 1, "decision", 1, "recourse",
		1));
	drawn_must(&f->d, "issue",
	    json_pack("{si ss ss}", "guarantee", 1, "from", "2027-02-01", "to",
		"2030-01-31"));
	drawn_must(&f->d, "begin", json_pack("{si}", "guarantee", 1));
	assert_true(ram_advance(f->d.r, day("2028-06-05")));
	drawn_must(&f->d, "claim",
	    json_pack("{si ss ss s[{ss ss si}]}", "guarantee", 1, "no", "1",
		"received", "2028-06-05", "parts", "kind", "rent", "due",
		"2028-05-02", "amount", 1250000));
	assert_true(ram_advance(f->d.r, day("2028-06-27")));
	drawn_must(&f->d, "decide", json_pack("{si}", "claim", 1));
	drawn_must(&f->d, "pay", json_pack("{si}", "claim", 1));
	drawn_must(&f->d, "repay",
	    json_pack("{si si ss}", "claim", 1, "instalments", 36, "first",
		"2028-08-01"));
	drawn_must(&f->d, "payment",
	    json_pack("{si ss si}", "repayment", 1, "day", "2028-08-01",
		"amount", 34722));
	remember(f);
	assert_null(broken(f));
}
