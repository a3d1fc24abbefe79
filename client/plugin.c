/*
 * plugin -- find boflytd, and let it look at a plugin.
 */
#include "client/plugin.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

static const struct {
	const char *verb, *nb, *option;
} verbs[] = {
	{ "check", "sjekk", "--plugin-check" },
	{ "man", "man", "--plugin-man" },
	{ "stubs", "stubber", "--plugin-stubs" },
};
#define N_VERBS (sizeof(verbs) / sizeof(verbs[0]))

bool
plugin_is_meant(const char *const *word, size_t n)
{
	return n > 0 &&
	    (strcmp(word[0], "plugin") == 0 ||
		strcmp(word[0], "programtillegg") == 0);
}

static const char *
option_of(const char *verb)
{
	size_t i;

	for (i = 0; i < N_VERBS; i++)
		if (strcmp(verb, verbs[i].verb) == 0 ||
		    strcmp(verb, verbs[i].nb) == 0)
			return verbs[i].option;
	return NULL;
}

/* The boflytd beside this program, or where it is installed; owned, or NULL. */
static char *
find_daemon(void)
{
	char own[PATH_MAX], *path;
	ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);
	size_t i;

	while (len > 0 && own[len - 1] != '/')
		len--;
	for (i = 0; len > 1 && i < 2; i++) {
		path = i == 0 ?
		    mem_format("%.*s/boflytd", (int)len - 1, own) :
		    mem_format("%.*s/../sbin/boflytd", (int)len - 1, own);
		if (access(path, X_OK) == 0)
			return path;
		free(path);
	}
	return access(BOFLYT_SBINDIR "/boflytd", X_OK) == 0 ?
	    mem_text(BOFLYT_SBINDIR "/boflytd") :
	    NULL;
}

/* Wait for PID; what became of it. */
static enum rc
wait_for(pid_t pid, int *status, struct err *e)
{
	int how = 0;

	while (waitpid(pid, &how, 0) == -1)
		if (errno != EINTR)
			return err_set(e, RC_UNAVAILABLE, _("boflytd: %s"),
			    strerror(errno));
	if (WIFSIGNALED(how))
		return err_name(e, RC_INTERNAL, "E_PLUGIN_CRASH",
		    _("plugin: ended the program by signal %d (%s); what was "
		      "said before is above"),
		    WTERMSIG(how), strsignal(WTERMSIG(how)));
	*status = WEXITSTATUS(how);
	return RC_OK;
}

enum rc
plugin_run(const char *const *word, size_t n, int *status, struct err *e)
{
	const char *option = n > 1 ? option_of(word[1]) : NULL;
	char *path;
	pid_t pid;

	if (option == NULL || n != 3)
		return err_set(e, RC_INVALID,
		    _("plugin: write boflyt plugin check FILE, man FILE or "
		      "stubs FILE"));
	if ((path = find_daemon()) == NULL)
		return err_set(e, RC_UNAVAILABLE,
		    _("boflytd: not found beside this program"));
	if ((pid = fork()) == 0) {
		(void)execl(path, path, option, word[2], (char *)NULL);
		_exit(127);
	}
	free(path);
	if (pid == -1)
		return err_set(e, RC_UNAVAILABLE, _("boflytd: %s"),
		    strerror(errno));
	return wait_for(pid, status, e);
}
