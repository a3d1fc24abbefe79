/*
 * test_wire -- bad lines, half lines and bad manners at the real socket.
 *
 * Whatever a peer does here, the teardown asks as another one whether the
 * daemon still serves and its database is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define LINE_MAX_BYTES (1024u * 1024u)
#define N_PIPELINED 10000
#define N_HANGING 200

/* The answer to the bytes of LINE; new reference. */
static json_t *
answer_to(struct peer *c, const char *line, size_t n)
{
	json_t *reply;

	peer_send(c, line, n);
	peer_send(c, "\n", 1);
	reply = peer_read(c);
	assert_non_null(reply);
	return reply;
}

static void
expect_error(struct peer *c, const char *line, size_t n, json_int_t code)
{
	json_t *reply = answer_to(c, line, n);
	json_t *error = json_object_get(reply, "error");

	if (json_integer_value(json_object_get(error, "code")) != code)
		fail_msg("%.60s: expected %lld: %s", line, (long long)code,
		    json_dumps(reply, 0));
	json_decref(reply);
	/* The connection lives on. */
	json_decref(peer_do(c, NULL, "clock.show", NULL));
}

static void
each_bad_line_is_answered_and_the_connection_lives(void **state)
{
#define BAD(text, code)                                                        \
	{                                                                      \
		text, sizeof(text) - 1, code                                   \
	}
	static const struct {
		const char *line;
		size_t n;
		json_int_t code;
	} bad[] = {
		BAD("this is not JSON", -32700),
		BAD("", -32700),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,", -32700),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clock.show\","
		    "\"method\":\"sys.status\"}",
		    -32700),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.list\","
		    "\"params\":{\"as\":\"nav01\",\"as\":\"leader01\"}}",
		    -32700),
		BAD("{\"jsonrpc\":\"2.0\",\0\"id\":1}", -32700),
		BAD("\0\0\0\0", -32700),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xc3\x28\"}",
		    -32700),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xed\xa0\x80"
		    "\"}",
		    -32700),
		BAD("[]", -32600),
		BAD("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
		    "\"clock.show\"}]",
		    -32600),
		BAD("17", -32600),
		BAD("{}", -32600),
		BAD("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":"
		    "\"clock.show\"}",
		    -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clock.show\","
		    "\"params\":[]}",
		    -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clock.show\","
		    "\"sender\":\"me\"}",
		    -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":"
		    "\"clock.show\"}",
		    -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":"
		    "\"clock.show\"}",
		    -32600),
		BAD("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":"
		    "\"clock.show\"}",
		    -32600),
	};
	struct work *w = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect_error(&w->c, bad[i].line, bad[i].n, bad[i].code);
}

static void
what_nests_too_deep_is_refused_before_it_is_read(void **state)
{
	static char line[200001];
	struct work *w = *state;
	json_t *reply;

	memset(line, '[', sizeof(line) - 1);
	reply = answer_to(&w->c, line, sizeof(line) - 1);
	assert_true(mentions(reply, "E_"));
	json_decref(reply);
	json_decref(peer_do(&w->c, NULL, "clock.show", NULL));
}

static void
an_id_comes_back_as_it_was_sent(void **state)
{
	static const char *const ids[] = { "0", "-7", "9223372036854775807",
		"\"\"", "\"a b\"", "\"bl\xc3\xa5 \\\"\"", "null" };
	struct work *w = *state;
	char line[256];
	json_t *reply, *id;
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		snprintf(line, sizeof(line),
		    "{\"jsonrpc\":\"2.0\",\"id\":%s,"
		    "\"method\":\"clock.show\"}",
		    ids[i]);
		reply = answer_to(&w->c, line, strlen(line));
		id = json_loads(ids[i], JSON_DECODE_ANY, NULL);
		if (!json_equal(json_object_get(reply, "id"), id))
			fail_msg("%s: %s", ids[i], json_dumps(reply, 0));
		json_decref(id);
		json_decref(reply);
	}
}

