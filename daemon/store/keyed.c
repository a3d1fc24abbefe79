/*
 * keyed -- hashes that nobody can guess without the database's own key.
 */
#include "store/keyed.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/inside.h"

struct keyed_state {
	struct hash hash;
	int64_t key_id;
};

static void
start(struct hash *h, const struct store *s, const char *purpose)
{
	hash_init(h, s->key, sizeof(s->key));
	hash_add_text(h, purpose);
}

int64_t
keyed_hash(const struct store *s, const char *purpose, const void *bytes,
    size_t len, unsigned char out[KEYED_SIZE])
{
	struct hash h;

	start(&h, s, purpose);
	hash_add(&h, bytes, len);
	hash_final(&h, out);
	return s->key_id;
}

struct keyed_state *
keyed_begin(const struct store *s, const char *purpose)
{
	struct keyed_state *k = mem_new(1, sizeof(*k));

	start(&k->hash, s, purpose);
	k->key_id = s->key_id;
	return k;
}

void
keyed_update(struct keyed_state *k, const void *bytes, size_t len)
{
	hash_add(&k->hash, bytes, len);
}

int64_t
keyed_end(struct keyed_state *k, unsigned char out[KEYED_SIZE])
{
	unsigned char unwanted[KEYED_SIZE];
	int64_t key_id = k->key_id;

	hash_final(&k->hash, out == NULL ? unwanted : out);
	free(k);
	return key_id;
}
