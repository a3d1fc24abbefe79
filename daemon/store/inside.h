/*
 * inside -- what a store is made of; for this room only.
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/keyed.h"
#include "store/room.h"
#include "store/store.h"
#include "store/tx.h"

struct keyring;
struct sqlite3;
struct sqlite3_stmt;

/* A prepared statement under the address of its text. */
struct statement {
	const char *sql; /* NULL: a free place */
	struct sqlite3_stmt *stmt; /* owned */
	bool in_use;
};

struct tx {
	struct store *store; /* borrowed */
	int64_t now;
	struct store_counters saved; /* as they were at the beginning */
	int changes; /* rows changed before it */
};

struct store {
	struct sqlite3 *db; /* owned */
	struct statement *places; /* owned: open hash table */
	size_t n_places, n_statements;
	char municipality[16];
	int64_t incarnation, created;
	int schema;
	unsigned char key[KEYED_SIZE]; /* for hashes, if it stands in clear */
	bool has_clear_key;
	bool whole; /* nothing that is not sealed is accepted */
	struct keyring *keys; /* owned; NULL: none are at hand */
	struct store_counters counters;
	struct tx tx; /* the one transaction */
	bool in_tx;
	struct undo_watch *watch; /* owned; NULL: not asked for yet */
	bool broken; /* an I/O error: nothing more */
	int wal_frames;
	bool on_disk;
	int reserve; /* owned descriptor; -1: none */
	enum room room;
	int64_t room_look; /* clock_ticks of the next look */
	bool full; /* a statement found the disk full */
	bool no_room; /* for tests: no room for a reserve */
	uint64_t steps; /* of statements */
	uint64_t outbox_asked; /* see store/outbox.h */
	int (*fault)(void *arg);
	void *fault_arg;
	/*
	 * Index of names, made by person.c when first asked for and given up
	 * when the store is closed.  It holds too much rather than too little,
	 * so a rollback need not mend it.
	 */
	void *names; /* owned; NULL: none */
	void (*names_free)(void *names);
};

/* Free the index of names, if there is one. */
void store_drop_names(struct store *s);

/* Have the reserve of the database at PATH; store_close gives it back. */
void room_open(struct store *s, const char *path);
void room_close(struct store *s);

/* Finalize every statement. */
void query_forget(struct store *s);

/* rc that belongs to SQLite's CODE; marks the store broken if it is RC_IO. */
enum rc query_fail(struct store *s, int code, struct err *e);

#endif
