/*
 * turns -- a ring of lines, one for each connection that waits; see turns.h.
 */
#include "engine/turns.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "engine/state.h"

struct line {
	const void *from;
	struct queue entries; /* at least one */
	struct line *after; /* in the ring */
	struct line *next; /* in the bucket */
};

static struct line **
bucket(struct turns *q, const void *from)
{
	/* Allocations are some hundred bytes apart. */
	return &q->buckets[((uintptr_t)from >> 8) % TURNS_BUCKETS];
}

/* At the end of the ring: after all who wait already. */
static struct line *
line_new(struct turns *q, const void *from)
{
	struct line *l = mem_new(1, sizeof(*l)), **head = bucket(q, from);

	l->from = from;
	l->next = *head;
	*head = l;
	l->after = q->last == NULL ? l : q->last->after;
	if (q->last != NULL)
		q->last->after = l;
	q->last = l;
	return l;
}

/* Take the line after the last one out of the ring, and free it. */
static void
line_free(struct turns *q, struct line *l)
{
	struct line **at = bucket(q, l->from);

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	if (q->last == l)
		q->last = NULL;
	else
		q->last->after = l->after;
	free(l);
}

void
turns_put(struct turns *q, const void *from, struct entry *t)
{
	struct line *l = *bucket(q, from);

	while (l != NULL && l->from != from)
		l = l->next;
	if (l == NULL)
		l = line_new(q, from);
	queue_put(&l->entries, t);
	q->n++;
}

struct entry *
turns_take(struct turns *q)
{
	struct entry *t;
	struct line *l;

	if (q->last == NULL)
		return NULL;
	l = q->last->after;
	t = queue_take(&l->entries);
	q->n--;
	if (l->entries.n == 0)
		line_free(q, l);
	else
		q->last = l;
	return t;
}
