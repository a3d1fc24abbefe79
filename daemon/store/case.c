/*
 * case -- the case document: where it stands, whose it is, what is known.
 */
#include "store/case.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "model/zone.h"
#include "store/case_find.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/series.h"
#include "store/tx.h"

#define SQL_MAX 16384 /* of a list's statement */

#define HEAD_SQL                                                               \
	"SELECT c.id, c.year, c.number, c.parent, c.definition, d.name,"       \
	" c.stage, c.status, c.outcome, c.cycle, c.rev, c.unit, c.contact,"    \
	" c.received, c.entered, c.asks_help, c.created, c.changed,"           \
	" c.closed, c.data"                                                    \
	" FROM cases c JOIN definition d ON d.id = c.definition"
#define HEAD_DATA 19 /* the column of data */

void
case_number(const struct case_head *h, char out[CASE_NUMBER_SIZE])
{
	(void)snprintf(out, CASE_NUMBER_SIZE, "%d/%lld", h->year,
	    (long long)h->number);
}

/* Up to MAX digits of *S as a number without a leading zero; 0 if none. */
static int64_t
read_digits(const char **s, int max)
{
	int64_t n = 0;

	if (**s == '0')
		return 0;
	for (; **s >= '0' && **s <= '9' && max > 0; max--)
		n = 10 * n + (*(*s)++ - '0');
	return n;
}

bool
case_number_parse(const char *s, int *year, int64_t *number)
{
	*year = (int)read_digits(&s, 4);
	if (*year < 1000 || *s++ != '/')
		return false;
	*number = read_digits(&s, 12);
	return *number > 0 && *s == '\0';
}

static enum rc
put_class(struct store *s, int64_t id, size_t class, const json_t *data,
    struct err *e)
{
	struct aad a = { "case_part", id, "body", (int64_t) class,
		owner_case(id, (enum bf_class) class) };
	struct query q;

	if (class == BF_CLASS_CASE) {
		query_begin(&q, s, "UPDATE cases SET data = ?2 WHERE id = ?1");
		query_bind_int(&q, id);
		query_bind_json(&q, data);
	} else {
		query_begin(&q, s,
		    "INSERT INTO case_part"
		    " (case_id, class, body) VALUES (?1, ?2, ?3)"
		    " ON CONFLICT (case_id, class)"
		    " DO UPDATE SET body = excluded.body");
		query_bind_int(&q, id);
		query_bind_int(&q, (int64_t) class);
		query_seal_json(&q, &a, data);
	}
	return query_run(&q, e);
}

static enum rc
put_change(struct tx *tx, int64_t id, const struct case_change *change,
    struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	if (change == NULL)
		return RC_OK;
	for (i = 0; i < BF_N_CLASSES && rc == RC_OK; i++)
		if (change->data[i] != NULL)
			rc = put_class(tx_store(tx), id, i, change->data[i], e);
	for (i = 0; i < change->n_finds && rc == RC_OK; i++)
		rc = case_find_put(tx, id, &change->finds[i], e);
	return rc;
}

/* Bind what create and save write alike, in this order. */
static void
bind_head(struct query *q, const struct case_head *h)
{
	query_bind_id(q, h->parent);
	query_bind_int(q, h->definition);
	query_bind_text(q, h->stage);
	query_bind_text(q, h->status);
	query_bind_name(q, h->outcome);
	query_bind_int(q, h->cycle);
	query_bind_text(q, h->unit);
	query_bind_text(q, h->contact);
	query_bind_date(q, h->received);
	query_bind_date(q, h->entered);
	query_bind_int(q, h->asks_help ? 1 : 0);
	query_bind_int(q, h->changed);
	query_bind_id(q, h->closed);
}

static enum rc
insert_head(struct store *s, struct case_head *h, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "INSERT INTO cases (parent, definition, stage,"
	    " status, outcome, cycle, unit, contact, received, entered,"
	    " asks_help, changed, closed, year, number, rev, created, data)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16, ?17, '{}')");
	bind_head(&q, h);
	query_bind_int(&q, h->year);
	query_bind_int(&q, h->number);
	query_bind_int(&q, h->rev);
	query_bind_int(&q, h->created);
	return query_insert(&q, &h->id, e);
}

