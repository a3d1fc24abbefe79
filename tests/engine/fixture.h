/*
 * fixture -- a whole engine in memory: store, law, a small municipality, a
 * clock that stands still, and the definition in workflows/small.
 */
#ifndef TESTS_ENGINE_FIXTURE_H
#define TESTS_ENGINE_FIXTURE_H

#include <stdbool.h>
#include <string.h>

#include "../cmocka_all.h"

#include <jansson.h>

#include "base/clock.h"
#include "base/err.h"
#include "engine/engine.h"
#include "model/municipality.h"
#include "store/store.h"

/* Monday 2027-01-11, 09:00 local. */
#define MONDAY INT64_C(1799654400000)

/*
 * Users: nav01 (caseworker, decision_maker in nav), nav02 (caseworker in nav),
 * hel01 (caseworker, performer in health), boss (leader in nav), adm
 * (administrator in nav), aud (auditor in nav); logins are the same words.
 * "web" is the login of a gateway.
 */
struct plugin_set;

struct fixture {
	struct store *store;
	struct clock clock;
	struct law *law;
	struct municipality *municipality;
	struct engine *engine;
	char path[512]; /* of the definitions */
	/* the last answer */
	unsigned int answers;
	enum rc rc;
	json_t *result; /* owned */
	struct err err;
};

/* Open, with the definition "small" loaded and active. */
void fixture_open(struct fixture *f);
/* The same without any definition, at PATH (STORE_MEMORY or a file). */
void fixture_open_bare(struct fixture *f, const char *path);
/* The same with TEXT as the municipality's file; number 5532. */
void fixture_open_as(struct fixture *f, const char *path, const char *text);
/* The same with the plugins of SET (NULL: none). */
void fixture_open_with(struct fixture *f, const char *path, const char *text,
    const struct plugin_set *set);
/* The usual file with MORE at its end, and the plugins of SET. */
void fixture_open_plugins(struct fixture *f, const char *path,
    const struct plugin_set *set, const char *more);
void fixture_close(struct fixture *f);

/* Open and close one in *STATE: what a test is set up with. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* A municipality out of TEXT; the caller frees it. */
struct municipality *fixture_municipality(const char *text);

/* The top of the sources. */
const char *fixture_top(void);

/* Make an ask of LOGIN; PARAMS is taken over (NULL: none). */
struct ask *fixture_new_ask(struct fixture *f, const char *login,
    const char *method, json_t *params);

/* Hand over an ask and run batches until there is nothing to do. */
enum rc fixture_submit(struct fixture *f, struct ask *a);

/* Both; the answer is in F. */
enum rc fixture_ask(struct fixture *f, const char *login, const char *method,
    json_t *params);

/* The same with words that tell nothing of health (engine/said.h). */
enum rc fixture_ask_plain(struct fixture *f, const char *login,
    const char *method, json_t *params);

/* As fixture_ask, and it must be RC_OK; the result is borrowed until the next. */
json_t *fixture_ok(struct fixture *f, const char *login, const char *method,
    json_t *params);

/* Run batches until nothing is to be done. */
void fixture_run(struct fixture *f);

/* A case by nav01, received on the clock's day, with DATA (taken over, may be
 * NULL) on top; its number goes to OUT. */
void fixture_case(struct fixture *f, json_t *data, char out[24]);

/* case.act by LOGIN; INPUT is taken over and may be NULL. */
enum rc fixture_act(struct fixture *f, const char *login, const char *number,
    const char *action, json_t *input);

/* clock.advance to "2027-02-01" or so; the result. */
json_t *fixture_advance(struct fixture *f, const char *to);

/* Rows of the store, for what no method shows (new references). */
json_t *fixture_history(struct fixture *f, bool lookups);
json_t *fixture_tasks(struct fixture *f, const char *number);
json_t *fixture_deadlines(struct fixture *f);

/* The last answer's error, in one assertion. */
#define ASSERT_ERROR(f, code, error)                                           \
	do {                                                                   \
		if ((f)->rc != (code) || strcmp((f)->err.name, (error)) != 0)  \
			fail_msg("got %s: %s",                                 \
			    (f)->rc == RC_OK ? "no error" : (f)->err.name,     \
			    (f)->err.text);                                    \
	} while (0)

#endif
