/*
 * write -- letters to the tenant and the landlord.
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

void
field_text(json_t *to, const char *name, const json_t *from, const char *member)
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

	field_text(out, "name", v, "landlord");
	field_text(out, "address", v, "landlord_address");
	field_text(out, "postal_code", v, "landlord_postal_code");
	field_text(out, "postal_place", v, "landlord_postal_place");
	if (number != NULL && strlen(number) == 9)
		field_text(out, "orgnr", v, "landlord_number");
	if (number != NULL && strlen(number) == 11)
		field_text(out, "number", v, "landlord_number");
	if (json_object_get(out, "orgnr") != NULL ||
	    json_object_get(out, "number") != NULL ||
	    (json_object_get(out, "address") != NULL &&
		json_object_get(out, "postal_code") != NULL &&
		json_object_get(out, "postal_place") != NULL))
		return out;
	json_decref(out);
	return NULL;
}

int
keep_words(struct bf_call *call, int64_t case_id, const char *kind,
    const json_t *w, int64_t *id)
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
		rc = keep_words(call, case_id, "letter", w, &unused);
	if (rc == BF_OK)
		rc = bf_host(call)->task_open(call, case_id, &t);
	if (rc == BF_OK)
		bf_host(call)->warn(call, "W_NO_ADDRESS", "landlord_address",
		    _("neither number nor address of the landlord is known: "
		      "the letter lies in the case, hand it over"));
	json_decref(w);
	return rc;
}

int
tell_landlord(struct bf_call *call, const struct guarantee *g, json_t *letter)
{
	json_t *outside = landlord_of(g->values);

	if (outside == NULL)
		return by_hand(call, g->case_id, letter);
	json_object_set_new(letter, "outside", outside);
	return bf_host(call)->letter(call, g->case_id, letter, NULL);
}

int
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

	field_text(own, "number", g->values, "nr");
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
	field_text(fields, "tenant", json_object_get(p, "identity"), "name");
	if (open != NULL)
		*open = strcmp(bf_text_of(p, "grade"), "open") == 0;
	json_decref(p);
	return BF_OK;
}
