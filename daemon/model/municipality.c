/*
 * municipality -- from the keys of a file to units, users and gateways.
 *
 * config has checked each value by itself; what only makes sense together is
 * checked here, and every mistake is noted, not only the first.
 */
#include "model/municipality.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/lines.h"
#include "base/mem.h"
#include "model/notify.h"

#define SECTION_SIZE (INI_SECTION_MAX + 16)

static void
section(char out[SECTION_SIZE], const char *kind, const char *name)
{
	size_t k = strlen(kind), n = strnlen(name, INI_SECTION_MAX);

	memcpy(out, kind, k);
	out[k] = ' ';
	memcpy(out + k + 1, name, n);
	out[k + 1 + n] = '\0';
}

static size_t
count(const struct config *c, const char *kind)
{
	size_t n = 0;

	while (config_name(c, kind, n) != NULL)
		n++;
	return n;
}

/* Note that KEY of SEC names WORD, which is none of the N NAMES. */
static void
note_unknown(const struct config *c, const char *sec, const char *key,
    const char *word, const char *const *names, size_t n, struct lines *out)
{
	const char *near = ini_nearest(word, names, n);

	if (near != NULL)
		lines_add(out,
		    _("%s: %s: unknown name '%s'; did you mean "
		      "'%s'?"),
		    config_where(c, sec, key), key, word, near);
	else
		lines_add(out, _("%s: %s: unknown name '%s'"),
		    config_where(c, sec, key), key, word);
}

/* The names of all sections of KIND; the caller frees the array. */
static const char **
names_of(const struct config *c, const char *kind, size_t *n)
{
	const char **names;
	size_t i;

	*n = count(c, kind);
	names = mem_new(*n + 1, sizeof(*names));
	for (i = 0; i < *n; i++)
		names[i] = config_name(c, kind, i);
	return names;
}

/* Note every one of the N words in LIST that is no section of KIND. */
static void
check_list(const struct config *c, const char *sec, const char *key,
    const char *kind, const char *const *list, size_t n, struct lines *bad)
{
	const char **names;
	size_t i, j, n_names;

	names = names_of(c, kind, &n_names);
	for (i = 0; i < n; i++) {
		for (j = 0; j < n_names; j++) {
			if (strcmp(names[j], list[i]) == 0)
				break;
		}
		if (j == n_names)
			note_unknown(c, sec, key, list[i], names, n_names, bad);
	}
	free(names);
}

/* What KEY of SEC lists must be sections of KIND. */
static void
check_key(const struct config *c, const char *sec, const char *key,
    const char *kind, struct lines *bad)
{
	const char *const *list;
	size_t n;

	if (config_has(c, sec, key)) {
		list = config_list(c, sec, key, &n);
		check_list(c, sec, key, kind, list, n, bad);
	}
}

static void
check_authority(const struct config *c, struct lines *bad)
{
	char sec[SECTION_SIZE];
	const char *name;
	size_t i;

	for (i = 0; (name = config_name(c, "authority", i)) != NULL; i++) {
		section(sec, "authority", name);
		check_key(c, sec, "units", "unit", bad);
		check_key(c, sec, "users", "user", bad);
	}
}

/* Two users may not share a login. */
static void
check_login(const struct config *c, size_t user, struct lines *bad)
{
	char sec[SECTION_SIZE], other[SECTION_SIZE];
	const char *login, *theirs;
	size_t i;

	section(sec, "user", config_name(c, "user", user));
	if ((login = config_text(c, sec, "login")) == NULL)
		return;
	for (i = 0; i < user; i++) {
		section(other, "user", config_name(c, "user", i));
		theirs = config_text(c, other, "login");
		if (theirs != NULL && strcmp(theirs, login) == 0)
			lines_add(bad,
			    _("%s: login: '%s' is user '%s' "
			      "already"),
			    config_where(c, sec, "login"), login,
			    config_name(c, "user", i));
	}
}

