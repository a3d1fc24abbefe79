/*
 * rules -- what law and the municipality's terms say of guarantees, pure.
 *
 * Nothing here knows a database, a case or a caller: values in, answers out,
 * tested by table.  Money is øre, days are local dates.  Domain §3.3; law rows
 * 40-42, 88 and 89.
 */
#ifndef DEPOSIT_RULES_H
#define DEPOSIT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#define DEPOSIT_RENT_MAX 10000000 /* øre a month: 100 000 kr */
#define DEPOSIT_CAP_MONTHS 6 /* husleieloven §§ 3-5, 3-6 */
#define DEPOSIT_PROBLEMS_MAX 8
#define DEPOSIT_TEXT BF_WORDS_SIZE
#define DEPOSIT_PARTS_MAX 32 /* of one claim */

/* What a guarantee may cover, as bits. */
#define DEPOSIT_COVERS_RENT 0x1u
#define DEPOSIT_COVERS_DAMAGE 0x2u
#define DEPOSIT_COVERS_EVICTION 0x4u
#define DEPOSIT_COVERS_OTHER 0x8u

/* One thing that is wrong: the field, the stable name, why and the way out. */
struct deposit_problem {
	const char *field;
	const char *name;
	char text[DEPOSIT_TEXT];
};

struct deposit_problems {
	struct deposit_problem list[DEPOSIT_PROBLEMS_MAX];
	size_t n;
};

/* What is asked for, or stands in a guarantee. */
struct deposit_terms {
	int64_t rent; /* øre a month */
	int64_t months; /* of rent, 1..6 */
	int64_t cap; /* the municipality's own, øre; 0: none */
	int64_t other; /* deposit or other security besides, øre */
	struct bf_date from, to; /* both included */
};

/* min(months × rent, cap); 0 if rent or months are out of bounds. */
int64_t deposit_amount(const struct bf_pure *p, const struct deposit_terms *t);

/*
 * All that is wrong with terms: E_AMOUNT, E_MONTHS_RANGE, E_CAP_6M (with the
 * numbers), E_DATE_ORDER, E_TERM_5Y (A-7: the last day is five years on, less
 * one day), E_SMALL_AMOUNT over LIMIT øre (0: none; FOR-2019-1520 § 4).
 */
void deposit_check(const struct bf_pure *p, const struct deposit_terms *t,
    int64_t limit, struct deposit_problems *out);

/*
 * The amount up to which a municipality of POPULATION needs no approval, by
 * TABLE: "3000:800000 10000:2000000 … *:10000000", inhabitants and kroner.
 * Øre; -1 if the table cannot be read.
 */
int64_t deposit_small_amount(const char *table, int64_t population);

/* The last day on which a claim may be reported (invariant 6, A-8). */
struct bf_date deposit_claim_day(const struct bf_pure *p, struct bf_date end,
    int64_t window_days, struct bf_due *why);

/* N (0..10^9) of OF (1..10^9) in thousandths, the half upwards (§3.3). */
int64_t deposit_share(int64_t n, int64_t of);

/* Days without cover between two versions; 0 if there is no gap. */
int64_t deposit_gap(struct bf_date ended, struct bf_date begins);

/* What a part of a claim is about. */
enum deposit_kind {
	DEPOSIT_RENT,
	DEPOSIT_DAMAGE,
	DEPOSIT_EVICTION,
	DEPOSIT_OTHER,
	DEPOSIT_WEAR /* wear and tear: never covered */
};

/* "rent" "damage" "eviction" "other" "wear"; false: none of these. */
bool deposit_kind_parse(const char *name, enum deposit_kind *out);

/* One part of a claim, and what becomes of it. */
struct deposit_part {
	enum deposit_kind kind;
	struct bf_date due; /* when the tenant had to pay it */
	struct bf_date from, to; /* the time it is for; BF_NO_DATE: not said */
	int64_t claimed; /* øre */
	int64_t owed; /* what the tenant owes after the hearing, øre */
	int64_t approved; /* what the municipality pays, øre */
	int64_t excess; /* of it more than was owed: kulanse, no recourse */
	const char *reason; /* stable name, or NULL: as claimed */
};

/* The guarantee that a claim is held against. */
struct deposit_cover {
	unsigned int covers; /* DEPOSIT_COVERS_* */
	struct bf_date from, to; /* of the version claimed under */
	struct bf_date last; /* deposit_claim_day; BF_NO_DATE: open */
	int64_t remaining; /* øre */
};