enum rc
case_create(struct tx *tx, struct case_head *h,
    const struct case_change *change, struct err *e)
{
	int month, day;
	enum rc rc;

	assert(h->unit[0] != '\0' && h->contact[0] != '\0'); /* D-302 */
	date_split(zone_date(tx_now(tx)), &h->year, &month, &day);
	h->cycle = h->rev = 1;
	h->created = h->changed = tx_now(tx);
	h->closed = 0;
	h->outcome[0] = '\0';
	if ((rc = series_next(tx, "case", h->year, &h->number, e)) != RC_OK ||
	    (rc = insert_head(tx_store(tx), h, e)) != RC_OK ||
	    (rc = case_find_put_head(tx, h, NULL, e)) != RC_OK)
		return rc;
	return put_change(tx, h->id, change, e);
}

/* Write H over BEFORE. */
static enum rc
update_head(struct tx *tx, const struct case_head *h,
    const struct case_head *before, int64_t rev, struct err *e)
{
	struct query q;

	tx_count_closed(tx, (h->closed != 0) - (before->closed != 0));
	query_begin(&q, tx_store(tx),
	    "UPDATE cases SET parent = ?1,"
	    " definition = ?2, stage = ?3, status = ?4, outcome = ?5,"
	    " cycle = ?6, unit = ?7, contact = ?8, received = ?9,"
	    " entered = ?10, asks_help = ?11, changed = ?12, closed = ?13,"
	    " rev = ?15 WHERE id = ?14");
	bind_head(&q, h);
	query_bind_int(&q, h->id);
	query_bind_int(&q, rev);
	return query_run(&q, e);
}

enum rc
case_save(struct tx *tx, struct case_head *h, const struct case_change *change,
    struct err *e)
{
	char number[CASE_NUMBER_SIZE];
	struct case_head before;
	enum rc rc;

	assert(h->unit[0] != '\0' && h->contact[0] != '\0'); /* D-302 */
	if ((rc = case_get(tx_store(tx), h->id, &before, e)) != RC_OK)
		return rc;
	case_number(&before, number);
	if (before.rev != h->rev)
		return err_set(e, RC_CONFLICT,
		    _("case %s: changed by somebody"
		      " else, now revision %lld: look again"),
		    number, (long long)before.rev);
	h->changed = tx_now(tx);
	if ((rc = update_head(tx, h, &before, h->rev + 1, e)) != RC_OK ||
	    (rc = case_find_put_head(tx, h, &before, e)) != RC_OK ||
	    (rc = put_change(tx, h->id, change, e)) != RC_OK)
		return rc;
	h->rev++;
	return RC_OK;
}

enum rc
case_amend(struct tx *tx, struct case_head *h, const struct case_change *change,
    struct err *e)
{
	struct case_head before;
	enum rc rc;

	assert(h->unit[0] != '\0' && h->contact[0] != '\0'); /* D-302 */
	if ((rc = case_get(tx_store(tx), h->id, &before, e)) != RC_OK ||
	    (rc = update_head(tx, h, &before, h->rev, e)) != RC_OK ||
	    (rc = case_find_put_head(tx, h, &before, e)) != RC_OK)
		return rc;
	return put_change(tx, h->id, change, e);
}

static void
read_head(const struct query *q, struct case_head *h)
{
	memset(h, 0, sizeof(*h));
	h->id = query_int(q, 0);
	h->year = (int)query_int(q, 1);
	h->number = query_int(q, 2);
	h->parent = query_int(q, 3);
	h->definition = query_int(q, 4);
	query_copy(q, 5, h->workflow, sizeof(h->workflow));
	query_copy(q, 6, h->stage, sizeof(h->stage));
	query_copy(q, 7, h->status, sizeof(h->status));
	query_copy(q, 8, h->outcome, sizeof(h->outcome));
	h->cycle = query_int(q, 9);
	h->rev = query_int(q, 10);
	query_copy(q, 11, h->unit, sizeof(h->unit));
	query_copy(q, 12, h->contact, sizeof(h->contact));
	h->received = query_date(q, 13);
	h->entered = query_date(q, 14);
	h->asks_help = query_int(q, 15) != 0;
	h->created = query_int(q, 16);
	h->changed = query_int(q, 17);
	h->closed = query_int(q, 18);
}

enum rc
case_not_found(struct err *e, const char *number)
{
	return err_set(e, RC_NOTFOUND, _("case %s: not found"), number);
}

