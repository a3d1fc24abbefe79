/*
 * report -- plans of a municipality on the last day of a period.
 */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

struct sums {
	int64_t open_ip, open_goal_plan, activated, ended, stopped;
	int64_t late_review, without_coordinator, declined, needs;
};

static void *
begin(const struct bf_fold *f)
{
	(void)f;
	return calloc(1, sizeof(struct sums));
}

static void
plan_row(struct sums *s, const struct bf_fold *f, const json_t *v)
{
	const char *kind = bf_text_of(v, "kind");
	struct bf_date review = bf_day_in(f->pure, v, "next_review");
	enum plan_state state;

	if (!plan_state_parse(bf_text_of(v, "state"), &state))
		return;
	s->activated += bf_in_period(f, v, "activated");
	s->ended += bf_in_period(f, v, "ended");
	s->declined += state == PLAN_DECLINED && bf_in_period(f, v, "reported");
	if (!plan_state_is_open(state))
		return;
	s->stopped += state == PLAN_STOPPED;
	if (kind != NULL && strcmp(kind, "maalplan") == 0)
		s->open_goal_plan++;
	else
		s->open_ip++;
	s->without_coordinator += bf_text_of(v, "coordinator") == NULL;
	s->late_review += bf_is_day(review) && review.days < f->to.days;
}

static void
row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	struct sums *s = f->state;

	if (strcmp(kind, "plan") == 0)
		plan_row(s, f, v);
	else
		s->needs += bf_in_period(f, v, "day");
}

static json_t *
end(const struct bf_fold *f)
{
	const struct sums *s = f->state;
	const struct {
		const char *what;
		int64_t n;
	} rows[] = { { "apne_ip", s->open_ip },
		{ "apne_malplaner", s->open_goal_plan },
		{ "tatt_i_bruk", s->activated }, { "avsluttet", s->ended },
		{ "stanset", s->stopped },
		{ "revisjon_over_tiden", s->late_review },
		{ "uten_koordinator", s->without_coordinator },
		{ "takket_nei", s->declined }, { "behov_meldt", s->needs } };
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		json_array_append_new(out,
		    json_pack("{ss sI}", "what", rows[i].what, "n",
			(json_int_t)rows[i].n));
	return out;
}

static const struct bf_cell_column columns[] = {
	{ "what", BF_NAME, N_("what"), BF_CELL_LABEL },
	{ "n", BF_INTEGER, N_("number"), BF_CELL_COUNT },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};

static const char *const kinds[] = { "plan", "need", NULL };

const struct bf_report plan_reports[] = {
	{ .name = "ip",
	    .nb = "rapport ip",
	    .text = N_("individual plans and goal plans: open, late, without "
		       "coordinator"),
	    .columns = columns,
	    .kinds = kinds,
	    .begin = begin,
	    .row = row,
	    .end = end,
	    .free = free },
	{ .name = NULL },
};
