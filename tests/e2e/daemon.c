/*
 * daemon -- the real boflytd in a private directory; see daemon.h.
 */
#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "tee.h"

#define PATIENCE_MS 20000 /* ten times what anything here may take */

static const char *
env(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value != NULL ? value : otherwise;
}

static void
nap(void)
{
	const struct timespec ts = { .tv_nsec = 10 * 1000 * 1000 };

	nanosleep(&ts, NULL);
}

void
place_write(const struct place *p, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static char *
read_file(const struct place *p, const char *name)
{
	char path[256], *text = NULL, line[512];
	size_t size = 0;
	FILE *in, *out;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	in = fopen(path, "re");
	out = open_memstream(&text, &size);
	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL)
		fputs(line, out);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	return text;
}

void
place_replace(const struct place *p, const char *name, const char *from,
    const char *to)
{
	char *text = read_file(p, name), *at = strstr(text, from), *all = NULL;

	if (at == NULL)
		fail_msg("%s: no '%s' in it", name, from);
	assert_int_not_equal(asprintf(&all, "%.*s%s%s", (int)(at - text), text,
				 to, at + strlen(from)),
	    -1);
	place_write(p, name, all);
	free(all);
	free(text);
}

static void
make_folder(const struct place *p, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

void
place_add_municipality(const struct place *p, const char *sample,
    const char *name)
{
	char path[512], line[256], *text = NULL;
	size_t size = 0;
	FILE *in, *out;

	snprintf(path, sizeof(path), "%s/etc/municipalities/%s",
	    env("srcdir", "."), sample);
	in = fopen(path, "re");
	assert_non_null(in);
	out = open_memstream(&text, &size);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL)
		fputs(strncmp(line, "test_identities", 15) == 0 ?
			"test_identities = yes\ntest_clock = 2027-01-04\n" :
			line,
		    out);
	fprintf(out, "\n[gateway test]\nlogin = %s\n",
	    getpwuid(getuid())->pw_name);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	place_write(p, name, text);
	free(text);
}

void
place_make(struct place *p)
{
	place_make_for(p, "3401", "3401-kongsvinger.ini");
}

void
place_make_for(struct place *p, const char *number, const char *file)
{
	char text[1024];

	memset(p, 0, sizeof(*p));
	snprintf(p->number, sizeof(p->number), "%s", number);
	snprintf(p->dir, sizeof(p->dir), "/tmp/boflyt-e2e.XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->socket, sizeof(p->socket), "%s/run/%s.sock", p->dir,
	    p->number);
	make_folder(p, "run");
	make_folder(p, "state");
	make_folder(p, "municipalities");
	snprintf(text, sizeof(text),
	    "[folders]\nstate = %s/state\n"
	    "run = %s/run\nmunicipalities = %s/municipalities\n"
	    "workflows = %s/workflows\nlaw = %s/etc/law.ini\n"
	    "[plugins]\nfolder = %s/plugins\n"
	    "[socket]\nmode = 0600\n[letters]\npdf = no\n",
	    p->dir, p->dir, p->dir, env("srcdir", "."), env("srcdir", "."),
	    p->dir);
	place_write(p, "boflyt.conf", text);
	snprintf(text, sizeof(text), "municipalities/%s.ini", p->number);
	place_add_municipality(p, file, text);
}

void
place_remove(struct place *p)
{
	char command[128];

	if (p->pid != 0)
		place_stop(p, SIGKILL);
	snprintf(command, sizeof(command), "%s/log", p->dir);
	tee_file("log", command);
	snprintf(command, sizeof(command), "rm -rf '%s'", p->dir);
	assert_int_equal(system(command), 0);
}

void
place_forget(const struct place *p)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s/state/%s'", p->dir,
	    p->number);
	assert_int_equal(system(command), 0);
}

