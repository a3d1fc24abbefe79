/*
 * check -- is a descriptor what the header says, row by row?
 *
 * Methods and records have further rules, which the engine's table and the
 * store hold themselves.
 */
#ifndef PLUGIN_CHECK_H
#define PLUGIN_CHECK_H

#include <boflyt/plugin.h>

#include "base/err.h"

/* E_PLUGIN_ROW names plugin and row. */
enum rc plugin_check(const struct bf_plugin *d, struct err *e);

#endif
