/*
 * plan -- what the files of this plugin share.
 */
#ifndef PLAN_H
#define PLAN_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/values.h>

#include "rules.h"

#define _(text) gettext(text)
#define N_(text) text

#define REMIND_HOUR 6

/* A plan; it belongs to the person, and has the case it is worked on in. */
struct plan {
	json_t *row; /* owned; plan_fini */
	const json_t *values; /* borrowed from row */
	int64_t id, person, case_id;
	enum plan_state state;
	bool ip; /* individuell plan; else målplan */
};

/* ---- codes.c: NULL-terminated */

extern const char *const plan_kinds[];
extern const char *const plan_states[];
extern const char *const plan_answers[];
extern const char *const plan_areas[];
extern const char *const plan_goal_states[];
extern const char *const plan_forms[];
extern const char *const plan_subplans[];
extern const char *const plan_ends[];

/* ---- values.c */

/* Read plan ID; its person must be the caller's to see.  plan_fini. */
int plan_get(struct bf_call *call, int64_t id, struct plan *out);
void plan_fini(struct plan *p);

/* Open it to write content: E_PLAN_STATE, E_CONSENT_REQUIRED. */
int plan_write(struct bf_call *call, const json_t *params, struct plan *out);

/* E_PLAN_STATE unless it may go to TO. */
int plan_may(struct bf_call *call, const struct plan *p, enum plan_state to);

/* Write VALUES (stolen) in state TO and note it in the case. */
int plan_put(struct bf_call *call, const struct plan *p, enum plan_state to,
    json_t *values);

/* A deadline of P as NAME, by RULE or by LENGTH from today; it ends. */
int plan_clock(struct bf_call *call, const struct plan *p, struct bf_deadline d,
    struct bf_date *due);
int plan_clock_end(struct bf_call *call, const struct plan *p, const char *name,
    bool met);

/* A record of KIND that belongs to P: VALUES (stolen); *ID may be NULL. */
int plan_add(struct bf_call *call, const struct plan *p, const char *kind,
    json_t *values, int64_t *id);

/* The records of KIND of P that the caller may see; ALL: for a rule. */
int plan_rows(struct bf_call *call, const struct plan *p, const char *kind,
    bool all, json_t **rows);

/*
 * Open T in the case of P.  Its key gets ID after it (of the plan, the goal or
 * the phase it is about), so that two of them in one case do not hide each
 * other.  plan_done: that one is done, if it is open.
 */
int plan_task(struct bf_call *call, const struct plan *p, struct bf_task t,
    int64_t id);
int plan_done(struct bf_call *call, const struct plan *p, const char *key,
    int64_t id);

/* ---- course.c */

/* What P has, by letter. */
int
plan_gather(struct bf_call *call, const struct plan *p, struct plan_content *c);

/* LETTERS with dots between, such as "c.h", in words. */
#define PLAN_SAID_SIZE 640
void plan_say(const char *letters, char out[PLAN_SAID_SIZE]);

/* Keep which letters plan ID lacks, for its page and for the report. */
int plan_judge(struct bf_call *call, int64_t id);

/* ---- lead.c */

/*
 * Who has to do with P today: the coordinator; the substitute while that one is
 * away.  USER (borrowed) is NULL and UNIT "" if nobody who works here is.
 */
int plan_leader(struct bf_call *call, const struct plan *p, const char **user,
    char unit[65]);

/* A task for that one, or for the unit if there is none. */
int task_lead(struct bf_call *call, const struct plan *p, const char *key,
    int64_t id, const char *title);
/* The same for USER, who may be NULL or gone. */
int task_user(struct bf_call *call, const struct plan *p, const char *user,
    const char *key, int64_t id, const char *title);

/* Open the plan of PARAMS to say who leads it: E_PLAN_STATE if it has ended;
 * also before there is content (invariant 4). */
int plan_lead(struct bf_call *call, const json_t *params, struct plan *out);

/* E_BASIS_REQUIRED unless UNIT is responsible or the person lets it see. */
int need_basis(struct bf_call *call, const struct plan *p, const char *unit);
/* The same, whoever is responsible: only the person's access consent counts,
 * which is *CONSENT (may be NULL). */
int need_shared(struct bf_call *call, const struct plan *p, const char *unit,
    int64_t *consent);
/* The unit of USER, the first that the host names; E_FIELDS at FIELD: no such
 * user here. */
int unit_of(struct bf_call *call, const char *field, const char *user,
    char out[65]);

/* ---- consent.c */

/* E_CONSENT_REQUIRED unless the person consents to a plan today. */
int need_consent(struct bf_call *call, int64_t person);
/* Does one hold, and until when (BF_NO_DATE: until withdrawn)? */
int has_consent(struct bf_call *call, int64_t person, bool *has,
    struct bf_date *until);
bf_happening_fn plan_consent_gone, plan_consent_came;

/* No consent holds any more: the plan stops. */
int plan_stop(struct bf_call *call, const struct plan *p);

/*
 * May the caller read the content of P?  Who is responsible or coordinates may;
 * another unit by an access consent (§ 9 i); else E_NO_BASIS.
 */
int need_access(struct bf_call *call, const struct plan *p);
int has_access(struct bf_call *call, const struct plan *p, bool *may);

/* ---- remind.c */

/* Fire plan.remind {what, plan} on DAY; none if it has gone. */
int remind(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id, struct bf_date day);
int remind_end(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id);
/* What a plan sets going when it begins or changes. */
int remind_activity(struct bf_call *call, const struct plan *p);
int
remind_review(struct bf_call *call, const struct plan *p, struct bf_date day);
/* Before the consent runs out, and when it has. */
int remind_consent(struct bf_call *call, const struct plan *p);
/* A review is owed: who leads is asked, then the other.  It was held. */
int review_owed(struct bf_call *call, const struct plan *p);
int review_held(struct bf_call *call, const struct plan *p);
/* Goal ID is to be reached by TARGET. */
int remind_goal(struct bf_call *call, const struct plan *p, int64_t id,
    struct bf_date target);
/* Its status was told: no more is asked once it has come to an end. */
int goal_told(struct bf_call *call, const struct plan *p, int64_t id,
    const char *status);
/* The plan has ended, and with it all that was to be thought of. */
int remind_nothing(struct bf_call *call, const struct plan *p);
bf_happening_fn plan_remind;

/* ---- methods */

bf_method_fn plan_report_need, plan_offer, plan_decline, plan_refuse,
    plan_start, plan_set, plan_answer, plan_goal, plan_goal_status,
    plan_measure, plan_measure_change, plan_met, plan_participant, plan_subplan,
    plan_coordinator, plan_absent, plan_responsible, plan_activate,
    plan_reviewed, plan_promote, plan_step_down, plan_resume, plan_close,
    plan_hand_over, plan_cti_start, plan_cti_focus, plan_cti_close, plan_show,
    plan_list;

extern const struct bf_method plan_methods[]; /* methods.c */
/* What is shown of one, and what its codes are called. */
extern const struct bf_column plan_show_columns[];
extern const struct bf_word plan_words[];
extern const struct bf_word plan_asks[]; /* by letter: what it asks for */
extern const struct bf_record plan_records[]; /* records.c */
extern const struct bf_report plan_reports[]; /* report.c */

#endif
