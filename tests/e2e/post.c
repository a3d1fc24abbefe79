/*
 * post -- the spool of an installation, for tests that play the carrier.
 */
#include "post.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define TRIES 1000 /* of 10 ms */

static void
nap(void)
{
	const struct timespec ts = { .tv_nsec = 10 * 1000 * 1000 };

	nanosleep(&ts, NULL);
}

void
post_at_once(const struct place *p)
{
	place_replace(p, "municipalities/3401.ini", "[gateway test]",
	    "[undo]\nminutes = 0\n\n[gateway test]");
}

int
post_setup_with(void **state, const char *plugin, bool pdf)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->plugin = plugin;
	place_make(&w->place);
	if (plugin != NULL)
		place_add_plugin(&w->place, plugin, "");
	post_at_once(&w->place);
	if (pdf)
		place_replace(&w->place, "boflyt.conf", "pdf = no",
		    "pdf = yes");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

int
post_setup(void **state)
{
	return post_setup_with(state, NULL, false);
}

int
post_setup_to_print(void **state)
{
	return post_setup_with(state, NULL, true);
}

json_int_t
post_person_at(struct work *w, const char *name, const char *address,
    const char *language)
{
	json_t *r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s,s:s,s:s,s:s,s:s}", "name", name, "address", address,
		"postal_code", "2211", "postal_place", "Kongsvinger",
		"language", language));
	json_int_t person = int_in(r, "person");

	json_decref(r);
	return person;
}

json_int_t
post_person(struct work *w, const char *name)
{
	return post_person_at(w, name, "Storgata 1", "nb");
}

void
post_case(struct work *w, json_int_t person, char *number)
{
	json_t *r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s, s:b, s:I}}", "workflow", "boligsosial",
		"data", "received", "2027-01-04", "channel", "phone",
		"asks_help", 1, "person", person));

	snprintf(number, NUMBER_SIZE, "%s", text_in(r, "case"));
	json_decref(r);
}

void
post_path(const struct place *p, const char *key, const char *name, char *path,
    size_t size)
{
	int n = snprintf(path, size, "%s/state/%s/spool%s%s%s%s", p->dir,
	    p->number, key[0] != '\0' ? "/" : "", key,
	    name[0] != '\0' ? "/" : "", name);

	assert_true(n > 0 && (size_t)n < size);
}

bool
post_has(const struct place *p, const char *key, const char *name)
{
	char path[320];

	post_path(p, key, name, path, sizeof(path));
	return access(path, F_OK) == 0;
}

void
post_wait(const struct place *p, const char *key)
{
	int i;

	for (i = 0; i < TRIES && !post_has(p, key, ""); i++)
		nap();
	if (i == TRIES)
		fail_msg("letter %s does not come", key);
}

/* The key in the spool with PART in it; false: there is none yet. */
static bool
look_for(const struct place *p, const char *part, char *key, size_t size)
{
	const struct dirent *entry;
	bool found = false;
	char path[320];
	DIR *d;

	post_path(p, "", "", path, sizeof(path));
	if ((d = opendir(path)) == NULL)
		return false;
	while (!found && (entry = readdir(d)) != NULL) {
		found = entry->d_name[0] != '.' &&
		    strstr(entry->d_name, part) != NULL;
		if (found)
			snprintf(key, size, "%s", entry->d_name);
	}
	closedir(d);
	return found;
}

void
post_find(const struct place *p, const char *part, char *key, size_t size)
{
	int i;

	for (i = 0; i < TRIES && !look_for(p, part, key, size); i++)
		nap();
	if (i == TRIES)
		fail_msg("no letter of %s comes", part);
}

char *
post_read(const struct place *p, const char *key, const char *name)
{
	char path[320], bytes[4096], *text = NULL;
	size_t size = 0, n;
	FILE *in, *out;

	post_path(p, key, name, path, sizeof(path));
	in = fopen(path, "re");
	out = open_memstream(&text, &size);
	if (in == NULL || out == NULL)
		fail_msg("%s: not there", path);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	return text;
}

void
post_say(const struct place *p, const char *key, const char *line)
{
	char path[320];
	FILE *f;

	post_path(p, key, "status", path, sizeof(path));
	f = fopen(path, "ae");
	assert_non_null(f);
	assert_true(fprintf(f, "%s\n", line) > 0);
	assert_int_equal(fclose(f), 0);
}

size_t
post_count(const struct place *p)
{
	const struct dirent *entry;
	char path[320];
	size_t n = 0;
	DIR *d;

	post_path(p, "", "", path, sizeof(path));
	if ((d = opendir(path)) == NULL)
		return 0;
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		assert_true(post_has(p, entry->d_name, "status"));
		assert_true(post_has(p, entry->d_name, "digest"));
		assert_true(post_has(p, entry->d_name, "ended") ||
		    post_has(p, entry->d_name, "forsendelse.json"));
		n++;
	}
	closedir(d);
	return n;
}

json_t *
post_letter(struct work *w, const char *number, size_t no)
{
	json_t *r = peer_do(&w->c, "nav01", "outbox.list",
	    params("{s:s,s:b}", "case", number, "all", 1));
	json_t *row =
	    json_incref(json_array_get(json_object_get(r, "rows"), no - 1));

	json_decref(r);
	assert_non_null(row);
	return row;
}

json_t *
post_until(struct work *w, json_int_t id, const char *name, const char *value)
{
	const json_t *got;
	json_t *row = NULL;
	int i;

	for (i = 0; i < TRIES; i++) {
		row = peer_do(&w->c, "nav01", "outbox.show",
		    params("{s:I}", "letter", id));
		got = json_object_get(row, name);
		if (got != NULL &&
		    (value == NULL ||
			strcmp(json_string_value(got), value) == 0))
			return row;
		json_decref(row);
		nap();
	}
	fail_msg("letter %lld: no %s %s", (long long)id, name,
	    value == NULL ? "" : value);
	return NULL;
}
