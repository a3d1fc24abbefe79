/*
 * test_seal -- data at rest: what a thief of the disk reads, whose key opens it,
 * keys made anew while people work, and erasures, through any crash.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "secret.h"
#include "work.h"

/* All of a file of the place; freed by the caller. */
static char *
slurp(const struct place *p, const char *name, size_t *n)
{
	char path[256], *bytes;
	struct stat st;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	*n = 0;
	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (f = fopen(path, "re")) == NULL)
		return NULL;
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	*n = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(*n + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	return bytes;
}

static bool
has(const struct place *p, const char *name, const void *what, size_t len)
{
	size_t n;
	char *bytes = slurp(p, name, &n);
	bool yes = bytes != NULL && memmem(bytes, n, what, len) != NULL;

	free(bytes);
	return yes;
}

/* Nothing that was planted is to be read in any file of the municipality. */
static void
shows_nothing(const struct place *p)
{
	static const char *const planted[] = { SECRET, CANARY_NAME,
		CANARY_NUMBER, CANARY_ADDRESS, CANARY_PLACE, CANARY_PHONE,
		CANARY_EMAIL, CANARY_NAME_2, CANARY_NUMBER_2, CANARY_ADDRESS_2,
		"Plantesvar", "Plantegrunn" };
	char path[256], name[320];
	const struct dirent *one;
	DIR *d;
	int files = 0;
	size_t i;

	snprintf(path, sizeof(path), "%s/state/%s", p->dir, p->number);
	d = opendir(path);
	assert_non_null(d);
	while ((one = readdir(d)) != NULL) {
		if (one->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "state/%s/%s", p->number,
		    one->d_name);
		files++;
		for (i = 0; i < sizeof(planted) / sizeof(planted[0]); i++)
			if (has(p, name, planted[i], strlen(planted[i])))
				fail_msg("%s: %s is to be read", name,
				    planted[i]);
	}
	closedir(d);
	assert_true(files >= 2);
}

/* The key as bytes. */
static void
read_key(const struct place *p, unsigned char key[32])
{
	char name[64], *text;
	unsigned int byte;
	size_t n, i;

	snprintf(name, sizeof(name), "state/%s.key", p->number);
	text = slurp(p, name, &n);
	assert_int_equal(n, 65);
	for (i = 0; i < 32; i++) {
		assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
		key[i] = (unsigned char)byte;
	}
	free(text);
}

static void
a_stolen_disk_shows_nothing_without_the_key(void **state)
{
	struct work *w = *state;
	unsigned char key[32];
	char name[64];

	/* A kept reply, a reason, and a letter that waits. */
	json_decref(peer_do(&w->c, "nav01", "case.create",
	    params("{s:{s:s, s:s, s:b, s:s}, s:s, s:s}", "data", "received",
		"2027-01-04", "channel", "phone", "asks_help", 1, "request",
		"Plantesvar", "idem", "k1", "reason", "Plantegrunn")));
	json_decref(peer_do(&w->c, "nav01", "person.find",
	    params("{s:s}", "name", SECRET)));
	shows_nothing(&w->place);
	work_restart(w, SIGTERM);
	shows_nothing(&w->place);
	work_restart(w, SIGKILL);
	shows_nothing(&w->place);
	read_key(&w->place, key);
	snprintf(name, sizeof(name), "state/%s/keys", w->place.number);
	assert_false(has(&w->place, name, key, sizeof(key)));
	snprintf(name, sizeof(name), "state/%s/cases.db", w->place.number);
	assert_false(has(&w->place, name, key, sizeof(key)));
	assert_false(has(&w->place, "log", key, sizeof(key)));
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

/* It must end with STATUS and say E_KEY and TEXT, in one line. */
static void
refuses(const struct work *w, int status, const char *text)
{
	struct place p = w->place;
	char out[4096];
	int got = place_run(&p, p.number, out, sizeof(out));

	if (got != status || strstr(out, "E_KEY") == NULL ||
	    strstr(out, text) == NULL)
		fail_msg("%d, expected %d and '%s': %s", got, status, text,
		    out);
	assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
}

static void
key_path(const struct work *w, char out[256])
{
	snprintf(out, 256, "%s/state/%s.key", w->place.dir, w->place.number);
}

static void
wrong_open_or_missing_keys_are_told_in_one_line(void **state)
{
	static const char other[] = "00112233445566778899aabbccddeeff"
				    "00112233445566778899aabbccddeeff\n";
	struct work *w = *state;
	char path[256], aside[300], name[64];

	stop(w);
	key_path(w, path);
	snprintf(aside, sizeof(aside), "%s.aside", path);
	snprintf(name, sizeof(name), "state/%s.key", w->place.number);
	assert_int_equal(rename(path, aside), 0);
	place_write(&w->place, name, other);
	assert_int_equal(chmod(path, 0400), 0);
	refuses(w, EX_CONFIG, "[keys]");
	assert_int_equal(chmod(path, 0404), 0);
	refuses(w, EX_NOPERM, "chmod 0400");
	assert_int_equal(unlink(path), 0);
	place_write(&w->place, name, "no key\n");
	assert_int_equal(chmod(path, 0400), 0);
	refuses(w, EX_CONFIG, "boflytd --make-key");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rename(aside, path), 0);
	start(w);
}

