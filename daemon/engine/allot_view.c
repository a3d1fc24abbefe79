/*
 * allot_view -- what of an allocation may be shown, and to whom.
 *
 * That an item is proposed, of which kind and by whom is of class case.  What
 * is written of it is for those who see its class, and for the unit that wrote
 * it (D-041: the property side takes part and sees no more than that).
 */
#include <string.h>

#include "engine/allot.h"
#include "engine/step.h"

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static bool
is_own(const struct step *st, const json_t *row)
{
	const struct principal *p = st->call->who;

	return !p->system && principal_in_unit(p, text_of(row, "unit")) &&
	    (p->unit == NULL ||
		strcmp(p->unit->name, text_of(row, "unit")) == 0);
}

static bool
may_read(const struct step *st, const json_t *row, int64_t class)
{
	return is_own(st, row) ||
	    (st->classes & (1u << (unsigned int)class)) != 0;
}

static void
trim_items(const struct step *st, bool all, json_t *items)
{
	json_t *row;
	int64_t class;
	size_t i;

	json_array_foreach(items, i, row) {
		class = json_integer_value(json_object_get(row, "class"));
		if (!all && !may_read(st, row, class))
			json_object_del(row, "body");
		else if (!all && class != BF_CLASS_CASE)
			call_disclose(st->call, "case", st->head.id,
			    bf_class_name((enum bf_class) class));
		json_object_del(row, "id");
		json_object_del(row, "class");
	}
}

static void
trim_parts(const struct step *st, bool all, json_t *parts)
{
	const char *name;
	json_t *row;

	json_object_foreach(parts, name, row)
		if (!all && !may_read(st, row, BF_CLASS_IDENTITY))
			json_object_del(row, "text");
}

static json_t *
head_of(const struct allocation *a)
{
	char opened[DATE_SIZE];

	date_format(a->opened, opened);
	return json_pack("{sI ss sI sI ss ss}", "no", (json_int_t)a->no,
	    "state", a->state, "version", (json_int_t)a->version, "quorum",
	    (json_int_t)a->quorum, "opened", opened, "unit", a->unit);
}

static int64_t
count_approved(const json_t *units)
{
	const json_t *row;
	int64_t n = 0;
	size_t i;

	json_array_foreach(units, i, row)
		n += json_object_get(row, "approved") != NULL;
	return n;
}

enum rc
allot_view(const struct step *st, bool all, json_t **out, struct err *e)
{
	json_t *units = NULL, *items = NULL, *parts = NULL;
	struct store *s = st->call->store;
	struct allocation a;
	enum rc rc;

	*out = NULL;
	rc = allocation_of_case(s, st->head.id, &a, e);
	if (rc != RC_OK || a.id == 0)
		return rc;
	if ((rc = allocation_units(s, a.id, &units, e)) == RC_OK &&
	    (rc = allocation_items(s, a.id, &items, e)) == RC_OK &&
	    (rc = allocation_parts(s, a.id, &parts, e)) == RC_OK) {
		trim_items(st, all, items);
		trim_parts(st, all, parts);
		*out = head_of(&a);
		json_object_set_new(*out, "approved",
		    json_integer((json_int_t)count_approved(units)));
		json_object_set(*out, "units", units);
		json_object_set(*out, "items", items);
		json_object_set(*out, "parts", parts);
	}
	json_decref(units);
	json_decref(items);
	json_decref(parts);
	return rc;
}
