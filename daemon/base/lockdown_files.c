/*
 * lockdown_files -- which files stay within reach, by Landlock.
 *
 * Debian 12 has its headers of version 1 and libc has no functions for it, so
 * the numbers of the kernel's interface stand here; they never change.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/lockdown.h"

#define CREATE_RULESET 444 /* on every architecture */
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define GIVE_VERSION 1u
#define PATH_BENEATH 1

#define MAY_EXECUTE (UINT64_C(1) << 0)
#define MAY_WRITE_FILE (UINT64_C(1) << 1)
#define MAY_READ_FILE (UINT64_C(1) << 2)
#define MAY_READ_DIR (UINT64_C(1) << 3)
#define MAY_REMOVE_DIR (UINT64_C(1) << 4)
#define MAY_REMOVE_FILE (UINT64_C(1) << 5)
#define MAY_MAKE_DIR (UINT64_C(1) << 7)
#define MAY_MAKE_REG (UINT64_C(1) << 8)
#define MAY_TRUNCATE (UINT64_C(1) << 14)
#define FILE_RIGHTS                                                            \
	(MAY_EXECUTE | MAY_WRITE_FILE | MAY_READ_FILE | MAY_TRUNCATE)

#define NET_ALL UINT64_C(3) /* bind and connect TCP */
#define SCOPE_ALL UINT64_C(3) /* abstract sockets, signals */

struct ruleset {
	uint64_t files, net, scope;
};

struct rule {
	uint64_t may;
	int32_t fd;
} __attribute__((packed));

/*
 * What each version can take away, and how long its struct is.  Kernel 6.1 has
 * version 2.
 */
static const struct {
	struct ruleset takes;
	size_t size;
	const char *news; /* what the version before lacks */
} versions[] = { { { 0, 0, 0 }, 0, "" }, { { 0x1fff, 0, 0 }, 8, N_("files") },
	{ { 0x3fff, 0, 0 }, 8, N_("moving files between folders") },
	{ { 0x7fff, 0, 0 }, 8, N_("truncating files") },
	{ { 0x7fff, NET_ALL, 0 }, 16, N_("network") },
	{ { 0xffff, NET_ALL, 0 }, 16, N_("devices") },
	{ { 0xffff, NET_ALL, SCOPE_ALL }, 24, N_("signals") } };
#define NEWEST ((int)(sizeof(versions) / sizeof(*versions)) - 1)

static uint64_t
rights(unsigned int may)
{
	uint64_t is = 0;

	if ((may & (LOCKDOWN_READ | LOCKDOWN_WRITE)) != 0)
		is |= MAY_READ_FILE | MAY_READ_DIR;
	if ((may & LOCKDOWN_WRITE) != 0)
		is |= MAY_WRITE_FILE | MAY_REMOVE_FILE | MAY_MAKE_REG |
		    MAY_TRUNCATE;
	if ((may & LOCKDOWN_REMOVE) != 0)
		is |= MAY_REMOVE_FILE;
	if ((may & LOCKDOWN_FOLDERS) != 0)
		is |= MAY_REMOVE_DIR | MAY_MAKE_DIR;
	if ((may & LOCKDOWN_EXECUTE) != 0)
		is |= MAY_READ_FILE | MAY_READ_DIR | MAY_EXECUTE;
	return is;
}

/* Let P, which is open as FD, stay within reach of RULESET. */
static enum rc
add_open(int ruleset, const struct lockdown_path *p, int fd, uint64_t known,
    struct err *e)
{
	struct rule rule = { .may = rights(p->may) & known, .fd = fd };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(e, RC_UNAVAILABLE, _("%s: %s"), p->path,
		    strerror(errno));
	if (!S_ISDIR(st.st_mode))
		rule.may &= FILE_RIGHTS;
	if (syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("%s: Landlock takes no rule for it: %s"), p->path,
		    strerror(errno));
	return RC_OK;
}

static enum rc
add_path(int ruleset, const struct lockdown_path *p, uint64_t known,
    struct err *e)
{
	int fd = open(p->path, O_PATH | O_CLOEXEC);
	enum rc rc;

	if (fd == -1)
		return errno == ENOENT ? RC_OK :
					 err_set(e, RC_UNAVAILABLE, _("%s: %s"),
					     p->path, strerror(errno));
	rc = add_open(ruleset, p, fd, known, e);
	close(fd);
	return rc;
}

/* The kernel's version; 0 if it has none, or keeps it to itself. */
static int
find_version(int highest)
{
	long version = syscall(CREATE_RULESET, NULL, 0, GIVE_VERSION);
	int most = highest > 0 && highest < NEWEST ? highest : NEWEST;

	if (version < 1)
		return 0;
	return version < most ? (int)version : most;
}

enum rc
lockdown_files(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e)
{
	int i, ruleset, version = find_version(l->landlock);
	const struct lockdown_path *p;
	enum rc rc = RC_OK;

	for (i = version + 1; i <= NEWEST; i++)
		lines_add(lacks, _("Landlock %d: %s"), i, _(versions[i].news));
	if (version == 0)
		return RC_OK;
	ruleset = (int)syscall(CREATE_RULESET, &versions[version].takes,
	    versions[version].size, 0);
	if (ruleset == -1)
		return err_set(e, RC_UNAVAILABLE,
		    _("Landlock gives no rule set: %s"), strerror(errno));
	for (p = l->paths; rc == RC_OK && p->path != NULL; p++)
		rc = add_path(ruleset, p, versions[version].takes.files, e);
	if (rc == RC_OK && syscall(RESTRICT_SELF, ruleset, 0) != 0)
		rc = err_set(e, RC_UNAVAILABLE,
		    _("Landlock cannot be entered: %s"), strerror(errno));
	close(ruleset);
	if (rc == RC_OK)
		state->landlock = version;
	return rc;
}
