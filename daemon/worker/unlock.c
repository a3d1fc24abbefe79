/*
 * unlock -- the municipality's key: found, read, made; see unlock.h.
 */
#include "worker/unlock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"

#define WORDS_MAX 32 /* of a command */
#define OUTPUT_MAX 256 /* more than a key ever is */

static const char *
key_text(const struct municipality *m, const char *name)
{
	return config_text(m->config, "keys", name);
}

/* Where the file is, or would be; the caller frees. */
static char *
file_of(const struct settings *s, const struct municipality *m)
{
	const char *named = key_text(m, "file");

	if (named != NULL)
		return mem_text(named);
	return mem_format("%s/%s.key",
	    config_text(s->daemon, "folders", "state"), m->number);
}

static bool
is_beside(const struct settings *s, const char *path)
{
	struct stat key, state;

	return stat(path, &key) == 0 &&
	    stat(config_text(s->daemon, "folders", "state"), &state) == 0 &&
	    key.st_dev == state.st_dev;
}

static enum rc
no_file(const struct municipality *m, const char *path, struct err *e)
{
	return err_name(e, RC_CONFIG, "E_KEY",
	    _("municipality %s: no key at %s; put it there, or for a new "
	      "municipality make one: 'boflytd --make-key --municipality %s'"),
	    m->number, path, m->number);
}

static enum rc
read_file(const struct settings *s, const struct municipality *m,
    struct unlocked *out, struct err *e)
{
	char *path = file_of(s, m);
	enum rc rc = secret_read(path, out->key, e);

	if (rc == RC_NOTFOUND && m->test_identities) {
		err_clear(e);
		if ((rc = secret_make(path, e)) == RC_OK) {
			log_debug("key.made", log_text("file", path));
			rc = secret_read(path, out->key, e);
		}
	} else if (rc == RC_NOTFOUND)
		rc = no_file(m, path, e);
	out->beside = rc == RC_OK && is_beside(s, path);
	free(path);
	return rc;
}

static enum rc
read_credential(const struct municipality *m, struct unlocked *out,
    struct err *e)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *named = key_text(m, "credential");
	char *path;
	enum rc rc;

	if (folder == NULL || folder[0] != '/')
		return err_name(e, RC_CONFIG, "E_KEY",
		    _("municipality %s: keys.source is credential, and the "
		      "service manager gives none: "
		      "LoadCredentialEncrypted=boflyt-%s in its unit"),
		    m->number, m->number);
	path = named != NULL ? mem_format("%s/%s", folder, named) :
			       mem_format("%s/boflyt-%s", folder, m->number);
	rc = secret_read(path, out->key, e);
	free(path);
	return rc;
}

/* Become COMMAND, a program and its words; no shell reads them. */
static void
become(char *command, int output)
{
	char *words[WORDS_MAX + 1], *rest = NULL, *word;
	size_t n = 0;

	for (word = strtok_r(command, " ", &rest);
	     word != NULL && n < WORDS_MAX; word = strtok_r(NULL, " ", &rest))
		words[n++] = word;
	words[n] = NULL;
	(void)dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	(void)dup2(output, STDOUT_FILENO);
	if (n > 0)
		(void)execv(words[0], words);
	_exit(127);
}

/* What comes within the patience; -1: nothing more will. */
static ssize_t
read_some(int fd, char *out, size_t room, int64_t until)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left = until - clock_ticks();

	if (room == 0 || left <= 0 || poll(&p, 1, (int)left) != 1)
		return -1;
	return read(fd, out, room);
}

static enum rc
take_output(const struct municipality *m, int fd, pid_t child,
    struct unlocked *out, struct err *e)
{
	char *text = secret_new(OUTPUT_MAX);
	int64_t until = clock_ticks() + UNLOCK_PATIENCE_MS;
	size_t n = 0;
	ssize_t got;
	int status = 0;
	enum rc rc;

	while ((got = read_some(fd, text + n, OUTPUT_MAX - n, until)) > 0)
		n += (size_t)got;
	if (got == -1)
		(void)kill(child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (got == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		rc = err_name(e, RC_CONFIG, "E_KEY",
		    _("municipality %s: keys.command gave no key within %d s "
		      "(status %d)"),
		    m->number, UNLOCK_PATIENCE_MS / 1000,
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	else
		rc = secret_parse(text, n, "keys.command", out->key, e);
	secret_free(text);
	return rc;
}

static enum rc
read_command(const struct municipality *m, struct unlocked *out, struct err *e)
{
	const char *command = key_text(m, "command");
	int ends[2];
	pid_t child;
	char *copy;
	enum rc rc;

	if (command == NULL || command[0] != '/')
		return err_name(e, RC_CONFIG, "E_KEY",
		    _("municipality %s: keys.command: name a program with its "
		      "whole path"),
		    m->number);
	if (pipe2(ends, O_CLOEXEC) == -1)
		return err_set(e, RC_UNAVAILABLE, "%s", strerror(errno));
	copy = mem_text(command);
	child = fork();
	if (child == 0)
		become(copy, ends[1]);
	free(copy);
	(void)close(ends[1]);
	rc = child == -1 ? err_set(e, RC_UNAVAILABLE, "%s", strerror(errno)) :
			   take_output(m, ends[0], child, out, e);
	(void)close(ends[0]);
	return rc;
}

enum rc
unlock_read(const struct settings *s, const struct municipality *m,
    struct unlocked *out, struct err *e)
{
	const char *source = key_text(m, "source");
	enum rc rc;

	out->key = secret_new(SECRET_SIZE);
	out->beside = false;
	if (strcmp(source, "credential") == 0)
		rc = read_credential(m, out, e);
	else if (strcmp(source, "command") == 0)
		rc = read_command(m, out, e);
	else
		rc = read_file(s, m, out, e);
	if (rc != RC_OK)
		unlock_fini(out);
	return rc;
}

void
unlock_fini(struct unlocked *u)
{
	secret_free(u->key);
	u->key = NULL;
}

enum rc
unlock_make(const struct settings *s, const struct municipality *m, FILE *out,
    struct err *e)
{
	char *path;
	enum rc rc;

	if (strcmp(key_text(m, "source"), "file") != 0)
		return err_name(e, RC_CONFIG, "E_KEY",
		    _("municipality %s: keys.source is %s: the key is made "
		      "there"),
		    m->number, key_text(m, "source"));
	path = file_of(s, m);
	if ((rc = secret_make(path, e)) == RC_OK)
		fprintf(out,
		    _("%s: made; without it nobody can read the municipality's "
		      "data, backups included.\nKeep a copy where the data and "
		      "its backups are not, such as on paper in a safe.\n"),
		    path);
	free(path);
	return rc;
}

char *
unlock_file(const struct settings *s, const struct municipality *m)
{
	if (strcmp(key_text(m, "source"), "file") != 0)
		return NULL;
	return file_of(s, m);
}
