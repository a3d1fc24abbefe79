/*
 * exercise_watch -- what a plugin that is tried out does to this program.
 *
 * One that crashes or does not come back is told by the name of what it was
 * doing.  What it leaks, valgrind sees: nothing is locked down here.
 */
#ifndef WORKER_EXERCISE_WATCH_H
#define WORKER_EXERCISE_WATCH_H

#define EXERCISE_STUCK_S 5 /* as long as the daemon waits */

/* From now on, for the rest of this program's life. */
void exercise_watch_begin(void);

/*
 * METHOD runs in round ROUND, for at most EXERCISE_STUCK_S.  A signal that ends
 * it, or its time, is written to standard error with that name; the program
 * ends.
 */
void exercise_watch_enter(const char *method, int round);
void exercise_watch_leave(void);

#endif
