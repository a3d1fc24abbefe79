/*
 * fake -- a daemon of a few methods, and the real client run against it.
 */
#include "fake.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PARAM(name, type, class, text)                                         \
	"\"" name "\":{\"type\":\"string\",\"description\":\"" text            \
	"\",\"x-class\":\"" class "\",\"x-type\":\"" type "\"}"
#define METHOD(name, words, kind, positional, rest, params, required, rows,    \
    columns)                                                                   \
	"{\"name\":\"" name "\",\"words\":" words ",\"kind\":\"" kind "\","    \
	"\"access\":\"case\",\"faces\":[\"socket\"],\"text\":\"om " name       \
	"\",\"positional\":" positional ",\"rest\":" rest ",\"params\":{"      \
	"\"type\":\"object\",\"properties\":{" params                          \
	"},\"required\":" required "},\"rows\":" rows ",\"columns\":[" columns \
	"],"                                                                   \
	"\"result\":{},\"errors\":[]}"
#define COLUMN(name, title, type)                                              \
	"{\"name\":\"" name "\",\"title\":\"" title "\",\"type\":\"" type "\"" \
	"}"

static const char describe[] = "{\"methods\":[" METHOD("case.show",
    "[\"sak\",\"vis\"]", "read", "[\"case\"]", "null",
    PARAM("case", "case", "case", "saken"), "[\"case\"]", "null",
    "") "," METHOD("case.act", "[\"sak\",\"utfør\"]", "step",
    "[\"case\",\"action\"]", "\"input\"",
    PARAM("case", "case", "case", "saken") "," PARAM("action", "name", "case",
	"handlingen") "," PARAM("input", "object", "case", "feltene"),
    "[\"case\",\"action\"]", "null", "") "," METHOD("case.form",
    "[\"sak\",\"skjema\"]", "read", "[\"case\",\"action\"]", "null",
    PARAM("case", "case", "case", "saken") "," PARAM("action", "name", "case",
	"handlingen"),
    "[]", "null",
    "") "," METHOD("case.list", "[\"sak\",\"list\"]", "read", "[]", "null",
    PARAM("stage", "name", "case", "steget") "," PARAM("mine", "bool", "case",
	"mine") "," PARAM("after", "text", "case", "neste"),
    "[]", "\"rows\"",
    COLUMN("case", "Sak", "case") "," COLUMN("title", "Tittel",
	"text") "," COLUMN("rent", "Husleie", "money") "," COLUMN("due",
	"Frist", "date")) "," METHOD("case.assign", "[\"sak\",\"overfør\"]",
    "step", "[\"case\"]", "null", PARAM("case", "case", "case", "saken"),
    "[\"case\"]", "null",
    "") "," METHOD("person.find", "[\"person\",\"finn\"]", "read", "[]", "null",
    PARAM("number", "nin", "identity", "nummeret") "," PARAM("name", "text",
	"identity", "navnet"),
    "[]", "\"rows\"", COLUMN("person", "Nr.", "id")) "," METHOD("document.put",
    "[\"dokument\",\"legg\"]", "step", "[\"case\",\"file\"]", "null",
    PARAM("case", "case", "case", "saken") "," PARAM("file", "fd", "case",
	"filen"),
    "[\"case\",\"file\"]", "null",
    COLUMN("size", "Bytes", "integer")) "," METHOD("document.get",
    "[\"dokument\",\"hent\"]", "read", "[\"id\"]", "null",
    PARAM("id", "id", "case", "dokumentet"), "[\"id\"]", "null",
    COLUMN("file", "Fil", "fd")) "," METHOD("day.show", "[\"i-dag\"]", "read",
    "[]", "null", "", "[]", "null",
    "") "],\"objects\":{\"case\":\"sak\",\"person\":\"person\","
	"\"document\":\"dokument\",\"day\":\"i-dag\"},\"reserved\":{},"
	"\"language\":\"nb\"}";

static const char form[] =
    "{\"title\":\"Til kartlegging\",\"fields\":["
    "{\"name\":\"situation\",\"title\":\"Boligsituasjon\",\"help\":"
    "\"etter kodelisten\",\"type\":\"choice\",\"class\":\"case\","
    "\"required\":true,\"many\":false,\"codes\":[{\"code\":\"1.1\","
    "\"title\":\"eier\"},{\"code\":\"2.1\",\"title\":\"leier\"}]},"
    "{\"name\":\"wishes\",\"title\":\"Ønsker\",\"type\":\"text\","
    "\"class\":\"identity\",\"required\":true,\"many\":false},"
    "{\"name\":\"rent\",\"title\":\"Husleie\",\"type\":\"money\","
    "\"class\":\"economy\",\"required\":false,\"many\":false}]}";

