/*
 * test_stress -- ten thousand who do nothing, floods, bad manners all at once,
 * and somebody who keeps the machine and has to get through.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define IDLE 10000
#define IDLE_MIB 64
#define FLOODERS 80
#define FULL 2000 /* requests that wait */
/* Some tens of ms on a machine of its own; here others work too. */
#define AT_ONCE_MS 5000
#define PATIENCE_MS 20000
#define STALLED 60
#define NOBODY 65534

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* A connection that has got its greeting. */
static int
greeted(const struct place *p)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char hello[512];
	ssize_t n;

	assert_true(fd != -1);
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", p->socket);
	assert_int_equal(connect(fd, (const struct sockaddr *)&sun,
			     sizeof(sun)),
	    0);
	assert_int_equal(poll(&pfd, 1, PATIENCE_MS), 1);
	n = recv(fd, hello, sizeof(hello), 0);
	assert_true(n > 9 && memcmp(hello, "{\"boflyt\"", 9) == 0);
	return fd;
}

static int
setup_with(void **state, const char *from, const char *to)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_replace(&w->place, "boflyt.conf", from, to);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

static int
setup_many(void **state)
{
	return setup_with(state, "[socket]",
	    "[limits]\nconnections = 20000\n[socket]");
}

static int
setup_few(void **state)
{
	int rc = setup_with(state, "mode = 0600",
	    "mode = 0666\n[limits]\nconnections = 20");
	struct work *w = *state;
	char run[96];

	snprintf(run, sizeof(run), "%s/run", w->place.dir);
	assert_int_equal(chmod(w->place.dir, 0711), 0);
	assert_int_equal(chmod(run, 0711), 0);
	return rc;
}

#ifndef BOFLYT_NO_LOCKDOWN
static long
memory_of(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "VmRSS: %ld", &kib) == 1)
			break;
	fclose(f);
	assert_true(kib > 0);
	return kib;
}
#endif

/* May this process have N more descriptors? */
static bool
may_open(rlim_t n)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return false;
	if (r.rlim_max < n + 64)
		return false;
	r.rlim_cur = r.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &r) == 0;
}

static void
ten_thousand_idle_connections_take_less_than_64_mib(void **state)
{
	static int idle[IDLE];
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int64_t before;
	int i;

	if (!may_open(IDLE))
		skip();
	for (i = 0; i < IDLE; i++)
		idle[i] = greeted(&w->place);
	before = now_ms();
	work_case(w, "nav01", "2027-01-04", number);
	assert_true(now_ms() - before < AT_ONCE_MS);
#ifndef BOFLYT_NO_LOCKDOWN
	print_message("with %d idle connections: %ld KiB\n", IDLE,
	    memory_of(place_worker(&w->place)));
	assert_true(memory_of(place_worker(&w->place)) < IDLE_MIB * 1024L);
#endif
	for (i = 0; i < IDLE; i++)
		close(idle[i]);
}

