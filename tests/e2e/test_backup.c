/*
 * test_backup -- a copy taken while the daemon works, verified and put back; and
 * the doctor and the figures.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <sodium.h>

#include "../cmocka_all.h"
#include "secret.h"
#include "work.h"

/* Run boflytd with WORDS (NULL ends them); what it says goes to OUT. */
static int
daemon_does(const struct work *w, const char *const *words, char *out,
    size_t size)
{
	const char *all[16] = { "boflytd", "--config" }, *dir;
	char program[512], conf[128];
	int ends[2], status;
	size_t i, n = 0;
	ssize_t got;
	pid_t pid;

	dir = getenv("builddir");
	snprintf(program, sizeof(program), "%s/boflytd",
	    dir != NULL ? dir : ".");
	snprintf(conf, sizeof(conf), "%s/boflyt.conf", w->place.dir);
	all[2] = conf;
	for (i = 0; words[i] != NULL && i < 12; i++)
		all[i + 3] = words[i];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((pid = fork()) == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execv(program, (char *const *)(uintptr_t)all);
		_exit(127);
	}
	close(ends[1]);
	while (n + 1 < size && (got = read(ends[0], out + n, size - n - 1)) > 0)
		n += (size_t)got;
	out[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
expect(const struct work *w, const char *const *words, int status,
    const char *text)
{
	char out[4096];
	int got = daemon_does(w, words, out, sizeof(out));

	if (got != status || strstr(out, text) == NULL)
		fail_msg("%s %s: %d: %s", words[0], words[1], got, out);
}

static void
path_of(const struct work *w, const char *name, char out[128])
{
	snprintf(out, 128, "%s/%s", w->place.dir, name);
}

/* boflyt sys backup, into the file NAME of the place. */
static void
take_copy(struct work *w, const char *name, char path[128])
{
	const char *words[] = { "--as", "admin01", "sys", "backup", path,
		NULL };
	char *out;
	int status;

	path_of(w, name, path);
	status = place_client(&w->place, words, &out);
	if (status != EX_OK)
		fail_msg("%d: %s", status, out);
	free(out);
}

/* boflyt sys backup_keys, likewise. */
static void
take_keys(struct work *w, const char *name, char path[128])
{
	const char *words[] = { "--as", "admin01", "sys", "backup_keys", path,
		NULL };
	char *out;
	int status;

	path_of(w, name, path);
	status = place_client(&w->place, words, &out);
	if (status != EX_OK)
		fail_msg("%d: %s", status, out);
	free(out);
}

/* Let the time of the copy at PATH be over: rewrite both its heads. */
static void
age(const char *path)
{
	unsigned char head[512];
	int i, fd = open(path, O_RDWR | O_CLOEXEC);

	assert_true(fd >= 0);
	for (i = 0; i < 2; i++) {
		assert_int_equal(pread(fd, head, 512, (off_t)i * 512), 512);
		memset(head + 208, 0, 8);
		head[208] = 1;
		crypto_generichash(head + 480, 32, head, 480, NULL, 0);
		assert_int_equal(pwrite(fd, head, 512, (off_t)i * 512), 512);
	}
	close(fd);
}

static void
spoil(const char *path)
{
	static const char junk[512] = "not what was written";
	int fd = open(path, O_RDWR | O_CLOEXEC);
	off_t end;

	assert_true(fd >= 0);
	end = lseek(fd, 0, SEEK_END);
	while ((end -= 4096) > 8 * 4096)
		assert_int_equal(pwrite(fd, junk, sizeof(junk), end), 512);
	close(fd);
}

static void
stop(struct work *w)
{
	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
}

static void
start(struct work *w)
{
	place_start(&w->place);
	peer_open(&w->c, &w->place);
}

static void
a_copy_is_verified_without_the_daemon(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], path[128];
	struct stat st;

	work_case(w, "nav01", "2027-01-04", number);
	take_copy(w, "copy", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	expect(w, WORDS("--verify", path), EX_OK, w->place.number);
}

static void
steps_go_on_while_a_copy_is_made(void **state)
{
	static const char ask[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"sys.backup\",\"params\":{\"as\":\"admin01\"}}\n";
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer other;
	json_t *reply;
	int i;

	peer_open(&other, &w->place);
	peer_send(&other, ask, sizeof(ask) - 1);
	for (i = 0; i < 10; i++)
		work_case(w, "nav01", "2027-01-04", number);
	reply = peer_read(&other);
	assert_true(int_in(json_object_get(reply, "result"), "size") > 4096);
	assert_int_not_equal(other.got_fd, -1);
	json_decref(reply);
	peer_close(&other);
}

static void
only_an_administrator_takes_a_copy(void **state)
{
	struct work *w = *state;

	peer_refused(&w->c, "nav01", "sys.backup", NULL, "E_NO_BASIS");
	peer_refused(&w->c, "audit01", "sys.backup", NULL, "E_NO_BASIS");
}

static void
who_took_a_copy_stands_among_the_look_ups(void **state)
{
	struct work *w = *state;
	json_t *result;
	char path[128];

	take_copy(w, "copy", path);
	result = peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s}", "user", "admin01"));
	assert_true(mentions(result, "sys.backup"));
	json_decref(result);
}

static void
the_database_at_work_is_not_verified_from_outside(void **state)
{
	struct work *w = *state;
	char path[128], name[64];

	snprintf(name, sizeof(name), "state/%s/cases.db", w->place.number);
	path_of(w, name, path);
	expect(w, WORDS("--verify", path), EX_TEMPFAIL, "E_BUSY");
	/* And nobody lost a lock by it. */
	json_decref(peer_do(&w->c, "audit01", "sys.verify", NULL));
}

static void
a_spoilt_copy_is_found_out_and_not_put_back(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], path[128], out[4096];
	int i, status;

	for (i = 0; i < 5; i++)
		work_case(w, "nav01", "2027-01-04", number);
	take_copy(w, "copy", path);
	spoil(path);
	status = daemon_does(w, WORDS("--verify", path), out, sizeof(out));
	assert_int_not_equal(status, EX_OK);
	stop(w);
	status = daemon_does(w,
	    WORDS("--restore", path, "--municipality", w->place.number,
		"--force"),
	    out, sizeof(out));
	assert_int_not_equal(status, EX_OK);
	start(w);
	json_decref(work_show(w, "nav01", number));
}

static void
a_restored_copy_is_what_it_was_under_a_new_incarnation(void **state)
{
	struct work *w = *state;
	char first[NUMBER_SIZE], second[NUMBER_SIZE], path[128];
	json_t *status;

	work_case(w, "nav01", "2027-01-04", first);
	take_copy(w, "copy", path);
	work_case(w, "nav01", "2027-01-04", second);
	stop(w);
	expect(w,
	    WORDS("--restore", path, "--municipality", w->place.number,
		"--force"),
	    EX_OK, "cases.db.before-");
	start(w);
	status = peer_do(&w->c, "admin01", "sys.status", NULL);
	assert_int_equal(int_in(status, "incarnation"), 2);
	assert_int_equal(int_in(status, "cases_open"), 1);
	json_decref(status);
	json_decref(work_show(w, "nav01", first));
	peer_refused(&w->c, "nav01", "case.show",
	    params("{s:s}", "case", second), "E_NOT_FOUND");
}

static void
nothing_is_restored_over_a_running_daemon(void **state)
{
	struct work *w = *state;
	char path[128];

	take_copy(w, "copy", path);
	expect(w,
	    WORDS("--restore", path, "--municipality", w->place.number,
		"--force"),
	    EX_TEMPFAIL, "E_BUSY");
}

static void
a_database_that_is_there_stays_unless_forced(void **state)
{
	struct work *w = *state;
	char path[128];

	take_copy(w, "copy", path);
	stop(w);
	expect(w, WORDS("--restore", path, "--municipality", w->place.number),
	    EX_TEMPFAIL, "--force");
	start(w);
}

static void
a_lost_database_comes_back_without_force(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], path[128], keys[128];

	work_case(w, "nav01", "2027-01-04", number);
	take_copy(w, "copy", path);
	take_keys(w, "keys", keys);
	stop(w);
	place_forget(&w->place);
	/* Without the table nothing could be read: it is not put back. */
	expect(w, WORDS("--restore", path, "--municipality", w->place.number),
	    EX_CONFIG, "E_KEY");
	expect(w,
	    WORDS("--restore", path, "--keys", keys, "--municipality",
		w->place.number),
	    EX_OK, w->place.number);
	start(w);
	json_decref(work_show(w, "nav01", number));
}

