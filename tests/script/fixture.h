/*
 * fixture -- a small definition around a few lines of Lua, and a host that
 * remembers what it was asked.
 */
#ifndef TESTS_SCRIPT_FIXTURE_H
#define TESTS_SCRIPT_FIXTURE_H

#include "../cmocka_all.h"

#include <jansson.h>

#include "script/script.h"

struct fixture {
	struct script *script;
	json_t *skeleton;
	json_t *data; /* what the case holds */
	json_t *asked; /* array of [verb, args] */
	struct def_notes notes;
	struct err e;
	char *trace;
	enum rc fail; /* the next verb fails with this, if not RC_OK */
	int fn; /* of the action's run */
};

extern const struct script_host fixture_host;

/* Load HEAD, then a definition whose action runs BODY (case, input). */
enum rc fixture_load(struct fixture *f, const char *head, const char *body);

/* Load TEXT as workflow.lua. */
enum rc fixture_load_text(struct fixture *f, const char *text);

/* Call the action with ARGS (taken over; may be NULL); first result or NULL. */
enum rc fixture_call(struct fixture *f, json_t *args, json_t **first);

void fixture_fini(struct fixture *f);

/* Load and call BODY once; its first result (new reference). */
enum rc fixture_run(struct fixture *f, const char *head, const char *body,
    json_t **first);

/* CPU milliseconds that this thread has used. */
int64_t fixture_cpu_ms(void);

#endif
