/*
 * check -- is a descriptor what the header says, row by row?
 *
 * What it may not share with the daemon itself, and its records, are held by
 * engine/plugins_check.h.
 */
#ifndef PLUGIN_CHECK_H
#define PLUGIN_CHECK_H

#include <boflyt/plugin.h>

#include "base/err.h"

/* E_PLUGIN_ROW names plugin and row. */
enum rc plugin_check(const struct bf_plugin *d, struct err *e);

#endif