static const char list[] =
    "{\"rows\":[{\"case\":\"2027/1\",\"title\":"
    "\"=Bærum; blå\",\"rent\":1250050,\"due\":\"2027-05-18\"}],"
    "\"next\":\"2027/1\"}";

static const char list_end[] =
    "{\"rows\":[{\"case\":\"2027/12\",\"title\":"
    "\"to\",\"rent\":-50,\"due\":null}],\"next\":null}";

static const char day[] =
    "{\"date\":\"2027-05-18\",\"today\":["
    "{\"case\":\"2027/12\",\"title\":\"Ta kontakt\",\"due\":"
    "\"2027-05-18\",\"user\":\"nav01\",\"next\":\"boflyt task done 3\"}],"
    "\"overdue\":[],\"later\":[],\"deadlines\":[]}";

static void
send_text(int fd, const char *text, int file)
{
	char control[CMSG_SPACE(sizeof(int))], *copy = strdup(text);
	struct iovec iov = { copy, strlen(text) };
	struct msghdr msg;
	struct cmsghdr *c;

	memset(&msg, 0, sizeof(msg));
	memset(control, 0, sizeof(control));
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	if (file != -1) {
		msg.msg_control = control;
		msg.msg_controllen = sizeof(control);
		c = CMSG_FIRSTHDR(&msg);
		if (c == NULL)
			abort();
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &file, sizeof(int));
	}
	if (sendmsg(fd, &msg, MSG_NOSIGNAL) != (ssize_t)strlen(text))
		_exit(1);
	free(copy);
}

static json_t *
result_text(const char *text)
{
	return json_loads(text, 0, NULL);
}

/* What case.act says: wishes must be there and not be "feil". */
static json_t *
play_act(const json_t *params, json_t **error)
{
	const char *wishes = json_string_value(
	    json_object_get(json_object_get(params, "input"), "wishes"));

	if (strcmp(json_string_value(json_object_get(params, "case")),
		"2027/13") == 0) {
		*error = result_text(
		    "{\"code\":-32005,\"message\":"
		    "\"workflow.lua:8: attempt\",\"data\":{\"name\":"
		    "\"E_SCRIPT\",\"fields\":["
		    "{\"field\":\"trace\",\"message\":\"8 | \\treturn x\"},"
		    "{\"field\":\"trace\",\"message\":\"workflow.lua:8 in"
		    " run\"}]}}");
		return NULL;
	}
	if (wishes == NULL || strcmp(wishes, "feil") == 0) {
		*error = result_text(
		    "{\"code\":-32010,\"message\":"
		    "\"skjemaet har feil\",\"data\":{\"name\":\"E_FIELDS\","
		    "\"fields\":[{\"field\":\"wishes\",\"message\":"
		    "\"skriv ønsket\"}]}}");
		return NULL;
	}
	return result_text(
	    "{\"case\":\"2027/12\",\"stage\":\"mapping\","
	    "\"rev\":2,\"commit\":9,\"warnings\":[{\"name\":\"W\",\"field\":"
	    "\"rent\",\"message\":\"mangler\"}]}");
}

/* The number of bytes that came as a file. */
static json_t *
play_put(int file)
{
	char bytes[64];
	ssize_t n = file != -1 ? read(file, bytes, sizeof(bytes)) : -1;
	json_t *o = json_object();

	json_object_set_new(o, "size", json_integer(n));
	return o;
}

static json_t *
play(const char *method, const json_t *params, int file, int *gives,
    json_t **error)
{
	if (strcmp(method, "sys.describe") == 0)
		return fake_describe();
	if (strcmp(method, "case.form") == 0)
		return result_text(form);
	if (strcmp(method, "case.act") == 0)
		return play_act(params, error);
	if (strcmp(method, "case.list") == 0)
		return result_text(
		    json_object_get(params, "after") != NULL ? list_end : list);
	if (strcmp(method, "day.show") == 0)
		return result_text(day);
	if (strcmp(method, "document.put") == 0)
		return play_put(file);
	if (strcmp(method, "document.get") == 0) {
		*gives = memfd_create("document", 0);
		if (write(*gives, "brev", 4) != 4)
			_exit(1);
		return result_text("{\"document\":7}");
	}
	if (strcmp(method, "case.show") == 0) {
		*error =
		    result_text("{\"code\":-32001,\"message\":\"sak "
				"2027/99: finnes ikke\",\"data\":{\"name\":"
				"\"E_NOT_FOUND\"}}");
		return NULL;
	}
	return result_text("{\"rev\":3,\"commit\":10,\"rows\":[]}");
}

