/*
 * test_log -- one event is one line, whatever is in the values.
 */
#include "check.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"

static char written[8192];

/* Catch what DO writes on standard error. */
static void
catch_stderr(void (*do_it)(void))
{
	int pipe_fds[2], saved = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(pipe_fds), 0);
	assert_true(dup2(pipe_fds[1], STDERR_FILENO) >= 0);
	do_it();
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	(void)close(pipe_fds[1]);
	(void)close(saved);
	n = read(pipe_fds[0], written, sizeof(written) - 1);
	written[n > 0 ? n : 0] = '\0';
	(void)close(pipe_fds[0]);
}

static void
log_three_values(void)
{
	log_info("listening", log_text("path", "/run/x.sock"),
	    log_int("mode", -7), log_text("nothing", NULL));
}

static void
log_hostile_value(void)
{
	log_warning("odd value", log_text("v", "a\nlevel=\"x\" \\ \x1b[1m æ"));
}

static void
log_nothing_but(void)
{
	log_debug("not this");
	log_error("alone");
}

static void
log_long_value(void)
{
	char text[6000];

	memset(text, 'y', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_info("long", log_text("v", text));
}

static size_t
newlines(const char *p)
{
	size_t n = 0;

	for (; *p != '\0'; p++)
		n += *p == '\n' ? 1 : 0;
	return n;
}

static void
a_line_has_time_level_event_and_values(void **state)
{
	(void)state;
	catch_stderr(log_three_values);
	assert_int_equal(written[4], '-');
	assert_int_equal(written[23], 'Z');
	assert_string_equal(written + 24,
	    " info listening path=/run/x.sock "
	    "mode=-7 nothing=\"\"\n");
}

static void
a_value_cannot_forge_a_line(void **state)
{
	(void)state;
	catch_stderr(log_hostile_value);
	assert_int_equal(newlines(written), 1);
	assert_string_equal(written + 24,
	    " warning \"odd value\" v=\"a\\x0a"
	    "level=\\\"x\\\" \\\\ \\x1b[1m æ\"\n");
}

static void
lines_below_the_level_are_not_written(void **state)
{
	(void)state;
	catch_stderr(log_nothing_but);
	assert_string_equal(written + 24, " error alone\n");
	log_set_level(LEVEL_DEBUG);
	catch_stderr(log_nothing_but);
	assert_int_equal(newlines(written), 2);
	log_set_level(LEVEL_INFO);
}

static void
an_overlong_line_is_cut_and_still_one_line(void **state)
{
	(void)state;
	catch_stderr(log_long_value);
	assert_int_equal(newlines(written), 1);
	assert_int_equal(strlen(written), 2048);
	assert_int_equal(written[2047], '\n');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_time_level_event_and_values),
		cmocka_unit_test(a_value_cannot_forge_a_line),
		cmocka_unit_test(lines_below_the_level_are_not_written),
		cmocka_unit_test(an_overlong_line_is_cut_and_still_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
