/*
 * The table of keys: wrapped, destroyed where they lie, changed to another
 * municipality's key, and what is left of it after a crash.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka_all.h"

#include "base/id.h"
#include "store/keytab.h"

#define T0 INT64_C(1799654400000)
#define HEADS 1024
#define PLACE 128

static const unsigned char one[SECRET_SIZE] = { 1, 2, 3 };
static const unsigned char two[SECRET_SIZE] = { 9, 8, 7 };

struct world {
	char path[64];
	struct keytab *t;
	struct err e;
};

#define OK(w, call)                                                            \
	do {                                                                   \
		if ((call) != RC_OK)                                           \
			fail_msg("%s: %s", (w)->e.name, (w)->e.text);          \
	} while (0)

static enum rc
try_open(struct world *w, const unsigned char *master, const char *number,
    bool create)
{
	const struct keytab_options o = { .municipality = number,
		.master = master,
		.create = create,
		.now = T0 };

	err_clear(&w->e);
	return keytab_open(w->path, &o, &w->t, &w->e);
}

static void
reopen(struct world *w, const unsigned char *master)
{
	keytab_close(w->t);
	OK(w, try_open(w, master, "5532", false));
}

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	int fd;

	(void)snprintf(w->path, sizeof(w->path), "/tmp/boflyt-keys-XXXXXX");
	fd = mkstemp(w->path);
	assert_int_not_equal(fd, -1);
	close(fd);
	OK(w, try_open(w, one, "5532", true));
	OK(w, keytab_grow(w->t, 10, T0, &w->e));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	keytab_close(w->t);
	unlink(w->path);
	free(w);
	return 0;
}

static enum key_state
get(struct world *w, int64_t id, unsigned char key[SECRET_SIZE])
{
	enum key_state state;

	OK(w, keytab_get(w->t, id, key, &state, &w->e));
	return state;
}

/* All that the file has; freed by the caller. */
static unsigned char *
slurp(const struct world *w, size_t *n)
{
	FILE *f = fopen(w->path, "re");
	unsigned char *bytes;

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	*n = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(*n);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	return bytes;
}

static bool
file_has(const struct world *w, const void *bytes, size_t len)
{
	size_t n;
	unsigned char *all = slurp(w, &n);
	bool yes = memmem(all, n, bytes, len) != NULL;

	free(all);
	return yes;
}

static void
overwrite(const struct world *w, long at, int byte)
{
	int fd = open(w->path, O_RDWR | O_CLOEXEC);
	unsigned char c;

	assert_int_equal(pread(fd, &c, 1, at), 1);
	c = (unsigned char)(c ^ byte);
	assert_int_equal(pwrite(fd, &c, 1, at), 1);
	close(fd);
}

static void
keys_come_back_and_are_never_in_the_file(void **state)
{
	unsigned char before[SECRET_SIZE], after[SECRET_SIZE];
	struct world *w = *state;
	int64_t id;

	assert_int_equal(keytab_last(w->t), 10);
	for (id = 1; id <= 10; id++) {
		assert_int_equal(get(w, id, before), KEY_LIVE);
		assert_false(file_has(w, before, 8));
		reopen(w, one);
		assert_int_equal(get(w, id, after), KEY_LIVE);
		assert_memory_equal(before, after, sizeof(after));
	}
	assert_int_equal(get(w, 11, after), KEY_NONE);
	assert_int_equal(get(w, 0, after), KEY_NONE);
	assert_int_equal(get(w, INT64_MAX, after), KEY_NONE);
	assert_false(file_has(w, one, sizeof(one)));
}

static void
destroyed_key_is_gone_from_the_file(void **state)
{
	static const int64_t ids[] = { 3, 4, 3 };
	unsigned char key[SECRET_SIZE], wrapped[72], *all;
	struct world *w = *state;
	size_t n;

	all = slurp(w, &n);
	memcpy(wrapped, all + HEADS + 2 * PLACE + 32, sizeof(wrapped));
	free(all);
	assert_true(file_has(w, wrapped, sizeof(wrapped)));
	OK(w, keytab_destroy(w->t, ids, 3, T0, &w->e));
	assert_int_equal(get(w, 3, key), KEY_DESTROYED);
	assert_int_equal(get(w, 5, key), KEY_LIVE);
	assert_false(file_has(w, wrapped, sizeof(wrapped)));
	reopen(w, one);
	assert_int_equal(keytab_state(w->t, 4), KEY_DESTROYED);
}

