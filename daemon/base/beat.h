/*
 * beat -- the page in which a worker shows its parent what it is doing.
 *
 * Shared memory of one worker and its parent.  The worker writes: which phase it
 * is in, since when, and which request or timer it is about.  The parent reads:
 * while the worker lives, to see whether it is stuck; after its death, to know
 * what it died of.  All functions take NULL and then do nothing.
 */
#ifndef BASE_BEAT_H
#define BASE_BEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"

#define BEAT_WHAT 48 /* bytes of a name, with the closing zero */

enum beat_phase {
	BEAT_IDLE,
	BEAT_STEP, /* our own code, for a request or timer */
	BEAT_SCRIPT, /* a function of a definition */
	BEAT_PLUGIN,
	BEAT_COMMIT, /* waiting for the disk */
	BEAT_CHECKPOINT,
	BEAT_MIGRATION
};

/* What a worker is about.  Nothing of a case: a name and a keyed digest. */
struct beat_work {
	unsigned char digest[HASH_SIZE]; /* zeros: nothing */
	char what[BEAT_WHAT]; /* method or timer */
	int64_t timer; /* its row; 0: a request */
};

/* What the parent sees. */
struct beat_look {
	enum beat_phase phase;
	int64_t since; /* clock_ticks */
	bool killed; /* a signal of somebody else's ended it */
	struct beat_work work;
};

struct beat;

/* Make a page; *FD, the caller's, is what the worker maps. */
enum rc beat_new(struct beat **out, int *fd, struct err *e);

/* Map the page behind FD, which stays the caller's. */
enum rc beat_map(int fd, struct beat **out, struct err *e);
void beat_free(struct beat *b);

/* Enter PHASE; gives the one before, to go back to. */
enum beat_phase beat_enter(struct beat *b, enum beat_phase phase);

/* From now on WORK is being done; NULL: nothing. */
void beat_work(struct beat *b, const struct beat_work *work);

/*
 * From now on a deadly signal that another process sent is noted in B, so that
 * nobody takes it for a fault of the work at hand; it then does what it always
 * does.  B must live as long as the process.
 */
void beat_watch_signals(struct beat *b);

void beat_read(const struct beat *b, struct beat_look *out);

/* "idle", "step", "script" ... */
const char *beat_phase_name(enum beat_phase phase);

#endif