static void
set_keys(const struct work *w, const char *lines)
{
	char name[64], text[512];

	snprintf(name, sizeof(name), "municipalities/%s.ini", w->place.number);
	snprintf(text, sizeof(text), "[keys]\n%s[workflow]", lines);
	place_replace(&w->place, name, "[workflow]", text);
}

static void
a_key_comes_from_a_credential_or_a_command_too(void **state)
{
	struct work *w = *state;
	char path[256], lines[400], number[NUMBER_SIZE];

	work_case(w, "nav01", "2027-01-04", number);
	stop(w);
	key_path(w, path);
	snprintf(lines, sizeof(lines),
	    "source = command\ncommand = /bin/cat %s\n", path);
	set_keys(w, lines);
	start(w);
	json_decref(work_show(w, "nav01", number));
	stop(w);
	place_replace(&w->place, "municipalities/3401.ini", "source = command",
	    "source = credential");
	refuses(w, EX_CONFIG, "LoadCredential");
	snprintf(lines, sizeof(lines), "credential = %s.key\ncommand",
	    w->place.number);
	place_replace(&w->place, "municipalities/3401.ini", "command", lines);
	snprintf(path, sizeof(path), "%s/state", w->place.dir);
	setenv("CREDENTIALS_DIRECTORY", path, 1);
	start(w);
	unsetenv("CREDENTIALS_DIRECTORY");
	json_decref(work_show(w, "nav01", number));
	stop(w);
	place_replace(&w->place, "municipalities/3401.ini",
	    "source = credential", "source = command");
	place_replace(&w->place, "municipalities/3401.ini", "/bin/cat",
	    "/bin/false");
	refuses(w, EX_CONFIG, "keys.command");
	place_replace(&w->place, "municipalities/3401.ini", "/bin/false",
	    "/bin/cat");
	start(w);
}

