/*
 * rotate -- what is sealed under old keys is sealed under new ones, bit by bit.
 *
 *	begin ──► slice … slice ──► old keys destroyed ──► ended
 *	(from here on everything new is sealed under new keys)
 *
 * Where a rotation stands is a row of the database, written in the savepoint of
 * each slice: whoever opens it next goes on there.  What was never sealed (key
 * 0) is sealed by the same walk, and after the first whole one nothing but
 * sealed values is accepted any more.  Chain and commitments hold throughout, as
 * they cover what lies inside the envelopes.
 */
#ifndef STORE_ROTATE_H
#define STORE_ROTATE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/owner.h"

struct store;
struct tx;

enum rotate_what {
	ROTATE_DATA, /* the keys that values are sealed under */
	ROTATE_HASH /* the key of the hashes by which values are found */
};

/*
 * Begin, for BY; with ONLY just for what that person, case or household has
 * (group is of no account).  RC_BUSY: one is under way; E_KEY: the database is
 * not sealed.
 */
enum rc rotate_begin(struct tx *tx, enum rotate_what what,
    const struct owner *only, const char *by, struct err *e);

/* Is one under way?  Cheap. */
bool rotate_is_active(struct store *s);

/* Go on with at most MAX values, in a savepoint; *DONE: it has ended. */
enum rc rotate_slice(struct tx *tx, int max, bool *done, struct err *e);

/*
 * The rotation under way, or the last one: {id, what, owner_kind?, owner_id?,
 * by, started, ended?, owners, values}; json null if there was none.
 */
enum rc rotate_last(struct store *s, json_t **out, struct err *e);

#endif
