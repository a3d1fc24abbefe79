/*
 * logins -- which login name a user id has; see logins.h.
 */
#include "worker/logins.h"

#include <pwd.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/municipality.h"

struct login {
	uid_t uid;
	char *name;		/* owned */
};

struct logins {
	struct login *login;	/* owned array */
	size_t n;
};

static void
resolve(struct logins *l, const char *name)
{
	const struct passwd *pw = getpwnam(name);

	if (pw == NULL || logins_find(l, pw->pw_uid) != NULL)
		return;
	l->login = mem_grow(l->login, l->n + 1, sizeof(*l->login));
	l->login[l->n++] = (struct login){ pw->pw_uid, mem_text(name) };
}

struct logins *
logins_new(const struct municipality *m)
{
	struct logins *l = mem_new(1, sizeof(*l));
	size_t i;

	for (i = 0; i < m->n_users; i++)
		resolve(l, m->users[i].login);
	for (i = 0; i < m->n_gateways; i++)
		resolve(l, m->gateways[i].login);
	return l;
}

void
logins_free(struct logins *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++)
		free(l->login[i].name);
	free(l->login);
	free(l);
}

const char *
logins_find(const struct logins *l, uid_t uid)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->login[i].uid == uid)
			return l->login[i].name;
	return NULL;
}
