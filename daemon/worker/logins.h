/*
 * logins -- which login name a user id has, asked of the system once.
 *
 * Only logins that the municipality's file names are of interest; everybody
 * else is nobody.  Whoever reads the configuration asks the system; a worker
 * gets the answers as part of it, for it may no longer read user databases.
 */
#ifndef WORKER_LOGINS_H
#define WORKER_LOGINS_H

#include <stdbool.h>
#include <sys/types.h>

#include <jansson.h>

struct logins;
struct municipality;

/* [[uid, "name"]] of every login that M names and the system has (new). */
json_t *logins_resolve(const struct municipality *m);

/* Take such a list. */
struct logins *logins_new(const json_t *list);
void logins_free(struct logins *l); /* NULL is fine */

/* The login of UID, borrowed from L; NULL if there is none. */
const char *logins_find(const struct logins *l, uid_t uid);

/* Had the system the login NAME? */
bool logins_has(const struct logins *l, const char *name);

/*
 * Does UID, whose login is LOGIN ("": none), keep the machine or the
 * installation: root, who the daemon runs as, or an administrator of M?
 */
bool
logins_is_operator(const struct municipality *m, uid_t uid, const char *login);

#endif