/*
 * Why a part that was received on day RECEIVED gets nothing: E_BEFORE_START,
 * E_NOT_COVERED, E_CLAIM_LATE, E_CLAIM_2Y, E_AFTER_END; NULL if it is covered.
 * These are reasons of a recorded rejection, not errors.
 */
const char *
deposit_part_rejected(const struct bf_pure *p, const struct deposit_cover *c,
    const struct deposit_part *part, struct bf_date received);

/*
 * Decide N parts (at most DEPOSIT_PARTS_MAX): what was rejected gets nothing; the others what is owed, or
 * what is `approved` already if that is set above 0 by the decision-maker, the
 * oldest first, until `remaining` is used (reason "begrenset_til_garantibelop").
 * Returns the sum.
 */
int64_t deposit_decide(const struct bf_pure *p, const struct deposit_cover *c,
    struct bf_date received, struct deposit_part *parts, size_t n);

/* Of a decided claim: what the tenant has to pay back, øre (husll § 3-6). */
int64_t deposit_recourse(const struct deposit_part *parts, size_t n);

/*
 * From which day the municipality's recourse for a part is time-barred:
 * max(due + 3 years, paid + 1 year), each rolled (invariant 8, A-8).  MARK gets
 * the one-year day.  BF_NO_DATE, with WHY, if the law table lacks a rule.
 */
struct bf_date deposit_limitation(const struct bf_pure *p, struct bf_date due,
    struct bf_date paid, struct bf_date *mark, char *why);

/* A repayment plan: PRINCIPAL in N instalments, monthly from FIRST. */
struct deposit_plan {
	int64_t principal; /* øre */
	int32_t n; /* 1..120 */
	struct bf_date first;
};

/* Instalment I (from 0) in øre, and its day. */
int64_t deposit_instalment(const struct bf_pure *p,
    const struct deposit_plan *plan, int32_t i);
struct bf_date deposit_instalment_day(const struct bf_pure *p,
    const struct deposit_plan *plan, int32_t i);

/*
 * PAID øre so far, applied to the oldest first (invariant 9): the number of the
 * first instalment that is not whole (n if all are) and what it lacks.
 */
int32_t deposit_paid_up_to(const struct bf_pure *p,
    const struct deposit_plan *plan, int64_t paid, int64_t *lacks);

/*
 * States of a guarantee or loan, as stored and as the picture in README.md has
 * them; the words for people are in po/.
 */
enum deposit_state {
	DEPOSIT_APPLIED, /* soknad */
	DEPOSIT_ASSESSED, /* vurdering */
	DEPOSIT_REFUSED, /* avslag */
	DEPOSIT_GRANTED, /* innvilget */
	DEPOSIT_COMMITTED, /* tilsagn */
	DEPOSIT_LAPSED, /* tilsagn utløpt */
	DEPOSIT_ISSUED, /* utstedt */
	DEPOSIT_IN_FORCE, /* gjeldende */
	DEPOSIT_RENEWED, /* fornyet: a version after it runs */
	DEPOSIT_EXPIRED, /* utlopt */
	DEPOSIT_RELEASED, /* frigitt */
	DEPOSIT_TRANSFERRED, /* overfort_depositum */
	DEPOSIT_CANCELLED /* makulert */
};
#define DEPOSIT_N_STATES 13

const char *deposit_state_name(enum deposit_state s);
bool deposit_state_parse(const char *name, enum deposit_state *out);
bool deposit_state_may(enum deposit_state from, enum deposit_state to);

/*
 * Is what is claimed under a guarantee in state S heard?  What comes after the
 * claim window is heard as well, and rejected with that reason.
 */
bool deposit_takes_claims(enum deposit_state s);

/* States of a claim. */
enum claim_state {
	CLAIM_RECEIVED, /* krav_mottatt */
	CLAIM_HEARING, /* til_uttalelse */
	CLAIM_DECIDED, /* avgjort */
	CLAIM_REJECTED, /* avgjort: avvist */
	CLAIM_PAID, /* utbetalt */
	CLAIM_RECOURSE, /* regress_opprettet */
	CLAIM_REPAYING, /* nedbetaling */
	CLAIM_SETTLED, /* innfridd */
	CLAIM_WAIVED, /* ettergitt */
	CLAIM_DISPUTED, /* tvist */
	CLAIM_TIME_BARRED, /* foreldet */
	CLAIM_CLOSED /* utbetalt uten regress */
};
#define CLAIM_N_STATES 12

const char *claim_state_name(enum claim_state s);
bool claim_state_parse(const char *name, enum claim_state *out);
bool claim_state_may(enum claim_state from, enum claim_state to);

#endif
