/*
 * said -- who writes, and what repeats it; see said.h.
 */
#include "engine/said.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/engine.h"
#include "engine/quote.h"
#include "store/complaint.h"
#include "store/decision.h"

bool
said_is_words(const struct def_field *f)
{
	return f->type == DEF_TEXT && f->class == BF_CLASS_IDENTITY;
}

/* Which class the request itself names; BF_CLASS_CASE: none. */
static enum bf_class
named(const struct bf_call *c)
{
	const char *words = c->ask != NULL ? c->ask->words : NULL;

	if (words == NULL)
		return BF_CLASS_CASE;
	return strcmp(words, bf_class_name(BF_CLASS_HEALTH)) == 0 ?
	    BF_CLASS_HEALTH :
	    BF_CLASS_IDENTITY;
}

/* Does P, who writes about a case of UNIT, act for the health service? */
static bool
acts_in_health(const struct principal *p, const char *unit)
{
	const struct unit *const *units;
	size_t i, n = principal_units(p, &units);
	bool any = false;

	for (i = 0; i < n; i++) {
		if (strcmp(units[i]->name, unit) == 0)
			return units[i]->domain == DOMAIN_HEALTH;
		any = any || units[i]->domain == DOMAIN_HEALTH;
	}
	return any;
}

enum bf_class
said_by(const struct bf_call *c, const char *unit)
{
	enum bf_class class = named(c);
	enum domain domain;
	bool health;

	if (class != BF_CLASS_CASE)
		return class;
	if (c->who->user == NULL)
		return BF_CLASS_IDENTITY;
	health = principal_domain(c->who, &domain) ?
	    domain == DOMAIN_HEALTH :
	    acts_in_health(c->who, unit);
	return health ? BF_CLASS_HEALTH : BF_CLASS_IDENTITY;
}

enum bf_class
said_class(const struct step *st)
{
	return said_by(st->call, st->head.unit);
}

/* Is any text of WORDS in WHAT? */
static bool
repeats(const json_t *what, const json_t *words)
{
	const char *name;
	json_t *one;
	bool yes = false;
	char *text;
	size_t i;

	if (json_is_string(words)) {
		text = quote_fold(json_string_value(words));
		yes = strlen(text) >= QUOTE_SHORTEST && quote_has(what, text);
		free(text);
	}
	json_array_foreach((json_t *)(uintptr_t)words, i, one)
		yes = yes || repeats(what, one);
	json_object_foreach((json_t *)(uintptr_t)words, name, one)
		yes = yes || repeats(what, one);
	return yes;
}

static bool
tells_health(const struct step *st, const json_t *what)
{
	return repeats(what, st->parts[BF_CLASS_HEALTH]) ||
	    repeats(what,
		json_object_get(st->inputs, bf_class_name(BF_CLASS_HEALTH)));
}

enum bf_class
said_with(const struct step *st, const json_t *what)
{
	enum bf_class class = said_class(st);

	return class != BF_CLASS_HEALTH && tells_health(st, what) ?
	    BF_CLASS_HEALTH :
	    class;
}

enum bf_class
said_of_itself(const struct step *st, const char *text)
{
	json_t *what = json_string(text);
	bool health = what != NULL && tells_health(st, what);

	json_decref(what);
	return health ? BF_CLASS_HEALTH : BF_CLASS_IDENTITY;
}

/* *HEALTH: decision NO of the case, or its reasons, are of that class. */
static enum rc
of_decision(const struct step *st, int64_t no, bool *health, struct err *e)
{
	struct store *s = st->call->store;
	json_t *row = NULL, *later = NULL;
	enum bf_class class, of_later;
	struct date given;
	enum rc rc;

	if ((rc = decision_get(s, st->head.id, no, true, &row, e)) != RC_OK)
		return rc;
	class = bf_class_of(json_string_value(json_object_get(row, "class")));
	rc = decision_reasons_get(s,
	    json_integer_value(json_object_get(row, "id")), &later, &of_later,
	    &given, e);
	*health = class == BF_CLASS_HEALTH || of_later == BF_CLASS_HEALTH;
	json_decref(later);
	json_decref(row);
	return rc;
}

static enum rc
of_complaint(const struct step *st, int64_t no, bool *health, struct err *e)
{
	struct complaint k = { .id = 0 };
	enum rc rc = complaint_get(st->call->store, st->head.id, no, &k, e);

	*health = *health || k.class == BF_CLASS_HEALTH;
	complaint_fini(&k);
	return rc;
}

enum rc
said_in_letter(const struct step *st, const json_t *payload, enum bf_class *out,
    struct err *e)
{
	int64_t decision =
	    json_integer_value(json_object_get(payload, "decision"));
	int64_t complaint =
	    json_integer_value(json_object_get(payload, "complaint"));
	bool health = false;
	enum rc rc = RC_OK;

	*out = said_with(st, payload);
	if (*out == BF_CLASS_HEALTH)
		return RC_OK;
	if (decision != 0)
		rc = of_decision(st, decision, &health, e);
	if (rc == RC_OK && complaint != 0)
		rc = of_complaint(st, complaint, &health, e);
	if (rc == RC_NOTFOUND) { /* it names none, and says nothing of it */
		err_clear(e);
		rc = RC_OK;
	}
	if (health)
		*out = BF_CLASS_HEALTH;
	return rc;
}

enum rc
said_check(struct bf_call *c, unsigned int classes)
{
	if (named(c) != BF_CLASS_HEALTH ||
	    (classes & (1u << BF_CLASS_HEALTH)) != 0)
		return RC_OK;
	return err_set(&c->err, RC_DENIED,
	    _("words: of class health are not yours to write here; leave "
	      "words out"));
}

void
said_mark(json_t *row, enum bf_class class)
{
	json_object_set_new(row, "withheld", json_string(bf_class_name(class)));
	json_object_set_new(row, "withheld_title",
	    json_string(class == BF_CLASS_ADDRESS ?
		    _("a protected address") :
		    _("health: not for your unit")));
}

void
said_withhold(json_t *row, unsigned int classes, const char *const *names,
    bool *told)
{
	const char *class = json_string_value(json_object_get(row, "class"));
	bool any = false;

	if (class != NULL && strcmp(class, bf_class_name(BF_CLASS_HEALTH)) == 0)
		for (; *names != NULL; names++) {
			if (json_object_get(row, *names) == NULL)
				continue;
			any = true;
			if ((classes & (1u << BF_CLASS_HEALTH)) == 0)
				json_object_del(row, *names);
		}
	if (any && (classes & (1u << BF_CLASS_HEALTH)) == 0)
		said_mark(row, BF_CLASS_HEALTH);
	else if (any && told != NULL)
		*told = true;
	json_object_del(row, "class");
}
