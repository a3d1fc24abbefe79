/*
 * bare -- the least that a server can do and still write the same rows.
 *
 * The yardstick of `make bench`: JSON lines over a Unix socket, jansson, the
 * daemon's own schema, each statement prepared once, one transaction for
 * whatever has arrived, synchronous = FULL.  It checks nothing, knows no roles,
 * no definition and no script; the words of bench/workflows/bench are its code.
 *
 *	bare SOCKET DATABASE
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>

#include "bare_sql.h"
#include "store/store.h"

#define BATCH 256
#define EVENTS 256
#define LINE_ROOM 65536
#define ENVELOPE 33 /* header bytes of a value that is not sealed */
#define SALT 16
#define HASH 32
#define LOG_FRAMES 32000 /* then it goes into the database */

struct client {
	int fd;
	size_t n;
	char in[LINE_ROOM];
};

/* A request that has run, until its reply may go. */
struct answer {
	struct client *to;
	char *line; /* owned */
};

/* What a trigger reads of its case. */
struct head {
	sqlite3_int64 id, rev;
	char number[32];
	const char *stage;
};

static const char derivation[] =
    "mål: 14 dager etter fredag 20. november 2026 (Mottatt) er fredag 4. "
    "desember 2026";

static sqlite3_int64 now, commits, position;
static unsigned char chain[HASH];
static int frames;
static volatile sig_atomic_t stopping;

/* TEXT behind HEADER bytes that no key has sealed; the caller frees. */
static struct bytes
envelop(size_t header, const char *text)
{
	size_t n = strlen(text);
	char *all = calloc(1, header + n + 1);

	if (all == NULL)
		die("memory");
	memcpy(all + header, text, n);
	return (struct bytes){ all, header + n };
}

static void
drop(struct bytes b)
{
	free((void *)(uintptr_t)b.at);
}

/* A history row with PARTS and its place in the chain. */
static void
add_history(const char *kind, const struct head *h, sqlite3_int64 seq,
    const char *const *parts, int n)
{
	unsigned char commitment[2][HASH];
	crypto_generichash_state state;
	struct bytes body[2];
	int i;

	position++;
	crypto_generichash_init(&state, NULL, 0, HASH);
	crypto_generichash_update(&state, chain, HASH);
	crypto_generichash_update(&state, (const unsigned char *)kind,
	    strlen(kind));
	for (i = 0; i < n; i++) {
		body[i] = envelop(ENVELOPE + SALT, parts[i]);
		randombytes_buf((char *)(uintptr_t)body[i].at + ENVELOPE, SALT);
		crypto_generichash(commitment[i], HASH,
		    (const unsigned char *)body[i].at + ENVELOPE,
		    body[i].n - ENVELOPE, NULL, 0);
		crypto_generichash_update(&state, commitment[i], HASH);
	}
	crypto_generichash_final(&state, chain, HASH);
	run(ADD_HISTORY, "iisiiib", position, commits, kind, h->id, seq, now,
	    (struct bytes){ chain, HASH });
	for (i = 0; i < n; i++) {
		run(ADD_PART, "iibb", position, (sqlite3_int64)i,
		    (struct bytes){ commitment[i], HASH }, body[i]);
		drop(body[i]);
	}
}

static void
set_value(const struct head *h, const char *field, const char *value)
{
	run(END_VALUE, "isi", h->id, field, now);
	run(ADD_VALUE, "issi", h->id, field, value, now);
}

static void
save_note(const struct head *h, json_t *input)
{
	char *text = json_dumps(input, JSON_COMPACT | JSON_SORT_KEYS);
	struct bytes b = envelop(ENVELOPE, text);

	run(SAVE_PART, "ib", h->id, b);
	drop(b);
	free(text);
}

/* How the case was, and what the step changed beside it. */
static void
save_undo(const struct head *h, json_t *input, const char *before)
{
	struct bytes body, changes = envelop(ENVELOPE, derivation);
	json_t *was = json_pack("{sO ss}", "data", input, "head", before);
	char *text = json_dumps(was, JSON_COMPACT | JSON_SORT_KEYS);

	body = envelop(ENVELOPE, text);
	run(ADD_UNDO, "iiibb", h->id, h->rev, now, body, changes);
	drop(body);
	drop(changes);
	free(text);
	json_decref(was);
}

/* The step's row and the look-up's. */
static void
write_trail(const char *kind, const char *method, const struct head *h,
    json_t *input)
{
	json_t *clear, *sealed, *seen;
	char *text[2];

	commits++;
	clear = json_pack("{ss s{ss} s[{si ss}]}", "class", "case", "what",
	    "action", kind, "effects", "no", 1, "verb", "go");
	sealed = json_pack("{ss sO sO}", "class", "identity", "input", input,
	    "set", input);
	text[0] = json_dumps(clear, JSON_COMPACT | JSON_SORT_KEYS);
	text[1] = json_dumps(sealed, JSON_COMPACT | JSON_SORT_KEYS);
	add_history(kind, h, h->rev, (const char *const *)text, 2);
	free(text[0]);
	free(text[1]);
	seen = json_pack("{ss s[[sI]]}", "method", method, "subjects", "case",
	    (json_int_t)h->id);
	text[0] = json_dumps(seen, JSON_COMPACT | JSON_SORT_KEYS);
	add_history("lookup", h, 0, (const char *const *)text, 1);
	run(ADD_LOOKUP, "ii", h->id, position);
	free(text[0]);
	json_decref(clear);
	json_decref(sealed);
	json_decref(seen);
}

