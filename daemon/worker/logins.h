/*
 * logins -- which login name a user id has, resolved once at start.
 *
 * Only logins that the municipality's file names are of interest; everybody
 * else is nobody.  Nothing is asked of the system after start, when the worker
 * may no longer read its user database.
 */
#ifndef WORKER_LOGINS_H
#define WORKER_LOGINS_H

#include <sys/types.h>

struct logins;
struct municipality;

/* Resolve every login that M names; those the system lacks are left out. */
struct logins *logins_new(const struct municipality *m);
void	logins_free(struct logins *l);	/* NULL is fine */

/* The login of UID, borrowed from L; NULL if M names none. */
const char *logins_find(const struct logins *l, uid_t uid);

#endif
