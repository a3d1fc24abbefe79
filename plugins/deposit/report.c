/*
 * report -- the figures of a year, among them the guarantee columns of the
 * Tromsø table (D-052): guarantees issued, deposit loans paid.
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sums {
	int64_t granted, issued, to_private, to_municipal, to_company;
	int64_t loans, grants, renewed, ended, ended_paid;
	int64_t issued_ore, loans_ore, grants_ore;
	int64_t claims, claims_ore, paid, paid_ore;
	int64_t beyond, beyond_ore; /* kulanse: more than was owed */
	int64_t recovered, recovered_ore; /* under recourse */
	int64_t repaid, repaid_ore; /* of loans */
	struct exposure *exposure; /* owned */
	json_t *landlords; /* owned: token → its tenants */
	json_t *recourse; /* owned: ids of plans that are no loan's */
};

static void *
begin(const struct bf_fold *f)
{
	struct sums *s = calloc(1, sizeof(*s));

	(void)f;
	if (s != NULL) {
		s->exposure = exposure_new();
		s->landlords = json_object();
		s->recourse = json_object();
	}
	return s;
}

static void
finish(void *state)
{
	struct sums *s = state;

	if (s == NULL)
		return;
	exposure_free(s->exposure);
	json_decref(s->landlords);
	json_decref(s->recourse);
	free(s);
}

static void
key_of(int64_t id, char out[24])
{
	snprintf(out, 24, "%lld", (long long)id);
}

/* By the landlord's number: the tenants there have been, each once. */
static void
count_landlord(struct sums *s, const json_t *record)
{
	const char *token =
	    bf_text_of(json_object_get(record, "tokens"), "landlord_number");
	json_t *tenants;
	char key[24];

	if (token == NULL)
		return;
	if ((tenants = json_object_get(s->landlords, token)) == NULL) {
		tenants = json_object();
		json_object_set_new(s->landlords, token, tenants);
	}
	key_of(bf_int_of(json_object_get(record, "values"), "person", 0), key);
	json_object_set_new(tenants, key, json_true());
}

static void
count_issued(struct sums *s, const json_t *v)
{
	const char *kind = bf_text_of(v, "landlord_kind");
	int64_t ore = bf_int_of(v, "amount", 0);

	if (strcmp(bf_text_of(v, "kind"), "loan") == 0) {
		s->loans++;
		s->loans_ore += ore;
		return;
	}
	if (strcmp(bf_text_of(v, "kind"), "grant") == 0) {
		s->grants++;
		s->grants_ore += ore;
		return;
	}
	/* A renewal is the same guarantee going on. */
	if (bf_int_of(v, "version", 1) > 1) {
		s->renewed++;
		return;
	}
	s->issued++;
	s->issued_ore += ore;
	s->to_private += strcmp(kind, "private") == 0;
	s->to_municipal += strcmp(kind, "municipal") == 0;
	s->to_company += strcmp(kind, "company") == 0;
}

static void
guarantee_row(struct sums *s, const struct bf_fold *f, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	bool is = strcmp(bf_text_of(v, "kind"), "guarantee") == 0;
	struct bf_date issued = bf_day_in(f->pure, v, "issued");

	if (bf_in_period(f, v, "issued"))
		count_issued(s, v);
	if (!is)
		return;
	exposure_guarantee(s->exposure, f, record);
	if (bf_in_period(f, v, "granted") && bf_int_of(v, "version", 1) == 1)
		s->granted++;
	/* What was renewed ends when its last version does. */
	if (bf_in_period(f, v, "ended") && bf_is_day(issued) &&
	    !bf_is_day(bf_day_in(f->pure, v, "renewed"))) {
		s->ended++;
		s->ended_paid += bf_int_of(v, "paid", 0) > 0;
	}
	if (bf_is_day(issued) && issued.days <= f->to.days &&
	    bf_int_of(v, "version", 1) == 1)
		count_landlord(s, record);
}

static void
claim_row(struct sums *s, const struct bf_fold *f, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");

	if (bf_in_period(f, v, "received")) {
		s->claims++;
		s->claims_ore += bf_int_of(v, "claimed", 0);
	}
	if (bf_in_period(f, v, "paid_on")) {
		s->paid++;
		s->paid_ore += bf_int_of(v, "approved", 0);
		s->beyond += bf_int_of(v, "excess", 0) > 0;
		s->beyond_ore += bf_int_of(v, "excess", 0);
	}
	exposure_claim(s->exposure, f, v);
}

/* Which plans are recourse: those that a claim stands behind. */
static void
repayment_row(struct sums *s, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	char key[24];

	key_of(bf_int_of(record, "id", 0), key);
	if (bf_int_of(v, "claim", 0) != 0)
		json_object_set_new(s->recourse, key, json_true());
}

