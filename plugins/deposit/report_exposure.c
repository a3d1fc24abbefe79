/*
 * report_exposure -- what the municipality may have to pay under guarantees: the
 * list of the year's end, by the year in which they end.
 *
 * As of a day that has gone it is what was printed then: everything comes out of
 * records as they were known.  The versions of a guarantee are one sum, whichever
 * of them a claim was paid under.
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct exposure {
	json_t *roots; /* owned: id of a version → id of the first one */
	json_t *open; /* owned: id of the first → {year, amount, paid} */
};

struct exposure *
exposure_new(void)
{
	struct exposure *x = calloc(1, sizeof(*x));

	if (x != NULL) {
		x->roots = json_object();
		x->open = json_object();
	}
	return x;
}

void
exposure_free(struct exposure *x)
{
	if (x == NULL)
		return;
	json_decref(x->roots);
	json_decref(x->open);
	free(x);
}

static void
key_of(int64_t id, char out[24])
{
	snprintf(out, 24, "%lld", (long long)id);
}

/* The first version of what version ID is one of. */
static int64_t
root_of(const struct exposure *x, int64_t id)
{
	char key[24];

	key_of(id, key);
	return bf_int_of(x->roots, key, id);
}

/* Issued by F's last day and not ended; what was renewed runs in another. */
static bool
is_open(const struct bf_fold *f, const json_t *v)
{
	static const char *const ends[] = { "ended", "renewed" };
	struct bf_date issued = bf_day_in(f->pure, v, "issued"), end;
	size_t i;

	if (!bf_is_day(issued) || issued.days > f->to.days)
		return false;
	for (i = 0; i < 2; i++) {
		end = bf_day_in(f->pure, v, ends[i]);
		if (bf_is_day(end) && end.days <= f->to.days)
			return false;
	}
	return true;
}

void
exposure_guarantee(struct exposure *x, const struct bf_fold *f,
    const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	int64_t id = bf_int_of(record, "id", 0);
	struct bf_date to = bf_day_in(f->pure, v, "to");
	int year = 0, month, day;
	char key[24];

	if (strcmp(bf_text_of(v, "kind"), "guarantee") != 0)
		return;
	key_of(id, key);
	bf_set_int(x->roots, key, root_of(x, bf_int_of(v, "previous", id)));
	if (!is_open(f, v))
		return;
	if (bf_is_day(to))
		f->pure->date_split(to, &year, &month, &day);
	key_of(root_of(x, id), key);
	json_object_set_new(x->open, key,
	    json_pack("{si sI sI}", "year", year, "amount",
		(json_int_t)bf_int_of(v, "amount", 0), "paid", (json_int_t)0));
}

void
exposure_claim(struct exposure *x, const struct bf_fold *f, const json_t *v)
{
	struct bf_date paid = bf_day_in(f->pure, v, "paid_on");
	json_t *of;
	char key[24];

	key_of(root_of(x, bf_int_of(v, "guarantee", 0)), key);
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

json_t *
exposure_sum(const struct exposure *x)
{
	json_t *sum = json_pack("{si si si si}", "n", 0, "amount", 0, "paid", 0,
	    "remaining", 0);
	const char *key;
	json_t *g;

	json_object_foreach(x->open, key, g)
		add(sum, g);
	return sum;
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

/* ---- the report of its own */

void *
exposure_begin(const struct bf_fold *f)
{
	(void)f;
	return exposure_new();
}

void
exposure_finish(void *state)
{
	exposure_free(state);
}

void
exposure_row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	if (strcmp(kind, "guarantee") == 0)
		exposure_guarantee(f->state, f, record);
	else
		exposure_claim(f->state, f, json_object_get(record, "values"));
}

json_t *
exposure_end(const struct bf_fold *f)
{
	const struct exposure *x = f->state;
	json_t *rows = json_array(), *total = exposure_sum(x), *g;
	const char *key;

	json_object_foreach(x->open, key, g)
		add(row_of(rows, bf_int_of(g, "year", 0)), g);
	json_object_set_new(total, "ends", json_string("sum"));
	json_object_set_new(total, "total", json_true());
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
