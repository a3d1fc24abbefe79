/*
 * keyed -- hashes that nobody can guess without the database's own key.
 *
 * Numbers, search terms, requests and documents are found or compared by a
 * keyed hash beside the id of its key, so that the key can be changed.
 */
#ifndef STORE_KEYED_H
#define STORE_KEYED_H

#include <stddef.h>
#include <stdint.h>

struct store;

#define KEYED_SIZE 32

/*
 * Hash LEN bytes for PURPOSE ("identifier", "term", "field.person"), so that
 * equal bytes of different purposes differ.  Returns the key's id.
 */
int64_t keyed_hash(const struct store *s, const char *purpose,
    const void *bytes, size_t len, unsigned char out[KEYED_SIZE]);

/* The same in pieces, for what comes in chunks. */
struct keyed_state;
struct keyed_state *keyed_begin(const struct store *s, const char *purpose);
void keyed_update(struct keyed_state *k, const void *bytes, size_t len);
int64_t keyed_end(struct keyed_state *k, unsigned char out[KEYED_SIZE]);
/* frees K; out may be NULL */

#endif
