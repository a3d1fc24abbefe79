/*
 * envelope -- bytes as they lie in the database: form, key id, nonce, bytes.
 *
 * Whatever is not of class `case` lies in an envelope, and so does every part
 * of the history.  Form 1 is XChaCha20-Poly1305 under the key of whom the value
 * belongs to (store/owner.h); the associated data says where the envelope
 * belongs, so that it opens in its own municipality, table, row, column and
 * version alone.  Form 0 with key 0 means not sealed yet: a database that never
 * met its key, or is being sealed by a rotation.
 */
#ifndef STORE_ENVELOPE_H
#define STORE_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/keyring.h"
#include "store/owner.h"

struct query;
struct store;

#define ENVELOPE_NONCE 24
#define ENVELOPE_HEAD (1 + 8 + ENVELOPE_NONCE)
#define ENVELOPE_TAG 16 /* more bytes that form 1 takes */

struct aad {
	const char *kind; /* table: "case_part" */
	int64_t row; /* the row's own number, or what else tells it from all
			 * other rows together with `version`; a new row's is
			 * taken beforehand, by query_next */
	const char *column; /* "body", or the class name */
	int64_t version; /* revision; 0 if there is none */
	struct owner owner; /* for sealing; OWNER_ANY to open */
};

/*
 * The case that SQL gives for row ?1 as an owner; the municipality if it gives
 * none.
 */
enum rc envelope_case(struct store *s, const char *sql, int64_t row,
    struct owner *out, struct err *e);

/* Seal LEN bytes, in a transaction; *OUT is malloc'd. */
enum rc envelope_seal(struct store *s, const struct aad *a, const void *bytes,
    size_t len, unsigned char **out, size_t *out_len, struct err *e);

/*
 * Open an envelope; *OUT is malloc'd, with a NUL after its end.  RC_INTERNAL if
 * it is no envelope that was sealed for this place; RC_GUARD, E_ERASED or
 * E_LOCKED: its key is destroyed or locked; E_KEY: it is not here.
 */
enum rc envelope_open(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len, struct err *e);

/* The same with a reason in place of an error. */
enum seal envelope_try(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len);

/* The number of an envelope's key; 0: not sealed; -1: no envelope. */
int64_t envelope_key(const void *sealed, size_t len);

/* Seal and bind the next parameter of Q; NULL (or json null) binds null. */
void
query_seal(struct query *q, const struct aad *a, const void *bytes, size_t len);
void query_seal_text(struct query *q, const struct aad *a, const char *text);
void query_seal_json(struct query *q, const struct aad *a, const json_t *v);

/*
 * Open what lies in column COL; NULL if it is null, erased or locked (which
 * q->withheld tells), or cannot be opened (which query_end tells).  The caller
 * frees or owns the reference.
 */
char *query_open_text(struct query *q, int col, const struct aad *a);
json_t *query_open_json(struct query *q, int col, const struct aad *a);

/*
 * Row FROM of A's table was copied as row TO: seal what it has for its new
 * place.  READ selects the envelope and its owner's number by ?1; WRITE sets the
 * envelope, ?2, in row ?1.
 */
enum rc envelope_copy(struct store *s, const char *read, const char *write,
    const struct aad *a, int64_t from, int64_t to, struct err *e);

/* The same for bytes: *LEN of them, NULL as above. */
unsigned char *
query_open(struct query *q, int col, const struct aad *a, size_t *len);

#endif
