/*
 * keyfile -- bytes of the table of keys to and from the disk; see keyfile.h.
 */
#include "store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

enum rc
keyfile_fail(struct err *e)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return err_set(e, RC_DISK_FULL,
		    _("table of keys: the disk is full"));
	return err_set(e, RC_IO, _("table of keys: %s"), strerror(errno));
}

enum rc
keyfile_read(int fd, void *bytes, size_t n, int64_t off, size_t *got,
    struct err *e)
{
	ssize_t done = 1;

	for (*got = 0; *got < n && done > 0;) {
		done = pread(fd, (char *)bytes + *got, n - *got,
		    off + (int64_t)*got);
		if (done > 0)
			*got += (size_t)done;
		else if (done == -1 && errno == EINTR)
			done = 1;
	}
	return done == -1 ? keyfile_fail(e) : RC_OK;
}

enum rc
keyfile_write(int fd, const void *bytes, size_t n, int64_t off, struct err *e)
{
	size_t put = 0;
	ssize_t done;

	while (put < n) {
		done = pwrite(fd, (const char *)bytes + put, n - put,
		    off + (int64_t)put);
		if (done > 0)
			put += (size_t)done;
		else if (done == 0 || errno != EINTR)
			return keyfile_fail(e);
	}
	return RC_OK;
}

enum rc
keyfile_sync(int fd, struct err *e)
{
	return fdatasync(fd) == 0 ? RC_OK : keyfile_fail(e);
}

/* A new file is there after a loss of power only if its folder is synced. */
enum rc
keyfile_keep_name(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ?
	    mem_text(".") :
	    mem_text_n(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = fd != -1 && fsync(fd) == 0 ? RC_OK : keyfile_fail(e);

	if (fd != -1)
		(void)close(fd);
	free(folder);
	return rc;
}
