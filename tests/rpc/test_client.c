/*
 * test_client -- lines, bounds and descriptors, with good and bad other ends.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/wire.h"
#include "rpc/dispatch.h"

static void
a_half_line_waits_for_its_rest(void **state)
{
	struct peer_end p;
	const char *line = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":"
			   "\"any.thing\"}\n";
	size_t i;

	(void)state;
	start(&p);
	for (i = 0; line[i] != '\0'; i++) {
		assert_int_equal(n_submitted, 0);
		say_bytes(&p, line + i, 1);
		turn();
	}
	assert_result(&p, 9);
	end_peer(&p);
}

static void
a_half_line_at_the_end_is_dropped(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say_text(&p,
	    "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":"
	    "\"any.thing\"}");
	assert_int_equal(shutdown(p.fd, SHUT_WR), 0);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(n_submitted, 0);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
}

static void
a_line_of_one_mebibyte_is_taken_and_a_longer_one_ends_it(void **state)
{
	const char *head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
			   "\"any.thing\",\"params\":{\"value\":\"";
	char *line = mem_new(WIRE_LINE_MAX + 3, 1);
	struct peer_end p;

	(void)state;
	start(&p);
	memset(line, 'x', WIRE_LINE_MAX);
	memcpy(line, head, strlen(head));
	memcpy(line + WIRE_LINE_MAX - 3, "\"}}\r\n", 5);
	say_bytes(&p, line, WIRE_LINE_MAX + 2);
	assert_result(&p, 1);
	memcpy(line + WIRE_LINE_MAX - 3, "x\"}}\n", 5);
	say_bytes(&p, line, WIRE_LINE_MAX + 2);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	turn();
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(n_submitted, 1);
	end_peer(&p);
	free(line);
}

static void
a_line_without_end_is_not_kept_without_bound(void **state)
{
	char *bytes = mem_new(WIRE_LINE_MAX * 2, 1);
	struct peer_end p;

	(void)state;
	start(&p);
	memset(bytes, ' ', WIRE_LINE_MAX * 2);
	say_bytes(&p, bytes, WIRE_LINE_MAX * 2);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	turn();
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
	free(bytes);
}

static void
thousands_at_once_are_answered_in_order(void **state)
{
	struct peer_end p;
	struct buf all;
	json_t *line;
	int i;

	(void)state;
	start(&p);
	buf_init(&all, 1u << 20);
	for (i = 0; i < 5000; i++)
		assert_true(buf_addf(&all,
		    "{\"jsonrpc\":\"2.0\",\"id\":%d,"
		    "\"method\":\"any.thing\",\"params\":{\"value\":%d}}\n",
		    i, i));
	say_bytes(&p, buf_data(&all), buf_len(&all));
	for (i = 0; i < 5000; i++) {
		line = hear(&p);
		while (line == NULL)
			line = hear(&p);
		assert_int_equal(json_integer_value(
				     json_object_get(line, "id")),
		    i);
		json_decref(line);
	}
	assert_int_equal(n_submitted, 5000);
	buf_fini(&all);
	end_peer(&p);
}

static void
no_more_requests_are_taken_than_may_be_held(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	hold = 1;
	start(&p);
	for (i = 0; i < HELD * 2 + 3; i++)
		say_echo(&p, i, "x");
	turn();
	assert_int_equal(n_submitted, HELD);
	assert_int_equal(dispatch_queued(dispatch), HELD);
	answer_waiting();
	turn();
	assert_int_equal(n_submitted, HELD * 2);
	answer_waiting();
	turn();
	assert_int_equal(n_submitted, HELD * 2 + 3);
	answer_waiting();
	for (i = 0; i < HELD * 2 + 3; i++)
		assert_result(&p, i);
	end_peer(&p);
}

static void
who_never_reads_is_not_read_and_others_are_served(void **state)
{
	struct peer_end deaf, other;
	ssize_t sent = 1;
	char *line;
	size_t i, before;

	(void)state;
	start(&deaf);
	start(&other);
	answer_size = 100000;
	line = mem_format("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
			  "\"any.thing\"}\n");
	for (i = 0; i < 20000 && sent > 0; i++) {
		sent = send(deaf.fd, line, strlen(line), MSG_NOSIGNAL);
		turn();
	}
	assert_true(i < 20000);
	/* What was answered fits into the socket's buffer and ours. */
	assert_true(n_submitted < 40);
	before = n_submitted;
	answer_size = 0;
	say_echo(&other, 5, "hei");
	assert_result(&other, 5);
	assert_int_equal(n_submitted, before + 1);
	/* And it goes on as soon as somebody reads. */
	for (i = 0; i < 50; i++) {
		turn();
		listen_to(&deaf);
	}
	assert_true(n_submitted > before + 100);
	free(line);
	end_peer(&deaf);
	end_peer(&other);
}