static void
a_notification_is_refused_and_does_nothing(void **state)
{
	static const char line[] =
	    "{\"jsonrpc\":\"2.0\",\"method\":"
	    "\"case.create\",\"params\":{\"as\":\"nav01\",\"data\":{"
	    "\"received\":\"2027-01-04\",\"channel\":\"phone\","
	    "\"asks_help\":true}}}";
	struct work *w = *state;
	json_t *result;

	expect_error(&w->c, line, sizeof(line) - 1, -32600);
	result = peer_do(&w->c, "nav01", "case.list", NULL);
	assert_int_equal(json_array_size(json_object_get(result, "rows")), 0);
	json_decref(result);
}

static void
an_unknown_method_is_offered_the_nearest(void **state)
{
	struct work *w = *state;
	json_t *reply = peer_call(&w->c, "nav01", "case.shwo", NULL);

	assert_int_equal(int_in(json_object_get(reply, "error"), "code"),
	    -32601);
	assert_non_null(strstr(message_of(reply), "case.show"));
	json_decref(reply);
}

static void
a_wrong_parameter_is_named_with_the_nearest(void **state)
{
	struct work *w = *state;
	json_t *reply = peer_call(&w->c, "nav01", "case.list",
	    params("{s:s}", "stagee", "intake"));

	assert_int_equal(int_in(json_object_get(reply, "error"), "code"),
	    -32602);
	assert_true(mentions(reply, "stagee"));
	assert_true(mentions(reply, "stage'") || mentions(reply, "stage?"));
	json_decref(reply);
}

