/*
 * plugin -- boflyt plugin check|man|stubs FILE: a plugin's file, without a daemon.
 *
 * What is done is boflytd's (--plugin-check and its like), in a process of its
 * own, so that a plugin that crashes takes nobody with it.
 */
#ifndef CLIENT_PLUGIN_H
#define CLIENT_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Do the words mean this: plugin (programtillegg) and a verb of it? */
bool plugin_is_meant(const char *const *word, size_t n);

/*
 * Run it and give boflytd's exit status in *STATUS.  RC_INVALID: another verb,
 * or no file; RC_UNAVAILABLE: boflytd is not found; RC_INTERNAL,
 * E_PLUGIN_CRASH: a signal ended it.
 */
enum rc
plugin_run(const char *const *word, size_t n, int *status, struct err *e);

#endif
