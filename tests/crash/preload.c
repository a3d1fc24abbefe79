/*
 * preload -- stands between the daemon and the system, for tests.
 *
 * Only a process that has opened a database counts: the parent of the workers
 * passes through.  It asks the system for nothing that a worker behind its
 * lock-down may not ask for.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "page.h"

#define FDS 1024

static struct page *page;
static bool working; /* a database has been opened */
static int record = -1;
static unsigned char files[FDS]; /* enum file + 1; 0: unknown */

/* The next NAME behind this one; C has no conversion from data to function. */
#define NEXT(name)                                                             \
	static __typeof__(name) *next;                                         \
	if (next == NULL) {                                                    \
		void *found = dlsym(RTLD_NEXT, #name);                         \
		memcpy(&next, &found, sizeof(found));                          \
	}

__attribute__((constructor)) static void
begin(void)
{
	const char *name = getenv("BOFLYT_CRASH_PAGE");
	int fd = name == NULL ? -1 : open(name, O_RDWR | O_CLOEXEC);
	void *at;

	if (fd == -1)
		return;
	at = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
	    0);
	close(fd);
	if (at != MAP_FAILED)
		page = at;
}

static bool
ends(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static enum file
file_named(const char *path)
{
	struct stat st;

	if (ends(path, "/cases.db"))
		return FILE_DB;
	if (ends(path, "/cases.db-wal"))
		return FILE_WAL;
	if (ends(path, "/cases.db-journal"))
		return FILE_JOURNAL;
	if (ends(path, "/keys"))
		return FILE_KEYS;
	if (ends(path, "/reserve"))
		return FILE_RESERVE;
	if (working && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return FILE_FOLDER;
	return FILE_OTHER;
}

static enum file
file_of(int fd)
{
	if (page == NULL || fd < 0 || fd >= FDS || files[fd] == 0)
		return FILE_OTHER;
	return (enum file)(files[fd] - 1);
}

/* One more call that lasts or is seen: the place to stop at? */
static void
count(void)
{
	const struct timespec day = { .tv_sec = 86400 };

	if (page == NULL || !working || atomic_load(&page->stopped) ||
	    atomic_fetch_add(&page->calls, 1) + 1 !=
		atomic_load(&page->stop_at))
		return;
	atomic_store(&page->stopped, true);
	for (;;)
		nanosleep(&day, NULL);
}

static void
put(const void *bytes, size_t n)
{
	NEXT(write)

	while (n > 0) {
		ssize_t done = next(record, bytes, n);

		if (done <= 0)
			abort();
		bytes = (const char *)bytes + done;
		n -= (size_t)done;
	}
}

static void
note(enum event event, enum file file, int64_t off, const void *bytes, size_t n)
{
	const struct record r = { (int32_t)event, (int32_t)file, off,
		(int64_t)n };
	int before = errno;

	if (record == -1)
		return;
	put(&r, sizeof(r));
	put(bytes, n);
	errno = before;
}

static void
start_work(void)
{
	if (working)
		return;
	working = true;
	if (page->record[0] != '\0')
		record = open(page->record,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Is there room to make the file on FD reach END?  Then it is taken. */
static bool
take_room(int fd, int64_t end)
{
	struct stat st;
	int64_t more;

	if (atomic_load(&page->room) < 0 || fstat(fd, &st) != 0)
		return true;
	more = end - st.st_size;
	if (more <= 0)
		return true;
	if (more > atomic_load(&page->room))
		return false;
	atomic_fetch_sub(&page->room, more);
	return true;
}

int
open64(const char *path, int flags, ...)
{
	enum file file = page == NULL ? FILE_OTHER : file_named(path);
	struct stat st;
	bool made;
	va_list ap;
	mode_t mode;
	int fd;
	NEXT(open64)

	va_start(ap, flags);
	mode = (mode_t)va_arg(ap, int);
	va_end(ap);
	if (file == FILE_OTHER)
		return next(path, flags, mode);
	if (file == FILE_DB)
		start_work();
	if ((flags & O_ACCMODE) != O_RDONLY && atomic_load(&page->fail_open)) {
		errno = atomic_load(&page->fail_open);
		return -1;
	}
	made = file < FILE_RESERVE && stat(path, &st) != 0;
	fd = next(path, flags, mode);
	if (fd >= 0 && fd < FDS) {
		files[fd] = (unsigned char)(file + 1);
		if (made)
			note(EVENT_CREATE, file, 0, NULL, 0);
	}
	return fd;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = (mode_t)va_arg(ap, int);
	va_end(ap);
	return open64(path, flags, mode);
}

int
close(int fd)
{
	NEXT(close)

	if (fd >= 0 && fd < FDS)
		files[fd] = 0;
	return next(fd);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t off)
{
	enum file file = file_of(fd);
	ssize_t done;
	NEXT(pwrite64)

	if (file == FILE_OTHER)
		return next(fd, bytes, n, off);
	count();
	if (atomic_load(&page->fail) != 0) {
		errno = atomic_load(&page->fail);
		return -1;
	}
	if (!take_room(fd, off + (int64_t)n)) {
		errno = ENOSPC;
		return -1;
	}
	if ((done = next(fd, bytes, n, off)) > 0)
		note(EVENT_WRITE, file, off, bytes, (size_t)done);
	return done;
}

/* The table of keys is written by this name. */
ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t off)
{
	return pwrite64(fd, bytes, n, off);
}

static int
resize(int fd, off64_t size)
{
	enum file file = file_of(fd);
	struct stat st = { .st_size = 0 };
	NEXT(ftruncate64)

	if (file == FILE_OTHER)
		return next(fd, size);
	count();
	if (atomic_load(&page->room) >= 0 && fstat(fd, &st) == 0 &&
	    st.st_size > size)
		atomic_fetch_add(&page->room, st.st_size - size);
	note(EVENT_SIZE, file, size, NULL, 0);
	return next(fd, size);
}

int
ftruncate64(int fd, off64_t size)
{
	return resize(fd, size);
}

int
ftruncate(int fd, off_t size)
{
	return resize(fd, size);
}

int
posix_fallocate(int fd, off_t off, off_t n)
{
	NEXT(posix_fallocate)

	if (file_of(fd) != FILE_OTHER && !take_room(fd, off + n))
		return ENOSPC;
	return next(fd, off, n);
}

static void
synced(int fd)
{
	enum file file = file_of(fd);

	if (file == FILE_KEYS && page->keys_late)
		return;
	if (file != FILE_OTHER)
		note(EVENT_SYNC, file, 0, NULL, 0);
}

int
fsync(int fd)
{
	int rc;
	NEXT(fsync)

	count();
	if ((rc = next(fd)) == 0)
		synced(fd);
	return rc;
}

int
fdatasync(int fd)
{
	int rc;
	NEXT(fdatasync)

	count();
	if ((rc = next(fd)) == 0)
		synced(fd);
	return rc;
}

int
unlink(const char *path)
{
	enum file file = page == NULL ? FILE_OTHER : file_named(path);
	NEXT(unlink)

	if (file < FILE_RESERVE) {
		count();
		note(EVENT_UNLINK, file, 0, NULL, 0);
	}
	return next(path);
}

ssize_t
sendmsg(int fd, const struct msghdr *msg, int flags)
{
	ssize_t done;
	NEXT(sendmsg)

	count();
	done = next(fd, msg, flags);
	/* One piece at a time is what the daemon sends. */
	if (done > 0 && msg->msg_iovlen == 1)
		note(EVENT_SENT, FILE_OTHER, 0, msg->msg_iov[0].iov_base,
		    (size_t)done);
	return done;
}

int
sqlite3_exec(sqlite3 *db, const char *sql,
    int (*fn)(void *, int, char **, char **), void *arg, char **why)
{
	static const char full[] = "synchronous = FULL";
	const char *at = strstr(sql, full);
	char *text = NULL;
	int rc;
	NEXT(sqlite3_exec)

	if (page == NULL || !page->normal || at == NULL)
		return next(db, sql, fn, arg, why);
	if (asprintf(&text, "%.*ssynchronous = NORMAL%s", (int)(at - sql), sql,
		at + strlen(full)) == -1)
		abort();
	rc = next(db, text, fn, arg, why);
	free(text);
	return rc;
}
