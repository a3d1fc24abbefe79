/*
 * state -- the engine from inside; for the files of this room only.
 */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"
#include "engine/version.h"
#include "model/principal.h"

struct bf_call;

/* One request in the queue, or a long one between two slices. */
struct entry {
	struct ask *ask;		/* owned */
	struct entry *next;
	struct bf_call *call;		/* owned: kept by a long method */
};

/* First in, first out. */
struct queue {
	struct entry *head, *tail;
	size_t n;
};

struct engine {
	struct engine_parts parts;
	const struct bf_method *methods;	/* owned array, NULL-named end */
	struct version versions[VERSIONS_MAX];
	uint64_t uses;			/* counts version_get */
	struct queue waiting;		/* people */
	struct queue slow;		/* long methods between slices */
	struct principal system;	/* who timers and events act as */
	int64_t incarnation;
	int64_t idled;			/* ms UTC of the last purge */
};

/* Every method row, of all files; engine/table.c.  NULL: E says which is bad. */
const struct bf_method *table_new(struct err *e);
void	table_free(const struct bf_method *methods);

/* Add to, and take from, a queue; queue_take gives NULL when it is empty. */
void	queue_put(struct queue *q, struct entry *en);
struct entry *queue_take(struct queue *q);

#endif
