/*
 * consent -- consent.give and consent.withdraw.
 *
 * A consent is given in a case, by somebody who may, and counts from that
 * instant on; so does its end.  Who looked in between did so by right, and the
 * look-up rows of then name the consent's basis.
 */
#include "engine/consent.h"

#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/consent_word.h"
#include "engine/happen.h"
#include "engine/mark.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/zone.h"
#include "store/consent.h"
#include "store/timer.h"

static void
timer_name(int64_t id, char out[STORE_NAME_SIZE])
{
	snprintf(out, STORE_NAME_SIZE, "consent.%lld", (long long)id);
}

/* Let the case remind of the last day of K; the past reminds at once. */
static enum rc
arm(struct bf_call *c, const struct consent *k)
{
	const struct config *config = c->municipality->config;
	int64_t days = config_int(config, "consent", "remind_days");
	struct timer t;
	enum rc rc;

	if (!date_is_set(k->valid_to) || days == 0)
		return RC_OK;
	memset(&t, 0, sizeof(t));
	t.due = zone_fire_at(date_add_days(k->valid_to, -days));
	if (t.due < c->now)
		t.due = c->now;
	snprintf(t.kind, sizeof(t.kind), CONSENT_TIMER);
	t.case_id = k->case_id;
	timer_name(k->id, t.name);
	t.payload = json_pack("{sI}", "consent", (json_int_t)k->id);
	rc = timer_add(c->tx, &t, &c->err);
	timer_fini(&t);
	return rc;
}

enum rc
consent_remind(struct step *st, int64_t id, struct err *e)
{
	char key[STORE_NAME_SIZE], day[DATE_WORDS_SIZE], title[ERR_TEXT_MAX];
	struct bf_call *c = st->call;
	enum lang lang = LANG_NB;
	struct consent k;
	enum rc rc;

	if (st->head.closed != 0)
		return RC_OK;
	if ((rc = consent_get(c->store, id, &k, e)) != RC_OK)
		return rc;
	if (k.withdrawn == 0) {
		timer_name(id, key);
		lang_parse(c->municipality->language, &lang);
		date_words(k.valid_to, lang, day);
		snprintf(title, sizeof(title),
		    _("consent %lld ends %s: ask whether it shall go on"),
		    (long long)id, day);
		rc = tasks_open(st, key, title, "", k.valid_to, "consent", e);
	}
	consent_fini(&k);
	return rc;
}

static enum rc
keep(struct bf_call *c, const char *kind, const struct consent *k,
    const json_t *params)
{
	json_t *parts;
	enum rc rc;

	parts = json_pack("{s:{s:I},s:O}", "case", "consent", (json_int_t)k->id,
	    "identity", params);
	rc = mark_subject(c, kind, "person", k->person, 0, parts);
	json_decref(parts);
	call_disclose(c, "case", k->case_id, "consent");
	return rc;
}

/* The case and the person that a consent is given in and by. */
static enum rc
open_both(struct bf_call *c, const json_t *params, struct consent *k)
{
	struct gate_pass pass;
	struct gate_view view;
	struct case_head head;
	struct person p;
	bool named = false;
	enum rc rc;

	rc = gate_open(c->who, c->store, param_text(params, "case"), GATE_WRITE,
	    &head, &pass, &c->err);
	if (rc != RC_OK)
		return rc;
	call_basis(c, &pass);
	k->case_id = head.id;
	k->person = param_int(params, "person", 0);
	rc = gate_person(c->who, c->store, k->person, GATE_BY_ID, &p, &view,
	    &c->err);
	if (rc == RC_OK)
		rc = case_names_person(c->store, head.id, k->person, &named,
		    &c->err);
	if (rc == RC_OK && !named)
		return err_field(&c->err, "person", NULL,
		    _("%lld: the case does not name this person"),
		    (long long)k->person);
	return rc;
}

/* Plugins may wait for it. */
static enum rc
tell(struct bf_call *c, const struct consent *k, const char *event)
{
	return happen_tell(c, k->case_id, event,
	    json_pack("{sI sI ss}", "consent", (json_int_t)k->id, "person",
		(json_int_t)k->person, "purpose", k->purpose),
	    &c->err);
}

static enum rc
add(struct bf_call *c, struct consent *k, json_t *ids)
{
	enum rc rc;

	if ((rc = consent_add(c->tx, k, &c->err)) == RC_OK &&
	    (rc = arm(c, k)) == RC_OK)
		rc = tell(c, k, "consent.given");
	json_array_append_new(ids, json_integer(k->id));
	return rc;
}

/* The same the other way round, where both units are to know. */
static enum rc
add_back(struct bf_call *c, const struct consent *k, json_t *ids)
{
	struct consent back = *k;

	if (k->to_unit[0] == '\0')
		return err_field(&c->err, "both", NULL,
		    _("somebody outside has nothing here to open"));
	memcpy(back.from_unit, k->to_unit, sizeof(back.from_unit));
	memcpy(back.to_unit, k->from_unit, sizeof(back.to_unit));
	return add(c, &back, ids);
}

static int
consent_give(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *ids = json_array();
	struct consent k;
	enum rc rc;

	memset(&k, 0, sizeof(k));
	if ((rc = open_both(c, params, &k)) == RC_OK &&
	    (rc = consent_read(c, params, &k)) == RC_OK &&
	    (rc = add(c, &k, ids)) == RC_OK &&
	    param_bool(params, "both", false))
		rc = add_back(c, &k, ids);
	if (rc == RC_OK && (rc = keep(c, "consent.give", &k, params)) == RC_OK)
		*result = json_pack("{sI sO sI}", "consent",
		    (json_int_t)json_integer_value(json_array_get(ids, 0)),
		    "consents", ids, "commit", (json_int_t)call_commit(c));
	json_decref(ids);
	consent_fini(&k);
	return (int)rc;
}

