/*
 * How much the engine takes on, as boflyt.conf says.
 */
#include <sys/mman.h>

#include <string.h>
#include <unistd.h>

#include "fixture.h"

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

static void
log_that_never_rests_is_checkpointed_all_the_same(void **state)
{
	char path[] = "/tmp/boflyt-limits.XXXXXX", folder[64], file[96];
	struct fixture f;
	char number[24];
	int i;

	(void)state;
	assert_non_null(mkdtemp(path));
	(void)snprintf(folder, sizeof(folder), "%s/5532", path);
	(void)snprintf(file, sizeof(file), "%s/cases.db", folder);
	fixture_open_bare(&f, file);
	limit(&f, (struct engine_limits){ .wal_frames = 40 });
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
	for (i = 0; i < 20; i++) {
		fixture_case(&f, NULL, number);
		/* What one batch adds comes on top. */
		assert_true(store_wal_frames(f.store) < 120);
	}
	fixture_close(&f);
	assert_int_equal(unlink(file), 0);
	(void)snprintf(file, sizeof(file), "%s/reserve", folder);
	assert_int_equal(unlink(file), 0);
	(void)snprintf(file, sizeof(file), "%s/keys", folder);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(rmdir(path), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    log_that_never_rests_is_checkpointed_all_the_same),
		cmocka_unit_test(a_batch_takes_no_more_requests_than_it_may),
		cmocka_unit_test(what_is_left_open_is_the_most_that_is_allowed),
		cmocka_unit_test(a_document_over_the_limit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
