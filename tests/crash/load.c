/*
 * load -- work at once that remembers; see load.h.
 */
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../e2e/post.h"
#include "../cmocka_all.h"

enum { OPEN_CASE, FILE_PAPER, SEND_LETTER, CLOSE_CASE, N_KINDS };

int64_t
load_ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
make_page(struct load *l)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/page", l->place.dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd != -1);
	assert_int_equal(ftruncate(fd, sizeof(*l->page)), 0);
	l->page = mmap(NULL, sizeof(*l->page), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);
	assert_true(l->page != MAP_FAILED);
	close(fd);
	l->page->room = -1;
}

static void
make(struct load *l)
{
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	place_make(&l->place);
	post_at_once(&l->place);
#ifndef SANITIZED
	make_page(l);
#else
	(void)make_page;
#endif
}

void
load_make(struct load *l)
{
	memset(l, 0, sizeof(*l));
	make(l);
}

void
load_make_parts(struct load *l)
{
	static const char *const names[LOAD_PARTS] = { "plan", "eviction",
		"deposit" };
	size_t i;

	memset(l, 0, sizeof(*l));
	l->parts = true;
	make(l);
	for (i = 0; i < LOAD_PARTS; i++)
		place_add_plugin(&l->place, names[i], "");
}

static void
forget_asks(struct load *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		json_decref(l->asks[i].reply);
	l->n = l->first = 0;
	memset(l->last, 0, sizeof(l->last));
	memset(l->granted, 0, sizeof(l->granted));
	l->day = 0;
	l->cases = l->letters = 0;
}

void
load_remove(struct load *l)
{
	forget_asks(l);
	if (l->page != NULL)
		munmap(l->page, sizeof(*l->page));
	place_remove(&l->place);
}

void
load_preload(const struct load *l, bool on)
{
	char page[128], library[512];

	if (l->page == NULL || !on) {
		unsetenv("LD_PRELOAD");
		return;
	}
	snprintf(page, sizeof(page), "%s/page", l->place.dir);
	snprintf(library, sizeof(library), "%s/tests/crash/preload.so",
	    getenv("builddir"));
	setenv("BOFLYT_CRASH_PAGE", page, 1);
	setenv("LD_PRELOAD", library, 1);
}

/* Start the daemon with the library in between. */
static void
start(struct load *l)
{
	int64_t begun = load_ticks(), took;

	if (l->page != NULL) {
		l->page->calls = l->page->stop_at = 0;
		l->page->stopped = false;
	}
	load_preload(l, true);
	place_start(&l->place);
	load_preload(l, false);
	took = load_ticks() - begun;
	if (took > l->slowest)
		l->slowest = took;
}

void
load_start(struct load *l)
{
	size_t i;

	start(l);
	for (i = 0; i < LOAD_PEERS; i++)
		peer_open(&l->peers[i], &l->place);
}

void
load_start_anew(struct load *l)
{
	json_t *r;

	forget_asks(l);
	place_forget(&l->place);
	load_start(l);
	peer_load_workflow(&l->peers[0]);
	r = peer_do(&l->peers[0], "nav01", "person.add",
	    params("{s:s,s:s,s:s}", "name", "Kari", "address", "Storgata 1",
		"postal_code", "2211"));
	l->person = int_in(r, "person");
	json_decref(r);
}

static void
case_params(const struct load *l, const struct ask *a, json_t *p)
{
	if (a->kind == OPEN_CASE)
		json_object_update_new(p,
		    params("{s:s, s:{s:s, s:s, s:b, s:I}}", "workflow",
			"boligsosial", "data", "received", "2027-01-04",
			"channel", "phone", "asks_help", 1, "person",
			l->person));
	else
		json_object_set_new(p, "case", json_string(a->number));
	if (a->kind == FILE_PAPER)
		json_object_set_new(p, "file", json_integer(0));
	if (a->kind == SEND_LETTER)
		json_object_set_new(p, "action", json_string("reply"));
	if (a->kind == CLOSE_CASE)
		json_object_update_new(p,
		    params("{s:s, s:{s:s}}", "action", "withdraw", "input",
			"end_reason", "flyttet"));
}

