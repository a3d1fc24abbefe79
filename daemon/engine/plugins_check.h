/*
 * plugins_check -- does a plugin fit into this daemon, before it is at work?
 *
 * What one descriptor says of itself is held by plugin/check.h; here stands what
 * can only be seen beside the rest: names and words that are taken, records that
 * the store could not keep, events that nobody tells.
 */
#ifndef ENGINE_PLUGINS_CHECK_H
#define ENGINE_PLUGINS_CHECK_H

#include "base/lines.h"
#include "plugin/set.h"

/*
 * Add a line to MISTAKES for each plugin of SET that is present and does not fit: the
 * first thing that is wrong with it, an E_PLUGIN_ROW.  Opens nothing.
 */
void plugins_check(const struct plugin_set *set, struct lines *mistakes);

#endif
