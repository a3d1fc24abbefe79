/*
 * unsealed -- the daemon without a key, to measure what sealing costs.
 *
 * It takes the place of worker/unlock in a program of the bench's own; the
 * daemon that is installed has no such switch.
 */
#include "worker/unlock.h"

#include <string.h>

enum rc
unlock_read(const struct settings *s, const struct municipality *m,
    struct unlocked *out, struct err *e)
{
	(void)s;
	(void)m;
	(void)e;
	memset(out, 0, sizeof(*out));
	return RC_OK;
}

void
unlock_fini(struct unlocked *u)
{
	u->key = NULL;
}

enum rc
unlock_make(const struct settings *s, const struct municipality *m, FILE *out,
    struct err *e)
{
	(void)s;
	(void)m;
	(void)out;
	return err_set(e, RC_UNAVAILABLE, "no keys here");
}

char *
unlock_file(const struct settings *s, const struct municipality *m)
{
	(void)s;
	(void)m;
	return NULL;
}
