/*
 * exercise_watch -- see exercise_watch.h.
 *
 * The line is written before the call, for a handler may do little more than
 * write.
 */
#include "worker/exercise_watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/i18n.h"

#define LINE_SIZE 256

static char crashed[LINE_SIZE], stuck[LINE_SIZE];

static void
say(const char *line)
{
	size_t n = strlen(line);

	while (n > 0) {
		ssize_t done = write(STDERR_FILENO, line, n);

		if (done <= 0)
			return;
		line += done;
		n -= (size_t)done;
	}
}

static void
on_signal(int sig)
{
	if (sig == SIGALRM) {
		say(stuck);
		_exit(EX_DATAERR);
	}
	/* The default comes next: the caller tells which signal it was. */
	say(crashed);
	(void)raise(sig);
}

void
exercise_watch_begin(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	struct sigaction sa = { .sa_handler = on_signal,
		.sa_flags = (int)SA_RESETHAND };
	size_t i;

	(void)sigaction(SIGALRM, &sa, NULL);
	for (i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		(void)sigaction(fatal[i], &sa, NULL);
}

void
exercise_watch_enter(const char *method, int round)
{
	(void)snprintf(crashed, sizeof(crashed), "! %s: ", method);
	(void)snprintf(crashed + strlen(crashed),
	    sizeof(crashed) - strlen(crashed), _("round %d: crashes\n"), round);
	(void)snprintf(stuck, sizeof(stuck), "! %s: ", method);
	(void)snprintf(stuck + strlen(stuck), sizeof(stuck) - strlen(stuck),
	    _("round %d: does not come back within %d s\n"), round,
	    EXERCISE_STUCK_S);
	(void)alarm(EXERCISE_STUCK_S);
}

void
exercise_watch_leave(void)
{
	(void)alarm(0);
	crashed[0] = stuck[0] = '\0';
}
