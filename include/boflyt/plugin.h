/*
 * boflyt/plugin.h -- what methods, records, keys and plugins are made of.
 *
 * One row declares a method; the control socket, the client's command, its
 * help, its table and its completion, sys.describe, the Lua function and the
 * man page section all come from that row.  One row declares a configuration
 * key, one a kind of record.  This header is the whole interface: any room may
 * include it.  boflyt/values.h and boflyt/rows.h only make it shorter to use; a
 * plugin includes no other of ours.
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
	BF_ACCESS_CLOCK, /* administrator of a test installation */
	BF_ACCESS_OVERSIGHT, /* leader, auditor: who looked at what, and why */
	BF_ACCESS_ARCHIVE /* leader, archivist: erasures and holds */
};

/* Where a method shows. */
#define BF_FACE_SOCKET 0x1u
#define BF_FACE_LUA 0x2u
#define BF_FACE_TIMER 0x4u
/* The page of a case: a list that takes `case`, or `person` for the applicant,
 * and needs nothing else; its first column names what the object's `show`
 * takes first.  Its rows are shown with the case to those who may ask for the
 * list. */
#define BF_FACE_CASE 0x8u

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
	const char *name; /* member of the result object or row; "parts.due"
			   * is one of the rows of its list "parts" */
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
#define BF_LATER                                                               \
	0x20u /* with BF_SERIES, from 1.3 on: not when the record is made, but
	       * with the values that name the column as true; once */

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

/*
 * What a plugin is made of
 * ------------------------
 *
 * A plugin is one shared object that exports one data symbol, `bf_plugin`.  It
 * includes this header, jansson and libc, has no other globals, starts no
 * thread, opens no file and never waits.  Its methods run in the worker, inside
 * the savepoint of the step: what is refused leaves nothing.
 *
 * Dates, money and the legal clock come from struct bf_pure, everything that
 * touches the database from struct bf_host, both found through the call:
 *
 *	const struct bf_host *h = bf_host(call);
 *	rc = h->record_put(call, "guarantee", 0, case_id, -1, values, &id, NULL);
 *	if (rc != BF_OK)
 *		return rc;
 *
 * Functions that return int give BF_OK or the rc of an error that is set
 * already: hand it up untouched.  JSON that comes back through a pointer is a
 * new reference; what goes in is borrowed.  NULL is allowed only where it is
 * said.  Only bf_plugin, bf_host, bf_pure, bf_env and bf_fold grow, at their
 * ends, with the ABI's minor number; rows never do within a major one.
 */
#define BF_ABI_MAJOR 1u
#define BF_ABI_MINOR 4u
#define BF_PLUGIN_ABI (BF_ABI_MAJOR << 16 | BF_ABI_MINOR)
#define BF_EXPORT __attribute__((visibility("default")))

/* What a function answers; the numbers are those of the protocol's errors. */
enum bf_rc {
	BF_OK = 0,
	BF_INVALID = 1, /* E_PARAMS: the call itself is wrong */
	BF_FIELDS = 2, /* E_FIELDS: see bf_host.field */
	BF_NOT_FOUND = 3, /* unknown, or not to be known of */
	BF_DENIED = 4, /* E_NO_BASIS: role or basis is lacking */
	BF_CONFLICT = 5, /* somebody else was first */
	BF_REFUSED = 6, /* a rule says no; with the rule's own name */
	BF_UNAVAILABLE = 10, /* not now, or the part is not there */
	BF_INTERNAL = 16 /* our own mistake */
};

/* Days since 1970-01-01, a local date from 1583 to 9999; or none. */
struct bf_date {
	int32_t days;
};
#define BF_NO_DATE ((struct bf_date){ INT32_MIN })
#define BF_DATE_SIZE 11 /* "2027-02-28" */
#define BF_MONEY_SIZE 48 /* "12 500,50 kr" */
#define BF_WORDS_SIZE 1024

/* A day that law or a goal gives, with its reason. */
struct bf_due {
	struct bf_date due; /* last day in time; of a waiting period the first
			     * day allowed; of a term its last day */
	struct bf_date overdue; /* the day after; BF_NO_DATE if waiting */
	struct bf_date raw; /* as counted, before it rolled */
	char version[32]; /* of the rule; "" for a goal */
	char words[BF_WORDS_SIZE]; /* why it is this day, in one line */
};

