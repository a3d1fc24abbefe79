/*
 * load -- clients that keep a server busy, and what they saw of it.
 *
 *	load SOCKET PID CLIENTS SECONDS [RATE]
 *
 * Each client has one request on its way: a case and its six triggers, then
 * the next case.  Without RATE the next one goes as soon as the answer is there;
 * with it, so many a second go in all, at their times whether or not the server
 * keeps up, and a latency counts from when the request was due.  The first half
 * second is not counted.  Prints one line of `name value` pairs.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LINE_ROOM 8192
#define PAYLOAD 300
#define WARM_NS 500000000
#define NS 1000000000
#define EVENTS 256

struct client {
	int fd;
	unsigned int next; /* trigger to send: 0 is the case itself */
	int64_t due; /* when the one on its way was, or the next is, due */
	int waiting; /* one is on its way */
	char number[32];
	char in[LINE_ROOM];
	size_t n;
};

static const char *const triggers[] = { NULL, "register", "begin", "visit",
	"visit", "visit", "finish" };
#define N_TRIGGERS (sizeof(triggers) / sizeof(triggers[0]))

static struct {
	int poll;
	long pid;
	size_t n_clients;
	int64_t start, count_from, end, step; /* step: ns between two of one */
	struct client *clients;
	uint32_t *seen; /* latencies in microseconds */
	size_t n_seen, room, cases;
	char payload[PAYLOAD + 1];
} l;

static void
die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static int64_t
ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

static void
send_next(struct client *c)
{
	char line[1024];
	int n;

	if (c->next == 0)
		n = snprintf(line, sizeof(line),
		    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.create\","
		    "\"params\":{\"workflow\":\"bench\",\"data\":{\"received\":"
		    "\"2026-11-20\",\"note\":\"%s\"}}}\n",
		    l.payload);
	else
		n = snprintf(line, sizeof(line),
		    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.act\","
		    "\"params\":{\"case\":\"%s\",\"action\":\"%s\",\"input\":{"
		    "%s\"note\":\"%u%s\"}}}\n",
		    c->number, triggers[c->next],
		    c->next == 1 || (c->next > 2 && c->next < 6) ?
			"\"count\":4," :
			"",
		    c->next, l.payload + 1);
	if (send(c->fd, line, (size_t)n, MSG_NOSIGNAL) != n)
		die("send");
	c->waiting = 1;
	c->next = (c->next + 1) % N_TRIGGERS;
}

static void
note_latency(struct client *c, int64_t now)
{
	if (now < l.count_from || c->due < l.count_from)
		return;
	if (l.n_seen == l.room) {
		l.room = l.room == 0 ? 65536 : 2 * l.room;
		l.seen = realloc(l.seen, l.room * sizeof(*l.seen));
		if (l.seen == NULL)
			die("memory");
	}
	l.seen[l.n_seen++] = (uint32_t)((now - c->due) / 1000);
}

static void
take_line(struct client *c, char *line)
{
	const char *number = strstr(line, "\"case\":\"");
	int64_t now = ticks();

	if (number == NULL || strstr(line, "\"error\"") != NULL) {
		fprintf(stderr, "load: refused: %s\n", line);
		exit(EXIT_FAILURE);
	}
	if (c->next == 1) {
		l.cases++;
		snprintf(c->number, sizeof(c->number), "%.*s",
		    (int)strcspn(number + 8, "\""), number + 8);
	}
	note_latency(c, now);
	c->waiting = 0;
	if (l.step == 0) {
		c->due = now;
		send_next(c);
		return;
	}
	c->due += l.step;
	if (c->due <= now)
		send_next(c);
}

static void
read_client(struct client *c)
{
	ssize_t got = recv(c->fd, c->in + c->n, LINE_ROOM - 1 - c->n, 0);
	char *end;

	if (got <= 0)
		die("the server has gone");
	c->n += (size_t)got;
	c->in[c->n] = '\0';
	while ((end = memchr(c->in, '\n', c->n)) != NULL) {
		*end = '\0';
		if (strncmp(c->in, "{\"boflyt\"", 9) != 0)
			take_line(c, c->in);
		c->n -= (size_t)(end + 1 - c->in);
		memmove(c->in, end + 1, c->n);
	}
}

