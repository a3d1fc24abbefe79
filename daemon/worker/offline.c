/*
 * offline -- copies of databases, checked and put back while nobody serves.
 *
 *	lock ─► copy beside ─► open ─► verify ─► new incarnation ─► into place
 *	        (and the table of keys)                  (the table first)
 *
 * Until the last rename the database of the municipality is what it was, and
 * after it the new one is whole: there is no moment in between.
 */
#include "worker/offline.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "store/backup.h"
#include "store/store.h"
#include "store/verify.h"
#include "worker/offline_keys.h"
#include "worker/unlock.h"

#define ROWS 1000 /* verified at once */

struct restore {
	const char *number; /* borrowed */
	char *folder, *live, *fresh; /* owned paths */
	char *keys, *fresh_keys; /* owned: of the table; the second one NULL:
				  * the one that is there stays */
	struct unlocked own; /* the municipality's key */
	int lock; /* owned descriptor of the live file, or -1 */
	int64_t floor; /* its incarnation */
	int64_t now;
};

static enum rc
sys_fail(const char *path, struct err *e)
{
	return err_set(e, errno == ENOSPC ? RC_DISK_FULL : RC_IO, "%s: %s",
	    path, strerror(errno));
}

static long long
count_of(const json_t *report, const char *name)
{
	return (long long)json_integer_value(json_object_get(report, name));
}

static void
print_report(const char *path, const struct store *s, const json_t *report,
    FILE *out)
{
	const json_t *faults = json_object_get(report, "faults"), *one;
	size_t i;

	fprintf(out,
	    _("%s: municipality %s, incarnation %lld, %lld history "
	      "rows\n"),
	    path, store_municipality(s), (long long)store_incarnation(s),
	    (long long)store_last_pos(s));
	fprintf(out, _("head of the chain: %s\n"),
	    json_string_value(json_object_get(report, "head")));
	json_array_foreach(faults, i, one)
		fprintf(out, "%s: %s\n",
		    json_string_value(json_object_get(one, "check")),
		    json_string_value(json_object_get(one, "text")));
	if (count_of(report, "erased") > 0)
		fprintf(out, _("sealed values that were erased: %lld\n"),
		    count_of(report, "erased"));
	if (count_of(report, "unread") > 0)
		fprintf(out,
		    _("sealed values that could not be looked at without "
		      "--keys and --key: %lld\n"),
		    count_of(report, "unread"));
	if (json_is_true(json_object_get(report, "ok")))
		fputs(_("all is well\n"), out);
	else
		fprintf(out, _("faults: %lld\n"),
		    (long long)json_array_size(faults) +
			json_integer_value(json_object_get(report, "more")));
}

static enum rc
verify_store(const char *path, struct store *s, FILE *out, bool *sound,
    struct err *e)
{
	struct verify *v = verify_new(s);
	json_t *report;
	bool done = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !done)
		rc = verify_slice(v, ROWS, &done, e);
	if (rc == RC_OK) {
		report = verify_report(v);
		*sound = json_is_true(json_object_get(report, "ok"));
		print_report(path, s, report, out);
		json_decref(report);
	}
	verify_free(v);
	return rc;
}

/* Have the keys at hand that are in KEYS, under the key in the file KEY. */
static enum rc
unlock(struct store *s, const char *keys, const char *key, struct err *e)
{
	unsigned char *own = secret_new(SECRET_SIZE);
	enum rc rc;

	if ((rc = secret_read(key, own, e)) == RC_OK)
		rc = store_unlock_copy(s, keys, own, e);
	secret_free(own);
	return rc;
}

enum rc
offline_verify(const char *path, const char *keys, const char *key, FILE *out,
    bool *sound, struct err *e)
{
	struct store *s;
	enum rc rc;

	*sound = false;
	if ((rc = store_open_copy(path, &s, e)) != RC_OK)
		return rc;
	if (keys != NULL && key != NULL)
		rc = unlock(s, keys, key, e);
	if (rc == RC_OK)
		rc = verify_store(path, s, out, sound, e);
	store_close(s);
	return rc;
}

static enum rc
copy_bytes(int from, int to, const char *path, struct err *e)
{
	char chunk[65536];
	ssize_t n, done, put;

	while ((n = read(from, chunk, sizeof(chunk))) > 0)
		for (done = 0; done < n; done += put)
			if ((put = write(to, chunk + done,
				 (size_t)(n - done))) == -1)
				return sys_fail(path, e);
	if (n == -1 || fsync(to) == -1)
		return sys_fail(path, e);
	return RC_OK;
}

