/*
 * keyed -- hashes that nobody can guess without the database's own key.
 */
#include "store/keyed.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/keyring.h"

struct keyed_state {
	struct hash hash;
	int64_t key_id;
};

/* Today's key, which was there at the start: without it all must end. */
static int64_t
start(struct hash *h, struct store *s, const char *purpose)
{
	const unsigned char *key = s->keys != NULL ? keyring_hash(s) : s->key;

	if (key == NULL) {
		s->broken = true;
		key = s->key;
	}
	hash_init(h, key, KEYED_SIZE);
	hash_add_text(h, purpose);
	return s->counters.hash;
}

int64_t
keyed_hash(struct store *s, const char *purpose, const void *bytes, size_t len,
    unsigned char out[KEYED_SIZE])
{
	struct hash h;
	int64_t id = start(&h, s, purpose);

	hash_add(&h, bytes, len);
	hash_final(&h, out);
	return id;
}

struct keyed_state *
keyed_begin(struct store *s, const char *purpose)
{
	struct keyed_state *k = mem_new(1, sizeof(*k));

	k->key_id = start(&k->hash, s, purpose);
	return k;
}

struct keyed_state *
keyed_begin_by(struct store *s, int64_t key_id, const char *purpose)
{
	const unsigned char *key = s->key;
	struct keyed_state *k;

	if (s->keys != NULL && keyring_to_open(s, key_id, &key) != SEAL_OK)
		return NULL;
	if (s->keys == NULL &&
	    (!s->has_clear_key || key_id != s->counters.hash))
		return NULL;
	k = mem_new(1, sizeof(*k));
	hash_init(&k->hash, key, KEYED_SIZE);
	hash_add_text(&k->hash, purpose);
	k->key_id = key_id;
	return k;
}

bool
keyed_hash_by(struct store *s, int64_t key_id, const char *purpose,
    const void *bytes, size_t len, unsigned char out[KEYED_SIZE])
{
	struct keyed_state *k = keyed_begin_by(s, key_id, purpose);

	if (k == NULL)
		return false;
	keyed_update(k, bytes, len);
	(void)keyed_end(k, out);
	return true;
}

int64_t
keyed_before(const struct store *s)
{
	return s->counters.hash_before;
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
