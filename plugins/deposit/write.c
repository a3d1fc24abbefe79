/*
 * write -- letters to the tenant and the landlord, and the guarantee itself.
 *
 * The words are frozen in the step.  A landlord of whom neither number nor
 * address is known gets the letter from a person: it is kept as a document of
 * the case, and a task says so.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

json_t *
field_day(const struct bf_call *call, struct bf_date day)
{
	char s[BF_DATE_SIZE];

	bf_pure(call)->date_format(day, s);
	return s[0] == '\0' ? json_null() : json_pack("{ss}", "date", s);
}

json_t *
field_money(int64_t ore)
{
	return json_pack("{sI}", "money", (json_int_t)ore);
}

static void
copy(json_t *to, const char *name, const json_t *from, const char *member)
{
	const char *text = bf_text_of(from, member);

	if (text != NULL && text[0] != '\0')
		json_object_set_new(to, name, json_string(text));
}

/* Name and number or address of the landlord; NULL: not enough of them. */
static json_t *
landlord_of(const json_t *v)
{
	const char *number = bf_text_of(v, "landlord_number");
	json_t *out = json_object();

	copy(out, "name", v, "landlord");
	copy(out, "address", v, "landlord_address");
	copy(out, "postal_code", v, "landlord_postal_code");
	copy(out, "postal_place", v, "landlord_postal_place");
	if (number != NULL && strlen(number) == 9)
		copy(out, "orgnr", v, "landlord_number");
	if (number != NULL && strlen(number) == 11)
		copy(out, "number", v, "landlord_number");
	if (json_object_get(out, "orgnr") != NULL ||
	    json_object_get(out, "number") != NULL ||
	    (json_object_get(out, "address") != NULL &&
		json_object_get(out, "postal_code") != NULL &&
		json_object_get(out, "postal_place") != NULL))
		return out;
	json_decref(out);
	return NULL;
}

/* Keep the words W as a document of the case, for the file and the archive. */
static int
keep(struct bf_call *call, int64_t case_id, const char *kind, const json_t *w,
    int64_t *id)
{
	const char *text = bf_text_of(w, "text");
	json_t *about = json_pack("{ss ss ss ss ss}", "kind", kind, "title",
	    bf_text_of(w, "title"), "mime", "text/plain; charset=utf-8",
	    "class", "economy", "direction", "out");
	int rc;

	rc = bf_host(call)->document_put(call, case_id, about, text,
	    strlen(text), id);
	json_decref(about);
	return rc;
}

/* Nobody knows where the landlord is: somebody has to find out. */
static int
by_hand(struct bf_call *call, int64_t case_id, const json_t *letter)
{
	const struct bf_task t = { .key = "landlord_letter",
		.title = _("A letter to the landlord lies in the case: hand it "
			   "over, and add the address with deposit landlord") };
	json_t *w = NULL;
	int64_t unused;
	int rc;

	rc = bf_host(call)->letter_write(call, case_id, letter, &w);
	/* The guarantee itself is there already. */
	if (rc == BF_OK && bf_text_of(letter, "text") == NULL)
		rc = keep(call, case_id, "letter", w, &unused);
	if (rc == BF_OK)
		rc = bf_host(call)->task_open(call, case_id, &t);
	if (rc == BF_OK)
		bf_host(call)->warn(call, "W_NO_ADDRESS", "landlord_address",
		    _("neither number nor address of the landlord is known: "
		      "the letter lies in the case, hand it over"));
	json_decref(w);
	return rc;
}

static int
tell_landlord(struct bf_call *call, const struct guarantee *g, json_t *letter)
{
	json_t *outside = landlord_of(g->values);

	if (outside == NULL)
		return by_hand(call, g->case_id, letter);
	json_object_set_new(letter, "outside", outside);
	return bf_host(call)->letter(call, g->case_id, letter, NULL);
}

static int
tell_tenant(struct bf_call *call, const struct guarantee *g, json_t *letter)
{
	json_object_set(letter, "person", json_object_get(g->values, "person"));
	return bf_host(call)->letter(call, g->case_id, letter, NULL);
}