/* A line that asks for A, with the place of A as its id and in its key. */
static char *
line_of(const struct load *l, size_t i)
{
	static const char *const methods[N_KINDS] = { "case.create",
		"document.put", "case.act", "case.act" };
	const struct ask *a = &l->asks[i];
	char key[32], *text, *line = NULL;
	json_t *p, *request;

	snprintf(key, sizeof(key), "key-%zu", i);
	p = params("{s:s, s:s}", "as", "nav01", "idem", key);
	if (l->parts)
		parts_params(a, i, p);
	else
		case_params(l, a, p);
	request = params("{s:s, s:I, s:s, s:o}", "jsonrpc", "2.0", "id",
	    (json_int_t)i + 1, "method",
	    l->parts ? parts_method(a->kind) : methods[a->kind], "params", p);
	text = json_dumps(request, JSON_COMPACT);
	assert_true(asprintf(&line, "%s\n", text) > 0);
	json_decref(request);
	free(text);
	return line;
}

/* Send LINE, with the descriptor FD unless it is -1; false: nobody is there. */
static bool
send_line(const struct peer *c, const char *line, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { (void *)(uintptr_t)line, strlen(line) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *cm;

	memset(control, 0, sizeof(control));
	if (fd != -1) {
		msg.msg_control = control;
		msg.msg_controllen = sizeof(control);
		cm = CMSG_FIRSTHDR(&msg);
		cm->cmsg_level = SOL_SOCKET;
		cm->cmsg_type = SCM_RIGHTS;
		cm->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(cm), &fd, sizeof(int));
	}
	return sendmsg(c->fd, &msg, MSG_NOSIGNAL) == (ssize_t)iov.iov_len;
}

/* Send the ask I once more or for the first time. */
static bool
ask_line(struct load *l, size_t i)
{
	char *line = line_of(l, i), bytes[600];
	int fd = -1;
	bool sent;

	if (!l->parts && l->asks[i].kind == FILE_PAPER) {
		memset(bytes, 'a' + (int)(i % 26), sizeof(bytes));
		fd = memfd_create("paper", MFD_CLOEXEC);
		assert_int_equal(write(fd, bytes, sizeof(bytes)),
		    sizeof(bytes));
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	}
	sent = send_line(&l->peers[l->asks[i].peer], line, fd);
	if (fd != -1)
		close(fd);
	free(line);
	return sent;
}

/* The peer's next request after the ask LAST, whose reply has come. */
static bool
ask_next(struct load *l, int peer, const struct ask *last)
{
	struct ask *a = &l->asks[l->n];

	assert_true(l->n < LOAD_ASKS);
	l->last[peer] = l->n + 1;
	*a = (struct ask){ .peer = peer };
	if (l->parts) {
		a->day = l->day;
		if (last != NULL && parts_method(last->kind + 1) != NULL)
			parts_made(last, a);
		else
			parts_begin(l, a);
		return ask_line(l, l->n++);
	}
	if (last != NULL && last->kind != CLOSE_CASE) {
		a->kind = last->kind + 1;
		snprintf(a->number, sizeof(a->number), "%s",
		    last->kind == OPEN_CASE ? text_in(last->reply, "case") :
					      last->number);
	}
	l->cases += a->kind == OPEN_CASE;
	l->letters += a->kind == SEND_LETTER;
	return ask_line(l, l->n++);
}

/* Note what REPLY, taken over, promises; gives the ask that it belongs to. */
static struct ask *
note_reply(struct load *l, json_t *reply)
{
	json_t *result = json_object_get(reply, "result");
	struct ask *a = &l->asks[int_in(reply, "id") - 1];

	if (result == NULL)
		fail_msg("refused: %s", json_dumps(reply, 0));
	if (a->reply != NULL && !json_equal(a->reply, result))
		fail_msg("promised %s, then said %s",
		    json_dumps(a->reply, JSON_SORT_KEYS),
		    json_dumps(result, JSON_SORT_KEYS));
	if (a->reply == NULL)
		a->reply = json_incref(result);
	json_decref(reply);
	return a;
}

