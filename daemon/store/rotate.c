/*
 * rotate -- what is sealed under old keys is sealed under new ones; see
 * rotate.h.
 */
#include "store/rotate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/history.h"
#include "store/inside.h"
#include "store/meta.h"
#include "store/query.h"
#include "store/rehash.h"
#include "store/rows.h"
#include "store/sealed.h"
#include "store/tx.h"
#include "store/undo.h"

#define DROP_MAX 64 /* owners whose old keys are ended at once */
#define BYTES_MAX (256 * 1024) /* opened and sealed at once */

struct rotation {
	int64_t id;
	bool hash; /* of hashes, not of data */
	bool all; /* everybody's */
	struct owner only;
	int64_t upto;
	json_t *place; /* owned: {"column": n, "after": …} */
	int64_t owners, values;
};

/* One value on its way from one key to another. */
struct move {
	struct aad at;
	json_t *place; /* owned */
	char column[64]; /* what `at` borrows */
	unsigned char *bytes; /* owned; NULL: stays as it is */
	size_t len;
};

struct moves {
	struct store *store; /* borrowed */
	const struct rotation *rotation; /* borrowed */
	struct move *move; /* owned */
	size_t n;
};

static enum rc
load(struct store *s, struct rotation *r, struct err *e)
{
	struct query q;

	memset(r, 0, sizeof(*r));
	query_begin(&q, s,
	    "SELECT id, what, owner_kind, owner_id, upto, place, owners,"
	    " values_done FROM rotation WHERE ended IS NULL");
	if (query_row(&q)) {
		r->id = query_int(&q, 0);
		r->hash = strcmp(query_text(&q, 1), "hash") == 0;
		r->all = query_is_null(&q, 2);
		if (!r->all)
			(void)owner_kind_parse(query_text(&q, 2),
			    &r->only.kind);
		r->only.id = query_int(&q, 3);
		r->upto = query_int(&q, 4);
		r->place = query_json(&q, 5);
		r->owners = query_int(&q, 6);
		r->values = query_int(&q, 7);
	}
	return query_end(&q, e);
}

static enum rc
save(struct store *s, const struct rotation *r, bool ended, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "UPDATE rotation SET place = ?2, owners = ?3, values_done = ?4,"
	    " ended = ?5 WHERE id = ?1");
	query_bind_int(&q, r->id);
	query_bind_json(&q, r->place);
	query_bind_int(&q, r->owners);
	query_bind_int(&q, r->values);
	if (ended)
		query_bind_int(&q, s->tx.now);
	else
		query_bind_null(&q);
	if (ended)
		keyring_rotation_changed(s);
	return query_run(&q, e);
}

static enum rc
insert(struct tx *tx, enum rotate_what what, const struct owner *only,
    const char *by, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "INSERT INTO rotation (what, owner_kind, owner_id, by_user,"
	    " started, upto, place, owners, values_done)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, '{}', 0, 0)");
	query_bind_text(&q, what == ROTATE_HASH ? "hash" : "data");
	query_bind_text(&q, only == NULL ? NULL : owner_kind_name(only->kind));
	query_bind_id(&q, only == NULL ? 0 : only->id);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, s->counters.key);
	if ((rc = query_run(&q, e)) == RC_CONFLICT)
		return err_set(e, RC_BUSY,
		    _("rotation: one is under way; see 'boflyt key status'"));
	return rc;
}

/* From here on ONLY's values are sealed under another key. */
static enum rc
renew_only(struct store *s, const struct owner *only, struct err *e)
{
	struct owner o = *only;
	enum seal sl = SEAL_OK;
	int64_t id;
	int g;

	for (g = 0; g < N_GROUPS && sl == SEAL_OK; g++) {
		o.group = (enum owner_group)g;
		if (keyring_has(s, &o))
			sl = keyring_renew(s, &o, &id);
	}
	return sl == SEAL_OK ? RC_OK : seal_fail(sl, e);
}

enum rc
rotate_begin(struct tx *tx, enum rotate_what what, const struct owner *only,
    const char *by, struct err *e)
{
	struct store *s = tx_store(tx);
	enum rc rc;

	if (s->keys == NULL)
		return seal_fail(SEAL_NO_KEYS, e);
	if ((rc = insert(tx, what, only, by, e)) != RC_OK)
		return rc;
	keyring_rotation_changed(s);
	if (what == ROTATE_HASH)
		return rehash_begin(tx, e);
	if ((rc = undo_forget_all(tx, e)) != RC_OK)
		return rc;
	return only == NULL ? RC_OK : renew_only(s, only, e);
}

bool
rotate_is_active(struct store *s)
{
	return keyring_is_rotating(s);
}

/* The class stands in the value of a part of the history. */
static enum bf_class
class_within(const struct move *m)
{
	json_t *part = m->len < HISTORY_SALT ?
	    NULL :
	    json_loadb((const char *)m->bytes + HISTORY_SALT,
		m->len - HISTORY_SALT, JSON_DECODE_ANY, NULL);
	const char *name = json_string_value(json_object_get(part, "class"));
	bool health =
	    name != NULL && strcmp(name, bf_class_name(BF_CLASS_HEALTH)) == 0;

	json_decref(part);
	return health ? BF_CLASS_HEALTH : BF_CLASS_IDENTITY;
}

