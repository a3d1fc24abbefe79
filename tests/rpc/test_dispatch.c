/*
 * test_dispatch -- what is answered, what is refused, and in which words.
 */
#include "world.h"

#include <string.h>
#include <unistd.h>

#include "base/id.h"
#include "base/wire.h"
#include "rpc/dispatch.h"

static void
the_greeting_comes_first(void **state)
{
	struct peer_end p;
	json_t *line;

	(void)state;
	connect_end(&p);
	line = hear(&p);
	assert_string_equal(json_string_value(
				json_object_get(json_object_get(line, "boflyt"),
				    "login")),
	    "nav01");
	json_decref(line);
	assert_silence(&p);
	end_peer(&p);
}

static void
a_request_is_answered_with_its_id(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say_echo(&p, 41, "hei");
	assert_result(&p, 41);
	say_text(&p,
	    "{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"any.thing\""
	    "}\r\n");
	assert_result(&p, 42);
	end_peer(&p);
}

static void
garbage_gets_an_error_and_harms_nobody(void **state)
{
	struct peer_end p, other;

	(void)state;
	start(&p);
	start(&other);
	say(&p, "garbage");
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say_bytes(&p, "\0\xff\x01\n", 4);
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say(&p, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"any.thing\"}]");
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say(&p,
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"any.thing\"}");
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say_echo(&p, 1, "still");
	assert_result(&p, 1);
	say_echo(&other, 2, "too");
	assert_result(&other, 2);
	end_peer(&p);
	end_peer(&other);
}

static void
an_unknown_method_is_told_the_nearest(void **state)
{
	struct peer_end p;
	json_t *line;

	(void)state;
	start(&p);
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ehco.say\"}");
	line = hear(&p);
	assert_non_null(strstr(json_string_value(json_object_get(
				   json_object_get(line, "error"), "message")),
	    "did you mean 'echo.say'?"));
	json_decref(line);
	/* A method without the socket's face does not exist there. */
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"timer.only\"}");
	assert_error(&p, WIRE_METHOD, "E_METHOD");
	end_peer(&p);
}

static void
wrong_parameters_do_not_reach_the_queue(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say(&p,
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo.say\","
	    "\"params\":{\"txet\":1}}");
	assert_error(&p, -32602, "E_PARAMS");
	assert_int_equal(n_submitted, 0);
	end_peer(&p);
}

static void
who_is_gone_before_the_answer_harms_nobody(void **state)
{
	struct peer_end p, other;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	say_echo(&p, 2, "x");
	turn();
	assert_int_equal(n_waiting, 2);
	end_peer(&p);
	start(&other);
	say_echo(&other, 3, "y");
	turn();
	answer_waiting();
	assert_int_equal(dispatch_queued(dispatch), 0);
	assert_result(&other, 3);
	turn();
	assert_int_equal(dispatch_clients(dispatch), 1);
	end_peer(&other);
}

static void
requests_outlive_the_dispatch(void **state)
{
	struct peer_end p;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	turn();
	assert_int_equal(n_waiting, 1);
	dispatch_free(dispatch);
	answer_waiting();
	open_dispatch();
	end_peer(&p);
}

static void
one_connection_too_many_is_told_so(void **state)
{
	struct peer_end p[CLIENTS], more;
	int i;

	(void)state;
	for (i = 0; i < CLIENTS; i++)
		start(&p[i]);
	connect_end(&more);
	assert_error(&more, -32007, "E_BUSY");
	assert_silence(&more);
	assert_true(more.eof);
	end_peer(&more);
	end_peer(&p[0]);
	start(&p[0]);
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
}

static void
a_full_queue_is_told_so(void **state)
{
	struct peer_end p[CLIENTS];
	int i, k;

	(void)state;
	hold = 1;
	for (i = 0; i < CLIENTS; i++) {
		start(&p[i]);
		for (k = 0; k < HELD; k++)
			say_echo(&p[i], k, "x");
		turn();
	}
	assert_int_equal(n_submitted, QUEUED);
	assert_error(&p[CLIENTS - 1], -32007, "E_BUSY");
	answer_waiting();
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
}

static void
draining_answers_what_was_taken_and_nothing_new(void **state)
{
	struct peer_end p, late;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	turn();
	dispatch_drain(dispatch);
	say_echo(&p, 2, "x");
	turn();
	assert_int_equal(n_submitted, 1);
	connect_end(&late);
	assert_error(&late, -32008, "E_UNAVAILABLE");
	answer_waiting();
	assert_result(&p, 1);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
	end_peer(&late);
}

static void
an_answer_over_one_line_becomes_an_error(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	answer_size = WIRE_LINE_MAX;
	say_echo(&p, 1, "x");
	assert_error(&p, -32602, "E_TOO_LARGE");
	end_peer(&p);
}

static void
random_bytes_harm_nobody(void **state)
{
	static const char alphabet[] = "{}[]\":,\\\n\n0e-tru \x80\xc3";
	unsigned char bytes[2000];
	struct peer_end p, other;
	size_t i, k, n;

	(void)state;
	id_seed(20270101);
	start(&other);
	for (i = 0; i < 300; i++) {
		start(&p);
		id_bytes(bytes, sizeof(bytes));
		n = (size_t)bytes[0] * 7 + 1;
		for (k = 0; i % 2 == 0 && k < n; k++)
			bytes[k] = (unsigned char)
			    alphabet[bytes[k] % (sizeof(alphabet) - 1)];
		say_bytes(&p, (const char *)bytes, n);
		turn();
		end_peer(&p);
	}
	assert_int_equal(dispatch_clients(dispatch), 1);
	say_echo(&other, 1, "hei");
	assert_result(&other, 1);
	end_peer(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_greeting_comes_first),
		CASE(a_request_is_answered_with_its_id),
		CASE(garbage_gets_an_error_and_harms_nobody),
		CASE(an_unknown_method_is_told_the_nearest),
		CASE(wrong_parameters_do_not_reach_the_queue),
		CASE(who_is_gone_before_the_answer_harms_nobody),
		CASE(requests_outlive_the_dispatch),
		CASE(one_connection_too_many_is_told_so),
		CASE(a_full_queue_is_told_so),
		CASE(draining_answers_what_was_taken_and_nothing_new),
		CASE(an_answer_over_one_line_becomes_an_error),
		CASE(random_bytes_harm_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
