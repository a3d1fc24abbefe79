/*
 * logins -- which login name a user id has; see logins.h.
 */
#include "worker/logins.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "model/municipality.h"
#include "model/principal.h"

struct login {
	uid_t uid;
	char *name; /* owned */
};

struct logins {
	struct login *login; /* owned array */
	size_t n;
};

static void
resolve(json_t *list, const char *name)
{
	const struct passwd *pw = getpwnam(name);

	if (pw != NULL)
		json_array_append_new(list,
		    json_pack("[I, s]", (json_int_t)pw->pw_uid, name));
}

json_t *
logins_resolve(const struct municipality *m)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < m->n_users; i++)
		resolve(list, m->users[i].login);
	for (i = 0; i < m->n_gateways; i++)
		resolve(list, m->gateways[i].login);
	return list;
}

struct logins *
logins_new(const json_t *list)
{
	struct logins *l = mem_new(1, sizeof(*l));
	const json_t *one;
	const char *name;
	size_t i;
	uid_t uid;

	l->login = mem_new(json_array_size(list) + 1, sizeof(*l->login));
	json_array_foreach(list, i, one) {
		uid = (uid_t)json_integer_value(json_array_get(one, 0));
		name = json_string_value(json_array_get(one, 1));
		if (name != NULL)
			l->login[l->n++] =
			    (struct login){ uid, mem_text(name) };
	}
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

/* The first name of a user id counts. */
const char *
logins_find(const struct logins *l, uid_t uid)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->login[i].uid == uid)
			return l->login[i].name;
	return NULL;
}

bool
logins_has(const struct logins *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->login[i].name, name) == 0)
			return true;
	return false;
}

bool
logins_is_operator(const struct municipality *m, uid_t uid, const char *login)
{
	size_t i;

	if (uid == 0 || uid == geteuid())
		return true;
	for (i = 0; i < m->n_users; i++)
		if (strcmp(m->users[i].login, login) == 0 &&
		    (m->users[i].roles & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0)
			return true;
	return false;
}