/* Send what C takes and forget what it answers; false when it has ended. */
static bool
push_and_forget(int fd, const char *line, size_t n, size_t *at)
{
	static char sink[65536];
	ssize_t done;

	while ((done = recv(fd, sink, sizeof(sink), MSG_DONTWAIT)) > 0)
		;
	if (done == 0)
		return false;
	while ((done = send(fd, line + *at, n - *at,
		    MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
		*at = (*at + (size_t)done) % n;
	return errno == EAGAIN;
}

/* Ask for more than can be done, for as long as this process lives. */
static void __attribute__((noreturn)) flood(const struct place *p)
{
	static const char line[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.create\","
	    "\"params\":{\"as\":\"nav01\",\"data\":{\"received\":"
	    "\"2027-01-04\",\"channel\":\"phone\",\"asks_help\":true}}}\n";
	int fd[FLOODERS], i;
	size_t at[FLOODERS] = { 0 };

	for (i = 0; i < FLOODERS; i++)
		fd[i] = greeted(p);
	for (;;) {
		for (i = 0; i < FLOODERS; i++)
			if (!push_and_forget(fd[i], line, sizeof(line) - 1,
				&at[i]))
				_exit(1);
		usleep(1000);
	}
}

static pid_t
begin_flood(struct work *w)
{
	int64_t until = now_ms() + PATIENCE_MS;
	json_int_t queue;
	json_t *status;
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0)
		flood(&w->place);
	do {
		assert_true(now_ms() < until);
		status = peer_do(&w->c, NULL, "sys.status", NULL);
		queue = int_in(status, "queue");
		json_decref(status);
	} while (queue < FULL);
	return pid;
}

static void
end_child(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* How long METHOD takes while the queue is full; the slowest of a few. */
static int64_t
slowest(struct work *w, const char *method)
{
	int64_t begun, worst = 0;
	struct peer c;
	json_t *result;
	int i;

	for (i = 0; i < 10; i++) {
		begun = now_ms();
		peer_open(&c, &w->place);
		result = peer_do(&c, "admin01", method, NULL);
		if (now_ms() - begun > worst)
			worst = now_ms() - begun;
		json_decref(result);
		peer_close(&c);
	}
	return worst;
}

static void
a_flooded_worker_still_says_how_it_is_at_once(void **state)
{
	struct work *w = *state;
	pid_t pid = begin_flood(w);
	int64_t status = slowest(w, "sys.status");
	int64_t doctor = slowest(w, "sys.doctor");
	json_t *last = peer_do(&w->c, NULL, "sys.status", NULL);

	end_child(pid);
	print_message("%lld requests waiting: status %lld ms, doctor %lld ms\n",
	    (long long)int_in(last, "queue"), (long long)status,
	    (long long)doctor);
	assert_true(int_in(last, "queue") >= FULL);
	json_decref(last);
	assert_true(status < AT_ONCE_MS);
	assert_true(doctor < AT_ONCE_MS);
}

/* Connect as somebody who is nobody here, for as long as this process lives. */
static void __attribute__((noreturn))
take_all_places(const struct place *p, int ready)
{
	int i;

	if (seteuid(NOBODY) != 0)
		_exit(1);
	for (i = 0; i < 19; i++)
		(void)greeted(p);
	if (write(ready, "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static void
an_operator_gets_in_when_others_have_every_connection(void **state)
{
	struct work *w = *state;
	struct peer c;
	int ends[2];
	pid_t pid;
	char x;

	/* Only root can be two users. */
	if (geteuid() != 0)
		skip();
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((pid = fork()) == 0)
		take_all_places(&w->place, ends[1]);
	assert_int_equal(read(ends[0], &x, 1), 1);
	peer_open(&c, &w->place);
	json_decref(peer_do(&c, "admin01", "sys.doctor", NULL));
	peer_close(&c);
	end_child(pid);
	close(ends[0]);
	close(ends[1]);
}

/* Requests whose answers nobody reads, until no more are taken. */
static void
push_unread(int fd)
{
	static const char line[] = "{\"jsonrpc\":\"2.0\",\"id\":1,"
				   "\"method\":\"sys.describe\"}\n";
	size_t at = 0;
	ssize_t n;

	while ((n = send(fd, line + at, sizeof(line) - 1 - at,
		    MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
		at = (at + (size_t)n) % (sizeof(line) - 1);
	assert_int_equal(errno, EAGAIN);
}

/* Each one behaves badly in its own way; the connection stays open. */
static int
misbehave(const struct place *p, int how)
{
	static const char *const lines[] = { "{\"jsonrpc\":\"2.0\",\"id\":",
		"\0\0\0\xff\xfe\n{{{{[[[\"\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"document.put\","
		"\"params\":{\"as\":\"nav01\",\"case\":\"2027/1\","
		"\"file\":3}}\n",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sys.status\"}\n" };
	int fd = greeted(p);
	const char *line = lines[how % 4];

	(void)send(fd, line, how % 4 == 1 ? 15 : strlen(line), MSG_NOSIGNAL);
	if (how % 4 == 3 && how % 8 == 3)
		push_unread(fd);
	else if (how % 4 == 3)
		assert_int_equal(shutdown(fd, SHUT_WR), 0);
	return fd;
}

static void
who_stalls_leaves_lies_or_never_reads_keeps_nobody_waiting(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int fd[STALLED], i;
	int64_t begun, took, worst = 0;

	for (i = 0; i < STALLED; i++)
		fd[i] = misbehave(&w->place, i);
	for (i = 0; i < 20; i++) {
		begun = now_ms();
		work_case(w, "nav01", "2027-01-04", number);
		took = now_ms() - begun;
		worst = took > worst ? took : worst;
	}
	print_message("among %d: a step took %lld ms at most\n", STALLED,
	    (long long)worst);
	assert_true(worst < AT_ONCE_MS);
	for (i = 0; i < STALLED; i++)
		close(fd[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f, begin) cmocka_unit_test_setup_teardown(f, begin, work_teardown)
		T(ten_thousand_idle_connections_take_less_than_64_mib,
		    setup_many),
		T(a_flooded_worker_still_says_how_it_is_at_once, work_setup),
		T(an_operator_gets_in_when_others_have_every_connection,
		    setup_few),
		T(who_stalls_leaves_lies_or_never_reads_keeps_nobody_waiting,
		    work_setup),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
