/*
 * eviction -- what the files of this plugin share.
 */
#ifndef EVICTION_H
#define EVICTION_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/values.h>

#include "rules.h"

#define _(text) gettext(text)
#define N_(text) text

#define REMIND_HOUR 6

/* A matter: all that is known of one tenancy that is at risk. */
struct matter {
	json_t *row; /* owned; matter_fini */
	json_t *values; /* borrowed from row; what is merged goes here too */
	int64_t id, case_id;
	enum eviction_state state;
	struct eviction_facts facts;
};

/* ---- codes.c: NULL-terminated */

extern const char *const eviction_known[];
extern const char *const eviction_sources[];
extern const char *const eviction_hows[];

/* ---- values.c */

/* The facts that VALUES of a matter tell; what they lack is unknown. */
void facts_of(const struct bf_call *call, const json_t *values,
    struct eviction_facts *out);

/* Copy the facts that FROM has into TO; nothing known becomes unknown. */
void facts_merge(const json_t *from, json_t *to);

/*
 * E_AMOUNT and E_DATE_ORDER as fields, for facts as they would stand together;
 * BF_OK: they can be true.
 */
int facts_check(struct bf_call *call, const json_t *values);

/* Read matter ID with its economy; its case is opened.  matter_fini. */
int matter_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct matter *out);
void matter_fini(struct matter *m);

/* E_EVICTION_STATE unless it may go to TO. */
int matter_may(struct bf_call *call, const struct matter *m,
    enum eviction_state to);

/* Write VALUES (stolen) in state TO and note it in the case. */
int matter_put(struct bf_call *call, struct matter *m, enum eviction_state to,
    json_t *values);

/*
 * TOLD is known from now on: merged into VALUES (stolen), the matter's own and
 * what the caller changes, which are checked as facts_check has it and written.
 * A state is only ever gone forward to.
 */
int matter_learn(struct bf_call *call, struct matter *m, const json_t *told,
    json_t *values);

/* Whom the case of HEAD is about, and of M: 0 if the case names nobody. */
int64_t person_in(const json_t *head);
int
matter_person(struct bf_call *call, const struct matter *m, int64_t *person);

/* ---- tenancy.c */

/* facts_merge, but what is only written otherwise stays as it was, and with the
 * key of tenant and address, if both are known. */
void tenancy_merge(struct bf_call *call, const json_t *from, json_t *to);

/*
 * The open matter of the tenancy that PARAMS tell of, about PERSON (0: not
 * known) or in case CASE_ID (0: none is named), that the caller may work with;
 * M->id is 0 if there is none.  matter_fini.
 */
int tenancy_find(struct bf_call *call, const json_t *params, int64_t person,
    int64_t case_id, struct matter *m);

/* ---- watch.c */

/* By when what is done, by this municipality's routine. */
void plan_of(struct bf_call *call, const struct matter *m,
    struct eviction_plan *out);

/* Begin, move or end what the facts make due. */
int watch(struct bf_call *call, const struct matter *m);
/* Somebody was reached: nobody is told any more that nobody was. */
int watch_reached(struct bf_call *call, const struct matter *m);
/* It is over: nothing of it is due any more. */
int watch_end(struct bf_call *call, const struct matter *m);
int task(struct bf_call *call, int64_t case_id, const char *key,
    const char *title, const char *role, struct bf_date due);
/* Tell whoever the days without contact make it time to tell. */
int climb(struct bf_call *call, const struct matter *m);
bf_happening_fn eviction_ladder, eviction_digest;

/* ---- show.c */

/*
 * What must be paid today to stop M on ground a, in øre, of what is
 * known; EVICTION_UNKNOWN if the rent owed is not, or if paying stops nothing.
 */
int64_t matter_to_stop(struct bf_call *call, const struct matter *m);

/* ---- methods */

bf_method_fn eviction_notice, eviction_update, eviction_contact, eviction_back,
    eviction_solve, eviction_carried_out, eviction_goods, eviction_review,
    eviction_close, eviction_children, eviction_match, eviction_show,
    eviction_list;

extern const struct bf_method eviction_methods[]; /* methods.c */
/* What is shown of one, and what its codes are called. */
extern const struct bf_column eviction_show_columns[];
extern const struct bf_word eviction_words[];
extern const struct bf_record eviction_records[]; /* records.c */
extern const struct bf_report eviction_reports[]; /* report.c */

#endif
