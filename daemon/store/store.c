/*
 * store -- the one database of one municipality.
 */
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/backup.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/meta.h"
#include "store/migrate.h"
#include "store/query.h"
#include "store/room.h"
#include "store/undo_watch.h"

#define APPLICATION_ID 0x426f466c /* "BoFl" */

_Static_assert(APPLICATION_ID == 1114588780, "prepare_fresh writes it so");

static const char settings[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA synchronous = FULL;" /* NORMAL loses commits: trap 7 */
    "PRAGMA mmap_size = 0;"
    "PRAGMA secure_delete = ON;" /* nothing stays of what was not sealed */
    "PRAGMA cache_size = -1024;";

static bool
is_memory(const char *path)
{
	return strcmp(path, STORE_MEMORY) == 0;
}

/* A new FOLDER is gone after a power loss unless the one above is synced. */
static enum rc
keep_entry(char *folder, struct err *e)
{
	char *slash = strrchr(folder, '/');
	bool kept;
	int fd;

	if (slash == NULL || slash == folder)
		return RC_OK;
	*slash = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	kept = fd != -1 && fsync(fd) == 0;
	if (fd != -1)
		(void)close(fd);
	return kept ?
	    RC_OK :
	    err_set(e, RC_IO, _("folder %s: %s"), folder, strerror(errno));
}

/* See to it that the folder of PATH is there. */
static enum rc
find_folder(const char *path, bool create, struct err *e)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);
	struct stat st;

	if (len == 0)
		return RC_OK;
	if (len >= sizeof(folder))
		return err_set(e, RC_NOTFOUND, _("%s: name too long"), path);
	memcpy(folder, path, len);
	folder[len] = '\0';
	if (stat(folder, &st) == 0)
		return S_ISDIR(st.st_mode) ?
		    RC_OK :
		    err_set(e, RC_NOTFOUND, _("%s: not a folder"), folder);
	if (errno == ENOENT && create && mkdir(folder, 0700) == 0)
		return keep_entry(folder, e);
	return err_set(e, RC_NOTFOUND,
	    _("folder %s: %s: make it, or correct 'state' in boflyt.conf"),
	    folder, strerror(errno));
}

static enum rc
find_file(const char *path, bool create, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == 0)
		return S_ISREG(st.st_mode) ?
		    RC_OK :
		    err_set(e, RC_FOREIGN, _("%s: not a database file"), path);
	if (errno == ENOENT && create)
		return RC_OK;
	return err_set(e, RC_NOTFOUND, "%s: %s", path, strerror(errno));
}

static int
count_frames(void *arg, sqlite3 *db, const char *name, int frames)
{
	struct store *s = arg;

	(void)db;
	(void)name;
	s->wal_frames = frames;
	return SQLITE_OK;
}

static enum rc
connect_to(struct store *s, const char *path, bool create, struct err *e)
{
	int code, flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	mode_t mask;

	if (create)
		flags |= SQLITE_OPEN_CREATE;
	mask = umask(0077);
	code = sqlite3_open_v2(path, &s->db, flags,
	    is_memory(path) ? NULL : "unix-excl");
	(void)umask(mask);
	if (code != SQLITE_OK)
		return err_set(e, RC_IO, _("%s: %s"), path,
		    s->db == NULL ? "" : sqlite3_errmsg(s->db));
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return err_set(e, RC_IO,
		    _("%s: cannot be written: make file "
		      "and file system writable for this user"),
		    path);
	(void)sqlite3_extended_result_codes(s->db, 1);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_wal_autocheckpoint(s->db, 0);
	(void)sqlite3_wal_hook(s->db, count_frames, s);
	return RC_OK;
}

/* One integer of the statement SQL. */
static enum rc
ask(struct store *s, const char *sql, int64_t *out, struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	if (query_row(&q))
		*out = query_int(&q, 0);
	return query_end(&q, e);
}