/* A national number that was read. */
struct bf_nin {
	char digits[12];
	char code[8]; /* "fnr", "dnr", "fnr+40", "dnr+80" … */
	struct bf_date born; /* as in the number: a hint; or BF_NO_DATE */
};

/*
 * Rules without state: the same in, the same out.  Functions that take PURE
 * read the dated rules of etc/law.ini, which it stands for; tests make one with
 * pure_init (daemon/model/pure.h).  A `why` of BF_WORDS_SIZE gets one line
 * for a person, or may be NULL.
 */
struct bf_pure {
	uint32_t size; /* of this struct, as the daemon knows it */
	const void *law; /* borrowed; for the functions below */

	/* Read exactly "YYYY-MM-DD", a day that exists; write it, "" for none. */
	bool (*date_parse)(const char *s, struct bf_date *out);
	void (*date_format)(struct bf_date d, char out[BF_DATE_SIZE]);
	bool (*date_make)(int year, int month, int day, struct bf_date *out);
	void (*date_split)(struct bf_date d, int *year, int *month, int *day);
	/* "tirsdag 18. mai 2027" in LANGUAGE "nb", "nn" or "en". */
	void (*date_words)(struct bf_date d, const char *language,
	    char out[BF_WORDS_SIZE]);
	/* 1 Monday … 7 Sunday. */
	int (*weekday)(struct bf_date d);
	/* N may be negative; BF_NO_DATE when the range is left.  Months keep
	 * the day's number or take the month's last day. */
	struct bf_date (*add_days)(struct bf_date d, int64_t n);
	struct bf_date (*add_months)(struct bf_date d, int64_t n);
	struct bf_date (*add_years)(struct bf_date d, int64_t n);
	struct bf_date (*month_end)(struct bf_date d);
	/* Neither Saturday, Sunday nor public holiday; D or the next such day;
	 * N such days on (D never counts); how many in (A, B]. */
	bool (*is_workday)(struct bf_date d);
	struct bf_date (*roll)(struct bf_date d);
	struct bf_date (*add_workdays)(struct bf_date d, int32_t n);
	int32_t (*workdays)(struct bf_date a, struct bf_date b);
	/* D plus "14d", "10wd", "3w", "1m" or "2y", nothing rolled; BF_NO_DATE
	 * if LENGTH is none of these.  The same backwards. */
	struct bf_date (*after)(struct bf_date d, const char *length);
	struct bf_date (*before)(struct bf_date d, const char *length);

	/* Rule ID of law.ini for an event of day START, in the version that
	 * holds for that day.  False: WHY says that there is no such rule. */
	bool (*rule)(const struct bf_pure *pure, const char *id,
	    struct bf_date start, struct bf_due *out, char *why);
	/* A goal of LENGTH; rolled to a working day if ROLL. */
	bool (*goal)(struct bf_date start, const char *length, bool roll,
	    struct bf_due *out, char *why);
	/* The amount ID of law.ini ("RETTSGEBYR") in øre on a day. */
	bool (*amount)(const struct bf_pure *pure, const char *id,
	    struct bf_date day, int64_t *ore, char *why);
	/* When rent due on D is to be paid (husleieloven § 3-2). */
	struct bf_date (*rent_due)(struct bf_date d);

	/* "12 500,50", "12500.50", "kr 12 500,-" to øre and back. */
	bool (*money_parse)(const char *s, int64_t *ore, char *why);
	void (*money_format)(int64_t ore, char out[BF_MONEY_SIZE]);
	/* ORE times NUM / DEN, half an øre away from zero; false: too much. */
	bool (*money_multiply)(int64_t ore, int64_t num, int64_t den,
	    int64_t *out);
	bool (*money_add)(int64_t a, int64_t b, int64_t *out);
	/* Instalment I (from 0) of N: equal, the remainder in the last. */
	int64_t (*instalment)(int64_t total, int32_t n, int32_t i);

