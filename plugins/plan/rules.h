/*
 * rules -- what regulation and routine say of individual plans, pure.
 *
 * Values in, answers out; no database, no case, no caller.  Domain §3.1 with
 * FOR-2022-06-22-1110; law rows 26-29.
 */
#ifndef PLAN_RULES_H
#define PLAN_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

/*
 * What a plan has, counted or answered.  Content a to j of § 9; with "culture"
 * for its first paragraph and "child" for how a child took part.
 */
struct plan_content {
	int goals, resources, needs; /* a */
	int goals_without; /* goals with no measure and no own effort */
	int participants; /* b */
	bool main_service, coordinator; /* c */
	int contributions; /* d */
	int measures; /* e */
	int measures_without_unit, measures_without_extent;
	int measures_without_how; /* f */
	int coordinator_answers; /* g: of PLAN_ANSWERS questions */
	struct bf_date from, to; /* h */
	int reviews; /* h: dates of review inside the period */
	bool consent; /* i: to the plan, in force */
	bool access_answered; /* i: who may see what, or nobody */
	bool cooperation_answered; /* j: a list, or that none is needed */
	bool culture; /* */
	bool child; /* the person is under 18 */
	bool child_answered;
};

/*
 * Questions of letter g: coordinator by hol § 7-2, by sphl § 2-5 a, children's
 * coordinator by hol § 7-2 a, contact physician.  Each is answered by offered,
 * appointed, declined or not relevant, with a day.
 */
#define PLAN_ANSWERS 4

/*
 * The letters that are missing, in order, such as {"c", "h", "culture"}.
 * Returns how many; OUT has room for PLAN_LETTERS.
 */
#define PLAN_LETTERS 12
size_t
plan_missing(const struct plan_content *c, const char *out[PLAN_LETTERS]);

/*
 * Does a plan of this kind need LETTER?  An individual plan needs all; a målplan
 * has no statute, but goals, someone responsible, measures and a period.
 */
bool plan_letter_counts(const char *letter, bool ip);

/* The letters, NULL-terminated; for figures. */
extern const char *const plan_letters[PLAN_LETTERS + 1];

/*
 * E_DATE_ORDER or NULL: the period ends before it begins, or a review lies
 * outside it.  REVIEW may be BF_NO_DATE.
 */
const char *
plan_dates(struct bf_date from, struct bf_date to, struct bf_date review);

/* Who consents for a person (law row 32; pbrl §§ 4-3, 4-4). */
struct plan_consenter {
	int age; /* of the person; -1: not known */
	bool health; /* the plan has matters of health */
	bool by_person; /* the person in person */
	bool by_parent; /* a parent with responsibility */
	bool by_guardian; /* a guardian … */
	bool guardian_scope; /* … whose authority covers this */
};

/*
 * E_CONSENT_CAPACITY or NULL.  In matters of health the person consents from
 * 16 years, else from 18; below that a parent or a guardian whose scope covers
 * it.  For adults a guardian only within the scope.
 */
const char *plan_consent_by(const struct plan_consenter *c);

/* When the next review is due after DAY at LEVEL 2 to 4; false: no rule. */
bool plan_review(const struct bf_pure *p, int64_t level, struct bf_date day,
    struct bf_due *out, char *why);

/*
 * Critical Time Intervention in three equal phases of MONTHS.  The last day of
 * PHASE (1 to 3) from START, computed from the start and not rolled;
 * ROLLED (may be NULL) is the day of the meeting at its end.
 */
#define PLAN_CTI_PHASES 3
#define PLAN_CTI_FOCUS_MAX 4 /* focus areas of a phase */
struct bf_date plan_cti_end(const struct bf_pure *p, struct bf_date start,
    int months, int phase, struct bf_date *meeting);

enum plan_state {
	PLAN_NEED, /* behov_meldt */
	PLAN_OFFERED, /* tilbudt */
	PLAN_DECLINED, /* avslatt_av_bruker */
	PLAN_REFUSED, /* avslag, by decision */
	PLAN_DRAFT, /* under_arbeid */
	PLAN_IN_FORCE, /* gjeldende */
	PLAN_REVIEW, /* til_revisjon */
	PLAN_STOPPED, /* stanset_samtykke */
	PLAN_ENDED /* avsluttet */
};
#define PLAN_N_STATES 9

const char *plan_state_name(enum plan_state s);
bool plan_state_parse(const char *name, enum plan_state *out);
bool plan_state_may(enum plan_state from, enum plan_state to);

/* Does a plan in this state count as the one open plan (invariant 2)? */
bool plan_state_is_open(enum plan_state s);

/* May content be written in this state (invariant 1)? */
bool plan_state_takes_content(enum plan_state s);

#endif
