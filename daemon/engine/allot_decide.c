/*
 * allot_decide -- from an allocation that is whole and approved to decisions
 * and orders.
 *
 * The decisions are those of the engine: authority, reasons, the household as
 * it is, and that nothing of them changes (D-304).  What is granted is ordered
 * of the unit that performs it (D-144).
 */
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "engine/allot.h"
#include "engine/host.h"
#include "engine/orders.h"
#include "engine/state.h"
#include "engine/step.h"
#include "model/allotment.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/decision.h"

/* What one call of allot_decide works with. */
struct work {
	struct step *st; /* borrowed */
	const json_t *args; /* borrowed */
	struct allocation a;
	json_t *items; /* owned */
	json_t *parts; /* owned */
	json_t *decisions; /* owned: [{id, number, type, result}] */
	json_t *orders; /* owned: [id] */
};

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* The unit that decides approves what it decides, if it was asked. */
static enum rc
count_approvals(struct work *w, json_t *units, int64_t *n, struct err *e)
{
	const char *own = allot_unit(w->st);
	json_t *row;
	size_t i;
	enum rc rc = RC_OK;

	json_array_foreach(units, i, row) {
		if (json_object_get(row, "approved") != NULL)
			++*n;
		else if (rc == RC_OK &&
		    strcmp(text_of(row, "unit"), own) == 0) {
			rc = allocation_approve(w->st->call->tx, &w->a, own,
			    principal_name(w->st->call->who), e);
			++*n;
		}
	}
	return rc;
}

/* Quorum and approvals of one and the same version (issue 5, item 4). */
static enum rc
check_approvals(struct work *w, struct err *e)
{
	json_t *units = NULL, *row;
	int64_t n = 0;
	size_t i;
	enum rc rc;

	rc = allocation_units(w->st->call->store, w->a.id, &units, e);
	if (rc == RC_OK)
		rc = count_approvals(w, units, &n, e);
	if (rc == RC_OK && n < w->a.quorum) {
		rc = err_name(e, RC_GUARD, "E_NOT_APPROVED",
		    _("allocation: version %lld is approved by %lld units, and "
		      "%lld must; those that have not stand beside it"),
		    (long long)w->a.version, (long long)n,
		    (long long)w->a.quorum);
		json_array_foreach(units, i, row)
			if (json_object_get(row, "approved") == NULL)
				(void)err_field(e, text_of(row, "unit"), NULL,
				    _("has not approved this version"));
	}
	json_decref(units);
	return rc != RC_OK ? rc : e->rc;
}

/* Who decides does not perform, unless the municipality is small (D-142). */
static enum rc
check_apart(const struct work *w, struct err *e)
{
	const char *own = allot_unit(w->st);
	const json_t *item;
	size_t i;

	if (config_bool(w->st->call->municipality->config, "allocation",
		"may_perform"))
		return RC_OK;
	json_array_foreach(w->items, i, item)
		if (allotment_is_given(text_of(item, "result")) &&
		    strcmp(text_of(item, "performer"), own) == 0)
			return err_name(e, RC_GUARD, "E_ALLOCATOR",
			    _("item %s: unit %s decides, so another performs "
			      "it; let another unit decide, or set "
			      "may_perform in [allocation]"),
			    text_of(item, "name"), own);
	return RC_OK;
}

/* A text out of the items: what is granted, one line each. */
static void
add_line(const json_t *item, json_t *lines)
{
	json_t *line = json_object();
	static const char *const kept[] = { "name", "kind", "result",
		"performer", "facts" };
	json_t *v;
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		v = json_object_get(item, kept[i]);
		if (v != NULL)
			json_object_set(line, kept[i], v);
	}
	v = json_object_get(item, "body");
	if (v != NULL)
		json_object_set(line, "said", v);
	json_array_append_new(lines, line);
}

static bool
is_of(const json_t *item, const json_t *kinds)
{
	const json_t *kind;
	size_t i;

	json_array_foreach(kinds, i, kind)
		if (strcmp(text_of(item, "kind"), json_string_value(kind)) == 0)
			return true;
	return false;
}

