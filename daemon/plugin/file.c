/*
 * file -- load a shared object, and nobody else's.
 *
 * What is loaded here runs with everything that the worker may do, so a file
 * that another user could have written is refused before it is opened.
 */
#include "plugin/file.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Up to `close`: what the first minor version had. */
#define SIZE_MIN offsetof(struct bf_plugin, text)

/* May only root and we ourselves have written WHAT at PATH? */
static enum rc
check_hands(const char *path, const struct stat *st, struct err *e)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return err_name(e, RC_CONFIG, "E_PLUGIN_FILE",
		    _("%s: belongs to user %lu; it must be root's or the "
		      "daemon's own (chown root)"),
		    path, (unsigned long)st->st_uid);
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return err_name(e, RC_CONFIG, "E_PLUGIN_FILE",
		    _("%s: mode %04o: others may write it (chmod go-w)"), path,
		    (unsigned int)(st->st_mode & 07777));
	return RC_OK;
}

static enum rc
check_folder(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? mem_text(".") :
				       mem_text_n(path, (size_t)(slash - path));
	struct stat st;
	enum rc rc = RC_OK;

	if (stat(folder[0] == '\0' ? "/" : folder, &st) == 0)
		rc = check_hands(folder, &st, e);
	free(folder);
	return rc;
}

static enum rc
check_file(const char *path, struct err *e)
{
	struct stat st;
	enum rc rc;

	if (stat(path, &st) == -1)
		return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_CONFIG,
		    _("%s: %s"), path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_name(e, RC_CONFIG, "E_PLUGIN_FILE",
		    _("%s: not a regular file"), path);
	rc = check_hands(path, &st, e);
	return rc == RC_OK ? check_folder(path, e) : rc;
}

enum rc
plugin_file_take(const char *where, const struct bf_plugin *d,
    struct bf_plugin *out, struct err *e)
{
	uint32_t major = d->abi >> 16, minor = d->abi & 0xffffu;

	memset(out, 0, sizeof(*out));
	if (major != BF_ABI_MAJOR || minor > BF_ABI_MINOR)
		return err_name(e, RC_VERSION, "E_PLUGIN_ABI",
		    _("%s: made for plugin interface %u.%u, this daemon has "
		      "%u.%u: build it against this daemon's header"),
		    where, major, minor, BF_ABI_MAJOR, BF_ABI_MINOR);
	if (d->size < SIZE_MIN ||
	    (d->size > sizeof(*out) && minor == BF_ABI_MINOR))
		return err_name(e, RC_VERSION, "E_PLUGIN_ABI",
		    _("%s: its descriptor has %u bytes, which no version of "
		      "the interface has"),
		    where, d->size);
	memcpy(out, d, d->size < sizeof(*out) ? d->size : sizeof(*out));
	return RC_OK;
}

enum rc
plugin_file_open(const char *path, struct bf_plugin *out, struct err *e)
{
	const struct bf_plugin *d;
	const char *why;
	void *file;
	enum rc rc;

	if ((rc = check_file(path, e)) != RC_OK)
		return rc;
	if ((file = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL) {
		why = dlerror();
		return err_name(e, RC_CONFIG, "E_PLUGIN_LOAD", _("%s: %s"),
		    path, why != NULL ? why : _("cannot be loaded"));
	}
	if ((d = dlsym(file, "bf_plugin")) == NULL)
		return err_name(e, RC_CONFIG, "E_PLUGIN_SYMBOL",
		    _("%s: exports no symbol bf_plugin; is it a plugin?"),
		    path);
	return plugin_file_take(path, d, out, e);
}
