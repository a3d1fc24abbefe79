/*
 * spawn -- this program again, as a child with descriptors of its choice.
 */
#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

#define SPAWN_FD 3 /* the first descriptor that is handed over */
#define SPAWN_FDS 8
/*
 * What a worker gets: where it listens, what it shows, whom it belongs to, and
 * where it tells its figures.
 */
#define SPAWN_SOCKET (SPAWN_FD + 0)
#define SPAWN_BEAT (SPAWN_FD + 1)
#define SPAWN_CHANNEL (SPAWN_FD + 2)
#define SPAWN_METRICS (SPAWN_FD + 3)
#define SPAWN_COURIERS (SPAWN_FD + 4) /* new couriers come by it */
/* And a courier: whom it works for. */
#define SPAWN_WORKER (SPAWN_FD + 0)
#define SPAWN_PARENT "BOFLYT_PARENT" /* in the child's environment */

/*
 * Start this program with ARGV (NULL-terminated; the first word is what it is
 * called in lists of processes).  FDS[i] becomes descriptor SPAWN_FD + i, OUT
 * (if not -1) its standard output; no other is inherited but the standard ones.
 */
enum rc spawn_self(const char *const *argv, const int *fds, size_t n, int out,
    pid_t *pid, struct err *e);

/*
 * In the child: was this process started by spawn_self, and does its parent
 * still live?  If so it will get SIGTERM when the parent goes.
 */
int spawn_is_child(void);

#endif
