/*
 * plan -- settings as JSON: what a parent learns, and hands to its workers.
 *
 * A child of the parent reads all files, checks them and writes the plan; the
 * parent keeps it and gives each worker its part.  A worker that is started
 * again after a crash so has the configuration that was found right, whatever
 * the files say meanwhile.
 *
 *	{"run": folder, "mode": 432, "gid": 5 or -1, "level": "info",
 *	 "daemon": TEXT, "law": TEXT, "fixed": {"folders.run": "..."},
 *	 "municipalities": [{"number": "5532", "name": "Balsfjord", "ini": TEXT,
 *	   "logins": [[1000, "nav01"]], "fixed": {...}, "courier": {...}}],
 *	 "notes": ["..."]}
 *
 * TEXT is {"name": file, "text": bytes}; fixed are the keys that a reload does
 * not take, courier the first line to it (courier/courier.h).  If something is
 * wrong:
 *
 *	{"name": "E_CONFIG", "error": "...", "mistakes": ["file:3: ..."]}
 *
 * A worker's part is {"daemon": TEXT, "law": TEXT, "municipality": {...}}.
 */
#ifndef WORKER_PLAN_H
#define WORKER_PLAN_H

#include <jansson.h>

#include "worker/settings.h"

struct beat_work;
struct logins;

/* Read FILE and what it names, and give the plan or what is wrong (new). */
json_t *plan_make(const char *file);

/*
 * Build settings with one municipality out of a worker's PART.  RC_CONFIG if
 * that is not what plan_make made.  PLUGINS are those that this process has
 * loaded already, borrowed; NULL: load them, for S to own.
 */
enum rc plan_take(const json_t *part, struct plugin_set *plugins,
    struct settings *s, struct logins **logins, struct err *e);

/*
 * Read the parent's SUSPECTS [{digest, what, timer}], what ended workers twice,
 * into OUT, at most MAX; gives how many.  What is malformed is left out.
 */
size_t plan_suspects(const json_t *suspects, struct beat_work *out, size_t max);

#endif
