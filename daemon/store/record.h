/*
 * record -- records that plugins declare as data, in tables of their own.
 *
 * A declared kind becomes two tables: the rows as they are, and every version
 * with the time it was recorded.  Columns of class case stand in clear; those
 * of another class go sealed, one envelope per class, and are found by keyed
 * hash.  Nothing is deleted.  Who may see a record is asked above this room.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"

struct record_kind;
struct record_set;
struct scope;
struct store;
struct tx;

/*
 * Make the kinds of PLUGIN ready: check the declarations (E_CONFIG names kind
 * and column), create tables that are missing, add new columns and indexes.  A
 * column that vanished or changed its type or class is refused, and so is a
 * kind with a lower version than the file's (RC_VERSION).  DECLS is borrowed
 * until record_close and ends with a row whose kind is NULL.  A declaration that
 * differs from the file's needs a higher version.
 */
enum rc record_open(struct tx *tx, const char *plugin,
    const struct bf_record *decls, struct record_set **out, struct err *e);
/* The same declarations, checked without a file (E_CONFIG). */
enum rc record_check_kinds(const char *plugin, const struct bf_record *decls,
    struct err *e);
void record_close(struct record_set *set); /* before store_close; NULL ok */

/* The kind KIND of SET; NULL if it declares none of that name. */
const struct record_kind *
record_kind(const struct record_set *set, const char *kind);

/*
 * Write a record.  ID 0: a new one of OWNER (a case's or person's id); else a
 * new version of ID, whose revision must be IF_REV unless that is -1
 * (E_CONFLICT).  VALUES (borrowed): name to value, null empties, a column not
 * named stays.  Columns with BF_SERIES are numbered here ("2027/3") in YEAR
 * when the record is new, or with BF_LATER once VALUES say true for them, and may
 * not be given otherwise.  A broken unique rule answers
 * RC_GUARD with the rule's own name.
 */
enum rc record_put(struct tx *tx, const struct record_kind *k, int64_t id,
    int64_t owner, int64_t if_rev, const json_t *values, int year,
    int64_t *out_id, int64_t *out_rev, struct err *e);

/*
 * *OUT: {id, owner, rev, recorded, values: {…}} as known at AS_OF (0: now);
 * RC_NOTFOUND.  CLASSES has the bit (1u << class) of each class to open; values
 * of other classes are left out.  Older versions of the kind are brought up by
 * the declaration's `up` on the way.
 */
enum rc record_get(struct store *s, const struct record_kind *k, int64_t id,
    int64_t as_of, unsigned int classes, json_t **out, struct err *e);

struct record_query {
	const char *index; /* name of a declared index; NULL: by id */
	const json_t *equal; /* array: values of the index' first columns,
				 * as many as wanted; may be NULL */
	const json_t *from; /* range on the column after those, which must
				 * be clear; inclusive; NULL: open */
	const json_t *to; /* inclusive; NULL: open */
	int64_t owner; /* 0: of all owners */
	const struct scope *scope; /* NULL: all; else cases of the scope */
	bool descending;
	int64_t after; /* id of the last row of the page before; 0 */
	int limit; /* 1..200 */
	int64_t as_of; /* 0: now */
	unsigned int classes; /* as record_get */
};

/* *OUT: array of rows as record_get gives, in index order. */
enum rc record_find(struct store *s, const struct record_kind *k,
    const struct record_query *q, json_t **out, struct err *e);
/* How many rows Q finds, without pages. */
enum rc record_count(struct store *s, const struct record_kind *k,
    const struct record_query *q, int64_t *n, struct err *e);

/* *OUT: every version of record ID, oldest first, as record_get gives them. */
enum rc record_versions(struct store *s, const struct record_kind *k,
    int64_t id, unsigned int classes, json_t **out, struct err *e);

/* A page of a kind as known at one instant, for reports. */
struct record_slice {
	int64_t as_of; /* ms UTC, included */
	bool versions; /* every version recorded until then, not only the one
			* that held */
	int64_t after, after_rev; /* id and rev of the last row; 0: start */
	int limit; /* 1..200 */
	unsigned int classes; /* as record_get */
};

/*
 * *OUT: rows by (id, rev) as record_get gives them, each with `tokens`: for every
 * sealed column that is hashed and has a value a text that is equal for equal
 * values.
 */
enum rc record_fold(struct store *s, const struct record_kind *k,
    const struct record_slice *slice, json_t **out, struct err *e);

/* *OUT: names of the plugins that have records here, present or not. */
enum rc record_plugins(struct store *s, json_t **out, struct err *e);

/* Write at most LIMIT rows of older versions of the kind anew; *LEFT: more. */
enum rc record_up(struct tx *tx, const struct record_kind *k, int limit,
    bool *left, struct err *e);

#endif