	/* Eleven digits by both check rules.  *NAME: "E_ID_FORMAT" or
	 * "E_ID_CHECKSUM" when false. */
	bool (*nin_read)(const char *s, struct bf_nin *out, const char **name);

	/* Local date of an instant (ms UTC); the instant of a local time. */
	struct bf_date (*date_of)(int64_t ms);
	int64_t (*instant)(struct bf_date d, int hour, int minute);
	/* Read "2027-02-10T09:15" and the like; write ISO 8601. */
	bool (*instant_parse)(const char *s, int64_t *ms);
	void (*instant_format)(int64_t ms, char out[BF_WORDS_SIZE]);
};

/* What a caller wants of a case. */
enum bf_want {
	BF_SEE, /* read it */
	BF_CHANGE /* change it: more than an open task is needed */
};

/* Which records; zeroed: all that the caller may see, in order of id. */
struct bf_query {
	const char *index; /* a declared one; NULL: by id */
	const json_t *equal; /* array: its first columns' values; or NULL */
	const json_t *from, *to; /* range on the next column; or NULL */
	int64_t owner; /* case or person; 0: any that may be seen */
	bool descending;
	int64_t after; /* last id of the page before; 0: first page */
	int limit; /* 1..200; 0: 50 */
	int64_t as_of; /* as known at this instant; 0: now */
	bool rule; /* for a rule only: whatever the caller may see.  With an
		    * owner: every class of its records.  Without one: finds
		    * give {id, owner} alone, over all owners.  Nothing of it
		    * may reach a result, an error or a warning */
};

/* A deadline or goal; zeroed but for name, title, start and rule or length. */
struct bf_deadline {
	const char *name; /* of a row of `events` with BF_DEADLINE */
	const char *key; /* one open at a time per name and key; NULL: "" */
	const char *title; /* as people read it; class case */
	const char *rule; /* id in law.ini; NULL: a goal */
	const char *length; /* of a goal: "14d" */
	bool roll; /* a goal's last day rolls to a working day */
	struct bf_date start; /* day of the event */
	const char *event; /* what happened, in words; NULL: rule's own */
	const char *owner; /* unit or type of unit; NULL: the case's */
	int warn_days; /* before it; 0: 8 for law, none for goals; < 0: none */
};

/* A task; zeroed but for title. */
struct bf_task {
	const char *key; /* one open per key and case; NULL: none */
	const char *title; /* class case: no names, no health */
	const char *unit; /* or type of unit; NULL: the case's */
	const char *user; /* in it; NULL: anybody */
	const char *role; /* NULL: any */
	struct bf_date due; /* BF_NO_DATE or zeroed: none */
};

/* What happened, or fell due. */
struct bf_happening {
	const char *name;
	const char *key; /* of a timer or deadline; "" otherwise */
	int64_t case_id;
	int64_t due; /* ms UTC when it fell due; of an event: when told */
	bool overdue; /* a deadline: overdue; false: its warning */
	const json_t *payload; /* object or NULL */
};

/* Do what follows, as `system`, in a step of its own; failing: an incident. */
typedef int bf_happening_fn(struct bf_call *call, const struct bf_happening *w);

#define BF_EMITS 0x1u /* others may take it; definitions in `on` */
#define BF_TAKES 0x2u /* `run` is called when it happens in a case */
#define BF_TIMER 0x4u /* `run` is called when a timer of this name is due */
#define BF_DEADLINE 0x8u /* … when a deadline warns or is overdue; or NULL */

/*
 * One event, timer or kind of deadline.  What the plugin emits and begins
 * is called "<plugin>.<name>".  Taken may be: what other plugins emit, what
 * definitions emit by case:emit, and the core's own with their payload:
 *
 *	decision.made		{decision, type, basis, result}
 *	case.closed		{outcome}
 *	case.reopened		none
 *	consent.given		{consent, person, purpose}
 *	consent.withdrawn	{consent, person, purpose}
 *	letter.done		{key, state}: "done", "failed" or "unknown"
 *	letter.receipt		{key, word, at}: as outbox.receipt says
 */
struct bf_event {
	const char *name; /* the last row's is NULL */
	unsigned int flags;
	const char *text; /* one line, msgid */
	bf_happening_fn *run; /* NULL where nothing follows */
};

