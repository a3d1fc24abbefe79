/*
 * tee -- see tee.h.
 */
#include "tee.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define KINDS 8

/* A file that this program has begun anew. */
static struct {
	char kind[16];
	int fd;
} files[KINDS];

static int
open_file(const char *kind)
{
	const char *dir = getenv("BOFLYT_TEE");
	char path[512];
	size_t i;

	if (dir == NULL || dir[0] == '\0')
		return -1;
	for (i = 0; i < KINDS && files[i].kind[0] != '\0'; i++)
		if (strcmp(files[i].kind, kind) == 0)
			return files[i].fd;
	assert_true(i < KINDS);
	if (mkdir(dir, 0700) == -1)
		assert_int_equal(errno, EEXIST);
	snprintf(path, sizeof(path), "%s/%s.%s", dir,
	    program_invocation_short_name, kind);
	files[i].fd =
	    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_int_not_equal(files[i].fd, -1);
	snprintf(files[i].kind, sizeof(files[i].kind), "%s", kind);
	return files[i].fd;
}

void
tee_bytes(const char *kind, const void *bytes, size_t n)
{
	int fd = open_file(kind);

	if (fd != -1)
		assert_int_equal(write(fd, bytes, n), n);
}

/* Keep all that FD gives until its end. */
static void
tee_fd(const char *kind, int fd)
{
	char bytes[65536];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		tee_bytes(kind, bytes, (size_t)got);
	close(fd);
}

void
tee_file(const char *kind, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd != -1)
		tee_fd(kind, fd);
}

void
tee_socket(const char *kind, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_not_equal(fd, -1);
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) == 0)
		tee_fd(kind, fd);
	else
		close(fd);
}

void
tee_folder(const char *kind, const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *e;
	char inner[512];

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", path, e->d_name);
		if (e->d_type == DT_DIR)
			tee_folder(kind, inner);
		else if (e->d_type == DT_REG)
			tee_file(kind, inner);
	}
	closedir(dir);
}