static void
wrong_key_or_municipality_is_told_and_nothing_opens(void **state)
{
	struct world *w = *state;

	keytab_close(w->t);
	assert_int_equal(try_open(w, two, "5532", false), RC_CONFIG);
	assert_string_equal(w->e.name, "E_KEY");
	assert_null(w->t);
	assert_int_equal(try_open(w, one, "5501", true), RC_FOREIGN);
	OK(w, try_open(w, one, "5532", false));
}

static void
moved_or_changed_places_do_not_open(void **state)
{
	struct world *w = *state;
	unsigned char key[SECRET_SIZE], bytes[PLACE];
	enum key_state was;
	int fd, i;

	/* Any changed byte of a place is found by its checksum. */
	for (i = 0; i < PLACE; i++) {
		overwrite(w, HEADS + 9 * PLACE + i, 1);
		assert_int_equal(get(w, 10, key), KEY_NONE);
		overwrite(w, HEADS + 9 * PLACE + i, 1);
	}
	assert_int_equal(get(w, 10, key), KEY_LIVE);
	/* A whole one in another's place has another's number. */
	fd = open(w->path, O_RDWR | O_CLOEXEC);
	assert_int_equal(pread(fd, bytes, PLACE, HEADS + PLACE), PLACE);
	assert_int_equal(pwrite(fd, bytes, PLACE, HEADS + 4 * PLACE), PLACE);
	close(fd);
	assert_int_equal(get(w, 5, key), KEY_NONE);
	assert_int_equal(keytab_get(w->t, 2, key, &was, &w->e), RC_OK);
}

static void
torn_end_is_left_out_and_its_numbers_are_made_anew(void **state)
{
	unsigned char key[SECRET_SIZE];
	struct world *w = *state;

	keytab_close(w->t);
	assert_int_equal(truncate(w->path, HEADS + 9 * PLACE + 50), 0);
	OK(w, try_open(w, one, "5532", false));
	assert_int_equal(keytab_last(w->t), 9);
	OK(w, keytab_grow(w->t, 1, T0, &w->e));
	assert_int_equal(get(w, 10, key), KEY_LIVE);
}

static void
each_torn_head_leaves_the_other(void **state)
{
	struct world *w = *state;
	struct keytab_info info;
	int i;

	OK(w, keytab_set_incarnation(w->t, 4, &w->e));
	for (i = 0; i < 2; i++) {
		overwrite(w, i * 512 + 100, 0x55);
		reopen(w, one);
		keytab_info(w->t, &info);
		assert_int_equal(info.last, 10);
		overwrite(w, i * 512 + 100, 0x55);
	}
	overwrite(w, 100, 1);
	overwrite(w, 612, 1);
	keytab_close(w->t);
	assert_int_equal(try_open(w, one, "5532", false), RC_FOREIGN);
}

static void
change(struct world *w, int at_once)
{
	int64_t next = 1;

	OK(w, keytab_change(w->t, two, &w->e));
	while (next <= keytab_last(w->t))
		OK(w, keytab_rewrap(w->t, &next, at_once, &w->e));
}

static void
municipalitys_key_is_changed_and_the_old_one_worth_nothing(void **state)
{
	unsigned char before[SECRET_SIZE], after[SECRET_SIZE];
	struct world *w = *state;

	assert_int_equal(get(w, 7, before), KEY_LIVE);
	change(w, 3);
	assert_int_equal(get(w, 7, after), KEY_LIVE);
	assert_memory_equal(before, after, sizeof(after));
	/* Until the new one is seen to be in place both open it. */
	assert_true(keytab_is_changing(w->t));
	reopen(w, one);
	assert_int_equal(get(w, 7, after), KEY_LIVE);
	reopen(w, two);
	assert_false(keytab_is_changing(w->t));
	assert_int_equal(get(w, 7, after), KEY_LIVE);
	assert_memory_equal(before, after, sizeof(after));
	keytab_close(w->t);
	assert_int_equal(try_open(w, one, "5532", false), RC_CONFIG);
	OK(w, try_open(w, two, "5532", false));
}

static void
change_that_was_interrupted_goes_on_with_either_key(void **state)
{
	struct world *w = *state;
	unsigned char key[SECRET_SIZE];
	int64_t next = 1, id;

	OK(w, keytab_change(w->t, two, &w->e));
	OK(w, keytab_rewrap(w->t, &next, 4, &w->e));
	OK(w, keytab_grow(w->t, 2, T0, &w->e));
	for (id = 1; id <= 12; id++) {
		reopen(w, id % 2 == 0 ? one : two);
		assert_int_equal(get(w, id, key), KEY_LIVE);
	}
	assert_true(keytab_is_changing(w->t));
	assert_int_equal(keytab_change(w->t, one, &w->e), RC_CONFLICT);
	assert_int_equal(keytab_finish(w->t, &w->e), RC_CONFLICT);
	next = 1;
	while (next <= keytab_last(w->t))
		OK(w, keytab_rewrap(w->t, &next, 1, &w->e));
	reopen(w, two);
	assert_false(keytab_is_changing(w->t));
}

