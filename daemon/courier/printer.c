/*
 * printer -- pages into PDF by WeasyPrint, in a process of its own.
 */
#include "courier/printer.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/lockdown.h"
#include "base/mem.h"

#define PAGE_MAX (4u * 1024u * 1024u)
#define WAIT_MS 10
#define MISSING 127 /* exit status: it could not be run */

/* Before the bytes, on the way there and back. */
struct head {
	int32_t what; /* enum printer_form; enum answer */
	uint32_t n;
};

enum answer { ANSWER_DONE, ANSWER_MISSING, ANSWER_FAILED };

struct printer {
	int fd; /* owned */
	pid_t pid;
};

static bool
send_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	ssize_t done;

	while (n > 0) {
		done = send(fd, p, n, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool
receive_all(int fd, void *bytes, size_t n)
{
	char *p = bytes;
	ssize_t got;

	while (n > 0) {
		got = recv(fd, p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/*
 * In the child of the printer: become WeasyPrint, IN to OUT.  ID tells the file
 * from others; an archive copy has to have one (ISO 19005-2, 6.1.3).
 */
static void __attribute__((noreturn)) become(const char *scratch, int in,
    int out, enum printer_form form, const char *id)
{
	const char *environment[] = { scratch,
		"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
		"HOME=/nonexistent", "PYTHONDONTWRITEBYTECODE=1",
		"PYTHONNOUSERSITE=1", NULL };
	const char *const argv[] = { "weasyprint", "-q", "-e", "utf-8",
		"--pdf-identifier", id, "--pdf-variant",
		form == PRINTER_READ ? "pdf/ua-1" : "pdf/a-2b", "-", "-",
		NULL };
	static const char *const places[] = { "/usr/local/bin/weasyprint",
		"/usr/bin/weasyprint" };
	const struct rlimit cpu = { 60, 60 },
			    file = { PRINTER_PDF_MAX, PRINTER_PDF_MAX };
	size_t i;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)setrlimit(RLIMIT_CPU, &cpu);
	(void)setrlimit(RLIMIT_FSIZE, &file);
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1)
		_exit(MISSING);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		/* execve promises not to change the words. */
		(void)execve(places[i], (char *const *)(uintptr_t)argv,
		    (char *const *)(uintptr_t)environment);
	_exit(MISSING);
}

/* Wait for PID, and not for ever; its status as waitpid gives it. */
static int
wait_for(pid_t pid)
{
	const struct timespec step = { .tv_nsec = WAIT_MS * 1000000L };
	int64_t until = clock_ticks() + PRINTER_MS;
	int status;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_ticks() >= until)
			(void)kill(pid, SIGKILL);
		(void)nanosleep(&step, NULL);
	}
	return status;
}

/* Memory as a file, with N bytes of BYTES in it, read from the start. */
static int
memory_file(const char *name, const char *bytes, size_t n)
{
	int fd = memfd_create(name, MFD_CLOEXEC);
	ssize_t done = 0;

	while (fd != -1 && n > 0 && (done = write(fd, bytes, n)) > 0) {
		bytes += done;
		n -= (size_t)done;
	}
	if (fd != -1 && (n > 0 || lseek(fd, 0, SEEK_SET) != 0)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static enum answer
run(const char *scratch, const char *html, size_t n, enum printer_form form,
    int out)
{
	int in = memory_file("page", html, n), status = 0;
	unsigned char hash[HASH_SIZE];
	char id[HASH_HEX_SIZE];
	pid_t pid;

	if (in == -1)
		return ANSWER_FAILED;
	hash_of(NULL, 0, html, n, hash);
	hash_hex(hash, id);
	pid = fork();
	if (pid == 0)
		become(scratch, in, out, form, id);
	if (pid != -1)
		status = wait_for(pid);
	(void)close(in);
	if (pid == -1 || (WIFEXITED(status) && WEXITSTATUS(status) == MISSING))
		return ANSWER_MISSING;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ANSWER_DONE :
							       ANSWER_FAILED;
}

/* Send what is in OUT; false: the courier is gone. */
static bool
answer(int fd, enum answer what, int out)
{
	struct head head = { .what = (int32_t)what };
	off_t size = what == ANSWER_DONE ? lseek(out, 0, SEEK_END) : 0;
	void *at = NULL;
	bool sent;

	if (size <= 0 || size > (off_t)PRINTER_PDF_MAX) {
		if (what == ANSWER_DONE)
			head.what = ANSWER_FAILED;
		return send_all(fd, &head, sizeof(head));
	}
	head.n = (uint32_t)size;
	at = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, out, 0);
	if (at == MAP_FAILED)
		return false;
	sent =
	    send_all(fd, &head, sizeof(head)) && send_all(fd, at, (size_t)size);
	(void)munmap(at, (size_t)size);
	return sent;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	/* The folder itself stays. */
	return at->level == 0 ? 0 : remove(path);
}

static void
empty(const char *folder)
{
	(void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* One page; false: the courier is gone. */
static bool
serve_one(int fd, const char *scratch)
{
	struct head head;
	char *html;
	bool alive;
	int out;

	if (!receive_all(fd, &head, sizeof(head)) || head.n > PAGE_MAX)
		return false;
	html = mem_new((size_t)head.n + 1, 1);
	out = memory_file("pdf", "", 0);
	alive = receive_all(fd, html, head.n) && out != -1;
	if (alive)
		alive = answer(fd,
		    run(scratch, html, head.n, (enum printer_form)head.what,
			out),
		    out);
	if (out != -1)
		(void)close(out);
	free(html);
	return alive;
}

/* In the printer: give up what it does not need, then print. */
static void __attribute__((noreturn)) serve(int fd, const char *folder)
{
	const struct lockdown_path paths[] = {
		{ folder, LOCKDOWN_WRITE | LOCKDOWN_FOLDERS },
		{ "/usr", LOCKDOWN_EXECUTE }, { "/bin", LOCKDOWN_EXECUTE },
		{ "/lib", LOCKDOWN_EXECUTE }, { "/lib64", LOCKDOWN_EXECUTE },
		{ "/etc/alternatives", LOCKDOWN_READ },
		{ "/etc/fonts", LOCKDOWN_READ },
		{ "/etc/ld.so.cache", LOCKDOWN_READ },
		{ "/etc/ld.so.preload", LOCKDOWN_READ },
		{ "/etc/mime.types", LOCKDOWN_READ },
		{ "/etc/python3", LOCKDOWN_READ },
		{ "/etc/python3.11", LOCKDOWN_READ },
		{ "/var/cache/fontconfig", LOCKDOWN_READ },
		{ "/var/lib/fonts", LOCKDOWN_READ },
		{ "/dev/null", LOCKDOWN_READ | LOCKDOWN_WRITE },
		{ "/dev/urandom", LOCKDOWN_READ }, { NULL, 0 }
	};
	struct err e = ERR_INIT;
	char *scratch;
	int null;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NAME, "printer");
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null != -1)
		(void)dup2(null, STDERR_FILENO);
	(void)umask(077);
	scratch = mem_format("TMPDIR=%s", folder);
	if (chdir("/") == 0 && lockdown_program(paths, &e) == RC_OK)
		do
			empty(folder);
		while (serve_one(fd, scratch));
	_exit(0);
}

enum rc
printer_start(const char *scratch, struct printer **out, struct err *e)
{
	struct printer *p;
	int ends[2], fd;
	pid_t pid;

	if ((mkdir(scratch, 0700) != 0 && errno != EEXIST) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return err_set(e, RC_UNAVAILABLE, _("printer: %s"),
		    strerror(errno));
	if ((pid = fork()) == 0) {
		/* Nothing of the courier's goes along but its end of this. */
		fd = dup2(ends[1], STDIN_FILENO + 3);
		(void)close_range((unsigned int)fd + 1, ~0u, 0);
		serve(fd, scratch);
	}
	(void)close(ends[1]);
	if (pid == -1) {
		(void)close(ends[0]);
		return err_set(e, RC_UNAVAILABLE, _("printer: %s"),
		    strerror(errno));
	}
	p = mem_new(1, sizeof(*p));
	*p = (struct printer){ .fd = ends[0], .pid = pid };
	*out = p;
	return RC_OK;
}

void
printer_stop(struct printer *p)
{
	if (p == NULL)
		return;
	/* It ends when this does, and its child with it. */
	(void)close(p->fd);
	free(p);
}

static enum rc
take_answer(struct printer *p, struct buf *out, struct err *e)
{
	struct head head;
	char *room;

	if (!receive_all(p->fd, &head, sizeof(head)))
		return err_set(e, RC_UNAVAILABLE,
		    _("printer: its process is gone"));
	if (head.what == ANSWER_MISSING)
		return err_name(e, RC_UNAVAILABLE, "E_NO_PRINTER",
		    _("WeasyPrint is not there: install weasyprint, or set "
		      "letters.pdf = no"));
	if (head.what != ANSWER_DONE)
		return err_set(e, RC_INVALID,
		    _("WeasyPrint made no PDF of the letter"));
	room = buf_room(out, head.n);
	if (room == NULL || !receive_all(p->fd, room, head.n))
		return err_set(e, RC_UNAVAILABLE,
		    _("printer: its process is gone"));
	buf_grew(out, head.n);
	return RC_OK;
}

enum rc
printer_print(struct printer *p, const char *html, size_t n,
    enum printer_form form, struct buf *out, struct err *e)
{
	const struct head head = { .what = (int32_t)form, .n = (uint32_t)n };

	if (n > PAGE_MAX)
		return err_set(e, RC_INVALID, _("printer: too long a letter"));
	if (!send_all(p->fd, &head, sizeof(head)) || !send_all(p->fd, html, n))
		return err_set(e, RC_UNAVAILABLE,
		    _("printer: its process is gone"));
	return take_answer(p, out, e);
}
