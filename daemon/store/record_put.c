/*
 * record_put -- write a record: its values checked, its numbers given, its
 * version kept.
 */
#include "store/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/record_kind.h"
#include "store/record_value.h"
#include "store/series.h"
#include "store/tx.h"

/* A record on its way to the disk. */
struct put {
	struct tx *tx; /* borrowed */
	const struct record_kind *k; /* borrowed */
	int64_t id; /* 0: new */
	int64_t owner;
	int64_t rev;
	json_t *values; /* owned: all of them, as they will be */
};

/* Begin PUT from the record as it is, or from nothing. */
static enum rc
load(struct put *p, int64_t if_rev, struct err *e)
{
	json_t *row;
	enum rc rc;

	if (p->id == 0) {
		p->values = json_object();
		p->rev = 1;
		return RC_OK;
	}
	rc = record_get(tx_store(p->tx), p->k, p->id, 0, RECORD_ALL_CLASSES,
	    &row, e);
	if (rc != RC_OK)
		return rc;
	p->owner = json_integer_value(json_object_get(row, "owner"));
	p->rev = json_integer_value(json_object_get(row, "rev")) + 1;
	p->values = json_incref(json_object_get(row, "values"));
	json_decref(row);
	if (if_rev != -1 && if_rev != p->rev - 1)
		return err_set(e, RC_CONFLICT,
		    _("%s %lld: changed meanwhile, "
		      "it has revision %lld; look again"),
		    p->k->decl->kind, (long long)p->id,
		    (long long)(p->rev - 1));
	return RC_OK;
}

/* Does V ask that column C be numbered now? */
static bool
asks_number(const struct bf_record_column *c, const json_t *v)
{
	const unsigned int later = BF_SERIES | BF_LATER;

	return (c->flags & later) == later && json_is_true(v);
}

/* Lay VALUES over what the record has. */
static enum rc
merge(struct put *p, const json_t *values, struct err *e)
{
	const struct bf_record_column *c;
	enum rc rc = RC_OK;
	size_t at;
	void *it;

	for (it = json_object_iter((json_t *)(uintptr_t)values); it != NULL;
	     it = json_object_iter_next((json_t *)(uintptr_t)values, it)) {
		const char *name = json_object_iter_key(it);

		if ((c = record_column(p->k, name, &at)) == NULL)
			rc = err_field(e, name, NULL, _("no such column"));
		else if (asks_number(c, json_object_iter_value(it)))
			continue;
		else if ((c->flags & BF_SERIES) != 0)
			rc = err_field(e, name, NULL,
			    _("is numbered by the "
			      "program; leave it out"));
		else if (json_is_null(json_object_iter_value(it)))
			(void)json_object_del(p->values, name);
		else
			(void)json_object_set(p->values, name,
			    json_object_iter_value(it));
	}
	return rc;
}

/* Is column C numbered by this writing of VALUES?  It is numbered once. */
static bool
is_numbered(const struct put *p, const struct bf_record_column *c,
    const json_t *values)
{
	if ((c->flags & BF_SERIES) == 0 ||
	    json_object_get(p->values, c->name) != NULL)
		return false;
	return (c->flags & BF_LATER) == 0 ?
	    p->id == 0 :
	    asks_number(c, json_object_get(values, c->name));
}

/* Give the record the numbers that are due. */
static enum rc
number(struct put *p, const json_t *values, int year, struct err *e)
{
	const struct bf_record *d = p->k->decl;
	char *name, text[32];
	int64_t n;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < p->k->n_columns; i++) {
		if (!is_numbered(p, &d->columns[i], values))
			continue;
		name = mem_format("record.%s.%s.%s", p->k->set->plugin, d->kind,
		    d->columns[i].name);
		rc = series_next(p->tx, name, year, &n, e);
		free(name);
		(void)snprintf(text, sizeof(text), "%d/%lld", year,
		    (long long)n);
		(void)json_object_set_new(p->values, d->columns[i].name,
		    json_string(text));
	}
	return rc;
}

