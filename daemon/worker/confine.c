/*
 * confine -- the lock-down of a worker; see confine.h.
 */
#include "worker/confine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/lockdown.h"
#include "base/log.h"
#include "base/mem.h"
#include "script/script.h"

/* Sanitizers and gcov need what a lock-down takes away. */
#ifdef BOFLYT_NO_LOCKDOWN
#define BUILT_WITH false
#else
#define BUILT_WITH true
#endif

/* Read the catalogues of LANGUAGE and of those that it falls back on. */
static void
read_catalogues(const char *language)
{
	/* One that no catalogue has makes gettext look into all of them. */
	static const char *const texts[] = { "", "\001" };

	i18n_init(language);
	(void)gettext(texts[0]);
	(void)gettext(texts[1]);
	(void)strerror(EACCES);
}

/*
 * Let the C library read now what it reads when first asked; a reload may want
 * the other language.
 */
static enum rc
read_ahead(const char *language, struct err *e)
{
	read_catalogues("nn");
	read_catalogues(language);
	tzset();
	return script_prepare(e);
}

/* Is a lock-down wanted?  Take what the environment says about it into L. */
static bool
is_wanted(struct lockdown *l)
{
	const char *how = getenv("BOFLYT_LOCKDOWN");
	static const char older[] = "landlock=";

	if (!BUILT_WITH) {
		log_warning("lockdown.off", log_text("reason", "build"));
		return false;
	}
	if (how == NULL || how[0] == '\0')
		return true;
	if (strcmp(how, "off") == 0) {
		log_warning("lockdown.off", log_text("reason", "environment"));
		return false;
	}
	log_warning("lockdown.changed", log_text("BOFLYT_LOCKDOWN", how));
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
confine_worker(const struct settings *s, const struct municipality *m,
    struct err *e)
{
	char *state = mem_format("%s/%s",
	    config_text(s->daemon, "folders", "state"), m->number);
	const struct lockdown_path paths[] = { { state, LOCKDOWN_WRITE },
		{ config_text(s->daemon, "folders", "workflows"),
		    LOCKDOWN_READ },
		/* SQLite takes its random numbers from here. */
		{ "/dev/urandom", LOCKDOWN_READ }, { NULL, 0 } };
	struct lockdown l = { .paths = paths };
	struct lockdown_state done;
	struct lines lacks = LINES_INIT;
	enum rc rc;

	if ((rc = read_ahead(m->language, e)) == RC_OK && is_wanted(&l) &&
	    (rc = lockdown_enter(&l, &done, &lacks, e)) == RC_OK)
		say(&done, &lacks);
	lines_free(&lacks);
	free(state);
	return rc;
}