/* Has a whole line come?  False too when the daemon is gone. */
static bool
has_line(struct peer *c)
{
	return c->n > 0 && memchr(c->in, '\n', c->n) != NULL;
}

/* Take what is there without waiting; false: the daemon is gone. */
static bool
take_bytes(struct peer *c)
{
	ssize_t got;

	if (c->room - c->n < 65536) {
		c->room = c->n + 131072;
		c->in = realloc(c->in, c->room);
		assert_non_null(c->in);
	}
	got = recv(c->fd, c->in + c->n, c->room - c->n, MSG_DONTWAIT);
	if (got > 0)
		c->n += (size_t)got;
	return got > 0 || (got == -1 && errno == EAGAIN);
}

/* Take every line of the peer; with GO, ask on after each. */
static bool
serve_peer(struct load *l, int peer, bool go)
{
	struct peer *c = &l->peers[peer];
	bool alive = take_bytes(c);
	struct ask *a;

	while (has_line(c)) {
		a = note_reply(l, peer_read(c));
		if (go && !ask_next(l, peer, a))
			alive = false;
	}
	return alive;
}

/* Take answers for MS, asking on after each with GO, else until the last one. */
static void
attend(struct load *l, int ms, bool go)
{
	struct pollfd pfds[LOAD_PEERS];
	int64_t until = load_ticks() + ms;
	bool alive = true;
	int i;

	for (i = 0; i < LOAD_PEERS; i++)
		pfds[i] = (struct pollfd){ l->peers[i].fd, POLLIN, 0 };
	while (alive && load_ticks() < until &&
	    (go || l->asks[l->n - 1].reply == NULL) &&
	    (l->page == NULL || !l->page->stopped)) {
		poll(pfds, LOAD_PEERS, 1);
		for (i = 0; i < LOAD_PEERS; i++)
			if (pfds[i].revents != 0)
				alive = serve_peer(l, i, go) && alive;
	}
}

void
load_run(struct load *l, int ms)
{
	const struct ask *last;
	bool alive = true;
	int i;

	l->first = l->n;
	for (i = 0; i < LOAD_PEERS; i++) {
		/* A course through the parts goes on where it was broken. */
		last = l->parts && l->last[i] > 0 ? &l->asks[l->last[i] - 1] :
						    NULL;
		alive = ask_next(l, i, last) && alive;
	}
	if (alive)
		attend(l, ms, true);
}

void
load_turn_clock(struct load *l, int days, int ms)
{
	struct ask *a = &l->asks[l->n];

	assert_true(l->n < LOAD_ASKS);
	l->first = l->n;
	l->day += days;
	*a = (struct ask){ .day = l->day };
	parts_clock(a);
	if (ask_line(l, l->n++))
		attend(l, ms, false);
}

void
load_finish(struct load *l)
{
	size_t i;

	for (i = l->first; i < l->n; i++)
		while (l->asks[i].reply == NULL)
			note_reply(l, peer_read(&l->peers[l->asks[i].peer]));
}

pid_t
load_worker(const struct load *l)
{
	return place_process(&l->place, "boflytd: 3401");
}

static void
nap(void)
{
	const struct timespec ts = { .tv_nsec = 5 * 1000 * 1000 };

	nanosleep(&ts, NULL);
}

pid_t
load_courier(const struct load *l)
{
	int64_t until = load_ticks() + 20000;
	pid_t pid;

	while ((pid = place_process(&l->place, "boflytd: courier")) == 0) {
		assert_true(load_ticks() < until);
		nap();
	}
	return pid;
}

/* How many are still to be sent, on the first page of them. */
static size_t
waiting(struct load *l)
{
	json_t *r = peer_do(&l->peers[0], "nav01", "outbox.list",
	    params("{s:s}", "state", "pending"));
	size_t n = json_array_size(json_object_get(r, "rows"));

	json_decref(r);
	return n;
}