/* Who runs the daemon owns the folder, and must own what lies in it. */
static enum rc
give_away(const struct restore *r, int fd, struct err *e)
{
	struct stat st;

	if (stat(r->folder, &st) == -1 ||
	    (st.st_uid != geteuid() && fchown(fd, st.st_uid, st.st_gid) == -1))
		return sys_fail(r->folder, e);
	return RC_OK;
}

static enum rc
copy_beside(const struct restore *r, const char *path, const char *fresh,
    struct err *e)
{
	int from, to;
	enum rc rc;

	if ((from = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_set(e, RC_NOTFOUND, "%s: %s", path, strerror(errno));
	(void)unlink(fresh);
	to = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to == -1)
		rc = sys_fail(fresh, e);
	else if ((rc = give_away(r, to, e)) == RC_OK)
		rc = copy_bytes(from, to, fresh, e);
	if (to != -1)
		(void)close(to);
	(void)close(from);
	return rc;
}

/* What is there already: nobody may be at work in it. */
static enum rc
lock_live(struct restore *r, bool force, struct err *e)
{
	const struct store_options o = { .municipality = r->number,
		.now = r->now };
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct err why = ERR_INIT;
	struct store *s;
	enum rc rc;

	assert(r->live != NULL && "prepared before");
	if (access(r->live, F_OK) == -1)
		return RC_OK;
	if (!force)
		return err_set(e, RC_CONFLICT,
		    _("%s: there already; --force "
		      "moves it aside"),
		    r->live);
	/* A log beside it goes into it; a broken one is moved as it is. */
	if ((rc = store_open(r->live, &o, &s, &why)) == RC_OK) {
		r->floor = store_incarnation(s);
		store_close(s);
	}
	if (rc != RC_BUSY)
		r->lock = open(r->live, O_RDWR | O_CLOEXEC);
	if (rc == RC_BUSY || r->lock == -1 ||
	    fcntl(r->lock, F_SETLK, &lock) == -1)
		return err_set(e, RC_BUSY,
		    _("municipality %s: its daemon "
		      "runs; stop it first"),
		    r->number);
	return RC_OK;
}

/* What the store made beside it is the daemon's too. */
static void
give_reserve_away(const struct restore *r)
{
	char *path = mem_format("%s/reserve", r->folder);
	struct stat st;

	if (stat(r->folder, &st) == 0 && st.st_uid != geteuid() &&
	    (lchown(path, st.st_uid, st.st_gid) == -1 ||
		(access(r->keys, F_OK) == 0 &&
		    lchown(r->keys, st.st_uid, st.st_gid) == -1)))
		(void)unlink(path);
	free(path);
}

/* Verify the copy, and let it begin anew. */
static enum rc
renew(const struct restore *r, FILE *out, bool *sound, struct err *e)
{
	const struct store_options o = { .municipality = r->number,
		.now = r->now,
		.key = r->own.key,
		.keys = r->fresh_keys != NULL ? r->fresh_keys : r->keys };
	int64_t incarnation = 0;
	struct store *s;
	enum rc rc;

	if ((rc = store_open(r->fresh, &o, &s, e)) != RC_OK)
		return rc;
	rc = verify_store(r->fresh, s, out, sound, e);
	if (rc == RC_OK && *sound &&
	    (rc = backup_restored(s, r->floor, r->now, &incarnation, e)) ==
		RC_OK)
		rc = store_checkpoint(s, e);
	store_close(s);
	give_reserve_away(r);
	if (rc == RC_OK && *sound)
		fprintf(out, _("incarnation from now on: %lld\n"),
		    (long long)incarnation);
	return rc;
}

/* The database under another name too, and what lies beside it moved there. */
static enum rc
keep_aside(const struct restore *r, FILE *out, struct err *e)
{
	time_t now = (time_t)(r->now / 1000);
	char stamp[32], *aside, *wal, *aside_wal;
	struct tm tm;
	enum rc rc = RC_OK;

	if (gmtime_r(&now, &tm) == NULL ||
	    strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm) == 0)
		return err_set(e, RC_INTERNAL, _("the clock is out of range"));
	aside = mem_format("%s.before-%s", r->live, stamp);
	wal = mem_format("%s-wal", r->live);
	aside_wal = mem_format("%s-wal", aside);
	if (link(r->live, aside) == -1 ||
	    (rename(wal, aside_wal) == -1 && errno != ENOENT))
		rc = sys_fail(aside, e);
	else
		fprintf(out, _("the one before: %s\n"), aside);
	free(aside);
	free(wal);
	free(aside_wal);
	return rc;
}