static void
answer(int fd, const char *line, int file)
{
	json_t *request = json_loads(line, 0, NULL), *reply = json_object();
	json_t *result, *error = NULL;
	int gives = -1;
	char *text, *with_end;

	result = play(json_string_value(json_object_get(request, "method")),
	    json_object_get(request, "params"), file, &gives, &error);
	json_object_set_new(reply, "jsonrpc", json_string("2.0"));
	json_object_set(reply, "id", json_object_get(request, "id"));
	if (error != NULL)
		json_object_set_new(reply, "error", error);
	else
		json_object_set_new(reply, "result", result);
	text = json_dumps(reply, JSON_COMPACT);
	with_end = malloc(strlen(text) + 2);
	if (with_end == NULL)
		_exit(1);
	snprintf(with_end, strlen(text) + 2, "%s\n", text);
	send_text(fd, with_end, gives);
	free(text);
	free(with_end);
	json_decref(reply);
	json_decref(request);
	if (gives != -1)
		close(gives);
}

/* One line; *FILE gets the descriptor that came with it. */
static bool
read_request(int fd, char *line, size_t size, int *file)
{
	char control[CMSG_SPACE(sizeof(int) * 4)];
	struct cmsghdr *c;
	struct msghdr msg;
	struct iovec iov;
	size_t n = 0;
	ssize_t got;

	while (n + 1 < size && (n == 0 || line[n - 1] != '\n')) {
		memset(&msg, 0, sizeof(msg));
		iov.iov_base = line + n;
		iov.iov_len = size - n - 1;
		msg.msg_iov = &iov;
		msg.msg_iovlen = 1;
		msg.msg_control = control;
		msg.msg_controllen = sizeof(control);
		if ((got = recvmsg(fd, &msg, 0)) <= 0)
			return false;
		n += (size_t)got;
		c = CMSG_FIRSTHDR(&msg);
		if (c != NULL && c->cmsg_type == SCM_RIGHTS)
			memcpy(file, CMSG_DATA(c), sizeof(int));
	}
	line[n] = '\0';
	return true;
}

/* case.assign is dropped the first time that it comes. */
static void
serve(int fd, FILE *log, int *drops)
{
	static char line[65536];
	int file;

	send_text(fd,
	    "{\"boflyt\":{\"protocol\":1,\"municipality\":\"5532\","
	    "\"you\":{\"user\":\"nav01\"}}}\n",
	    -1);
	for (;;) {
		file = -1;
		if (!read_request(fd, line, sizeof(line), &file))
			return;
		fputs(line, log);
		fflush(log);
		if (strstr(line, "\"case.assign\"") != NULL && (*drops)++ == 0)
			return;
		answer(fd, line, file);
		if (file != -1)
			close(file);
	}
}

static void
daemon_main(struct fake *f, int fd)
{
	char path[128];
	FILE *log;
	int client, drops = 0;

	snprintf(path, sizeof(path), "%s/requests", f->dir);
	if ((log = fopen(path, "w")) == NULL)
		_exit(1);
	while ((client = accept(fd, NULL, NULL)) != -1) {
		serve(client, log, &drops);
		close(client);
	}
	_exit(0);
}

json_t *
fake_describe(void)
{
	return json_loads(describe, 0, NULL);
}

int
fake_setup(void **state)
{
	struct fake *f = calloc(1, sizeof(*f));
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (f == NULL || fd == -1)
		return -1;
	strcpy(f->dir, "/tmp/boflyt-client-XXXXXX");
	if (mkdtemp(f->dir) == NULL)
		return -1;
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%.60s/5532.sock",
	    f->dir);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) == -1 ||
	    listen(fd, 8) == -1)
		return -1;
	setenv("BOFLYT_RUN", f->dir, 1);
	setenv("LANGUAGE", "en", 1);
	unsetenv("BOFLYT_MUNICIPALITY");
	unsetenv("NO_COLOR");
	f->pid = fork();
	if (f->pid == 0)
		daemon_main(f, fd);
	close(fd);
	*state = f;
	return f->pid > 0 ? 0 : -1;
}

