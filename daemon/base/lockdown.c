/*
 * lockdown -- the order of it, and what takes one call; see lockdown.h.
 */
#include "base/lockdown.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/i18n.h"

/* Files that it makes are its own, and its memory is nobody's to read. */
static enum rc
keep_secrets(struct err *e)
{
	const struct rlimit none = { 0, 0 };

	(void)umask(077);
	if (setrlimit(RLIMIT_CORE, &none) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("core dumps cannot be turned off: %s"), strerror(errno));
	return RC_OK;
}

enum rc
lockdown_enter(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e)
{
	enum rc rc;

	memset(state, 0, sizeof(*state));
	if ((rc = keep_secrets(e)) != RC_OK)
		return rc;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("no_new_privs cannot be set: %s"), strerror(errno));
	/* The calls come last: their list has no room for the others. */
	if ((rc = lockdown_files(l, state, lacks, e)) != RC_OK)
		return rc;
	return lockdown_calls(l, state, lacks, e);
}
