/*
 * document -- papers of a case: what it is, when it came, and its bytes.
 *
 * Bytes go in and out in chunks of 64 KiB through a callback, so that memory
 * does not grow with the document.  A keyed hash over the bytes is kept and
 * compared when they are read.  A document is never changed or deleted.
 */
#ifndef STORE_DOCUMENT_H
#define STORE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/types.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

#define DOCUMENT_CHUNK 65536
#define DOCUMENT_MAX (INT64_C(256) << 20)

/* A document about to be stored; all texts borrowed. */
struct document_new {
	int64_t case_id;
	int64_t person; /* whom it concerns, or 0 */
	const char *kind; /* "application", "letter", "decision" … */
	enum bf_class class;
	const char *title;
	const char *mime;
	const char *direction; /* "in", "out", "internal" */
	struct date received; /* day it arrived; DATE_NONE if not in */
	const char *by; /* user */
	const char *unit;
};

struct document {
	int64_t id;
	int64_t case_id;
	int64_t person; /* 0: none */
	char kind[STORE_NAME_SIZE];
	enum bf_class class;
	char *title; /* owned */
	char mime[136];
	int64_t size;
	char direction[16];
	struct date received; /* DATE_NONE if not in */
	int64_t registered; /* ms UTC */
	char by[STORE_NAME_SIZE];
	char unit[STORE_NAME_SIZE];
};

/* Read up to LEN bytes into BUF: their number, 0 at the end, -1 after setting
 * E. */
typedef ssize_t
document_read_fn(void *arg, void *buf, size_t len, struct err *e);
/* Take LEN bytes; anything but RC_OK ends the reading. */
typedef enum rc
document_write_fn(void *arg, const void *buf, size_t len, struct err *e);

/*
 * Store the bytes that READ gives, at most MAX (≤ DOCUMENT_MAX; E_TOO_LARGE).
 * An empty document is refused with E_EMPTY.
 */
enum rc document_put(struct tx *tx, const struct document_new *in,
    document_read_fn *read, void *arg, int64_t max, int64_t *id, struct err *e);

enum rc
document_load(struct store *s, int64_t id, struct document *out, struct err *e);
void document_fini(struct document *d); /* zeroed is fine */

/*
 * Give the bytes to WRITE, chunk by chunk; RC_IO if they are not the bytes that
 * were stored (found at the end, when the hash is known).
 */
enum rc document_get(struct store *s, int64_t id, document_write_fn *write,
    void *arg, struct err *e);

/*
 * *OUT: [{id, kind, class, title, mime, size, direction, received, registered,
 * by, unit, person}] of a case, ids above AFTER, at most LIMIT; those whose
 * class bit (1u << class) is not in CLASSES are left out by the query.
 */
enum rc document_list(struct store *s, int64_t case_id, unsigned int classes,
    int64_t after, int limit, json_t **out, struct err *e);

#endif