/* Is it ours, or so new that it can become ours? */
static enum rc
recognise(struct store *s, const char *path, bool *fresh, struct err *e)
{
	int64_t id = 0, version = 0, tables = 0;
	struct err why = ERR_INIT;
	struct query q;

	query_begin(&q, s, "PRAGMA application_id");
	if (query_row(&q))
		id = query_int(&q, 0);
	if ((q.code & 0xff) == SQLITE_NOTADB) {
		(void)query_end(&q, &why);
		return err_set(e, RC_FOREIGN, _("%s: not a database"), path);
	}
	if (query_end(&q, e) != RC_OK ||
	    ask(s, "PRAGMA user_version", &version, e) != RC_OK ||
	    ask(s, "SELECT count(*) FROM sqlite_schema", &tables, e) != RC_OK)
		return e->rc;
	*fresh = id == 0 && version == 0 && tables == 0;
	if (!*fresh && id != APPLICATION_ID)
		return err_set(e, RC_FOREIGN,
		    _("%s: a database of another program"), path);
	return RC_OK;
}

/* What must be said before the first table is made. */
static enum rc
prepare_fresh(struct store *s, struct err *e)
{
	return query_exec(s,
	    "PRAGMA auto_vacuum = INCREMENTAL;"
	    "PRAGMA application_id = 1114588780;",
	    e);
}

static enum rc
fill_meta(struct store *s, const struct store_options *o, struct err *e)
{
	struct err ignored = ERR_INIT;
	int64_t n = 0;
	enum rc rc;

	if ((rc = ask(s, "SELECT count(*) FROM meta", &n, e)) != RC_OK || n > 0)
		return rc;
	if ((rc = query_exec(s, "BEGIN IMMEDIATE", e)) != RC_OK)
		return rc;
	if ((rc = meta_create(s, o->municipality, o->key != NULL, o->now, e)) ==
	    RC_OK)
		rc = query_exec(s, "COMMIT", e);
	if (rc != RC_OK)
		(void)query_exec(s, "ROLLBACK", &ignored);
	return rc;
}

/* The table of keys lies beside the database. */
static enum rc
open_keys(struct store *s, const char *path, const struct store_options *o,
    struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *beside;
	enum rc rc;

	if (is_memory(path))
		beside = mem_text(KEYTAB_MEMORY);
	else if (o->keys != NULL)
		beside = mem_text(o->keys);
	else
		beside = mem_format("%.*skeys",
		    slash == NULL ? 0 : (int)(slash - path + 1), path);
	rc = keyring_open(s, beside, o->key, o->create, o->now, e);
	free(beside);
	return rc;
}

static enum rc
bring_up(struct store *s, const char *path, const struct store_options *o,
    struct err *e)
{
	bool fresh = false;
	enum rc rc;

	if ((rc = connect_to(s, path, o->create, e)) != RC_OK ||
	    (rc = recognise(s, path, &fresh, e)) != RC_OK ||
	    (rc = query_exec(s, settings, e)) != RC_OK)
		return rc;
	if (fresh && (rc = prepare_fresh(s, e)) != RC_OK)
		return rc;
	if ((rc = query_exec(s, "PRAGMA journal_mode = WAL", e)) != RC_OK ||
	    (rc = migrate_run(s, &s->schema, e)) != RC_OK ||
	    (rc = fill_meta(s, o, e)) != RC_OK)
		return rc;
	if ((rc = meta_load(s, o->municipality, e)) != RC_OK || o->key == NULL)
		return rc;
	return open_keys(s, path, o, e);
}

/* Name the file in front of what is wrong with it. */
static enum rc
name_file(enum rc rc, const char *path, struct err *e)
{
	char text[ERR_TEXT_MAX], name[ERR_NAME_MAX];

	if (strstr(e->text, path) != NULL)
		return rc;
	memcpy(text, e->text, sizeof(text));
	memcpy(name, e->name, sizeof(name));
	return err_name(e, rc, name, "%s: %s", path, text);
}

