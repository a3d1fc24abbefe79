/*
 * set -- the plugins of this process, loaded once and for good.
 *
 *	[plugins]
 *	folder = /usr/lib/boflyt/plugins
 *	load = plan, eviction, deposit
 *
 * One that is named and not there is absent: its section of a municipality's
 * file waits, and workflows do without it.  One that is there and wrong is a
 * mistake of the configuration.
 */
#ifndef PLUGIN_SET_H
#define PLUGIN_SET_H

#include <stdbool.h>
#include <stddef.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "base/lines.h"

struct config;

struct plugin {
	struct bf_plugin d; /* by this program's size */
	char *name; /* owned; as configured */
	char *path; /* owned; "" if it is no file's */
	char *section; /* owned; "plugin NAME" */
	bool present; /* else D is zero */
	struct bf_key *keys; /* owned: `enabled`, then the plugin's own */
};

struct plugin_set {
	struct plugin *plugins; /* owned; in the order of `load` */
	size_t n;
	/* Owned: municipality_keys, then the keys of each; for config. */
	const struct bf_key **tables;
};

/*
 * Load what DAEMON (boflyt.conf) names.  Every plugin that is wrong is a line
 * of MISTAKES, and RC_CONFIG is given.  *OUT is set in any case.
 */
enum rc plugin_set_open(const struct config *daemon, struct lines *mistakes,
    struct plugin_set **out, struct err *e);

/* A set of the N descriptors in D, as for a file; for tests and checks. */
enum rc plugin_set_of(const struct bf_plugin *const *d, size_t n,
    struct plugin_set **out, struct err *e);

/* The file at PATH alone. */
enum rc
plugin_set_file(const char *path, struct plugin_set **out, struct err *e);

/* Free what is ours; the files stay loaded.  NULL is fine. */
void plugin_set_free(struct plugin_set *set);

/* The plugin called NAME if it is present; NULL otherwise. */
const struct plugin *
plugin_set_find(const struct plugin_set *set, const char *name);

#endif
