/*
 * keyring_inside -- what a keyring is made of; for its own files only.
 */
#ifndef STORE_KEYRING_INSIDE_H
#define STORE_KEYRING_INSIDE_H

#include "store/keyring.h"

/* In locked memory. */
struct vault {
	unsigned char key[KEYRING_MAX][SECRET_SIZE];
	unsigned char hash[SECRET_SIZE]; /* of today's hashes */
	unsigned char next[SECRET_SIZE]; /* a municipality's key to come */
};

/* A key that OWNER's values are sealed with now; 0: a free place. */
struct assigned {
	struct owner owner;
	int64_t key;
};

/* A key that is not for everyday use: locked, or destroyed. */
struct barred {
	int64_t id;
	bool locked;
};

struct keyring {
	struct keytab *table; /* owned */
	struct vault *vault; /* owned */
	int64_t ids[KEYRING_MAX]; /* of what is in the vault; 0: free */
	struct assigned assigned[KEYRING_MAX];
	struct assigned own[N_GROUPS]; /* the municipality's */
	struct barred *barred; /* owned, by id */
	size_t n_barred;
	bool barred_stale;
	int64_t *doomed; /* owned; the store's counters say how many */
	int64_t *gone; /* owned; destroyed, and still in key_doomed */
	size_t n_gone;
	bool touched; /* in this transaction; a rollback changes it */
	int64_t wrap_next; /* the next key to wrap anew; 0: begin */
	int64_t hash_id; /* whose key vault->hash is; 0: none */
	bool see_all;
	int64_t renew_upto; /* keys up to it are sealed with no more */
	bool rotating, rotating_stale; /* is a rotation under way? */
};

/* Forget which keys are whose: the database is asked again. */
void keyring_forget(struct keyring *k);

/* Write the state of key ID. */
enum rc
keyring_mark(struct store *s, int64_t id, const char *state, struct err *e);

#endif