/* Opened, if it has to move. */
static void
take(void *arg, const struct sealed_value *v)
{
	struct moves *all = arg;
	struct move *m = &all->move[all->n++];
	const struct rotation *r = all->rotation;
	int64_t key = envelope_key(v->bytes, v->len);
	struct owner o;

	m->place = json_incref(v->place);
	if (key < 0 || key > r->upto)
		return;
	m->at = v->at;
	(void)snprintf(m->column, sizeof(m->column), "%s", v->at.column);
	m->at.column = m->column;
	if (envelope_try(all->store, &m->at, v->bytes, v->len, &m->bytes,
		&m->len) != SEAL_OK)
		return;
	o = owner_subject(v->owner_kind, v->owner,
	    v->class < 0 ? class_within(m) : (enum bf_class)v->class);
	m->at.owner = o;
	if (!r->all && (o.kind != r->only.kind || o.id != r->only.id)) {
		free(m->bytes);
		m->bytes = NULL;
	}
}

/* The next values of column C, at most MAX; *LEFT: there may be more. */
static enum rc
move_some(struct store *s, struct rotation *r, const struct sealed *c, int max,
    bool *left, struct err *e)
{
	const struct sealed_page page = { .only = r->all ? NULL : &r->only,
		.after = json_object_get(r->place, "after"),
		.max = max,
		.bytes = BYTES_MAX };
	struct moves all = { .store = s,
		.rotation = r,
		.move = mem_new((size_t)max, sizeof(struct move)) };
	struct move *m;
	enum rc rc;
	size_t i;

	rc = sealed_read(s, c, &page, take, &all, left, e);
	for (i = 0; i < all.n; i++) {
		m = &all.move[i];
		if (rc == RC_OK && m->bytes != NULL) {
			rc = sealed_write(s, c, m->place, &m->at, m->bytes,
			    m->len, e);
			r->values++;
		}
		json_object_set_new(r->place, "after", m->place);
		free(m->bytes);
	}
	free(all.move);
	return rc;
}

/* Owners whose old keys nothing is under any more. */
static enum rc
drop_some(struct tx *tx, struct rotation *r, bool *done, struct err *e)
{
	struct owner owners[DROP_MAX];
	struct query q;
	size_t i, n = 0;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "SELECT DISTINCT owner_kind, owner_id, part FROM owner_key"
	    " WHERE current = 0 AND key_id <= ?1 AND state <> 'destroyed'"
	    " AND (?2 OR (owner_kind = ?3 AND owner_id = ?4)) LIMIT ?5");
	query_bind_int(&q, r->upto);
	query_bind_int(&q, r->all ? 1 : 0);
	query_bind_text(&q, owner_kind_name(r->only.kind));
	query_bind_int(&q, r->only.id);
	query_bind_int(&q, DROP_MAX);
	for (; n < DROP_MAX && query_row(&q); n++) {
		(void)owner_kind_parse(query_text(&q, 0), &owners[n].kind);
		owners[n].id = query_int(&q, 1);
		owners[n].group = (enum owner_group)query_int(&q, 2);
	}
	rc = query_end(&q, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		rc = keyring_drop_old(tx, &owners[i], e);
	r->owners += (int64_t)n;
	*done = n < DROP_MAX;
	return rc;
}

static enum rc
walk(struct tx *tx, struct rotation *r, int max, bool *done, struct err *e)
{
	json_int_t i = json_integer_value(json_object_get(r->place, "column"));
	struct store *s = tx_store(tx);
	struct sealed_list *list;
	const struct sealed *c;
	int64_t before = r->values;
	bool left = false;
	enum rc rc;

	if ((rc = sealed_open(s, &list, e)) != RC_OK)
		return rc;
	keyring_see_all(s, true);
	while (rc == RC_OK && !left && r->values == before &&
	    (c = sealed_get(list, (size_t)i)) != NULL) {
		if (r->all || c->of != NULL)
			rc = move_some(s, r, c, max, &left, e);
		if (left)
			break;
		json_object_set_new(r->place, "column", json_integer(++i));
		json_object_del(r->place, "after");
	}
	keyring_see_all(s, false);
	c = sealed_get(list, (size_t)i);
	sealed_close(list);
	*done = false;
	if (rc != RC_OK || c != NULL)
		return rc;
	if ((rc = drop_some(tx, r, done, e)) != RC_OK || !*done || !r->all)
		return rc;
	return meta_set_whole(s, e);
}

enum rc
rotate_slice(struct tx *tx, int max, bool *done, struct err *e)
{
	struct store *s = tx_store(tx);
	struct rotation r;
	enum rc rc;

	*done = true;
	if ((rc = load(s, &r, e)) != RC_OK || r.id == 0)
		return rc;
	rc = r.hash ? rehash_slice(tx, r.place, &r.values, max, done, e) :
		      walk(tx, &r, max, done, e);
	if (rc == RC_OK)
		rc = save(s, &r, *done, e);
	json_decref(r.place);
	return rc;
}

enum rc
rotate_last(struct store *s, json_t **out, struct err *e)
{
	static const char *const names[] = { "id", "what", "owner_kind",
		"owner_id", "by", "started", "ended", "owners", "values" };
	struct query q;
	enum rc rc;
	size_t i;

	*out = json_null();
	query_begin(&q, s,
	    "SELECT id, what, owner_kind, owner_id, by_user, started, ended,"
	    " owners, values_done FROM rotation ORDER BY id DESC LIMIT 1");
	if (query_row(&q)) {
		*out = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(*out, names[i], &q, (int)i);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}
