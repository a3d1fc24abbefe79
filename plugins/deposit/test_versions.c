/*
 * test_versions -- versions of a guarantee, and what the figures say of them, on
 * a host in memory; run by test_property.
 */
#include "test_holds.h"

#include <stdio.h>
#include <string.h>

#include "../../tests/cmocka_all.h"

/* One of every ROW of REPORT over year 2030: N and ORE. */
static void
figure_is(struct fixture *f, const char *report, const char *name,
    const char *what, json_int_t n, json_int_t ore)
{
	json_t *rows =
	    ram_report(f->d.r, report, day("2030-01-01"), day("2030-12-31"));
	const json_t *row;
	size_t i, seen = 0;

	json_array_foreach(rows, i, row) {
		if (strcmp(text(row, name), what) != 0)
			continue;
		seen++;
		if (num(row, "n") != n)
			fail_msg("%s: %lld", what, (long long)num(row, "n"));
		if (ore >= 0)
			assert_int_equal(num(row,
					     strcmp(name, "ends") == 0 ?
						 "remaining" :
						 "amount"),
			    ore);
	}
	assert_int_equal(seen, 1);
	json_decref(rows);
}

static const char *
state_of(const struct fixture *f, json_int_t id)
{
	return text(values(row_of(f, "guarantee", id)), "state");
}

static void
refuse(struct fixture *f, const char *verb, json_t *p, const char *name)
{
	char method[48];

	snprintf(method, sizeof(method), "deposit.%s", verb);
	assert_int_not_equal(ram_call(f->d.r, "nav01", "nav", method, p, NULL),
	    BF_OK);
	assert_string_equal(ram_error(f->d.r), name);
}

/* S-05's guarantee renewed in its last days, with 12 500 kr paid of it. */
static void
make_two(struct fixture *f)
{
	make_whole(f);
	assert_true(ram_advance(f->d.r, day("2030-01-10")));
	drawn_must(&f->d, "renew",
	    json_pack("{si si ss ss}", "guarantee", 1, "decision", 1, "from",
		"2030-02-01", "to", "2032-01-31"));
	assert_null(broken(f));
	assert_string_equal(state_of(f, 1), "fornyet");
	assert_string_equal(state_of(f, 2), "gjeldende");
}

static void
claim_of(struct fixture *f, int guarantee, const char *no, const char *due)
{
	json_t *p = json_pack("{si ss so s[{ss ss si}]}", "guarantee",
	    guarantee, "no", no, "received", in_days(f, 0), "parts", "kind",
	    "rent", "due", due, "amount", 1250000);

	drawn_must(&f->d, "claim", p);
}

/* Domain §3.3: gjeldende -> fornyet; invariants 5, 6, 11. */
void
what_was_renewed_takes_its_own_claims_and_gives_no_new_money(void **state)
{
	struct fixture *f = *state;
	const json_t *part;

	make_two(f);
	refuse(f, "renew",
	    json_pack("{si si ss ss}", "guarantee", 1, "decision", 1, "from",
		"2030-02-01", "to", "2032-01-31"),
	    "E_RENEWED");
	refuse(f, "release", json_pack("{si}", "guarantee", 1), "E_RENEWED");
	refuse(f, "begin", json_pack("{si}", "guarantee", 1),
	    "E_DEPOSIT_STATE");
	/* The rent of January is version one's, that of March is not. */
	assert_true(ram_advance(f->d.r, day("2030-03-10")));
	claim_of(f, 1, "2", "2030-01-02");
	claim_of(f, 1, "3", "2030-03-01");
	assert_true(ram_advance(f->d.r, day("2030-04-02")));
	drawn_must(&f->d, "decide", json_pack("{si}", "claim", 2));
	drawn_must(&f->d, "pay", json_pack("{si}", "claim", 2));
	drawn_must(&f->d, "decide", json_pack("{si}", "claim", 3));
	part = values(row_of(f, "part", 3));
	assert_string_equal(text(part, "reason"), "E_AFTER_END");
	assert_int_equal(num(values(row_of(f, "guarantee", 2)), "paid"),
	    2500000);
	/* Its own window closes on 2030-05-02: kept, heard and rejected. */
	assert_true(ram_advance(f->d.r, day("2030-05-03")));
	assert_string_equal(state_of(f, 1), "fornyet");
	claim_of(f, 1, "4", "2030-01-02");
	assert_true(ram_advance(f->d.r, day("2030-05-30")));
	drawn_must(&f->d, "decide", json_pack("{si}", "claim", 4));
	part = values(row_of(f, "part", 4));
	assert_string_equal(text(part, "reason"), "E_CLAIM_LATE");
	assert_string_equal(text(values(row_of(f, "claim", 4)), "state"),
	    "avvist");
	assert_null(broken(f));
}

