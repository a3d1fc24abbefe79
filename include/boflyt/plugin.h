/*
 * boflyt/plugin.h -- what a method, a parameter and a configuration key are.
 *
 * One row declares a method; the control socket, the client's command, its
 * help, its table and its completion, sys.describe, the Lua function and the
 * man page section all come from that row.  One row declares a configuration
 * key.  This is the one public header: any room may include it.
 */
#ifndef BOFLYT_PLUGIN_H
#define BOFLYT_PLUGIN_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

/* What a value is; each has one form in JSON. */
enum bf_type {
	BF_END, /* closes a list of parameters or columns */
	BF_TEXT, /* string, UTF-8, NFC, at most 4 000 bytes */
	BF_NAME, /* string of [a-z0-9_.:-], at most 64 bytes */
	BF_CODE, /* string out of `codes` */
	BF_INTEGER, /* integer in min..max */
	BF_BOOL, /* true or false */
	BF_DATE, /* "2027-02-28", a local calendar date */
	BF_INSTANT, /* integer, milliseconds UTC; input may be ISO 8601 */
	BF_MONEY, /* integer, øre */
	BF_DURATION, /* "14d", "10wd" (workdays), "3w", "1m", "2y" */
	BF_CASE, /* "2027/12" */
	BF_ID, /* integer > 0, the number of a row */
	BF_NIN, /* national identity number, 11 digits */
	BF_OBJECT, /* JSON object, checked by the method itself */
	BF_LIST, /* JSON array, checked by the method itself */
	BF_ANY, /* any JSON value, checked by the method itself */
	BF_FD /* index of a descriptor sent with the line */
};

/*
 * Who may see a value.  Only BF_CLASS_CASE is kept in clear, searched by range
 * and allowed on a command line.
 */
enum bf_class {
	BF_CLASS_CASE,
	BF_CLASS_IDENTITY,
	BF_CLASS_ADDRESS,
	BF_CLASS_HEALTH,
	BF_CLASS_ECONOMY
};
#define BF_N_CLASSES 5

enum bf_kind {
	BF_READ, /* changes nothing but the look-up log */
	BF_STEP, /* one durable change, all or nothing */
	BF_ADMIN /* changes what is not a case: definitions, the clock */
};

/* What the gate asks before a method runs (default: no). */
enum bf_access {
	BF_ACCESS_NONE, /* not set: the program refuses to start */
	BF_ACCESS_PUBLIC, /* any local login; shows no personal data */
	BF_ACCESS_STAFF, /* any configured user; no personal data */
	BF_ACCESS_CASE, /* a relation to the case, checked per case */
	BF_ACCESS_PERSON, /* a role that works with persons, per person */
	BF_ACCESS_REPORT, /* leader, strategic forum, auditor */
	BF_ACCESS_DEFINITION, /* administrator: definitions, incidents */
	BF_ACCESS_AUDIT, /* auditor: the log, verification */
	BF_ACCESS_CLOCK /* administrator of a test installation */
};

/* Where a method shows. */
#define BF_FACE_SOCKET 0x1u
#define BF_FACE_LUA 0x2u
#define BF_FACE_TIMER 0x4u

/* Flags of a parameter. */
#define BF_REQUIRED 0x1u
#define BF_POSITIONAL 0x2u /* in the order of the list */
#define BF_REPEATED 0x4u /* a JSON array of such values */
#define BF_REST                                                                \
	0x8u /* an object that takes the command line's
				 * remaining name=value pairs */

struct bf_param {
	const char *name;
	enum bf_type type;
	unsigned int flags;
	enum bf_class class; /* not BF_CLASS_CASE: refused in argv */
	const char *text; /* one line, msgid; the Norwegian is in po/ */
	const char *const *codes; /* BF_CODE: NULL-terminated */
	int64_t min, max; /* BF_INTEGER, BF_MONEY; both 0: no bound */
};

