/*
 * backup -- a copy of the whole database while steps go on; see backup.h.
 *
 * SQLite keeps the copy in step with what this connection writes meanwhile, as
 * there is no other one.  While a transaction is open it copies nothing.
 */
#include "store/backup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/history.h"
#include "store/inside.h"
#include "store/query.h"

#define SUFFIX ".backup"
/* What others may need of the disk while the copy grows. */
#define SPARE (INT64_C(16) << 20)

/* The copy is nobody's until it is whole: no journal, no waiting for it. */
static const char settings[] = "PRAGMA journal_mode = OFF;"
			       "PRAGMA synchronous = OFF;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cache_size = -256;";

struct backup {
	struct store *store; /* borrowed */
	char *path; /* owned */
	sqlite3 *copy; /* owned */
	sqlite3_backup *work; /* owned; NULL: finished */
};

static enum rc
cannot(struct backup *b, int code, struct err *e)
{
	if ((code & 0xff) == SQLITE_FULL)
		return err_set(e, RC_DISK_FULL,
		    _("backup: the disk is full; "
		      "make room in the municipality's folder"));
	return err_set(e, RC_UNAVAILABLE, _("backup: cannot be written: %s"),
	    b->copy != NULL ? sqlite3_errmsg(b->copy) : sqlite3_errstr(code));
}

/* Half a copy must not take the room that steps need. */
static enum rc
check_room(struct store *s, const char *path, struct err *e)
{
	int64_t need = store_size(s) + SPARE, have;
	struct statvfs fs;

	if (statvfs(path, &fs) == -1)
		return RC_OK;
	have = (int64_t)(fs.f_bavail * fs.f_frsize);
	if (have >= need)
		return RC_OK;
	return err_set(e, RC_DISK_FULL,
	    _("backup: needs %lld MiB in the "
	      "municipality's folder, and there are %lld; make room"),
	    (long long)(need >> 20), (long long)(have >> 20));
}

static enum rc
open_copy(struct backup *b, struct err *e)
{
	mode_t mask = umask(0077);
	int code;

	code = sqlite3_open_v2(b->path, &b->copy,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	    "unix-excl");
	(void)umask(mask);
	if (code == SQLITE_OK)
		code = sqlite3_exec(b->copy, settings, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return cannot(b, code, e);
	b->work = sqlite3_backup_init(b->copy, "main", b->store->db, "main");
	return b->work != NULL ? RC_OK : cannot(b, sqlite3_errcode(b->copy), e);
}

enum rc
backup_begin(struct store *s, struct backup **out, struct err *e)
{
	const char *path = sqlite3_db_filename(s->db, "main");
	struct backup *b;
	enum rc rc;

	*out = NULL;
	if (path == NULL || path[0] == '\0')
		return err_set(e, RC_UNAVAILABLE,
		    _("backup: this database is not in a file"));
	if ((rc = check_room(s, path, e)) != RC_OK)
		return rc;
	backup_forget(path);
	b = mem_new(1, sizeof(*b));
	b->store = s;
	b->path = mem_format("%s" SUFFIX, path);
	if ((rc = open_copy(b, e)) != RC_OK) {
		backup_end(b);
		return rc;
	}
	*out = b;
	return RC_OK;
}

void
backup_end(struct backup *b)
{
	if (b == NULL)
		return;
	(void)sqlite3_backup_finish(b->work);
	(void)sqlite3_close(b->copy);
	(void)unlink(b->path);
	free(b->path);
	free(b);
}

static enum rc
finish(struct backup *b, struct err *e)
{
	int code = sqlite3_backup_finish(b->work);

	b->work = NULL;
	return code == SQLITE_OK ? RC_OK : cannot(b, code, e);
}

enum rc
backup_step(struct backup *b, int pages, bool *done, struct err *e)
{
	int code;

	assert(!b->store->in_tx);
	*done = b->work == NULL;
	if (*done)
		return RC_OK;
	code = sqlite3_backup_step(b->work, pages);
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return RC_OK;
	case SQLITE_DONE:
		*done = true;
		return finish(b, e);
	default:
		return cannot(b, code, e);
	}
}

enum rc
backup_take(struct backup *b, int *fd, int64_t *size, struct err *e)
{
	struct stat st;

	assert(b->work == NULL);
	(void)sqlite3_close(b->copy);
	b->copy = NULL;
	*fd = open(b->path, O_RDONLY | O_CLOEXEC);
	if (*fd == -1 || fstat(*fd, &st) == -1) {
		(void)err_set(e, RC_UNAVAILABLE, _("backup: %s"),
		    strerror(errno));
		if (*fd != -1)
			(void)close(*fd);
		*fd = -1;
		return e->rc;
	}
	(void)unlink(b->path);
	*size = st.st_size;
	return RC_OK;
}

enum rc
backup_note(struct tx *tx, int64_t now, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO meta (key, value)"
	    " VALUES ('backup', ?1)"
	    " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
	query_bind_int(&q, now);
	return query_run(&q, e);
}

enum rc
backup_last(struct store *s, int64_t *when, struct err *e)
{
	struct query q;

	*when = 0;
	query_begin(&q, s, "SELECT value FROM meta WHERE key = 'backup'");
	if (query_row(&q))
		*when = query_int(&q, 0);
	return query_end(&q, e);
}

void
backup_forget(const char *path)
{
	char *copy = mem_format("%s" SUFFIX, path);

	(void)unlink(copy);
	free(copy);
}

/* In the history, already under the new incarnation. */
static enum rc
tell(struct tx *tx, int64_t before, struct err *e)
{
	struct store *s = tx_store(tx);
	const struct history_row row = { .kind = "sys.restore",
		.subject_kind = "database",
		.commit = commit_next(tx),
		.actor = "operator" };
	json_t *part = json_pack("{s:s,s:{s:I,s:I}}", "class", "case", "input",
	    "from", (json_int_t)before, "to", (json_int_t)s->incarnation);
	const json_t *parts[] = { part };
	enum rc rc;

	rc = history_add(tx, &row, parts, 1, NULL, e);
	json_decref(part);
	return rc;
}

enum rc
backup_restored(struct store *s, int64_t floor, int64_t now,
    int64_t *incarnation, struct err *e)
{
	int64_t before = s->incarnation;
	struct tx *tx = NULL;
	struct query q;
	enum rc rc;

	if ((rc = tx_begin(s,
		 now > s->counters.last_time ? now : s->counters.last_time, &tx,
		 e)) != RC_OK)
		return rc;
	s->incarnation = (before > floor ? before : floor) + 1;
	query_begin(&q, s,
	    "UPDATE meta SET value = ?1 WHERE key = 'incarnation'");
	query_bind_int(&q, s->incarnation);
	if ((rc = query_run(&q, e)) == RC_OK &&
	    (rc = tell(tx, before, e)) == RC_OK)
		rc = tx_commit(&tx, e);
	tx_rollback(&tx);
	if (rc != RC_OK)
		s->incarnation = before;
	*incarnation = s->incarnation;
	return rc;
}