int
fake_teardown(void **state)
{
	static const char *const names[] = { "5532.sock", "requests", "in",
		"out", "err", "letter", "copy" };
	struct fake *f = *state;
	char path[128];
	size_t i;

	kill(f->pid, SIGKILL);
	waitpid(f->pid, NULL, 0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
		unlink(path);
	}
	rmdir(f->dir);
	free(f);
	return 0;
}

static char *
slurp(struct fake *f, const char *name)
{
	char path[128], *text = NULL;
	size_t size = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	in = fopen(path, "r");
	if (in == NULL || getdelim(&text, &size, '\0', in) < 0) {
		free(text);
		text = strdup("");
	}
	if (in != NULL)
		fclose(in);
	return text;
}

static void
redirect(struct fake *f, const char *name, int flags, int to)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	fd = open(path, flags, 0600);
	if (fd == -1 || dup2(fd, to) == -1)
		_exit(126);
	close(fd);
}

static void
start_client(const char *const *argv)
{
	const char *dir = getenv("builddir");
	char path[4096], *copy[32];
	size_t i;

	snprintf(path, sizeof(path), "%s/boflyt", dir != NULL ? dir : ".");
	copy[0] = path;
	for (i = 0; argv[i] != NULL && i + 2 < 32; i++)
		copy[i + 1] = strdup(argv[i]);
	copy[i + 1] = NULL;
	execv(path, copy);
	_exit(127);
}

struct ran
fake_run(struct fake *f, const char *input, const char *const *argv)
{
	struct ran r;
	char path[128];
	FILE *in;
	pid_t pid;
	int status;

	snprintf(path, sizeof(path), "%s/in", f->dir);
	if ((in = fopen(path, "w")) == NULL)
		abort();
	fputs(input, in);
	fclose(in);
	if ((pid = fork()) == 0) {
		redirect(f, "in", O_RDONLY, 0);
		redirect(f, "out", O_WRONLY | O_CREAT | O_TRUNC, 1);
		redirect(f, "err", O_WRONLY | O_CREAT | O_TRUNC, 2);
		start_client(argv);
	}
	waitpid(pid, &status, 0);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	r.out = slurp(f, "out");
	r.err = slurp(f, "err");
	return r;
}

/* Add what the terminal shows until it shows "> " or ends; false: ended. */
static bool
read_prompt(int fd, char *all, size_t size, size_t *n)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t got;

	for (;;) {
		if (poll(&p, 1, 20000) <= 0)
			return false;
		got = read(fd, all + *n, size - *n - 1);
		if (got <= 0)
			return false;
		*n += (size_t)got;
		all[*n] = '\0';
		if (*n >= 4 && strcmp(all + *n - 4, "  > ") == 0)
			return true;
	}
}

struct ran
fake_type(struct fake *f, const char *const *keys, const char *const *argv)
{
	static char all[65536];
	struct ran r;
	size_t n = 0;
	int fd, status;
	pid_t pid;

	(void)f;
	all[0] = '\0';
	pid = forkpty(&fd, NULL, NULL, NULL);
	if (pid == 0)
		start_client(argv);
	while (read_prompt(fd, all, sizeof(all), &n)) {
		const char *key = *keys != NULL ? *keys++ : "\004";

		if (write(fd, key, strlen(key)) != (ssize_t)strlen(key))
			break;
	}
	waitpid(pid, &status, 0);
	close(fd);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	r.out = strdup(all);
	r.err = strdup("");
	return r;
}

void
ran_free(struct ran *r)
{
	free(r->out);
	free(r->err);
}

json_t *
fake_request(struct fake *f, const char *method, int n)
{
	char *all = slurp(f, "requests"), *line, *next = NULL;
	json_t *request, *params = NULL;

	for (line = strtok_r(all, "\n", &next); line != NULL && params == NULL;
	     line = strtok_r(NULL, "\n", &next)) {
		request = json_loads(line, 0, NULL);
		if (strcmp(json_string_value(
			       json_object_get(request, "method")),
			method) == 0 &&
		    n-- == 0)
			params =
			    json_incref(json_object_get(request, "params"));
		json_decref(request);
	}
	free(all);
	return params;
}