static void
check_names(const struct config *c, struct lines *bad)
{
	char sec[SECTION_SIZE];
	const char *name;
	size_t i;

	if (count(c, "unit") == 0)
		lines_add(bad,
		    _("%s: no unit: write [unit nav] with name, "
		      "type and domain"),
		    config_where(c, "municipality", ""));
	for (i = 0; (name = config_name(c, "user", i)) != NULL; i++) {
		section(sec, "user", name);
		check_key(c, sec, "units", "unit", bad);
		check_login(c, i, bad);
	}
	for (i = 0; (name = config_name(c, "gateway", i)) != NULL; i++) {
		section(sec, "gateway", name);
		check_key(c, sec, "users", "user", bad);
	}
	check_key(c, "allocation", "units", "unit", bad);
	for (i = 0; (name = config_name(c, "meeting", i)) != NULL; i++) {
		section(sec, "meeting", name);
		check_key(c, sec, "units", "unit", bad);
	}
	check_authority(c, bad);
}

static void
read_units(struct municipality *m, const struct config *c)
{
	char sec[SECTION_SIZE];
	size_t i;

	m->n_units = count(c, "unit");
	m->units = mem_new(m->n_units + 1, sizeof(*m->units));
	for (i = 0; i < m->n_units; i++) {
		struct unit *u = &m->units[i];

		u->name = config_name(c, "unit", i);
		section(sec, "unit", u->name);
		u->title = config_text(c, sec, "name");
		u->type = config_text(c, sec, "type");
		(void)domain_parse(config_text(c, sec, "domain"), &u->domain);
	}
}

static bool
has_unit(const struct unit *const *units, size_t n, const struct unit *u)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (units[i] == u)
			return true;
	}
	return false;
}

/* Fill UNITS, the next free part of m->members; returns how many are used. */
static size_t
read_user_units(const struct municipality *m, const struct config *c,
    const char *sec, const struct unit **units)
{
	const char *const *list;
	size_t i, n, used = 0;

	list = config_list(c, sec, "units", &n);
	for (i = 0; i < n; i++) {
		const struct unit *unit = municipality_unit(m, list[i]);

		if (!has_unit(units, used, unit))
			units[used++] = unit;
	}
	return used;
}

/* How many names all users' lists of units hold. */
static size_t
count_members(const struct config *c)
{
	char sec[SECTION_SIZE];
	const char *name;
	size_t i, n, sum = 0;

	for (i = 0; (name = config_name(c, "user", i)) != NULL; i++) {
		section(sec, "user", name);
		(void)config_list(c, sec, "units", &n);
		sum += n;
	}
	return sum;
}

static void
read_users(struct municipality *m, const struct config *c)
{
	char sec[SECTION_SIZE];
	const char *const *list;
	size_t i, j, n, members = 0;
	enum role r;

	m->n_users = count(c, "user");
	m->users = mem_new(m->n_users + 1, sizeof(*m->users));
	n = count_members(c);
	m->members = mem_new(n + 1, sizeof(*m->members));
	m->member_names = mem_new(n + 1, sizeof(*m->member_names));
	for (i = 0; i < m->n_users; i++) {
		struct user *u = &m->users[i];

		u->name = config_name(c, "user", i);
		section(sec, "user", u->name);
		u->title = config_text(c, sec, "name");
		u->login = config_text(c, sec, "login");
		u->from = config_text(c, sec, "from");
		u->to = config_text(c, sec, "to");
		list = config_list(c, sec, "roles", &n);
		for (j = 0; j < n; j++) {
			if (role_parse(list[j], &r))
				u->roles |= ROLE_BIT(r);
		}
		u->units = m->members + members;
		u->n_units = read_user_units(m, c, sec, m->members + members);
		u->unit_names = m->member_names + members;
		for (j = 0; j < u->n_units; j++)
			m->member_names[members++] = u->units[j]->name;
	}
}

static void
read_gateways(struct municipality *m, const struct config *c)
{
	char sec[SECTION_SIZE];
	size_t i;

	m->n_gateways = count(c, "gateway");
	m->gateways = mem_new(m->n_gateways + 1, sizeof(*m->gateways));
	for (i = 0; i < m->n_gateways; i++) {
		m->gateways[i].name = config_name(c, "gateway", i);
		section(sec, "gateway", m->gateways[i].name);
		m->gateways[i].login = config_text(c, sec, "login");
		if (config_has(c, sec, "users"))
			m->gateways[i].users = config_list(c, sec, "users",
			    &m->gateways[i].n_users);
	}
}

