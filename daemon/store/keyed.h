/*
 * keyed -- hashes that nobody can guess without the database's own key.
 *
 * Numbers, search terms, requests and documents are found or compared by a
 * keyed hash beside the id of its key, so that the key can be changed.
 */
#ifndef STORE_KEYED_H
#define STORE_KEYED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

#define KEYED_SIZE 32

/*
 * Hash LEN bytes for PURPOSE ("identifier", "term", "field.person"), so that
 * equal bytes of different purposes differ.  Returns the key's id.
 */
int64_t keyed_hash(struct store *s, const char *purpose, const void *bytes,
    size_t len, unsigned char out[KEYED_SIZE]);

/*
 * The same with key KEY_ID, to compare with what was hashed then; false if that
 * key is not here.
 */
bool keyed_hash_by(struct store *s, int64_t key_id, const char *purpose,
    const void *bytes, size_t len, unsigned char out[KEYED_SIZE]);

/*
 * While hashes are made anew: the key before today's, by which a value may still
 * have to be found; else 0.
 */
int64_t keyed_before(const struct store *s);

/* The same in pieces, for what comes in chunks; NULL as false above. */
struct keyed_state;
struct keyed_state *keyed_begin(struct store *s, const char *purpose);
struct keyed_state *
keyed_begin_by(struct store *s, int64_t key_id, const char *purpose);
void keyed_update(struct keyed_state *k, const void *bytes, size_t len);
int64_t keyed_end(struct keyed_state *k, unsigned char out[KEYED_SIZE]);
/* frees K; out may be NULL */

#endif