static void
half_a_line_at_the_end_is_no_request(void **state)
{
	static const char half[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"case.create\",\"params\":{\"as\":\"nav01\",\"data\":{"
	    "\"received\":\"2027-01-04\",\"channel\":\"phone\","
	    "\"asks_help\":true}}}";
	struct work *w = *state;
	struct peer c;
	json_t *result;

	peer_open(&c, &w->place);
	peer_send(&c, half, sizeof(half) - 1);
	assert_int_equal(shutdown(c.fd, SHUT_WR), 0);
	assert_null(peer_read(&c));
	peer_close(&c);
	result = peer_do(&w->c, "nav01", "case.list", NULL);
	assert_int_equal(json_array_size(json_object_get(result, "rows")), 0);
	json_decref(result);
}

/* A request of exactly N bytes without its newline; blanks fill it up. */
static char *
line_of(size_t n)
{
	static const char request[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clock.show\"}";
	char *line = malloc(n);

	assert_non_null(line);
	memset(line, ' ', n);
	memcpy(line, request, sizeof(request) - 1);
	return line;
}

static void
a_line_of_one_mebibyte_is_taken(void **state)
{
	struct work *w = *state;
	char *line = line_of(LINE_MAX_BYTES);
	json_t *reply = answer_to(&w->c, line, LINE_MAX_BYTES);

	assert_non_null(json_object_get(reply, "result"));
	json_decref(reply);
	free(line);
}

static void
a_longer_line_is_refused_and_its_connection_ends(void **state)
{
	struct work *w = *state;
	char *line = line_of(LINE_MAX_BYTES + 1);
	struct peer c;
	json_t *reply;

	peer_open(&c, &w->place);
	reply = answer_to(&c, line, LINE_MAX_BYTES + 1);
	assert_int_equal(int_in(json_object_get(reply, "error"), "code"),
	    -32600);
	assert_null(peer_read(&c));
	json_decref(reply);
	peer_close(&c);
	free(line);
}

/* Send requests with the ids 0, 1, 2 … N - 1, every tenth one malformed. */
static void
send_many(struct peer *c, int n)
{
	char line[128];
	ssize_t done;
	int i, len;

	for (i = 0; i < n; i++) {
		len = snprintf(line, sizeof(line),
		    "{\"jsonrpc\":\"2.0\","
		    "\"id\":%d,\"method\":\"%s\"}\n",
		    i, i % 10 == 9 ? "clock.nothing" : "clock.show");
		done = send(c->fd, line, (size_t)len, MSG_NOSIGNAL);
		if (done != len)
			_exit(1);
	}
	_exit(0);
}

/*
 * What runs is answered in the order of arrival; what never became a request
 * may be answered earlier, and these keep their order too.
 */
static void
ten_thousand_pipelined_requests_are_answered_in_order(void **state)
{
	struct work *w = *state;
	json_int_t next[2] = { 0, 9 }, id;
	pid_t pid = fork();
	json_t *reply;
	int i, status;
	bool bad;

	assert_int_not_equal(pid, -1);
	if (pid == 0)
		send_many(&w->c, N_PIPELINED);
	for (i = 0; i < N_PIPELINED; i++) {
		reply = peer_read(&w->c);
		assert_non_null(reply);
		id = int_in(reply, "id");
		bad = json_object_get(reply, "error") != NULL;
		assert_int_equal(id, next[bad]);
		next[bad] += bad ? 10 : id % 10 == 8 ? 2 : 1;
		json_decref(reply);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
two_hundred_connections_with_half_a_line_keep_nobody_waiting(void **state)
{
	struct work *w = *state;
	struct peer hanging[N_HANGING];
	char number[NUMBER_SIZE];
	int i;

	for (i = 0; i < N_HANGING; i++) {
		peer_open(&hanging[i], &w->place);
		peer_send(&hanging[i], "{\"jsonrpc\":\"2.0\",\"id\":", 23);
	}
	for (i = 0; i < 10; i++)
		work_case(w, "nav01", "2027-01-04", number);
	peer_send(&hanging[7], "1,\"method\":\"clock.show\"}\n", 26);
	json_decref(peer_read(&hanging[7]));
	for (i = 0; i < N_HANGING; i++)
		peer_close(&hanging[i]);
}

/* Push requests in until the other end takes no more. */
static void
push(struct peer *c)
{
	static const char line[] = "{\"jsonrpc\":\"2.0\",\"id\":1,"
				   "\"method\":\"sys.describe\"}\n";
	ssize_t done;
	size_t at = 0;
	int i;

	for (i = 0; i < 100000; i++) {
		done = send(c->fd, line + at, sizeof(line) - 1 - at,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
		if (done < 0) {
			assert_int_equal(errno, EAGAIN);
			return;
		}
		at = (at + (size_t)done) % (sizeof(line) - 1);
	}
	fail_msg("the daemon takes requests whose answers nobody reads");
}

static void
who_never_reads_is_not_read_from_and_keeps_nobody_waiting(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer c;

	peer_open(&c, &w->place);
	push(&c);
	work_case(w, "nav01", "2027-01-04", number);
	push(&c);
	work_case(w, "nav01", "2027-01-04", number);
	peer_close(&c);
}

static void
who_leaves_without_waiting_has_its_steps_done_all_the_same(void **state)
{
	struct work *w = *state;
	char line[512], number[NUMBER_SIZE];
	struct peer c;
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	peer_open(&c, &w->place);
	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":1,"
	    "\"method\":\"case.act\",\"params\":{\"as\":\"nav01\",\"case\":"
	    "\"%s\",\"action\":\"reply\",\"input\":{}}}\n",
	    number);
	peer_send(&c, line, strlen(line));
	assert_int_equal(shutdown(c.fd, SHUT_WR), 0);
	json_decref(peer_read(&c));
	peer_close(&c);
	result = work_show(w, "nav01", number);
	assert_int_equal(int_in(result, "rev"), 2);
	json_decref(result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(each_bad_line_is_answered_and_the_connection_lives),
		T(what_nests_too_deep_is_refused_before_it_is_read),
		T(an_id_comes_back_as_it_was_sent),
		T(a_notification_is_refused_and_does_nothing),
		T(an_unknown_method_is_offered_the_nearest),
		T(a_wrong_parameter_is_named_with_the_nearest),
		T(half_a_line_at_the_end_is_no_request),
		T(a_line_of_one_mebibyte_is_taken),
		T(a_longer_line_is_refused_and_its_connection_ends),
		T(ten_thousand_pipelined_requests_are_answered_in_order),
		T(two_hundred_connections_with_half_a_line_keep_nobody_waiting),
		T(who_never_reads_is_not_read_from_and_keeps_nobody_waiting),
		T(who_leaves_without_waiting_has_its_steps_done_all_the_same),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
