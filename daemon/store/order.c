/*
 * order -- what a unit is asked to perform, and who has it now.
 */
#include "store/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/tx.h"

#define ORDER_SQL                                                              \
	"SELECT o.id, o.case_id, o.allocation_id, o.decision_id, o.name,"      \
	" o.kind, o.sender, o.sender_user, o.performer, o.owner_unit,"         \
	" o.owner_user, o.state, o.snapshot, o.due, o.rev, o.class, o.facts,"  \
	" o.body, o.created, o.changed"
#define N_ORDER 20
/* Its own units see an order also when the case is out of their scope. */
#define OWN_SQL                                                                \
	"(o.sender IN " SCOPE_UNITS " OR o.performer IN " SCOPE_UNITS          \
	" OR o.owner_unit IN " SCOPE_UNITS ")"
#define UNDER_WAY "('ordered', 'accepted', 'delivered', 'declined')"

void
order_fini(struct order *o)
{
	json_decref(o->facts);
	json_decref(o->body);
	o->facts = o->body = NULL;
}

static struct aad
aad_of(const struct order *o)
{
	struct aad a = { "work_order", o->id, "body", 0,
		owner_case(o->case_id, o->class) };

	return a;
}

static enum rc
add_version(struct tx *tx, const struct order *o, const struct order_change *ch,
    struct err *e)
{
	const enum bf_class class =
	    owner_words(o->class == BF_CLASS_HEALTH ? o->class : ch->class);
	struct aad a = { "work_order_version", o->id, "note", o->rev,
		owner_case(o->case_id, class) };
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE work_order_version SET ended = ?2"
	    " WHERE order_id = ?1 AND ended IS NULL");
	query_bind_int(&q, o->id);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO work_order_version (order_id, rev, state, owner_unit,"
	    " owner_user, verdict, note, by_user, unit, recorded, class)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
	query_bind_int(&q, o->id);
	query_bind_int(&q, o->rev);
	query_bind_text(&q, o->state);
	query_bind_text(&q, o->owner_unit);
	query_bind_name(&q, o->owner_user);
	query_bind_text(&q, ch->verdict);
	query_seal_text(&q, &a, ch->note);
	query_bind_text(&q, ch->by);
	query_bind_text(&q, ch->unit);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, (int64_t) class);
	return query_run(&q, e);
}

enum rc
order_add(struct tx *tx, struct order *o, const struct order_change *ch,
    struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	assert(o->owner_unit[0] != '\0');
	o->rev = 1;
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM work_order", &o->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(o);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO work_order (case_id, allocation_id, decision_id, name,"
	    " kind, sender, sender_user, performer, owner_unit, owner_user,"
	    " state, snapshot, due, rev, class, facts, body, created, changed)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16, ?17, ?18, ?18)");
	query_bind_int(&q, o->case_id);
	query_bind_id(&q, o->allocation);
	query_bind_id(&q, o->decision);
	query_bind_text(&q, o->name);
	query_bind_text(&q, o->kind);
	query_bind_text(&q, o->sender);
	query_bind_text(&q, o->sender_user);
	query_bind_text(&q, o->performer);
	query_bind_text(&q, o->owner_unit);
	query_bind_name(&q, o->owner_user);
	query_bind_text(&q, o->state);
	query_bind_id(&q, o->snapshot);
	query_bind_date(&q, o->due);
	query_bind_int(&q, o->rev);
	query_bind_int(&q, (int64_t)o->class);
	query_bind_json(&q, o->facts);
	query_seal_json(&q, &a, o->body);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_insert(&q, &o->id, e)) != RC_OK)
		return rc;
	return add_version(tx, o, ch, e);
}

enum rc
order_save(struct tx *tx, struct order *o, const struct order_change *ch,
    struct err *e)
{
	struct query q;
	enum rc rc;

	assert(o->owner_unit[0] != '\0');
	o->rev++;
	query_begin(&q, tx_store(tx),
	    "UPDATE work_order SET state = ?2, owner_unit = ?3,"
	    " owner_user = ?4, performer = ?5, rev = ?6, changed = ?7"
	    " WHERE id = ?1");
	query_bind_int(&q, o->id);
	query_bind_text(&q, o->state);
	query_bind_text(&q, o->owner_unit);
	query_bind_name(&q, o->owner_user);
	query_bind_text(&q, o->performer);
	query_bind_int(&q, o->rev);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	return add_version(tx, o, ch, e);
}