/* A copy of the data shows nothing by itself; with table and key all of it. */
static void
a_copy_is_verified_with_and_without_keys(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], path[128], keys[128], key[128];

	work_case(w, "nav01", "2027-01-04", number);
	take_copy(w, "copy", path);
	take_keys(w, "keys", keys);
	snprintf(key, sizeof(key), "%s/state/%s.key", w->place.dir,
	    w->place.number);
	expect(w, WORDS("--verify", path), EX_OK, "--keys");
	expect(w, WORDS("--verify", path, "--keys", keys, "--key", key), EX_OK,
	    "\n");
	expect(w, WORDS("--verify", path, "--keys", keys), EX_USAGE, "--key");
	expect(w, WORDS("--verify", path, "--keys", path, "--key", key),
	    EX_DATAERR, "E_FOREIGN");
}

/* What was erased is gone from backups when the copies of the keys are. */
static void
a_table_whose_time_is_over_is_not_put_back_and_is_removed(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], path[128], keys[128], folder[128];
	struct stat st;

	work_case(w, "nav01", "2027-01-04", number);
	take_copy(w, "copy", path);
	path_of(w, "keep", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	take_keys(w, "keep/keys", keys);
	stop(w);
	expect(w, WORDS("--expire-keys", folder), EX_OK, "");
	assert_int_equal(stat(keys, &st), 0);
	age(keys);
	expect(w,
	    WORDS("--restore", path, "--keys", keys, "--municipality",
		w->place.number, "--force"),
	    EX_OK, w->place.number);
	place_forget(&w->place);
	expect(w,
	    WORDS("--restore", path, "--keys", keys, "--municipality",
		w->place.number),
	    EX_TEMPFAIL, "E_CONFLICT");
	expect(w, WORDS("--expire-keys", folder), EX_OK, keys);
	assert_int_equal(stat(keys, &st), -1);
	start(w);
}

