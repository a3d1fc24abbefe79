/*
 * complain_inside -- what the files about complaints share; for them only.
 */
#ifndef ENGINE_COMPLAIN_INSIDE_H
#define ENGINE_COMPLAIN_INSIDE_H

#include "base/err.h"
#include "engine/complain.h"
#include "model/date.h"
#include "store/complaint.h"
#include "store/decision_party.h"

/* Names of deadlines and keys of tasks, with ":" and the number after them. */
#define COMPLAIN_FORWARD "complaint_forward"
#define COMPLAIN_ANSWER "complaint_answer"
#define COMPLAIN_TASK "complaint"
#define COMPLAIN_SUSPEND "complaint_suspend"

void complain_name(const char *what, const struct complaint *k,
    char out[STORE_NAME_SIZE]);
void
complain_effect(struct step *st, const char *verb, const struct complaint *k);

/* The complaint that PARAMS name; K needs complaint_fini in any case. */
enum rc complain_open(struct step *st, const json_t *params,
    struct complaint *k, struct err *e);
/* RC_OK if K is in STATE; else what to do instead. */
enum rc complain_need_state(const struct complaint *k, const char *state,
    struct err *e);

/* Keep the assessment BODY, which is taken over. */
enum rc complain_note(struct step *st, const struct complaint *k,
    const char *kind, json_t *body, struct err *e);

/* Text parameter NAME, which must be there; E_REASON_REQUIRED with WHY. */
enum rc complain_text(const json_t *params, const char *name, const char *why,
    const char **out, struct err *e);

/* The day on which RULE of law.ini falls, from START. */
enum rc complain_by_rule(const struct step *st, const char *rule,
    struct date start, struct date *due, struct err *e);

/* Begin the deadline for forwarding; end it with its tasks as STATE. */
enum rc complain_begin_forward(struct step *st, const struct complaint *k,
    struct err *e);
enum rc complain_end_ours(struct step *st, const struct complaint *k,
    const char *state, struct err *e);

/* A letter about K by TEMPLATE to TO, with MORE, which is taken over. */
enum rc complain_letter(struct step *st, const struct complaint *k,
    const char *template, const char *to, json_t *more, struct err *e);

#endif
