/*
 * timer -- what falls due by itself; a row each, the soonest first.
 *
 * A timer that fires is taken away in the step that it starts, so that it fires
 * once or, if the step fails, becomes an incident.
 */
#ifndef STORE_TIMER_H
#define STORE_TIMER_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct timer {
	int64_t id;
	int64_t due; /* ms UTC */
	char kind[24]; /* "definition" "deadline.warn"
					 * "deadline.overdue" "event"
					 * "plugin" */
	int64_t case_id; /* 0: of no case; plugins only */
	int64_t deadline; /* 0: none */
	char stage[STORE_NAME_SIZE]; /* "": of no stage */
	char name[STORE_NAME_SIZE];
	json_t *payload; /* owned reference; NULL: none */
};

void timer_fini(struct timer *t); /* zeroed is fine */
void timers_free(struct timer *t, size_t n);

/* Add T (payload borrowed); its id is filled in. */
enum rc timer_add(struct tx *tx, struct timer *t, struct err *e);

/* Take a timer away; unknown is fine. */
enum rc timer_remove(struct tx *tx, int64_t id, struct err *e);

/* Take away: the case's timers NAME; all of STAGE (NULL: of the case, but
 * not of what runs beside it). */
enum rc timer_remove_name(struct tx *tx, int64_t case_id, const char *name,
    struct err *e);
/* Take away the timer NAME of what runs beside the case. */
enum rc timer_remove_beside(struct tx *tx, int64_t case_id, const char *name,
    struct err *e);
enum rc timer_remove_stage(struct tx *tx, int64_t case_id, const char *stage,
    struct err *e);
/* A plugin's timers NAME in STAGE ("@key"); CASE_ID 0: those of no case. */
enum rc timer_remove_plugin(struct tx *tx, int64_t case_id, const char *name,
    const char *stage, struct err *e);
/* Those of one deadline. */
enum rc timer_remove_deadline(struct tx *tx, int64_t deadline, struct err *e);

/* Due time of the soonest; INT64_MAX if there is none. */
enum rc timer_soonest(struct store *s, int64_t *due, struct err *e);

/* How many are due at or before UNTIL. */
enum rc timer_count(struct store *s, int64_t until, int64_t *n, struct err *e);

/* Due at or before UNTIL in order of (due, id), at most LIMIT; timers_free. */
enum rc timer_due(struct store *s, int64_t until, int limit, struct timer **out,
    size_t *n, struct err *e);

/* Timers of a case by (due, id): [{id, due, kind, deadline, stage, name}]. */
enum rc
timer_list(struct store *s, int64_t case_id, json_t **rows, struct err *e);

#endif
