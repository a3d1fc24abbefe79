/*
 * checkpoint -- when the log is moved into the database; see checkpoint.h.
 */
#include "engine/checkpoint.h"

#include "base/beat.h"
#include "base/clock.h"
#include "base/log.h"
#include "engine/state.h"
#include "store/store.h"

#define OF_LAST 16 /* commits that the average is of, more or less */

void
checkpoint_committed(struct engine *en, int64_t ms, size_t n)
{
	en->commit_sum += ms - en->commit_sum / OF_LAST;
	en->crowded = en->crowded || n > 1;
}

/* From how many frames on, TIMES what is worth it. */
static int
least(const struct engine *en, int times)
{
	const int64_t frames =
	    en->crowded ? CHECKPOINT_FRAMES : CHECKPOINT_ALONE;
	const int64_t slow = CHECKPOINT_MOST / frames;
	int64_t ms = en->commit_sum / OF_LAST;
	int64_t n = frames * (1 + (ms > slow ? slow : ms)) * times;
	int64_t most = en->parts.limits.wal_frames;

	return (int)(n > most ? most : n);
}

static void
move(struct engine *en, enum rc (*how)(struct store *, struct err *))
{
	enum beat_phase before = beat_enter(en->parts.beat, BEAT_CHECKPOINT);
	int64_t begun = clock_ticks();
	struct err e = ERR_INIT;

	if (how(en->parts.store, &e) != RC_OK)
		log_warning("checkpoint.failed", log_text("error", e.name));
	metrics_took(&en->metrics.checkpoints, clock_ticks() - begun);
	en->crowded = false;
	(void)beat_enter(en->parts.beat, before);
}

void
checkpoint_late(struct engine *en)
{
	if (store_wal_frames(en->parts.store) >= least(en, CHECKPOINT_LATE))
		move(en, store_checkpoint_quick);
}

void
checkpoint_lull(struct engine *en)
{
	if (store_wal_frames(en->parts.store) >= least(en, 1))
		move(en, store_checkpoint_quick);
}

void
checkpoint_idle(struct engine *en)
{
	if (store_wal_frames(en->parts.store) >= CHECKPOINT_IDLE)
		move(en, store_checkpoint);
}
