/*
 * rules -- what law and routine say when somebody is about to lose a home, pure.
 *
 * Values in, answers out; no database, no case, no caller.  What a notice does
 * not say is unknown, never zero: days are BF_NO_DATE and amounts -1.  Domain
 * §3.2 with; law rows 36-39 and 44-51.
 */
#ifndef EVICTION_RULES_H
#define EVICTION_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#define EVICTION_UNKNOWN (-1) /* an amount that nobody has told */
#define EVICTION_AMOUNT_MAX 1000000000 /* øre: 10 000 000 kr */
#define EVICTION_FINDINGS_MAX 16

/* Ground for enforcement (tvangsgrunnlag), tvangsfullbyrdelsesloven § 13-2. */
enum eviction_ground {
	GROUND_UNKNOWN,
	GROUND_ARREARS, /* a: rent not paid */
	GROUND_EXPIRED, /* b: the lease has ended */
	GROUND_NOTICE, /* c: terminated with notice (oppsigelse) */
	GROUND_BREACH, /* d: terminated for breach (heving) */
	GROUND_OTHER /* e: other possession */
};
#define N_GROUNDS 6

/* "unknown", "a" … "e", NULL-terminated; false: none of these. */
extern const char *const eviction_grounds[];
bool ground_parse(const char *name, enum eviction_ground *out);

/* Does paying all stop it (only a)?  What else may, as msgids, NULL-ended. */
bool ground_cured_by_payment(enum eviction_ground g);
const char *const *ground_ways_out(enum eviction_ground g);

/* To the district court, not to the enforcement officer (law row 47). */
bool ground_is_for_court(enum eviction_ground g);

enum eviction_known { KNOWN_UNKNOWN, KNOWN_NO, KNOWN_YES };

/* What is known of a case of eviction. */
struct eviction_facts {
	enum eviction_ground ground;
	enum eviction_known children;
	struct bf_date received; /* when the municipality heard of it */
	struct bf_date due_since; /* oldest unpaid rent, after rolling */
	struct bf_date warned; /* § 4-18 sent */
	struct bf_date told; /* § 9-11 sent to the municipality */
	struct bf_date petitioned; /* begjæring */
	struct bf_date served; /* § 13-6: sent the tenant */
	struct bf_date decided; /* § 13-7 */
	struct bf_date evicted; /* day of the eviction */
	struct bf_date lease_from, lease_to; /* BF_NO_DATE: indefinite */
	struct bf_date move_out_asked; /* in writing, husleieloven § 9-2 */
	struct bf_date notice_received; /* of termination */
	struct bf_date notice_month_end; /* when its month ends */
	struct bf_date protested;
	struct bf_date goods_told; /* namsmannen: where the goods are */
	int64_t rent; /* øre a month */
	int64_t owed; /* øre */
	bool loft; /* loft or basement in the landlord's house: § 9-3 1 year */
	bool short_term_reasoned; /* § 11-1: special reasons, in writing */
};

/* A fact about a date: an argument for the tenant, or a mistake. */
struct eviction_finding {
	const char *name; /* "mulig_ulovlig_tidlig", "E_DATE_ORDER" */
	const char *field; /* the date it is about */
	const char *law; /* "tvangsfullbyrdelsesloven § 4-18" */
	struct bf_date day; /* the first or last day that would be right;
			     * BF_NO_DATE: none */
	bool error; /* false: kept, and shown to the handler */
};

struct eviction_findings {
	struct eviction_finding list[EVICTION_FINDINGS_MAX];
	size_t n;
};

/*
 * Look at every date: E_DATE_ORDER where they cannot be true together; findings
 * where the landlord was too early, too late, used a lease that is
 * shorter than the law has it, or lost the right by waiting.
 */
void eviction_check(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today, struct eviction_findings *out);

/* Is ORE an amount that can be: 0 to 10 000 000 kr, or unknown? */
bool eviction_amount_ok(int64_t ore);

/* Last day for the tenant's comments; BF_NO_DATE if not served. */
struct bf_date eviction_comment_day(const struct bf_pure *p,
    const struct eviction_facts *f, struct bf_due *why);

enum eviction_urgency { URGENCY_GREEN, URGENCY_YELLOW, URGENCY_RED };