enum rc
store_open(const char *path, const struct store_options *o, struct store **out,
    struct err *e)
{
	struct store *s;
	enum rc rc;

	*out = NULL;
	if (!is_memory(path) &&
	    ((rc = find_folder(path, o->create, e)) != RC_OK ||
		(rc = find_file(path, o->create, e)) != RC_OK))
		return rc;
	s = mem_new(1, sizeof(*s));
	s->on_disk = !is_memory(path);
	s->reserve = -1;
	if ((rc = bring_up(s, path, o, e)) != RC_OK) {
		store_close(s);
		return name_file(rc, path, e);
	}
	if (s->on_disk) {
		backup_forget(path);
		room_open(s, path);
	}
	*out = s;
	return RC_OK;
}

enum rc
store_check_copy(const char *path, struct err *e)
{
	char *wal = mem_format("%s-wal", path);
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat st;
	bool live;
	int fd;

	live = stat(wal, &st) == 0 && st.st_size > 0;
	free(wal);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_set(e, RC_NOTFOUND, "%s: %s", path, strerror(errno));
	if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		live = true;
	(void)close(fd);
	return live ? err_set(e, RC_BUSY,
			  _("%s: a database at work; make a "
			    "copy with 'boflyt sys backup FILE'"),
			  path) :
		      RC_OK;
}

