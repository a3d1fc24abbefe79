/*
 * envelope -- bytes as they lie in the database: form, key id, nonce, bytes.
 *
 * Whatever is not of class `case` lies in an envelope.  Form 0 with key 0 means
 * not sealed yet; sealing later is a rotation and changes this file alone.  The
 * associated data says where an envelope belongs, so that a sealed one cannot
 * be moved to another row or column.
 */
#ifndef STORE_ENVELOPE_H
#define STORE_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct query;
struct store;

#define ENVELOPE_NONCE 24
#define ENVELOPE_HEAD (1 + 8 + ENVELOPE_NONCE)

struct aad {
	const char *kind; /* table: "case_part" */
	int64_t row; /* owner's number; never a number not yet known:
				 * then the number of what it belongs to */
	const char *column; /* "body", or the class name */
	int64_t version; /* revision; 0 if there is none */
};

/* Seal LEN bytes; *OUT is malloc'd. */
enum rc envelope_seal(struct store *s, const struct aad *a, const void *bytes,
    size_t len, unsigned char **out, size_t *out_len, struct err *e);

/*
 * Open an envelope; *OUT is malloc'd, with a NUL after its end.
 * RC_INTERNAL if it is no envelope of a form that this program knows.
 */
enum rc envelope_open(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len, struct err *e);

/* Seal and bind the next parameter of Q; NULL (or json null) binds null. */
void
query_seal(struct query *q, const struct aad *a, const void *bytes, size_t len);
void query_seal_text(struct query *q, const struct aad *a, const char *text);
void query_seal_json(struct query *q, const struct aad *a, const json_t *v);

/*
 * Open what lies in column COL; NULL if it is null or cannot be opened (which
 * query_end tells).  The caller frees or owns the reference.
 */
char *query_open_text(struct query *q, int col, const struct aad *a);
json_t *query_open_json(struct query *q, int col, const struct aad *a);

#endif
