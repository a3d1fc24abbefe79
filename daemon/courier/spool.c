/*
 * spool -- the folder where finished letters wait; see spool.h.
 */
#include "courier/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "courier/status.h"

#define LOCK ".lock"
#define NEW ".new"
#define DIGEST "digest"
#define STATUS "status"
#define ENDED "ended"
#define SUMS "SHA256SUMS"
#define SUMS_MAX 8192 /* bytes of that file */
#define DIGEST_MAX 128
#define STATUS_MAX 65536 /* bytes of a status file that are read */
#define NAME_BYTES 64 /* of a file of a letter */
#define LOCK_STEP_MS 20

/* One that has not ended. */
struct letter {
	char key[SPOOL_KEY];
	int64_t told; /* lines that were looked at */
	struct timespec changed; /* of the status file when it was read */
	off_t size;
	ino_t file;
};

struct spool {
	int fd; /* the folder */
	int lock;
	mode_t mode; /* of the folder */
	struct letter *letters; /* owned */
	size_t n, next;
};

static enum rc
trouble(const char *what, struct err *e)
{
	return err_set(e, RC_UNAVAILABLE, _("spool: %s: %s"), what,
	    strerror(errno));
}

/* May TEXT be a name here?  No dot in front, nothing that leads elsewhere. */
static bool
is_name(const char *text, size_t max)
{
	size_t n = text == NULL ? 0 : strlen(text);

	return n > 0 && n < max && text[0] != '.' &&
	    strspn(text,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789.-_") == n;
}

static void
add_letter(struct spool *s, const char *key)
{
	struct letter *l;

	s->letters = mem_grow(s->letters, s->n + 1, sizeof(*s->letters));
	l = &s->letters[s->n++];
	memset(l, 0, sizeof(*l));
	(void)snprintf(l->key, sizeof(l->key), "%s", key);
}

static int
open_folder(int at, const char *name)
{
	return openat(at, name,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

/* Remove the files of folder NAME but those in KEEP (NULL-terminated). */
static bool
empty_folder(const struct spool *s, const char *name, const char *const *keep)
{
	int fd = open_folder(s->fd, name);
	DIR *d = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	const char *const *k;
	bool well = true;

	if (d == NULL) {
		if (fd != -1)
			(void)close(fd);
		return errno == ENOENT;
	}
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		for (k = keep; *k != NULL && strcmp(*k, entry->d_name) != 0;)
			k++;
		if (*k == NULL && unlinkat(dirfd(d), entry->d_name, 0) != 0)
			well = false;
	}
	(void)closedir(d);
	return well;
}

/* Take away what was being written when somebody pulled the plug. */
static enum rc
clear_new(const struct spool *s, struct err *e)
{
	static const char *const nothing[] = { NULL };

	if (!empty_folder(s, NEW, nothing) ||
	    (unlinkat(s->fd, NEW, AT_REMOVEDIR) != 0 && errno != ENOENT))
		return trouble(NEW, e);
	return RC_OK;
}

static enum rc
read_folder(struct spool *s, struct err *e)
{
	int fd = open_folder(s->fd, ".");
	DIR *d = fd == -1 ? NULL : fdopendir(fd);
	char path[NAME_MAX + sizeof(ENDED) + 1];
	const struct dirent *entry;

	if (d == NULL) {
		if (fd != -1)
			(void)close(fd);
		return trouble(".", e);
	}
	while ((entry = readdir(d)) != NULL) {
		if (!is_name(entry->d_name, SPOOL_KEY))
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", entry->d_name,
		    ENDED);
		if (faccessat(s->fd, path, F_OK, 0) != 0 && errno == ENOENT)
			add_letter(s, entry->d_name);
	}
	(void)closedir(d);
	return RC_OK;
}

/* One courier at a time; the one before may still be at its last letter. */
static enum rc
take_lock(struct spool *s, int64_t wait_ms, struct err *e)
{
	const struct timespec step = { .tv_nsec = LOCK_STEP_MS * 1000000L };
	int64_t until = clock_ticks() + wait_ms;

	s->lock = openat(s->fd, LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock == -1)
		return trouble(LOCK, e);
	while (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (clock_ticks() >= until)
			return err_set(e, RC_UNAVAILABLE,
			    _("spool: another courier is at work in it"));
		(void)nanosleep(&step, NULL);
	}
	return RC_OK;
}

static enum rc
open_all(struct spool *s, const char *folder, int64_t wait_ms, struct err *e)
{
	struct stat st;
	enum rc rc;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return err_set(e, RC_NOTFOUND,
		    _("spool folder %s: %s; make it, or set folders.spool"),
		    folder, strerror(errno));
	s->fd = open_folder(AT_FDCWD, folder);
	if (s->fd == -1 || fstat(s->fd, &st) != 0)
		return err_set(e, RC_NOTFOUND, _("spool folder %s: %s"), folder,
		    strerror(errno));
	s->mode = st.st_mode & 0777;
	if ((rc = take_lock(s, wait_ms, e)) != RC_OK ||
	    (rc = clear_new(s, e)) != RC_OK)
		return rc;
	return read_folder(s, e);
}

enum rc
spool_open(const char *folder, int64_t wait_ms, struct spool **out,
    struct err *e)
{
	struct spool *s = mem_new(1, sizeof(*s));
	enum rc rc;

	s->fd = s->lock = -1;
	if ((rc = open_all(s, folder, wait_ms, e)) == RC_OK)
		*out = s;
	else
		spool_close(s);
	return rc;
}

void
spool_close(struct spool *s)
{
	if (s == NULL)
		return;
	if (s->lock != -1)
		(void)close(s->lock);
	if (s->fd != -1)
		(void)close(s->fd);
	free(s->letters);
	free(s);
}

void
spool_open_mode(const struct spool *s)
{
	(void)umask(0777 & ~s->mode);
}

/* Write and sync a new file NAME in the folder AT. */
static enum rc
write_file(int at, const char *name, const char *text, size_t n, struct err *e)
{
	int fd =
	    openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	enum rc rc = fd == -1 ? trouble(name, e) : RC_OK;
	ssize_t done;

	while (rc == RC_OK && n > 0) {
		done = write(fd, text, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			rc = trouble(name, e);
			break;
		}
		text += done;
		n -= (size_t)done;
	}
	if (rc == RC_OK && fsync(fd) != 0)
		rc = trouble(name, e);
	if (fd != -1)
		(void)close(fd);
	return rc;
}

/* Write a file and add its line to SUMS, as sha256sum -c reads it. */
static enum rc
write_summed(int at, const char *name, const char *text, size_t n,
    struct buf *sums, struct err *e)
{
	char hex[SHA256_HEX_SIZE];

	sha256_of(text, n, hex);
	(void)buf_addf(sums, "%s  %s\n", hex, name);
	return write_file(at, name, text, n, e);
}

static enum rc
write_json(int at, const char *name, const json_t *value, struct buf *sums,
    struct err *e)
{
	char *text = json_is_string(value) ?
	    mem_text(json_string_value(value)) :
	    json_dumps(value, JSON_INDENT(2));
	enum rc rc;

	if (text == NULL)
		return err_set(e, RC_INVALID, _("spool: %s: not a file"), name);
	rc = write_summed(at, name, text, strlen(text), sums, e);
	free(text);
	return rc;
}

/* What the letter consists of, and the sums of it. */
static enum rc
write_letter(int at, const json_t *m, const struct spool_file *more,
    struct err *e)
{
	const json_t *value;
	const char *name;
	struct buf sums;
	enum rc rc = RC_OK;

	buf_init(&sums, SUMS_MAX);
	json_object_foreach(json_object_get(m, "files"), name, value)
		if (rc == RC_OK)
			rc = write_json(at, name, value, &sums, e);
	for (; rc == RC_OK && more->name != NULL; more++)
		rc = write_summed(at, more->name, more->bytes, more->n, &sums,
		    e);
	if (rc == RC_OK)
		rc = write_file(at, SUMS, buf_data(&sums), buf_len(&sums), e);
	buf_fini(&sums);
	return rc;
}

static enum rc
write_files(int at, const json_t *m, const struct spool_file *more,
    struct err *e)
{
	const char *digest = json_string_value(json_object_get(m, "digest"));
	char line[STATUS_LINE];
	enum rc rc = write_letter(at, m, more, e);

	status_write(json_integer_value(json_object_get(m, "at")), "MOTTATT",
	    line);
	if (rc == RC_OK)
		rc = write_file(at, DIGEST, digest, strlen(digest), e);
	if (rc == RC_OK)
		rc = write_file(at, STATUS, line, strlen(line), e);
	if (rc == RC_OK && fsync(at) != 0)
		rc = trouble(NEW, e);
	return rc;
}

static bool
is_message(const json_t *m)
{
	const json_t *files = json_object_get(m, "files"), *value;
	const char *digest = json_string_value(json_object_get(m, "digest"));
	const char *name;

	if (!is_name(json_string_value(json_object_get(m, "key")), SPOOL_KEY) ||
	    digest == NULL || strlen(digest) >= DIGEST_MAX ||
	    json_integer_value(json_object_get(m, "at")) < 0 ||
	    json_object_size(files) == 0)
		return false;
	/* The cast is jansson's: its loop takes no const. */
	json_object_foreach((json_t *)(uintptr_t)files, name, value)
		if (!is_name(name, NAME_BYTES) || strcmp(name, DIGEST) == 0 ||
		    strcmp(name, STATUS) == 0 || strcmp(name, ENDED) == 0 ||
		    strcmp(name, SUMS) == 0 ||
		    (!json_is_string(value) && !json_is_object(value)))
			return false;
	return true;
}

/* What lies under KEY already: the same letter? */
static enum rc
compare(const struct spool *s, const char *key, const char *digest,
    struct err *e)
{
	char path[SPOOL_KEY + sizeof(DIGEST) + 1], there[DIGEST_MAX] = "";
	ssize_t n = 0;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", key, DIGEST);
	fd = openat(s->fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd != -1) {
		n = read(fd, there, sizeof(there) - 1);
		(void)close(fd);
	}
	if (n < 0)
		return trouble(DIGEST, e);
	if (strcmp(there, digest) != 0)
		return err_set(e, RC_CONFLICT,
		    _("spool: another letter lies there under this key"));
	/* It may have been renamed by one who died before this. */
	return fsync(s->fd) == 0 ? RC_OK : trouble(key, e);
}

static enum rc
put_new(struct spool *s, const char *key, const json_t *m,
    const struct spool_file *more, struct err *e)
{
	enum rc rc;
	int at;

	if ((rc = clear_new(s, e)) != RC_OK)
		return rc;
	if (mkdirat(s->fd, NEW, 0777) != 0 ||
	    (at = open_folder(s->fd, NEW)) == -1)
		return trouble(NEW, e);
	rc = write_files(at, m, more, e);
	(void)close(at);
	if (rc == RC_OK && renameat(s->fd, NEW, s->fd, key) != 0)
		rc = trouble(key, e);
	if (rc != RC_OK)
		return rc;
	add_letter(s, key);
	return fsync(s->fd) == 0 ? RC_OK : trouble(key, e);
}

enum rc
spool_has(struct spool *s, const json_t *m, bool *out, struct err *e)
{
	const char *key;
	struct stat st;

	*out = false;
	if (!is_message(m))
		return err_set(e, RC_INVALID, _("spool: this is not a letter"));
	key = json_string_value(json_object_get(m, "key"));
	if (fstatat(s->fd, key, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		*out = true;
		return compare(s, key,
		    json_string_value(json_object_get(m, "digest")), e);
	}
	return errno == ENOENT ? RC_OK : trouble(key, e);
}

enum rc
spool_put(struct spool *s, const json_t *m, const struct spool_file *more,
    struct err *e)
{
	bool there;
	enum rc rc = spool_has(s, m, &there, e);

	if (rc != RC_OK || there)
		return rc;
	return put_new(s, json_string_value(json_object_get(m, "key")), m, more,
	    e);
}

/* Give FN the whole lines of TEXT that it has not had. */
static void
tell_lines(struct letter *l, const char *text, size_t n, spool_line_fn *fn,
    void *arg)
{
	const char *end, *line = text;
	char word[STATUS_WORD];
	int64_t no = 0, at;

	while ((end = memchr(line, '\n', n - (size_t)(line - text))) != NULL) {
		if (no++ >= l->told) {
			l->told = no;
			if (status_read(line, (size_t)(end - line), &at, word))
				fn(arg, l->key, no, word, at);
			else
				log_warning("spool.line",
				    log_text("key", l->key),
				    log_int("line", no));
		}
		line = end + 1;
	}
}

static void
look_at(const struct spool *s, struct letter *l, spool_line_fn *fn, void *arg)
{
	char path[SPOOL_KEY + sizeof(STATUS) + 1], *text;
	struct stat st;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", l->key, STATUS);
	if (fstatat(s->fd, path, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    (st.st_size == l->size && st.st_ino == l->file &&
		st.st_mtim.tv_sec == l->changed.tv_sec &&
		st.st_mtim.tv_nsec == l->changed.tv_nsec))
		return;
	fd = openat(s->fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return;
	l->size = st.st_size;
	l->file = st.st_ino;
	l->changed = st.st_mtim;
	text = mem_new(STATUS_MAX, 1);
	n = read(fd, text, STATUS_MAX);
	(void)close(fd);
	if (n > 0)
		tell_lines(l, text, (size_t)n, fn, arg);
	free(text);
}

void
spool_look(struct spool *s, size_t limit, spool_line_fn *fn, void *arg)
{
	if (limit > s->n)
		limit = s->n;
	while (limit-- > 0) {
		if (s->next >= s->n)
			s->next = 0;
		look_at(s, &s->letters[s->next++], fn, arg);
	}
}

size_t
spool_waiting(const struct spool *s)
{
	return s->n;
}

static void
forget(struct spool *s, const char *key)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->letters[i].key, key) == 0) {
			s->letters[i] = s->letters[--s->n];
			return;
		}
}

void
spool_end(struct spool *s, const char *key)
{
	static const char *const keep[] = { DIGEST, STATUS, ENDED, NULL };
	struct err ignored = ERR_INIT;
	int at;

	if (!is_name(key, SPOOL_KEY))
		return;
	if (!empty_folder(s, key, keep)) {
		log_warning("spool.full", log_text("key", key));
		return;
	}
	at = open_folder(s->fd, key);
	if (at != -1) {
		(void)write_file(at, ENDED, "", 0, &ignored);
		(void)close(at);
	}
	forget(s, key);
}
