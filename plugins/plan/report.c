/*
 * report -- plans of a municipality on the last day of a period, and what was
 * done with them in it.
 *
 * A step of a plan is dated the day on which it is recorded.  So the last version
 * that was recorded by the end of the period is how the plan stood on its last
 * day, whatever has become of it since.  A review alone may be recorded later than
 * it was held: who asks after that learns that it was not late.
 */
#include "plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sums {
	int64_t open_ip, open_goal_plan, activated, ended, stopped;
	int64_t late_review, without_coordinator, declined, needs;
	int64_t whole; /* open individual plans with every letter */
	int64_t missing[PLAN_LETTERS]; /* open ones without that letter */
	int64_t plan; /* whose versions are being read; 0: none */
	json_t *last; /* owned: values of its last one so far; NULL: none */
	bool said_no; /* was it declined in the period? */
	json_t *held; /* owned: plan → true: reviewed by the last day, as was
		       * recorded after it */
};

static void *
begin(const struct bf_fold *f)
{
	struct sums *s = calloc(1, sizeof(*s));

	(void)f;
	if (s != NULL)
		s->held = json_object();
	return s;
}

/* Of open individual plans that have consent: whole, or without which letter. */
static void
letters_row(struct sums *s, const json_t *v)
{
	const char *text = bf_text_of(v, "missing");
	size_t i, n;

	if (text == NULL) {
		s->whole++;
		return;
	}
	for (; *text != '\0'; text += n + (text[n] == '.')) {
		n = strcspn(text, ".");
		for (i = 0; i < PLAN_LETTERS; i++)
			s->missing[i] += strlen(plan_letters[i]) == n &&
			    strncmp(plan_letters[i], text, n) == 0;
	}
}

static void
key_of(int64_t id, char out[24])
{
	snprintf(out, 24, "%lld", (long long)id);
}

static void
review_row(struct sums *s, const struct bf_fold *f, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	struct bf_date day = bf_day_in(f->pure, v, "day");
	char key[24];

	if (bf_int_of(record, "recorded", 0) < f->end || !bf_is_day(day) ||
	    day.days > f->to.days || !bf_bool_of(v, "done", false))
		return;
	key_of(bf_int_of(v, "plan", 0), key);
	json_object_set_new(s->held, key, json_true());
}

static bool
is_late(const struct sums *s, const struct bf_fold *f, const json_t *v)
{
	struct bf_date review = bf_day_in(f->pure, v, "next_review");
	char key[24];

	key_of(s->plan, key);
	return bf_is_day(review) && review.days < f->to.days &&
	    json_object_get(s->held, key) == NULL;
}

/* How a plan stood on the last day: V is its last version of the period. */
static void
count_plan(struct sums *s, const struct bf_fold *f, const json_t *v)
{
	const char *kind = bf_text_of(v, "kind");
	enum plan_state state;

	if (!plan_state_parse(bf_text_of(v, "state"), &state))
		return;
	s->activated += bf_in_period(f, v, "activated");
	s->ended += bf_in_period(f, v, "ended");
	if (!plan_state_is_open(state))
		return;
	s->stopped += state == PLAN_STOPPED;
	if (kind != NULL && strcmp(kind, "maalplan") == 0)
		s->open_goal_plan++;
	else {
		s->open_ip++;
		if (state != PLAN_STOPPED)
			letters_row(s, v);
	}
	s->without_coordinator += bf_text_of(v, "coordinator") == NULL;
	s->late_review += is_late(s, f, v);
}

/* The versions of one plan are through. */
static void
end_plan(struct sums *s, const struct bf_fold *f)
{
	if (s->last != NULL)
		count_plan(s, f, s->last);
	s->declined += s->said_no;
	json_decref(s->last);
	s->last = NULL;
	s->said_no = false;
	s->plan = 0;
}

static bool
is_declined(const json_t *v)
{
	enum plan_state state;

	return plan_state_parse(bf_text_of(v, "state"), &state) &&
	    state == PLAN_DECLINED;
}

/* One version; those of a plan come together, the oldest first. */
static void
plan_row(struct sums *s, const struct bf_fold *f, const json_t *record)
{
	json_t *v = json_object_get(record, "values");
	int64_t recorded = bf_int_of(record, "recorded", 0);

	if (bf_int_of(record, "id", 0) != s->plan)
		end_plan(s, f);
	s->plan = bf_int_of(record, "id", 0);
	if (recorded >= f->end)
		return;
	s->said_no |= recorded >= f->start && is_declined(v) &&
	    (s->last == NULL || !is_declined(s->last));
	json_decref(s->last);
	s->last = json_incref(v);
}

static void
row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	struct sums *s = f->state;

	if (strcmp(kind, "plan") == 0)
		plan_row(s, f, record);
	else if (strcmp(kind, "review") == 0)
		review_row(s, f, record);
	else if (bf_int_of(record, "rev", 1) == 1)
		s->needs +=
		    bf_in_period(f, json_object_get(record, "values"), "day");
}

static void
add(json_t *out, const char *what, int64_t n)
{
	json_array_append_new(out,
	    json_pack("{ss sI}", "what", what, "n", (json_int_t)n));
}

static json_t *
rows_of(const struct sums *s)
{
	const struct {
		const char *what;
		int64_t n;
	} rows[] = { { "apne_ip", s->open_ip },
		{ "apne_malplaner", s->open_goal_plan },
		{ "tatt_i_bruk", s->activated }, { "avsluttet", s->ended },
		{ "stanset", s->stopped },
		{ "revisjon_over_tiden", s->late_review },
		{ "uten_koordinator", s->without_coordinator },
		{ "takket_nei", s->declined }, { "behov_meldt", s->needs },
		{ "ip_fullstendige", s->whole } };
	json_t *out = json_array();
	char what[24];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		add(out, rows[i].what, rows[i].n);
	for (i = 0; i < PLAN_LETTERS; i++) {
		snprintf(what, sizeof(what), "mangler_%s", plan_letters[i]);
		add(out, what, s->missing[i]);
	}
	return out;
}

static json_t *
end(const struct bf_fold *f)
{
	struct sums *s = f->state;

	end_plan(s, f);
	return rows_of(s);
}

static void
finish(void *state)
{
	struct sums *s = state;

	if (s == NULL)
		return;
	json_decref(s->last);
	json_decref(s->held);
	free(s);
}

static const struct bf_cell_column columns[] = {
	{ "what", BF_NAME, N_("what"), BF_CELL_LABEL },
	{ "n", BF_INTEGER, N_("how many"), BF_CELL_COUNT },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};

static const char *const kinds[] = { "review", "plan", "need", NULL };

const struct bf_report plan_reports[] = {
	{ .name = "ip",
	    .nb = "rapport ip",
	    .text =
		N_("individual plans and goal plans: open, whole by letter, "
		   "late, without coordinator on the last day of a period"),
	    .columns = columns,
	    .kinds = kinds,
	    .versions = true,
	    .begin = begin,
	    .row = row,
	    .end = end,
	    .free = finish },
	{ .name = NULL },
};