static void
copy_opens_and_says_until_when(void **state)
{
	struct world *w = *state, c = { .t = NULL };
	struct keytab_copy copy = { .next = 1,
		.now = T0,
		.expires = T0 + 1000 };
	unsigned char a[SECRET_SIZE], b[SECRET_SIZE];
	struct keytab_info info;
	bool done = false;
	int fd, n;

	(void)snprintf(c.path, sizeof(c.path), "/tmp/boflyt-keys-XXXXXX");
	fd = mkstemp(c.path);
	copy.fd = fd;
	for (n = 0; !done; n++) {
		OK(w, keytab_copy(w->t, &copy, 3, &done, &w->e));
		assert_int_equal(keytab_look(c.path, &info, &w->e),
		    done ? RC_OK : RC_FOREIGN);
	}
	assert_int_equal(n, 4);
	close(fd);
	OK(w, keytab_look(c.path, &info, &w->e));
	assert_int_equal(info.made, T0);
	assert_int_equal(info.expires, T0 + 1000);
	assert_int_equal(info.last, 10);
	OK(&c, try_open(&c, one, "5532", false));
	assert_int_equal(get(w, 10, a), KEY_LIVE);
	assert_int_equal(get(&c, 10, b), KEY_LIVE);
	assert_memory_equal(a, b, sizeof(a));
	keytab_close(c.t);
	unlink(c.path);
}

/* Is the key of which MASK is the opposite anywhere in this process? */
static bool
is_in_memory(const unsigned char *mask)
{
	unsigned char *page = malloc(65536);
	char line[256], perms[8];
	FILE *maps = fopen("/proc/self/maps", "re");
	int mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	unsigned long from, to, at;
	bool found = false;
	ssize_t n;
	size_t i;

	assert_non_null(maps);
	while (!found && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, perms) != 3 ||
		    perms[0] != 'r' || strstr(line, "[v") != NULL)
			continue;
		/* A sanitizer's shadow has marks for bytes, never bytes, and
		 * is terabytes long. */
		if (to - from > 128ul << 20)
			continue;
		for (at = from; !found && at < to; at += 65536 - SECRET_SIZE) {
			n = pread(mem, page, to - at < 65536 ? to - at : 65536,
			    (off_t)at);
			for (i = 0; n > 0 && i + SECRET_SIZE <= (size_t)n;
			     i++) {
				size_t k = 0;

				while (k < SECRET_SIZE &&
				    (page[i + k] ^ 0xffu) == mask[k])
					k++;
				found = found || k == SECRET_SIZE;
			}
		}
	}
	fclose(maps);
	close(mem);
	explicit_bzero(page, 65536);
	free(page);
	return found;
}

static void
no_key_stays_in_memory_when_the_table_is_closed(void **state)
{
	unsigned char *key = secret_new(SECRET_SIZE), mask[SECRET_SIZE];
	unsigned char *master = secret_new(SECRET_SIZE);
	unsigned char master_mask[SECRET_SIZE];
	struct world *w = *state, x = { .t = NULL };
	size_t i;

	(void)w;
	(void)snprintf(x.path, sizeof(x.path), KEYTAB_MEMORY);
	id_bytes(master, SECRET_SIZE);
	OK(&x, try_open(&x, master, "5532", true));
	OK(&x, keytab_grow(x.t, 1, T0, &x.e));
	assert_int_equal(get(&x, 1, key), KEY_LIVE);
	for (i = 0; i < SECRET_SIZE; i++) {
		mask[i] = (unsigned char)(key[i] ^ 0xffu);
		master_mask[i] = (unsigned char)(master[i] ^ 0xffu);
	}
	assert_true(is_in_memory(mask));
	assert_true(is_in_memory(master_mask));
	secret_free(key);
	secret_free(master);
	keytab_close(x.t);
	assert_false(is_in_memory(mask));
	assert_false(is_in_memory(master_mask));
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(keys_come_back_and_are_never_in_the_file),
		T(destroyed_key_is_gone_from_the_file),
		T(wrong_key_or_municipality_is_told_and_nothing_opens),
		T(moved_or_changed_places_do_not_open),
		T(torn_end_is_left_out_and_its_numbers_are_made_anew),
		T(each_torn_head_leaves_the_other),
		T(municipalitys_key_is_changed_and_the_old_one_worth_nothing),
		T(change_that_was_interrupted_goes_on_with_either_key),
		T(copy_opens_and_says_until_when),
		T(no_key_stays_in_memory_when_the_table_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