static void
open_client(struct client *c, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd == -1 ||
	    connect(c->fd, (const struct sockaddr *)&sun, sizeof(sun)) == -1 ||
	    epoll_ctl(l.poll, EPOLL_CTL_ADD, c->fd, &ev) == -1)
		die(path);
}

/* Send what has come due; milliseconds until the next does. */
static int
send_due(void)
{
	int64_t now = ticks(), soonest = now + NS;
	struct client *c;

	for (c = l.clients; c < l.clients + l.n_clients; c++) {
		if (c->waiting)
			continue;
		if (c->due <= now)
			send_next(c);
		else if (c->due < soonest)
			soonest = c->due;
	}
	return (int)((soonest - now) / 1000000);
}

static void
loop(void)
{
	struct epoll_event events[EVENTS];
	int i, n, wait = 100;

	while (ticks() < l.end) {
		if (l.step != 0)
			wait = send_due();
		n = epoll_wait(l.poll, events, EVENTS, wait);
		for (i = 0; i < n; i++)
			read_client(events[i].data.ptr);
	}
}

/* Number N of /proc/PID/stat, after the name: 12 and 13 are CPU ticks. */
static double
cpu_of(long pid)
{
	unsigned long user = 0, kernel = 0;
	char path[64], text[1024];
	const char *rest;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if ((f = fopen(path, "re")) == NULL)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	if ((rest = strrchr(text, ')')) == NULL ||
	    sscanf(rest,
		") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		&kernel) != 2)
		return 0;
	return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

/* Add up the CPU seconds of PID and of its children. */
static double
cpu_of_all(long pid)
{
	double sum = cpu_of(pid);
	char path[64];
	long child;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", pid, pid);
	if ((f = fopen(path, "re")) == NULL)
		return sum;
	while (fscanf(f, "%ld", &child) == 1)
		sum += cpu_of_all(child);
	fclose(f);
	return sum;
}

static int
compare(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint32_t
percentile(size_t n)
{
	return l.n_seen == 0 ? 0 : l.seen[(l.n_seen - 1) * n / 100];
}

static void
prepare(char **argv, int argc)
{
	double rate = argc > 5 ? atof(argv[5]) : 0;
	size_t i;

	l.pid = atol(argv[2]);
	l.n_clients = (size_t)atol(argv[3]);
	memset(l.payload, 'x', PAYLOAD);
	l.clients = calloc(l.n_clients, sizeof(*l.clients));
	if (l.clients == NULL || (l.poll = epoll_create1(0)) == -1)
		die("clients");
	for (i = 0; i < l.n_clients; i++)
		open_client(&l.clients[i], argv[1]);
	if (rate > 0)
		l.step = (int64_t)((double)l.n_clients * NS / rate);
	l.start = ticks();
	l.count_from = l.start + WARM_NS;
	l.end = l.count_from + (int64_t)(atof(argv[4]) * NS);
	for (i = 0; i < l.n_clients; i++) {
		l.clients[i].due =
		    l.start + l.step * (int64_t)i / (int64_t)l.n_clients;
		if (l.step == 0)
			send_next(&l.clients[i]);
	}
}

int
main(int argc, char **argv)
{
	double cpu, seconds;

	if (argc != 5 && argc != 6) {
		fputs("usage: load SOCKET PID CLIENTS SECONDS [RATE]\n",
		    stderr);
		return EXIT_FAILURE;
	}
	prepare(argv, argc);
	seconds = (double)(l.end - l.count_from) / NS;
	cpu = cpu_of_all(l.pid);
	loop();
	cpu = cpu_of_all(l.pid) - cpu;
	qsort(l.seen, l.n_seen, sizeof(*l.seen), compare);
	printf("rate %.0f p50 %u p99 %u cpu %.4f cases %zu\n",
	    (double)l.n_seen / seconds, percentile(50), percentile(99),
	    l.n_seen == 0 ? 0 :
			    cpu * seconds / (seconds + WARM_NS / 1e9) * 1000 /
		    (double)l.n_seen,
	    l.cases);
	return EXIT_SUCCESS;
}
