/*
 * backup copies while others write, and a copy comes back as a new incarnation.
 */
#include "tests/store/files.h"

#include <fcntl.h>
#include <string.h>

#include "store/backup.h"
#include "store/verify.h"
#include "tests/store/step.h"

struct place {
	struct files f;
	struct store *s;
	int64_t definition;
	struct err e;
};

static void
run_steps(struct place *p, int n)
{
	struct tx *tx;

	OK(p, tx_begin(p->s, T0, &tx, &p->e));
	if (p->definition == 0)
		OK(p, step_definition(tx, &p->definition, &p->e));
	while (n-- > 0)
		OK(p, step_run(tx, p->definition, &p->e));
	OK(p, tx_commit(&tx, &p->e));
}

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	files_begin(&p->f);
	p->s = files_open(&p->f);
	run_steps(p, 40);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	store_close(p->s);
	files_end(&p->f);
	free(p);
	return 0;
}

/* Copy to the end, with a step after each piece; gives the descriptor. */
static int
copy_under_load(struct place *p)
{
	struct backup *b;
	bool done = false;
	int64_t size = 0;
	int fd = -1, rounds = 0;

	OK(p, backup_begin(p->s, &b, &p->e));
	while (!done) {
		OK(p, backup_step(b, 4, &done, &p->e));
		if (!done && rounds++ < 100)
			run_steps(p, 1);
	}
	assert_true(rounds > 5);
	OK(p, backup_take(b, &fd, &size, &p->e));
	assert_int_equal(lseek(fd, 0, SEEK_END), size);
	backup_end(b);
	return fd;
}

static void
save(int from, const char *path)
{
	char chunk[4096];
	int to = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ssize_t n;

	assert_true(to >= 0);
	assert_int_equal(lseek(from, 0, SEEK_SET), 0);
	while ((n = read(from, chunk, sizeof(chunk))) > 0)
		assert_int_equal(write(to, chunk, (size_t)n), n);
	close(to);
	close(from);
}

static void
expect_sound(struct place *p, struct store *s)
{
	struct verify *v = verify_new(s);
	bool done = false;
	json_t *report;

	while (!done)
		OK(p, verify_slice(v, 1000, &done, &p->e));
	report = verify_report(v);
	if (!json_is_true(json_object_get(report, "ok")))
		fail_msg("%s", json_dumps(report, 0));
	json_decref(report);
	verify_free(v);
}

static void
a_copy_made_under_load_is_whole_and_sound(void **state)
{
	struct place *p = *state;
	int64_t commit;
	struct store *s;
	char path[128];

	snprintf(path, sizeof(path), "%s/copy", p->f.folder);
	save(copy_under_load(p), path);
	commit = store_last_commit(p->s);
	OK(p, store_open_copy(path, &s, &p->e));
	assert_int_equal(store_last_commit(s), commit);
	assert_string_equal(store_municipality(s), "5532");
	expect_sound(p, s);
	store_close(s);
	assert_int_equal(unlink(path), 0);
}

static void
reading_a_copy_leaves_nothing_beside_it(void **state)
{
	struct place *p = *state;
	struct store *s;
	char path[128], wal[160];

	snprintf(path, sizeof(path), "%s/copy", p->f.folder);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	save(copy_under_load(p), path);
	assert_int_equal(chmod(path, 0400), 0);
	OK(p, store_open_copy(path, &s, &p->e));
	expect_sound(p, s);
	assert_int_equal(access(wal, F_OK), -1);
	store_close(s);
	assert_int_equal(unlink(path), 0);
}

static void
a_database_at_work_is_no_copy(void **state)
{
	struct place *p = *state;
	struct store *s;

	assert_int_equal(store_open_copy(p->f.path, &s, &p->e), RC_BUSY);
	assert_null(s);
}

static void
an_end_before_the_end_leaves_no_file(void **state)
{
	struct place *p = *state;
	struct backup *b;
	char path[128];
	bool done;

	OK(p, backup_begin(p->s, &b, &p->e));
	OK(p, backup_step(b, 4, &done, &p->e));
	assert_false(done);
	snprintf(path, sizeof(path), "%s.backup", p->f.path);
	assert_int_equal(access(path, F_OK), 0);
	backup_end(b);
	assert_int_equal(access(path, F_OK), -1);
}

static void
what_a_crash_left_is_removed_at_the_next_open(void **state)
{
	struct place *p = *state;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s.backup", p->f.path);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	store_close(p->s);
	p->s = files_open(&p->f);
	assert_int_equal(access(path, F_OK), -1);
}

static void
a_store_in_memory_has_no_copy(void **state)
{
	struct place *p = *state;
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0 };
	struct backup *b;
	struct store *s;

	OK(p, store_open(STORE_MEMORY, &o, &s, &p->e));
	assert_int_equal(backup_begin(s, &b, &p->e), RC_UNAVAILABLE);
	store_close(s);
}

static void
what_is_restored_has_a_new_incarnation_and_says_so(void **state)
{
	struct place *p = *state;
	json_t *rows;
	int64_t now;

	OK(p, backup_restored(p->s, 6, T0, &now, &p->e));
	assert_int_equal(now, 7);
	assert_int_equal(store_incarnation(p->s), 7);
	store_close(p->s);
	p->s = files_open(&p->f);
	assert_int_equal(store_incarnation(p->s), 7);
	OK(p,
	    history_list(p->s, "database", 0, 0, 10, true, false, &rows,
		&p->e));
	assert_int_equal(json_array_size(rows), 1);
	assert_string_equal("sys.restore",
	    json_string_value(
		json_object_get(json_array_get(rows, 0), "kind")));
	json_decref(rows);
	expect_sound(p, p->s);
}

static void
the_last_copy_is_known(void **state)
{
	struct place *p = *state;
	struct tx *tx;
	int64_t when;

	OK(p, backup_last(p->s, &when, &p->e));
	assert_int_equal(when, 0);
	OK(p, tx_begin(p->s, T0, &tx, &p->e));
	OK(p, backup_note(tx, T0, &p->e));
	OK(p, tx_commit(&tx, &p->e));
	OK(p, backup_last(p->s, &when, &p->e));
	assert_int_equal(when, T0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_copy_made_under_load_is_whole_and_sound),
		TEST(reading_a_copy_leaves_nothing_beside_it),
		TEST(a_database_at_work_is_no_copy),
		TEST(an_end_before_the_end_leaves_no_file),
		TEST(what_a_crash_left_is_removed_at_the_next_open),
		TEST(a_store_in_memory_has_no_copy),
		TEST(what_is_restored_has_a_new_incarnation_and_says_so),
		TEST(the_last_copy_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
