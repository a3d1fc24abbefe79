/*
 * undoing -- keep what a step changed, and case.undo.
 */
#include "engine/undoing.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "store/outbox.h"
#include "store/tx.h"
#include "store/undo.h"

#define MINUTE_MS INT64_C(60000)

struct undoing {
	struct undo_watch *watch; /* owned */
	struct undo u; /* case_id 0: nothing yet */
	char prefix[OUTBOX_KEY_SIZE]; /* of the step's effects */
	unsigned int steps; /* finished in this call */
	bool created; /* a case: it has a number for good */
};

int64_t
undoing_grace(const struct bf_call *c)
{
	if (c->who->system || c->who->user == NULL ||
	    c->municipality->config == NULL)
		return 0;
	return config_int(c->municipality->config, "undo", "minutes") *
	    MINUTE_MS;
}

enum rc
undoing_watch(struct bf_call *c)
{
	if (c->method->kind != BF_STEP || undoing_grace(c) == 0)
		return RC_OK;
	c->undoing = mem_new(1, sizeof(*c->undoing));
	return undo_watch_begin(c->tx, &c->undoing->watch, &c->err);
}

void
undoing_fini(struct bf_call *c)
{
	if (c->undoing == NULL)
		return;
	undo_watch_end(c->undoing->watch);
	undo_fini(&c->undoing->u);
	free(c->undoing);
	c->undoing = NULL;
}

static json_t *
head_of(const struct case_head *h)
{
	char received[DATE_SIZE], entered[DATE_SIZE];

	date_format(h->received, received);
	date_format(h->entered, entered);
	return json_pack("{ss ss ss sI ss ss ss ss sb sI}", "stage", h->stage,
	    "status", h->status, "outcome", h->outcome, "cycle",
	    (json_int_t)h->cycle, "unit", h->unit, "contact", h->contact,
	    "received", received, "entered", entered, "asks_help", h->asks_help,
	    "closed", (json_int_t)h->closed);
}

/* What the keys of the effects of H's revision REV begin with. */
static void
prefix_of(const struct store *s, const struct case_head *h, int64_t rev,
    char out[OUTBOX_KEY_SIZE])
{
	outbox_key(s, h, rev, 0, out);
	out[strlen(out) - 1] = '\0';
}

void
undoing_note(struct step *st, const char *kind)
{
	struct undoing *w = st->call->undoing;

	if (w == NULL || w->steps++ > 0)
		return;
	w->created = st->created;
	w->u.case_id = st->head.id;
	w->u.rev = st->head.rev;
	step_name(w->u.kind, kind);
	step_name(w->u.actor, principal_name(st->call->who));
	w->u.until = st->call->now + undoing_grace(st->call);
	w->u.body = json_pack("{so sO sO}", "head", head_of(&st->before),
	    "data", st->old, "health", st->old_health);
	prefix_of(st->call->store, &st->head, st->head.rev, w->prefix);
}

enum rc
undoing_keep(struct bf_call *c)
{
	struct undoing *w = c->undoing;
	enum rc rc;

	if (w == NULL || w->steps == 0)
		return RC_OK;
	if (w->steps == 1 && !w->created) {
		rc = undo_keep(c->tx, w->watch, &w->u, &c->err);
		if (rc != RC_OK || w->u.lasting[0] == '\0')
			return rc;
	}
	return undo_release(c->tx, w->u.case_id, w->prefix, &c->err);
}

static enum rc
nothing(struct bf_call *c, const char *why)
{
	return err_name(&c->err, RC_GUARD, "E_NO_UNDO",
	    _("nothing to undo: %s"), why);
}

static enum rc
check(struct bf_call *c, const struct step *st, const struct undo *u)
{
	if (u->case_id == 0)
		return nothing(c,
		    _("no step of the last minutes can be undone here"));
	if (u->rev != st->head.rev)
		return nothing(c,
		    _("something has been done in the case since"));
	if (strcmp(u->actor, principal_name(c->who)) != 0)
		return nothing(c,
		    _("the last step was another's; ask who did it"));
	if (u->until <= c->now)
		return err_name(&c->err, RC_GUARD, "E_UNDO_LATE",
		    _("the time to undo the step has passed; set it right by "
		      "another step"));
	if (u->lasting[0] == '\0')
		return RC_OK;
	if (strcmp(u->lasting, "decision") == 0)
		return err_name(&c->err, RC_GUARD, "E_UNDO_LASTS",
		    _("a decision stands as it was made; change it by a new "
		      "one that refers to it"));
	return err_name(&c->err, RC_GUARD, "E_UNDO_LASTS",
	    _("the step left something that stays (%s); set it right by "
	      "another step"),
	    u->lasting);
}