void
load_post(struct load *l)
{
	int64_t until = load_ticks() + 60000, next = load_ticks() + 500;

	/* One that met too many ends waits for hours of a clock that stands. */
	for (; waiting(l) > 0; nap()) {
		assert_true(load_ticks() < until);
		if (load_ticks() < next)
			continue;
		next = load_ticks() + 1000;
		json_decref(peer_do(&l->peers[0], "admin01", "clock.advance",
		    params("{s:s}", "to", "7h")));
	}
}

void
load_leave(struct load *l)
{
	int i;

	for (i = 0; i < LOAD_PEERS; i++) {
		while (l->peers[i].fd != -1 && serve_peer(l, i, false)) {
			struct pollfd pfd = { l->peers[i].fd, POLLIN, 0 };

			if (poll(&pfd, 1, 20000) != 1)
				fail_msg("a connection outlives the worker");
		}
		peer_close(&l->peers[i]);
	}
}

void
load_kill(struct load *l)
{
	pid_t pids[2];
	int i;

	/* The parent must not begin anew what is to end. */
	assert_int_equal(kill(l->place.pid, SIGSTOP), 0);
	pids[0] = load_worker(l);
	pids[1] = place_process(&l->place, "boflytd: courier");
	for (i = 0; i < 2; i++)
		if (pids[i] != 0)
			assert_int_equal(kill(pids[i], SIGKILL), 0);
	(void)place_stop(&l->place, SIGKILL);
	for (i = 0; i < 2; i++)
		if (pids[i] != 0)
			assert_int_equal(waitpid(pids[i], NULL, 0), pids[i]);
	load_leave(l);
}

/* The one answer of the ask I, sent again. */
static void
check_ask(struct load *l, size_t i)
{
	struct ask *a = &l->asks[i];
	struct peer *c = &l->peers[a->peer];

	assert_true(ask_line(l, i));
	note_reply(l, peer_read(c));
	assert_non_null(a->reply);
}

/* Where the case stands is where the ask A, its last one, has left it. */
static void
check_case(struct load *l, const struct ask *a)
{
	json_t *now = peer_do(&l->peers[0], "nav01", "case.show",
	    params("{s:s}", "case", a->number));

	if (int_in(now, "rev") != int_in(a->reply, "rev"))
		fail_msg("case %s: revision %lld, promised %lld", a->number,
		    (long long)int_in(now, "rev"),
		    (long long)int_in(a->reply, "rev"));
	json_decref(now);
}

static void
check_count(struct load *l)
{
	json_t *status = peer_do(&l->peers[0], "admin01", "sys.status", NULL);

	assert_int_equal(int_in(status, "cases_open") +
		int_in(status, "cases_closed"),
	    l->cases);
	json_decref(status);
}

static void
check_whole(struct load *l)
{
	json_t *verified;

	verified = peer_do(&l->peers[0], "audit01", "sys.verify", NULL);
	if (!json_is_true(json_object_get(verified, "ok")))
		fail_msg("%s", json_dumps(verified, 0));
	json_decref(verified);
}

void
load_check(struct load *l)
{
	struct ask *a;
	size_t i;

	if (l->parts)
		parts_check(l, false);
	for (i = l->first; i < l->n; i++)
		check_ask(l, i);
	for (i = l->first; !l->parts && i < l->n; i++) {
		a = &l->asks[i];
		if (a->kind == CLOSE_CASE)
			check_case(l, a);
	}
	if (l->parts)
		parts_check(l, true);
	else
		check_count(l);
	check_whole(l);
}

int
load_rounds(int usual)
{
	const char *text = getenv("BOFLYT_KILL_ROUNDS");
	int n = text == NULL ? usual : atoi(text);

	return n < 4 ? 4 : n;
}

int
load_draw(uint32_t *seed, int n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (int)((*seed >> 8) % (uint32_t)n);
}
