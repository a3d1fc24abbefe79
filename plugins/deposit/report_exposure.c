/*
 * report_exposure -- what the municipality may have to pay under guarantees: the
 * list of the year's end, by the year in which they end.
 *
 * As of a day that has gone it is what was printed then: everything comes out of
 * records as they were known.
 */
#include "deposit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct exposure {
	json_t *open; /* owned: id → {year, amount, paid} */
};

void *
exposure_begin(const struct bf_fold *f)
{
	struct exposure *x = calloc(1, sizeof(*x));

	(void)f;
	if (x != NULL)
		x->open = json_object();
	return x;
}

void
exposure_finish(void *state)
{
	struct exposure *x = state;

	if (x == NULL)
		return;
	json_decref(x->open);
	free(x);
}

static void
key_of(int64_t id, char out[24])
{
	snprintf(out, 24, "%lld", (long long)id);
}

bool
exposure_is_open(const struct bf_fold *f, const json_t *v)
{
	struct bf_date issued = bf_day_in(f->pure, v, "issued");
	struct bf_date ended = bf_day_in(f->pure, v, "ended");

	if (!bf_is_day(issued) || issued.days > f->to.days)
		return false;
	return !bf_is_day(ended) || ended.days > f->to.days;
}

/* A renewal takes the place of the version before it: the sum is one. */
static void
add_guarantee(struct exposure *x, const struct bf_fold *f, int64_t id,
    const json_t *v)
{
	struct bf_date to = bf_day_in(f->pure, v, "to");
	int year = 0, month, day;
	char key[24];

	if (strcmp(bf_text_of(v, "kind"), "guarantee") != 0 ||
	    !exposure_is_open(f, v))
		return;
	if (bf_int_of(v, "previous", 0) != 0) {
		key_of(bf_int_of(v, "previous", 0), key);
		json_object_del(x->open, key);
	}
	if (bf_is_day(to))
		f->pure->date_split(to, &year, &month, &day);
	key_of(id, key);
	json_object_set_new(x->open, key,
	    json_pack("{si sI sI}", "year", year, "amount",
		(json_int_t)bf_int_of(v, "amount", 0), "paid", (json_int_t)0));
}

void
exposure_row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	struct bf_date paid = bf_day_in(f->pure, v, "paid_on");
	struct exposure *x = f->state;
	json_t *of;
	char key[24];

	if (strcmp(kind, "guarantee") == 0) {
		add_guarantee(x, f, bf_int_of(record, "id", 0), v);
		return;
	}
	key_of(bf_int_of(v, "guarantee", 0), key);
	of = json_object_get(x->open, key);
	if (of != NULL && bf_is_day(paid) && paid.days <= f->to.days)
		bf_set_int(of, "paid",
		    bf_int_of(of, "paid", 0) + bf_int_of(v, "approved", 0));
}

static void
add(json_t *sum, const json_t *g)
{
	bf_set_int(sum, "n", bf_int_of(sum, "n", 0) + 1);
	bf_set_int(sum, "amount",
	    bf_int_of(sum, "amount", 0) + bf_int_of(g, "amount", 0));
	bf_set_int(sum, "paid",
	    bf_int_of(sum, "paid", 0) + bf_int_of(g, "paid", 0));
	bf_set_int(sum, "remaining",
	    bf_int_of(sum, "amount", 0) - bf_int_of(sum, "paid", 0));
}

/* The row of YEAR in ROWS, which are in order; made if it is not there. */
static json_t *
row_of(json_t *rows, int64_t year)
{
	char label[24];
	json_t *r;
	size_t i;

	key_of(year, label);
	json_array_foreach(rows, i, r) {
		if (strcmp(bf_text_of(r, "ends"), label) == 0)
			return r;
		if (strcmp(bf_text_of(r, "ends"), label) > 0)
			break;
	}
	r = json_pack("{ss}", "ends", label);
	json_array_insert_new(rows, i, r);
	return r;
}

json_t *
exposure_end(const struct bf_fold *f)
{
	const struct exposure *x = f->state;
	json_t *rows = json_array(), *g;
	json_t *total = json_pack("{ss sb si si si si}", "ends", "sum", "total",
	    1, "n", 0, "amount", 0, "paid", 0, "remaining", 0);
	const char *key;

	json_object_foreach(x->open, key, g) {
		add(row_of(rows, bf_int_of(g, "year", 0)), g);
		add(total, g);
	}
	json_array_append_new(rows, total);
	return rows;
}

const struct bf_cell_column exposure_columns[] = {
	{ "ends", BF_TEXT, N_("ends in"), BF_CELL_LABEL },
	{ "n", BF_INTEGER, N_("how many"), BF_CELL_COUNT },
	{ "amount", BF_MONEY, N_("amount"), BF_CELL_OF },
	{ "paid", BF_MONEY, N_("paid"), BF_CELL_OF },
	{ "remaining", BF_MONEY, N_("left"), BF_CELL_OF },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};
