/*
 * ram_rows -- records in memory, with what their declarations promise.
 *
 * A record is replaced and never changed, so that a state from before keeps
 * what it had.
 */
#include "ram_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct bf_record *
record_named(const struct ram *r, const char *kind)
{
	const struct bf_record *k;

	for (k = r->plugin->records; k->kind != NULL; k++)
		if (strcmp(k->kind, kind) == 0)
			return k;
	abort();
}

json_t *
ram_rows_of(const struct ram *r, const char *kind)
{
	return json_object_get(ram_part(r, "rows"), kind);
}

json_t *
ram_row_of(const struct ram *r, const char *kind, int64_t id, size_t *at)
{
	json_t *row;
	size_t i;

	json_array_foreach(ram_rows_of(r, kind), i, row)
		if (ram_number(row, "id") == id) {
			if (at != NULL)
				*at = i;
			return row;
		}
	return NULL;
}

bool
ram_among(const char *const *list, const char *text)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}

static bool
value_ok(const struct ram *r, const struct bf_record_column *col,
    const json_t *v)
{
	struct bf_date d;

	if (v == NULL || json_is_null(v))
		return (col->flags & BF_REQUIRED) == 0;
	if (col->type == BF_CODE)
		return json_is_string(v) &&
		    ram_among(col->codes, json_string_value(v));
	if (col->type == BF_DATE)
		return json_is_string(v) &&
		    r->env.pure->date_parse(json_string_value(v), &d);
	if (col->type == BF_TEXT || col->type == BF_NAME)
		return json_is_string(v);
	if (col->type == BF_BOOL)
		return json_is_boolean(v);
	if (col->type == BF_ID && col->ref != NULL)
		return ram_row_of(r, col->ref, json_integer_value(v), NULL) !=
		    NULL;
	return json_is_integer(v) &&
	    (col->min == col->max ||
		(json_integer_value(v) >= col->min &&
		    json_integer_value(v) <= col->max));
}

static int
check_columns(struct bf_call *c, const struct bf_record *k, const json_t *all)
{
	const struct bf_record_column *col;
	const char *name;
	const json_t *v;
	size_t known = 0;

	for (col = k->columns; col->name != NULL; col++) {
		v = json_object_get(all, col->name);
		known += v != NULL;
		if (!value_ok(c->ram, col, v))
			return ram_named(c, BF_INTERNAL, col->name);
	}
	if (known == json_object_size(all))
		return BF_OK;
	json_object_foreach((json_t *)(uintptr_t)all, name, v) {
		for (col = k->columns; col->name != NULL; col++)
			if (strcmp(col->name, name) == 0)
				break;
		if (col->name == NULL)
			return ram_named(c, BF_INTERNAL, name);
	}
	return BF_OK;
}

static bool
counts(const struct bf_record_unique *u, const json_t *values)
{
	const char *s;

	if (u->state == NULL)
		return true;
	s = json_string_value(json_object_get(values, u->state));
	return s != NULL && ram_among(u->states, s);
}

static const json_t *
cell(const json_t *row, const char *name)
{
	return strcmp(name, "owner") == 0 ?
	    json_object_get(row, "owner") :
	    json_object_get(json_object_get(row, "values"), name);
}

static bool
agree(const struct bf_record_unique *u, const json_t *a, const json_t *b)
{
	const char *const *name;
	const json_t *x;

	for (name = u->columns; *name != NULL; name++) {
		x = cell(a, *name);
		if (x == NULL || json_is_null(x) ||
		    !json_equal(x, cell(b, *name)))
			return false;
	}
	return true;
}

static int
check_uniques(struct bf_call *c, const struct bf_record *k, const json_t *row)
{
	const struct bf_record_unique *u;
	const json_t *other;
	size_t i;

	for (u = k->uniques; u != NULL && u->name != NULL; u++) {
		if (!counts(u, json_object_get(row, "values")))
			continue;
		json_array_foreach(ram_rows_of(c->ram, k->kind), i, other)
			if (ram_number(other, "id") != ram_number(row, "id") &&
			    counts(u, json_object_get(other, "values")) &&
			    agree(u, row, other))
				return ram_named(c, BF_REFUSED, u->error);
	}
	return BF_OK;
}

/* Values of the row from before with VALUES over them, nulls taken away. */
static json_t *
over(const json_t *before, const json_t *values)
{
	json_t *all = before == NULL ?
	    json_object() :
	    json_copy(json_object_get(before, "values"));
	const char *name;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)values, name, v) {
		if (json_is_null(v))
			json_object_del(all, name);
		else
			json_object_set(all, name, v);
	}
	return all;
}

/* The highest number of YEAR in column NAME of the records of KIND. */
static int
highest(const struct ram *r, const char *kind, const char *name, int year)
{
	const json_t *row;
	const char *nr;
	int y, n, most = 0;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(r, kind), i, row) {
		nr = json_string_value(
		    json_object_get(json_object_get(row, "values"), name));
		if (nr != NULL && sscanf(nr, "%d/%d", &y, &n) == 2 &&
		    y == year && n > most)
			most = n;
	}
	return most;
}

