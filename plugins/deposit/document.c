/*
 * document -- the guarantee itself: what it states, written once and frozen.
 *
 * Its number is given in the step that issues it, and with that taken back again
 * if the step comes to nothing: the numbers of a year have no gaps.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

static json_t *
covers(const json_t *v)
{
	static const char *const names[] = { "rent", "damage", "eviction",
		"other" };
	json_t *out = json_array();
	char column[32];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(column, sizeof(column), "covers_%s", names[i]);
		if (bf_bool_of(v, column, false))
			json_array_append_new(out,
			    json_pack("{ss}", "kind", names[i]));
	}
	return out;
}

/* How much, and how that was reckoned. */
static void
add_amount(json_t *o, const json_t *v)
{
	int64_t amount = bf_int_of(v, "amount", 0);
	int64_t rent = bf_int_of(v, "rent", 0);
	int64_t other = bf_int_of(v, "other_security", 0);
	int64_t months = bf_int_of(v, "months", 0);

	json_object_set_new(o, "amount", field_money(amount));
	json_object_set_new(o, "rent", field_money(rent));
	bf_set_int(o, "months", months);
	json_object_set_new(o, "capped", json_boolean(amount < rent * months));
	if (bf_int_of(v, "paid", 0) > 0) {
		json_object_set_new(o, "paid",
		    field_money(bf_int_of(v, "paid", 0)));
		json_object_set_new(o, "remaining",
		    field_money(amount - bf_int_of(v, "paid", 0)));
	}
	if (other > 0)
		json_object_set_new(o, "other_security", field_money(other));
}

static void
add_terms(struct bf_call *call, json_t *o, const json_t *v)
{
	static const char *const days[] = { "issued", "from", "to",
		"claim_last" };
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		json_object_set_new(o, days[i],
		    field_day(call, bf_day_of(call, v, days[i])));
	field_text(o, "type", v, "type");
	field_text(o, "reservations", v, "reservations");
	json_object_set_new(o, "covers", covers(v));
	json_object_set_new(o, "recourse",
	    json_boolean(bf_bool_of(v, "recourse", false)));
	bf_set_int(o, "version", bf_int_of(v, "version", 1));
	bf_set_int(o, "decision", bf_int_of(v, "decision", 0));
	bf_set_int(o, "window", bf_int_of(v, "claim_window", 0));
	bf_set_int(o, "weeks", bf_int_of(v, "hearing_weeks", 0));
	if (bf_int_of(v, "gap_days", 0) > 0)
		bf_set_int(o, "gap", bf_int_of(v, "gap_days", 0));
}

/* What the document of G says. */
static int
document_fields(struct bf_call *call, const struct guarantee *g,
    const char *previous, json_t *o)
{
	const json_t *v = g->values;
	const char *number = bf_text_of(v, "landlord_number");
	bool open = false;
	int rc;

	if ((rc = add_tenant(call, g, o, &open)) != BF_OK)
		return rc;
	field_text(o, "number", v, "nr");
	field_text(o, "landlord_name", v, "landlord");
	if (number != NULL && strlen(number) == 9)
		field_text(o, "landlord_orgnr", v, "landlord_number");
	if (open)
		field_text(o, "dwelling", v, "dwelling");
	if (previous != NULL)
		json_object_set_new(o, "previous", json_string(previous));
	add_amount(o, v);
	add_terms(call, o, v);
	return BF_OK;
}

/* The same words to both, with number and code at the foot of each page. */
static int
send_document(struct bf_call *call, const struct guarantee *g, const json_t *w,
    const char *digest)
{
	json_t *letter = json_deep_copy(w);
	char footer[160];
	int rc;

	snprintf(footer, sizeof(footer), "Garanti nr. %s, kontrollkode %s",
	    bf_text_of(g->values, "nr"), digest);
	json_object_set_new(letter, "footer", json_string(footer));
	rc = tell_tenant(call, g, letter);
	json_object_del(letter, "person");
	if (rc == BF_OK)
		rc = tell_landlord(call, g, letter);
	json_decref(letter);
	return rc;
}

/* G as it stands is written, kept and sent; FROZEN gets digest and document. */
static int
write(struct bf_call *call, const struct guarantee *g, const char *previous,
    json_t *frozen)
{
	const struct bf_host *h = bf_host(call);
	json_t *o = json_object(), *w = NULL, *letter = NULL;
	char digest[65];
	int64_t id = 0;
	int rc;

	rc = document_fields(call, g, previous, o);
	if (rc == BF_OK) {
		letter = json_pack("{ss sO}", "template", "deposit.guarantee",
		    "fields", o);
		rc = h->letter_write(call, g->case_id, letter, &w);
	}
	if (rc == BF_OK)
		rc = keep_words(call, g->case_id, "guarantee", w, &id);
	if (rc == BF_OK) {
		h->digest(call, bf_text_of(w, "text"),
		    strlen(bf_text_of(w, "text")), digest);
		json_object_set_new(frozen, "digest", json_string(digest));
		bf_set_int(frozen, "document", id);
		rc = send_document(call, g, w, digest);
	}
	json_decref(letter);
	json_decref(w);
	json_decref(o);
	return rc;
}

int
document_issue(struct bf_call *call, int64_t id, const char *previous)
{
	json_t *frozen = json_object();
	struct guarantee g;
	int rc;

	rc = guarantee_get(call, id, BF_CHANGE, &g);
	if (rc == BF_OK)
		rc = write(call, &g, previous, frozen);
	if (rc == BF_OK)
		rc = bf_host(call)->record_put(call, "guarantee", id, 0, -1,
		    frozen, NULL, NULL);
	json_decref(frozen);
	guarantee_fini(&g);
	return rc;
}
