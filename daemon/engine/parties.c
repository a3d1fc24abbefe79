/*
 * parties -- to whom a decision or a letter goes.
 */
#include "engine/parties.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/loaded.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "store/decision.h"
#include "store/decision_party.h"
#include "store/person.h"

#define AGE_OF_OWN 15 /* forvaltningsloven §§ 16, 27 */
#define TOGETHER "co_applicants" /* the field of those who apply too */

struct found {
	struct decision_party *list; /* owned */
	size_t n;
	bool missing; /* an authority is not in writing */
};

int64_t
parties_person(const struct step *st)
{
	const struct definition *d = st->version->def;
	const json_t *value = json_object_get(st->data, "person");
	size_t i;

	for (i = 0; !json_is_integer(value) && i < d->n_fields; i++)
		if (d->fields[i].type == DEF_PERSON && !d->fields[i].many)
			value = json_object_get(st->data, d->fields[i].name);
	return json_integer_value(value);
}

static enum rc
identity_of(const struct step *st, int64_t person, json_t **out, struct err *e)
{
	return person_part(st->call->store, person, BF_CLASS_IDENTITY, out, e);
}

enum rc
parties_age(const struct step *st, int64_t person, struct date day, int *out,
    struct err *e)
{
	struct err none = ERR_INIT;
	json_t *identity = NULL;
	struct date born;
	const char *text;
	enum rc rc;

	*out = -1;
	if (person == 0)
		return RC_OK;
	if ((rc = identity_of(st, person, &identity, e)) != RC_OK)
		return rc;
	text = json_string_value(json_object_get(identity, "birth_date"));
	if (text != NULL && date_parse(text, &born, &none) == RC_OK &&
	    date_compare(born, day) <= 0)
		for (*out = 0;
		     date_compare(date_add_years(born, *out + 1), day) <= 0;)
			++*out;
	json_decref(identity);
	return RC_OK;
}

/* How PERSON wants to be reached: by post unless the register says digitally. */
static enum rc
channel_of(const struct step *st, int64_t person, char out[16], struct err *e)
{
	json_t *identity = NULL;
	const char *said = NULL;
	enum rc rc;

	snprintf(out, 16, "post");
	if (person == 0)
		return RC_OK;
	if ((rc = identity_of(st, person, &identity, e)) != RC_OK)
		return rc;
	said = json_string_value(json_object_get(identity, "channel"));
	if (said != NULL && strcmp(said, "digital") == 0)
		snprintf(out, 16, "digital");
	json_decref(identity);
	return RC_OK;
}

/* Are they on the list already, by number or, if not registered, by name? */
static bool
is_there(const struct found *f, const char *kind, int64_t person,
    const char *name)
{
	const struct decision_party *p;
	size_t i;

	for (i = 0; i < f->n; i++) {
		p = &f->list[i];
		if (person != 0 ? p->person == person :
				  name != NULL && p->name != NULL &&
			    strcmp(p->kind, kind) == 0 &&
			    strcmp(p->name, name) == 0)
			return true;
	}
	return false;
}

static enum rc
add(const struct step *st, struct found *f, const char *kind, int64_t person,
    const char *name, struct err *e)
{
	struct decision_party *p;

	if (is_there(f, kind, person, name))
		return RC_OK;
	f->list = mem_grow(f->list, f->n + 1, sizeof(*f->list));
	p = &f->list[f->n++];
	memset(p, 0, sizeof(*p));
	p->no = (int64_t)f->n;
	p->person = person;
	snprintf(p->kind, sizeof(p->kind), "%s", kind);
	if (person == 0 && name != NULL)
		p->name = mem_text(name);
	return channel_of(st, person, p->channel, e);
}

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static bool
covers(const json_t *link, const char *scope)
{
	const char *said = text_in(link, "scope");

	return strcmp(said, "all") == 0 || strcmp(said, scope) == 0;
}

/* Those who act for the person, in the register's order. */
static enum rc
add_helpers(const struct step *st, struct found *f, const json_t *links,
    const char *scope, struct err *e)
{
	const json_t *link;
	enum rc rc = RC_OK;
	size_t i;

	json_array_foreach(links, i, link) {
		if (rc != RC_OK || !covers(link, scope))
			continue;
		if (json_is_false(json_object_get(link, "valid"))) {
			f->missing = true;
			continue;
		}
		rc = add(st, f, text_in(link, "kind"),
		    json_integer_value(json_object_get(link, "person")),
		    text_in(link, "name"), e);
	}
	return rc;
}

/* A child under 15 is told through the guardian, if there is one. */
static enum rc
speaks_alone(const struct step *st, int64_t person, const json_t *links,
    const char *scope, bool *out, struct err *e)
{
	const json_t *link;
	bool helped = false;
	size_t i;
	int age;
	enum rc rc;

	if ((rc = parties_age(st, person, st->call->today, &age, e)) != RC_OK)
		return rc;
	json_array_foreach(links, i, link)
		helped = helped ||
		    (covers(link, scope) &&
			!json_is_false(json_object_get(link, "valid")));
	*out = !helped || age < 0 || age >= AGE_OF_OWN;
	return RC_OK;
}