/* Number the columns that are due: one more than the highest of the year. */
static void
number_series(struct ram *r, const struct bf_record *k, json_t *all,
    const json_t *before)
{
	const struct bf_record_column *col;
	json_t *was;
	bool due;
	int year, month, day;
	char nr[32];

	r->env.pure->date_split(ram_today(r), &year, &month, &day);
	for (col = k->columns; col->name != NULL; col++) {
		was = json_object_get(json_object_get(before, "values"),
		    col->name);
		due = (col->flags & BF_LATER) == 0 ?
		    before == NULL :
		    json_is_true(json_object_get(all, col->name));
		if ((col->flags & BF_SERIES) == 0 || !due)
			continue;
		if (was != NULL) {
			json_object_set(all, col->name, was);
			continue;
		}
		snprintf(nr, sizeof(nr), "%d/%d", year,
		    highest(r, k->kind, col->name, year) + 1);
		json_object_set_new(all, col->name, json_string(nr));
	}
}

int
ram_put(struct bf_call *c, const char *kind, int64_t id, int64_t owner,
    int64_t if_rev_, const json_t *values, int64_t *out_id, int64_t *out_rev)
{
	const struct bf_record *k = record_named(c->ram, kind);
	json_t *rows, *before = NULL, *all, *row;
	size_t at = 0;
	int rc;

	(void)if_rev_;
	ram_touch(c->ram);
	rows = ram_rows_of(c->ram, kind);
	if (id != 0 && (before = ram_row_of(c->ram, kind, id, &at)) == NULL)
		return ram_named(c, BF_NOT_FOUND, "E_NOT_FOUND");
	all = over(before, values);
	if (before != NULL)
		owner = ram_number(before, "owner");
	else
		id = (int64_t)json_array_size(rows) + 1;
	number_series(c->ram, k, all, before);
	row = json_pack("{sI sI sI sI so}", "id", (json_int_t)id, "owner",
	    (json_int_t)owner, "rev",
	    before == NULL ? (json_int_t)1 : ram_number(before, "rev") + 1,
	    "recorded", (json_int_t)c->ram->now, "values", all);
	rc = check_columns(c, k, all);
	if (rc == BF_OK)
		rc = check_uniques(c, k, row);
	if (rc == BF_OK && before != NULL)
		json_array_set(rows, at, row);
	else if (rc == BF_OK)
		json_array_append(rows, row);
	if (out_id != NULL)
		*out_id = id;
	if (out_rev != NULL)
		*out_rev = ram_number(row, "rev");
	json_decref(row);
	return rc;
}

int
ram_hand(struct bf_call *c, const char *kind, int64_t owner,
    const json_t *values)
{
	return ram_put(c, kind, 0, owner, -1, values, NULL, NULL);
}

int
ram_rule(struct bf_call *c, const char *kind, int64_t id, json_t **out)
{
	json_t *row = ram_row_of(c->ram, kind, id, NULL);

	if (row == NULL)
		return ram_named(c, BF_NOT_FOUND, "E_NOT_FOUND");
	*out = json_deep_copy(row);
	return BF_OK;
}

int
ram_get(struct bf_call *c, const char *kind, int64_t id, int64_t as_of,
    json_t **out)
{
	(void)as_of;
	return ram_rule(c, kind, id, out);
}

static bool
asked_for(const struct ram *r, const char *kind, const struct bf_query *q,
    const json_t *row)
{
	const struct bf_record_index *x;
	const json_t *v;
	size_t i;

	if (q->owner != 0 && ram_number(row, "owner") != q->owner)
		return false;
	if (q->index == NULL || q->equal == NULL)
		return ram_number(row, "id") > q->after;
	for (x = record_named(r, kind)->indexes; x->name != NULL; x++)
		if (strcmp(x->name, q->index) == 0)
			break;
	json_array_foreach((json_t *)(uintptr_t)q->equal, i, v)
		if (!json_equal(v, cell(row, x->columns[i])))
			return false;
	return ram_number(row, "id") > q->after;
}

int
ram_find(struct bf_call *c, const char *kind, const struct bf_query *q,
    json_t **out)
{
	size_t i, limit = q->limit == 0 ? 50 : (size_t)q->limit;
	json_t *row;

	*out = json_array();
	json_array_foreach(ram_rows_of(c->ram, kind), i, row)
		if (json_array_size(*out) < limit &&
		    asked_for(c->ram, kind, q, row))
			json_array_append_new(*out, json_deep_copy(row));
	return BF_OK;
}

int
ram_count(struct bf_call *c, const char *kind, const struct bf_query *q,
    int64_t *n)
{
	json_t *row;
	size_t i;

	*n = 0;
	json_array_foreach(ram_rows_of(c->ram, kind), i, row)
		*n += asked_for(c->ram, kind, q, row);
	return BF_OK;
}
