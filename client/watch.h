/*
 * watch -- what happens, line by line, as long as somebody looks.
 *
 * A connection that is lost is made again, and the view goes on behind the last
 * event that it showed.
 */
#ifndef CLIENT_WATCH_H
#define CLIENT_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "client/args.h"
#include "client/link.h"
#include "client/out.h"

/* Is WORD the command, in English or Norwegian, and NEXT (may be NULL) not one
 * of its methods but an option? */
bool watch_is_meant(const char *word, const char *next);

/*
 * Show what the N words behind the command ask for (--case, --unit, --kind,
 * --mine, --from) on OUT until it ends, which only an error brings about; TELL
 * is for what is not an event.  CODE is the daemon's own, if it refused.
 */
enum rc
watch_events(struct link *l, const struct args *a, const char *const *word,
    size_t n, struct out *out, struct out *tell, int *code, struct err *e);

#endif