void
place_add_workflow(const struct place *p, const char *name, const char *text)
{
	char command[512], path[128], shipped[512];
	struct stat sb;

	snprintf(path, sizeof(path), "%s/workflows", p->dir);
	if (stat(path, &sb) == -1) {
		snprintf(shipped, sizeof(shipped), "workflows = %s/workflows",
		    env("srcdir", "."));
		snprintf(command, sizeof(command), "workflows = %s", path);
		place_replace(p, "boflyt.conf", shipped, command);
		snprintf(command, sizeof(command),
		    "cp -r '%s/workflows' '%s'"
		    " && chmod -R u+w '%s'",
		    env("srcdir", "."), path, path);
		assert_int_equal(system(command), 0);
	}
	snprintf(path, sizeof(path), "workflows/%s", name);
	snprintf(command, sizeof(command), "%s/%s", p->dir, path);
	if (stat(command, &sb) == -1)
		make_folder(p, path);
	snprintf(path, sizeof(path), "workflows/%s/workflow.lua", name);
	place_write(p, path, text);
}

void
place_add_plugin(const struct place *p, const char *name, const char *keys)
{
	char command[768], path[128], text[512];
	struct stat sb;

	snprintf(path, sizeof(path), "%s/plugins", p->dir);
	if (stat(path, &sb) == -1)
		make_folder(p, "plugins");
	snprintf(command, sizeof(command),
	    "install -m 644 '%s/plugins/%s/%s.so' '%s'", env("builddir", "."),
	    name, name, path);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "municipalities/%s.ini", p->number);
	snprintf(text, sizeof(text),
	    "[plugin %s]\nenabled = yes\n%s\n[gateway test]", name, keys);
	place_replace(p, path, "[gateway test]", text);
}

/* Between fork and exec: what a test that dies began ends with it. */
static void
end_with_test(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static pid_t
spawn(const struct place *p, const char *number, int out)
{
	char conf[128], program[512];
	pid_t pid = fork();

	assert_true(pid != -1);
	if (pid != 0)
		return pid;
	end_with_test();
	snprintf(conf, sizeof(conf), "%s/boflyt.conf", p->dir);
	snprintf(program, sizeof(program), "%s/boflytd", env("builddir", "."));
	if (out != -1) {
		dup2(out, STDOUT_FILENO);
		dup2(out, STDERR_FILENO);
	}
	if (number != NULL)
		execl(program, "boflytd", "--config", conf, "--municipality",
		    number, (char *)NULL);
	else
		execl(program, "boflytd", "--config", conf, "--check-config",
		    (char *)NULL);
	_exit(127);
}

void
place_launch(struct place *p, const char *const *words)
{
	const char *argv[16] = { "boflytd", "--config" };
	char conf[128], program[512], path[128];
	int log, i;

	snprintf(conf, sizeof(conf), "%s/boflyt.conf", p->dir);
	snprintf(program, sizeof(program), "%s/boflytd", env("builddir", "."));
	snprintf(path, sizeof(path), "%s/log", p->dir);
	argv[2] = conf;
	for (i = 0; words != NULL && words[i] != NULL && i < 12; i++)
		argv[i + 3] = words[i];
	log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	assert_true(log != -1);
	p->pid = fork();
	assert_int_not_equal(p->pid, -1);
	if (p->pid == 0) {
		end_with_test();
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		execv(program, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(log);
}

bool
place_logged(const struct place *p, const char *words)
{
	char *text = read_file(p, "log");
	bool found = strstr(text, words) != NULL;

	free(text);
	return found;
}

int
place_connect(const struct place *p)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd != -1);
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", p->socket);
	if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Is the first line a greeting, and no excuse? */
static bool
is_greeted(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char hello[16] = "";

	return poll(&pfd, 1, PATIENCE_MS) == 1 &&
	    recv(fd, hello, sizeof(hello) - 1, 0) > 0 &&
	    strncmp(hello, "{\"boflyt\"", 9) == 0;
}

bool
place_serves(const struct place *p)
{
	struct ucred cred = { .pid = 0 };
	socklen_t n = sizeof(cred);
	int fd = place_connect(p);
	bool serves = fd != -1 &&
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) == 0 &&
	    cred.pid == p->pid && is_greeted(fd);

	if (fd != -1)
		close(fd);
	return serves;
}

void
place_start(struct place *p)
{
	char path[128];
	int log, tries;

	snprintf(path, sizeof(path), "%s/log", p->dir);
	log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	assert_true(log != -1);
	p->pid = spawn(p, p->number, log);
	close(log);
	for (tries = 0; tries < PATIENCE_MS / 10; tries++) {
		if (place_serves(p))
			return;
		assert_int_equal(waitpid(p->pid, NULL, WNOHANG), 0);
		nap();
	}
	fail_msg("the daemon does not serve; see %s", path);
}

/* Is PID the worker of the municipality?  It is called after it. */
static bool
is_worker(pid_t pid, const char *number)
{
	char path[64], name[64] = "", title[24];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/cmdline", (long)pid);
	snprintf(title, sizeof(title), "boflytd: %s ", number);
	if ((f = fopen(path, "re")) == NULL)
		return false;
	if (fgets(name, sizeof(name), f) == NULL)
		name[0] = '\0';
	fclose(f);
	return strncmp(name, title, strlen(title)) == 0;
}

pid_t
place_worker(const struct place *p)
{
	char path[64];
	int pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children",
	    (long)p->pid, (long)p->pid);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fscanf(f, "%d", &pid) == 1)
		if (is_worker(pid, p->number))
			break;
	fclose(f);
	assert_true(is_worker(pid, p->number));
	return pid;
}

