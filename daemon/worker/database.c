/*
 * database -- opened and its clock set; see database.h.
 */
#include "worker/database.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/beat.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/keytab.h"
#include "store/store.h"
#include "worker/settings.h"
#include "worker/unlock.h"

/* Until one who lost its parent has let go of the database. */
#define BUSY_MS 6000
#define BUSY_STEP_MS 20

static enum rc
open_file(const char *path, const struct store_options *o, struct beat *beat,
    struct store **out, struct err *e)
{
	const struct timespec step = { .tv_nsec = BUSY_STEP_MS * 1000000L };
	int64_t until = clock_ticks() + BUSY_MS;
	enum rc rc;

	(void)beat_enter(beat, BEAT_MIGRATION);
	while ((rc = store_open(path, o, out, e)) == RC_BUSY &&
	    clock_ticks() < until) {
		nanosleep(&step, NULL);
		err_clear(e);
	}
	(void)beat_enter(beat, BEAT_IDLE);
	return rc;
}

static void
set_clock(struct database *d, const struct municipality *m)
{
	const struct config *c = m->config;
	struct err e = ERR_INIT;
	struct date first;
	int64_t ms;

	if (!m->test_identities) {
		clock_floor(&d->clock, store_last_time(d->store));
		return;
	}
	if (!store_test_clock(d->store, &ms)) {
		ms = clock_now(&d->clock);
		if (config_has(c, "municipality", "test_clock") &&
		    date_parse(config_text(c, "municipality", "test_clock"),
			&first, &e) == RC_OK)
			ms = zone_fire_at(first);
	}
	clock_init_still(&d->clock, ms);
}

/*
 * Nobody begins anew where a database has been: PATH is gone, or empty, and the
 * table of keys beside it has served one.
 */
static enum rc
look_for_lost(const char *path, struct err *e)
{
	struct keytab_info keys = { .incarnation = 0 };
	struct err none = ERR_INIT;
	struct stat st;
	char *table;
	bool served;

	if (stat(path, &st) == 0 ? st.st_size > 0 : errno != ENOENT)
		return RC_OK;
	table = mem_format("%.*s/keys", (int)(strrchr(path, '/') - path), path);
	served =
	    keytab_look(table, &keys, &none) == RC_OK && keys.incarnation > 0;
	free(table);
	if (!served)
		return RC_OK;
	return err_set(e, RC_NOTFOUND,
	    _("%s: is gone, and the table of keys beside it belongs to it: put "
	      "a copy back with boflytd --restore, or move the folder away to "
	      "begin anew"),
	    path);
}

enum rc
database_open(const struct settings *s, const struct municipality *m,
    struct beat *beat, struct database *out, struct err *e)
{
	const char *state = config_text(s->daemon, "folders", "state");
	struct store_options o = { .municipality = m->number, .create = true };
	struct unlocked own = { .key = NULL };
	struct stat st;
	char *path;
	enum rc rc;

	if (stat(state, &st) == -1)
		return err_set(e, RC_NOTFOUND,
		    _("state folder %s: %s; make it, or set folders.state"),
		    state, strerror(errno));
	clock_init_system(&out->clock);
	if ((rc = unlock_read(s, m, &own, e)) != RC_OK)
		return rc;
	o.now = clock_now(&out->clock);
	o.key = own.key;
	path = mem_format("%s/%s/cases.db", state, m->number);
	if ((rc = look_for_lost(path, e)) == RC_OK)
		rc = open_file(path, &o, beat, &out->store, e);
	free(path);
	out->key_beside = own.beside;
	unlock_fini(&own);
	if (rc == RC_OK)
		set_clock(out, m);
	return rc;
}
