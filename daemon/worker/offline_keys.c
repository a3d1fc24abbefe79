/*
 * offline_keys -- copies of tables of keys; see offline_keys.h.
 */
#include "worker/offline_keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/zone.h"
#include "store/keytab.h"

enum rc
offline_keys_check(const char *path, int64_t now, bool force, FILE *out,
    struct err *e)
{
	char made[ZONE_SIZE], until[ZONE_SIZE];
	struct keytab_info info;
	enum rc rc;

	if ((rc = keytab_look(path, &info, e)) != RC_OK)
		return rc;
	if (info.made == 0)
		return err_set(e, RC_FOREIGN,
		    _("%s: no copy, but a table at work; make a copy with "
		      "'boflyt sys backup_keys FILE'"),
		    path);
	zone_format(info.made, made);
	zone_format(info.expires, until);
	if (info.expires < now && !force)
		return err_set(e, RC_CONFLICT,
		    _("%s: could be used until %s; what was erased since %s "
		      "would come back: erase it again afterwards, and say "
		      "--force"),
		    path, until, made);
	fprintf(out,
	    _("%s: %lld keys, made %s; what was erased since then must be "
	      "erased again\n"),
	    path, (long long)info.last, made);
	return RC_OK;
}

/* Zeros over all of it, so that its blocks hold nothing when they are free. */
static enum rc
wipe(const char *path, struct err *e)
{
	static const char zeros[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	ssize_t put = 1;
	off_t left;

	if (fd == -1 || fstat(fd, &st) == -1)
		put = -1;
	for (left = put == 1 ? st.st_size : 0; left > 0 && put > 0; left -= put)
		put = write(fd, zeros,
		    left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros));
	if (put <= 0 || fsync(fd) == -1 || unlink(path) == -1) {
		(void)err_set(e, RC_IO, "%s: %s", path, strerror(errno));
		if (fd != -1)
			(void)close(fd);
		return RC_IO;
	}
	(void)close(fd);
	return RC_OK;
}

static enum rc
look_at(const char *path, int64_t now, FILE *out, struct err *e)
{
	char until[ZONE_SIZE];
	struct keytab_info info;
	struct err none = ERR_INIT;
	struct stat st;
	enum rc rc;

	if (lstat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    keytab_look(path, &info, &none) != RC_OK || info.made == 0 ||
	    info.expires >= now)
		return RC_OK;
	zone_format(info.expires, until);
	if ((rc = wipe(path, e)) == RC_OK)
		fprintf(out, _("%s: its time was over at %s; removed\n"), path,
		    until);
	return rc;
}

enum rc
offline_keys_expire(const char *folder, int64_t now, FILE *out, struct err *e)
{
	DIR *d = opendir(folder);
	const struct dirent *one;
	enum rc rc = RC_OK;
	char *path;

	if (d == NULL)
		return err_set(e, RC_NOTFOUND, "%s: %s", folder,
		    strerror(errno));
	while (rc == RC_OK && (one = readdir(d)) != NULL) {
		path = mem_format("%s/%s", folder, one->d_name);
		rc = look_at(path, now, out, e);
		free(path);
	}
	(void)closedir(d);
	return rc;
}