/* "own" is 0; "merge into 3" is 3; -1 is neither. */
static int
merge_of(const char *text)
{
	static const char merge[] = "merge into ";
	size_t n = sizeof(merge) - 1;

	if (strcmp(text, "own") == 0)
		return 0;
	if (strncmp(text, merge, n) != 0 || text[n] < '1' || text[n] > '4' ||
	    text[n + 1] != '\0')
		return -1;
	return text[n] - '0';
}

/* What LEVEL is written as; an own level if it merges into itself. */
static int
level_of(const struct config *c, int level)
{
	const char key[2] = { (char)('0' + level), '\0' };

	return merge_of(config_text(c, "levels", key));
}

static void
check_levels(const struct config *c, struct lines *bad)
{
	int level, to;

	for (level = 1; level <= 4; level++) {
		const char key[2] = { (char)('0' + level), '\0' };

		to = level_of(c, level);
		if (to < 0)
			lines_add(bad,
			    _("%s: level %d: write own, or merge "
			      "into 1, 2, 3 or 4"),
			    config_where(c, "levels", key), level);
		else if (to == level || (to > 0 && level_of(c, to) > 0))
			lines_add(bad,
			    _("%s: level %d: level %d is not one "
			      "of its own; merge into one that is"),
			    config_where(c, "levels", key), level, to);
	}
}

static void
check_number(const struct config *c, struct lines *bad)
{
	const char *number = config_text(c, "municipality", "number");

	if (number != NULL &&
	    (strlen(number) != 4 || strspn(number, "0123456789") != 4))
		lines_add(bad, _("%s: number: four digits, such as 5532"),
		    config_where(c, "municipality", "number"));
}

/* What config cannot see key by key; C may lack what is required. */
static void
check_whole(const struct config *c, struct lines *bad)
{
	check_number(c, bad);
	check_names(c, bad);
	check_levels(c, bad);
	notify_check(c, bad);
}

/* C goes over to the municipality. */
static struct municipality *
build(struct config *c)
{
	struct municipality *m = mem_new(1, sizeof(*m));

	m->config = c;
	m->number = config_text(c, "municipality", "number");
	m->name = config_text(c, "municipality", "name");
	m->language = config_text(c, "municipality", "language");
	m->population = config_int(c, "municipality", "population");
	m->test_identities = config_bool(c, "municipality", "test_identities");
	m->workflow = config_text(c, "workflow", "default");
	read_units(m, c);
	read_users(m, c);
	read_gateways(m, c);
	return m;
}

enum rc
municipality_read_text(const struct ini_text *text,
    const struct bf_key *const *tables, struct lines *mistakes,
    struct municipality **out, struct err *e)
{
	static const struct bf_key *const plain[] = { municipality_keys,
		municipality_waiting_keys, NULL };
	struct config *c;
	enum rc rc;

	rc = config_read_text(text, tables != NULL ? tables : plain,
	    check_whole, mistakes, &c, e);
	if (rc == RC_OK)
		*out = build(c);
	return rc;
}

enum rc
municipality_read(const char *file, struct lines *mistakes,
    struct municipality **out, struct err *e)
{
	struct ini_text text;
	enum rc rc;

	if ((rc = ini_slurp(file, &text, e)) != RC_OK) {
		lines_add(mistakes, "%s", e->text);
		return rc;
	}
	rc = municipality_read_text(&text, NULL, mistakes, out, e);
	ini_text_fini(&text);
	return rc;
}

void
municipality_free(struct municipality *m)
{
	if (m == NULL)
		return;
	free(m->members);
	free(m->member_names);
	free(m->units);
	free(m->users);
	free(m->gateways);
	config_free(m->config);
	free(m);
}

const struct unit *
municipality_unit(const struct municipality *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n_units; i++) {
		if (strcmp(m->units[i].name, name) == 0)
			return &m->units[i];
	}
	return NULL;
}

const struct unit *
municipality_unit_like(const struct municipality *m, const char *name_or_type)
{
	const struct unit *u = municipality_unit(m, name_or_type);
	size_t i;

	for (i = 0; u == NULL && i < m->n_units; i++) {
		if (strcmp(m->units[i].type, name_or_type) == 0)
			u = &m->units[i];
	}
	return u;
}

