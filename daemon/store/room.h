/*
 * room -- is there room on the disk, and what is done when there is none?
 *
 * Beside the database lies a file that holds some room and nothing else.  When
 * the disk is full it gives its room up, so that reads go on, for they write
 * who looked; when that is used up as well, nothing can be written at all.  As
 * soon as there is more room than the file needs it takes it again.
 *
 *	            the disk is full           full again
 *	ROOM_ENOUGH ────────────► ROOM_RESERVE ────────► ROOM_NONE
 *	     ▲                         │                     │
 *	     └─────── there is room ───┴─────────────────────┘
 */
#ifndef STORE_ROOM_H
#define STORE_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

#define ROOM_RESERVED (4 * 1024 * 1024) /* bytes that the file holds */
#define ROOM_LOOK_MS 1000 /* between two looks for room */

enum room {
	ROOM_ENOUGH, /* everything is done */
	ROOM_RESERVE, /* no steps; reads are logged in what is left */
	ROOM_NONE /* nothing can be written: no personal data either */
};

enum room room_state(const struct store *s);

/* "enough", "reserve", "none". */
const char *room_name(enum room r);

/*
 * Has a statement found the disk full since the last time, and is there no room
 * indeed, not even after a checkpoint?  Then go one state further.  Between
 * transactions only.  True: the state has changed.
 */
bool room_settle(struct store *s);

/*
 * Look whether there is room again, at most once in ROOM_LOOK_MS.  True: there
 * is, and the reserve lies ready.
 */
bool room_find(struct store *s);

/* Bytes that the disk still has for us; -1: unknown, or not on a disk. */
int64_t room_free(const struct store *s);

/* clock_ticks of the next look that is worth it; INT64_MAX: no need. */
int64_t room_next_look(const struct store *s);

#endif