/*
 * What the daemon does for a plugin, always for the caller of CALL and through
 * the gate.  A case or person that the caller may not know of is BF_NOT_FOUND.
 * A case that is changed gets one history row and one revision for the whole
 * step, however many functions changed it.
 */
struct bf_host {
	uint32_t abi, size; /* as the daemon knows them */

	/* ---- the call */

	int64_t (*now)(struct bf_call *call); /* ms UTC, one for the step */
	struct bf_date (*today)(struct bf_call *call);
	/* The step's number, for results and references. */
	int64_t (*commit)(struct bf_call *call);
	int64_t (*if_rev)(struct bf_call *call); /* -1: not given */
	/* Who asks, borrowed: "nav01" or "system"; the acting unit, "" if none
	 * is chosen; legal basis and reason as given, or "". */
	const char *(*user)(struct bf_call *call);
	const char *(*unit)(struct bf_call *call);
	const char *(*basis)(struct bf_call *call);
	const char *(*reason)(struct bf_call *call);
	bool (*is_system)(struct bf_call *call);
	bool (*has_role)(struct bf_call *call, const char *role);
	/* BF_DENIED unless the caller has one of ROLES ("coordinator leader"),
	 * is the system, or an action lent the role by `grants`. */
	int (*need_role)(struct bf_call *call, const char *roles);