/* TEMPLATE filled with FIELDS, those of every letter among them (new). */
static json_t *
letter_of(const struct guarantee *g, const char *template, const json_t *fields,
    bool landlord)
{
	json_t *own = json_deep_copy(fields);

	copy(own, "number", g->values, "nr");
	json_object_set_new(own, "landlord", json_boolean(landlord));
	return json_pack("{ss so}", "template", template, "fields", own);
}

int
write_to(struct bf_call *call, const struct guarantee *g, const char *template,
    unsigned int whom, json_t *fields)
{
	json_t *letter;
	int rc = BF_OK;

	if ((whom & TO_TENANT) != 0) {
		letter = letter_of(g, template, fields, false);
		rc = tell_tenant(call, g, letter);
		json_decref(letter);
	}
	if (rc == BF_OK && (whom & TO_LANDLORD) != 0) {
		letter = letter_of(g, template, fields, true);
		rc = tell_landlord(call, g, letter);
		json_decref(letter);
	}
	json_decref(fields);
	return rc;
}

/* Add the tenant's name; *OPEN: where the tenant lives is no secret. */
int
add_tenant(struct bf_call *call, const struct guarantee *g, json_t *fields,
    bool *open)
{
	json_t *p;
	int rc;

	rc = bf_host(call)->person_get(call, bf_int_of(g->values, "person", 0),
	    &p);
	if (rc != BF_OK)
		return rc;
	copy(fields, "tenant", json_object_get(p, "identity"), "name");
	if (open != NULL)
		*open = strcmp(bf_text_of(p, "grade"), "open") == 0;
	json_decref(p);
	return BF_OK;
}

/* ---- the guarantee itself */

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
	copy(o, "type", v, "type");
	copy(o, "reservations", v, "reservations");
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

/* What the document says, of the columns V. */
static int
document_fields(struct bf_call *call, const struct guarantee *g,
    const json_t *v, const char *previous, json_t *o)
{
	const char *number = bf_text_of(v, "landlord_number");
	bool open = false;
	int rc;

	if ((rc = add_tenant(call, g, o, &open)) != BF_OK)
		return rc;
	copy(o, "number", v, "nr");
	copy(o, "landlord_name", v, "landlord");
	if (number != NULL && strlen(number) == 9)
		copy(o, "landlord_orgnr", v, "landlord_number");
	if (open)
		copy(o, "dwelling", v, "dwelling");
	if (previous != NULL)
		json_object_set_new(o, "previous", json_string(previous));
	add_amount(o, v);
	add_terms(call, o, v);
	return BF_OK;
}

/* The same words to both, with number and code at the foot of each page. */
static int
send_document(struct bf_call *call, const struct guarantee *g, const json_t *w,
    const char *nr, const char *digest)
{
	json_t *letter = json_deep_copy(w);
	char footer[160];
	int rc;

	snprintf(footer, sizeof(footer), "Garanti nr. %s, kontrollkode %s", nr,
	    digest);
	json_object_set_new(letter, "footer", json_string(footer));
	rc = tell_tenant(call, g, letter);
	json_object_del(letter, "person");
	if (rc == BF_OK)
		rc = tell_landlord(call, g, letter);
	json_decref(letter);
	return rc;
}

int
write_document(struct bf_call *call, const struct guarantee *g, const json_t *v,
    const char *previous, json_t *frozen)
{
	const struct bf_host *h = bf_host(call);
	json_t *o = json_object(), *w = NULL, *letter = NULL;
	char digest[65];
	int64_t id = 0;
	int rc;

	rc = document_fields(call, g, v, previous, o);
	if (rc == BF_OK) {
		letter = json_pack("{ss sO}", "template", "deposit.guarantee",
		    "fields", o);
		rc = h->letter_write(call, g->case_id, letter, &w);
	}
	if (rc == BF_OK)
		rc = keep(call, g->case_id, "guarantee", w, &id);
	if (rc == BF_OK) {
		h->digest(call, bf_text_of(w, "text"),
		    strlen(bf_text_of(w, "text")), digest);
		json_object_set_new(frozen, "digest", json_string(digest));
		bf_set_int(frozen, "document", id);
		rc = send_document(call, g, w, bf_text_of(v, "nr"), digest);
	}
	json_decref(letter);
	json_decref(w);
	json_decref(o);
	return rc;
}