/* One column of a result; of a list if the method says `rows`. */
struct bf_column {
	const char *name; /* member of the result object or row */
	enum bf_type type;
	const char *title; /* msgid */
};

struct bf_call;

/*
 * Run the method: read PARAMS (already checked against the row), set *RESULT
 * to a new object.  Returns 0, or an enum rc after setting the call's error.
 */
typedef int
bf_method_fn(struct bf_call *call, const json_t *params, json_t **result);

struct bf_method {
	const char *name; /* "case.show"; the last row's is NULL */
	const char *nb; /* command words in Norwegian: "sak vis" */
	enum bf_kind kind;
	enum bf_access access;
	unsigned int faces;
	const char *text; /* one line, msgid */
	const struct bf_param *params; /* ends with BF_END; NULL: none */
	const char *rows; /* member that holds the rows of a list */
	const struct bf_column *columns; /* ends with BF_END; NULL: none */
	const char *errors; /* names apart from the common ones, by space */
	bf_method_fn *call;
};

struct bf_key {
	const char *section; /* "limits", "unit *" for named ones; the last
				 * row's is NULL */
	const char *name;
	enum bf_type type;
	unsigned int flags; /* BF_REQUIRED, BF_REPEATED (comma list) */
	const char *unit; /* "days", "øre", "MiB"; "" if none */
	int64_t min, max;
	const char *value; /* default as it would be written; NULL: none */
	bool reload; /* SIGHUP takes it */
	const char *const *codes;
	const char *text; /* one line, msgid */
	const char *law; /* "law row 53", "D-057"; "" if none */
};

/* Flags of a record's column, beside BF_REQUIRED. */
#define BF_SERIES                                                              \
	0x10u /* gap-free number per year, BF_TEXT "2027/3",
				 * given by the store */

/*
 * One column of a record.  Columns of class case stand in clear; BF_TEXT may
 * not be of that class unless it has BF_SERIES.  NULL values are allowed unless
 * BF_REQUIRED.
 */
struct bf_record_column {
	const char *name; /* [a-z][a-z0-9_]*; the last row's is NULL */
	enum bf_type type; /* no BF_FD, BF_CASE, BF_ANY */
	enum bf_class class;
	unsigned int flags;
	const char *const *codes; /* BF_CODE: NULL-terminated */
	int64_t min, max; /* BF_INTEGER, BF_MONEY; both 0: no bound */
	const char *ref; /* BF_ID of class case: kind of the same plugin
				 * that it points to; NULL: any number */
};

/*
 * One index: clear columns for equality, then one for ranges; or sealed columns
 * for equality only (by keyed hash).  A sealed column stands in no other way.
 */
struct bf_record_index {
	const char *name; /* the last row's is NULL */
	const char *const *columns; /* NULL-terminated; the last one may be
					 * asked by range if it is clear */
};

/*
 * No two records may agree in COLUMNS (in "owner" as well, if named) while
 * STATE is one of STATES; columns that are NULL agree with nothing.
 */
struct bf_record_unique {
	const char *name; /* the last row's is NULL */
	const char *const *columns; /* NULL-terminated */
	const char *state; /* clear BF_CODE column; NULL: always */
	const char *const *states; /* NULL-terminated; NULL: always */
	const char *error; /* "E_PLAN_DUPLICATE" */
	const char *text; /* msgid, what the caller may be told */
};

enum bf_owner { BF_OWNER_CASE, BF_OWNER_PERSON };

/* One kind of record; plugins have no SQL. */
struct bf_record {
	const char *kind; /* [a-z][a-z0-9_]*; the last row's is NULL */
	int version; /* from 1; raised with every change */
	enum bf_owner owner;
	const struct bf_record_column *columns;
	const struct bf_record_index *indexes; /* NULL: none */
	const struct bf_record_unique *uniques; /* NULL: none */
	/*
	 * Bring VALUES (a row's, all classes) from version FROM to this one in
	 * place; pure.  0, or an enum rc.  NULL: nothing to do.
	 */
	int (*up)(int from, json_t *values);
};

#endif
