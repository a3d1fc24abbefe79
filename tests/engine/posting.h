/*
 * posting -- an engine with a letter on its way and a courier to play.
 */
#ifndef TESTS_ENGINE_POSTING_H
#define TESTS_ENGINE_POSTING_H

#include "fixture.h"

#define GRACE_MS INT64_C(7200000) /* more than one may undo a step */

/* Of the test that runs. */
extern struct fixture f;
extern char number[24]; /* of its case */
extern json_t *sent; /* what went to the courier: array of messages */

/* For cmocka. */
int setup(void **state);
int teardown(void **state);

/* One batch with whatever is due. */
void run(void);

/* A courier comes, or is gone. */
void courier(bool there);

/* Ask for a letter and a notice to a unit, which nobody undoes. */
void ask(void);

/* Message I that went to the courier, borrowed; its key. */
const json_t *message(size_t i);
const char *key(size_t i);

/* The courier says that EFFECT had OUTCOME. */
void answer(const char *effect, const char *outcome);

/* The carrier says WORD of EFFECT at instant AT; LINE tells its reports apart. */
void status(const char *effect, int line, const char *word, int64_t at);

/* outbox.resolve by nav01 with REASON, which may be NULL. */
enum rc resolve(int id, const char *outcome, const char *reason);

/* outbox.show of the letter with row number ID; borrowed until the next. */
json_t *show(int id);

/* The letter of row ID must be in STATE. */
void is_state(int id, const char *state);

/* The instant NAME of the letter of row ID; 0: none. */
int64_t instant(int id, const char *name);

#endif
