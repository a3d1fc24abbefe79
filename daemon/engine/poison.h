/*
 * poison -- requests and timers that ended the worker twice are set aside.
 *
 *	fault twice on the same work ──► open incident (E_POISON) ──► closed by a
 *	                                 person: it is let through again
 *
 * The parent sees what a worker died of (base/beat.h) and tells its successor,
 * which keeps it in the store before it listens: there it survives every
 * restart, goes with the database, and is released through the same gate as all
 * that an administrator does.  A timer is taken away like any that fails; a
 * person may try it again.
 */
#ifndef ENGINE_POISON_H
#define ENGINE_POISON_H

#include <stdbool.h>

#include "base/beat.h"
#include "base/err.h"

struct ask;
struct engine;
struct timer;
struct tx;

/*
 * What the page shows for A, or for T.  The same method and parameters from the
 * same user give the same digest.
 */
void poison_of_ask(const struct engine *en, const struct ask *a,
    struct beat_work *out);
void poison_of_timer(const struct engine *en, const struct timer *t,
    struct beat_work *out);

/* RC_GUARD, E_POISON, if WORK is set aside. */
enum rc poison_check(const struct engine *en, const struct beat_work *work,
    struct err *e);

/* Keep WORK as an open incident, unless it is one already. */
enum rc poison_add(struct engine *en, struct tx *tx,
    const struct beat_work *work, struct err *e);

/* Read again what is set aside; between transactions or inside one. */
enum rc poison_load(struct engine *en, struct err *e);

#endif