/* A municipality at work gets no key by itself: it would be thought the old. */
static void
who_is_at_work_makes_a_key_on_purpose(void **state)
{
	struct work *w = *state;
	char path[256], out[1024], conf[160], command[1024];
	struct stat st;
	FILE *f;

	stop(w);
	place_forget(&w->place);
	key_path(w, path);
	assert_int_equal(unlink(path), 0);
	place_replace(&w->place, "municipalities/3401.ini",
	    "test_identities = yes\ntest_clock = 2027-01-04",
	    "test_identities = no");
	refuses(w, EX_CONFIG, "--make-key");
	snprintf(conf, sizeof(conf), "%s/boflyt.conf", w->place.dir);
	snprintf(command, sizeof(command),
	    "'%s/boflytd' --config '%s' --make-key --municipality 3401 2>&1",
	    getenv("builddir") != NULL ? getenv("builddir") : ".", conf);
	f = popen(command, "re");
	assert_non_null(f);
	out[fread(out, 1, sizeof(out) - 1, f)] = '\0';
	assert_int_equal(pclose(f), 0);
	assert_non_null(strstr(out, path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	f = popen(command, "re");
	assert_int_not_equal(pclose(f), 0);
	place_replace(&w->place, "municipalities/3401.ini",
	    "test_identities = no",
	    "test_identities = yes\ntest_clock = 2027-01-04");
	start(w);
	peer_load_workflow(&w->c);
}

static json_t *
rotation(struct work *w)
{
	json_t *o = peer_do(&w->c, "admin01", "key.status", NULL);
	json_t *r = json_incref(json_object_get(o, "rotation"));

	json_decref(o);
	return r;
}

static bool
goes_on(struct work *w)
{
	json_t *r = rotation(w);
	bool yes = r != NULL && json_object_get(r, "ended") == NULL;

	json_decref(r);
	return yes;
}

static void
all_is_well(struct work *w)
{
	json_t *v = peer_do(&w->c, "audit01", "sys.verify", NULL);

	if (!json_is_true(json_object_get(v, "ok")))
		fail_msg("%s", json_dumps(v, 0));
	json_decref(v);
}

/* It goes on by itself where it was, however often it is killed. */
static void
keys_are_made_anew_through_any_crash(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int i, crashes = 0;

	for (i = 0; i < 60; i++)
		work_case(w, "nav01", "2027-01-04", number);
	json_decref(peer_do(&w->c, "admin01", "key.rotate",
	    params("{s:s, s:b}", "what", "data", "wait", 0)));
	while (goes_on(w) && crashes < 40) {
		work_case(w, "nav01", "2027-01-04", number);
		work_restart(w, SIGKILL);
		crashes++;
	}
	assert_in_range(crashes, 1, 39);
	all_is_well(w);
	json_decref(work_show(w, "nav01", number));
	json_decref(peer_do(&w->c, "admin01", "key.rotate",
	    params("{s:s}", "what", "hash")));
	assert_false(goes_on(w));
	all_is_well(w);
	shows_nothing(&w->place);
}

/* The table's own name of the key in use. */
static void
master(struct work *w, char out[32], bool *changing, bool *wrapped)
{
	json_t *o = peer_do(&w->c, "admin01", "key.status", NULL);

	snprintf(out, 32, "%s", text_in(o, "master"));
	*changing = json_is_true(json_object_get(o, "changing"));
	*wrapped = json_is_true(json_object_get(o, "wrapped"));
	json_decref(o);
}

static void
the_municipalitys_key_is_changed_while_people_work(void **state)
{
	static const char fresh[] = "ffeeddccbbaa99887766554433221100"
				    "ffeeddccbbaa99887766554433221100\n";
	struct work *w = *state;
	char path[256], before[32], after[32], number[NUMBER_SIZE], name[64];
	bool changing, wrapped = false;
	json_t *reply;
	int fd, tries;

	work_case(w, "nav01", "2027-01-04", number);
	master(w, before, &changing, &wrapped);
	assert_false(changing);
	place_write(&w->place, "new.key", fresh);
	snprintf(path, sizeof(path), "%s/new.key", w->place.dir);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	reply = peer_call_fd(&w->c, fd, "admin01", "key.change",
	    params("{s:i}", "new", 0));
	close(fd);
	assert_non_null(json_object_get(reply, "result"));
	json_decref(reply);
	wrapped = false;
	for (tries = 0; !wrapped && tries < 200; tries++)
		master(w, after, &changing, &wrapped);
	assert_true(changing && wrapped);
	assert_string_not_equal(before, after);
	/* Whoever starts it with the old one may, until the new one is there. */
	work_restart(w, SIGKILL);
	json_decref(work_show(w, "nav01", number));
	stop(w);
	key_path(w, path);
	assert_int_equal(unlink(path), 0);
	snprintf(name, sizeof(name), "state/%s.key", w->place.number);
	place_write(&w->place, name, fresh);
	assert_int_equal(chmod(path, 0400), 0);
	start(w);
	master(w, after, &changing, &wrapped);
	assert_false(changing);
	json_decref(work_show(w, "nav01", number));
	all_is_well(w);
}

/* Answered is done: the key is gone from the disk, and stays so. */
static void
what_is_erased_stays_so_through_a_crash(void **state)
{
	struct work *w = *state;
	json_t *result, *asked;
	json_int_t id;

	json_decref(work_act(w, "nav01", "2027/1", "withdraw",
	    params("{s:s}", "end_reason", "flyttet")));
	asked = peer_do(&w->c, "nav01", "case.erase",
	    params("{s:s, s:s}", "case", "2027/1", "reason", "feil"));
	id = int_in(asked, "erasure");
	json_decref(asked);
	result = peer_do(&w->c, "leader01", "erasure.decide",
	    params("{s:I, s:s, s:s, s:s}", "erasure", id, "outcome", "erase",
		"legal_basis", "ARKL13_PERMIT", "reason", "RA 1/2027"));
	assert_string_equal(text_in(result, "state"), "erased");
	json_decref(result);
	work_restart(w, SIGKILL);
	result = work_show(w, "nav01", "2027/1");
	assert_false(mentions(result, SECRET " ønske"));
	assert_non_null(json_object_get(result, "withheld"));
	json_decref(result);
	peer_refused(&w->c, "nav01", "document.get",
	    params("{s:i}", "document", 1), "E_ERASED");
	all_is_well(w);
}

static void
keys_lie_in_locked_memory(void **state)
{
	const struct work *w = *state;
	char path[128], line[256];
	long locked = 0, most = 0;
	int child;
	FILE *children, *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
	    (int)w->place.pid, (int)w->place.pid);
	children = fopen(path, "re");
	assert_non_null(children);
	while (fscanf(children, "%d", &child) == 1) {
		snprintf(path, sizeof(path), "/proc/%d/status", child);
		f = fopen(path, "re");
		while (f != NULL && fgets(line, sizeof(line), f) != NULL)
			if (sscanf(line, "VmLck: %ld kB", &locked) == 1 &&
			    locked > most)
				most = locked;
		if (f != NULL)
			fclose(f);
	}
	fclose(children);
#ifdef BOFLYT_SANITIZED
	/* The address sanitizer lets mlock do nothing. */
	skip();
#endif
	assert_true(most >= 32);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, work_setup, work_teardown)
#define S(name)                                                                \
	cmocka_unit_test_setup_teardown(name, secret_setup, secret_teardown)
	const struct CMUnitTest tests[] = {
		S(a_stolen_disk_shows_nothing_without_the_key),
		T(wrong_open_or_missing_keys_are_told_in_one_line),
		T(a_key_comes_from_a_credential_or_a_command_too),
		T(who_is_at_work_makes_a_key_on_purpose),
		S(keys_are_made_anew_through_any_crash),
		T(the_municipalitys_key_is_changed_while_people_work),
		S(what_is_erased_stays_so_through_a_crash),
		T(keys_lie_in_locked_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
