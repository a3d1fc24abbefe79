/*
 * health -- folders, logins and descriptors; see health.h.
 *
 * Only looks at what a locked-down worker may: attributes, never contents.
 */
#include "worker/health.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/doctor.h"
#include "engine/engine.h"
#include "model/municipality.h"
#include "rpc/dispatch.h"
#include "worker/logins.h"
#include "worker/settings.h"
#include "worker/unlock.h"

#define OTHER_FILES 64 /* descriptors that are no connections */
#define NAMED_MAX 5 /* logins that a row names */

/* What others must not have of a path: bits of its mode, and for chmod. */
struct ban {
	mode_t bits;
	const char *without;
};

static const struct ban no_change = { 022, "go-w" };
static const struct ban no_look = { 077, "go-rwx" };
static const struct ban no_stranger = { 007, "o-rwx" };

/* One mistake is enough of a path; one that is not there is another's. */
static void
look_at_path(const char *path, const struct ban *ban, json_t *rows)
{
	char *mend;
	struct stat st;

	if (path == NULL || stat(path, &st) != 0)
		return;
	if (st.st_uid != geteuid() && st.st_uid != 0) {
		mend = mem_format("chown %ld '%s'", (long)geteuid(), path);
		doctor_found(rows, DOCTOR_ERROR, "folders", mend,
		    _("%s: belongs to user %ld, not to the daemon's %ld"), path,
		    (long)st.st_uid, (long)geteuid());
		free(mend);
	} else if ((st.st_mode & ban->bits) != 0 &&
	    (st.st_mode & S_ISVTX) == 0) {
		mend = mem_format("chmod %s '%s'", ban->without, path);
		doctor_found(rows, DOCTOR_ERROR, "folders", mend,
		    ban == &no_change ? _("%s: others may change it (%03o)") :
					_("%s: others may read it (%03o)"),
		    path, (unsigned int)(st.st_mode & 0777));
		free(mend);
	}
}

static void
look_at_folders(const struct settings *s, const struct municipality *m,
    json_t *rows)
{
	const char *state = config_text(s->daemon, "folders", "state");
	char *own = mem_format("%s/%s", state, m->number);
	char *database = mem_format("%s/cases.db", own);
	char *key = unlock_file(s, m);

	look_at_path(state, &no_change, rows);
	look_at_path(own, &no_look, rows);
	look_at_path(database, &no_look, rows);
	look_at_path(key, &no_look, rows);
	look_at_path(config_text(s->daemon, "folders", "run"), &no_change,
	    rows);
	look_at_path(config_text(s->daemon, "folders", "workflows"), &no_change,
	    rows);
	look_at_path(config_text(s->daemon, "folders", "spool"), &no_stranger,
	    rows);
	free(own);
	free(database);
	free(key);
}

/* Add NAME to *LIST (owned), where it is one of the first few. */
static void
add_name(char **list, size_t n, const char *name)
{
	char *longer;

	if (n >= NAMED_MAX)
		return;
	longer = mem_format("%s%s%s", *list, n == 0 ? "" : ", ", name);
	free(*list);
	*list = longer;
}

/* Whom nobody speaks for has to log in. */
static void
look_at_logins(const struct municipality *m, const struct logins *logins,
    json_t *rows)
{
	char *names = mem_text("");
	size_t i, n = 0;

	for (i = 0; i < m->n_gateways; i++)
		if (!logins_has(logins, m->gateways[i].login))
			add_name(&names, n++, m->gateways[i].login);
	for (i = 0; m->n_gateways == 0 && i < m->n_users; i++)
		if (!logins_has(logins, m->users[i].login))
			add_name(&names, n++, m->users[i].login);
	if (n > 0)
		doctor_found(rows, DOCTOR_WARNING, "logins", "adduser LOGIN",
		    _("logins that this machine did not know at the last "
		      "reload: %zu (%s%s); they cannot connect"),
		    n, names, n > NAMED_MAX ? " …" : "");
	free(names);
}

static void
look_at_descriptors(const struct settings *s, json_t *rows)
{
	int64_t most = config_int(s->daemon, "limits", "connections");
	int64_t need = most + DISPATCH_KEPT + OTHER_FILES;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < (rlim_t)need)
		doctor_found(rows, DOCTOR_WARNING, "descriptors",
		    "systemctl edit boflyt",
		    _("limits.connections allows %lld and the system %lld "
		      "descriptors: set LimitNOFILE to %lld"),
		    (long long)most, (long long)r.rlim_cur, (long long)need);
}

void
health_look(const struct settings *s, const struct municipality *m,
    const struct logins *logins, json_t *rows)
{
	look_at_folders(s, m, rows);
	look_at_logins(m, logins, rows);
	look_at_descriptors(s, rows);
}

void
health_tell(const struct engine *en, int fd)
{
	size_t len = 0;
	char *text = engine_metrics(en, &len);

	if (text != NULL)
		(void)send(fd, text, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	free(text);
	(void)close(fd);
}