static enum rc
sync_path(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum rc rc = RC_OK;

	if (fd == -1 || fsync(fd) == -1)
		rc = sys_fail(path, e);
	if (fd != -1)
		(void)close(fd);
	return rc;
}

/*
 * The table first: a crash in between leaves the old database with a table that
 * may be too old for it, and this whole work to be done again.
 */
static enum rc
keys_into_place(const struct restore *r, FILE *out, struct err *e)
{
	char *aside = mem_format("%s.before-%lld", r->keys, (long long)r->now);
	enum rc rc = sync_path(r->fresh_keys, e);

	if (rc == RC_OK && link(r->keys, aside) == 0)
		fprintf(out, _("the one before: %s\n"), aside);
	else if (rc == RC_OK && errno != ENOENT)
		rc = sys_fail(aside, e);
	if (rc == RC_OK && rename(r->fresh_keys, r->keys) == -1)
		rc = sys_fail(r->keys, e);
	free(aside);
	return rc;
}

static enum rc
into_place(const struct restore *r, FILE *out, struct err *e)
{
	enum rc rc;

	if ((rc = sync_path(r->fresh, e)) != RC_OK ||
	    (r->lock != -1 && (rc = keep_aside(r, out, e)) != RC_OK) ||
	    (r->fresh_keys != NULL &&
		(rc = keys_into_place(r, out, e)) != RC_OK))
		return rc;
	if (rename(r->fresh, r->live) == -1)
		return sys_fail(r->live, e);
	return sync_path(r->folder, e);
}

static enum rc
begin(struct restore *r, const struct settings *s,
    const struct offline_restore *what, struct err *e)
{
	const char *number = what->number;
	const struct municipality *m = settings_municipality(s, number);
	struct clock clock;

	if (m == NULL)
		return err_set(e, RC_NOTFOUND,
		    _("municipality %s: no file of "
		      "the configuration claims it"),
		    number);
	clock_init_system(&clock);
	*r = (struct restore){ .number = number,
		.lock = -1,
		.now = clock_now(&clock) };
	r->folder = mem_format("%s/%s",
	    config_text(s->daemon, "folders", "state"), number);
	r->live = mem_format("%s/cases.db", r->folder);
	r->fresh = mem_format("%s.restore", r->live);
	r->keys = mem_format("%s/keys", r->folder);
	if (what->keys != NULL)
		r->fresh_keys = mem_format("%s.restore", r->keys);
	if (mkdir(r->folder, 0700) == -1 && errno != EEXIST)
		return sys_fail(r->folder, e);
	return unlock_read(s, m, &r->own, e);
}

static void
end(struct restore *r)
{
	if (r->fresh != NULL)
		(void)unlink(r->fresh);
	if (r->lock != -1)
		(void)close(r->lock);
	if (r->fresh_keys != NULL)
		(void)unlink(r->fresh_keys);
	unlock_fini(&r->own);
	free(r->folder);
	free(r->live);
	free(r->fresh);
	free(r->keys);
	free(r->fresh_keys);
}

static enum rc
copy_keys(const struct restore *r, const struct offline_restore *what,
    FILE *out, struct err *e)
{
	enum rc rc;

	rc = offline_keys_check(what->keys, r->now, what->force, out, e);
	return rc == RC_OK ? copy_beside(r, what->keys, r->fresh_keys, e) : rc;
}

enum rc
offline_restore(const struct settings *s, const struct offline_restore *what,
    FILE *out, bool *sound, struct err *e)
{
	struct restore r = { .lock = -1 };
	enum rc rc;

	*sound = false;
	if ((rc = begin(&r, s, what, e)) == RC_OK &&
	    (rc = store_check_copy(what->path, e)) == RC_OK &&
	    (rc = lock_live(&r, what->force, e)) == RC_OK &&
	    (rc = copy_beside(&r, what->path, r.fresh, e)) == RC_OK &&
	    (what->keys == NULL ||
		(rc = copy_keys(&r, what, out, e)) == RC_OK) &&
	    (rc = renew(&r, out, sound, e)) == RC_OK && *sound)
		rc = into_place(&r, out, e);
	end(&r);
	return rc;
}
