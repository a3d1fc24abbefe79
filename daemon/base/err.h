/*
 * err -- what went wrong, once for the program and once for a person.
 *
 * rc decides what the program does next; err carries the stable name that
 * clients see, the sentence a person reads and, for forms, every wrong field.
 * An error is set once, where it is known, and passed up untouched.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#define ERR_TEXT_MAX 512
#define ERR_NAME_MAX 32
#define ERR_FIELDS_MAX 64

/*
 * A negative member makes the type int for every compiler, so that functions
 * that plugins know as returning int return an rc as it is.
 */
enum rc {
	RC_AGAIN = -1, /* a long method wants another slice */
	RC_OK,
	RC_INVALID, /* E_PARAMS: a parameter is missing, unknown or wrong */
	RC_FIELDS, /* E_FIELDS: form fields are wrong; fields[] says which */
	RC_NOTFOUND, /* E_NOT_FOUND: unknown, or not to be known of */
	RC_DENIED, /* E_NO_BASIS: the caller lacks role or basis */
	RC_CONFLICT, /* E_CONFLICT: somebody else was first */
	RC_GUARD, /* E_GUARD or a rule's own name: the rules say no */
	RC_SCRIPT, /* E_SCRIPT: a definition's function failed */
	RC_IDEM, /* E_IDEM: the same key with another body */
	RC_BUSY, /* E_BUSY: too much at once, or a file held by another */
	RC_UNAVAILABLE, /* E_UNAVAILABLE: not now */
	RC_DISK_FULL, /* E_DISK_FULL */
	RC_IO, /* E_IO: the store failed; the worker must stop */
	RC_CONFIG, /* E_CONFIG: a configuration file is wrong */
	RC_VERSION, /* E_VERSION: from a newer program */
	RC_FOREIGN, /* E_FOREIGN: not a file of Boflyt's */
	RC_INTERNAL /* E_INTERNAL: our own mistake */
};

/* One wrong field of a form. */
struct err_field {
	char field[64];
	char name[ERR_NAME_MAX]; /* "" means the error's own name */
	char text[320];
};

/*
 * Start with ERR_INIT; nothing in it needs freeing, and it may be copied.  Few
 * errors have fields, and each call starts with an err: so the fields lie apart,
 * until err_forget.  Of two copies only one may get more of them.
 */
struct err {
	enum rc rc;
	char name[ERR_NAME_MAX]; /* stable, for programs: E_CONFLICT */
	char text[ERR_TEXT_MAX]; /* one line, for people */
	size_t n_fields;
	size_t n_more; /* wrong fields beyond ERR_FIELDS_MAX */
	struct err_field *fields; /* borrowed; room for ERR_FIELDS_MAX */
};

#define ERR_INIT                                                               \
	{                                                                      \
		.rc = RC_OK                                                    \
	}

/*
 * Set E to RC with rc's own stable name and a formatted text; returns RC.  E may
 * be NULL, here and below: only the rc is wanted.
 */
enum rc err_set(struct err *e, enum rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a stable NAME of the domain's own, such as "E_DECISION_OWED". */
enum rc err_name(struct err *e, enum rc rc, const char *name, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/*
 * Add a wrong field, making E an RC_FIELDS if it was clean.  NAME may be NULL.
 * Beyond ERR_FIELDS_MAX fields the rest are only counted in the text.
 */
enum rc err_field(struct err *e, const char *field, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Make E clean again. */
void err_clear(struct err *e);

/*
 * Free the fields of all errors: nobody may look at any more.  For loops that
 * never end, between two turns; others need not.
 */
void err_forget(void);

/* The stable name that belongs to RC: "E_NOT_FOUND"; "" for RC_OK. */
const char *rc_name(enum rc rc);

/*
 * The JSON-RPC error code that belongs to RC; 0 for RC_OK and RC_AGAIN.
 *
 *	-32602 E_PARAMS		-32010 E_FIELDS
 *	-32001 E_NOT_FOUND	-32002 E_NO_BASIS	-32003 E_CONFLICT
 *	-32004 E_GUARD		-32005 E_SCRIPT		-32006 E_IDEM
 *	-32007 E_BUSY		-32008 E_UNAVAILABLE	-32009 E_DISK_FULL
 *	-32011 E_IO		-32012 E_CONFIG		-32013 E_VERSION
 *	-32014 E_FOREIGN	-32015 E_INTERNAL
 *
 * -32700, -32600 and -32601 belong to lines that never became a request:
 * base/wire.h.
 */
int rc_code(enum rc rc);

/* The exit status (sysexits) that belongs to RC. */
int rc_exit(enum rc rc);

#endif