/* Do the clear references point to records? */
static enum rc
check_refs(const struct put *p, struct err *e)
{
	const struct record_kind *other;
	struct err lost = ERR_INIT;
	enum rc rc = RC_OK;
	json_t *v, *row;
	size_t i;

	for (i = 0; i < p->k->n_columns; i++) {
		const struct bf_record_column *c = &p->k->decl->columns[i];

		v = json_object_get(p->values, c->name);
		if (c->ref == NULL || !json_is_integer(v))
			continue;
		other = record_kind(p->k->set, c->ref);
		if (record_get(tx_store(p->tx), other, json_integer_value(v), 0,
			0, &row, &lost) == RC_OK)
			json_decref(row);
		else
			rc = err_field(e, c->name, NULL,
			    _("there is no such "
			      "%s"),
			    c->ref);
	}
	return rc;
}

/* Does U hold for the record as it will be?  A null agrees with nothing. */
static bool
unique_applies(const struct put *p, const struct bf_record_unique *u)
{
	const char *state;
	json_t *v;
	size_t i;

	for (i = 0; u->columns[i] != NULL; i++) {
		v = json_object_get(p->values, u->columns[i]);
		if (strcmp(u->columns[i], "owner") != 0 && v == NULL)
			return false;
	}
	if (u->state == NULL)
		return true;
	state = json_string_value(json_object_get(p->values, u->state));
	for (i = 0; state != NULL && u->states[i] != NULL; i++) {
		if (strcmp(state, u->states[i]) == 0)
			return true;
	}
	return false;
}

static const char *
unique_text(const struct record_kind *k, const struct bf_record_unique *u)
{
	const struct bf_record_column *c;
	const char *text;
	struct buf b;
	size_t i, at;
	int n = 1;

	buf_init(&b, RECORD_SQL_MAX);
	(void)buf_addf(&b, "SELECT 1 FROM %s WHERE id <> ?1", k->table);
	for (i = 0; u->columns[i] != NULL; i++) {
		c = record_column(k, u->columns[i], &at);
		if (c == NULL) {
			(void)buf_addf(&b, " AND owner_id = ?%d", ++n);
		} else if (c->class == BF_CLASS_CASE) {
			(void)buf_addf(&b, " AND c_%s = ?%d", c->name, ++n);
		} else {
			(void)buf_addf(&b, " AND h_%s", c->name);
			record_is(k, &b, &n);
		}
	}
	for (i = 0; u->state != NULL && u->states[i] != NULL; i++) {
		if (i == 0)
			(void)buf_addf(&b, " AND c_%s IN (", u->state);
		(void)buf_addf(&b, "%s'%s'", i == 0 ? "" : ", ", u->states[i]);
	}
	(void)buf_add_text(&b, u->state == NULL ? " LIMIT 1" : ") LIMIT 1");
	text = record_text(k->set, &b);
	buf_fini(&b);
	return text;
}

static enum rc
check_unique(const struct put *p, const struct bf_record_unique *u,
    struct err *e)
{
	const struct bf_record_column *c;
	struct query q;
	size_t i, at;
	bool taken;
	enum rc rc;

	if (!unique_applies(p, u))
		return RC_OK;
	query_begin(&q, tx_store(p->tx), unique_text(p->k, u));
	query_bind_int(&q, p->id);
	for (i = 0; u->columns[i] != NULL; i++) {
		if ((c = record_column(p->k, u->columns[i], &at)) == NULL)
			query_bind_int(&q, p->owner);
		else if (c->class == BF_CLASS_CASE)
			record_bind(&q, p->k, c,
			    json_object_get(p->values, c->name));
		else
			record_bind_is(&q, p->k, c,
			    json_object_get(p->values, c->name));
	}
	taken = query_row(&q);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if (taken)
		return err_name(e, RC_GUARD, u->error, "%s", _(u->text));
	return RC_OK;
}

static enum rc
check(const struct put *p, struct err *e)
{
	const struct bf_record_unique *u = p->k->decl->uniques;
	enum rc rc;

	if ((rc = record_check(p->k->decl, p->values, e)) != RC_OK ||
	    (rc = check_refs(p, e)) != RC_OK)
		return rc;
	for (; rc == RC_OK && u != NULL && u->name != NULL; u++)
		rc = check_unique(p, u, e);
	return rc;
}

