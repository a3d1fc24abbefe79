/*
 * disk -- what is on a disk after the power has gone, out of a record.
 *
 * What was synced is there.  Of what was written since, each piece may be
 * there, or not, or in part, sector by sector, and in any order; so may a new
 * name, and one that was taken away.
 */
#ifndef CRASH_DISK_H
#define CRASH_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "page.h"

struct disk;

/* Read the record at PATH. */
struct disk *disk_read(const char *path);
void disk_free(struct disk *d); /* NULL is fine */

/* Events in all; is the I-th one about the database or a sync of any file? */
size_t disk_events(const struct disk *d);
bool disk_is_critical(const struct disk *d, size_t i);

/* How often the log was moved into the database, after the first answer. */
size_t disk_checkpoints(const struct disk *d);

/* Go on to the instant before event I, which may not lie behind. */
void disk_go(struct disk *d, size_t i);

/* The highest step number that was answered until then. */
int64_t disk_answered(const struct disk *d);

/* Lose the power now: write one of the possible states into FOLDER. */
void disk_lose_power(struct disk *d, const char *folder);

/* A repeatable number below N. */
size_t disk_draw(size_t n);

#endif
