/*
 * history -- what happened, append-only, in one chain per database.
 *
 * A row is a clear header and one or more sealed parts, one per key.  The chain
 * covers header and commitments BLAKE2b(salt || part); the salt lies inside the
 * sealed part, so that keys can be changed or destroyed and the chain still
 * verifies.  Rows are read by people and watchers, never in order to go on.
 *
 *	chain[n] = BLAKE2b(chain[n-1] || header || n_parts || commitments)
 */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

#define HISTORY_SALT 16
#define HISTORY_PARTS_MAX 8

/* The clear header.  Texts are borrowed; NULL is written as "". */
struct history_row {
	const char *kind; /* "case.act", "lookup" … */
	const char *subject_kind; /* "case", "person", "definition" … */
	int64_t subject; /* its row number; 0 if there is none */
	int64_t seq; /* the subject's revision; 0 for look-ups */
	int64_t commit; /* from commit_next */
	const char *actor, *unit, *role, *basis;
};

/*
 * Append a row at tx_now; PARTS are JSON values, at most HISTORY_PARTS_MAX,
 * borrowed.  POS may be NULL.
 */
enum rc history_add(struct tx *tx, const struct history_row *row,
    const json_t *const *parts, size_t n_parts, int64_t *pos, struct err *e);

/*
 * Rows of one subject after position AFTER, oldest first, at most LIMIT:
 * [{pos, incarnation, commit, kind, subject_kind, subject, seq, time, actor,
 * unit, role, basis, parts: [...]}]; `parts` only if WITH_PARTS.  Look-up rows
 * are left out unless LOOKUPS.
 */
enum rc history_list(struct store *s, const char *subject_kind, int64_t subject,
    int64_t after, int limit, bool with_parts, bool lookups, json_t **rows,
    struct err *e);

/*
 * *OUT: has somebody else than USER, and not the system, worked with the
 * subject?  Look-ups do not count.
 */
enum rc history_has_other(struct store *s, const char *subject_kind,
    int64_t subject, const char *user, bool *out, struct err *e);

/* Who wrote the subject's newest row that is no look-up; "" if there is none. */
enum rc history_last_actor(struct store *s, const char *subject_kind,
    int64_t subject, char out[STORE_NAME_SIZE], struct err *e);

/* The same list over all subjects. */
enum rc history_list_all(struct store *s, int64_t after, int limit,
    bool with_parts, bool lookups, json_t **rows, struct err *e);

/*
 * The same, without parts and look-ups, of subjects of SUBJECT_KIND after
 * position AFTER up to UNTIL, for those who read on slice by slice.
 */
enum rc history_slice(struct store *s, const char *subject_kind, int64_t after,
    int64_t until, json_t **rows, struct err *e);

/* The position of the last row of step COMMIT or an earlier one; 0: none. */
enum rc
history_pos_of(struct store *s, int64_t commit, int64_t *pos, struct err *e);

/* One link of the chain; for history_add and verify alone. */
struct history_link {
	int64_t pos, incarnation, time;
	struct history_row row;
};
void history_chain(const unsigned char before[STORE_CHAIN],
    const struct history_link *link,
    const unsigned char (*commitments)[STORE_CHAIN], size_t n,
    unsigned char out[STORE_CHAIN]);

#endif