static void
create(json_t *params, struct head *h)
{
	json_t *data = json_object_get(params, "data");
	const char *received =
	    json_string_value(json_object_get(data, "received"));
	json_t *clear = json_pack("{ss}", "received", received);
	char *text = json_dumps(clear, JSON_COMPACT);
	sqlite3_int64 number;
	sqlite3_stmt *s;

	s = start(NEXT_NUMBER, "");
	number = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	run(ADD_CASE, "isis", number, received, now, text);
	h->id = sqlite3_last_insert_rowid(db);
	h->rev = 1;
	h->stage = "intake";
	snprintf(h->number, sizeof(h->number), "2026/%lld", number);
	run(ADD_VALUE, "issi", h->id, "@stage", "intake", now);
	run(ADD_VALUE, "issi", h->id, "@status", "open", now);
	run(ADD_VALUE, "issi", h->id, "@unit", "nav", now);
	run(ADD_VALUE, "issi", h->id, "@contact", "bench", now);
	run(ADD_VALUE, "issi", h->id, "@definition", "1", now);
	run(ADD_VALUE, "issi", h->id, "received", received, now);
	save_note(h, data);
	run(ADD_DEADLINE, "isssi", h->id, "intake", "answer", derivation, now);
	run(ADD_OVERDUE, "iis", h->id, now, "intake");
	write_trail("create", "case.create", h, data);
	free(text);
	json_decref(clear);
}

/* What an action does beside its note. */
static void
do_action(struct head *h, const char *action)
{
	if (strcmp(action, "register") == 0) {
		set_value(h, "level", "2");
	} else if (strcmp(action, "begin") == 0) {
		set_value(h, "@stage", h->stage = "work");
		run(DROP_OVERDUE, "i", h->id);
		run(MEET_DEADLINE, "ii", h->id, now);
		run(ADD_DEADLINE, "isssi", h->id, "work", "work", derivation,
		    now);
		run(ADD_OVERDUE, "iis", h->id, now, "work");
		run(ADD_TIMER, "ii", h->id, now);
	} else if (strcmp(action, "finish") == 0) {
		set_value(h, "@stage", h->stage = "closed");
		set_value(h, "@status", "closed");
		set_value(h, "@outcome", "withdrawn");
		run(MEET_DEADLINE, "ii", h->id, now);
		run(DROP_TIMERS, "i", h->id);
	}
}

static const char *
known_stage(const char *name)
{
	return strcmp(name, "intake") == 0 ? "intake" : "work";
}

static void
act(json_t *params, struct head *h)
{
	json_t *input = json_object_get(params, "input"), *data;
	const char *action =
	    json_string_value(json_object_get(params, "action"));
	const char *number = json_string_value(json_object_get(params, "case"));
	sqlite3_stmt *s;
	char *text;

	snprintf(h->number, sizeof(h->number), "%s", number);
	s = start(FIND_CASE, "i",
	    (sqlite3_int64)atoll(strchr(number, '/') + 1));
	h->id = sqlite3_column_int64(s, 0);
	h->rev = sqlite3_column_int64(s, 1) + 1;
	h->stage = known_stage((const char *)sqlite3_column_text(s, 2));
	data = json_loads((const char *)sqlite3_column_text(s, 3), 0, NULL);
	sqlite3_reset(s);
	json_object_set(data, "count", json_object_get(input, "count"));
	json_object_set_new(data, "level", json_integer(2));
	do_action(h, action);
	text = json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS);
	run(SAVE_CASE, "isis", h->id, h->stage, now, text);
	if (strcmp(action, "finish") == 0)
		run(CLOSE_CASE, "ii", h->id, now);
	free(text);
	json_decref(data);
	save_note(h, input);
	save_undo(h, input, derivation);
	write_trail("act", "case.act", h, input);
}

/* Run one line and give the reply's line. */
static char *
serve(const char *line, size_t n)
{
	json_t *request = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	json_t *params = json_object_get(request, "params"), *reply;
	const char *method =
	    json_string_value(json_object_get(request, "method"));
	struct head h;
	char *text;

	if (method == NULL)
		die("no request");
	if (strcmp(method, "case.create") == 0)
		create(params, &h);
	else
		act(params, &h);
	reply = json_pack("{ss sO s{ss ss sI sI}}", "jsonrpc", "2.0", "id",
	    json_object_get(request, "id"), "result", "case", h.number, "stage",
	    h.stage, "rev", (json_int_t)h.rev, "commit", (json_int_t)commits);
	text = json_dumps(reply, JSON_COMPACT);
	json_decref(reply);
	json_decref(request);
	return text;
}

