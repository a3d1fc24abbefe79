/*
 * doctor -- sys.doctor: what is wrong here, and the command that mends it.
 *
 * Counts and names of the installation alone: nothing of any case.  An empty
 * list means that nothing was found.  What lies around the database (folders,
 * logins) is looked at by whoever made the engine.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/wire.h"
#include "engine/call.h"
#include "engine/body.h"
#include "engine/deliver.h"
#include "engine/doctor.h"
#include "engine/lengths.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/law.h"
#include "store/backup.h"
#include "store/deadline_row.h"
#include "store/emergency.h"
#include "store/erasure.h"
#include "store/incident.h"
#include "store/keys.h"
#include "store/outbox.h"
#include "store/record.h"
#include "store/room.h"
#include "store/scope.h"
#include "store/store.h"
#include "store/timer.h"
#include "store/version.h"

#define DAY_MS INT64_C(86400000)
#define BACKUP_DAYS 7
#define LAW_DAYS 90 /* before the end of a rule */
#define CLOCK_MS 60000 /* that the system's may lag behind */
#define WAL_FRAMES 64000 /* twice what is moved at the latest */
#define LATE_MS 60000 /* that a timer may be */
#define HOUR_MS INT64_C(3600000)
#define LETTER_MS HOUR_MS /* that a letter may be */
#define MIB (INT64_C(1) << 20)

void
doctor_found(json_t *rows, enum doctor_level level, const char *check,
    const char *mend, const char *fmt, ...)
{
	static const char *const levels[] = { [DOCTOR_ERROR] = N_("error"),
		[DOCTOR_WARNING] = N_("warning") };
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	json_array_append_new(rows,
	    json_pack("{s:s,s:s,s:s,s:o,s:o}", "check", check, "level",
		levels[level], "level_title", _(levels[level]), "text",
		wire_text(text), "mend", wire_text(mend)));
}

static enum rc
look_at_incidents(struct bf_call *c, json_t *rows)
{
	int64_t n = 0;
	enum rc rc = incident_count_open(c->store, &n, &c->err);

	if (rc == RC_OK && n > 0)
		doctor_found(rows, DOCTOR_WARNING, "incidents",
		    "boflyt incident list", _("open incidents: %lld"),
		    (long long)n);
	if (rc == RC_OK && c->engine->n_poison > 0)
		doctor_found(rows, DOCTOR_WARNING, "poison",
		    "boflyt incident list",
		    _("requests and timers set aside: %zu; closing the "
		      "incident lets one through again"),
		    c->engine->n_poison);
	return rc;
}

/* Letters that nobody knows to have left, and nobody to carry them. */
static enum rc
look_at_letters(struct bf_call *c, json_t *rows)
{
	struct outbox_counts n;
	enum rc rc = outbox_count(c->store, c->now, &n, &c->err);

	if (rc != RC_OK)
		return rc;
	if (n.unknown + n.failed > 0)
		doctor_found(rows, DOCTOR_WARNING, "letters",
		    "boflyt outbox list",
		    _("letters that failed: %lld, in doubt: %lld; those who "
		      "see their cases resolve them"),
		    (long long)n.failed, (long long)n.unknown);
	if (deliver_waits(c->engine)[0] != '\0')
		doctor_found(rows, DOCTOR_ERROR, "printer",
		    "apt-get install weasyprint",
		    _("letters wait because they cannot be printed: %s"),
		    deliver_waits(c->engine));
	if (n.waiting > 0 && c->now - n.oldest > LETTER_MS)
		doctor_found(rows, DOCTOR_WARNING, "letters",
		    "boflyt outbox list",
		    _("letters that are due and have not left: %lld, the first "
		      "one asked for %lld hours ago"),
		    (long long)n.waiting,
		    (long long)((c->now - n.oldest) / HOUR_MS));
	if (n.waiting > 0 && !deliver_is_served(c->engine))
		doctor_found(rows, DOCTOR_ERROR, "courier",
		    "journalctl -u boflyt",
		    _("letters that wait: %lld, and no courier is there; the "
		      "daemon's log says why"),
		    (long long)n.waiting);
	return RC_OK;
}