static void
after_a_half_close_replies_are_still_delivered(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	hold = 1;
	start(&p);
	for (i = 0; i < HELD + 2; i++)
		say_echo(&p, i, "x");
	assert_int_equal(shutdown(p.fd, SHUT_WR), 0);
	assert_silence(&p);
	assert_false(p.eof);
	answer_waiting();
	turn();
	answer_waiting();
	for (i = 0; i < HELD + 2; i++)
		assert_result(&p, i);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
}

static int
file_with(const char *text)
{
	FILE *f = tmpfile();
	int fd;

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fflush(f), 0);
	fd = dup(fileno(f));
	(void)fclose(f);
	return fd;
}

static void
assert_content(struct peer_end *p, const char *content)
{
	json_t *line = hear(p);

	assert_non_null(line);
	assert_string_equal(json_string_value(
				json_object_get(json_object_get(line, "result"),
				    "content")),
	    content);
	json_decref(line);
}

static void
descriptors_go_with_their_line(void **state)
{
	const char *put = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
			  "\"file.put\",\"params\":{\"file\":0}}\n";
	struct peer_end p;
	int a = file_with("first"), b = file_with("second"), before;

	(void)state;
	start(&p);
	before = open_fds();
	/* All three are in the socket before the loop looks. */
	say_echo(&p, 7, "between");
	say_fds(&p, put, &a, 1);
	say_echo(&p, 8, "between");
	say_fds(&p, put, &b, 1);
	assert_result(&p, 7);
	assert_content(&p, "first");
	assert_result(&p, 8);
	assert_content(&p, "second");
	/* A line without one has none. */
	say(&p,
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"file.put\","
	    "\"params\":{\"file\":0}}");
	assert_error(&p, -32602, "E_PARAMS");
	assert_int_equal(open_fds(), before);
	(void)close(a);
	(void)close(b);
	end_peer(&p);
}

static void
a_descriptor_may_come_with_half_a_line(void **state)
{
	struct peer_end p;
	int a = file_with("half");

	(void)state;
	start(&p);
	say_fds(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,", &a, 1);
	turn();
	say(&p, "\"method\":\"file.put\",\"params\":{\"file\":0}}");
	assert_content(&p, "half");
	(void)close(a);
	end_peer(&p);
}

static void
too_many_descriptors_are_refused_and_closed(void **state)
{
	const char *line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
			   "\"file.put\",\"params\":{\"file\":0}}\n";
	struct peer_end p;
	int a = file_with("x"), fds[8], before, i;

	(void)state;
	start(&p);
	before = open_fds();
	for (i = 0; i < 8; i++)
		fds[i] = a;
	say_fds(&p, line, fds, 8);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say_fds(&p, line, fds, 5);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say_fds(&p, line, fds, 4);
	assert_content(&p, "x");
	assert_int_equal(open_fds(), before);
	/* Never a line, only descriptors. */
	for (i = 0; i < 10; i++)
		say_fds(&p, " ", fds, 8);
	turn();
	assert_true(open_fds() <= before + 16);
	(void)close(a);
	end_peer(&p);
	assert_int_equal(open_fds(), before - 3);
}

static void
a_reply_may_carry_a_descriptor(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	start(&p);
	for (i = 0; i < 3; i++) {
		say_echo(&p, 10 + i, "x");
		say(&p,
		    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"file.get\""
		    "}");
	}
	for (i = 0; i < 3; i++) {
		assert_result(&p, 10 + i);
		assert_result(&p, 1);
	}
	assert_int_equal(p.n_fds, 3);
	end_peer(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_half_line_waits_for_its_rest),
		CASE(a_half_line_at_the_end_is_dropped),
		CASE(a_line_of_one_mebibyte_is_taken_and_a_longer_one_ends_it),
		CASE(a_line_without_end_is_not_kept_without_bound),
		CASE(thousands_at_once_are_answered_in_order),
		CASE(no_more_requests_are_taken_than_may_be_held),
		CASE(who_never_reads_is_not_read_and_others_are_served),
		CASE(after_a_half_close_replies_are_still_delivered),
		CASE(descriptors_go_with_their_line),
		CASE(a_descriptor_may_come_with_half_a_line),
		CASE(too_many_descriptors_are_refused_and_closed),
		CASE(a_reply_may_carry_a_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