static void
read_order(struct query *q, struct order *o)
{
	struct aad a;

	memset(o, 0, sizeof(*o));
	o->id = query_int(q, 0);
	o->case_id = query_int(q, 1);
	o->allocation = query_int(q, 2);
	o->decision = query_int(q, 3);
	query_copy(q, 4, o->name, sizeof(o->name));
	query_copy(q, 5, o->kind, sizeof(o->kind));
	query_copy(q, 6, o->sender, sizeof(o->sender));
	query_copy(q, 7, o->sender_user, sizeof(o->sender_user));
	query_copy(q, 8, o->performer, sizeof(o->performer));
	query_copy(q, 9, o->owner_unit, sizeof(o->owner_unit));
	query_copy(q, 10, o->owner_user, sizeof(o->owner_user));
	query_copy(q, 11, o->state, sizeof(o->state));
	o->snapshot = query_int(q, 12);
	o->due = query_date(q, 13);
	o->rev = query_int(q, 14);
	o->class = (enum bf_class)query_int(q, 15);
	o->facts = query_json(q, 16);
	a = aad_of(o);
	o->body = query_open_json(q, 17, &a);
}

enum rc
order_get(struct store *s, int64_t id, struct order *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ORDER_SQL " FROM work_order o WHERE o.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_order(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		order_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("order %lld: not found"),
		    (long long)id);
	return rc;
}

json_t *
order_json(const struct order *o)
{
	json_t *row = json_object();

	rows_int(row, "id", o->id);
	rows_int(row, "case_id", o->case_id);
	rows_text(row, "name", o->name);
	rows_text(row, "kind", o->kind);
	rows_text(row, "sender", o->sender);
	rows_text(row, "sender_user", o->sender_user);
	rows_text(row, "performer", o->performer);
	rows_text(row, "owner_unit", o->owner_unit);
	rows_text(row, "owner_user", o->owner_user);
	rows_text(row, "state", o->state);
	rows_date(row, "due", o->due);
	rows_int(row, "rev", o->rev);
	return row;
}

enum rc
order_list(struct store *s, const struct scope *scope,
    const struct order_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array(), *row;
	struct order o;
	struct query q;

	query_begin(&q, s,
	    ORDER_SQL ", c.year, c.number"
		      " FROM work_order o JOIN cases c ON c.id = o.case_id"
		      " WHERE (" SCOPE_SQL " OR " OWN_SQL ")"
		      " AND o.id > ?4"
		      " AND (?5 IS NULL OR o.case_id = ?5)"
		      " AND (?6 IS NULL OR o.owner_unit = ?6)"
		      " AND (?7 IS NULL OR o.sender = ?7)"
		      " AND (?8 OR o.state IN " UNDER_WAY ")"
		      " ORDER BY o.id LIMIT ?9");
	scope_bind(&q, scope);
	query_bind_int(&q, after);
	query_bind_id(&q, f->case_id);
	query_bind_name(&q, f->owner);
	query_bind_name(&q, f->sender);
	query_bind_int(&q, f->ended ? 1 : 0);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_order(&q, &o);
		row = order_json(&o);
		rows_case(row, "case", &q, N_ORDER);
		rows_column(row, "created", &q, N_ORDER - 2);
		rows_column(row, "changed", &q, N_ORDER - 1);
		json_array_append_new(list, row);
		order_fini(&o);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
order_versions(struct store *s, int64_t id, json_t **rows, struct err *e)
{
	static const char *const names[] = { "rev", "state", "owner_unit",
		"owner_user", "verdict", "by", "unit", "recorded" };
	json_t *list = json_array(), *row;
	struct aad a = { "work_order_version", id, "note", 0, OWNER_ANY };
	struct query q;
	size_t i;
	char *note;

	query_begin(&q, s,
	    "SELECT rev, state, owner_unit, owner_user, verdict, by_user, unit,"
	    " recorded, note, class FROM work_order_version WHERE order_id = ?1"
	    " ORDER BY rev");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		a.version = query_int(&q, 0);
		note = query_open_text(&q, 8, &a);
		rows_text(row, "note", note);
		free(note);
		rows_text(row, "class",
		    bf_class_name((enum bf_class)query_int(&q, 9)));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
order_open_ids(struct store *s, int64_t after, int limit, int64_t *ids,
    size_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT id FROM work_order WHERE id > ?1"
	    " AND state IN " UNDER_WAY " ORDER BY id LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, limit);
	while (query_row(&q))
		ids[(*n)++] = query_int(&q, 0);
	return query_end(&q, e);
}