static enum rc
look_at_backup(struct bf_call *c, json_t *rows)
{
	static const char mend[] = "boflyt sys backup FILE";
	int64_t when = 0;
	enum rc rc = backup_last(c->store, &when, &c->err);

	if (rc == RC_OK && when == 0)
		doctor_found(rows, DOCTOR_WARNING, "backup", mend,
		    _("no copy was ever taken"));
	else if (rc == RC_OK && c->now - when > BACKUP_DAYS * DAY_MS)
		doctor_found(rows, DOCTOR_WARNING, "backup", mend,
		    _("the last copy is %lld days old"),
		    (long long)((c->now - when) / DAY_MS));
	return rc;
}

static enum rc
look_at_workflows(struct bf_call *c, json_t *rows)
{
	const char *wanted = c->municipality->workflow, *name;
	json_t *list = NULL, *row;
	bool found = false;
	size_t i;
	enum rc rc = version_list_active(c->store, &list, &c->err);

	json_array_foreach(list, i, row) {
		name = json_string_value(json_object_get(row, "name"));
		found = found || (name != NULL && strcmp(name, wanted) == 0);
	}
	if (rc == RC_OK && json_array_size(list) == 0)
		doctor_found(rows, DOCTOR_ERROR, "workflow",
		    "boflyt workflow load NAME",
		    _("no workflow is active: no case can be opened"));
	else if (rc == RC_OK && !found)
		doctor_found(rows, DOCTOR_ERROR, "workflow",
		    "boflyt workflow activate NAME",
		    _("workflow.default is %s, and no workflow of that name "
		      "is active"),
		    wanted);
	json_decref(list);
	return rc;
}

/* Whoever owns a case's deadlines must be there to keep them. */
static enum rc
look_at_deadlines(struct bf_call *c, json_t *rows)
{
	const struct scope all = { .all = true };
	struct deadline_filter f;
	long long ownerless = 0;
	json_t *list = NULL, *one;
	size_t i;
	enum rc rc;

	memset(&f, 0, sizeof(f));
	f.overdue = c->today;
	rc = deadline_row_list(c->store, &all, &f, DATE_NONE, 0, STORE_LIST_MAX,
	    &list, &c->err);
	json_array_foreach(list, i, one)
		if (json_string_length(json_object_get(one, "owner")) == 0)
			ownerless++;
	if (rc == RC_OK && ownerless > 0)
		doctor_found(rows, DOCTOR_WARNING, "deadlines",
		    "boflyt deadline list",
		    _("overdue deadlines that nobody owns: %lld"), ownerless);
	json_decref(list);
	return rc;
}

/* An emergency that nobody reviews in time is a look that nobody answers for. */
static enum rc
look_at_emergencies(struct bf_call *c, json_t *rows)
{
	int64_t n = 0;
	enum rc rc = emergency_overdue(c->store, c->today, &n, &c->err);

	if (rc == RC_OK && n > 0)
		doctor_found(rows, DOCTOR_WARNING, "emergencies",
		    "boflyt emergency list",
		    _("emergencies whose review is overdue: %lld; their "
		      "leaders see them"),
		    (long long)n);
	return rc;
}

/* The answer to who wants something erased has a last day (GDPR art. 12). */
static enum rc
look_at_erasures(struct bf_call *c, json_t *rows)
{
	int64_t n = 0;
	enum rc rc = erasure_overdue(c->store, c->today, &n, &c->err);

	if (rc == RC_OK && n > 0)
		doctor_found(rows, DOCTOR_ERROR, "erasures",
		    "boflyt erasure list state=asked",
		    _("requests for erasure that are not answered in time: "
		      "%lld"),
		    (long long)n);
	return rc;
}