/* Statistics: one guarantee, one sum, one end. */
void
what_was_renewed_is_counted_once(void **state)
{
	struct fixture *f = *state;

	make_two(f);
	figure_is(f, "garanti", "what", "fornyet", 1, -1);
	figure_is(f, "garanti", "what", "eksponering", 1, 2500000);
	figure_is(f, "garanti_eksponering", "ends", "sum", 1, 2500000);
	figure_is(f, "garanti_eksponering", "ends", "2032", 1, 2500000);
	/* Paid under the version before it, and less is left of this one. */
	claim_of(f, 1, "2", "2030-01-02");
	assert_true(ram_advance(f->d.r, day("2030-02-10")));
	drawn_must(&f->d, "decide", json_pack("{si}", "claim", 2));
	drawn_must(&f->d, "pay", json_pack("{si}", "claim", 2));
	figure_is(f, "garanti", "what", "eksponering", 1, 1250000);
	figure_is(f, "garanti", "what", "avsluttet", 0, -1);
	assert_true(ram_advance(f->d.r, day("2030-06-01")));
	figure_is(f, "garanti", "what", "avsluttet", 0, -1);
	drawn_must(&f->d, "release", json_pack("{si}", "guarantee", 2));
	assert_string_equal(state_of(f, 1), "frigitt");
	refuse(f, "claim",
	    json_pack("{si ss ss s[{ss ss si}]}", "guarantee", 1, "no", "5",
		"received", "2030-06-01", "parts", "kind", "rent", "due",
		"2030-01-02", "amount", 100),
	    "E_DEPOSIT_STATE");
	figure_is(f, "garanti", "what", "avsluttet", 1, -1);
	figure_is(f, "garanti", "what", "eksponering", 0, -1);
	assert_null(broken(f));
}

/* Invariant 7 and the statistics: kulanse, recourse apart from loans. */
void
what_is_paid_beyond_the_debt_and_back_is_counted_apart(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	assert_true(ram_advance(f->d.r, day("2030-01-03")));
	claim_of(f, 1, "2", "2029-12-03");
	drawn_must(&f->d, "objection",
	    json_pack("{si si si}", "claim", 2, "part", 2, "owed", 1000000));
	drawn_must(&f->d, "decide",
	    json_pack("{si s[{si si}]}", "claim", 2, "approved", "part", 2,
		"amount", 1250000));
	drawn_must(&f->d, "pay", json_pack("{si}", "claim", 2));
	figure_is(f, "garanti", "what", "kulanse", 1, 250000);
	figure_is(f, "garanti", "what", "utbetalt", 1, 1250000);
	drawn_must(&f->d, "payment",
	    json_pack("{si ss si}", "repayment", 1, "day", "2030-01-03",
		"amount", 100));
	figure_is(f, "garanti", "what", "innbetalt_regress", 1, 100);
	figure_is(f, "garanti", "what", "innbetalt_lan", 0, 0);
	refuse(f, "claim",
	    json_pack("{si ss ss s[{ss ss si}]}", "guarantee", 1, "no", "9",
		"received", "2030-01-04", "parts", "kind", "rent", "due",
		"2030-01-02", "amount", 100),
	    "E_DATE_ORDER");
}

/* Invariant 8: nobody is warned of what has been paid back. */
void
what_is_paid_back_is_not_about_to_be_barred(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	assert_true(ram_advance(f->d.r, day("2031-05-30")));
	assert_true(ram_has_task(f->d.r, 1, "limitation"));
	make_whole(f);
	drawn_must(&f->d, "payment",
	    json_pack("{si ss si}", "repayment", 1, "day", "2028-08-01",
		"amount", 1250000 - 34722));
	assert_true(ram_advance(f->d.r, day("2031-05-30")));
	assert_false(ram_has_task(f->d.r, 1, "limitation"));
}

/* A version that was never used goes back, and the one before it goes on. */
void
the_version_before_one_that_is_cancelled_goes_on(void **state)
{
	struct fixture *f = *state;

	make_two(f);
	drawn_must(&f->d, "cancel", json_pack("{si}", "guarantee", 2));
	assert_string_equal(state_of(f, 1), "gjeldende");
	assert_null(broken(f));
	assert_true(ram_advance(f->d.r, day("2030-05-03")));
	assert_string_equal(state_of(f, 1), "utlopt");
	make_two(f);
	assert_true(ram_advance(f->d.r, day("2030-05-03")));
	drawn_must(&f->d, "cancel", json_pack("{si}", "guarantee", 2));
	assert_string_equal(state_of(f, 1), "utlopt");
	assert_string_equal(text(values(row_of(f, "guarantee", 1)), "ended"),
	    "2030-05-03");
	assert_null(broken(f));
}

/*
 * Invariant 12: a lease told of when the first version was over is that of the
 * second; when the guarantee's lease ends, it ends for both and in the case.
 */
void
one_lease_ends_for_all_its_versions(void **state)
{
	struct fixture *f = *state;
	int version;

	for (version = 1; version <= 2; version++) {
		make_two(f);
		drawn_must(&f->d, "lease",
		    json_pack("{ss ss}", "case", "2027/1", "from",
			"2030-03-01"));
		assert_int_equal(num(values(row_of(f, "guarantee", 2)),
				     "lease"),
		    1);
		assert_int_equal(num(values(row_of(f, "guarantee", 1)),
				     "lease"),
		    0);
		drawn_must(&f->d, "lease_end",
		    json_pack("{si ss}", "guarantee", version, "day",
			"2030-04-01"));
		assert_null(broken(f));
		assert_string_equal(text(values(row_of(f, "lease", 1)),
					"ended"),
		    "2030-04-01");
		assert_string_equal(text(values(row_of(f, "guarantee", 2)),
					"lease_end"),
		    "2030-04-01");
	}
}
