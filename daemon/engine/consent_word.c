/*
 * consent_word -- codes of consents, and the checks of what a request says.
 */
#include "engine/consent_word.h"

#include <stdio.h>
#include <string.h>

#include "access/capacity.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/filter.h"
#include "engine/mark.h"
#include "model/definition.h"
#include "store/document.h"
#include "store/person.h"

const char *const consent_classes[] = { "case", "identity", "address", "health",
	"economy", NULL };

static const struct {
	const char *code, *title;
} purposes[] = {
	{ "coordination", N_("coordinate the help") },
	{ "plan", N_("make an individual plan") },
	{ "plan_access", N_("let those who take part see the plan") },
	{ "eviction", N_("prevent an eviction") },
	{ "deposit", N_("give a guarantee or a deposit loan") },
	{ "allocation", N_("allocate a dwelling") },
	{ "transfer", N_("hand over to another municipality") },
	{ "information", N_("obtain information") },
};

#define N_PURPOSES (sizeof(purposes) / sizeof(purposes[0]))

const char *const consent_purposes[N_PURPOSES + 1] = { "coordination", "plan",
	"plan_access", "eviction", "deposit", "allocation", "transfer",
	"information", NULL };

const char *const consent_channels[] = { "written", "digital", "oral",
	"meeting", NULL };
const char *const consent_givers[] = { "self", "guardian", "representative",
	NULL };

const char *
consent_purpose_title(const char *code)
{
	size_t i;

	for (i = 0; i < N_PURPOSES; i++)
		if (strcmp(purposes[i].code, code) == 0)
			return _(purposes[i].title);
	return code;
}

unsigned int
consent_mask(const json_t *list)
{
	const json_t *one;
	unsigned int mask = 0, c;
	size_t i;

	json_array_foreach(list, i, one)
		for (c = 0; consent_classes[c] != NULL; c++)
			if (strcmp(json_string_value(one),
				consent_classes[c]) == 0)
				mask |= 1u << c;
	return mask;
}

json_t *
consent_names(unsigned int mask)
{
	json_t *list = json_array();
	unsigned int c;

	for (c = 0; consent_classes[c] != NULL; c++)
		if ((mask & 1u << c) != 0)
			json_array_append_new(list,
			    json_string(consent_classes[c]));
	return list;
}

static void
copy(char out[STORE_NAME_SIZE], const char *text)
{
	snprintf(out, STORE_NAME_SIZE, "%s", text != NULL ? text : "");
}

/* From whom to whom. */
static enum rc
read_parties(struct bf_call *c, const json_t *params, struct consent *k)
{
	const char *external = param_text(params, "external");
	const char *to = param_text(params, "to");
	enum rc rc;

	if ((rc = filter_unit(c, params, "from")) != RC_OK ||
	    (rc = filter_unit(c, params, "to")) != RC_OK)
		return rc;
	if ((to == NULL) == (external == NULL))
		return err_field(&c->err, "to", NULL,
		    _("name a unit, or somebody outside as `external`"));
	copy(k->from_unit, param_text(params, "from"));
	copy(k->to_unit, to);
	if (to != NULL && strcmp(k->from_unit, to) == 0)
		return err_field(&c->err, "to", NULL,
		    _("%s: a unit needs no consent to itself"), to);
	k->external = external != NULL ? mem_text(external) : NULL;
	return RC_OK;
}

static enum rc
read_day(struct bf_call *c, const json_t *params, struct consent *k)
{
	k->valid_to = DATE_NONE;
	if (!param_date(params, "until", &k->valid_to) ||
	    date_compare(k->valid_to, c->today) >= 0)
		return RC_OK;
	return err_name(&c->err, RC_INVALID, "E_DATE_PAST",
	    _("until: %s has passed; a consent counts from now on"),
	    param_text(params, "until"));
}

/* The evidence must lie in the same case. */
static enum rc
read_evidence(struct bf_call *c, const json_t *params, struct consent *k)
{
	struct document d;
	enum rc rc;

	k->document = param_int(params, "document", 0);
	if (k->document == 0)
		return RC_OK;
	memset(&d, 0, sizeof(d));
	rc = document_load(c->store, k->document, &d, &c->err);
	if (rc == RC_NOTFOUND || (rc == RC_OK && d.case_id != k->case_id)) {
		err_clear(&c->err);
		rc = err_field(&c->err, "document", NULL,
		    _("%lld: not a document of the case"),
		    (long long)k->document);
	}
	document_fini(&d);
	return rc;
}

/* Full years of the person today; -1 if the birth date is not known. */
static enum rc
age_of(struct bf_call *c, int64_t person, int *age)
{
	struct err none = ERR_INIT;
	json_t *part = NULL;
	const char *text;
	struct date born;
	enum rc rc;

	*age = -1;
	rc = person_part(c->store, person, BF_CLASS_IDENTITY, &part, &c->err);
	if (rc != RC_OK)
		return rc;
	text = json_string_value(json_object_get(part, "birth_date"));
	if (text != NULL && date_parse(text, &born, &none) == RC_OK)
		for (*age = 0; date_compare(date_add_years(born, *age + 1),
				   c->today) <= 0;
		     ++*age)
			;
	json_decref(part);
	return RC_OK;
}

static const json_t *
find_link(const json_t *links, int64_t id)
{
	const json_t *one;
	size_t i;

	json_array_foreach(links, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			return one;
	return NULL;
}

static enum rc
read_giver(struct bf_call *c, const json_t *params, struct consent *k)
{
	const struct config *config = c->municipality->config;
	struct capacity cap = { .classes = k->classes,
		.giver = k->giver,
		.health_age = (int)config_int(config, "consent", "age_health"),
		.other_age = (int)config_int(config, "consent", "age") };
	const json_t *link;
	json_t *links = NULL;
	enum rc rc;

	copy(k->giver, param_text(params, "giver"));
	if (k->giver[0] == '\0')
		copy(k->giver, "self");
	k->link = param_int(params, "link", 0);
	if ((rc = age_of(c, k->person, &cap.age)) != RC_OK ||
	    (rc = person_links(c->store, k->person, c->today, &links,
		 &c->err)) != RC_OK)
		return rc;
	if ((link = find_link(links, k->link)) != NULL) {
		cap.link_kind =
		    json_string_value(json_object_get(link, "kind"));
		cap.scope = json_string_value(json_object_get(link, "scope"));
		cap.link_valid = json_is_true(json_object_get(link, "valid"));
	}
	rc = capacity_check(&cap, &c->err);
	if (strcmp(k->giver, "self") == 0)
		k->link = 0;
	json_decref(links);
	return rc;
}

enum rc
consent_read(struct bf_call *c, const json_t *params, struct consent *k)
{
	enum rc rc;

	k->classes = consent_mask(json_object_get(params, "classes"));
	copy(k->purpose, param_text(params, "purpose"));
	copy(k->channel, param_text(params, "channel"));
	copy(k->by_user, principal_name(c->who));
	copy(k->unit, c->who->unit != NULL ? c->who->unit->name : "");
	k->given = c->now;
	if (k->classes == 0)
		return err_field(&c->err, "classes", NULL,
		    _("name at least one"));
	if ((rc = read_parties(c, params, k)) != RC_OK ||
	    (rc = read_day(c, params, k)) != RC_OK ||
	    (rc = read_evidence(c, params, k)) != RC_OK)
		return rc;
	return read_giver(c, params, k);
}
