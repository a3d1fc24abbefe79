/*
 * offline_keys -- copies of tables of keys, while nobody serves.
 *
 * A copy says until when it may be used: what was erased since it was made is
 * gone for good only when the copy is.
 */
#ifndef WORKER_OFFLINE_KEYS_H
#define WORKER_OFFLINE_KEYS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

/*
 * May the copy at PATH be put back at NOW?  RC_CONFLICT if its time is over,
 * unless FORCE; RC_FOREIGN.  Tells OUT how old it is.
 */
enum rc offline_keys_check(const char *path, int64_t now, bool force, FILE *out,
    struct err *e);

/*
 * Overwrite and remove the copies in FOLDER whose time is over at NOW, and tell
 * OUT; other files stay as they are.
 */
enum rc
offline_keys_expire(const char *folder, int64_t now, FILE *out, struct err *e);

#endif
