/*
 * The spool takes a letter whole and once, and reads what carriers say of it.
 */
#include "courier/spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define KEY "5532.E1.2027-12.5.1"
#define AT INT64_C(1802250900000) /* 2027-02-10T09:15:00Z */

static char dir[64], folder[96];
static struct spool *spool;
static const struct spool_file no_more[] = { { NULL, NULL, 0 } };
static char told[512]; /* "KEY/line/word/at;" */

static void
open_spool(void)
{
	struct err e = ERR_INIT;

	if (spool_open(folder, 100, &spool, &e) != RC_OK)
		fail_msg("%s", e.text);
}

static void
reopen(void)
{
	spool_close(spool);
	open_spool();
}

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/boflyt-spool.XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(folder, sizeof(folder), "%s/spool", dir);
	open_spool();
	told[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	spool_close(spool);
	spool = NULL;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static json_t *
letter(const char *key, const char *digest)
{
	return json_pack("{s:s,s:I,s:s,s:{s:{s:s},s:s}}", "key", key, "at",
	    (json_int_t)AT, "digest", digest, "files", "forsendelse.json",
	    "tittel", "Brev", "brev.txt", "Du får bolig.\n");
}

static enum rc
put(const char *key, const char *digest)
{
	struct err e = ERR_INIT;
	json_t *m = letter(key, digest);
	enum rc rc = spool_put(spool, m, no_more, &e);

	json_decref(m);
	return rc;
}

static void
path_of(char *path, size_t size, const char *name)
{
	assert_true((size_t)snprintf(path, size, "%s/%s", folder, name) < size);
}

static bool
is_there(const char *name)
{
	char path[256];

	path_of(path, sizeof(path), name);
	return access(path, F_OK) == 0;
}

static void
write_to(const char *name, const char *mode, const char *text)
{
	char path[256];
	FILE *f;

	path_of(path, sizeof(path), name);
	f = fopen(path, mode);
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
contains(const char *name, const char *text)
{
	char path[256], all[1024];
	size_t n;
	FILE *f;

	path_of(path, sizeof(path), name);
	f = fopen(path, "re");
	assert_non_null(f);
	n = fread(all, 1, sizeof(all) - 1, f);
	all[n] = '\0';
	fclose(f);
	assert_string_equal(all, text);
}

static void
note(void *arg, const char *key, int64_t line, const char *word, int64_t at)
{
	size_t n = strlen(told);

	(void)arg;
	snprintf(told + n, sizeof(told) - n, "%s/%lld/%s/%lld;", key,
	    (long long)line, word, (long long)(at - AT));
}

static const char *
look(void)
{
	told[0] = '\0';
	spool_look(spool, 100, note, NULL);
	return told;
}

static void
a_letter_lies_there_with_all_that_belongs_to_it(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	contains(KEY "/brev.txt", "Du får bolig.\n");
	contains(KEY "/status", "2027-02-10T09:15:00Z MOTTATT\n");
	contains(KEY "/digest", "d1");
	assert_true(is_there(KEY "/forsendelse.json"));
	assert_false(is_there(".new"));
	assert_int_equal(spool_waiting(spool), 1);
}

static void
the_same_letter_twice_is_there_once(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	write_to(KEY "/status", "ae", "2027-02-10T09:16:00Z LEST\n");
	assert_int_equal(put(KEY, "d1"), RC_OK);
	reopen();
	assert_int_equal(put(KEY, "d1"), RC_OK);
	contains(KEY "/status",
	    "2027-02-10T09:15:00Z MOTTATT\n2027-02-10T09:16:00Z LEST\n");
	assert_int_equal(spool_waiting(spool), 1);
}

/* Architecture §2: a key never means two letters. */
static void
another_letter_under_the_same_key_is_a_doubt(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	assert_int_equal(put(KEY, "d2"), RC_CONFLICT);
	contains(KEY "/digest", "d1");
}

static void
what_is_no_letter_is_refused_and_leaves_nothing(void **state)
{
	static const char *const keys[] = { "", ".new", "..", "a/b", "a b" };
	struct err e = ERR_INIT;
	json_t *m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_int_equal(put(keys[i], "d"), RC_INVALID);
	m = letter(KEY, "d");
	json_object_set_new(json_object_get(m, "files"), "status",
	    json_string("x"));
	assert_int_equal(spool_put(spool, m, no_more, &e), RC_INVALID);
	json_object_del(m, "files");
	assert_int_equal(spool_put(spool, m, no_more, &e), RC_INVALID);
	json_decref(m);
	assert_false(is_there(KEY));
}

static void
half_a_letter_is_taken_away_at_the_next_start(void **state)
{
	char path[256];

	(void)state;
	path_of(path, sizeof(path), ".new");
	assert_int_equal(mkdir(path, 0700), 0);
	write_to(".new/brev.txt", "we", "Du får bo");
	reopen();
	assert_false(is_there(".new"));
	assert_int_equal(spool_waiting(spool), 0);
	assert_int_equal(put(KEY, "d1"), RC_OK);
}

static void
a_disk_that_does_not_take_it_leaves_it_for_later(void **state)
{
	(void)state;
	if (geteuid() == 0) {
		/* Root writes anywhere; a file in the way stops it too. */
		write_to(".new", "we", "");
		assert_int_equal(put(KEY, "d1"), RC_UNAVAILABLE);
	} else {
		assert_int_equal(chmod(folder, 0500), 0);
		assert_int_equal(put(KEY, "d1"), RC_UNAVAILABLE);
		assert_int_equal(chmod(folder, 0700), 0);
	}
	assert_false(is_there(KEY));
}

static void
each_line_is_told_once_and_again_after_a_start(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	assert_string_equal(look(), KEY "/1/MOTTATT/0;");
	assert_string_equal(look(), "");
	write_to(KEY "/status", "ae", "2027-02-10T09:16:00Z VARSLET\n");
	assert_string_equal(look(), KEY "/2/VARSLET/60000;");
	reopen();
	assert_string_equal(look(),
	    KEY "/1/MOTTATT/0;" KEY "/2/VARSLET/60000;");
}

static void
half_a_line_waits_for_its_end_and_nonsense_for_nobody(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	(void)look();
	write_to(KEY "/status", "ae", "2027-02-10T09:16:00Z LE");
	assert_string_equal(look(), "");
	write_to(KEY "/status", "ae",
	    "ST\ntull\n2027-02-10T09:17:00Z AVVIST\n");
	assert_string_equal(look(),
	    KEY "/2/LEST/60000;" KEY "/4/AVVIST/120000;");
}

static void
a_file_that_was_put_in_its_place_is_read_too(void **state)
{
	char from[256], to[256];

	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	(void)look();
	write_to("status.tmp", "we",
	    "2027-02-10T09:15:00Z MOTTATT\n2027-02-10T09:16:00Z LEST\n");
	path_of(from, sizeof(from), "status.tmp");
	path_of(to, sizeof(to), KEY "/status");
	assert_int_equal(rename(from, to), 0);
	assert_string_equal(look(), KEY "/2/LEST/60000;");
}

static void
what_has_ended_keeps_its_key_and_nothing_of_the_letter(void **state)
{
	(void)state;
	assert_int_equal(put(KEY, "d1"), RC_OK);
	spool_end(spool, KEY);
	assert_false(is_there(KEY "/brev.txt"));
	assert_false(is_there(KEY "/forsendelse.json"));
	assert_true(is_there(KEY "/status"));
	assert_int_equal(spool_waiting(spool), 0);
	reopen();
	assert_int_equal(spool_waiting(spool), 0);
	assert_int_equal(put(KEY, "d1"), RC_OK);
	assert_int_equal(put(KEY, "d2"), RC_CONFLICT);
	assert_false(is_there(KEY "/brev.txt"));
}

static void
two_couriers_do_not_share_a_spool(void **state)
{
	struct spool *other = NULL;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(spool_open(folder, 50, &other, &e), RC_UNAVAILABLE);
	assert_null(other);
}

static void
carriers_of_the_folder_s_group_may_write_what_is_in_it(void **state)
{
	struct stat st;
	char path[256];

	(void)state;
	assert_int_equal(chmod(folder, 0770), 0);
	reopen();
	umask(077);
	spool_open_mode(spool);
	assert_int_equal(put(KEY, "d1"), RC_OK);
	umask(022);
	path_of(path, sizeof(path), KEY "/status");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	path_of(path, sizeof(path), KEY);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0770);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_letter_lies_there_with_all_that_belongs_to_it),
		T(the_same_letter_twice_is_there_once),
		T(another_letter_under_the_same_key_is_a_doubt),
		T(what_is_no_letter_is_refused_and_leaves_nothing),
		T(half_a_letter_is_taken_away_at_the_next_start),
		T(a_disk_that_does_not_take_it_leaves_it_for_later),
		T(each_line_is_told_once_and_again_after_a_start),
		T(half_a_line_waits_for_its_end_and_nonsense_for_nobody),
		T(a_file_that_was_put_in_its_place_is_read_too),
		T(what_has_ended_keeps_its_key_and_nothing_of_the_letter),
		T(two_couriers_do_not_share_a_spool),
		T(carriers_of_the_folder_s_group_may_write_what_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
