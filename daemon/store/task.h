/*
 * task -- what somebody has to do in a case.
 *
 * A task belongs to a unit, perhaps to one user and one role in it.  Open tasks
 * with a key are unique per case.  Title and note are free text and sealed.
 */
#ifndef STORE_TASK_H
#define STORE_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct scope;
struct tx;

struct task {
	int64_t id;
	int64_t case_id;
	char stage[STORE_NAME_SIZE]; /* where it was opened */
	char key[STORE_NAME_SIZE]; /* "": none */
	char *title; /* owned */
	char unit[STORE_NAME_SIZE];
	char user[STORE_NAME_SIZE]; /* "": anybody of the unit */
	char role[STORE_NAME_SIZE]; /* "": any */
	struct date due; /* DATE_NONE: none */
	char cause[STORE_NAME_SIZE]; /* "definition" "deadline" "incident" */
	int64_t created; /* ms UTC */
	char created_by[STORE_NAME_SIZE];
	int64_t done; /* ms UTC; 0: open */
	char done_by[STORE_NAME_SIZE];
	char *note; /* owned; NULL: none */
	bool stays; /* still to be done when the case is closed */
	enum bf_class class; /* of the title: health, or identity */
	enum bf_class note_class; /* the same of the note */
};

void task_fini(struct task *t); /* zeroed is fine */

/*
 * Open T (title borrowed; id, created, done… are filled in or ignored).
 * RC_CONFLICT if a task with the same key is open in the case.
 */
enum rc task_open(struct tx *tx, struct task *t, struct err *e);

/*
 * Close an open task with a NOTE (NULL: none) of CLASS, health or identity;
 * RC_NOTFOUND if unknown, RC_CONFLICT if already closed.
 */
enum rc task_close(struct tx *tx, int64_t id, const char *by, const char *note,
    enum bf_class class, struct err *e);

/* Close the open tasks of a case but those that stay; *N (may be NULL) is how
 * many. */
enum rc task_close_case(struct tx *tx, int64_t case_id, const char *by, int *n,
    struct err *e);

/* Give an open task to another unit or user ("": nobody yet). */
enum rc task_assign(struct tx *tx, int64_t id, const char *unit,
    const char *user, struct err *e);

enum rc task_get(struct store *s, int64_t id, struct task *out, struct err *e);

/* The open task KEY of a case; 0 if there is none. */
enum rc task_find_key(struct store *s, int64_t case_id, const char *key,
    int64_t *id, struct err *e);

struct task_filter {
	const char *unit, *user, *role; /* NULL: any */
	bool closed; /* closed ones too */
	struct date due_before; /* due earlier than that; NONE,
					 * or zeroed: any */
	int64_t case_id; /* 0: any */
};

/*
 * Tasks whose case is in SCOPE, with id above AFTER, at most LIMIT: [{id, case,
 * case_id, stage, key, title, unit, user, role, due, cause, created,
 * created_by, done, done_by, note, class, note_class}]; absent members have no
 * value.
 */
enum rc task_list(struct store *s, const struct scope *scope,
    const struct task_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e);

#endif
