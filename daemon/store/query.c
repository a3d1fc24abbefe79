/*
 * query -- one prepared statement, bound, stepped and read.
 */
#include "store/query.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"

#define PLACES_FIRST 128

static struct statement *
place_of(struct statement *places, size_t n, const char *sql)
{
	size_t i = (((uintptr_t)sql >> 4) * 2654435761u) & (n - 1);

	while (places[i].sql != NULL && places[i].sql != sql)
		i = (i + 1) & (n - 1);
	return &places[i];
}

static void
make_room(struct store *s)
{
	size_t i, n = s->n_places == 0 ? PLACES_FIRST : 2 * s->n_places;
	struct statement *places;

	if (s->n_places > 0 && 2 * s->n_statements < s->n_places)
		return;
	places = mem_new(n, sizeof(*places));
	for (i = 0; i < s->n_places; i++)
		if (s->places[i].sql != NULL)
			*place_of(places, n, s->places[i].sql) = s->places[i];
	free(s->places);
	s->places = places;
	s->n_places = n;
}

static int
prepare(struct store *s, const char *sql, unsigned int flags,
    struct sqlite3_stmt **out)
{
	int code;

	code = sqlite3_prepare_v3(s->db, sql, -1, flags, out, NULL);
	/* Our SQL is right, so the tables are not those that it was made for. */
	return code == SQLITE_ERROR ? SQLITE_CORRUPT : code;
}

void
query_begin(struct query *q, struct store *s, const char *sql)
{
	struct statement *p;

	memset(q, 0, sizeof(*q));
	q->store = s;
	if (s->broken) {
		q->code = SQLITE_IOERR;
		return;
	}
	make_room(s);
	p = place_of(s->places, s->n_places, sql);
	if (p->sql != NULL && p->in_use) {
		q->code = prepare(s, sql, 0, &q->stmt);
		return;
	}
	if (p->sql == NULL) {
		q->code = prepare(s, sql, SQLITE_PREPARE_PERSISTENT, &q->stmt);
		if (q->code != SQLITE_OK)
			return;
		p->sql = sql;
		p->stmt = q->stmt;
		s->n_statements++;
	}
	p->in_use = true;
	q->stmt = p->stmt;
	q->sql = sql;
}

void
query_begin_once(struct query *q, struct store *s, const char *sql)
{
	memset(q, 0, sizeof(*q));
	q->store = s;
	q->code = s->broken ? SQLITE_IOERR : prepare(s, sql, 0, &q->stmt);
}

static bool
may_bind(struct query *q)
{
	return q->code == SQLITE_OK && ++q->bound > 0;
}

void
query_bind_int(struct query *q, int64_t v)
{
	if (may_bind(q))
		q->code = sqlite3_bind_int64(q->stmt, q->bound, v);
}

void
query_bind_null(struct query *q)
{
	if (may_bind(q))
		q->code = sqlite3_bind_null(q->stmt, q->bound);
}

void
query_bind_text(struct query *q, const char *v)
{
	if (v == NULL)
		query_bind_null(q);
	else if (may_bind(q))
		q->code = sqlite3_bind_text(q->stmt, q->bound, v, -1,
		    SQLITE_TRANSIENT);
}

void
query_bind_name(struct query *q, const char *v)
{
	query_bind_text(q, v == NULL || v[0] == '\0' ? NULL : v);
}

void
query_bind_date(struct query *q, struct date d)
{
	char text[DATE_SIZE];

	date_format(d, text);
	query_bind_name(q, text);
}

void
query_bind_id(struct query *q, int64_t id)
{
	if (id == 0)
		query_bind_null(q);
	else
		query_bind_int(q, id);
}

void
query_bind_blob(struct query *q, const void *v, size_t len)
{
	if (v == NULL)
		v = "";
	if (may_bind(q))
		q->code = sqlite3_bind_blob64(q->stmt, q->bound, v, len,
		    SQLITE_TRANSIENT);
}

void
query_bind_json(struct query *q, const json_t *v)
{
	char *text;

	if (v == NULL) {
		query_bind_null(q);
		return;
	}
	text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	query_bind_text(q, text);
	free(text);
}

void
query_bind_value(struct query *q, const json_t *v)
{
	if (json_is_integer(v))
		query_bind_int(q, json_integer_value(v));
	else if (json_is_string(v))
		query_bind_text(q, json_string_value(v));
	else if (json_is_boolean(v))
		query_bind_int(q, json_is_true(v) ? 1 : 0);
	else
		query_bind_null(q);
}

void
query_refuse(struct query *q, enum seal why)
{
	if (q->code != SQLITE_OK)
		return;
	q->code = SQLITE_TOOBIG;
	q->seal = why;
}

static int
step(struct query *q)
{
	struct store *s = q->store;
	int code;

	s->steps++;
	if (s->fault != NULL && (code = s->fault(s->fault_arg)) != SQLITE_OK)
		return code;
	return sqlite3_step(q->stmt);
}

bool
query_row(struct query *q)
{
	int code;

	if (q->code != SQLITE_OK)
		return false;
	code = step(q);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		q->code = code;
	return code == SQLITE_ROW;
}

