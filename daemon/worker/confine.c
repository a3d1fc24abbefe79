/*
 * confine -- the lock-down of a worker; see confine.h.
 */
#include "worker/confine.h"

#include <stdlib.h>
#include <time.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/lockdown.h"
#include "base/mem.h"
#include "script/script.h"

/*
 * Let the C library read now what it reads when first asked; a reload may want
 * the other language.
 */
static enum rc
read_ahead(const char *language, struct err *e)
{
	i18n_read_ahead("nn");
	i18n_read_ahead(language);
	tzset();
	return script_prepare(e);
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
	enum rc rc;

	if ((rc = read_ahead(m->language, e)) == RC_OK)
		rc = lockdown_start(paths, true, e);
	free(state);
	return rc;
}
