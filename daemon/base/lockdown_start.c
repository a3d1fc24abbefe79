/*
 * lockdown_start -- the lock-down as the environment wants it, and said.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/i18n.h"
#include "base/lockdown.h"
#include "base/log.h"
#include "base/mem.h"

/* Sanitizers and gcov need what a lock-down takes away. */
#ifdef BOFLYT_NO_LOCKDOWN
#define BUILT_WITH false
#else
#define BUILT_WITH true
#endif

/* Is a lock-down wanted?  Take what the environment says about it into L. */
static bool
is_wanted(struct lockdown *l, enum log_level level)
{
	const char *how = getenv("BOFLYT_LOCKDOWN");
	static const char older[] = "landlock=";

	if (!BUILT_WITH) {
		log_write(level, "lockdown.off", log_text("reason", "build"),
		    log_text(NULL, NULL));
		return false;
	}
	if (how == NULL || how[0] == '\0')
		return true;
	if (strcmp(how, "off") == 0) {
		log_write(level, "lockdown.off",
		    log_text("reason", "environment"), log_text(NULL, NULL));
		return false;
	}
	log_write(level, "lockdown.changed", log_text("BOFLYT_LOCKDOWN", how),
	    log_text(NULL, NULL));
	l->only_log = strcmp(how, "log") == 0;
	if (strncmp(how, older, sizeof(older) - 1) == 0)
		l->landlock = (int)strtol(how + sizeof(older) - 1, NULL, 10);
	return true;
}

static void
say(const struct lockdown_state *state, const struct lines *lacks)
{
	char *all = mem_text(""), *more;
	size_t i;

	log_info("lockdown.entered", log_int("landlock", state->landlock),
	    log_int("seccomp", state->seccomp));
	for (i = 0; i < lacks->n; i++) {
		more = mem_format("%s%s%s", all, i > 0 ? ", " : "",
		    lacks->line[i]);
		free(all);
		all = more;
	}
	if (lacks->n > 0)
		log_warning("lockdown.lacks", log_text("kernel", all));
	free(all);
}

enum rc
lockdown_start(const struct lockdown_path *paths, bool aloud, struct err *e)
{
	struct lockdown l = { .paths = paths };
	struct lockdown_state done;
	struct lines lacks = LINES_INIT;
	enum rc rc = RC_OK;

	if (is_wanted(&l, aloud ? LEVEL_WARNING : LEVEL_DEBUG) &&
	    (rc = lockdown_enter(&l, &done, &lacks, e)) == RC_OK && aloud)
		say(&done, &lacks);
	lines_free(&lacks);
	return rc;
}

enum rc
lockdown_program(const struct lockdown_path *paths, struct err *e)
{
	struct lockdown l = { .paths = paths };
	struct lockdown_state done = { 0, false };
	struct lines lacks = LINES_INIT;
	enum rc rc = RC_OK;

	if (!is_wanted(&l, LEVEL_DEBUG))
		return RC_OK;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		rc = err_set(e, RC_UNAVAILABLE,
		    _("no_new_privs cannot be set: %s"), strerror(errno));
	if (rc == RC_OK && (rc = lockdown_files(&l, &done, &lacks, e)) == RC_OK)
		rc = lockdown_program_calls(&done, &lacks, e);
	lines_free(&lacks);
	return rc;
}
