/*
 * trail -- look-up rows and kept replies.
 */
#include "engine/trail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "engine/engine.h"
#include "engine/mark.h"
#include "store/idem.h"
#include "store/lookup.h"

static bool
is_refusal(const struct bf_call *c, enum rc rc)
{
	if (rc == RC_DENIED)
		return true;
	return rc == RC_NOTFOUND && c->method != NULL &&
	    (c->method->access == BF_ACCESS_CASE ||
		c->method->access == BF_ACCESS_PERSON);
}

static void
add_term(json_t *terms, const json_t *value)
{
	if (json_is_string(value) && json_string_length(value) > 0)
		json_array_append_new(terms,
		    json_string(json_string_value(value)));
}

/* The term under which refusals of a person's row are found again. */
static void
add_person(json_t *terms, const json_t *id)
{
	char text[40];

	if (!json_is_integer(id))
		return;
	snprintf(text, sizeof(text), "person %lld",
	    (long long)json_integer_value(id));
	json_array_append_new(terms, json_string(text));
}

/* What was searched for, and the case or person of a refusal. */
static json_t *
terms_of(const struct bf_call *c, const struct ask *a, bool refused)
{
	const struct bf_param *p;
	json_t *terms = json_array();

	if (c->searched != NULL)
		json_array_extend(terms, c->searched);
	if (!refused)
		return terms;
	for (p = c->method->params; p != NULL && p->type != BF_END; p++)
		if (p->type == BF_CASE)
			add_term(terms, json_object_get(a->params, p->name));
	add_person(terms, json_object_get(a->params, "person"));
	return terms;
}

/* What the request claims, unless the gate went by something else. */
static const char *
basis_of(const struct bf_call *c)
{
	if (c->basis != NULL)
		return c->basis;
	if (c->who->basis != NULL && c->who->basis[0] != '\0')
		return c->who->basis;
	return c->ground != NULL ? c->ground : "";
}

/* Who tried what is barred to them is shown to their leader (fvl § 6). */
static void
note_barred(const struct bf_call *c, enum rc rc, struct lookup *l)
{
	const struct gate_flag *flag = c->who->flag;

	if (rc != RC_NOTFOUND || flag == NULL || flag->bar == BAR_NONE)
		return;
	l->barred = bar_name(flag->bar);
	l->barred_kind = flag->kind;
	l->barred_id = flag->id;
}

bool
trail_is_due(const struct bf_call *c, enum rc rc)
{
	return c->method != NULL &&
	    (is_refusal(c, rc) || c->disclosed != NULL || c->searched != NULL);
}

enum rc
trail_lookup(struct bf_call *c, const struct ask *a, enum rc rc, struct err *e)
{
	bool refused = is_refusal(c, rc);
	struct lookup l;
	json_t *terms;

	if (!trail_is_due(c, rc))
		return RC_OK;
	memset(&l, 0, sizeof(l));
	l.method = c->method->name;
	l.actor = principal_name(c->who);
	l.unit = c->who->unit != NULL ? c->who->unit->name : "";
	l.role = mark_role(c->who);
	l.basis = basis_of(c);
	l.reason = c->who->reason != NULL ? c->who->reason : "";
	l.gateway = c->who->gateway;
	l.use = a->use;
	l.refused = refused;
	l.error_name = refused ? c->err.name : NULL;
	l.subjects = c->disclosed;
	l.stands_for = c->through;
	note_barred(c, rc, &l);
	l.commit = c->commit;
	terms = terms_of(c, a, refused);
	if (json_array_size(terms) > 0)
		l.terms = terms;
	rc = lookup_add(c->tx, &l, e);
	json_decref(terms);
	return rc;
}

static bool
has_key(const struct bf_call *c)
{
	return c->idem != NULL && c->who->user != NULL &&
	    c->method->kind != BF_READ;
}

/* The request in the one form that equal requests share; the caller frees. */
static char *
canonical(const struct bf_call *c, const struct ask *a)
{
	json_t *body =
	    json_pack("{ss sI sO? ss*}", "method", c->method->name, "if_rev",
		(json_int_t)a->if_rev, "params", a->params, "words", a->words);
	char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(body);
	return text;
}

/* What the reply is about must still be for the caller to see. */
static enum rc
pass_gate(struct bf_call *c, const struct idem *i, struct err *e)
{
	struct case_head head;
	struct person person;
	struct gate_view view;
	enum relation rel;

	if (strcmp(i->subject_kind, "case") == 0)
		return gate_case_id(c->who, c->store, i->subject, GATE_READ,
		    &head, &rel, e);
	if (strcmp(i->subject_kind, "person") == 0)
		return gate_person(c->who, c->store, i->subject, GATE_BY_ID,
		    &person, &view, e);
	if (strcmp(i->subject_kind, "household") == 0)
		return gate_household(c->who, c->store, i->subject, e);
	return RC_OK;
}

enum rc
trail_idem_find(struct bf_call *c, const struct ask *a, bool *found,
    json_t **reply, struct err *e)
{
	struct idem kept;
	char *body;
	enum rc rc;

	*found = false;
	*reply = NULL;
	if (!has_key(c))
		return RC_OK;
	memset(&kept, 0, sizeof(kept));
	body = canonical(c, a);
	rc = idem_find(c->store, principal_name(c->who), c->idem, body,
	    strlen(body), found, &kept, e);
	free(body);
	if (rc == RC_OK && *found)
		rc = pass_gate(c, &kept, e);
	if (rc == RC_OK && *found) {
		*reply = json_incref(kept.reply);
		if (kept.subject != 0)
			call_disclose(c, kept.subject_kind, kept.subject,
			    "reply");
	}
	idem_fini(&kept);
	return rc;
}

enum rc
trail_idem_keep(struct bf_call *c, const struct ask *a, const json_t *reply,
    struct err *e)
{
	const json_t *first = json_array_get(c->disclosed, 0);
	const char *kind = json_string_value(json_array_get(first, 0));
	struct idem kept;
	char *body;
	enum rc rc;

	if (!has_key(c))
		return RC_OK;
	memset(&kept, 0, sizeof(kept));
	if (kind != NULL) {
		snprintf(kept.subject_kind, sizeof(kept.subject_kind), "%s",
		    kind);
		kept.subject = json_integer_value(json_array_get(first, 1));
	}
	kept.commit = c->commit;
	kept.reply = json_deep_copy(reply);
	body = canonical(c, a);
	rc = idem_add(c->tx, principal_name(c->who), c->idem, body,
	    strlen(body), &kept, e);
	free(body);
	idem_fini(&kept);
	return rc;
}