	/* Set the call's error: RC, stable NAME ("E_CAP_6M"; NULL: rc's own),
	 * and a sentence for a person; returns RC. */
	int (*fail)(struct bf_call *call, int rc, const char *name,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
	/* Add a wrong field; returns BF_FIELDS.  NAME may be NULL. */
	int (*field)(struct bf_call *call, const char *field, const char *name,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
	/* Add a warning: kept, but needs a look.  FIELD may be NULL. */
	void (*warn)(struct bf_call *call, const char *name, const char *field,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
	/* A line in the log: EVENT and one KEY=VALUE; never personal data. */
	void (*log)(struct bf_call *call, const char *event, const char *key,
	    const char *value);

	/* ---- the municipality */

	/* The value of KEY in [plugin NAME], or its default. */
	int64_t (*setting_int)(struct bf_call *call, const char *key);
	bool (*setting_bool)(struct bf_call *call, const char *key);
	/* Borrowed; NULL if there is none. */
	const char *(*setting)(struct bf_call *call, const char *key);
	/* {number, name, language, population, test_identities, units: [{name,
	 * title, type, domain}]}. */
	int (*municipality)(struct bf_call *call, json_t **out);
	/* The unit NAME, else the first of type NAME; NULL.  Borrowed. */
	const char *(*unit_like)(struct bf_call *call, const char *name);
	/* Users of UNIT (NULL: all) with ROLE (NULL: any) who work here today:
	 * [{user, title, units, away, substitute}].  Who is at work comes
	 * first; who is away (absence.add) has the substitute named there. */
	int (*users)(struct bf_call *call, const char *unit, const char *role,
	    json_t **out);

	/* ---- records of this plugin */

	/* Write one; as store: ID 0 is a new one of OWNER (case or person, as
	 * the kind says), IF_REV -1 any.  Columns not named stay, null empties.
	 * The owner is opened with BF_CHANGE.  A broken unique rule is
	 * BF_REFUSED under its own name, whoever holds the other record.  Out
	 * pointers may be NULL. */
	int (*record_put)(struct bf_call *call, const char *kind, int64_t id,
	    int64_t owner, int64_t if_rev, const json_t *values,
	    int64_t *out_id, int64_t *out_rev);
	/* Hand a new record to a case or person that the caller need not see,
	 * as found by bf_query.rule: for what must reach whoever works there.
	 * Nothing comes back. */
	int (*record_hand)(struct bf_call *call, const char *kind,
	    int64_t owner, const json_t *values);
	/* {id, owner, rev, recorded, values} as known at AS_OF (0: now), with
	 * the classes that the caller may see. */
	int (*record_get)(struct bf_call *call, const char *kind, int64_t id,
	    int64_t as_of, json_t **out);
	/* The same with every class, as bf_query.rule says. */
	int (*record_rule)(struct bf_call *call, const char *kind, int64_t id,
	    json_t **out);
	/* An array of such objects; the number of them, without pages. */
	int (*record_find)(struct bf_call *call, const char *kind,
	    const struct bf_query *q, json_t **rows);
	int (*record_count)(struct bf_call *call, const char *kind,
	    const struct bf_query *q, int64_t *n);
	/* Every version: [{id, owner, rev, recorded, values}], oldest first. */
	int (*record_versions)(struct bf_call *call, const char *kind,
	    int64_t id, json_t **rows);
	/* BF_DENIED unless the caller may see CLASS in records of OWNER: by
	 * unit and domain, or by a consent. */
	int (*need_class)(struct bf_call *call, const char *kind, int64_t owner,
	    enum bf_class class);
	/* The next number of series NAME of this plugin in YEAR, from 1, without
	 * gaps: one that a refusal takes back is given again. */
	int (*series)(struct bf_call *call, const char *name, int year,
	    int64_t *n);

	/* ---- cases */

	/* {id, case, parent, workflow, stage, status, outcome, unit, contact,
	 * received, entered, cycle, rev, closed, persons: {field: [id, …]},
	 * data: {field: value, …}}; data as far as the caller sees it. */
	int (*case_get)(struct bf_call *call, const char *number,
	    enum bf_want want, json_t **out);
	int (*case_get_id)(struct bf_call *call, int64_t id, enum bf_want want,
	    json_t **out);
	/* Just the row number, through the gate. */
	int (*case_id)(struct bf_call *call, const char *number,
	    enum bf_want want, int64_t *id);
	/* Set declared fields; null empties. */
	int (*case_set)(struct bf_call *call, int64_t id, const json_t *values);
	/* A new case of WORKFLOW (NULL: the municipality's default) under
	 * PARENT (0: none) with UNIT and CONTACT (NULL: the caller's) and DATA;
	 * held by that unit, so that the caller may lose sight of it. */
	int (*case_create)(struct bf_call *call, const char *workflow,
	    int64_t parent, const char *unit, const char *contact,
	    const json_t *data, int64_t *id);
	/* Add WHAT (an object, class case) to the case's history row. */
	int (*note)(struct bf_call *call, int64_t case_id, const json_t *what);
	/* Cases that the caller may see and that name PERSON: ["2027/12"]. */
	int (*cases_of)(struct bf_call *call, int64_t person, json_t **out);

	int (*task_open)(struct bf_call *call, int64_t case_id,
	    const struct bf_task *t);
	/* The task open under KEY, if there is one, is done. */
	int (*task_close)(struct bf_call *call, int64_t case_id,
	    const char *key);

	/* Begin D, or compute the one that is open under name and key anew. */
	int (*deadline_begin)(struct bf_call *call, int64_t case_id,
	    const struct bf_deadline *d, struct bf_date *due);
	/* It was met, today, or fell away; *WAS (may be NULL): it was open. */
	int (*deadline_end)(struct bf_call *call, int64_t case_id,
	    const char *name, const char *key, bool met, bool *was);
	/* Goals only; a deadline of law is E_DEADLINE_LEGAL. */
	int (*deadline_pause)(struct bf_call *call, int64_t case_id,
	    const char *name, const char *key, const char *reason);
	int (*deadline_resume)(struct bf_call *call, int64_t case_id,
	    const char *name, const char *key);

	/* Fire NAME (a row with BF_TIMER) at instant AT, once; one that runs
	 * under name and KEY is replaced.  PAYLOAD (may be NULL): class case.
	 * CASE_ID 0: of the municipality as a whole. */
	int (*timer_begin)(struct bf_call *call, int64_t case_id,
	    const char *name, const char *key, int64_t at,
	    const json_t *payload);
	int (*timer_end)(struct bf_call *call, int64_t case_id,
	    const char *name, const char *key);

	/* Tell the case's definition and whoever takes it that NAME (a row with
	 * BF_EMITS) happened; they run after this step, in steps of their own.
	 * The caller need not see the case.  PAYLOAD (may be NULL): class case.
	 */
	int (*emit)(struct bf_call *call, int64_t case_id, const char *name,
	    const json_t *payload);

	/* Queue a letter, delivered after the commit: {text} or {template} of
	 * the definition; {to}: "applicant", a field of persons or a unit, or
	 * {outside: {name, address, postal_code, postal_place, orgnr, number}}
	 * for somebody outside.  KEY gets its stable key (96 bytes; may be
	 * NULL), which the events letter.done and letter.receipt name.
	 *
	 * From 1.2 on also: {template} of a row of bf_plugin.letters with
	 * {fields}; {person}: the number of somebody whom the case names, and
	 * whoever speaks for the applicant if it is the applicant; {footer}: a
	 * line at the foot of every page.  What letter_write gave goes in as it
	 * is.  E_LETTER_INCOMPLETE, E_LETTER_WORDS, E_PROTECTED (it would
	 * show somebody else a protected address). */
	int (*letter)(struct bf_call *call, int64_t case_id,
	    const json_t *letter, char *key);
	/* A short message without content of the case: {to, text}.  CASE_ID 0:
	 * of no case, such as a digest of counts; TO is then a unit, or a role:
	 * the unit of the first who has it, and TEXT is what they read. */
	int (*notice)(struct bf_call *call, int64_t case_id,
	    const json_t *notice, char *key);

	/* Make a decision in the case; as case:decide{…} in definitions. */
	int (*decide)(struct bf_call *call, int64_t case_id,
	    const json_t *decision, int64_t *id);
	/* Decisions of the case, oldest first: [{id, no, type, basis, result,
	 * date, effective, expires, decided_by, content}]; of TYPE unless NULL;
	 * those in force on day ON unless BF_NO_DATE. */
	int (*decisions)(struct bf_call *call, int64_t case_id,
	    const char *type, struct bf_date on, json_t **rows);

	/* Keep LEN bytes as a document of the case: {kind, title, mime, class,
	 * direction, person, received}. */
	int (*document_put)(struct bf_call *call, int64_t case_id,
	    const json_t *about, const void *bytes, size_t len, int64_t *id);
	/* [{id, kind, title, mime, size, class, direction, received}]. */
	int (*documents)(struct bf_call *call, int64_t case_id, json_t **rows);

	/* ---- persons */

	/* {id, grade, deceased, related, identity: {name, birth_date, …},
	 * address: {…}, economy: {…}, health: {…}}: the parts that may be seen. */
	int (*person_get)(struct bf_call *call, int64_t id, json_t **out);
	/* Who has the number; 0 if nobody that the caller may know of. */
	int (*person_find)(struct bf_call *call, const char *nin, int64_t *id);
	/* Who in the register is meant by WHO {nin, name, birth_date, address}
	 * (any of them)?  *ID is 0 unless exactly one is sure; *HOW is then
	 * "none", "unsure" or "several", else "number" or "name".  Which others
	 * came near is never told. */
	int (*person_match)(struct bf_call *call, const json_t *who,
	    int64_t *id, const char **how);
	/* Full years on day AT; -1 if the birth date is not known. */
	int (*person_age)(struct bf_call *call, int64_t id, struct bf_date at,
	    int *years);
	/* Guardians and representatives valid on day AT: [{kind, person, name,
	 * scope, written, lawyer, valid}]. */
	int (*person_links)(struct bf_call *call, int64_t id, struct bf_date at,
	    json_t **rows);
	/* Households of the person on day AT: [{id, members: [{person, name,
	 * birth_date, relation, is_head}]}]. */
	int (*households)(struct bf_call *call, int64_t person,
	    struct bf_date at, json_t **rows);

	/* Consents of the person for PURPOSE (NULL: any) that hold at instant
	 * AT (0: now): [{id, purpose, classes, from, to, given, until}].  FROM
	 * and TO are units or names of others; NULL: any. */
	int (*consents)(struct bf_call *call, int64_t person,
	    const char *purpose, const char *from, const char *to, int64_t at,
	    json_t **rows);
	/* Let the core look for contacts of PERSON, whom case CASE_ID names, in
	 * other units, release what the rules of domain §3.2 release, and see to
	 * alerts, tasks and counters itself.  PURPOSE is the plugin's name.
	 * ABOUT: {by: date or null, reserved: bool, danger: why or null}.
	 * {consent: bool, contacts: [{unit, unit_title, coordinator,
	 * coordinator_title, rule}]}: an empty list says nothing about there
	 * being none. */
	int (*match)(struct bf_call *call, int64_t case_id, int64_t person,
	    const char *purpose, const json_t *about, json_t **out);

	/* ---- others */

	/* Call METHOD ("plan.coordinator") of another plugin or the core's Lua
	 * face, for the same caller and in the same savepoint, its parameters
	 * checked.  BF_UNAVAILABLE if its plugin is not there. */
	int (*invoke)(struct bf_call *call, const char *method,
	    const json_t *params, json_t **result);
	/* A keyed digest of bytes, as hexadecimal: equal for equal bytes in
	 * this database, and telling nothing about them outside. */
	void (*digest)(struct bf_call *call, const void *bytes, size_t len,
	    char out[65]);
	/* Is plugin NAME there and switched on? */
	bool (*has_plugin)(struct bf_call *call, const char *name);
	/* Say that the answer shows case or person ID ("case", "person"), with
	 * DETAIL ("plan"; may be NULL).  Reads say so themselves; this adds
	 * what a plugin shows out of records that it read for a list. */
	void (*disclose)(struct bf_call *call, const char *kind, int64_t id,
	    const char *detail);

	/* ---- from 1.2 on */

	/* Write LETTER, as `letter` takes it, and queue nothing: {title, text,
	 * language, written}, the words that are frozen.  They go with a `to`,
	 * `person` or `outside` into `letter`, and with document_put into the
	 * case.  BF_NOT_FOUND: there is no such template. */
	int (*letter_write)(struct bf_call *call, int64_t case_id,
	    const json_t *letter, json_t **out);
};

/* What a method of a plugin stands on; the same for every call. */
struct bf_env {
	const struct bf_host *host;
	const struct bf_pure *pure;
	void *state; /* what `open` made; nothing of any case */
};

/* A struct bf_call begins with this; the rest is the daemon's. */
struct bf_call_head {
	const struct bf_env *env;
};

static inline const struct bf_env *
bf_env(const struct bf_call *call)
{
	return ((const struct bf_call_head *)(const void *)call)->env;
}

static inline const struct bf_host *
bf_host(const struct bf_call *call)
{
	return bf_env(call)->host;
}

static inline const struct bf_pure *
bf_pure(const struct bf_call *call)
{
	return bf_env(call)->pure;
}

/*
 * A report
 * --------
 *
 * The host reads the records of KINDS, kind by kind in order of id, as known at
 * one recorded instant, in slices, and feeds them to `row`; `end` gives the
 * rows.  Nothing but the fold may keep anything, so the same period and instant
 * give the same figures for ever.
 */
struct bf_fold {
	const struct bf_pure *pure;
	struct bf_date from, to; /* the period, both included */
	int64_t start, end; /* the same as instants: [start, end) */
	int64_t as_of; /* ms UTC */
	const json_t *params; /* checked; the report's own as well */
	void *state; /* what `begin` made */
	/* From 1.4 on: cases that asked through bf_host.match with the plugin's
	 * name in the calendar year that is the period, and had to do with
	 * somebody whom another unit knew, released or not.  In steps of five
	 * and at least 1, so that as a BF_CELL_COUNT it is "<5" with none as
	 * with four, and as known when the month of AS_OF began: two
	 * answers a day apart tell of no case.  -1 if the period is not one
	 * calendar year, to its end or to AS_OF. */
	int64_t elsewhere;
};

/* What a cell is, for the host that hides small counts (domain §6.1). */
enum bf_cell {
	BF_CELL_LABEL, /* text; counts nobody */
	BF_CELL_COUNT, /* of households or cases: 1 to 4 is shown as "<5" */
	BF_CELL_TOTAL, /* sum of the row's counts */
	BF_CELL_OF /* figure about what the last count to its left counts: an
		    * amount, an average; hidden with it */
};

struct bf_cell_column {
	const char *name; /* the last row's is NULL */
	enum bf_type type; /* BF_TEXT, BF_NAME, BF_INTEGER, BF_MONEY … */
	const char *title; /* msgid */
	enum bf_cell cell;
};

struct bf_report {
	const char *name; /* "garanti": report.garanti; the last one's NULL */
	const char *nb; /* words of the command: "rapport garanti" */
	const char *text; /* one line, msgid */
	const struct bf_param *params; /* beside from, to and as_of; or NULL */
	const struct bf_cell_column *columns;
	const char *const *kinds; /* NULL-terminated */
	bool versions; /* every version recorded up to as_of, oldest first, and
			* not only the one that held then */
	/* Start a fold: its state, NULL if there is no memory. */
	void *(*begin)(const struct bf_fold *f);
	/* One record or version: {id, owner, rev, recorded, values, tokens};
	 * VALUES has class case and economy; TOKENS gives every sealed column
	 * that stands in an index a text that is equal for equal values. */
	void (*row)(const struct bf_fold *f, const char *kind,
	    const json_t *record);
	/* The rows: array of objects by column; integers in counts.  A member
	 * "total": true marks the row that sums the others. */
	json_t *(*end)(const struct bf_fold *f);
	void (*free)(void *state); /* NULL state is fine */
};

/*
 * A letter (from 1.2 on)
 * ----------------------
 *
 * Its words in both written languages, in the form of boflyt-letter(7); `kind:`
 * is the letter's own name.  A definition that has letters/NAME.nb.txt and
 * NAME.nn.txt of that kind goes before them.  What it may say is what every
 * letter knows, and FIELDS; the values come with the call: texts, numbers, true,
 * {"date": "2027-05-31"} and {"money": øre}, which are written out in the
 * letter's language, and lists of objects of such.
 */
struct bf_letter_part {
	const char *name; /* of its @part; NULL ends a list */
	const char *fields[4]; /* NULL-terminated: it has to name them; one that
				* begins with "!" must have a value, too */
};

struct bf_letter {
	const char *name; /* "deposit.hearing"; the last row's is NULL */
	const char *const *fields; /* "amount", "parts", "parts.*.due" …;
				    * NULL-terminated; NULL: none */
	/* All of them must be there, the first one first and the last one last;
	 * NULL: any. */
	const struct bf_letter_part *parts;
	const char *nb, *nn; /* the words */
};

/*
 * What people call CODE: of a BF_CODE, a kind of record, a label of a report.
 * Clients show it in the code's place; what is stored and sent stays the code.
 */
struct bf_word {
	const char *code; /* the last row's is NULL */
	const char *text; /* msgid */
};

/*
 * The descriptor
 * --------------
 *
 *	BF_EXPORT const struct bf_plugin bf_plugin = {
 *		.abi = BF_PLUGIN_ABI, .size = sizeof(struct bf_plugin),
 *		.name = "deposit", .version = "1.0", .methods = methods, …
 *	};
 *
 * Pointers may be NULL where the plugin has nothing of the sort.
 */
struct bf_plugin {
	uint32_t abi; /* BF_PLUGIN_ABI: the major must be the daemon's, the
		       * minor at most the daemon's */
	uint32_t size; /* sizeof(struct bf_plugin) */
	const char *name; /* [a-z][a-z0-9]*, the file is <name>.so; not the
			   * first word of a method of the daemon, nor a name
			   * that definitions know */
	const char *version; /* of the plugin, for people */
	const struct bf_record *records; /* its data; see above */
	const struct bf_method *methods; /* named <name>.<verb> */
	const struct bf_event *events;
	const struct bf_report *reports;
	const struct bf_key *keys; /* section "plugin <name>" */
	/* Once per worker, before any call: *STATE is what bf_env.state shall
	 * be.  0, or non-zero after writing into WHY (256 bytes).  NULL: none.
	 * `close` frees it at the end. */
	int (*open)(const struct bf_env *env, void **state, char *why);
	void (*close)(void *state);
	/* ---- from 1.1 on */
	const char *text; /* what it is for, one line, msgid */
	/* ---- from 1.2 on */
	const struct bf_letter *letters;
	const struct bf_word *words; /* what its codes are called */
};

#endif