static void
name_back(char out[STORE_NAME_SIZE], const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	memset(out, 0, STORE_NAME_SIZE);
	step_name(out, text);
}

static void
date_back(struct date *out, const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	*out = DATE_NONE;
	if (text != NULL)
		(void)date_parse(text, out, NULL);
}

/* The case as it was; its revision goes on. */
static void
put_back(struct step *st, const json_t *body)
{
	const json_t *head = json_object_get(body, "head");
	const struct def_field *f;
	struct case_head *h = &st->head;
	const char *name;
	json_t *value;

	name_back(h->stage, head, "stage");
	name_back(h->status, head, "status");
	name_back(h->outcome, head, "outcome");
	name_back(h->unit, head, "unit");
	name_back(h->contact, head, "contact");
	date_back(&h->received, head, "received");
	date_back(&h->entered, head, "entered");
	h->cycle = json_integer_value(json_object_get(head, "cycle"));
	h->closed = json_integer_value(json_object_get(head, "closed"));
	h->asks_help = json_is_true(json_object_get(head, "asks_help"));
	json_object_foreach(json_object_get(body, "data"), name, value) {
		f = definition_field(step_definition(st), name);
		if (f != NULL)
			step_set_as(st, f, value,
			    json_object_get(json_object_get(body, "health"),
				name) != NULL ?
				BF_CLASS_HEALTH :
				f->class);
	}
}

static enum rc
undo(struct bf_call *c, struct step *st, const struct undo *u, json_t **result)
{
	char prefix[OUTBOX_KEY_SIZE];
	json_t *keys = NULL, *what;
	enum rc rc;

	prefix_of(c->store, &st->head, u->rev, prefix);
	rc = undo_effects(c->tx, st->head.id, prefix, &keys, &c->err);
	if (rc == RC_CONFLICT) {
		err_clear(&c->err);
		rc = err_name(&c->err, RC_GUARD, "E_UNDO_SENT",
		    _("a letter or message of the step has left already; set "
		      "it right by another step"));
	}
	if (rc == RC_OK)
		rc = undo_apply(c->tx, u, &c->err);
	if (rc == RC_OK) {
		put_back(st, u->body);
		what = json_pack("{sI ss sO}", "undone", (json_int_t)u->rev,
		    "kind", u->kind, "cancelled", keys);
		rc = step_finish_as_it_was(st, "undo", what, result);
		json_decref(what);
	}
	if (rc == RC_OK)
		json_object_set_new(*result, "undone",
		    json_integer((json_int_t)u->rev));
	json_decref(keys);
	return rc;
}

static int
undo_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct undo u = { .case_id = 0 };
	struct step st;
	enum rc rc;

	undoing_fini(c);
	rc = step_open(c, param_text(params, "case"), STEP_ACT, &st);
	if (rc == RC_OK)
		rc = undo_find(c->store, st.head.id, &u, &c->err);
	if (rc == RC_OK && (rc = check(c, &st, &u)) == RC_OK)
		rc = undo(c, &st, &u, result);
	undo_fini(&u);
	step_fini(&st);
	return (int)rc;
}

static const struct bf_param undo_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .type = BF_END }
};

static const struct bf_column undo_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ "undone", BF_INTEGER, N_("undone revision") }, { .type = BF_END }
};

const struct bf_method undoing_methods[] = {
	{ .name = "case.undo",
	    .nb = "sak angre",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("undo your own last step in a case"),
	    .params = undo_params,
	    .columns = undo_columns,
	    .errors = "E_NO_UNDO E_UNDO_LATE E_UNDO_LASTS E_UNDO_SENT",
	    .call = undo_call },
	{ .name = NULL }
};
