/*
 * report -- evictions of a period: who told, how far it had come, how it ended.
 */
#include "eviction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sums {
	json_t *sources, *entered, *solved; /* owned: code → how many */
	json_t *tenancies; /* owned: token → day it ended, "" while open */
	int64_t matters, children, carried_out, too_early;
	int64_t reached, days; /* of first contact */
};

static void *
begin(const struct bf_fold *f)
{
	struct sums *s = calloc(1, sizeof(*s));

	(void)f;
	if (s != NULL) {
		s->sources = json_object();
		s->entered = json_object();
		s->solved = json_object();
		s->tenancies = json_object();
	}
	return s;
}

static void
finish(void *state)
{
	struct sums *s = state;

	if (s == NULL)
		return;
	json_decref(s->sources);
	json_decref(s->entered);
	json_decref(s->solved);
	json_decref(s->tenancies);
	free(s);
}

static void
count(json_t *where, const char *code)
{
	if (code != NULL)
		json_object_set_new(where, code,
		    json_integer(bf_int_of(where, code, 0) + 1));
}

/* Two units may follow one tenancy, each unseen by the other: it counts once. */
static bool
is_counted(struct sums *s, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	const char *token =
	    bf_text_of(json_object_get(record, "tokens"), "tenancy");
	const char *received = bf_text_of(v, "received");
	const char *ended = bf_text_of(v, "ended");
	const char *until;

	if (token == NULL || received == NULL)
		return false;
	until = bf_text_of(s->tenancies, token);
	if (until != NULL && (until[0] == '\0' || strcmp(received, until) < 0))
		return true;
	json_object_set_new(s->tenancies, token,
	    json_string(ended != NULL ? ended : ""));
	return false;
}

static void
matter_row(struct sums *s, const struct bf_fold *f, const json_t *v)
{
	const char *children = bf_text_of(v, "children");
	struct bf_date received = bf_day_in(f->pure, v, "received");
	struct bf_date reached = bf_day_in(f->pure, v, "reached");

	if (bf_text_of(v, "need_checked") == NULL &&
	    bf_in_period(f, v, "ended"))
		count(s->solved, bf_text_of(v, "solution"));
	s->carried_out += bf_text_of(v, "need_checked") != NULL &&
	    bf_in_period(f, v, "eviction");
	if (!bf_in_period(f, v, "received"))
		return;
	s->matters++;
	count(s->entered, bf_text_of(v, "first_state"));
	s->children += children != NULL && strcmp(children, "yes") == 0;
	s->too_early += bf_int_of(v, "findings", 0) > 0;
	if (bf_is_day(received) && bf_is_day(reached)) {
		s->reached++;
		s->days += reached.days - received.days;
	}
}

static void
row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	struct sums *s = f->state;

	if (strcmp(kind, "matter") == 0) {
		if (!is_counted(s, record))
			matter_row(s, f, v);
	} else if (bf_in_period(f, v, "received"))
		count(s->sources, bf_text_of(v, "source"));
}

static void
add(json_t *rows, const char *what, const char *code, int64_t n)
{
	json_array_append_new(rows,
	    json_pack("{ss ss sI}", "what", what, "code", code, "n",
		(json_int_t)n));
}

static void
add_codes(json_t *rows, const char *what, json_t *counts)
{
	const char *code;
	json_t *n;

	json_object_foreach(counts, code, n)
		add(rows, what, code, json_integer_value(n));
}

static json_t *
end(const struct bf_fold *f)
{
	const struct sums *s = f->state;
	json_t *rows = json_array(), *last;

	add(rows, "saker", "", s->matters);
	add_codes(rows, "melding_fra", s->sources);
	add_codes(rows, "tilstand_ved_start", s->entered);
	add_codes(rows, "lost", s->solved);
	add(rows, "gjennomfort", "", s->carried_out);
	add(rows, "med_barn", "", s->children);
	if (f->elsewhere >= 0)
		add(rows, "tjenester_andre_steder", "", f->elsewhere);
	add(rows, "med_funn", "", s->too_early);
	add(rows, "kontakt", "", s->reached);
	if (s->reached > 0) {
		last = json_array_get(rows, json_array_size(rows) - 1);
		json_object_set_new(last, "days",
		    json_integer((json_int_t)(s->days / s->reached)));
	}
	return rows;
}

static const struct bf_cell_column columns[] = {
	{ "what", BF_NAME, N_("what"), BF_CELL_LABEL },
	{ "code", BF_NAME, N_("code"), BF_CELL_LABEL },
	{ "n", BF_INTEGER, N_("how many"), BF_CELL_COUNT },
	{ "days", BF_INTEGER, N_("days to first contact"), BF_CELL_OF },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};

static const char *const kinds[] = { "matter", "notice", NULL };

const struct bf_report eviction_reports[] = {
	{ .name = "utkastelser",
	    .nb = "rapport utkastelser",
	    .text = N_("evictions of a period: told by whom, ended how; of a "
		       "year, with services elsewhere"),
	    .columns = columns,
	    .kinds = kinds,
	    .begin = begin,
	    .row = row,
	    .end = end,
	    .free = finish },
	{ .name = NULL },
};
