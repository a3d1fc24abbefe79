/*
 * exercise -- a plugin's file looked at and put through its paces, in memory.
 *
 * boflytd --plugin-check FILE, which `boflyt plugin check` runs.  Nothing on the
 * machine is touched but a folder for a definition of its own, which is removed.
 */
#ifndef WORKER_EXERCISE_H
#define WORKER_EXERCISE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/*
 * Load the plugin at PATH and write to OUT what it is.  Then open a municipality
 * for trying with it, call each method with nothing, with what its row allows
 * and with what lies at its edges, let a year go by for its timers, run its
 * reports and its up-steps.  *SOUND: whatever was refused was refused with a
 * reason.  LAW is the file of dated rules; NULL: none.
 */
enum rc exercise_plugin(const char *path, const char *law, FILE *out,
    bool *sound, struct err *e);

/* Only its manual page, or the editor's stubs, to OUT. */
enum rc exercise_manual(const char *path, FILE *out, struct err *e);
enum rc exercise_stubs(const char *path, FILE *out, struct err *e);

#endif
