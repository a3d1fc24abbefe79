/*
 * file -- a plugin's file: may it be trusted, and what does it export?
 */
#ifndef PLUGIN_FILE_H
#define PLUGIN_FILE_H

#include <boflyt/plugin.h>

#include "base/err.h"

/*
 * Load PATH and copy its descriptor as this program knows it: members that an
 * older plugin does not have are zero.  The file stays loaded until the process
 * ends.  Errors:
 *
 *	RC_NOTFOUND	there is no such file
 *	E_PLUGIN_FILE	owner or mode of the file or its folder: others than
 *			root and this process' user could have written it
 *	E_PLUGIN_LOAD	the system cannot load it; with its words
 *	E_PLUGIN_SYMBOL	no symbol bf_plugin
 *	E_PLUGIN_ABI	made for another interface
 */
enum rc
plugin_file_open(const char *path, struct bf_plugin *out, struct err *e);

/*
 * Copy the descriptor D, whose first two members say how much of it there is.
 * WHERE begins the error.
 */
enum rc plugin_file_take(const char *where, const struct bf_plugin *d,
    struct bf_plugin *out, struct err *e);

#endif