static void
payment_row(struct sums *s, const struct bf_fold *f, const json_t *record)
{
	const json_t *v = json_object_get(record, "values");
	char key[24];

	if (!bf_in_period(f, v, "day"))
		return;
	key_of(bf_int_of(v, "repayment", 0), key);
	if (json_object_get(s->recourse, key) != NULL) {
		s->recovered++;
		s->recovered_ore += bf_int_of(v, "amount", 0);
	} else {
		s->repaid++;
		s->repaid_ore += bf_int_of(v, "amount", 0);
	}
}

static void
row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	struct sums *s = f->state;

	if (strcmp(kind, "guarantee") == 0)
		guarantee_row(s, f, record);
	else if (strcmp(kind, "claim") == 0)
		claim_row(s, f, record);
	else if (strcmp(kind, "repayment") == 0)
		repayment_row(s, record);
	else
		payment_row(s, f, record);
}

static void
add(json_t *rows, const char *what, int64_t n, int64_t ore)
{
	json_t *r = json_pack("{ss sI}", "what", what, "n", (json_int_t)n);

	if (ore >= 0)
		bf_set_int(r, "amount", ore);
	if (ore > 0 && n > 0)
		json_object_set_new(r, "average",
		    json_integer((json_int_t)(ore / n)));
	json_array_append_new(rows, r);
}

/* N of OF, in thousandths; nothing of nothing. */
static void
add_share(json_t *rows, const char *what, int64_t n, int64_t of)
{
	add(rows, what, n, -1);
	if (of > 0)
		bf_set_int(json_array_get(rows, json_array_size(rows) - 1),
		    "share", deposit_share(n, of));
}

static json_t *
end(const struct bf_fold *f)
{
	const struct sums *s = f->state;
	int64_t settled = bf_int_of(f->params, "private_settled", 0);
	json_t *rows = json_array(), *exposed = exposure_sum(s->exposure), *n;
	const char *token;
	int64_t again = 0;

	json_object_foreach(s->landlords, token, n)
		again += json_object_size(n) > 1;
	add(rows, "innvilget", s->granted, -1);
	add(rows, "utstedt", s->issued, s->issued_ore);
	add(rows, "utstedt_privat", s->to_private, -1);
	add(rows, "utstedt_kommunal", s->to_municipal, -1);
	add(rows, "utstedt_foretak", s->to_company, -1);
	add(rows, "fornyet", s->renewed, -1);
	add(rows, "depositumslan", s->loans, s->loans_ore);
	add(rows, "bidrag", s->grants, s->grants_ore);
	add(rows, "eksponering", bf_int_of(exposed, "n", 0),
	    bf_int_of(exposed, "remaining", 0));
	json_decref(exposed);
	add(rows, "krav", s->claims, s->claims_ore);
	add(rows, "utbetalt", s->paid, s->paid_ore);
	add(rows, "kulanse", s->beyond, s->beyond_ore);
	add(rows, "avsluttet", s->ended, -1);
	add_share(rows, "avsluttet_med_utbetaling", s->ended_paid, s->ended);
	add(rows, "innbetalt_regress", s->recovered, s->recovered_ore);
	add(rows, "innbetalt_lan", s->repaid, s->repaid_ore);
	add(rows, "utleiere", (int64_t)json_object_size(s->landlords), -1);
	add_share(rows, "utleiere_flere_leietakere", again,
	    (int64_t)json_object_size(s->landlords));
	add_share(rows, "utstedt_per_bosatt_privat", s->issued, settled);
	return rows;
}

static const struct bf_cell_column columns[] = {
	{ "what", BF_NAME, N_("what"), BF_CELL_LABEL },
	{ "n", BF_INTEGER, N_("how many"), BF_CELL_COUNT },
	{ "amount", BF_MONEY, N_("amount"), BF_CELL_OF },
	{ "average", BF_MONEY, N_("average"), BF_CELL_OF },
	{ "share", BF_INTEGER, N_("per thousand"), BF_CELL_OF },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};

static const char *const kinds[] = { "guarantee", "claim", "repayment",
	"payment", NULL };
static const char *const exposed_kinds[] = { "guarantee", "claim", NULL };

static const struct bf_param params[] = {
	{ .name = "private_settled",
	    .type = BF_INTEGER,
	    .min = 0,
	    .max = 1000000,
	    .text = N_("households settled in private dwellings, for the "
		       "share with a guarantee (D-052)") },
	{ .type = BF_END },
};

const struct bf_report deposit_reports[] = {
	{ .name = "garanti",
	    .nb = "rapport garanti",
	    .text = N_("guarantees and deposit loans of a period (D-052)"),
	    .params = params,
	    .columns = columns,
	    .kinds = kinds,
	    .begin = begin,
	    .row = row,
	    .end = end,
	    .free = finish },
	{ .name = "garanti_eksponering",
	    .nb = "rapport garantieksponering",
	    .text = N_("what guarantees may cost on the last day of a period, "
		       "by the year in which they end"),
	    .columns = exposure_columns,
	    .kinds = exposed_kinds,
	    .begin = exposure_begin,
	    .row = exposure_row,
	    .end = exposure_end,
	    .free = exposure_finish },
	{ .name = NULL },
};