enum rc
case_get(struct store *s, int64_t id, struct case_head *out, struct err *e)
{
	struct query q;
	char number[CASE_NUMBER_SIZE];
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, HEAD_SQL " WHERE c.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_head(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK || found)
		return rc;
	(void)snprintf(number, sizeof(number), "#%lld", (long long)id);
	return case_not_found(e, number);
}

enum rc
case_find_number(struct store *s, const char *number, struct case_head *out,
    struct err *e)
{
	struct query q;
	int64_t no = 0;
	int year = 0;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	if (!case_number_parse(number, &year, &no))
		year = 0;
	query_begin(&q, s, HEAD_SQL " WHERE c.year = ?1 AND c.number = ?2");
	query_bind_int(&q, year);
	query_bind_int(&q, no);
	if ((found = query_row(&q)))
		read_head(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK || found)
		return rc;
	return case_not_found(e, number);
}

/* Read the classes of MASK that lie in envelopes. */
static enum rc
read_parts(struct store *s, int64_t id, unsigned int mask,
    json_t *out[BF_N_CLASSES], struct err *e)
{
	struct aad a = { "case_part", id, "body", 0, OWNER_ANY };
	struct query q;
	json_t *part;

	if ((mask & ~(1u << BF_CLASS_CASE)) == 0)
		return RC_OK;
	query_begin(&q, s,
	    "SELECT class, body FROM case_part WHERE case_id = ?1");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		a.version = query_int(&q, 0);
		if (a.version < 0 || a.version >= BF_N_CLASSES ||
		    (mask & (1u << a.version)) == 0 ||
		    (part = query_open_json(&q, 1, &a)) == NULL)
			continue;
		json_decref(out[a.version]);
		out[a.version] = part;
	}
	return query_end(&q, e);
}

static enum rc
read_clear(struct store *s, int64_t id, json_t **out, struct err *e)
{
	struct query q;

	query_begin(&q, s, "SELECT data FROM cases WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q)) {
		json_decref(*out);
		*out = query_json(&q, 0);
	}
	return query_end(&q, e);
}

enum rc
case_data(struct store *s, int64_t id, unsigned int mask,
    json_t *out[BF_N_CLASSES], struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; i < BF_N_CLASSES; i++)
		out[i] = (mask & (1u << i)) != 0 ? json_object() : NULL;
	if ((mask & (1u << BF_CLASS_CASE)) != 0)
		rc = read_clear(s, id, &out[BF_CLASS_CASE], e);
	if (rc == RC_OK)
		rc = read_parts(s, id, mask, out, e);
	for (i = 0; i < BF_N_CLASSES && rc != RC_OK; i++) {
		json_decref(out[i]);
		out[i] = NULL;
	}
	return rc;
}

enum rc
case_data_all(struct store *s, int64_t id, unsigned int mask, json_t **out,
    struct err *e)
{
	json_t *parts[BF_N_CLASSES];
	enum rc rc;
	size_t i;

	*out = NULL;
	if ((rc = case_data(s, id, mask, parts, e)) != RC_OK)
		return rc;
	*out = json_object();
	for (i = 0; i < BF_N_CLASSES; i++) {
		if (parts[i] != NULL)
			(void)json_object_update(*out, parts[i]);
		json_decref(parts[i]);
	}
	return RC_OK;
}

json_t *
case_json(const struct case_head *h)
{
	json_t *row = json_object();
	char number[CASE_NUMBER_SIZE];

	case_number(h, number);
	rows_int(row, "id", h->id);
	rows_text(row, "case", number);
	rows_int(row, "parent", h->parent);
	rows_text(row, "workflow", h->workflow);
	rows_int(row, "definition", h->definition);
	rows_text(row, "stage", h->stage);
	rows_text(row, "status", h->status);
	rows_text(row, "outcome", h->outcome);
	rows_int(row, "cycle", h->cycle);
	rows_int(row, "rev", h->rev);
	rows_text(row, "unit", h->unit);
	rows_text(row, "contact", h->contact);
	rows_date(row, "received", h->received);
	rows_date(row, "entered", h->entered);
	json_object_set_new(row, "asks_help", json_boolean(h->asks_help));
	rows_int(row, "created", h->created);
	rows_int(row, "changed", h->changed);
	rows_int(row, "closed", h->closed);
	return row;
}