static enum rc
connect_copy(struct store *s, const char *path, struct err *e)
{
	char *full = realpath(path, NULL), *uri;
	int code;

	if (full == NULL || strpbrk(full, "?#%") != NULL) {
		free(full);
		return err_set(e, RC_NOTFOUND,
		    _("%s: not a name for a copy: "
		      "without ?, # and %%"),
		    path);
	}
	uri = mem_format("file:%s?immutable=1", full);
	code = sqlite3_open_v2(uri, &s->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	free(uri);
	free(full);
	if (code != SQLITE_OK)
		return err_set(e, RC_IO, "%s: %s", path,
		    s->db == NULL ? "" : sqlite3_errmsg(s->db));
	(void)sqlite3_extended_result_codes(s->db, 1);
	return query_exec(s,
	    "PRAGMA trusted_schema = OFF;"
	    "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
	    e);
}

static enum rc
read_copy(struct store *s, const char *path, struct err *e)
{
	bool fresh = false;
	int64_t schema = 0;
	enum rc rc;

	if ((rc = connect_copy(s, path, e)) != RC_OK ||
	    (rc = recognise(s, path, &fresh, e)) != RC_OK ||
	    (rc = ask(s, "PRAGMA user_version", &schema, e)) != RC_OK)
		return rc;
	if (fresh)
		return err_set(e, RC_FOREIGN, _("%s: an empty database"), path);
	s->schema = (int)schema;
	if (s->schema > migrate_newest())
		return err_set(e, RC_VERSION, _("%s: from a newer program"),
		    path);
	if (s->schema < migrate_newest())
		return err_set(e, RC_VERSION,
		    _("%s: from an older program; "
		      "'boflytd --restore' brings it up and verifies it"),
		    path);
	return meta_load(s, NULL, e);
}

enum rc
store_open_copy(const char *path, struct store **out, struct err *e)
{
	struct store *s;
	enum rc rc;

	*out = NULL;
	if ((rc = find_file(path, false, e)) != RC_OK ||
	    (rc = store_check_copy(path, e)) != RC_OK)
		return rc;
	s = mem_new(1, sizeof(*s));
	s->reserve = -1;
	if ((rc = read_copy(s, path, e)) != RC_OK) {
		store_close(s);
		return name_file(rc, path, e);
	}
	*out = s;
	return RC_OK;
}

enum rc
store_unlock_copy(struct store *s, const char *keys, const unsigned char *key,
    struct err *e)
{
	return keyring_open_copy(s, keys, key, e);
}

bool
store_is_sealed(const struct store *s)
{
	return keyring_is_sealed(s);
}

bool
store_has_keys(const struct store *s)
{
	return s->keys != NULL;
}

void
store_drop_names(struct store *s)
{
	if (s->names != NULL && s->names_free != NULL)
		s->names_free(s->names);
	s->names = NULL;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	assert(!s->in_tx);
	store_drop_names(s);
	undo_watch_free(s->watch);
	query_forget(s);
	keyring_close(s);
	(void)sqlite3_close(s->db);
	room_close(s);
	free(s);
}

const char *
store_municipality(const struct store *s)
{
	return s->municipality;
}

int64_t
store_incarnation(const struct store *s)
{
	return s->incarnation;
}

int64_t
store_created(const struct store *s)
{
	return s->created;
}

int
store_schema(const struct store *s)
{
	return s->schema;
}

int64_t
store_last_commit(const struct store *s)
{
	return s->counters.commit;
}

int64_t
store_last_pos(const struct store *s)
{
	return s->counters.pos;
}

void
store_chain_head(const struct store *s, unsigned char out[STORE_CHAIN])
{
	memcpy(out, s->counters.head, STORE_CHAIN);
}

bool
store_test_clock(const struct store *s, int64_t *ms)
{
	if (s->counters.test_clock == INT64_MIN)
		return false;
	*ms = s->counters.test_clock;
	return true;
}

int64_t
store_closed(const struct store *s)
{
	return s->counters.closed;
}

int64_t
store_last_time(const struct store *s)
{
	return s->counters.last_time;
}

bool
store_is_broken(const struct store *s)
{
	return s->broken;
}

static enum rc
checkpoint(struct store *s, int mode, struct err *e)
{
	int code, frames = 0, moved = 0;
	bool full = s->full;
	enum rc rc;

	assert(!s->in_tx);
	code = sqlite3_wal_checkpoint_v2(s->db, NULL, mode, &frames, &moved);
	if (code == SQLITE_OK)
		s->wal_frames = frames > moved ? frames : 0;
	if (code == SQLITE_OK || (code & 0xff) == SQLITE_LOCKED ||
	    (code & 0xff) == SQLITE_BUSY)
		return RC_OK;
	rc = query_fail(s, code, e);
	s->full = full; /* no step was refused by this */
	return rc;
}

enum rc
store_checkpoint(struct store *s, struct err *e)
{
	return checkpoint(s, SQLITE_CHECKPOINT_TRUNCATE, e);
}

enum rc
store_checkpoint_quick(struct store *s, struct err *e)
{
	return checkpoint(s, SQLITE_CHECKPOINT_PASSIVE, e);
}

int
store_wal_frames(const struct store *s)
{
	return s->wal_frames;
}

/* Bytes in as many pages as SQL, a pragma, tells. */
static int64_t
bytes_of(struct store *s, const char *sql)
{
	struct err e = ERR_INIT;
	int64_t pages = 0, size = 0;

	if (ask(s, sql, &pages, &e) != RC_OK ||
	    ask(s, "PRAGMA page_size", &size, &e) != RC_OK)
		return 0;
	return pages * size;
}

int64_t
store_size(struct store *s)
{
	return bytes_of(s, "PRAGMA page_count");
}

uint64_t
store_statements(const struct store *s)
{
	return s->steps;
}

void
store_set_fault(struct store *s, int (*fault)(void *arg), void *arg)
{
	s->fault = fault;
	s->fault_arg = arg;
}

void
store_set_no_room(struct store *s, bool none)
{
	s->no_room = none;
}

void
store_set_page_limit(struct store *s, int pages)
{
	char *sql = mem_format("PRAGMA max_page_count = %d", pages);
	struct err e = ERR_INIT;

	(void)query_exec(s, sql, &e);
	free(sql);
}
