/*
 * probe -- what many cases and many timers cost.
 *
 *	probe fill DATABASE CASES DUE SPREAD	add open cases, each with a timer
 *						due from DUE (ms UTC), spread
 *						over SPREAD ms
 *	probe start SOCKET DAEMON ARG …		start to first reply, idle memory
 *	probe due SOCKET DATABASE CASES DUE DAEMON ARG …
 *						until all have fired, and how
 *						long a person waited meanwhile
 *
 * Each prints one line of `name value` pairs.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "base/secret.h"
#include "store/case.h"
#include "store/history.h"
#include "store/store.h"
#include "store/timer.h"
#include "store/tx.h"
#include "store/version.h"

#define CASES_IN_ONE 1000
#define NS 1000000000
#define PATIENCE_S 60
#define IDLE_S 3
#define PAUSE_MS 10

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "probe: %s: %s\n", what, why);
	exit(EXIT_FAILURE);
}

static void
must(enum rc rc, const struct err *e)
{
	if (rc != RC_OK)
		die("store", e->text);
}

static int64_t
instant(clockid_t which)
{
	struct timespec ts;

	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

static void
rest(int64_t ms)
{
	const struct timespec ts = { .tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000 };

	nanosleep(&ts, NULL);
}

static struct store *
open_store(const char *path)
{
	unsigned char key[SECRET_SIZE];
	const struct store_options o = { .municipality = "5501", .key = key };
	struct err e = ERR_INIT;
	struct store *s;
	char file[512];

	/* <state>/5501/cases.db and <state>/5501.key */
	(void)snprintf(file, sizeof(file), "%.*s.key",
	    (int)(strlen(path) - strlen("/cases.db")), path);
	must(secret_read(file, key, &e), &e);
	must(store_open(path, &o, &s, &e), &e);
	secret_wipe(key, sizeof(key));
	return s;
}

static void
add_case(struct tx *tx, int64_t definition, int64_t due, const json_t *data)
{
	struct case_head h = { .definition = definition,
		.stage = "work",
		.status = "open",
		.unit = "nav",
		.contact = "bench" };
	struct case_change change = { .data = { [BF_CLASS_CASE] = data } };
	struct timer t = { .due = due,
		.kind = "definition",
		.stage = "work",
		.name = "remind" };
	struct err e = ERR_INIT;

	must(date_parse("2026-11-20", &h.received, &e), &e);
	h.entered = h.received;
	must(case_create(tx, &h, &change, &e), &e);
	t.case_id = h.id;
	must(timer_add(tx, &t, &e), &e);
}

static int
fill(char **argv)
{
	struct store *s = open_store(argv[0]);
	int64_t i, n = atoll(argv[1]), due = atoll(argv[2]);
	int64_t spread = atoll(argv[3]), now;
	json_t *data =
	    json_pack("{ss si}", "received", "2026-11-20", "level", 2);
	struct err e = ERR_INIT;
	struct version v = { .id = 0 };
	struct tx *tx = NULL;

	must(version_get_active(s, "bench", &v, &e), &e);
	now = instant(CLOCK_REALTIME) / 1000000;
	for (i = 0; i < n; i++) {
		if (tx == NULL)
			must(tx_begin(s, now, &tx, &e), &e);
		add_case(tx, v.id, due + i * spread / n, data);
		if ((i + 1) % CASES_IN_ONE == 0 || i + 1 == n)
			must(tx_commit(&tx, &e), &e);
		if (tx == NULL && store_wal_frames(s) > 8000)
			must(store_checkpoint(s, &e), &e);
	}
	must(store_checkpoint(s, &e), &e);
	printf("cases %lld bytes %lld\n", (long long)n,
	    (long long)store_size(s));
	json_decref(data);
	version_fini(&v);
	store_close(s);
	return EXIT_SUCCESS;
}

static pid_t
spawn(char **argv)
{
	pid_t pid = fork();

	if (pid == -1)
		die("fork", strerror(errno));
	if (pid != 0)
		return pid;
	execv(argv[0], argv);
	_exit(127);
}

static int
try_connect(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	if (fd != -1 &&
	    connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A connection that was greeted; NULL: nobody listens, or not yet. */
static FILE *
try_meet(const char *path)
{
	int fd = try_connect(path);
	FILE *peer = fd == -1 ? NULL : fdopen(fd, "r+e");
	char *line = NULL;
	size_t room = 0;
	bool greeted = peer != NULL && getline(&line, &room, peer) != -1 &&
	    strncmp(line, "{\"boflyt\"", 9) == 0;

	free(line);
	if (greeted || peer == NULL)
		return peer;
	fclose(peer);
	return NULL;
}

/* Connect as soon as the worker serves. */
static FILE *
meet(const char *path)
{
	int64_t end = instant(CLOCK_MONOTONIC) + (int64_t)PATIENCE_S * NS;
	FILE *peer;

	while ((peer = try_meet(path)) == NULL) {
		if (instant(CLOCK_MONOTONIC) > end)
			die(path, "nobody serves");
		rest(1);
	}
	return peer;
}

/* One request; the result is the caller's. */
static json_t *
ask(FILE *peer, const char *method, const char *params)
{
	json_t *reply, *result;
	char *line = NULL;
	size_t room = 0;

	fprintf(peer,
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}\n",
	    method, params);
	fflush(peer);
	if (getline(&line, &room, peer) == -1)
		die(method, "no answer");
	reply = json_loads(line, 0, NULL);
	if ((result = json_incref(json_object_get(reply, "result"))) == NULL)
		die(method, line);
	json_decref(reply);
	free(line);
	return result;
}

static int64_t
commits(FILE *peer)
{
	json_t *status = ask(peer, "sys.status", "{}");
	int64_t n = json_integer_value(json_object_get(status, "commit"));

	json_decref(status);
	return n;
}

static long
memory_of(long pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	if ((f = fopen(path, "re")) == NULL)
		return 0;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "VmRSS: %ld", &kib) == 1)
			break;
	fclose(f);
	return kib;
}