/* The statement for F: only conditions that are asked for. */
static void
list_sql(struct buf *b, const struct case_filter *f)
{
	(void)buf_addf(b, "%s WHERE %s AND c.id > ?", HEAD_SQL, SCOPE_SQL);
	if (f->stage != NULL)
		(void)buf_addf(b, " AND c.stage = ?");
	if (f->status != NULL)
		(void)buf_addf(b, " AND c.status = ?");
	if (f->unit != NULL)
		(void)buf_addf(b, " AND c.unit = ?");
	if (f->contact != NULL)
		(void)buf_addf(b, " AND c.contact = ?");
	if (f->workflow != NULL)
		(void)buf_addf(b, " AND d.name = ?");
	if (f->open != 0)
		(void)buf_addf(b, " AND c.closed IS %s",
		    f->open > 0 ? "NULL" : "NOT NULL");
	if (f->field != NULL)
		(void)buf_addf(b,
		    " AND c.id IN (SELECT case_id FROM case_value"
		    " WHERE field = ? AND ended IS NULL%s%s)",
		    f->from != NULL ? " AND value >= ?" : "",
		    f->to != NULL ? " AND value <= ?" : "");
	if (f->exact_field != NULL)
		(void)buf_addf(b,
		    " AND c.id IN (SELECT case_id FROM case_hash"
		    " WHERE field = ? AND (hash, key_id) IN"
		    " (VALUES (?, ?), (?, ?)) AND ended IS NULL)");
	(void)buf_addf(b, " ORDER BY c.id LIMIT ?");
}

/* Bind the same conditions in the same order. */
static void
list_bind(struct query *q, const struct case_filter *f)
{
	const char *const names[] = { f->stage, f->status, f->unit, f->contact,
		f->workflow, f->field };
	unsigned char hash[KEYED_SIZE];
	int64_t key;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i] != NULL)
			query_bind_text(q, names[i]);
	if (f->field != NULL && f->from != NULL)
		query_bind_value(q, f->from);
	if (f->field != NULL && f->to != NULL)
		query_bind_value(q, f->to);
	if (f->exact_field != NULL) {
		key = case_find_hash(q->store, f->exact_field, f->exact, hash);
		query_bind_text(q, f->exact_field);
		query_bind_blob(q, hash, sizeof(hash));
		query_bind_int(q, key);
		if (keyed_before(q->store) != 0 &&
		    case_find_hash_by(q->store, keyed_before(q->store),
			f->exact_field, f->exact, hash))
			key = keyed_before(q->store);
		query_bind_blob(q, hash, sizeof(hash));
		query_bind_int(q, key);
	}
}

enum rc
case_list(struct store *s, const struct scope *scope,
    const struct case_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array(), *row;
	struct case_head h;
	struct query q;
	struct buf b;

	buf_init(&b, SQL_MAX);
	list_sql(&b, f);
	query_begin_once(&q, s, buf_text(&b));
	buf_fini(&b);
	scope_bind(&q, scope);
	query_bind_int(&q, after);
	list_bind(&q, f);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_head(&q, &h);
		row = case_json(&h);
		if (f->with_data)
			json_object_set_new(row, "data",
			    query_json(&q, HEAD_DATA));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
case_ids(struct store *s, int64_t after, int limit, int64_t *ids, size_t *n,
    struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT id FROM cases WHERE id > ?1 ORDER BY id LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, limit);
	while (query_row(&q))
		ids[(*n)++] = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
case_ids_of_contact(struct store *s, const char *user, const char *unit,
    int64_t after, int limit, int64_t *ids, size_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT id FROM cases WHERE closed IS NULL AND contact = ?1"
	    " AND +unit = ?2 AND id > ?3 ORDER BY id LIMIT ?4");
	query_bind_text(&q, user);
	query_bind_text(&q, unit);
	query_bind_int(&q, after);
	query_bind_int(&q, limit);
	while (query_row(&q))
		ids[(*n)++] = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
case_count(struct store *s, int64_t *open, int64_t *closed, struct err *e)
{
	struct query q;

	*open = *closed = 0;
	/* Numbers have no gaps (sys.verify), so that nothing is counted. */
	query_begin(&q, s,
	    "SELECT total(last) FROM series"
	    " WHERE name = 'case'");
	if (query_row(&q)) {
		*closed = store_closed(s);
		*open = query_int(&q, 0) - *closed;
	}
	return query_end(&q, e);
}
