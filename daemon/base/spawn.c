/*
 * spawn -- fork, put the descriptors in their places, exec ourselves.
 *
 * /proc/self/exe is the file that runs, also if another was put in its place
 * meanwhile: an upgrade begins with the parent's next start, never in between.
 */
#include "base/spawn.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/i18n.h"

#define ABOVE (SPAWN_FD + SPAWN_FDS) /* out of the way of the places */

/* In the child; only what may be called between fork and exec. */
static void __attribute__((noreturn))
become(char *const *argv, const int *fds, size_t n, int out)
{
	int high[SPAWN_FDS];
	size_t i;

	for (i = 0; i < n; i++)
		if ((high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, ABOVE)) == -1)
			_exit(127);
	if (out != -1 && dup2(out, STDOUT_FILENO) == -1)
		_exit(127);
	for (i = 0; i < n; i++)
		if (dup2(high[i], SPAWN_FD + (int)i) == -1)
			_exit(127);
	(void)close_range((unsigned int)(SPAWN_FD + (int)n), ~0u, 0);
	execv("/proc/self/exe", argv);
	_exit(127);
}

enum rc
spawn_self(const char *const *argv, const int *fds, size_t n, int out,
    pid_t *pid, struct err *e)
{
	char me[24];

	assert(n <= SPAWN_FDS);
	(void)snprintf(me, sizeof(me), "%ld", (long)getpid());
	if (setenv(SPAWN_PARENT, me, 1) != 0)
		return err_set(e, RC_UNAVAILABLE, _("process: %s"),
		    strerror(errno));
	*pid = fork();
	/* execv promises not to change the words. */
	if (*pid == 0)
		become((char *const *)(uintptr_t)argv, fds, n, out);
	(void)unsetenv(SPAWN_PARENT);
	if (*pid == -1)
		return err_set(e, RC_UNAVAILABLE, _("process: %s"),
		    strerror(errno));
	return RC_OK;
}

int
spawn_is_child(void)
{
	const char *parent = getenv(SPAWN_PARENT);

	if (parent == NULL || prctl(PR_SET_PDEATHSIG, SIGTERM) != 0)
		return 0;
	/* It may have gone before the signal was asked for. */
	return strtol(parent, NULL, 10) == (long)getppid();
}
