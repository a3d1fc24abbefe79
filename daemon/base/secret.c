/*
 * secret -- keys in locked memory, and as files; see secret.h.
 */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"

#define TEXT_MAX 128 /* more than a key ever is */

static bool unlocked; /* some memory could not be locked */

void *
secret_new(size_t n)
{
	void *p;

	if (sodium_init() < 0 || (p = sodium_malloc(n)) == NULL)
		abort();
	/* sodium_malloc tried, and does not say whether it could. */
	if (sodium_mlock(p, n) != 0)
		unlocked = true;
	sodium_memzero(p, n);
	return p;
}

void
secret_free(void *p)
{
	sodium_free(p);
}

bool
secret_is_locked(void)
{
	return !unlocked;
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

enum rc
secret_parse(const char *text, size_t n, const char *where,
    unsigned char key[SECRET_SIZE], struct err *e)
{
	size_t got = 0;

	while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
		n--;
	if (n != (size_t)2 * SECRET_SIZE ||
	    sodium_hex2bin(key, SECRET_SIZE, text, n, NULL, &got, NULL) != 0 ||
	    got != SECRET_SIZE)
		return err_name(e, RC_CONFIG, "E_KEY",
		    _("%s: not a key: a line of 64 hexadecimal digits, as "
		      "'boflytd --make-key' makes it"),
		    where);
	return RC_OK;
}

/* The way back. */
static void
secret_text(const unsigned char key[SECRET_SIZE], char out[SECRET_TEXT])
{
	(void)sodium_bin2hex(out, SECRET_TEXT, key, SECRET_SIZE);
	out[SECRET_TEXT - 2] = '\n';
	out[SECRET_TEXT - 1] = '\0';
}

enum rc
secret_read_fd(int fd, const char *where, unsigned char key[SECRET_SIZE],
    struct err *e)
{
	char text[TEXT_MAX];
	size_t n = 0;
	ssize_t got = 1;
	enum rc rc;

	while (n < sizeof(text) && got > 0) {
		got = read(fd, text + n, sizeof(text) - n);
		if (got > 0)
			n += (size_t)got;
		else if (got == -1 && errno == EINTR)
			got = 1;
	}
	if (got == -1)
		rc = err_name(e, RC_CONFIG, "E_KEY", "%s: %s", where,
		    strerror(errno));
	else
		rc = secret_parse(text, n, where, key, e);
	sodium_memzero(text, sizeof(text));
	return rc;
}

static enum rc
cannot_open(const char *path, struct err *e)
{
	if (errno == ENOENT)
		return err_name(e, RC_NOTFOUND, "E_KEY", _("%s: no key there"),
		    path);
	return err_name(e, errno == EACCES ? RC_DENIED : RC_CONFIG, "E_KEY",
	    "%s: %s", path, strerror(errno));
}

enum rc
secret_read(const char *path, unsigned char key[SECRET_SIZE], struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	enum rc rc;

	if (fd == -1)
		return cannot_open(path, e);
	if (fstat(fd, &st) == 0 && (st.st_mode & (S_IRWXO | S_IWGRP)) != 0)
		rc = err_name(e, RC_DENIED, "E_KEY",
		    _("%s: open to everybody: 'chmod 0400' it, and make a new "
		      "key if it was so for long"),
		    path);
	else
		rc = secret_read_fd(fd, path, key, e);
	(void)close(fd);
	return rc;
}

static enum rc
write_all(int fd, const char *path, const char *text, size_t n, struct err *e)
{
	ssize_t done = write(fd, text, n);

	if (done == (ssize_t)n && fsync(fd) == 0)
		return RC_OK;
	return err_set(e, RC_IO, "%s: %s", path,
	    strerror(done >= 0 && done < (ssize_t)n ? ENOSPC : errno));
}

/* The name of a new file is on disk when its folder is. */
static enum rc
sync_folder(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ?
	    mem_text(".") :
	    mem_text_n(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = RC_OK;

	if (fd == -1 || fsync(fd) != 0)
		rc = err_set(e, RC_IO, "%s: %s", folder, strerror(errno));
	if (fd != -1)
		(void)close(fd);
	free(folder);
	return rc;
}

enum rc
secret_make(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY,
	    0400);
	unsigned char key[SECRET_SIZE];
	char text[SECRET_TEXT];
	enum rc rc;

	if (fd == -1)
		return errno == EEXIST ?
		    err_set(e, RC_CONFLICT, _("%s: there is a key already"),
			path) :
		    err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	id_bytes(key, sizeof(key));
	secret_text(key, text);
	rc = write_all(fd, path, text, SECRET_TEXT - 1, e);
	secret_wipe(key, sizeof(key));
	secret_wipe(text, sizeof(text));
	(void)close(fd);
	if (rc == RC_OK)
		rc = sync_folder(path, e);
	if (rc != RC_OK)
		(void)unlink(path);
	return rc;
}
