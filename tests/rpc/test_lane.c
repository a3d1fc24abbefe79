/*
 * test_lane -- whoever keeps the machine gets through, whatever others ask.
 */
#include <stdio.h>

#include "base/wire.h"
#include "rpc/dispatch.h"
#include "world.h"

static void
say_sys(struct peer_end *p, int id)
{
	char line[96];

	(void)snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"sys.try\"}", id);
	say(p, line);
	turn();
}

static void
what_is_asked_of_the_system_is_urgent_and_nothing_else(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say_echo(&p, 1, "x");
	assert_result(&p, 1);
	assert_int_equal(n_urgent, 0);
	say_sys(&p, 2);
	assert_result(&p, 2);
	assert_int_equal(n_urgent, 1);
	end_peer(&p);
}

static void
nothing_goes_before_what_its_own_connection_asked_for(void **state)
{
	struct peer_end p, other;

	(void)state;
	hold = 1;
	start(&p);
	start(&other);
	say_echo(&p, 1, "x");
	say_sys(&p, 2);
	assert_int_equal(n_submitted, 2);
	assert_int_equal(n_urgent, 0);
	say_sys(&other, 1);
	assert_int_equal(n_urgent, 1);
	answer_waiting();
	assert_result(&p, 1);
	assert_result(&p, 2);
	assert_result(&other, 1);
	say_sys(&p, 3);
	assert_int_equal(n_urgent, 2);
	answer_waiting();
	end_peer(&p);
	end_peer(&other);
}

static void
a_full_queue_takes_what_is_urgent(void **state)
{
	struct peer_end p[CLIENTS], keeper;
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
	connect_as(&keeper, OPERATOR);
	json_decref(hear(&keeper));
	say_sys(&keeper, 1);
	assert_int_equal(n_submitted, QUEUED + 1);
	say_echo(&keeper, 2, "x");
	assert_error(&keeper, -32007, "E_BUSY");
	answer_waiting();
	assert_result(&keeper, 1);
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
	end_peer(&keeper);
}

static void
no_connection_fills_the_lane(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	hold = 1;
	start(&p);
	for (i = 0; i < HELD; i++)
		say_sys(&p, i);
	assert_int_equal(n_submitted, HELD);
	assert_int_equal(n_urgent, DISPATCH_LANE);
	answer_waiting();
	for (i = 0; i < HELD; i++)
		assert_result(&p, i);
	end_peer(&p);
}

static void
who_left_while_urgent_leaves_the_lane_as_it_was(void **state)
{
	struct peer_end p;

	(void)state;
	hold = 1;
	start(&p);
	say_sys(&p, 1);
	end_peer(&p);
	assert_int_equal(dispatch_queued(dispatch), 1);
	answer_waiting();
	assert_int_equal(dispatch_queued(dispatch), 0);
}

static void
some_connections_are_kept_for_operators(void **state)
{
	struct peer_end p[CLIENTS], keeper[DISPATCH_KEPT], more;
	int i;

	(void)state;
	for (i = 0; i < CLIENTS; i++)
		start(&p[i]);
	for (i = 0; i < DISPATCH_KEPT; i++) {
		connect_as(&keeper[i], OPERATOR);
		say_sys(&keeper[i], 1);
		json_decref(hear(&keeper[i]));
		assert_result(&keeper[i], 1);
	}
	connect_as(&more, OPERATOR);
	assert_error(&more, -32007, "E_BUSY");
	end_peer(&more);
	connect_end(&more);
	assert_error(&more, -32007, "E_BUSY");
	end_peer(&more);
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
	for (i = 0; i < DISPATCH_KEPT; i++)
		end_peer(&keeper[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_asked_of_the_system_is_urgent_and_nothing_else),
		CASE(nothing_goes_before_what_its_own_connection_asked_for),
		CASE(a_full_queue_takes_what_is_urgent),
		CASE(no_connection_fills_the_lane),
		CASE(who_left_while_urgent_leaves_the_lane_as_it_was),
		CASE(some_connections_are_kept_for_operators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