/* The six parts as they were decided (D-143), and the items of this one. */
static json_t *
allocated(const struct work *w, const json_t *kinds)
{
	json_t *o = json_object(), *lines = json_array(), *item;
	size_t i;

	json_array_foreach(w->items, i, item)
		if (is_of(item, kinds))
			add_line(item, lines);
	json_object_set_new(o, "no", json_integer((json_int_t)w->a.no));
	json_object_set_new(o, "version",
	    json_integer((json_int_t)w->a.version));
	json_object_set_new(o, "items", lines);
	json_object_set(o, "parts", w->parts);
	return o;
}

/* The first basis that an item of KINDS names. */
static const char *
basis_of(const struct work *w, const json_t *kinds)
{
	const json_t *item;
	size_t i;

	json_array_foreach(w->items, i, item)
		if (is_of(item, kinds) && text_of(item, "basis")[0] != '\0')
			return text_of(item, "basis");
	return NULL;
}

static json_t *
decision_args(const struct work *w, const json_t *one, const char *result)
{
	json_t *kinds = json_object_get(one, "kinds");
	json_t *args = json_deep_copy(w->args);
	const char *basis = basis_of(w, kinds);

	json_object_update(args, (json_t *)(uintptr_t)one);
	json_object_del(args, "kinds");
	json_object_del(args, "decisions");
	json_object_del(args, "otherwise");
	json_object_set_new(args, "result", json_string(result));
	if (basis != NULL)
		json_object_set_new(args, "basis", json_string(basis));
	json_object_set_new(args, "allocation", allocated(w, kinds));
	return args;
}

static enum rc
decide_one(struct work *w, const json_t *one, struct err *e)
{
	const json_t *kinds = json_object_get(one, "kinds");
	const char *otherwise =
	    json_string_value(json_object_get(one, "otherwise"));
	const char *result;
	json_t *args, *made = NULL;
	enum rc rc;

	if (!json_is_array(kinds))
		return err_set(e, RC_SCRIPT,
		    _("case:allocate: decisions: each needs kinds"));
	result = allotment_result(w->items, kinds);
	if (result == NULL && (result = otherwise) == NULL)
		return RC_OK;
	args = decision_args(w, one, result);
	rc = host_do(w->st, "decide", args, &made, e);
	if (rc == RC_OK) {
		json_object_set_new(made, "type",
		    json_string(text_of(args, "type")));
		json_object_set_new(made, "result", json_string(result));
		json_object_set(made, "kinds", json_object_get(one, "kinds"));
		json_array_append(w->decisions, made);
	}
	json_decref(args);
	json_decref(made);
	return rc;
}

/* The decision that ITEM is part of: its row, and its household as it was. */
static enum rc
find_decision(const struct work *w, const json_t *item, struct order *o,
    struct err *e)
{
	json_t *rows = NULL, *row, *made;
	size_t i;
	enum rc rc;

	json_array_foreach(w->decisions, i, made)
		if (is_of(item, json_object_get(made, "kinds")))
			o->decision =
			    json_integer_value(json_object_get(made, "id"));
	rc = decision_list(w->st->call->store, w->st->head.id, false, &rows, e);
	json_array_foreach(rows, i, row)
		if (json_integer_value(json_object_get(row, "id")) ==
		    o->decision)
			o->snapshot = json_integer_value(
			    json_object_get(row, "snapshot"));
	json_decref(rows);
	return rc;
}

static enum rc
order_one(struct work *w, json_t *item, struct err *e)
{
	const json_t *facts = json_object_get(item, "facts");
	struct order o;
	const char *from;
	enum rc rc;

	memset(&o, 0, sizeof(o));
	o.case_id = w->st->head.id;
	o.allocation = w->a.id;
	o.due = DATE_NONE;
	step_name(o.name, text_of(item, "name"));
	step_name(o.kind, text_of(item, "kind"));
	step_name(o.sender, allot_unit(w->st));
	step_name(o.sender_user, principal_name(w->st->call->who));
	step_name(o.performer, text_of(item, "performer"));
	o.class =
	    (enum bf_class)json_integer_value(json_object_get(item, "class"));
	o.facts = json_incref(json_object_get(item, "facts"));
	o.body = json_incref(json_object_get(item, "body"));
	from = json_string_value(json_object_get(facts, "from"));
	if (from != NULL)
		(void)date_parse(from, &o.due, NULL);
	if ((rc = find_decision(w, item, &o, e)) == RC_OK &&
	    (rc = orders_send(w->st, &o, e)) == RC_OK)
		json_array_append_new(w->orders,
		    json_integer((json_int_t)o.id));
	order_fini(&o);
	return rc;
}