bool
query_is_null(const struct query *q, int col)
{
	return sqlite3_column_type(q->stmt, col) == SQLITE_NULL;
}

int64_t
query_int(const struct query *q, int col)
{
	return sqlite3_column_int64(q->stmt, col);
}

const char *
query_text(const struct query *q, int col)
{
	const unsigned char *text = sqlite3_column_text(q->stmt, col);

	return text == NULL ? "" : (const char *)text;
}

const void *
query_blob(const struct query *q, int col, size_t *len)
{
	const void *bytes = sqlite3_column_blob(q->stmt, col);

	*len = (size_t)sqlite3_column_bytes(q->stmt, col);
	return bytes == NULL ? "" : bytes;
}

struct date
query_date(const struct query *q, int col)
{
	struct date d;

	if (query_is_null(q, col) ||
	    date_parse(query_text(q, col), &d, NULL) != RC_OK)
		return DATE_NONE;
	return d;
}

void
query_copy(const struct query *q, int col, char *out, size_t size)
{
	const char *text = query_text(q, col);
	size_t len = strlen(text);

	if (len >= size)
		len = size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

char *
query_dup(const struct query *q, int col)
{
	return query_is_null(q, col) ? NULL : mem_text(query_text(q, col));
}

json_t *
query_json(const struct query *q, int col)
{
	json_t *v = json_loads(query_text(q, col), JSON_DECODE_ANY, NULL);

	return v == NULL ? json_null() : v;
}

json_t *
query_value(const struct query *q, int col)
{
	json_t *v = NULL;

	switch (sqlite3_column_type(q->stmt, col)) {
	case SQLITE_INTEGER:
		v = json_integer(query_int(q, col));
		break;
	case SQLITE_TEXT:
		v = json_string(query_text(q, col));
		break;
	default:
		break;
	}
	return v == NULL ? json_null() : v;
}

/* Did the statement break a UNIQUE or PRIMARY KEY rule?  Before query_end. */
static bool
query_is_taken(const struct query *q)
{
	return q->code == SQLITE_CONSTRAINT_UNIQUE ||
	    q->code == SQLITE_CONSTRAINT_PRIMARYKEY ||
	    q->code == SQLITE_CONSTRAINT_ROWID;
}

enum rc
query_fail(struct store *s, int code, struct err *e)
{
	const char *why = sqlite3_errstr(code & 0xff);

	/* A full quota is a full disk; SQLite knows only the other one. */
	if (code == SQLITE_IOERR_WRITE && sqlite3_system_errno(s->db) == EDQUOT)
		code = SQLITE_FULL;
	switch (code & 0xff) {
	case SQLITE_FULL:
		s->full = true;
		return err_set(e, RC_DISK_FULL,
		    _("the disk is full: make room, then try again"));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, RC_BUSY,
		    _("the database is held by another process"));
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_NOMEM:
		s->broken = true;
		return err_set(e, RC_IO, _("the database failed: %s"), why);
	default:
		return err_set(e, RC_INTERNAL, _("a statement failed: %s (%s)"),
		    why, sqlite3_errmsg(s->db));
	}
}

static void
give_back(struct query *q)
{
	struct store *s = q->store;

	if (q->stmt == NULL)
		return;
	if (q->sql == NULL) {
		sqlite3_finalize(q->stmt);
	} else {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
		place_of(s->places, s->n_places, q->sql)->in_use = false;
	}
	q->stmt = NULL;
}

enum rc
query_end(struct query *q, struct err *e)
{
	enum rc rc = RC_OK;

	if (q->seal != SEAL_OK)
		rc = seal_fail(q->seal, e);
	else if (query_is_taken(q))
		rc = err_set(e, RC_CONFLICT, _("row: already there"));
	else if (q->code != SQLITE_OK)
		rc = query_fail(q->store, q->code, e);
	give_back(q);
	return rc;
}

enum rc
query_run(struct query *q, struct err *e)
{
	(void)query_row(q);
	return query_end(q, e);
}

enum rc
query_insert(struct query *q, int64_t *id, struct err *e)
{
	(void)query_row(q);
	*id = sqlite3_last_insert_rowid(q->store->db);
	return query_end(q, e);
}

enum rc
query_next(struct store *s, const char *sql, int64_t *id, struct err *e)
{
	struct query q;

	*id = 0;
	query_begin(&q, s, sql);
	if (query_row(&q))
		*id = query_int(&q, 0);
	return query_end(&q, e);
}

int
query_changes(struct store *s)
{
	return sqlite3_changes(s->db);
}

enum rc
query_exec(struct store *s, const char *sql, struct err *e)
{
	int code;

	s->steps++;
	if (s->fault == NULL || (code = s->fault(s->fault_arg)) == SQLITE_OK)
		code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : query_fail(s, code, e);
}

void
query_forget(struct store *s)
{
	size_t i;

	for (i = 0; i < s->n_places; i++)
		sqlite3_finalize(s->places[i].stmt);
	free(s->places);
	s->places = NULL;
	s->n_places = s->n_statements = 0;
}
