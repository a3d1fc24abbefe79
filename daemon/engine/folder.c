/*
 * folder -- read a definition's files, bounded in number and size.
 */
#include "engine/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k && strcmp(name + n - k, end) == 0;
}

static bool
is_code(const char *name)
{
	return name[0] != '.' && ends_with(name, ".lua") &&
	    !ends_with(name, "_test.lua");
}

static bool
is_letter(const char *name)
{
	return name[0] != '.';
}

/* Read all of FD, at most SCRIPT_FILE_MAX bytes; NULL if it is longer. */
static unsigned char *
read_all(int fd, size_t *len)
{
	unsigned char *bytes = mem_new(SCRIPT_FILE_MAX + 1, 1);
	ssize_t n = 1;

	*len = 0;
	while (n > 0 && *len <= SCRIPT_FILE_MAX) {
		n = read(fd, bytes + *len, SCRIPT_FILE_MAX + 1 - *len);
		if (n > 0)
			*len += (size_t)n;
	}
	if (n < 0 || *len > SCRIPT_FILE_MAX) {
		free(bytes);
		return NULL;
	}
	return mem_grow(bytes, *len + 1, 1);
}

static enum rc
add_file(struct folder *f, int dir, const char *prefix, const char *name,
    struct err *e)
{
	struct stat sb;
	unsigned char *bytes = NULL;
	size_t len = 0;
	int fd;

	fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return err_set(e, RC_NOTFOUND, _("%s%s: %s"), prefix, name,
		    strerror(errno));
	if (fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode))
		bytes = read_all(fd, &len);
	close(fd);
	if (bytes == NULL)
		return err_set(e, RC_INVALID,
		    _("%s%s: not a file of at most %u KiB"), prefix, name,
		    SCRIPT_FILE_MAX >> 10);
	if (f->n == FOLDER_FILES_MAX) {
		free(bytes);
		return err_set(e, RC_INVALID,
		    _("%s%s: more than %d files in one definition"), prefix,
		    name, FOLDER_FILES_MAX);
	}
	f->kept[f->n].path = mem_format("%s%s", prefix, name);
	f->kept[f->n].bytes = bytes;
	f->kept[f->n].len = len;
	f->n++;
	return RC_OK;
}

/* Add those files of PATH that WANTED takes; a missing folder is empty. */
static enum rc
add_folder(struct folder *f, const char *path, const char *prefix,
    bool (*wanted)(const char *name), struct err *e)
{
	DIR *dir = opendir(path);
	struct dirent *d;
	enum rc rc = RC_OK;

	if (dir == NULL)
		return RC_OK;
	/* cppcheck-suppress readdirCalled ; there is one thread */
	while (rc == RC_OK && (d = readdir(dir)) != NULL)
		if (wanted(d->d_name))
			rc = add_file(f, dirfd(dir), prefix, d->d_name, e);
	closedir(dir);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	const struct version_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static bool
has_workflow(const struct folder *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->kept[i].path, "workflow.lua") == 0)
			return true;
	return false;
}

static void
lend(struct folder *f)
{
	size_t i;

	qsort(f->kept, f->n, sizeof(*f->kept), by_path);
	f->files = mem_new(f->n, sizeof(*f->files));
	for (i = 0; i < f->n; i++) {
		f->files[i].path = f->kept[i].path;
		f->files[i].bytes = (const char *)f->kept[i].bytes;
		f->files[i].len = f->kept[i].len;
	}
}

enum rc
folder_read(const char *root, const char *name, struct folder *out,
    struct err *e)
{
	char *path, *letters;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	if (root == NULL || strchr(name, '/') != NULL || name[0] == '.')
		return err_set(e, RC_NOTFOUND, _("workflow %s: no such folder"),
		    name);
	out->kept = mem_new(FOLDER_FILES_MAX, sizeof(*out->kept));
	path = mem_format("%s/%s", root, name);
	letters = mem_format("%s/letters", path);
	rc = add_folder(out, path, "", is_code, e);
	if (rc == RC_OK)
		rc = add_folder(out, letters, "letters/", is_letter, e);
	free(letters);
	free(path);
	if (rc == RC_OK && !has_workflow(out))
		rc = err_set(e, RC_NOTFOUND,
		    _("workflow %s: no workflow.lua in that folder"), name);
	if (rc == RC_OK)
		lend(out);
	else
		folder_free(out);
	return rc;
}

void
folder_free(struct folder *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->kept[i].path);
		free(f->kept[i].bytes);
	}
	free(f->kept);
	free(f->files);
	memset(f, 0, sizeof(*f));
}