/* The worker is the daemon's child, or itself where there is no parent. */
static long
worker_of(pid_t pid)
{
	char path[64];
	long child = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", (long)pid,
	    (long)pid);
	if ((f = fopen(path, "re")) != NULL) {
		if (fscanf(f, "%ld", &child) != 1)
			child = 0;
		fclose(f);
	}
	return child != 0 ? child : (long)pid;
}

static void
stop(pid_t pid)
{
	int status;

	kill(pid, SIGTERM);
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != 0)
		die("the daemon", "did not end well");
}

static int
start(char **argv)
{
	int64_t began = instant(CLOCK_MONOTONIC), took;
	pid_t pid = spawn(argv + 1);
	FILE *peer = meet(argv[0]);

	(void)commits(peer);
	took = instant(CLOCK_MONOTONIC) - began;
	rest(INT64_C(1000) * IDLE_S);
	printf("start_us %lld rss %ld\n", (long long)took / 1000,
	    memory_of(worker_of(pid)));
	fclose(peer);
	stop(pid);
	return EXIT_SUCCESS;
}

/* One person looks at cases all the while; the longest that this took. */
static int64_t
look_until(FILE *peer, FILE *person, int64_t goal)
{
	int64_t before, took, longest = 0, looks = 0;
	int64_t end = instant(CLOCK_MONOTONIC) + (int64_t)PATIENCE_S * NS;

	while (commits(peer) - looks < goal) {
		before = instant(CLOCK_MONOTONIC);
		json_decref(ask(person, "case.show", "{\"case\":\"2026/7\"}"));
		took = instant(CLOCK_MONOTONIC) - before;
		looks++;
		if (took > longest)
			longest = took;
		if (before > end)
			die("timers", "not all have fired");
		rest(PAUSE_MS);
	}
	return longest;
}

/* Each of the cases has one row that its timer wrote, and no timer is left. */
static void
check_fired(const char *path, int64_t n)
{
	struct store *s = open_store(path);
	int64_t after = 0, due = 0, fired = 0, id;
	unsigned char *seen = calloc(1, (size_t)n + 1);
	struct err e = ERR_INIT;
	json_t *rows = NULL, *row;
	const char *kind;
	size_t i, got;

	if (seen == NULL)
		die("memory", strerror(errno));
	must(timer_soonest(s, &due, &e), &e);
	do {
		must(history_list_all(s, after, STORE_LIST_MAX, false, false,
			 &rows, &e),
		    &e);
		got = json_array_size(rows);
		json_array_foreach(rows, i, row) {
			after = json_integer_value(json_object_get(row, "pos"));
			kind = json_string_value(json_object_get(row, "kind"));
			id =
			    json_integer_value(json_object_get(row, "subject"));
			if (strcmp(kind, "timer") != 0)
				continue;
			if (id < 1 || id > n || seen[id]++ != 0)
				die("timers", "one fired twice");
			fired++;
		}
		json_decref(rows);
	} while (got > 0);
	if (fired != n || due != INT64_MAX)
		die("timers", "one did not fire");
	free(seen);
	store_close(s);
}

static int
due(char **argv)
{
	int64_t n = atoll(argv[2]), at = atoll(argv[3]) * 1000000, longest,
		goal;
	pid_t pid = spawn(argv + 4);
	FILE *peer = meet(argv[0]), *person = meet(argv[0]);
	double took;

	goal = commits(peer) + n;
	if (instant(CLOCK_REALTIME) >= at)
		die("timers", "they were due before the daemon was ready");
	rest((at - instant(CLOCK_REALTIME)) / 1000000);
	longest = look_until(peer, person, goal);
	took = (double)(instant(CLOCK_REALTIME) - at) / NS;
	fclose(peer);
	fclose(person);
	stop(pid);
	check_fired(argv[1], n);
	printf("timers %lld seconds %.3f person_us %lld\n", (long long)n, took,
	    (long long)longest / 1000);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	if (argc == 6 && strcmp(argv[1], "fill") == 0)
		return fill(argv + 2);
	if (argc > 3 && strcmp(argv[1], "start") == 0)
		return start(argv + 2);
	if (argc > 6 && strcmp(argv[1], "due") == 0)
		return due(argv + 2);
	fputs("usage: probe fill DATABASE CASES DUE SPREAD\n"
	      "       probe start SOCKET DAEMON ARG ...\n"
	      "       probe due SOCKET DATABASE CASES DUE DAEMON ARG ...\n",
	    stderr);
	return EXIT_FAILURE;
}