/* PERSON as one of KIND, and those who act for them; 0: nobody known. */
static enum rc
gather_one(const struct step *st, const char *kind, int64_t person,
    const char *scope, struct found *f, struct err *e)
{
	json_t *links = NULL;
	bool own = true;
	enum rc rc = RC_OK;

	if (person != 0)
		rc = person_links(st->call->store, person, st->call->today,
		    &links, e);
	if (rc == RC_OK && person != 0)
		rc = speaks_alone(st, person, links, scope, &own, e);
	if (rc == RC_OK && own)
		rc = add(st, f, kind, person, NULL, e);
	if (rc == RC_OK)
		rc = add_helpers(st, f, links, scope, e);
	json_decref(links);
	return rc;
}

static enum rc
gather(const struct step *st, const char *scope, struct found *f, struct err *e)
{
	const struct def_field *field =
	    definition_field(st->version->def, TOGETHER);
	const json_t *list = json_object_get(st->data, TOGETHER);
	size_t i;
	enum rc rc;

	rc = gather_one(st, "applicant", parties_person(st), scope, f, e);
	if (field == NULL || field->type != DEF_PERSON || !field->many)
		return rc;
	for (i = 0; rc == RC_OK && i < json_array_size(list); i++)
		rc = gather_one(st, "co_applicant",
		    json_integer_value(json_array_get(list, i)), scope, f, e);
	return rc;
}

enum rc
parties_find(struct step *st, const char *scope, struct decision_party **out,
    size_t *n, struct err *e)
{
	struct found f = { .list = NULL };
	enum rc rc;

	*out = NULL;
	*n = 0;
	rc = gather(st, scope, &f, e);
	if (rc == RC_OK && f.missing && st->purpose != STEP_READ)
		rc = tasks_open_beside(st, "authority",
		    _("Get the representative's authority in writing; letters "
		      "go to the person meanwhile"),
		    "", "", DATE_NONE, e);
	if (rc != RC_OK) {
		decision_parties_free(f.list, f.n);
		return rc;
	}
	*out = f.list;
	*n = f.n;
	return RC_OK;
}

static bool
holds(const json_t *list, json_int_t person)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (json_integer_value(json_array_get(list, i)) == person)
			return true;
	return false;
}

/* Is one of ADDED no party to DECISION? */
static enum rc
lacks_one(const struct step *st, const json_t *decision, const json_t *added,
    bool *out, struct err *e)
{
	struct decision_party *list = NULL;
	size_t i, k, n = 0;
	bool there;
	enum rc rc;

	*out = false;
	rc = decision_parties(st->call->store,
	    json_integer_value(json_object_get(decision, "id")), &list, &n, e);
	for (i = 0; rc == RC_OK && i < json_array_size(added); i++) {
		there = false;
		for (k = 0; k < n; k++)
			there = there ||
			    list[k].person ==
				json_integer_value(json_array_get(added, i));
		*out = *out || !there;
	}
	decision_parties_free(list, n);
	return rc;
}

/* The numbers of the decisions that stood before, "1, 2"; "" if none. */
static enum rc
earlier_without(const struct step *st, const json_t *added, char **out,
    struct err *e)
{
	json_t *rows = NULL, *row;
	char *longer;
	bool lacks;
	size_t i;
	enum rc rc;

	*out = mem_text("");
	rc = decision_list(st->call->store, st->head.id, false, &rows, e);
	json_array_foreach(rows, i, row) {
		if (rc != RC_OK ||
		    json_integer_value(json_object_get(row, "cycle")) !=
			st->head.cycle ||
		    json_integer_value(json_object_get(row, "commit")) ==
			call_commit(st->call))
			continue;
		rc = lacks_one(st, row, added, &lacks, e);
		if (rc != RC_OK || !lacks)
			continue;
		longer = mem_format("%s%s%lld", *out,
		    (*out)[0] != '\0' ? ", " : "",
		    (long long)json_integer_value(json_object_get(row, "no")));
		free(*out);
		*out = longer;
	}
	json_decref(rows);
	return rc;
}

enum rc
parties_follow(struct step *st, struct err *e)
{
	const json_t *now = json_object_get(st->data, TOGETHER), *one;
	const json_t *was = json_object_get(st->old, TOGETHER);
	json_t *added;
	char *numbers;
	size_t i;
	enum rc rc;

	if (st->created || json_object_get(st->changed, TOGETHER) == NULL)
		return RC_OK;
	added = json_array();
	json_array_foreach(now, i, one)
		if (!holds(was, json_integer_value(one)))
			(void)json_array_append(added,
			    (json_t *)(uintptr_t)one);
	rc = earlier_without(st, added, &numbers, e);
	if (rc == RC_OK && json_array_size(added) > 0 && numbers[0] != '\0')
		call_warn(st->call, "W_NOT_PARTY", TOGETHER,
		    _("is no party to what was decided before (decision %s); "
		      "decide anew if it is to hold for them too"),
		    numbers);
	free(numbers);
	json_decref(added);
	return rc;
}