int
place_run(struct place *p, const char *number, char *out, size_t size)
{
	int ends[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid = spawn(p, number, ends[1]);
	close(ends[1]);
	while (n + 1 < size && (got = read(ends[0], out + n, size - n - 1)) > 0)
		n += (size_t)got;
	out[n] = '\0';
	tee_bytes("run", out, n);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Become the client. */
static void
exec_client(const struct place *p, const char *const *argv, int out)
{
	const char *words[64] = { "boflyt", "-m", p->number };
	char program[512], run[128];
	size_t i;

	for (i = 0; argv[i] != NULL && i < 60; i++)
		words[i + 3] = argv[i];
	words[i + 3] = NULL;
	snprintf(program, sizeof(program), "%s/boflyt", env("builddir", "."));
	snprintf(run, sizeof(run), "%s/run", p->dir);
	setenv("BOFLYT_RUN", run, 1);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	/* execv promises not to change the words. */
	execv(program, (char *const *)(uintptr_t)words);
	_exit(127);
}

int
place_client(const struct place *p, const char *const *argv, char **out)
{
	char bytes[4096];
	size_t size = 0;
	FILE *all = open_memstream(out, &size);
	int ends[2], status;
	ssize_t got;
	pid_t pid;

	assert_non_null(all);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((pid = fork()) == 0)
		exec_client(p, argv, ends[1]);
	assert_int_not_equal(pid, -1);
	close(ends[1]);
	while ((got = read(ends[0], bytes, sizeof(bytes))) > 0) {
		fwrite(bytes, 1, (size_t)got, all);
		tee_bytes("client", bytes, (size_t)got);
	}
	close(ends[0]);
	assert_int_equal(fclose(all), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool
is_called(int pid, const char *title)
{
	char path[64], text[128] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	if (fgets(text, sizeof(text), f) == NULL)
		text[0] = '\0';
	fclose(f);
	return strncmp(text, title, strlen(title)) == 0;
}

pid_t
place_process(const struct place *p, const char *title)
{
	char path[64];
	int pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)p->pid,
	    (int)p->pid);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fscanf(f, "%d", &pid) == 1 && !is_called(pid, title))
		pid = 0;
	fclose(f);
	return pid;
}

int
place_stop(struct place *p, int signal)
{
	int status = 0;

	assert_int_equal(kill(p->pid, signal), 0);
	assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
	p->pid = 0;
	return status;
}