static int
count_frames(void *arg, sqlite3 *of, const char *name, int n)
{
	(void)arg;
	(void)of;
	(void)name;
	frames = n;
	return SQLITE_OK;
}

static void
begin_batch(void)
{
	struct timespec ts;

	if (frames >= LOG_FRAMES &&
	    sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
		NULL) != SQLITE_OK)
		die("checkpoint");
	clock_gettime(CLOCK_REALTIME, &ts);
	now = (sqlite3_int64)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
	run(BEGIN, "");
}

static void
end_batch(struct answer *answers, size_t n)
{
	size_t i, len;

	run(SAVE_META, "si", "commits", commits);
	run(SAVE_META, "sb", "head", (struct bytes){ chain, HASH });
	run(SAVE_META, "si", "last_time", now);
	run(COMMIT, "");
	for (i = 0; i < n; i++) {
		len = strlen(answers[i].line);
		answers[i].line[len] = '\n';
		if (send(answers[i].to->fd, answers[i].line, len + 1,
			MSG_NOSIGNAL) != (ssize_t)len + 1)
			shutdown(answers[i].to->fd, SHUT_RDWR);
		free(answers[i].line);
	}
}

/* Every whole line that C has sent; false when it has gone. */
static int
read_client(struct client *c, struct answer *answers, size_t *n)
{
	ssize_t got = recv(c->fd, c->in + c->n, LINE_ROOM - c->n, MSG_DONTWAIT);
	char *end;
	size_t len;

	if (got <= 0)
		return got == -1 && errno == EAGAIN;
	c->n += (size_t)got;
	while (*n < BATCH && (end = memchr(c->in, '\n', c->n)) != NULL) {
		if (*n == 0)
			begin_batch();
		len = (size_t)(end - c->in);
		answers[(*n)++] = (struct answer){ c, serve(c->in, len) };
		c->n -= len + 1;
		memmove(c->in, end + 1, c->n);
	}
	return 1;
}

static void
take_client(int poll, int listening)
{
	static const char hello[] = "{\"boflyt\":{\"protocol\":1}}\n";
	struct client *c = calloc(1, sizeof(*c));
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	if (c == NULL)
		die("memory");
	c->fd = accept(listening, NULL, NULL);
	if (c->fd == -1 || send(c->fd, hello, sizeof(hello) - 1, 0) == -1 ||
	    epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &ev) == -1)
		die("accept");
}

static void
loop(int poll, int listening)
{
	static struct answer answers[BATCH];
	struct epoll_event events[EVENTS];
	struct client *c;
	size_t n;
	int i, ready;

	while (!stopping) {
		ready = epoll_wait(poll, events, EVENTS, -1);
		for (i = 0, n = 0; i < ready; i++) {
			if ((c = events[i].data.ptr) == NULL)
				take_client(poll, listening);
			else if (!read_client(c, answers, &n)) {
				close(c->fd);
				free(c);
			}
		}
		if (n > 0)
			end_batch(answers, n);
	}
}

static void
make_database(const char *path)
{
	struct store_options o = { .municipality = "5501", .create = true };
	struct store *s;
	struct err e = ERR_INIT;

	if (store_open(path, &o, &s, &e) != RC_OK) {
		fprintf(stderr, "bare: %s\n", e.text);
		exit(EXIT_FAILURE);
	}
	store_close(s);
}

static void
open_database(const char *path)
{
	if (sqlite3_open_v2(path, &db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		"unix-excl") != SQLITE_OK ||
	    sqlite3_exec(db,
		"PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
		"PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY;"
		"PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
		"INSERT INTO definition (id, name, title, code_hash,"
		" shape_hash, skeleton, loaded, loaded_by)"
		" VALUES (1, 'bench', 'Bench', x'', x'', '', 0, '')",
		NULL, NULL, NULL) != SQLITE_OK)
		die(path);
	sqlite3_wal_hook(db, count_frames, NULL);
	prepare();
}

static int
listen_at(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	if (fd == -1 ||
	    bind(fd, (const struct sockaddr *)&sun, sizeof(sun)) == -1 ||
	    listen(fd, 128) == -1)
		die(path);
	return fd;
}

static void
on_term(int number)
{
	(void)number;
	stopping = 1;
}

int
main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = on_term };
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = NULL };
	int poll, listening;

	if (argc != 3) {
		fputs("usage: bare SOCKET DATABASE\n", stderr);
		return EXIT_FAILURE;
	}
	sigaction(SIGTERM, &action, NULL);
	make_database(argv[2]);
	open_database(argv[2]);
	listening = listen_at(argv[1]);
	if ((poll = epoll_create1(EPOLL_CLOEXEC)) == -1 ||
	    epoll_ctl(poll, EPOLL_CTL_ADD, listening, &ev) == -1)
		die("epoll");
	loop(poll, listening);
	unprepare();
	return sqlite3_close(db) == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
