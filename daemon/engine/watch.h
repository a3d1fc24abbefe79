/*
 * watch -- who is told what happens: places in the history that move on.
 *
 * An event is a row of history.  A watch is no more than the row it has come to
 * and how much it may still be told, so nothing is kept for one who is slow.
 *
 *	batch ──► watch_match   rows through the gate, a look-up row a watch
 *	      ──► COMMIT
 *	      ──► watch_tell    the events go out, the places count
 *	       or watch_drop    nothing was told; the next batch begins again
 *
 * Out of credit a watch is told so once, and waits where it stands.
 */
#ifndef ENGINE_WATCH_H
#define ENGINE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct engine;
struct tx;

#define WATCH_MAX 512 /* at once */
#define WATCH_PEER_MAX 16 /* of one connection */
#define WATCH_CREDIT 64 /* events, unless the watch says otherwise */
#define WATCH_CREDIT_MAX 1024 /* that a watch may hold */

/* What of the events is wanted; all of it must fit. */
struct watch_filter {
	int64_t case_id; /* 0: any */
	char unit[STORE_NAME_SIZE]; /* responsible now; "": any */
	char kind[STORE_NAME_SIZE]; /* of the row; "": any */
	bool mine; /* the watcher is contact person now */
};

/* Where a watch stands. */
struct watch_place {
	int64_t pos; /* the last row that was looked at */
	int64_t commit; /* of the last event told */
	int64_t credit; /* events; a step is told whole */
	bool paused; /* told that its credit has run out */
	bool ended;
};

struct watch {
	TAILQ_ENTRY(watch) link;
	int64_t id;
	void *peer; /* borrowed: compared and handed on */
	char *login, *as, *role, *basis, *reason; /* owned; NULL: not given */
	struct watch_filter filter;
	struct watch_place at; /* as committed */
	struct watch_place next; /* as the batch that runs would have it;
					 * between batches the same */
	json_t *events; /* owned; to be told, or NULL */
};

TAILQ_HEAD(watch_list, watch);

struct watch_set {
	struct watch_list list;
	size_t n;
	int64_t last; /* id given */
	void (*tell)(void *peer, const json_t *params);
};

/* What a method wants done once its step has committed. */
struct watch_order {
	struct watch *opened; /* owned, or NULL */
	int64_t id; /* the watch that is changed */
	int64_t credit; /* for it; 0: it is closed */
};

void watch_init(struct watch_set *set);
void watch_clear(struct engine *en);
void watch_free(struct watch *w); /* NULL is fine */
void watch_order_free(struct watch_order *o); /* NULL is fine */

/*
 * Let W be told what is no event: KIND "resync" or "closed", and the REASON for
 * programs.
 */
void watch_notice(struct watch *w, const char *kind, const char *reason);

/* Do what O wants, and free it; before watch_tell. */
void watch_do(struct engine *en, struct watch_order *o);

/* The watch of PEER called ID, or NULL; how many watches PEER has. */
struct watch *watch_find(struct engine *en, const void *peer, int64_t id);
size_t watch_count(const struct engine *en, const void *peer);

/* Is there a watch that has rows to look at? */
bool watch_is_behind(const struct engine *en);

/*
 * At the end of a batch, inside its transaction: find what each watch is to be
 * told, as far as this batch has time, and write who is shown which cases.
 */
enum rc watch_match(struct engine *en, struct tx *tx, struct err *e);

/* After its commit, or after its end without one. */
void watch_tell(struct engine *en);
void watch_drop(struct engine *en);

#endif
