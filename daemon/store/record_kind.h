/*
 * record_kind -- a declared kind as tables and statements; for this room only.
 *
 * Table rec_<plugin>_<kind> has a row per record, rec_<plugin>_<kind>_v one per
 * version.  Columns: c_<name> for values in clear, b1..b4 for the envelopes of
 * the other classes, h_<name> for keyed hashes of sealed columns that stand in
 * an index or a unique rule.
 */
#ifndef STORE_RECORD_KIND_H
#define STORE_RECORD_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "store/record.h"

struct buf;
struct query;

struct record_kind {
	const struct bf_record *decl; /* borrowed */
	struct record_set *set; /* borrowed: the owner */
	char *table; /* owned */
	size_t n_columns;
	bool *hashed; /* owned, per column */
	/* Owned by the set's texts. */
	const char *insert, *update, *end, *version;
	const char *get, *get_then, *old, *next;
};

struct record_set {
	struct store *store; /* borrowed */
	char *plugin; /* owned */
	struct record_kind *kinds; /* owned */
	size_t n;
	char **texts; /* owned: statements, by their content */
	size_t n_texts;
};

/* What stands before the values in each row that is read. */
enum {
	RECORD_ID,
	RECORD_OWNER,
	RECORD_REV,
	RECORD_VER,
	RECORD_TIME,
	RECORD_BODY, /* b1..b4 */
	RECORD_CLEAR = RECORD_BODY + BF_N_CLASSES - 1
};

/* Add "r.id, r.owner_id, …": columns as the enum says, then each c_<name>. */
void record_select(const struct record_kind *k, struct buf *b);

/* Take the text in B as a statement that lives as long as the set. */
const char *record_text(struct record_set *set, struct buf *b);

/* Is what SET declares what it may be?  Looks at no file.  See record_open. */
enum rc record_check_set(struct record_set *set, struct err *e);

/* The same, and bring the tables in line. */
enum rc record_prepare(struct record_set *set, struct err *e);

/* NAME of K is wrong, and WHY: RC_CONFIG. */
enum rc record_wrong(const struct record_kind *k, const char *name,
    const char *why, struct err *e);

/* The type of a clear column in SQL; NULL if it may not be clear. */
const char *record_sql_type(const struct bf_record_column *c);

/* Column NAME of K, its place in *I; NULL if there is none. */
const struct bf_record_column *
record_column(const struct record_kind *k, const char *name, size_t *i);

/* How a clear column is compared and sorted: null before everything. */
#define RECORD_KEY "ifnull(%s.c_%s, -9223372036854775808)"

#define RECORD_SQL_MAX (64u << 10)
#define RECORD_ALL_CLASSES ((1u << BF_N_CLASSES) - 1)

/* Bind VALUE of column C as a statement compares it: clear, or its hash. */
void record_bind(struct query *q, const struct record_kind *k,
    const struct bf_record_column *c, const json_t *value);

/*
 * While hashes are made anew a sealed value is found by two: add the second as
 * the next parameter.  record_is has " = ?N", or " IN (?N, ?N+1)" and moves *N on.
 */
void record_is(const struct record_kind *k, struct buf *b, int *n);
void record_bind_is(struct query *q, const struct record_kind *k,
    const struct bf_record_column *c, const json_t *value);

/* The row that Q stands on, as record_get gives it, brought up to date. */
enum rc record_row(struct query *q, const struct record_kind *k,
    unsigned int classes, json_t **out, struct err *e);

#endif
