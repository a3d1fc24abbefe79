/*
 * keys -- key.status, key.rotate, key.change and sys.backup_keys.
 *
 * What takes long goes on by itself, a slice in each batch (engine/batch.c), so
 * that it survives the one who asked for it.
 */
#include "engine/keys.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/zone.h"
#include "store/case.h"
#include "store/keys.h"
#include "store/rotate.h"
#include "store/store.h"
#include "store/tx.h"

#define DAY_MS INT64_C(86400000)

#define REST_MS 1000 /* after a slice that failed */

static const char *const whats[] = { "data", "hash", NULL };

struct copy_job {
	struct keys_copy *copy; /* owned */
	int64_t expires;
};

enum rc
keys_work(struct engine *en, struct tx *tx, struct err *e)
{
	struct savepoint sp;
	enum rc rc;

	if (engine_rests(en) || !keys_have_work(en->parts.store))
		return RC_OK;
	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	if ((rc = keys_go_on(tx, e)) == RC_OK)
		rc = savepoint_release(&sp, e);
	savepoint_rollback(&sp);
	if (rc == RC_OK || store_is_broken(en->parts.store))
		return rc;
	log_warning("keys.work", log_text("error", e->name));
	en->rest = clock_ticks() + REST_MS;
	return tx_is_open(tx) ? RC_OK : rc;
}

static void
add_time(json_t *o, const char *name)
{
	json_int_t ms = json_integer_value(json_object_get(o, name));
	char text[ZONE_SIZE];

	if (ms == 0)
		return;
	zone_format(ms, text);
	json_object_set_new(o, name, json_string(text));
}

static int
key_status(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rotation;
	enum rc rc;

	(void)params;
	if ((rc = keys_status(c->store, result, &c->err)) != RC_OK)
		return (int)rc;
	add_time(*result, "copied");
	rotation = json_object_get(*result, "rotation");
	add_time(rotation, "started");
	add_time(rotation, "ended");
	return RC_OK;
}

/* Whose keys: a case's, a person's, or everybody's; is it one? */
static enum rc
find_owner(struct bf_call *c, const json_t *params, struct owner *o, bool *one)
{
	const char *number = param_text(params, "case");
	int64_t person = param_int(params, "person", 0);
	struct case_head head;
	enum rc rc;

	*one = number != NULL || person != 0;
	if (number == NULL) {
		*o = owner_person(person, BF_CLASS_IDENTITY);
		return RC_OK;
	}
	if ((rc = case_find_number(c->store, number, &head, &c->err)) == RC_OK)
		*o = owner_case(head.id, BF_CLASS_IDENTITY);
	return rc;
}

static enum rc
begin_rotation(struct bf_call *c, const json_t *params)
{
	const char *what = param_text(params, "what");
	bool hash = what != NULL && what[0] == 'h', one = false;
	struct owner o = owner_none();
	json_t *parts;
	enum rc rc;

	if ((rc = find_owner(c, params, &o, &one)) != RC_OK)
		return rc;
	if (hash && one)
		return err_field(&c->err, "what", NULL,
		    _("hashes have one key for all"));
	rc = rotate_begin(c->tx, hash ? ROTATE_HASH : ROTATE_DATA,
	    one ? &o : NULL, principal_name(c->who), &c->err);
	if (rc != RC_OK)
		return rc;
	parts = json_pack("{s:{s:s}}", "case", "what", hash ? "hash" : "data");
	rc = mark_subject(c, "key.rotate", "database", 0, 0, parts);
	json_decref(parts);
	return rc;
}

/* The first slice begins it; the others look whether it has ended. */
static int
key_rotate(struct bf_call *c, const json_t *params, json_t **result)
{
	enum rc rc;

	if (c->job.state == NULL) {
		if ((rc = begin_rotation(c, params)) != RC_OK)
			return (int)rc;
		if (!param_bool(params, "wait", true))
			return key_status(c, NULL, result);
		c->job.state = c->engine;
	}
	if (rotate_is_active(c->store))
		return RC_AGAIN;
	return key_status(c, NULL, result);
}

static int
key_change(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t index = param_int(params, "new", -1);
	enum rc rc;

	if (index < 0 || (uint64_t)index >= c->n_fds)
		return (int)err_field(&c->err, "new", NULL,
		    _("give the file of the new key: new=@FILE"));
	rc = mark_subject(c, "key.change", "database", 0, 0, NULL);
	if (rc == RC_OK)
		rc = keys_change(c->store, c->fds[index], &c->err);
	return rc == RC_OK ? key_status(c, NULL, result) : (int)rc;
}

