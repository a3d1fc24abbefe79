/*
 * town -- two municipalities under one parent; see town.h.
 */
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
nap(void)
{
	const struct timespec ts = { .tv_nsec = 10 * 1000 * 1000 };

	nanosleep(&ts, NULL);
}

void
look_through(const struct town *t, struct place *p, const char *name)
{
	*p = t->place;
	snprintf(p->socket, sizeof(p->socket), "%s/run/%s.sock", t->place.dir,
	    name);
}

bool
both_serve(struct town *t)
{
	t->other.pid = t->parent.pid = t->place.pid;
	return place_serves(&t->place) && place_serves(&t->other);
}

void
start_all(struct town *t)
{
	place_launch(&t->place, NULL);
	UNTIL(both_serve(t));
}

int
setup(void **state)
{
	struct town *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return -1;
	place_make(&t->place);
	place_add_municipality(&t->place, "5532-balsfjord.ini",
	    "municipalities/5532.ini");
	look_through(t, &t->other, "5532");
	look_through(t, &t->parent, "boflyt");
	*state = t;
	return 0;
}

int
teardown(void **state)
{
	struct town *t = *state;

	place_remove(&t->place);
	free(t);
	return 0;
}

json_t *
row_of(struct town *t, const char *number)
{
	struct peer c;
	json_t *result, *row;

	peer_open(&c, &t->parent);
	result = peer_do(&c, NULL, "sys.status", NULL);
	row = row_with(json_object_get(result, "municipalities"), "number",
	    number);
	json_incref(row);
	json_decref(result);
	peer_close(&c);
	return row;
}

pid_t
worker_of(struct town *t, const char *number)
{
	json_t *row = row_of(t, number);
	pid_t pid = (pid_t)json_integer_value(json_object_get(row, "pid"));

	json_decref(row);
	return pid;
}

bool
is_in(struct town *t, const char *number, const char *name, const char *text)
{
	json_t *row = row_of(t, number);
	const char *is = json_string_value(json_object_get(row, name));
	bool same = is != NULL && strcmp(is, text) == 0;

	json_decref(row);
	return same;
}
