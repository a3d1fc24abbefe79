/*
 * sys -- sys.status and sys.verify: how the worker and its database are.
 *
 * The status shows no personal data, so any local login may ask for it; how
 * many cases there are is for those who work here.
 */
#include <config.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/zone.h"
#include "store/backup.h"
#include "store/case.h"
#include "store/incident.h"
#include "store/room.h"
#include "store/store.h"
#include "store/verify.h"
#include "store/version.h"

/* Rows that one slice of the verification looks at. */
#define VERIFY_SLICE 200

static void
status_store(struct bf_call *c, json_t *o)
{
	unsigned char head[STORE_CHAIN];
	char hex[2 * STORE_CHAIN + 1];
	int64_t left = room_free(c->store);

	store_chain_head(c->store, head);
	hash_hex(head, hex);
	json_object_set_new(o, "incarnation",
	    json_integer(store_incarnation(c->store)));
	json_object_set_new(o, "commit",
	    json_integer(store_last_commit(c->store)));
	json_object_set_new(o, "rows", json_integer(store_last_pos(c->store)));
	json_object_set_new(o, "head", json_string(hex));
	json_object_set_new(o, "schema", json_integer(store_schema(c->store)));
	json_object_set_new(o, "bytes", json_integer(store_size(c->store)));
	json_object_set_new(o, "wal_frames",
	    json_integer(store_wal_frames(c->store)));
	json_object_set_new(o, "room",
	    json_string(room_name(room_state(c->store))));
	json_object_set_new(o, "room_bytes",
	    left < 0 ? json_null() : json_integer(left));
	json_object_set_new(o, "test_clock",
	    json_boolean(c->engine->parts.clock->still));
}

static enum rc
status_counts(struct bf_call *c, json_t *o)
{
	int64_t open = 0, closed = 0, incidents = 0, copied = 0;
	json_t *active = NULL;
	enum rc rc;

	rc = version_list_active(c->store, &active, &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_set_new(o, "definitions", active);
	if (c->who->user == NULL)
		return RC_OK;
	if ((rc = case_count(c->store, &open, &closed, &c->err)) != RC_OK ||
	    (rc = incident_count_open(c->store, &incidents, &c->err)) !=
		RC_OK ||
	    (rc = backup_last(c->store, &copied, &c->err)) != RC_OK)
		return rc;
	json_object_set_new(o, "copied",
	    copied == 0 ? json_null() : json_integer(copied));
	json_object_set_new(o, "cases_open", json_integer(open));
	json_object_set_new(o, "cases_closed", json_integer(closed));
	json_object_set_new(o, "incidents", json_integer(incidents));
	return RC_OK;
}

static int
sys_status(struct bf_call *c, const json_t *params, json_t **result)
{
	char now[ZONE_SIZE];
	json_t *o;
	enum rc rc;

	(void)params;
	zone_format(c->now, now);
	o = json_pack("{s:s,s:s,s:s,s:s,s:I,s:b}", "municipality",
	    c->municipality->number, "name", c->municipality->name, "version",
	    PACKAGE_VERSION, "now", now, "queue",
	    (json_int_t)c->engine->waiting.n + (json_int_t)c->engine->slow.n,
	    "test_identities", c->municipality->test_identities ? 1 : 0);
	status_store(c, o);
	if ((rc = status_counts(c, o)) == RC_OK)
		*result = json_incref(o);
	json_decref(o);
	return (int)rc;
}

static void
free_verify(void *state)
{
	verify_free(state);
}

/* One slice; the report is a history row too, when all is done. */
static int
sys_verify(struct bf_call *c, const json_t *params, json_t **result)
{
	bool done = false;
	enum rc rc;

	(void)params;
	if (c->job.state == NULL) {
		c->job.state = verify_new(c->store);
		c->job.free = free_verify;
	}
	rc = verify_slice(c->job.state, VERIFY_SLICE, &done, &c->err);
	if (rc != RC_OK)
		return (int)rc;
	if (!done)
		return RC_AGAIN;
	*result = verify_report(c->job.state);
	return RC_OK;
}

static const struct bf_column status_columns[] = {
	{ "municipality", BF_TEXT, N_("municipality") },
	{ "name", BF_TEXT, N_("name") },
	{ "version", BF_TEXT, N_("version") },
	{ "now", BF_TEXT, N_("clock") },
	{ "test_clock", BF_BOOL, N_("the clock stands still") },
	{ "test_identities", BF_BOOL, N_("synthetic persons only") },
	{ "cases_open", BF_INTEGER, N_("open cases") },
	{ "cases_closed", BF_INTEGER, N_("closed cases") },
	{ "incidents", BF_INTEGER, N_("open incidents") },
	{ "definitions", BF_LIST, N_("active workflows") },
	{ "queue", BF_INTEGER, N_("requests waiting") },
	{ "incarnation", BF_INTEGER, N_("incarnation") },
	{ "commit", BF_INTEGER, N_("last step") },
	{ "rows", BF_INTEGER, N_("history rows") },
	{ "head", BF_TEXT, N_("head of the chain") },
	{ "schema", BF_INTEGER, N_("schema") },
	{ "bytes", BF_INTEGER, N_("bytes") },
	{ "wal_frames", BF_INTEGER, N_("frames not yet checkpointed") },
	{ "room", BF_TEXT, N_("room on the disk") },
	{ "room_bytes", BF_INTEGER, N_("bytes free on the disk") },
	{ "copied", BF_INSTANT, N_("last copy") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column verify_columns[] = {
	{ "ok", BF_BOOL, N_("all is well") },
	{ "rows", BF_INTEGER, N_("history rows") },
	{ "head", BF_TEXT, N_("head of the chain") },
	{ "faults", BF_LIST, N_("faults") },
	{ "more", BF_INTEGER, N_("further faults") },
	{ "erased", BF_INTEGER, N_("values that were erased") },
	{ "unread", BF_INTEGER, N_("values whose keys are not here") },
	{ NULL, BF_END, NULL },
};

const struct bf_method sys_methods[] = {
	{ .name = "sys.status",
	    .nb = "system status",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show how the worker and its database are"),
	    .columns = status_columns,
	    .errors = "",
	    .call = sys_status },
	{ .name = "sys.verify",
	    .nb = "system kontroller",
	    .kind = BF_READ,
	    .access = BF_ACCESS_AUDIT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("walk chain, commitments, foreign keys and integrity"),
	    .columns = verify_columns,
	    .errors = "",
	    .call = sys_verify },
	{ .name = NULL },
};