static void
free_copy(void *state)
{
	struct copy_job *j = state;

	keys_copy_end(j->copy);
	free(j);
}

static enum rc
begin_copy(struct bf_call *c)
{
	int64_t days =
	    config_int(c->municipality->config, "keys", "backup_days");
	struct keys_copy *copy;
	struct copy_job *j;
	enum rc rc;

	rc = keys_copy_begin(c->store, c->now, c->now + days * DAY_MS, &copy,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	j = mem_new(1, sizeof(*j));
	j->copy = copy;
	j->expires = c->now + days * DAY_MS;
	c->job.state = j;
	c->job.free = free_copy;
	return RC_AGAIN;
}

static int
sys_backup_keys(struct bf_call *c, const json_t *params, json_t **result)
{
	struct copy_job *j = c->job.state;
	char until[ZONE_SIZE];
	bool done = false;
	int64_t size;
	enum rc rc;

	(void)params;
	if (j == NULL)
		return (int)begin_copy(c);
	if ((rc = keys_copy_step(j->copy, &done, &c->err)) != RC_OK)
		return (int)rc;
	if (!done)
		return RC_AGAIN;
	rc = keys_copy_take(j->copy, c->tx, &c->reply_fd, &size, &c->err);
	if (rc != RC_OK)
		return (int)rc;
	call_disclose(c, "database", 0, "backup_keys");
	zone_format(j->expires, until);
	*result =
	    json_pack("{s:I,s:s}", "size", (json_int_t)size, "expires", until);
	return RC_OK;
}

static const struct bf_param rotate_params[] = {
	{ .name = "what",
	    .type = BF_CODE,
	    .flags = BF_POSITIONAL,
	    .codes = whats,
	    .text = N_("data: what values are sealed with (else); hash: what "
		       "they are found by") },
	{ .name = "case",
	    .type = BF_CASE,
	    .text = N_("only what belongs to this case") },
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("only what belongs to this person") },
	{ .name = "wait",
	    .type = BF_BOOL,
	    .text = N_("answer when it has ended (else); no: answer at once") },
	{ .type = BF_END },
};

static const struct bf_param change_params[] = {
	{ .name = "new",
	    .type = BF_FD,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the file of the new key") },
	{ .type = BF_END },
};

static const struct bf_column status_columns[] = {
	{ "sealed", BF_BOOL, N_("the database is sealed") },
	{ "whole", BF_BOOL, N_("nothing is left that is not") },
	{ "keys", BF_INTEGER, N_("keys in the table") },
	{ "taken", BF_INTEGER, N_("of them taken") },
	{ "erased", BF_INTEGER, N_("destroyed by an erasure") },
	{ "locked", BF_INTEGER, N_("locked") },
	{ "master", BF_TEXT, N_("name of the municipality's key") },
	{ "changing", BF_BOOL, N_("it is being changed") },
	{ "other", BF_TEXT, N_("name of the one before") },
	{ "wrapped", BF_BOOL, N_("every key is under the new one") },
	{ "hash", BF_INTEGER, N_("key of the hashes") },
	{ "locked_memory", BF_BOOL, N_("keys are in locked memory") },
	{ "copied", BF_TEXT, N_("last copy of the table") },
	{ "rotation", BF_OBJECT, N_("rotation under way, or the last") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column copy_columns[] = {
	{ "size", BF_INTEGER, N_("bytes") },
	{ "expires", BF_TEXT, N_("may be used until") },
	{ "file", BF_FD, N_("the copy, as a descriptor") },
	{ NULL, BF_END, NULL },
};

const struct bf_method keys_methods[] = {
	{ .name = "key.status",
	    .nb = "nøkkel status",
	    .kind = BF_READ,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show how the keys are that data is sealed with"),
	    .columns = status_columns,
	    .errors = "",
	    .call = key_status },
	{ .name = "key.rotate",
	    .nb = "nøkkel bytt",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("seal everything anew under new keys, bit by bit"),
	    .params = rotate_params,
	    .columns = status_columns,
	    .errors = "E_BUSY E_KEY",
	    .call = key_rotate },
	{ .name = "key.change",
	    .nb = "nøkkel hovednøkkel",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("take another key of the municipality into use"),
	    .params = change_params,
	    .columns = status_columns,
	    .errors = "E_KEY E_CONFLICT",
	    .call = key_change },
	{ .name = "sys.backup_keys",
	    .nb = "system nøkkelkopi",
	    .kind = BF_READ,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("hand over a copy of the table of keys, to be kept "
		       "apart from the data"),
	    .columns = copy_columns,
	    .errors = "E_KEY E_DISK_FULL",
	    .call = sys_backup_keys },
	{ .name = NULL },
};