/* All that the socket of figures says; the caller frees. */
static char *
read_figures(const struct work *w)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char bytes[4096], *text = NULL;
	size_t size = 0;
	ssize_t got;
	FILE *all;

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/run/%s.metrics.sock",
	    w->place.dir, w->place.number);
	assert_int_equal(connect(fd, (struct sockaddr *)&addr, sizeof(addr)),
	    0);
	all = open_memstream(&text, &size);
	assert_non_null(all);
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		fwrite(bytes, 1, (size_t)got, all);
	assert_int_equal(fclose(all), 0);
	close(fd);
	return text;
}

static void
figures_count_what_was_done(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], *text;

	work_case(w, "nav01", "2027-01-04", number);
	peer_refused(&w->c, "nav01", "sys.backup", NULL, "E_NO_BASIS");
	text = read_figures(w);
	/* workflow.load, workflow.activate, the canaries and the case. */
	if (strstr(text, "\nboflyt_steps_total 5\n") == NULL ||
	    strstr(text, "\nboflyt_refused_total{error=\"E_NO_BASIS\"} 1\n") ==
		NULL ||
	    strstr(text, "_bucket{le=\"+Inf\"} ") == NULL)
		fail_msg("%s", text);
	assert_string_equal(text + strlen(text) - 6, "# EOF\n");
	free(text);
}

static void
figures_are_there_again_after_a_restart(void **state)
{
	struct work *w = *state;

	work_restart(w, SIGTERM);
	free(read_figures(w));
	work_restart(w, SIGKILL);
	free(read_figures(w));
}

static void
figures_tell_nothing_of_a_case(void **state)
{
	char *text = read_figures(*state);

	assert_null(strstr(text, SECRET));
	assert_null(strstr(text, "nav01"));
	free(text);
}

/* The log is looked at by secret_teardown. */
static void
the_doctor_and_the_log_tell_nothing_of_a_case(void **state)
{
	struct work *w = *state;
	json_t *result = peer_do(&w->c, "admin01", "sys.doctor", NULL);

	assert_true(mentions(result, "boflyt sys backup"));
	assert_false(mentions(result, SECRET));
	json_decref(result);
	result = peer_do(&w->c, "admin01", "sys.status", NULL);
	assert_false(mentions(result, SECRET));
	json_decref(result);
}

static void
a_copy_taken_is_what_the_doctor_wanted(void **state)
{
	struct work *w = *state;
	json_t *result;
	char path[128], keys[128];

	take_copy(w, "copy", path);
	take_keys(w, "keys", keys);
	result = peer_do(&w->c, "admin01", "sys.doctor", NULL);
	assert_false(mentions(result, "sys backup"));
	json_decref(result);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, work_setup, work_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_verified_without_the_daemon),
		TEST(steps_go_on_while_a_copy_is_made),
		TEST(only_an_administrator_takes_a_copy),
		TEST(who_took_a_copy_stands_among_the_look_ups),
		TEST(the_database_at_work_is_not_verified_from_outside),
		TEST(a_spoilt_copy_is_found_out_and_not_put_back),
		TEST(a_restored_copy_is_what_it_was_under_a_new_incarnation),
		TEST(nothing_is_restored_over_a_running_daemon),
		TEST(a_database_that_is_there_stays_unless_forced),
		TEST(a_lost_database_comes_back_without_force),
		TEST(a_copy_is_verified_with_and_without_keys),
		TEST(a_table_whose_time_is_over_is_not_put_back_and_is_removed),
		TEST(a_copy_taken_is_what_the_doctor_wanted),
		TEST(figures_count_what_was_done),
		TEST(figures_are_there_again_after_a_restart),
		cmocka_unit_test_setup_teardown(figures_tell_nothing_of_a_case,
		    secret_setup, secret_teardown),
		cmocka_unit_test_setup_teardown(
		    the_doctor_and_the_log_tell_nothing_of_a_case, secret_setup,
		    secret_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
