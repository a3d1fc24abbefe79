/*
 * checkpoint -- when the write-ahead log is moved into the database.
 *
 * A long log moved at once keeps everybody waiting; a short one takes as long as
 * a batch, but waits for the disk twice.  So a log is worth moving from a length
 * on that grows with how long the disk takes to commit.  A client that comes
 * alone finds a lull behind its every answer, and waits for each log that is
 * moved there: while nobody has come beside another, the length is one that less
 * than a hundredth of the steps run into.
 *
 *	lull	answers are out and nobody waits: when it is worth it
 *	late	nobody ever leaves a lull: before a batch, at four times that
 *	idle	nothing has happened for a while: all of it, and the file is cut
 */
#ifndef ENGINE_CHECKPOINT_H
#define ENGINE_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

struct engine;

#define CHECKPOINT_FRAMES 500 /* worth it, and for each ms of a commit */
#define CHECKPOINT_ALONE 12000 /* the same while everybody comes alone */
#define CHECKPOINT_LATE 4 /* times that */
#define CHECKPOINT_MOST 32000 /* frames, however slow the disk */
#define CHECKPOINT_IDLE 1000 /* worth it when idle */

/* The commit of N requests took MS: keep an average, and who came together. */
void checkpoint_committed(struct engine *en, int64_t ms, size_t n);

/* Before a batch; in a lull; when idle. */
void checkpoint_late(struct engine *en);
void checkpoint_lull(struct engine *en);
void checkpoint_idle(struct engine *en);

#endif
