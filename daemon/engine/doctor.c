/*
 * doctor -- sys.doctor: what is wrong here, and the command that mends it.
 *
 * Counts and names of the installation alone: nothing of any case.  An empty
 * list means that nothing was found.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/law.h"
#include "store/backup.h"
#include "store/deadline_row.h"
#include "store/emergency.h"
#include "store/incident.h"
#include "store/room.h"
#include "store/scope.h"
#include "store/store.h"
#include "store/version.h"

#define DAY_MS INT64_C(86400000)
#define BACKUP_DAYS 7
#define LAW_DAYS 90 /* before the end of a rule */
#define CLOCK_MS 60000 /* that the system's may lag behind */
#define WAL_FRAMES 64000 /* twice what is moved at the latest */

static void found(json_t *rows, const char *check, const char *mend,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void
found(json_t *rows, const char *check, const char *mend, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	json_array_append_new(rows,
	    json_pack("{s:s,s:s,s:s}", "check", check, "text", text, "mend",
		mend));
}

static enum rc
look_at_incidents(struct bf_call *c, json_t *rows)
{
	int64_t n = 0;
	enum rc rc = incident_count_open(c->store, &n, &c->err);

	if (rc == RC_OK && n > 0)
		found(rows, "incidents", "boflyt incident list",
		    _("open incidents: %lld"), (long long)n);
	if (rc == RC_OK && c->engine->n_poison > 0)
		found(rows, "poison", "boflyt incident list",
		    _("requests and timers set aside: %zu; closing the "
		      "incident lets one through again"),
		    c->engine->n_poison);
	return rc;
}

static enum rc
look_at_backup(struct bf_call *c, json_t *rows)
{
	static const char mend[] = "boflyt sys backup FILE";
	int64_t when = 0;
	enum rc rc = backup_last(c->store, &when, &c->err);

	if (rc == RC_OK && when == 0)
		found(rows, "backup", mend, _("no copy was ever taken"));
	else if (rc == RC_OK && c->now - when > BACKUP_DAYS * DAY_MS)
		found(rows, "backup", mend, _("the last copy is %lld days old"),
		    (long long)((c->now - when) / DAY_MS));
	return rc;
}

static enum rc
look_at_workflows(struct bf_call *c, json_t *rows)
{
	json_t *list = NULL;
	enum rc rc = version_list_active(c->store, &list, &c->err);

	if (rc == RC_OK && json_array_size(list) == 0)
		found(rows, "workflow", "boflyt workflow load NAME",
		    _("no workflow is active: no case can be opened"));
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
		found(rows, "deadlines", "boflyt deadline list",
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
		found(rows, "emergencies", "boflyt emergency list",
		    _("emergencies whose review is overdue: %lld; their "
		      "leaders see them"),
		    (long long)n);
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
		found(rows, "law", "boflyt -s RUN/boflyt.sock sys reload",
		    _("rule %s ends on %s and nothing follows: put its next "
		      "version into law.ini"),
		    r->id, day);
	}
}

static void
look_at_machine(const struct bf_call *c, json_t *rows)
{
	const struct clock *clock = c->engine->parts.clock;
	struct clock system;
	int64_t ahead;

	clock_init_system(&system);
	ahead = c->now - clock_now(&system);

	if (room_state(c->store) != ROOM_ENOUGH)
		found(rows, "disk", "df -h",
		    _("the disk is full: steps are refused until there is "
		      "room"));
	if (store_wal_frames(c->store) > WAL_FRAMES)
		found(rows, "log", "boflyt sys status",
		    _("the write-ahead log has %d frames: moving it into the "
		      "database fails, see the daemon's log"),
		    store_wal_frames(c->store));
	if (!clock->still && ahead > CLOCK_MS)
		found(rows, "clock", "timedatectl",
		    _("the system clock is %lld s behind the last step: time "
		      "stands still until it has caught up"),
		    (long long)(ahead / 1000));
}

static int
sys_doctor(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = json_array();
	enum rc rc;

	(void)params;
	look_at_machine(c, rows);
	look_at_law(c, rows);
	if ((rc = look_at_workflows(c, rows)) == RC_OK &&
	    (rc = look_at_incidents(c, rows)) == RC_OK &&
	    (rc = look_at_deadlines(c, rows)) == RC_OK &&
	    (rc = look_at_emergencies(c, rows)) == RC_OK &&
	    (rc = look_at_backup(c, rows)) == RC_OK)
		*result = json_pack("{s:O}", "rows", rows);
	json_decref(rows);
	return (int)rc;
}

static const struct bf_column doctor_columns[] = {
	{ "check", BF_TEXT, N_("what was looked at") },
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