/*
 * Red: a day is fixed, or ten days or fewer to the comment deadline, or children
 * live there.  Yellow: petitioned, or warned more than two weeks ago.  Unknown
 * children do not turn it red.
 */
enum eviction_urgency eviction_urgency(const struct bf_pure *p,
    const struct eviction_facts *f, struct bf_date today);
const char *urgency_name(enum eviction_urgency u); /* "gronn" "gul" "rod" */

/* Days of the municipality's routine; 0 in a member: its default. */
struct eviction_routine {
	int contact_workdays; /* 2 */
	int contact_children_workdays; /* 1: children, or unknown */
	int visit_workdays; /* 5 */
	int before_workdays; /* 5: what must stand before the day */
	int review_days; /* 30 */
};

/* By when what has to be done; BF_NO_DATE where nothing makes it due. */
struct eviction_plan {
	struct bf_date contact; /* first contact with the household */
	struct bf_date visit; /* home visit by two, if none was reached */
	struct bf_date comment; /* plan or legality check, by ground */
	struct bf_date shelter; /* decision on temporary accommodation */
	struct bf_date need_check; /* § 27, the same day */
	struct bf_date goods; /* last day for free collection */
	struct bf_date review; /* why was it not caught earlier? */
};

void eviction_plan(const struct bf_pure *p, const struct eviction_facts *f,
    const struct eviction_routine *r, struct eviction_plan *out);

/* A rung of the ladder of who is told next. */
enum eviction_rung {
	RUNG_HANDLER, /* at once */
	RUNG_REMINDER, /* + 2 working days without contact */
	RUNG_LEADER, /* + 3 */
	RUNG_COORDINATOR, /* + 5, if there is a basis */
	RUNG_LEADERS /* 5 working days or fewer to the day */
};

/* The highest rung that is due on TODAY while there was no contact. */
enum eviction_rung eviction_rung(const struct bf_pure *p,
    const struct eviction_facts *f, struct bf_date today);

/* What enforcement costs; BF_NO_DATE-free: the fee of day ON (law row 51). */
struct eviction_costs {
	int64_t petition; /* 1.25 × rettsgebyr, or 2.1 in court */
	int64_t carried_out; /* 1.35 × rettsgebyr, or 2 in court */
};
bool eviction_costs(const struct bf_pure *p, enum eviction_ground g,
    struct bf_date on, struct eviction_costs *out, char *why);

/*
 * What must be paid to stop an eviction on ground a: rent owed, interest,
 * collection and the fee of the petition.  -1 if a part is unknown or too much.
 */
int64_t eviction_to_stop(int64_t owed, int64_t interest, int64_t collection,
    int64_t petition);

/* How far it has come; each later than the one before. */
enum eviction_state {
	EVICTION_CONCERN, /* bekymring */
	EVICTION_ARREARS, /* restanse_kjent */
	EVICTION_WARNED, /* varslet */
	EVICTION_PETITIONED, /* begjaert */
	EVICTION_SERVED, /* forelagt */
	EVICTION_DECIDED, /* besluttet */
	EVICTION_FIXED, /* tidfestet */
	EVICTION_CARRIED_OUT, /* gjennomfort */
	EVICTION_AFTER, /* oppfolging_etter */
	EVICTION_SOLVED, /* lost: with one solution code */
	EVICTION_CLOSED /* lukket, after it was carried out */
};
#define EVICTION_N_STATES 11

extern const char *const eviction_states[]; /* NULL-terminated */
const char *eviction_state_name(enum eviction_state s);
/* False for what is none, and for NULL: a state that the caller may not see. */
bool eviction_state_parse(const char *name, enum eviction_state *out);

/*
 * May TO follow FROM?  A notice may move it forward by any number of steps; back
 * it goes when a petition is withdrawn or a decision is set aside.
 */
bool eviction_state_may(enum eviction_state from, enum eviction_state to);

/*
 * Where FACTS say that it stands, for a case that begins with them.  A day that
 * has come does not say that it was carried out: somebody has to.
 */
enum eviction_state eviction_state_of(const struct eviction_facts *f);

/* How one ended: carried out, or one of the solutions;
 * NULL-terminated. */
extern const char *const eviction_ends[];
#define eviction_solutions (eviction_ends + 1)
/* Does the solution need an amount and evidence (betalt)? */
bool eviction_solution_needs_proof(const char *name);

#endif
