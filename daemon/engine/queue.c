/*
 * queue -- requests that wait for a batch, first in, first out.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/state.h"

struct ask *
ask_new(void)
{
	struct ask *a = mem_new(1, sizeof(*a));

	a->if_rev = -1;
	return a;
}

void
ask_free(struct ask *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < a->n_fds; i++)
		close(a->fds[i]);
	json_decref(a->params);
	free(a->login);
	free(a->as);
	free(a->role);
	free(a->basis);
	free(a->reason);
	free(a->idem);
	free(a->use);
	free(a->words);
	free(a);
}

struct entry *
entry_new(struct ask *a)
{
	struct entry *t = mem_new(1, sizeof(*t));

	t->ask = a;
	t->reply_fd = -1;
	return t;
}

void
entry_reset(struct entry *t)
{
	if (t->reply_fd != -1)
		close(t->reply_fd);
	if (t->job.free != NULL)
		t->job.free(t->job.state);
	watch_order_free(t->watch);
	json_decref(t->result);
	free(t->err);
	t->job = (struct call_job){ NULL, NULL };
	t->watch = NULL;
	t->reply_fd = -1;
	t->result = NULL;
	t->err = NULL;
	t->rc = RC_OK;
}

void
entry_free(struct entry *t)
{
	if (t == NULL)
		return;
	entry_reset(t);
	ask_free(t->ask);
	free(t);
}

void
queue_put(struct queue *q, struct entry *t)
{
	t->next = NULL;
	if (q->tail == NULL)
		q->head = t;
	else
		q->tail->next = t;
	q->tail = t;
	q->n++;
}

struct entry *
queue_take(struct queue *q)
{
	struct entry *t = q->head;

	if (t == NULL)
		return NULL;
	q->head = t->next;
	if (q->head == NULL)
		q->tail = NULL;
	q->n--;
	t->next = NULL;
	return t;
}
