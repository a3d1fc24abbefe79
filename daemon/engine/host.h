/*
 * host -- what a definition's function may ask for, verb by verb.
 *
 * The script room turns case:task{…} into verb "task.open" with its arguments;
 * here each verb is a row with its function.  A verb that fails has changed
 * nothing.
 */
#ifndef ENGINE_HOST_H
#define ENGINE_HOST_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "script/script.h"

struct step;

typedef enum rc
host_fn(struct step *st, const json_t *args, json_t **result, struct err *e);

struct host_verb {
	const char *name; /* the last row's is NULL */
	bool writes; /* refused while reading */
	host_fn *fn;
};

/* The verbs of each file. */
extern const struct host_verb host_case_verbs[];
extern const struct host_verb host_task_verbs[];
extern const struct host_verb host_deadline_verbs[];
extern const struct host_verb host_timer_verbs[];
extern const struct host_verb host_outbox_verbs[];
extern const struct host_verb host_decide_verbs[];
extern const struct host_verb host_allot_verbs[];

extern const struct host_verb host_call_verbs[];

/* The form that script_load is given: STEP is script_call's. */
enum rc host_op(void *step, const char *verb, const json_t *args,
    json_t **result, struct err *e);

/* Do VERB for ST, as a function of the definition would. */
enum rc host_do(struct step *st, const char *verb, const json_t *args,
    json_t **result, struct err *e);

/* Text argument NAME or NULL; refuses what is not text. */
enum rc host_text(const json_t *args, const char *name, bool required,
    const char **out, struct err *e);

#endif
