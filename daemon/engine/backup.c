/*
 * backup -- sys.backup: a copy of the database while steps go on.
 *
 * The method begins the copy and then waits, slice after slice, while each
 * batch copies a piece when its transaction is over: inside of one nothing can
 * be copied.  Who took a copy stands among the look-ups, as it shows all.
 */
#include "engine/backup.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "store/backup.h"

/* Of 4 KiB; a fraction of a millisecond. */
#define PAGES 64

struct backup_job {
	struct engine *engine; /* borrowed */
	struct backup *copy; /* owned */
	bool done;
	struct err err;
};

void
backup_go_on(struct engine *en)
{
	struct backup_job *j = en->backup;

	if (j != NULL && !j->done && j->err.rc == RC_OK)
		(void)backup_step(j->copy, PAGES, &j->done, &j->err);
}

static void
free_job(void *state)
{
	struct backup_job *j = state;

	j->engine->backup = NULL;
	backup_end(j->copy);
	free(j);
}

static enum rc
begin(struct bf_call *c)
{
	struct backup *copy;
	struct backup_job *j;
	enum rc rc;

	if (c->engine->backup != NULL)
		return err_set(&c->err, RC_BUSY,
		    _("backup: one is being made; wait for it"));
	if ((rc = backup_begin(c->store, &copy, &c->err)) != RC_OK)
		return rc;
	j = mem_new(1, sizeof(*j));
	j->engine = c->engine;
	j->copy = copy;
	c->engine->backup = j;
	c->job.state = j;
	c->job.free = free_job;
	return RC_AGAIN;
}

static int
sys_backup(struct bf_call *c, const json_t *params, json_t **result)
{
	struct backup_job *j = c->job.state;
	int64_t size;
	enum rc rc;

	(void)params;
	if (j == NULL)
		return (int)begin(c);
	if (j->err.rc != RC_OK) {
		c->err = j->err;
		return (int)j->err.rc;
	}
	if (!j->done)
		return RC_AGAIN;
	if ((rc = backup_note(c->tx, c->now, &c->err)) != RC_OK ||
	    (rc = backup_take(j->copy, &c->reply_fd, &size, &c->err)) != RC_OK)
		return (int)rc;
	call_disclose(c, "database", 0, "backup");
	*result = json_pack("{s:I,s:I}", "size", (json_int_t)size,
	    "incarnation", (json_int_t)c->engine->incarnation);
	return RC_OK;
}

static const struct bf_column backup_columns[] = {
	{ "size", BF_INTEGER, N_("bytes") },
	{ "incarnation", BF_INTEGER, N_("incarnation") },
	{ "file", BF_FD, N_("the copy, as a descriptor") },
	{ NULL, BF_END, NULL },
};

const struct bf_method backup_methods[] = {
	{ .name = "sys.backup",
	    .nb = "system kopi",
	    .kind = BF_READ,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("hand over a copy of the database, made meanwhile"),
	    .columns = backup_columns,
	    .errors = "E_BUSY E_DISK_FULL",
	    .call = sys_backup },
	{ .name = NULL },
};
