/*
 * protect -- addresses looked for, letter by letter, in what is sent.
 */
#include "engine/protect.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/loaded.h"
#include "engine/quote.h"
#include "store/household.h"
#include "store/owner.h"
#include "store/person.h"
#include "store/rotate.h"
#include "store/store.h"

/*
 * Is any text of the object ADDRESSES in GIVEN?  Where who gets it has an address
 * is theirs, and that it is in the municipality HERE is said by every letter.
 */
static bool
says_any(const json_t *given, json_t *addresses, const char *here)
{
	json_t *args = json_copy((json_t *)(uintptr_t)given);
	const char *name;
	json_t *value;
	bool yes = false;
	char *text, *home = quote_fold(here);

	json_object_del(args, "outside");
	json_object_foreach(addresses, name, value) {
		if (!json_is_string(value) || yes)
			continue;
		text = quote_fold(json_string_value(value));
		yes = strlen(text) >= QUOTE_SHORTEST &&
		    strcmp(text, home) != 0 && quote_has(args, text);
		free(text);
	}
	free(home);
	json_decref(args);
	return yes;
}

/* Whose addresses are looked for, and who is told anyway. */
struct secret {
	json_t *list; /* owned: an object each */
	int64_t to; /* 0: nobody */
	bool home; /* TO is protected: it is their own case */
};

/* Add the addresses of person ID to S if they are protected. */
static enum rc
add_person(struct step *st, const json_t *id, struct secret *secret,
    struct err *e)
{
	struct store *s = st->call->store;
	struct person p;
	json_t *part;
	enum rc rc;

	if (!json_is_integer(id))
		return RC_OK;
	if ((rc = person_load(s, json_integer_value(id), &p, e)) != RC_OK ||
	    p.grade == PERSON_OPEN)
		return rc;
	if (p.id == secret->to) {
		secret->home = true;
		return RC_OK;
	}
	rc = person_part(s, p.id, BF_CLASS_ADDRESS, &part, e);
	if (rc == RC_OK)
		json_array_append_new(secret->list, part);
	return rc;
}

/* The same for the members of household ID, whenever they belonged to it. */
static enum rc
add_household(struct step *st, const json_t *id, struct secret *secret,
    struct err *e)
{
	json_t *members = NULL, *one;
	size_t i;
	enum rc rc;

	if (!json_is_integer(id))
		return RC_OK;
	rc = household_members(st->call->store, json_integer_value(id),
	    DATE_NONE, 0, &members, e);
	json_array_foreach(members, i, one)
		if (rc == RC_OK)
			rc = add_person(st, json_object_get(one, "person"),
			    secret, e);
	json_decref(members);
	return rc;
}

/* The protected addresses of those whom the case is about, an object each. */
static enum rc
find_persons(struct step *st, struct secret *secret, struct err *e)
{
	const struct definition *d = st->version->def;
	const json_t *value, *one;
	size_t i, k;
	enum rc rc = RC_OK;

	for (i = 0; i < d->n_fields && rc == RC_OK; i++) {
		value = json_object_get(st->data, d->fields[i].name);
		if (d->fields[i].type == DEF_HOUSEHOLD)
			rc = add_household(st, value, secret, e);
		if (d->fields[i].type != DEF_PERSON)
			continue;
		rc = add_person(st, value, secret, e);
		json_array_foreach(value, k, one)
			if (rc == RC_OK)
				rc = add_person(st, one, secret, e);
	}
	return rc;
}

/* *YES: a protected address of the case is in ARGS, and not only for TO. */
static enum rc
tells(struct step *st, const json_t *args, int64_t to, bool *yes, struct err *e)
{
	struct secret secret = { .list = json_array(), .to = to };
	json_t *one;
	size_t i;
	enum rc rc;

	*yes = false;
	rc = find_persons(st, &secret, e);
	if (rc == RC_OK && json_array_size(secret.list) > 0 && !secret.home)
		json_array_append(secret.list, st->parts[BF_CLASS_ADDRESS]);
	json_array_foreach(secret.list, i, one)
		*yes = *yes ||
		    (rc == RC_OK &&
			says_any(args, one, st->call->municipality->name));
	json_decref(secret.list);
	return rc;
}

enum rc
protect_tells(struct step *st, const json_t *what, bool *yes, struct err *e)
{
	return tells(st, what, 0, yes, e);
}

enum rc
protect_hides(struct bf_call *c, int64_t id, const struct gate_pass *pass,
    const json_t *what, bool *yes)
{
	struct step st;
	enum rc rc;

	*yes = false;
	if (pass->grade == PERSON_OPEN ||
	    (pass->grade == PERSON_PROTECTED && !call_leaves(c)))
		return RC_OK;
	rc = step_open_id(c, id, STEP_READ, &st);
	if (rc == RC_OK)
		rc = protect_tells(&st, what, yes, &c->err);
	step_fini(&st);
	return rc;
}

enum rc
protect_check(struct step *st, const json_t *args, int64_t to, struct err *e)
{
	bool yes;
	enum rc rc;

	if ((rc = tells(st, args, to, &yes, e)) != RC_OK || !yes)
		return rc;
	return err_name(e, RC_GUARD, "E_PROTECTED",
	    _("the address is protected: leave it out of what is sent"));
}

void
protect_hide(struct step *st, struct err *e)
{
	struct err lost = ERR_INIT;
	char name[ERR_NAME_MAX];
	json_t *said;
	bool yes;
	size_t i;

	if (st->version == NULL || e->rc == RC_OK)
		return;
	said = json_pack("[s]", e->text);
	for (i = 0; i < e->n_fields; i++)
		json_array_append_new(said, json_string(e->fields[i].text));
	if (tells(st, said, 0, &yes, &lost) != RC_OK || yes) {
		memcpy(name, e->name, sizeof(name));
		(void)err_name(e, e->rc, name,
		    _("the workflow says no, in words that name a protected "
		      "address"));
	}
	json_decref(said);
}

enum rc
protect_reseal(struct bf_call *c, int64_t person)
{
	const struct owner owner = owner_person(person, BF_CLASS_ADDRESS);
	struct err busy = ERR_INIT;
	enum rc rc;

	if (!store_has_keys(c->store))
		return RC_OK;
	rc = rotate_begin(c->tx, ROTATE_DATA, &owner, principal_name(c->who),
	    &busy);
	if (rc == RC_OK)
		return rc;
	if (rc != RC_BUSY) {
		c->err = busy;
		return rc;
	}
	call_warn(c, "W_RESEAL", "grade",
	    _("keys are being changed already: what is kept about the person "
	      "keeps its key until it is changed for them"));
	return RC_OK;
}
