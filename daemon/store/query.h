/*
 * query -- one prepared statement, bound, stepped and read; for this room only.
 *
 *	struct query q;
 *
 *	query_begin(&q, s, "SELECT a, b FROM t WHERE id = ?1");
 *	query_bind_int(&q, id);
 *	while (query_row(&q))
 *		use(query_int(&q, 0), query_text(&q, 1));
 *	return query_end(&q, e);
 *
 * Statements are prepared once and cached by the address of their text, which
 * must therefore be a literal or live as long as the store.  Errors stick:
 * after the first all calls do nothing and query_end tells.  query_begin must
 * be followed by query_end before the same text is begun again.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/keyring.h"

struct sqlite3_stmt;
struct store;

struct query {
	struct store *store; /* borrowed */
	struct sqlite3_stmt *stmt; /* borrowed from the cache, or NULL */
	int bound; /* parameters bound so far */
	int code; /* SQLite's extended code; 0 while well */
	const char *sql; /* its text; NULL: not in the cache,
					 * as the cached one is in use */
	enum seal seal; /* why a value could not be sealed or opened */
	enum seal withheld; /* why one that is there was not shown: erased or
			 * locked; no failure */
};

void query_begin(struct query *q, struct store *s, const char *sql);

/* The same with a text built at run time; it is prepared for this once. */
void query_begin_once(struct query *q, struct store *s, const char *sql);

/* Bind the next parameter, in order.  Text and bytes are copied. */
void query_bind_int(struct query *q, int64_t v);
void query_bind_null(struct query *q);
void query_bind_text(struct query *q, const char *v); /* NULL: null */
void query_bind_name(struct query *q, const char *v); /* "": null too */
void query_bind_date(struct query *q, struct date d); /* NONE: null */
void query_bind_id(struct query *q, int64_t id); /* 0: null */
void query_bind_blob(struct query *q, const void *v, size_t len);
void query_bind_json(struct query *q, const json_t *v); /* as text */
/* A string or an integer as such, true and false as 1 and 0; else null. */
void query_bind_value(struct query *q, const json_t *v);

/* Let the statement fail: something for it could not be sealed, by WHY. */
void query_refuse(struct query *q, enum seal why);

/* Is there a (next) row? */
bool query_row(struct query *q);

/* Columns count from 0; text and bytes are borrowed until the next row. */
bool query_is_null(const struct query *q, int col);
int64_t query_int(const struct query *q, int col); /* null: 0 */
const char *query_text(const struct query *q, int col); /* null: "" */
const void *query_blob(const struct query *q, int col, size_t *len);
struct date query_date(const struct query *q, int col); /* null: NONE */
void query_copy(const struct query *q, int col, char *out, size_t size);
char *query_dup(const struct query *q, int col); /* null: NULL */
/* New references; null or unreadable text gives json null. */
json_t *query_json(const struct query *q, int col); /* parse text */
json_t *query_value(const struct query *q, int col); /* int or string */

/* Reset; RC_OK, or the error: RC_CONFLICT if such a rule was broken. */
enum rc query_end(struct query *q, struct err *e);

/* Step a statement that gives no rows, and end it. */
enum rc query_run(struct query *q, struct err *e);

/* The same for an INSERT; *ID is the new row's number. */
enum rc query_insert(struct query *q, int64_t *id, struct err *e);

/*
 * The number of the next row of a table, by SQL, "SELECT coalesce(max(id), 0) + 1
 * FROM …", for an envelope that is bound to it before it is there.
 */
enum rc
query_next(struct store *s, const char *sql, int64_t *id, struct err *e);

/* Rows that the last INSERT, UPDATE or DELETE changed. */
int query_changes(struct store *s);

/*
 * Run SQL that is built at run time and not cached (declarations of record
 * kinds); several statements in one text are fine.
 */
enum rc query_exec(struct store *s, const char *sql, struct err *e);

#endif
