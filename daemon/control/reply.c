/*
 * reply -- between the wire and the engine; see reply.h.
 */
#include "control/reply.h"

#include "base/mem.h"
#include "control/watch.h"

/* The engine's hook: the batch that holds the step has committed. */
static void
answer(void *arg, enum rc rc, const json_t *result, int fd, const struct err *e)
{
	struct request *r = arg;

	if (rc == RC_OK)
		request_reply(r, result, fd);
	else
		request_fail(r, e);
}

static char *
copy(const char *text)
{
	return text == NULL ? NULL : mem_text(text);
}

void
reply_submit(struct engine *en, struct request *r)
{
	struct ask *a = ask_new();
	size_t i;

	a->method = r->method;
	a->params = json_incref(r->params);
	a->login = mem_text(r->login);
	a->as = copy(r->reserved.as);
	a->role = copy(r->reserved.role);
	a->basis = copy(r->reserved.basis);
	a->reason = copy(r->reserved.reason);
	a->idem = copy(r->reserved.idem);
	a->use = copy(r->reserved.use);
	a->words = copy(r->reserved.words);
	a->if_rev = r->reserved.if_rev;
	a->urgent = r->urgent;
	a->from = r->client;
	for (i = 0; i < r->n_fds && i < ENGINE_ASK_FDS; i++) {
		a->fds[a->n_fds++] = r->fds[i];
		r->fds[i] = -1;
	}
	a->done = answer;
	a->peer = watch_peer;
	a->arg = r;
	engine_submit(en, a);
}