static enum rc
make_all(struct work *w, struct err *e)
{
	const json_t *list = json_object_get(w->args, "decisions");
	json_t *one;
	size_t i;
	enum rc rc = RC_OK;

	if (json_array_size(list) == 0)
		return err_set(e, RC_SCRIPT,
		    _("case:allocate: decisions: name at least one"));
	json_array_foreach((json_t *)(uintptr_t)list, i, one)
		if ((rc = decide_one(w, one, e)) != RC_OK)
			return rc;
	json_array_foreach(w->items, i, one)
		if (allotment_is_given(text_of(one, "result")) &&
		    text_of(one, "performer")[0] != '\0' &&
		    (rc = order_one(w, one, e)) != RC_OK)
			return rc;
	return rc;
}

/* What came of it, for the definition to go on with. */
static json_t *
answer_of(const struct work *w)
{
	json_t *o = json_object(), *items = json_object(), *item, *one;
	size_t i;

	json_array_foreach(w->items, i, item) {
		one = json_object();
		json_object_set_new(one, "kind",
		    json_string(text_of(item, "kind")));
		json_object_set_new(one, "result",
		    json_string(text_of(item, "result")));
		json_object_set_new(one, "performer",
		    json_string(text_of(item, "performer")));
		json_object_set(one, "facts", json_object_get(item, "facts"));
		json_object_set_new(items, text_of(item, "name"), one);
	}
	json_array_foreach(w->decisions, i, one)
		json_object_del(one, "kinds");
	json_object_set(o, "decisions", w->decisions);
	json_object_set(o, "orders", w->orders);
	json_object_set_new(o, "items", items);
	return o;
}

/* Two at once: the second is told who was first, and when. */
static enum rc
check_first(struct work *w, struct err *e)
{
	const struct step *st = w->st;
	char when[ZONE_SIZE];
	enum rc rc;

	rc = allocation_of_case(st->call->store, st->head.id, &w->a, e);
	if (rc != RC_OK || strcmp(w->a.state, "decided") != 0)
		return rc;
	zone_format(w->a.ended, when);
	return err_set(e, RC_CONFLICT,
	    _("allocation: %s decided it at %s; ask the units again if it is "
	      "to be changed"),
	    w->a.ended_by, when);
}

static enum rc
decide(struct work *w, struct err *e)
{
	struct store *s = w->st->call->store;
	enum rc rc;

	if ((rc = check_first(w, e)) != RC_OK ||
	    (rc = allot_open(w->st, &w->a, e)) != RC_OK ||
	    (rc = allocation_items(s, w->a.id, &w->items, e)) != RC_OK ||
	    (rc = allocation_parts(s, w->a.id, &w->parts, e)) != RC_OK ||
	    (rc = allotment_check(w->items, w->parts, e)) != RC_OK ||
	    (rc = check_approvals(w, e)) != RC_OK ||
	    (rc = check_apart(w, e)) != RC_OK || (rc = make_all(w, e)) != RC_OK)
		return rc;
	step_effect(w->st, "allocation.decide",
	    json_pack("{sI sI}", "allocation", (json_int_t)w->a.no, "version",
		(json_int_t)w->a.version));
	return allot_end(w->st, &w->a, "decided", e);
}

enum rc
allot_decide(struct step *st, const json_t *args, json_t **result,
    struct err *e)
{
	struct work w = { .st = st, .args = args };
	enum rc rc;

	w.decisions = json_array();
	w.orders = json_array();
	rc = decide(&w, e);
	if (rc == RC_OK)
		*result = answer_of(&w);
	json_decref(w.items);
	json_decref(w.parts);
	json_decref(w.decisions);
	json_decref(w.orders);
	return rc;
}
