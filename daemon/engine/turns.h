/*
 * turns -- requests that wait for a batch: one of each connection in turn, and
 * those of one connection in the order in which they came.
 *
 * So nobody waits longer for it that another has asked for much at once.
 */
#ifndef ENGINE_TURNS_H
#define ENGINE_TURNS_H

#include <stddef.h>

#define TURNS_BUCKETS 64

struct entry;
struct line;

/* Zeroed is empty; nothing is kept of it when it is empty again. */
struct turns {
	struct line *last; /* of a ring; the next one's turn is it */
	struct line *buckets[TURNS_BUCKETS]; /* to find one's line */
	size_t n; /* that wait */
};

/* Add T, which FROM asks for: a connection, or NULL; only compared. */
void turns_put(struct turns *q, const void *from, struct entry *t);

/* Take whose turn it is; NULL: nobody waits. */
struct entry *turns_take(struct turns *q);

#endif
