/*
 * The power goes at any instant: what was answered is there and everything
 * verifies (architecture §2, §6; trap of kill -9, which proves nothing here).
 *
 * The real daemon's own calls are recorded, and the disk is built from them as
 * it may be found.  BOFLYT_POWER_STATES says how many; 500 unless given.
 */
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "store/store.h"
#include "store/verify.h"

#include "disk.h"

#include "../cmocka_all.h"
#include "../e2e/post.h"

#define FIRST_ASKS 250 /* more frames than an idle worker leaves in its log */

struct found {
	size_t states, lost, wrong;
	char first[256]; /* what was wrong with the first */
};

static struct load l;
static char folder[128];
static unsigned char key[SECRET_SIZE]; /* the municipality's */

static size_t
states(void)
{
	const char *text = getenv("BOFLYT_POWER_STATES");

	return text == NULL ? 500 : (size_t)atoi(text);
}

static int
setup(void **state)
{
	struct stat st;

	(void)state;
	load_make(&l);
	/* Thousands of files are written: in memory, where there is some. */
	snprintf(folder, sizeof(folder), "%s/boflyt-power.XXXXXX",
	    stat("/dev/shm", &st) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(folder));
	return 0;
}

static int
teardown(void **state)
{
	char command[160];

	(void)state;
	load_remove(&l);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
	return 0;
}

static void
read_key(void)
{
	struct err e = ERR_INIT;
	char path[160];

	snprintf(path, sizeof(path), "%s/state/3401.key", l.place.dir);
	assert_int_equal(secret_read(path, key, &e), RC_OK);
}

/*
 * Keys are made anew while people work, and a person is erased, by a connection
 * of its own.
 */
static void
work_on_keys(void)
{
	struct peer c;
	json_t *result;
	json_int_t id;

	peer_open(&c, &l.place);
	json_decref(
	    peer_do(&c, "admin01", "key.rotate", params("{s:b}", "wait", 0)));
	result = peer_do(&c, "nav01", "person.add",
	    params("{s:s}", "name", "Prøve Fjell"));
	id = int_in(result, "person");
	json_decref(result);
	result = peer_do(&c, "nav01", "person.erase",
	    params("{s:I, s:s}", "person", id, "reason", "feil"));
	id = int_in(result, "erasure");
	json_decref(result);
	json_decref(peer_do(&c, "leader01", "erasure.decide",
	    params("{s:I, s:s, s:s, s:s}", "erasure", id, "outcome", "erase",
		"legal_basis", "ARKL13_PERMIT", "reason", "RA")));
	peer_close(&c);
}

/* Work long enough for a checkpoint, rest until it comes, and work again. */
static struct disk *
record_work(bool normal)
{
	snprintf(l.page->record, sizeof(l.page->record), "%s/record",
	    l.place.dir);
	(void)unlink(l.page->record);
	l.page->normal = normal;
	load_start_anew(&l);
	while (l.n < FIRST_ASKS)
		load_run(&l, 50);
	load_finish(&l);
	load_post(&l);
	assert_int_equal(post_count(&l.place), l.letters);
	usleep(1500 * 1000);
	work_on_keys();
	load_run(&l, 150);
	load_kill(&l);
	read_key();
	return disk_read(l.page->record);
}

static bool
verifies(struct store *s, struct err *e)
{
	struct verify *v = verify_new(s);
	bool done = false, ok = false;
	json_t *report;

	while (!done && verify_slice(v, 10000, &done, e) == RC_OK)
		;
	if (done) {
		report = verify_report(v);
		ok = json_is_true(json_object_get(report, "ok"));
		json_decref(report);
	}
	verify_free(v);
	return ok;
}

/* Open what the disk holds now, and hold it against what was answered. */
static void
look(const struct disk *d, struct found *f)
{
	const struct store_options o = { .municipality = "3401",
		.create = true,
		.key = key };
	struct store *s = NULL;
	struct err e = ERR_INIT;
	bool wrong;
	char path[160];

	snprintf(path, sizeof(path), "%s/cases.db", folder);
	wrong = store_open(path, &o, &s, &e) != RC_OK || !verifies(s, &e);
	if (wrong && f->wrong++ == 0)
		snprintf(f->first, sizeof(f->first), "%.200s", e.text);
	if (!wrong && store_last_commit(s) < disk_answered(d))
		f->lost++;
	store_close(s);
	f->states++;
}

static int
compare(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* N instants, in order; every other one at a call that syncs or checkpoints. */
static size_t *
instants(const struct disk *d, size_t n)
{
	size_t *at = calloc(n, sizeof(*at)), i;

	assert_non_null(at);
	for (i = 0; i < n; i++)
		do
			at[i] = disk_draw(disk_events(d));
		while (i % 2 == 0 && !disk_is_critical(d, at[i]));
	qsort(at, n, sizeof(*at), compare);
	return at;
}

static struct found
lose_power(struct disk *d, size_t n)
{
	struct found f = { 0, 0, 0, "" };
	size_t *at = instants(d, n), i;

	for (i = 0; i < n; i++) {
		disk_go(d, at[i]);
		disk_lose_power(d, folder);
		look(d, &f);
	}
	free(at);
	disk_go(d, disk_events(d));
	print_message("%zu states out of %zu calls, %lld steps answered:"
		      " %zu without a step, %zu not whole\n",
	    f.states, disk_events(d), (long long)disk_answered(d), f.lost,
	    f.wrong);
	return f;
}

static bool
can_preload(void)
{
	if (l.page == NULL)
		print_message("not applicable: the sanitizers come first\n");
	return l.page != NULL;
}

static void
a_loss_of_power_loses_nothing_that_was_answered(void **state)
{
	struct disk *d;
	struct found f;

	(void)state;
	if (!can_preload())
		skip();
	d = record_work(false);
	f = lose_power(d, states());
	assert_true(disk_answered(d) > 100);
	assert_true(disk_checkpoints(d) > 0);
	disk_free(d);
	if (f.wrong > 0)
		fail_msg("%s", f.first);
	assert_int_equal(f.lost, 0);
}

/* The other test of the test: a key must be on disk before what it seals. */
static void
without_syncing_keys_first_values_are_lost(void **state)
{
	struct disk *d;
	struct found f;

	(void)state;
	if (!can_preload())
		skip();
	l.page->keys_late = true;
	d = record_work(false);
	l.page->keys_late = false;
	f = lose_power(d, states() / 5);
	disk_free(d);
	assert_true(f.wrong > f.states / 10);
}

/* The test of the test: what SQLite calls NORMAL loses steps. */
static void
without_syncing_each_commit_steps_are_lost(void **state)
{
	struct disk *d;
	struct found f;

	(void)state;
	if (!can_preload())
		skip();
	d = record_work(true);
	f = lose_power(d, states() / 5);
	disk_free(d);
	assert_true(f.lost > f.states / 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_loss_of_power_loses_nothing_that_was_answered),
		T(without_syncing_each_commit_steps_are_lost),
		T(without_syncing_keys_first_values_are_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