const struct user *
municipality_user(const struct municipality *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n_users; i++) {
		if (strcmp(m->users[i].name, name) == 0)
			return &m->users[i];
	}
	return NULL;
}

bool
municipality_colleagues(const struct municipality *m, const char *a,
    const char *b)
{
	const struct user *one = municipality_user(m, a);
	const struct user *other = municipality_user(m, b);

	return one != NULL && other != NULL && one != other &&
	    user_works_with(one, other);
}

bool
municipality_plugin(const struct municipality *m, const char *name)
{
	char sec[SECTION_SIZE];
	const char *there;
	size_t i;

	for (i = 0; (there = config_name(m->config, "plugin", i)) != NULL; i++)
		if (strcmp(there, name) == 0) {
			section(sec, "plugin", name);
			return config_bool(m->config, sec, "enabled");
		}
	return false;
}

static const struct user *
user_of_login(const struct municipality *m, const char *login)
{
	size_t i;

	for (i = 0; i < m->n_users; i++) {
		if (strcmp(m->users[i].login, login) == 0)
			return &m->users[i];
	}
	return NULL;
}

static const struct gateway *
gateway_of_login(const struct municipality *m, const char *login)
{
	size_t i;

	for (i = 0; i < m->n_gateways; i++) {
		if (strcmp(m->gateways[i].login, login) == 0)
			return &m->gateways[i];
	}
	return NULL;
}

/* Narrow P to WANTED: "role", "role@unit" or "@unit". */
static enum rc
choose_role(const struct municipality *m, const char *wanted,
    struct principal *p, struct err *e)
{
	const char *at = strchr(wanted, '@');
	const struct unit *u;
	char name[64];
	size_t n = at == NULL ? strlen(wanted) : (size_t)(at - wanted);
	enum role r;

	if (n >= sizeof(name))
		return err_set(e, RC_DENIED,
		    _("role: unknown; say role, "
		      "role@unit or @unit"));
	memcpy(name, wanted, n);
	name[n] = '\0';
	if (n > 0) {
		if (!role_parse(name, &r) || !principal_has(p, r))
			return err_set(e, RC_DENIED,
			    _("role %s: not one of "
			      "the roles of %s"),
			    name, principal_name(p));
		p->roles = ROLE_BIT(r);
	}
	if (at == NULL)
		return RC_OK;
	u = municipality_unit(m, at + 1);
	if (u == NULL || !principal_in_unit(p, u->name))
		return err_set(e, RC_DENIED,
		    _("unit %.64s: not one of the "
		      "units of %s"),
		    at + 1, principal_name(p));
	p->unit = u;
	return RC_OK;
}

/* May gateway G speak for the user called AS? */
static bool
may_name(const struct gateway *g, const char *as)
{
	size_t i;

	for (i = 0; i < g->n_users; i++)
		if (strcmp(g->users[i], as) == 0)
			return true;
	return g->users == NULL;
}

enum rc
municipality_principal(const struct municipality *m, const char *login,
    const char *as, const char *role, const char *basis, const char *reason,
    struct principal *out, struct err *e)
{
	const struct gateway *g = gateway_of_login(m, login);

	*out = (struct principal){
		.user = user_of_login(m, login),
		.basis = basis == NULL ? "" : basis,
		.reason = reason == NULL ? "" : reason,
		.home = m,
	};
	if (as != NULL && g == NULL)
		return err_set(e, RC_DENIED,
		    _("as: login %s may not speak "
		      "for others; a gateway may"),
		    login);
	if (as != NULL && !may_name(g, as))
		return err_set(e, RC_DENIED,
		    _("as: gateway %s may not speak for that user; the key "
		      "gateway.users says for whom"),
		    g->name);
	if (as != NULL && (out->user = municipality_user(m, as)) == NULL)
		return err_set(e, RC_DENIED,
		    _("as: no user of that name in "
		      "%s"),
		    m->name);
	if (g != NULL && (as != NULL || out->user == NULL))
		out->gateway = g->name;
	if (out->user != NULL) {
		out->roles = out->user->roles;
		if (out->user->n_units == 1)
			out->unit = out->user->units[0];
	}
	if (role != NULL && role[0] != '\0')
		return choose_role(m, role, out, e);
	return RC_OK;
}
