/*
 * Transactions: all of a step or nothing of it, whatever fails
 * (architecture §2, style guide: fault injection by count-down).
 */
#include "tests/store/files.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/query.h"
#include "store/verify.h"
#include "tests/store/step.h"

#define STEPS_MAX 100000

struct world {
	struct files files;
	struct store *s;
	struct err e;
	int64_t definition;
};

#define GO(w, call)                                                            \
	do {                                                                   \
		enum rc rc_ = (call);                                          \
		if (rc_ != RC_OK)                                              \
			fail_msg("%s: %s", (w)->e.name, (w)->e.text);          \
	} while (0)

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct tx *tx;

	files_begin(&w->files);
	w->s = files_open(&w->files);
	GO(w, tx_begin(w->s, T0, &tx, &w->e));
	GO(w, step_definition(tx, &w->definition, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	store_close(w->s);
	files_end(&w->files);
	free(w);
	return 0;
}

/* Nothing may be wrong with the database, and it has N cases. */
static void
look(struct world *w, int64_t n)
{
	struct verify *v = verify_new(w->s);
	int64_t open, closed;
	json_t *report;
	bool done = false;
	char *text;

	while (!done)
		GO(w, verify_slice(v, 1000, &done, &w->e));
	report = verify_report(v);
	text = json_dumps(report, 0);
	if (!json_is_true(json_object_get(report, "ok")))
		fail_msg("%s", text);
	free(text);
	json_decref(report);
	verify_free(v);
	GO(w, case_count(w->s, &open, &closed, &w->e));
	assert_int_equal(open, n);
	assert_int_equal(closed, 0);
}

static void
transaction_that_changed_nothing_writes_nothing(void **state)
{
	struct world *w = *state;
	int before = store_wal_frames(w->s);
	struct tx *tx;

	GO(w, tx_begin(w->s, T0 + 5, &tx, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	assert_int_equal(store_wal_frames(w->s), before);
	GO(w, tx_begin(w->s, T0 + 6, &tx, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	assert_true(store_wal_frames(w->s) > before);
}

static void
commit_keeps_the_step_and_its_counters(void **state)
{
	struct world *w = *state;
	unsigned char before[STORE_CHAIN], after[STORE_CHAIN];
	struct tx *tx;

	GO(w, tx_begin(w->s, T0 + 5, &tx, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	assert_null(tx);
	store_chain_head(w->s, before);
	store_close(w->s);
	w->s = files_open(&w->files);
	store_chain_head(w->s, after);
	assert_memory_equal(before, after, sizeof(before));
	assert_int_equal(store_last_commit(w->s), 1);
	assert_int_equal(store_last_pos(w->s), 1);
	assert_int_equal(store_last_time(w->s), T0 + 5);
	look(w, 1);
}

static void
rollback_leaves_nothing(void **state)
{
	struct world *w = *state;
	unsigned char before[STORE_CHAIN], after[STORE_CHAIN];
	struct tx *tx;

	store_chain_head(w->s, before);
	GO(w, tx_begin(w->s, T0 + 5, &tx, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	tx_set_test_clock(tx, T0 + 9);
	tx_rollback(&tx);
	tx_rollback(&tx);
	store_chain_head(w->s, after);
	assert_memory_equal(before, after, sizeof(before));
	assert_int_equal(store_last_commit(w->s), 0);
	assert_int_equal(store_last_time(w->s), T0);
	assert_false(store_test_clock(w->s, &(int64_t){ 0 }));
	look(w, 0);
}

static void
savepoint_rollback_puts_the_counters_back(void **state)
{
	struct world *w = *state;
	struct savepoint outer, inner;
	struct case_head h = { .definition = w->definition };
	struct tx *tx;

	GO(w, tx_begin(w->s, T0, &tx, &w->e));
	GO(w, savepoint_begin(tx, &outer, &w->e));
	GO(w, step_case(tx, &h, &w->e));
	GO(w, step_history(tx, "case.act", &h, &w->e));
	GO(w, savepoint_begin(tx, &inner, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	assert_int_equal(store_last_commit(w->s), 2);
	savepoint_rollback(&inner);
	savepoint_rollback(&inner);
	assert_int_equal(store_last_commit(w->s), 1);
	assert_int_equal(store_last_pos(w->s), 1);
	GO(w, savepoint_release(&outer, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	assert_int_equal(store_last_commit(w->s), 2);
	look(w, 2);
}

static void
test_clock_is_kept(void **state)
{
	struct world *w = *state;
	int64_t ms = 0;
	struct tx *tx;

	GO(w, tx_begin(w->s, T0, &tx, &w->e));
	tx_set_test_clock(tx, T0 + 86400000);
	GO(w, tx_commit(&tx, &w->e));
	store_close(w->s);
	w->s = files_open(&w->files);
	assert_true(store_test_clock(w->s, &ms));
	assert_int_equal(ms, T0 + 86400000);
}

struct countdown {
	int left;
	int code;
};

static int
count_down(void *arg)
{
	struct countdown *c = arg;

	return --c->left == 0 ? c->code : SQLITE_OK;
}

/* One transaction with one step; the N-th statement fails with CODE. */
static enum rc
fail_at(struct world *w, int n, int code)
{
	struct countdown c = { n, code };
	struct tx *tx;
	enum rc rc;

	store_set_fault(w->s, count_down, &c);
	err_clear(&w->e);
	rc = tx_begin(w->s, T0, &tx, &w->e);
	if (rc == RC_OK && (rc = step_run(tx, w->definition, &w->e)) == RC_OK)
		rc = tx_commit(&tx, &w->e);
	else
		tx_rollback(&tx);
	store_set_fault(w->s, NULL, NULL);
	return rc;
}

static void
each_statement_that_fails_leaves_nothing(void **state)
{
	struct world *w = *state;
	int n;

	for (n = 1; n < STEPS_MAX; n++) {
		if (fail_at(w, n, SQLITE_FULL) == RC_OK)
			break;
		assert_int_equal(w->e.rc, RC_DISK_FULL);
		assert_false(store_is_broken(w->s));
		assert_int_equal(store_last_commit(w->s), 0);
		look(w, 0);
	}
	assert_in_range(n, 20, STEPS_MAX - 1);
	assert_int_equal(store_last_commit(w->s), 1);
	look(w, 1);
}

static void
each_io_error_ends_the_store_and_reopening_finds_nothing(void **state)
{
	struct world *w = *state;
	int n;

	for (n = 1; n < STEPS_MAX; n++) {
		struct tx *tx;

		if (fail_at(w, n, SQLITE_IOERR_FSYNC) == RC_OK)
			break;
		assert_int_equal(w->e.rc, RC_IO);
		assert_true(store_is_broken(w->s));
		assert_int_equal(tx_begin(w->s, T0, &tx, &w->e), RC_IO);
		store_close(w->s);
		w->s = files_open(&w->files);
		look(w, 0);
	}
	assert_in_range(n, 20, STEPS_MAX - 1);
	look(w, 1);
}

static void
full_disk_is_told_and_ends_when_there_is_room(void **state)
{
	struct world *w = *state;
	enum rc rc = RC_OK;
	struct tx *tx;
	int64_t n = 0;
	int i;

	store_set_page_limit(w->s, (int)(store_size(w->s) / 4096 + 4));
	for (i = 0; i < 1000 && rc == RC_OK; i++) {
		GO(w, tx_begin(w->s, T0, &tx, &w->e));
		if ((rc = step_run(tx, w->definition, &w->e)) == RC_OK) {
			GO(w, tx_commit(&tx, &w->e));
			n++;
		} else {
			tx_rollback(&tx);
		}
	}
	assert_int_equal(rc, RC_DISK_FULL);
	look(w, n);
	assert_int_equal(store_last_commit(w->s), n);
	store_set_page_limit(w->s, 1000000);
	assert_int_equal(fail_at(w, -1, 0), RC_OK);
	look(w, n + 1);
}

static void
transaction_that_ended_behind_our_back_is_noticed(void **state)
{
	struct world *w = *state;
	struct savepoint sp;
	struct tx *tx;

	GO(w, tx_begin(w->s, T0, &tx, &w->e));
	assert_true(tx_is_open(tx));
	GO(w, savepoint_begin(tx, &sp, &w->e));
	GO(w, step_run(tx, w->definition, &w->e));
	GO(w, query_exec(w->s, "ROLLBACK", &w->e));
	assert_false(tx_is_open(tx));
	assert_int_equal(savepoint_release(&sp, &w->e), RC_UNAVAILABLE);
	savepoint_rollback(&sp);
	assert_int_equal(savepoint_begin(tx, &sp, &w->e), RC_UNAVAILABLE);
	assert_int_equal(tx_commit(&tx, &w->e), RC_UNAVAILABLE);
	assert_null(tx);
	look(w, 0);
}

/* Write steps until killed; tell each commit through FD after it is done. */
static void
write_for_ever(const struct world *w, int fd)
{
	struct err e = ERR_INIT;
	struct store *s;
	struct tx *tx;
	int64_t told;

	if (files_try(&w->files, &s, &e) != RC_OK)
		_exit(1);
	for (;;) {
		if (tx_begin(s, T0, &tx, &e) != RC_OK ||
		    step_run(tx, w->definition, &e) != RC_OK ||
		    step_run(tx, w->definition, &e) != RC_OK ||
		    tx_commit(&tx, &e) != RC_OK)
			_exit(1);
		told = store_last_commit(s);
		if (write(fd, &told, sizeof(told)) != sizeof(told))
			_exit(1);
		if (told % 64 == 0 && store_checkpoint(s, &e) != RC_OK)
			_exit(1);
	}
}

static void
killed_writer_loses_nothing_that_it_told(void **state)
{
	struct world *w = *state;
	int64_t told = 0, one, kept;
	int round, fds[2], status;
	pid_t child;

	for (round = 0; round < 6; round++) {
		store_close(w->s);
		w->s = NULL;
		assert_int_equal(pipe(fds), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			write_for_ever(w, fds[1]);
		(void)close(fds[1]);
		while (read(fds[0], &one, sizeof(one)) == sizeof(one)) {
			told = one;
			if (told % 50 >= 40 - 2 * round)
				(void)kill(child, SIGKILL);
		}
		(void)close(fds[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		w->s = files_open(&w->files);
		kept = store_last_commit(w->s);
		assert_true(kept == told || kept == told + 2);
		look(w, kept);
	}
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(transaction_that_changed_nothing_writes_nothing),
		T(commit_keeps_the_step_and_its_counters),
		T(rollback_leaves_nothing),
		T(savepoint_rollback_puts_the_counters_back),
		T(test_clock_is_kept),
		T(each_statement_that_fails_leaves_nothing),
		T(each_io_error_ends_the_store_and_reopening_finds_nothing),
		T(full_disk_is_told_and_ends_when_there_is_room),
		T(transaction_that_ended_behind_our_back_is_noticed),
		T(killed_writer_loses_nothing_that_it_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
