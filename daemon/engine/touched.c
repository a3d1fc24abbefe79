/*
 * touched -- steps that are opened on the way and finished at the end.
 */
#include "engine/touched.h"

#include <stdlib.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/state.h"

struct touched {
	struct step st; /* owned */
	const char *what; /* borrowed: the method or event that did it */
	bool hidden; /* opened without the caller's gate */
	bool failed; /* it could not be opened: nothing to finish */
	struct touched *next; /* owned */
};

static struct touched *
find(const struct bf_call *c, int64_t id)
{
	struct touched *t;

	for (t = c->touched; t != NULL; t = t->next)
		if (t->st.head.id == id && !t->failed)
			return t;
	return NULL;
}

struct step *
touched_find(const struct bf_call *c, int64_t id)
{
	const struct frame *f;
	struct touched *t;

	for (f = c->frame; f != NULL; f = f->up)
		if (f->base != NULL && f->base->head.id == id)
			return f->base;
	t = find(c, id);
	return t != NULL && !t->hidden ? &t->st : NULL;
}

static struct touched *
add(struct bf_call *c)
{
	struct touched *t = mem_new(1, sizeof(*t)), **last = &c->touched;

	t->what = frame_name(c);
	while (*last != NULL)
		last = &(*last)->next;
	*last = t;
	return t;
}

struct step *
touched_add(struct bf_call *c)
{
	return &add(c)->st;
}

/* May the request's own case be changed here? */
static enum rc
check_base(struct bf_call *c, const struct step *st)
{
	struct err *e = &c->err;

	if (st->purpose == STEP_READ)
		return err_set(e, RC_SCRIPT,
		    _("%s: nothing can be changed while reading"),
		    frame_name(c));
	if (st->relation == RELATION_TASK && !frame_is_lent(c))
		return err_set(e, RC_DENIED,
		    _("%s: a task in the case does not suffice, unless the "
		      "action lends the role (grants)"),
		    frame_name(c));
	return RC_OK;
}

/* T was opened unseen; may the caller open it in the open? */
static enum rc
come_out(struct bf_call *c, struct touched *t)
{
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	rc = gate_open_id(c->who, c->store, t->st.head.id, GATE_WRITE, &head,
	    &pass, &c->err);
	if (rc != RC_OK)
		return rc;
	t->st.relation = pass.relation;
	t->st.classes = pass.classes;
	call_basis(c, &pass);
	t->hidden = false;
	call_disclose(c, "case", t->st.head.id, NULL);
	return RC_OK;
}

static enum rc
open_step(struct bf_call *c, int64_t id, struct touched *t)
{
	int64_t expected = c->if_rev;
	enum rc rc;

	/* What is expected is a revision of what the method is about. */
	c->if_rev = -1;
	rc = step_open_id(c, id, STEP_WRITE, &t->st);
	c->if_rev = expected;
	/* A guarantee goes on after its case was closed. */
	t->st.beside = t->st.head.closed != 0;
	return rc;
}

enum rc
touched_get(struct bf_call *c, int64_t id, struct step **out)
{
	struct step *st = touched_find(c, id);
	struct touched *t;
	enum rc rc;

	*out = st;
	if (st != NULL)
		return check_base(c, st);
	if (frame_reads(c))
		return err_set(&c->err, RC_INTERNAL,
		    _("%s: reads, and wants to change a case"), frame_name(c));
	if ((t = find(c, id)) != NULL) {
		*out = &t->st;
		return c->hidden ? RC_OK : come_out(c, t);
	}
	t = add(c);
	t->hidden = c->hidden;
	*out = &t->st;
	if ((rc = open_step(c, id, t)) != RC_OK)
		t->failed = true;
	return rc;
}

void
touched_hide(struct bf_call *c, struct touched_hidden *h)
{
	h->who = c->who;
	h->disclosed = c->disclosed;
	h->ground = c->ground;
	h->through = c->through;
	c->who = &c->engine->system;
	c->disclosed = NULL;
	c->hidden = true;
}

void
touched_show(struct bf_call *c, struct touched_hidden *h)
{
	json_decref(c->disclosed);
	c->disclosed = h->disclosed;
	c->ground = h->ground;
	c->through = h->through;
	c->who = h->who;
	c->hidden = false;
}

enum rc
touched_finish(struct bf_call *c)
{
	struct touched *t;
	json_t *what;
	enum rc rc = RC_OK;

	for (t = c->touched; rc == RC_OK && t != NULL; t = t->next) {
		if (t->failed)
			continue;
		what = json_pack("{ss}", "method", t->what);
		rc = step_finish(&t->st, t->what, what, NULL);
		json_decref(what);
	}
	touched_fini(c);
	return rc;
}

void
touched_fini(struct bf_call *c)
{
	struct touched *t;

	while ((t = c->touched) != NULL) {
		c->touched = t->next;
		step_fini(&t->st);
		free(t);
	}
}