/* Where keys lie, whether they are copied, and whether all is sealed. */
static enum rc
look_at_keys(struct bf_call *c, json_t *rows)
{
	json_t *k = NULL;
	enum rc rc = keys_status(c->store, &k, &c->err);
	int64_t copied = json_integer_value(json_object_get(k, "copied"));

	if (rc == RC_OK && !json_is_true(json_object_get(k, "whole")))
		doctor_found(rows, DOCTOR_ERROR, "sealing", "boflyt key status",
		    _("not everything is sealed yet"));
	if (rc == RC_OK && json_is_true(json_object_get(k, "changing")))
		doctor_found(rows, DOCTOR_WARNING, "key", "boflyt key status",
		    _("the municipality's key is being changed: when all keys "
		      "are wrapped, put the new one in place and start again"));
	if (rc == RC_OK && !json_is_true(json_object_get(k, "locked_memory")))
		doctor_found(rows, DOCTOR_WARNING, "memory", "ulimit -l",
		    _("keys may be swapped to disk: raise the limit of locked "
		      "memory (LimitMEMLOCK)"));
	if (rc == RC_OK && c->engine->parts.key_beside)
		doctor_found(rows, DOCTOR_WARNING, "key",
		    "boflyt config explain keys.source",
		    _("the municipality's key lies on the disk of the data: "
		      "who takes the disk can read it"));
	if (rc == RC_OK && c->now - copied > BACKUP_DAYS * DAY_MS)
		doctor_found(rows, DOCTOR_WARNING, "keys",
		    "boflyt sys backup_keys FILE",
		    _("the table of keys has no copy of the last %d days: "
		      "without it no copy of the data can be read"),
		    BACKUP_DAYS);
	json_decref(k);
	return rc;
}

static void
look_at_law(const struct bf_call *c, json_t *rows)
{
	const struct law *law = c->engine->parts.law;
	const struct date soon = date_add_days(c->today, LAW_DAYS);
	const struct law_rule *r, *next;
	char day[DATE_SIZE];
	size_t i;

	for (i = 0; (r = law_at(law, i)) != NULL; i++) {
		next = law_at(law, i + 1);
		if (!date_is_set(r->to) || date_compare(r->to, soon) > 0 ||
		    (next != NULL && strcmp(next->id, r->id) == 0))
			continue;
		date_format(r->to, day);
		doctor_found(rows, DOCTOR_WARNING, "law",
		    "boflyt -s RUN/boflyt.sock sys reload",
		    _("rule %s ends on %s and nothing follows: put its next "
		      "version into law.ini"),
		    r->id, day);
	}
}

/* What is due fires within a batch or two, unless something hinders it. */
static enum rc
look_at_timers(struct bf_call *c, json_t *rows)
{
	int64_t n = 0, first = INT64_MAX;
	enum rc rc = timer_count(c->store, c->now - LATE_MS, &n, &c->err);

	if (rc == RC_OK && n > 0)
		rc = timer_soonest(c->store, &first, &c->err);
	if (rc == RC_OK && n > 0)
		doctor_found(rows, DOCTOR_ERROR, "timers", "boflyt sys status",
		    _("timers that are due and have not fired: %lld, the first "
		      "one since %lld s; the disk is full, or the machine too "
		      "slow"),
		    (long long)n, (long long)((c->now - first) / 1000));
	return rc;
}

static void
look_at_room(const struct bf_call *c, json_t *rows)
{
	int64_t left = room_free(c->store), size = store_size(c->store);

	if (room_state(c->store) != ROOM_ENOUGH)
		doctor_found(rows, DOCTOR_ERROR, "disk", "df -h",
		    _("the disk is full: steps are refused until there is "
		      "room"));
	else if (left >= 0 && left < size + ROOM_RESERVED)
		doctor_found(rows, DOCTOR_WARNING, "disk", "df -h",
		    _("the disk has %lld MiB left and the database has %lld: "
		      "there is no room for a copy"),
		    (long long)(left / MIB), (long long)(size / MIB));
}

