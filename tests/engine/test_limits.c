/*
 * How much the engine takes on, as boflyt.conf says.
 */
#include <sys/mman.h>

#include <string.h>
#include <unistd.h>

#include "fixture.h"

#include "engine/checkpoint.h"

/* Another engine on the same store, with LIMITS. */
static void
limit(struct fixture *f, struct engine_limits limits)
{
	struct engine_parts parts = { .limits = limits };
	struct err e = ERR_INIT;

	engine_free(f->engine);
	parts.store = f->store;
	parts.clock = &f->clock;
	parts.law = f->law;
	parts.municipality = f->municipality;
	parts.workflows = f->path;
	if (engine_new(&parts, &f->engine, &e) != RC_OK)
		fail_msg("%s", e.text);
	fixture_run(f);
	f->answers = 0;
}

static void
open_with(struct fixture *f, struct engine_limits limits)
{
	fixture_open(f);
	limit(f, limits);
}

static unsigned int
answers_after_one_batch(struct fixture *f, int asked)
{
	struct err e = ERR_INIT;
	int i;

	for (i = 0; i < asked; i++)
		engine_submit(f->engine,
		    fixture_new_ask(f, "nav01", "clock.show", NULL));
	assert_int_equal(engine_run_batch(f->engine, &e), RC_OK);
	return f->answers;
}

static void
a_batch_takes_no_more_requests_than_it_may(void **state)
{
	struct fixture f;

	(void)state;
	open_with(&f, (struct engine_limits){ .batch = 2 });
	assert_int_equal(answers_after_one_batch(&f, 3), 2);
	fixture_run(&f);
	assert_int_equal(f.answers, 3);
	fixture_close(&f);
}

static void
what_is_left_open_is_the_most_that_is_allowed(void **state)
{
	struct fixture f;

	(void)state;
	open_with(&f, (struct engine_limits){ .batch_ms = 1000 });
	assert_true(answers_after_one_batch(&f, 3) > 2);
	fixture_run(&f);
	fixture_close(&f);
}

static enum rc
put_bytes(struct fixture *f, const char *number, size_t n)
{
	struct ask *a = fixture_new_ask(f, "nav01", "document.put",
	    json_pack("{ss si}", "case", number, "file", 0));
	int fd = memfd_create("paper", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "1234567890", n), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	a->fds[a->n_fds++] = fd;
	return fixture_submit(f, a);
}

static void
a_document_over_the_limit_is_refused(void **state)
{
	struct fixture f;
	char number[24];

	(void)state;
	open_with(&f, (struct engine_limits){ .document = 8 });
	fixture_case(&f, NULL, number);
	assert_int_equal(put_bytes(&f, number, 8), RC_OK);
	assert_int_not_equal(put_bytes(&f, number, 9), RC_OK);
	ASSERT_ERROR(&f, RC_INVALID, "E_TOO_LARGE");
	fixture_close(&f);
}

/* A database in a file, whose log is moved from LEAST frames on. */
struct on_disk {
	struct fixture f;
	char path[32], folder[64];
};

static void
open_on_disk(struct on_disk *d, int least)
{
	char file[96];

	(void)strcpy(d->path, "/tmp/boflyt-limits.XXXXXX");
	assert_non_null(mkdtemp(d->path));
	(void)snprintf(d->folder, sizeof(d->folder), "%s/5532", d->path);
	(void)snprintf(file, sizeof(file), "%s/cases.db", d->folder);
	fixture_open_bare(&d->f, file);
	limit(&d->f, (struct engine_limits){ .wal_frames = least });
	fixture_ok(&d->f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(&d->f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
}

static void
close_on_disk(struct on_disk *d)
{
	static const char *const names[] = { "cases.db", "reserve", "keys" };
	char file[96];
	size_t i;

	fixture_close(&d->f);
	for (i = 0; i < 3; i++) {
		(void)snprintf(file, sizeof(file), "%s/%s", d->folder,
		    names[i]);
		assert_int_equal(unlink(file), 0);
	}
	assert_int_equal(rmdir(d->folder), 0);
	assert_int_equal(rmdir(d->path), 0);
}

static void
log_that_never_rests_is_checkpointed_all_the_same(void **state)
{
	struct on_disk d;
	char number[24];
	int i;

	(void)state;
	open_on_disk(&d, 40);
	for (i = 0; i < 20; i++) {
		fixture_case(&d.f, NULL, number);
		/* What one batch adds comes on top. */
		assert_true(store_wal_frames(d.f.store) < 120);
	}
	close_on_disk(&d);
}

static void
in_a_lull_a_log_that_is_worth_it_is_moved_and_no_other(void **state)
{
	struct on_disk d;
	char number[24];
	int frames;

	(void)state;
	open_on_disk(&d, 100);
	fixture_case(&d.f, NULL, number);
	engine_lull(d.f.engine);
	do {
		frames = store_wal_frames(d.f.store);
		engine_lull(d.f.engine);
		if (frames < 100)
			assert_int_equal(store_wal_frames(d.f.store), frames);
		fixture_case(&d.f, NULL, number);
	} while (store_wal_frames(d.f.store) < 100);
	/* Nobody may wait. */
	frames = store_wal_frames(d.f.store);
	engine_submit(d.f.engine,
	    fixture_new_ask(&d.f, "nav01", "clock.show", NULL));
	engine_lull(d.f.engine);
	assert_int_equal(store_wal_frames(d.f.store), frames);
	fixture_run(&d.f);
	fixture_case(&d.f, NULL, number);
	while (store_wal_frames(d.f.store) < 100)
		fixture_case(&d.f, NULL, number);
	engine_lull(d.f.engine);
	assert_int_equal(store_wal_frames(d.f.store), 0);
	close_on_disk(&d);
}

/* Whoever comes alone waits for every log that is moved behind an answer. */
static void
a_log_grows_longer_while_everybody_comes_alone(void **state)
{
	struct on_disk d;
	char number[24];
	int i, frames;

	(void)state;
	open_on_disk(&d, CHECKPOINT_MOST);
	for (i = 0; i < 30; i++)
		fixture_case(&d.f, NULL, number);
	frames = store_wal_frames(d.f.store);
	assert_true(frames >= CHECKPOINT_FRAMES);
	assert_true(frames < CHECKPOINT_ALONE);
	engine_lull(d.f.engine);
	assert_int_equal(store_wal_frames(d.f.store), frames);
	/* Two in one batch; how long is worth it now depends on the disk. */
	for (i = 0; i < 2; i++)
		engine_submit(d.f.engine,
		    fixture_new_ask(&d.f, "nav01", "clock.show", NULL));
	fixture_run(&d.f);
	for (engine_lull(d.f.engine); store_wal_frames(d.f.store) > 0;
	     engine_lull(d.f.engine)) {
		fixture_case(&d.f, NULL, number);
		assert_true(store_wal_frames(d.f.store) < 2 * CHECKPOINT_MOST);
	}
	close_on_disk(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    log_that_never_rests_is_checkpointed_all_the_same),
		cmocka_unit_test(
		    a_log_grows_longer_while_everybody_comes_alone),
		cmocka_unit_test(
		    in_a_lull_a_log_that_is_worth_it_is_moved_and_no_other),
		cmocka_unit_test(a_batch_takes_no_more_requests_than_it_may),
		cmocka_unit_test(what_is_left_open_is_the_most_that_is_allowed),
		cmocka_unit_test(a_document_over_the_limit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
