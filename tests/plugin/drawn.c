/*
 * drawn -- the loop that draws courses of a plugin; see drawn.h.
 */
#include "drawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENOUGH 20000u /* for every state to be reached */
#ifdef BOFLYT_SANITIZED
#define SEQUENCES 4000u /* ten times as slow there */
#else
#define SEQUENCES ENOUGH
#endif

static uint32_t
chosen(const char *name, uint32_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

int
drawn_setup(void **state, const struct drawn_course *course, size_t size)
{
	struct drawn *d = calloc(1, size);

	if (d == NULL)
		return -1;
	d->course = course;
	d->own = d;
	d->r = ram_new(course->plugin, &pure);
	d->random = d->seed = chosen("BOFLYT_SEED", course->seed);
	*state = d;
	return 0;
}

int
drawn_teardown(void **state)
{
	struct drawn *d = *state;

	ram_free(d->r);
	free(d);
	return 0;
}

uint32_t
draw(struct drawn *d, uint32_t n)
{
	d->random = d->random * 1664525u + 1013904223u;
	return (d->random >> 8) % n;
}

const char *
draw_one(struct drawn *d, const char *const *list)
{
	uint32_t n = 0;

	while (list[n] != NULL)
		n++;
	return list[draw(d, n)];
}

json_t *
draw_day(struct drawn *d, int64_t from, uint32_t span)
{
	char text[BF_DATE_SIZE];

	pure.date_format(pure.add_days(ram_today(d->r),
			     from + (int64_t)draw(d, span)),
	    text);
	return json_string(text);
}

void
drawn_begin(struct drawn *d)
{
	ram_begin(d->r, day(d->course->day));
	d->course->remember(d->own);
}

void
drawn_judge(struct drawn *d, const char *what, bool ok)
{
	const char *why = ok ? d->course->broken(d->own) : ram_error(d->r);

	if (why != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1, after %s: %s",
		    d->seed, what, why);
	d->course->remember(d->own);
}

static int
call(struct drawn *d, const char *user, const char *unit, const char *verb,
    json_t *params)
{
	char method[64];

	snprintf(method, sizeof(method), "%s.%s", d->course->plugin->name,
	    verb);
	return ram_call(d->r, user, unit, method, params, NULL);
}

void
drawn_try(struct drawn *d, const char *user, const char *unit, const char *verb,
    json_t *params)
{
	int rc = call(d, user, unit, verb, params);

	d->done += rc == BF_OK;
	d->refused += rc != BF_OK;
	/* What was refused has changed nothing: the host sees to that. */
	if (rc == BF_OK || rc == BF_INTERNAL)
		drawn_judge(d, verb, rc == BF_OK);
}

void
drawn_must(struct drawn *d, const char *verb, json_t *params)
{
	if (call(d, "nav01", "nav", verb, params) != BF_OK)
		fail_msg("%s: %s", verb, ram_error(d->r));
	d->course->remember(d->own);
}

void
drawn_advance(struct drawn *d, int64_t days)
{
	drawn_judge(d, "days that went",
	    ram_advance(d->r, pure.add_days(ram_today(d->r), days)));
}

/* The codes of the column "state" of KIND. */
static const char *const *
states_of(const struct bf_plugin *plugin, const char *kind)
{
	const struct bf_record *k;
	const struct bf_record_column *c;

	for (k = plugin->records; k->kind != NULL; k++)
		if (strcmp(k->kind, kind) == 0)
			for (c = k->columns; c->name != NULL; c++)
				if (strcmp(c->name, "state") == 0)
					return c->codes;
	fail_msg("%s has no states", kind);
	return NULL;
}

static void
count(struct drawn *d, size_t k)
{
	const char *kind = d->course->kinds[k].kind;
	const char *const *states = states_of(d->course->plugin, kind);
	json_t *row;
	size_t i, s;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(d->r, kind), i, row)
		for (s = 0; states[s] != NULL; s++)
			if (strcmp(states[s], drawn_text(row, "state")) == 0)
				d->reached[k][s]++;
}

static void
sequence(struct drawn *d)
{
	const struct drawn_course *c = d->course;
	const char *why;
	size_t k;
	int i;

	d->seed = d->random;
	drawn_begin(d);
	c->begin(d->own);
	for (i = 0; i < c->calls; i++)
		c->next(d->own);
	why = c->broken_sums != NULL ? c->broken_sums(d->own) : NULL;
	if (why != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1: %s", d->seed, why);
	for (k = 0; k < DRAWN_KINDS && c->kinds[k].kind != NULL; k++)
		count(d, k);
}

static bool
is_in(const char *word, const char *const *list)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* ALL: fail where a state was never reached. */
static void
tell(const struct drawn *d, size_t k, bool all)
{
	const struct drawn_kind *kind = &d->course->kinds[k];
	const char *const *states = states_of(d->course->plugin, kind->kind);
	size_t s;

	for (s = 0; states[s] != NULL; s++) {
		print_message("  %s %s: %ld\n", kind->kind, states[s],
		    d->reached[k][s]);
		if (all && d->reached[k][s] == 0 &&
		    !is_in(states[s], kind->passed))
			fail_msg("no %s was ever %s", kind->kind, states[s]);
	}
}

void
drawn_run(struct drawn *d)
{
	uint32_t i, n = chosen("BOFLYT_SEQUENCES", SEQUENCES);
	uint32_t seed = d->random;
	size_t k;

	for (i = 0; i < n; i++)
		sequence(d);
	print_message("%u sequences from seed %u: %ld calls done, %ld"
		      " refused\n",
	    n, seed, d->done, d->refused);
	for (k = 0; k < DRAWN_KINDS && d->course->kinds[k].kind != NULL; k++)
		tell(d, k, n >= ENOUGH);
}

void
drawn_found(struct drawn *d, const char *kind, const char *name, json_t *value,
    const char *why)
{
	const char *said = d->course->broken(d->own);

	if (said != NULL)
		fail_msg("before %s.%s was changed: %s", kind, name, said);
	ram_tamper(d->r, kind, 1, name, value);
	said = d->course->broken(d->own);
	if (said == NULL || strcmp(said, why) != 0)
		fail_msg("%s.%s: %s", kind, name,
		    said != NULL ? said : "not found");
}

const char *
drawn_text(const json_t *row, const char *name)
{
	return json_string_value(
	    json_object_get(json_object_get(row, "values"), name));
}

json_int_t
drawn_int(const json_t *row, const char *name)
{
	return json_integer_value(
	    json_object_get(json_object_get(row, "values"), name));
}

struct bf_date
drawn_day(const json_t *row, const char *name)
{
	return day(drawn_text(row, name));
}