static void
look_at_machine(const struct bf_call *c, json_t *rows)
{
	const struct clock *clock = c->engine->parts.clock;
	struct clock system;
	int64_t ahead;

	clock_init_system(&system);
	ahead = c->now - clock_now(&system);

	look_at_room(c, rows);
	if (store_wal_frames(c->store) > WAL_FRAMES)
		doctor_found(rows, DOCTOR_WARNING, "log", "boflyt sys status",
		    _("the write-ahead log has %d frames: moving it into the "
		      "database fails, see the daemon's log"),
		    store_wal_frames(c->store));
	if (!clock->still && ahead > CLOCK_MS)
		doctor_found(rows, DOCTOR_WARNING, "clock", "timedatectl",
		    _("the system clock is %lld s behind the last step: time "
		      "stands still until it has caught up"),
		    (long long)(ahead / 1000));
}

/* What a plugin that is not at work has left behind, or was wanted for. */
static enum rc
look_at_plugins(struct bf_call *c, json_t *rows)
{
	const struct config *config = c->municipality->config;
	const char *name;
	json_t *names = NULL, *one;
	size_t i;
	enum rc rc;

	for (i = 0; config != NULL &&
	     (name = config_name(config, "plugin", i)) != NULL;
	     i++)
		if (municipality_plugin(c->municipality, name) &&
		    plugins_find(c->engine, name) == NULL)
			doctor_found(rows, DOCTOR_WARNING, "plugin",
			    "boflyt config explain plugins.folder",
			    _("plugin %s is switched on and not present"),
			    name);
	if ((rc = record_plugins(c->store, &names, &c->err)) != RC_OK)
		return rc;
	json_array_foreach(names, i, one) {
		name = json_string_value(one);
		if (plugins_find(c->engine, name) == NULL)
			doctor_found(rows, DOCTOR_ERROR, "records",
			    "boflyt config explain plugins.load",
			    _("the database holds records of plugin %s, which "
			      "is not at work: nobody sees them, and its "
			      "timers fail"),
			    name);
	}
	json_decref(names);
	return RC_OK;
}

/* A complaint that is forwarded must get there (fvl § 33). */
static void
look_at_governor(const struct bf_call *c, json_t *rows)
{
	if (body_has_address(c->municipality))
		return;
	doctor_found(rows, DOCTOR_WARNING, "county_governor",
	    "boflyt config explain county_governor.address",
	    _("it is not known where complaints to Statsforvalteren go: set "
	      "county_governor.address, postal_code and postal_place, or "
	      "orgnr"));
}

static enum rc
look_at_all(struct bf_call *c, json_t *rows)
{
	static enum rc (*const looks[])(struct bf_call *,
	    json_t *) = { look_at_workflows, lengths_look, look_at_timers,
		look_at_incidents, look_at_deadlines, look_at_emergencies,
		look_at_letters, look_at_backup, look_at_erasures, look_at_keys,
		look_at_plugins };
	const struct engine_parts *parts = &c->engine->parts;
	enum rc rc = RC_OK;
	size_t i;

	look_at_machine(c, rows);
	if (parts->look_around != NULL)
		parts->look_around(parts->look_arg, rows);
	look_at_law(c, rows);
	look_at_governor(c, rows);
	for (i = 0; rc == RC_OK && i < sizeof(looks) / sizeof(looks[0]); i++)
		rc = looks[i](c, rows);
	return rc;
}

static int
sys_doctor(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = json_array();
	enum rc rc;

	(void)params;
	if ((rc = look_at_all(c, rows)) == RC_OK)
		*result = json_pack("{s:O}", "rows", rows);
	json_decref(rows);
	return (int)rc;
}

static const struct bf_column doctor_columns[] = {
	{ "check", BF_TEXT, N_("what was looked at") },
	{ "level", BF_TEXT, N_("how bad") },
	{ "text", BF_TEXT, N_("what is wrong") },
	{ "mend", BF_TEXT, N_("what mends it") },
	{ NULL, BF_END, NULL },
};

const struct bf_method doctor_methods[] = {
	{ .name = "sys.doctor",
	    .nb = "system lege",
	    .kind = BF_READ,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("tell what is wrong and the command that mends it"),
	    .rows = "rows",
	    .columns = doctor_columns,
	    .errors = "",
	    .call = sys_doctor },
	{ .name = NULL },
};
