/*
 * test_beat -- the page between a worker and its parent.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/beat.h"
#include "check.h"

static struct beat *
page(int *fd)
{
	struct err e = ERR_INIT;
	struct beat *b = NULL;

	assert_int_equal(beat_new(&b, fd, &e), RC_OK);
	return b;
}

/* In a child that maps the page: do FN and end. */
static int
in_child(int fd, void (*fn)(struct beat *b))
{
	struct err e = ERR_INIT;
	struct beat *b = NULL;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (beat_map(fd, &b, &e) == RC_OK)
			fn(b);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
work(struct beat *b)
{
	struct beat_work w;

	memset(&w, 0, sizeof(w));
	w.digest[0] = 7;
	w.timer = 12;
	memcpy(w.what, "case.act", 9);
	(void)beat_enter(b, BEAT_SCRIPT);
	beat_work(b, &w);
}

static void
what_one_process_shows_the_other_sees_after_its_end(void **state)
{
	struct beat_look look;
	struct beat *b;
	int fd;

	(void)state;
	b = page(&fd);
	(void)in_child(fd, work);
	beat_read(b, &look);
	assert_int_equal(look.phase, BEAT_SCRIPT);
	assert_true(look.since > 0);
	assert_int_equal(look.work.digest[0], 7);
	assert_int_equal(look.work.timer, 12);
	assert_string_equal(look.work.what, "case.act");
	assert_false(look.killed);
	beat_free(b);
	close(fd);
}

static void
a_phase_within_another_leads_back_to_it(void **state)
{
	struct beat_look look;
	enum beat_phase before;
	struct beat *b;
	int fd;

	(void)state;
	b = page(&fd);
	(void)beat_enter(b, BEAT_STEP);
	before = beat_enter(b, BEAT_SCRIPT);
	assert_int_equal(before, BEAT_STEP);
	assert_int_equal(beat_enter(b, before), BEAT_SCRIPT);
	beat_read(b, &look);
	assert_int_equal(look.phase, BEAT_STEP);
	beat_free(b);
	close(fd);
}

static void
without_a_page_nothing_happens(void **state)
{
	(void)state;
	assert_int_equal(beat_enter(NULL, BEAT_COMMIT), BEAT_IDLE);
	beat_work(NULL, NULL);
	beat_free(NULL);
}

#ifndef BOFLYT_SANITIZED
static void
fault(struct beat *b)
{
	beat_watch_signals(b);
	__builtin_trap();
}

static void
own_end(struct beat *b)
{
	beat_watch_signals(b);
	(void)raise(SIGABRT);
}

static void
wait_for_it(struct beat *b)
{
	beat_watch_signals(b);
	(void)kill(getppid(), SIGUSR1);
	for (;;)
		pause();
}

static void
is_fault_of_its_own(void (*fn)(struct beat *b))
{
	struct beat_look look;
	struct beat *b;
	int fd, status;

	b = page(&fd);
	status = in_child(fd, fn);
	assert_true(WIFSIGNALED(status));
	beat_read(b, &look);
	assert_false(look.killed);
	beat_free(b);
	close(fd);
}

static void
a_fault_is_its_own_and_still_deadly(void **state)
{
	(void)state;
	is_fault_of_its_own(fault);
	is_fault_of_its_own(own_end);
}

static void
a_signal_of_somebody_else_is_told_apart(void **state)
{
	struct beat_look look;
	struct err e = ERR_INIT;
	struct beat *b, *own = NULL;
	sigset_t ready;
	int fd, status = 0, got;
	pid_t pid;

	(void)state;
	b = page(&fd);
	sigemptyset(&ready);
	sigaddset(&ready, SIGUSR1);
	sigprocmask(SIG_BLOCK, &ready, NULL);
	if ((pid = fork()) == 0) {
		if (beat_map(fd, &own, &e) == RC_OK)
			wait_for_it(own);
		_exit(0);
	}
	assert_int_equal(sigwait(&ready, &got), 0);
	assert_int_equal(kill(pid, SIGSEGV), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	beat_read(b, &look);
	assert_true(look.killed);
	beat_free(b);
	close(fd);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_one_process_shows_the_other_sees_after_its_end),
		cmocka_unit_test(a_phase_within_another_leads_back_to_it),
		cmocka_unit_test(without_a_page_nothing_happens),
#ifndef BOFLYT_SANITIZED
		cmocka_unit_test(a_fault_is_its_own_and_still_deadly),
		cmocka_unit_test(a_signal_of_somebody_else_is_told_apart),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
