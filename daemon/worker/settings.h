/*
 * settings -- everything that is read from files at start, checked as a whole.
 *
 * The daemon's own file names the folders; there lie the dated rules and one
 * file for each municipality.  Every mistake of every file is collected, and
 * settings exist only if there is none.
 */
#ifndef WORKER_SETTINGS_H
#define WORKER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/ini.h"
#include "base/lines.h"
#include "model/law.h"
#include "model/municipality.h"

struct config;
struct plugin_set;

struct settings {
	struct config *daemon; /* owned */
	struct law *law; /* owned */
	struct plugin_set *plugins; /* loaded for this process */
	bool own_plugins; /* owned: freed with the settings */
	int64_t gid; /* group that may open the sockets; -1: the daemon's own */
	struct municipality **municipalities; /* owned, by file name */
	size_t n;
	/* The texts that all of it was read from, each owned. */
	struct ini_text daemon_text, law_text;
	struct ini_text *texts; /* of the municipalities */
};

/* The rows of boflyt.conf, for config_read. */
extern const struct bf_key *const settings_daemon_tables[];

/*
 * Read FILE (boflyt.conf) and what it names into S, which the caller holds.
 * RC_CONFIG: every mistake is a line of MISTAKES; S is empty then.
 */
enum rc settings_read(const char *file, struct settings *s,
    struct lines *mistakes, struct err *e);
void settings_fini(struct settings *s);

/*
 * Add to NOTES what of M's file is no mistake and yet without effect: sections
 * of plugins that are not present.
 */
void settings_notes(const struct settings *s, const struct municipality *m,
    struct lines *notes);

/* The municipality with that number, or NULL. */
const struct municipality *
settings_municipality(const struct settings *s, const char *number);

#endif