/* A withdrawal counts when it is received: not before, and not later. */
static enum rc
check_received(struct bf_call *c, const json_t *params)
{
	struct date day;
	int order;

	if (!param_date(params, "from", &day))
		return RC_OK;
	order = date_compare(day, c->today);
	if (order < 0)
		return err_name(&c->err, RC_INVALID, "E_DATE_PAST",
		    _("from: a withdrawal counts from when it is received, "
		      "never back in time"));
	if (order > 0)
		return err_field(&c->err, "from", NULL,
		    _("a withdrawal counts from when it is received; leave "
		      "this out"));
	return RC_OK;
}

/* What is left of K after classes GONE are taken out; nothing if none are. */
static enum rc
go_on(struct bf_call *c, const struct consent *k, unsigned int gone,
    int64_t *id)
{
	struct consent rest = *k;
	enum rc rc;

	*id = 0;
	rest.classes &= ~gone;
	if (rest.classes == 0)
		return RC_OK;
	rest.given = c->now;
	rc = consent_add(c->tx, &rest, &c->err);
	*id = rest.id;
	return rc == RC_OK ? arm(c, &rest) : rc;
}

static enum rc
withdraw(struct bf_call *c, const struct consent *k, const json_t *params,
    int64_t *rest)
{
	const json_t *classes = json_object_get(params, "classes");
	unsigned int gone =
	    classes != NULL ? consent_mask(classes) : k->classes;
	char name[STORE_NAME_SIZE];
	enum rc rc;

	if ((gone & k->classes) == 0)
		return err_field(&c->err, "classes", NULL,
		    _("the consent has none of them"));
	timer_name(k->id, name);
	if ((rc = consent_withdraw(c->tx, k->id, principal_name(c->who),
		 &c->err)) != RC_OK ||
	    (rc = timer_remove_name(c->tx, k->case_id, name, &c->err)) !=
		RC_OK ||
	    (rc = tell(c, k, "consent.withdrawn")) != RC_OK)
		return rc;
	return go_on(c, k, gone, rest);
}

static int
consent_withdraw_call(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t rest = 0;
	struct consent k;
	enum rc rc;

	if ((rc = consent_open(c, param_int(params, "consent", 0), &k)) ==
		RC_OK &&
	    (rc = check_received(c, params)) == RC_OK &&
	    (rc = withdraw(c, &k, params, &rest)) == RC_OK &&
	    (rc = keep(c, "consent.withdraw", &k, params)) == RC_OK) {
		*result = json_pack("{sI sI sI}", "consent", (json_int_t)k.id,
		    "withdrawn", (json_int_t)c->now, "commit",
		    (json_int_t)call_commit(c));
		if (rest != 0)
			json_object_set_new(*result, "rest",
			    json_integer(rest));
	}
	consent_fini(&k);
	return (int)rc;
}

#define CLASSES_PARAM(flag, words)                                             \
	{                                                                      \
		.name = "classes", .type = BF_CODE,                            \
		.flags = (flag) | BF_REPEATED, .codes = consent_classes,       \
		.class = BF_CLASS_IDENTITY, .text = (words)                    \
	}

static const struct bf_param give_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case in which it is given") },
	{ .name = "person",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("whom it is about; the case names them") },
	CLASSES_PARAM(BF_REQUIRED, N_("what may be known: classes of values")),
	{ .name = "from",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the unit that has it") },
	{ .name = "to",
	    .type = BF_NAME,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the unit that may know it") },
	PERSON_IDENTITY("external", BF_TEXT,
	    N_("who outside the municipality may know it, in the place of "
	       "`to`")),
	{ .name = "both",
	    .type = BF_BOOL,
	    .text = N_("the same the other way round as well") },
	{ .name = "purpose",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = consent_purposes,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what it is for") },
	{ .name = "until",
	    .type = BF_DATE,
	    .text = N_("its last day; until it is withdrawn unless given") },
	{ .name = "channel",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = consent_channels,
	    .text = N_("how it was given") },
	{ .name = "document",
	    .type = BF_ID,
	    .text = N_("the evidence, a document of the case") },
	{ .name = "giver",
	    .type = BF_CODE,
	    .codes = consent_givers,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("who gives it: the person, unless said otherwise") },
	{ .name = "link",
	    .type = BF_ID,
	    .text = N_("the giver's link to the person, as person show numbers "
		       "it") },
	{ .type = BF_END },
};

static const struct bf_param withdraw_params[] = {
	CONSENT_PARAM,
	CLASSES_PARAM(0, N_("only these classes; all of it unless given")),
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("the day of receipt, which is today") },
	{ .type = BF_END },
};

static const struct bf_column give_columns[] = {
	{ "consent", BF_ID, N_("consent") },
	{ "consents", BF_LIST, N_("consents") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column withdraw_columns[] = {
	{ "consent", BF_ID, N_("consent") },
	{ "withdrawn", BF_INSTANT, N_("withdrawn") },
	{ "rest", BF_ID, N_("what goes on") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method consent_methods[] = {
	{ .name = "consent.give",
	    .nb = "samtykke gi",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("register what a person lets units know of each other"),
	    .params = give_params,
	    .columns = give_columns,
	    .errors = "E_CONSENT_CAPACITY E_DATE_PAST",
	    .call = consent_give },
	{ .name = "consent.withdraw",
	    .nb = "samtykke trekk",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("withdraw a consent, from now on"),
	    .params = withdraw_params,
	    .columns = withdraw_columns,
	    .errors = "E_DATE_PAST",
	    .call = consent_withdraw_call },
	{ .name = NULL },
};
