/*
 * hash -- keyed BLAKE2b of 32 bytes.
 *
 * Content hashes of definitions take no key; hashes of documents, requests and
 * search terms take one, so that nobody can guess what lies behind them.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>

#include <sodium.h>

#define HASH_SIZE 32
#define HASH_HEX_SIZE 65 /* with the closing zero */
#define HASH_KEY_MIN 16
#define HASH_KEY_MAX 64

/* Held by the caller from hash_init to hash_final. */
struct hash {
	crypto_generichash_state state;
};

/* Begin; KEY may be NULL with N 0, else N is HASH_KEY_MIN..HASH_KEY_MAX. */
void hash_init(struct hash *h, const void *key, size_t n);

/* Add N bytes as they are. */
void hash_add(struct hash *h, const void *p, size_t n);

/*
 * Add N bytes with their length before them, so that "ab","c" and "a","bc"
 * differ; a text in the same way (NULL like "").
 */
void hash_add_part(struct hash *h, const void *p, size_t n);
void hash_add_text(struct hash *h, const char *text);

/* Finish into OUT and wipe the state. */
void hash_final(struct hash *h, unsigned char out[HASH_SIZE]);

/* All in one. */
void hash_of(const void *key, size_t key_n, const void *p, size_t n,
    unsigned char out[HASH_SIZE]);

void hash_hex(const unsigned char digest[HASH_SIZE], char out[HASH_HEX_SIZE]);

/* The way back; false if HEX is not such a text. */
bool hash_unhex(const char *hex, unsigned char digest[HASH_SIZE]);

/* Compare in a time that does not tell where they differ. */
bool hash_is_equal(const unsigned char a[HASH_SIZE],
    const unsigned char b[HASH_SIZE]);

#endif