/* Seal the values of CLASS as one envelope into the next parameter. */
static void
seal_class(struct query *q, const struct put *p, unsigned int class)
{
	const struct aad aad = { p->k->table, p->id,
		bf_class_name((enum bf_class) class), p->rev,
		p->k->decl->owner == BF_OWNER_CASE ?
		    owner_case(p->owner, (enum bf_class) class) :
		    owner_person(p->owner, (enum bf_class) class) };
	json_t *body = json_object(), *v;
	size_t i;

	for (i = 0; i < p->k->n_columns; i++) {
		const struct bf_record_column *c = &p->k->decl->columns[i];

		v = json_object_get(p->values, c->name);
		if ((unsigned int)c->class == class && v != NULL)
			(void)json_object_set(body, c->name, v);
	}
	query_seal_json(q, &aad, json_object_size(body) == 0 ? NULL : body);
	json_decref(body);
}

static enum rc
write_row(struct put *p, struct err *e)
{
	struct store *s = tx_store(p->tx);
	bool new = p->id == 0;
	unsigned int class;
	struct query q;
	size_t i;
	enum rc rc;

	if (new && (rc = query_next(s, p->k->next, &p->id, e)) != RC_OK)
		return rc;
	query_begin(&q, s, new ? p->k->insert : p->k->update);
	query_bind_id(&q, p->id);
	query_bind_int(&q, p->owner);
	query_bind_int(&q, p->rev);
	query_bind_int(&q, p->k->decl->version);
	query_bind_int(&q, tx_now(p->tx));
	query_bind_int(&q, s->counters.hash);
	for (class = 1; class < BF_N_CLASSES; class ++)
		seal_class(&q, p, class);
	for (i = 0; i < p->k->n_columns; i++) {
		const struct bf_record_column *c = &p->k->decl->columns[i];

		if (c->class == BF_CLASS_CASE || p->k->hashed[i])
			record_bind(&q, p->k, c,
			    json_object_get(p->values, c->name));
	}
	return query_run(&q, e);
}

/* Keep the row as its newest version. */
static enum rc
write_version(const struct put *p, struct err *e)
{
	struct store *s = tx_store(p->tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s, p->k->end);
	query_bind_int(&q, p->id);
	query_bind_int(&q, tx_now(p->tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, s, p->k->version);
	query_bind_int(&q, p->id);
	return query_run(&q, e);
}

enum rc
record_put(struct tx *tx, const struct record_kind *k, int64_t id,
    int64_t owner, int64_t if_rev, const json_t *values, int year,
    int64_t *out_id, int64_t *out_rev, struct err *e)
{
	struct put p = { .tx = tx, .k = k, .id = id, .owner = owner };
	enum rc rc;

	if ((rc = load(&p, if_rev, e)) == RC_OK &&
	    (rc = merge(&p, values, e)) == RC_OK &&
	    (rc = check(&p, e)) == RC_OK &&
	    (rc = number(&p, values, year, e)) == RC_OK &&
	    (rc = write_row(&p, e)) == RC_OK)
		rc = write_version(&p, e);
	json_decref(p.values);
	*out_id = p.id;
	*out_rev = p.rev;
	return rc;
}

/* The ids of at most N rows of older versions. */
static enum rc
old_rows(struct store *s, const struct record_kind *k, int n, int64_t *ids,
    int *found, struct err *e)
{
	struct query q;

	*found = 0;
	query_begin(&q, s, k->old);
	query_bind_int(&q, k->decl->version);
	query_bind_int(&q, n);
	while (query_row(&q))
		ids[(*found)++] = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
record_up(struct tx *tx, const struct record_kind *k, int limit, bool *left,
    struct err *e)
{
	int64_t ids[STORE_LIST_MAX + 1], rev;
	json_t *none = json_object();
	int i, n;
	enum rc rc;

	if (limit > STORE_LIST_MAX)
		limit = STORE_LIST_MAX;
	rc = old_rows(tx_store(tx), k, limit + 1, ids, &n, e);
	*left = n > limit;
	for (i = 0; rc == RC_OK && i < n && i < limit; i++)
		rc =
		    record_put(tx, k, ids[i], 0, -1, none, 0, &ids[i], &rev, e);
	json_decref(none);
	return rc;
}
