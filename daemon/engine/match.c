/*
 * match -- the release rules at work: facts, decision, alerts, tasks, counters.
 */
#include "engine/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "access/match.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/consent_word.h"
#include "engine/contact.h"
#include "engine/mark.h"
#include "engine/titles.h"
#include "model/definition.h"
#include "model/notify.h"
#include "model/zone.h"
#include "store/consent.h"
#include "store/history.h"
#include "store/person.h"
#include "store/release.h"
#include "store/task.h"

#define KEY_ASK "match.household"
#define KEY_CONSENT "match.consent"

/* A match being asked for. */
struct matching {
	struct bf_call *c;
	const struct match_ask *ask;
	struct case_head head; /* of the case that asks */
	struct person person;
	struct match_facts facts; /* what is the same for every unit */
	json_t *contacts; /* owned: what is released to the asker */
};

static bool
is_purpose(const char *purpose)
{
	size_t i;

	for (i = 0; consent_purposes[i] != NULL; i++)
		if (strcmp(consent_purposes[i], purpose) == 0)
			return true;
	return false;
}

static enum domain
domain_of(const struct municipality *m, const char *unit)
{
	const struct unit *u = municipality_unit(m, unit);

	/* A unit that is gone gives nothing away. */
	return u != NULL ? u->domain : DOMAIN_HEALTH;
}

/* Through the gate: the caller works with the case, and the case names them. */
static enum rc
begin(struct matching *m)
{
	struct bf_call *c = m->c;
	struct gate_pass pass;
	struct gate_view view;
	bool named = false;
	enum rc rc;

	if (!is_purpose(m->ask->purpose))
		return err_set(&c->err, RC_INVALID,
		    _("match: %s is no purpose that a consent can have"),
		    m->ask->purpose);
	if ((rc = gate_open_id(c->who, c->store, m->ask->case_id, GATE_WRITE,
		 &m->head, &pass, &c->err)) != RC_OK ||
	    (rc = gate_person(c->who, c->store, m->ask->person, GATE_BY_ID,
		 &m->person, &view, &c->err)) != RC_OK ||
	    (rc = case_names_person(c->store, m->head.id, m->person.id, &named,
		 &c->err)) != RC_OK)
		return rc;
	if (!named)
		return err_set(&c->err, RC_INVALID,
		    _("match: the case does not name person %lld"),
		    (long long)m->person.id);
	m->facts = (struct match_facts){
		.choice = MATCH_OFF,
		.from = domain_of(c->municipality, m->head.unit),
		.reserved = m->ask->reserved,
		.danger = m->ask->danger != NULL,
		.grade = m->person.grade,
	};
	(void)match_choice_parse(notify_choice(c->municipality->config,
				     m->ask->purpose),
	    &m->facts.choice);
	return RC_OK;
}

/* A consent for PURPOSE between the asking unit and UNIT, both ways. */
static enum rc
both_ways(struct matching *m, const char *unit, const char *purpose, bool *yes)
{
	struct bf_call *c = m->c;
	bool there = false, back = false;
	enum rc rc;

	rc = consent_covers(c->store, m->person.id, unit, m->head.unit, purpose,
	    &there, &c->err);
	if (rc == RC_OK)
		rc = consent_covers(c->store, m->person.id, m->head.unit, unit,
		    purpose, &back, &c->err);
	*yes = there && back;
	return rc;
}

/* The day it is about, in words; "" if there is none. */
static void
day_words(const struct matching *m, char out[DATE_WORDS_SIZE])
{
	enum lang lang = LANG_NB;

	out[0] = '\0';
	if (!date_is_set(m->ask->by))
		return;
	lang_parse(m->c->municipality->language, &lang);
	date_words(m->ask->by, lang, out);
}

/* The person has agreed: each is told whom of the other to speak with. */
static char *
words_agreed(struct matching *m)
{
	struct bf_call *c = m->c;
	const char *user = titles_user(c, m->head.contact);
	const char *asker = titles_unit(c, m->head.unit);
	char day[DATE_WORDS_SIZE];

	day_words(m, day);
	if (strcmp(m->ask->purpose, "eviction") != 0)
		return mem_format(_("the person has agreed that you talk with "
				    "%s, %s, in order to %s"),
		    user, asker, consent_purpose_title(m->ask->purpose));
	return day[0] != '\0' ?
	    mem_format(_("the home is at risk, date %s: the person has agreed "
			 "that you talk with %s, %s"),
		day, user, asker) :
	    mem_format(_("the home is at risk: the person has agreed that you "
			 "talk with %s, %s"),
		user, asker);
}

/* What the coordinator or leader of the other unit reads: no more than that. */
static char *
words_for(struct matching *m, const struct match_release *r)
{
	struct bf_call *c = m->c;
	const char *asker = titles_unit(c, m->head.unit);
	const char *rule = match_rule_name(r->rule);
	char day[DATE_WORDS_SIZE];

	if (r->to_asker)
		return words_agreed(m);
	day_words(m, day);
	if (m->ask->danger != NULL && strcmp(rule, "danger") == 0)
		return mem_format(
		    _("danger to life or health: %s; make contact with %s"),
		    m->ask->danger, asker);
	if (strcmp(m->ask->purpose, "eviction") == 0)
		return day[0] != '\0' ?
		    mem_format(_("the home is at risk, date %s: talk with the "
				 "person, and with %s if they agree"),
			day, asker) :
		    mem_format(_("the home is at risk: talk with the person, "
				 "and with %s if they agree"),
			asker);
	return mem_format(_("%s works with the person in order to %s: talk "
			    "with the person, and with %s if they agree"),
	    asker, consent_purpose_title(m->ask->purpose), asker);
}

/* A task for UNIT in its own case; its own key keeps it from coming twice. */
static enum rc
open_task(struct bf_call *c, int64_t case_id, const char *stage,
    const char *unit, const char *user, const char *role, const char *key,
    char *title, struct date due)
{
	struct task t = { .case_id = case_id, .due = due, .title = title };
	int64_t id = 0;
	enum rc rc;

	rc = task_find_key(c->store, case_id, key, &id, &c->err);
	if (rc == RC_OK && id == 0) {
		snprintf(t.stage, sizeof(t.stage), "%s", stage);
		snprintf(t.unit, sizeof(t.unit), "%s", unit);
		snprintf(t.user, sizeof(t.user), "%s", user);
		snprintf(t.role, sizeof(t.role), "%s", role);
		snprintf(t.key, sizeof(t.key), "%s", key);
		snprintf(t.cause, sizeof(t.cause), "match");
		snprintf(t.created_by, sizeof(t.created_by), "system");
		rc = task_open(c->tx, &t, &c->err);
	}
	free(title);
	return rc;
}

/* In the history of CASE_ID, and of nobody's else. */
static enum rc
write_row(struct matching *m, int64_t case_id, const char *kind,
    const char *basis, const json_t *clear, const char *danger)
{
	struct bf_call *c = m->c;
	json_t *parts[2] = {
		json_pack("{ss sO}", "class", "case", "what", clear), NULL
	};
	const json_t *list[2];
	const struct history_row row = { .kind = kind,
		.subject_kind = "case",
		.subject = case_id,
		.commit = call_commit(c),
		.actor = principal_name(c->who),
		.unit = c->who->unit != NULL ? c->who->unit->name : "",
		.role = mark_role(c->who),
		.basis = basis };
	enum rc rc;

	if (danger != NULL)
		parts[1] = json_pack("{ss s{ss}}", "class", "identity", "input",
		    "danger", danger);
	list[0] = parts[0];
	list[1] = parts[1];
	rc = history_add(c->tx, &row, list, parts[1] != NULL ? 2 : 1, NULL,
	    &c->err);
	json_decref(parts[0]);
	json_decref(parts[1]);
	return rc;
}

/* Tell UNIT, in its own case CASE_ID of contact person USER. */
static enum rc
alert(struct matching *m, const struct match_release *r, const char *unit,
    const char *user, int64_t case_id, struct release *row)
{
	struct bf_call *c = m->c;
	const char *rule = match_rule_name(r->rule);
	char key[STORE_NAME_SIZE];
	bool leader =
	    r->to_leader || !contact_works_in(c->municipality, user, unit);
	struct case_head theirs;
	json_t *clear;
	enum rc rc;

	row->told = leader ? role_name(ROLE_LEADER) : user;
	/* What the person has agreed to is news to who was told before. */
	snprintf(key, sizeof(key), "match.%s%s", m->ask->purpose,
	    r->to_asker ? ".agreed" : "");
	if ((rc = case_get(c->store, case_id, &theirs, &c->err)) != RC_OK ||
	    (rc = open_task(c, case_id, theirs.stage, unit, leader ? "" : user,
		 leader ? role_name(ROLE_LEADER) : "", key, words_for(m, r),
		 m->ask->by)) != RC_OK)
		return rc;
	clear = json_pack("{ss ss ss ss}", "rule", rule, "purpose",
	    m->ask->purpose, "asker", m->head.unit, "told", row->told);
	rc = write_row(m, case_id, "match.release", match_rule_basis(r->rule),
	    clear, m->ask->danger);
	json_decref(clear);
	return rc;
}

static void
add_contact(struct matching *m, const char *rule, const char *unit,
    const char *user)
{
	json_array_append_new(m->contacts,
	    json_pack("{ss ss ss ss ss}", "unit", unit, "unit_title",
		titles_unit(m->c, unit), "coordinator", user,
		"coordinator_title", titles_user(m->c, user), "rule", rule));
}

/* One unit that has a case for the person. */
static enum rc
release(struct matching *m, const char *unit, const char *user, int64_t case_id)
{
	struct bf_call *c = m->c;
	struct match_facts facts = m->facts;
	struct match_release r;
	struct release row = { .case_id = m->head.id,
		.person = m->person.id,
		.purpose = m->ask->purpose,
		.asker = m->head.unit,
		.unit = unit,
		.told = "",
		.told_case = case_id };
	bool newly = false;
	enum rc rc;

	if ((rc = both_ways(m, unit, m->ask->purpose, &facts.consent)) !=
		RC_OK ||
	    (rc = both_ways(m, unit, "plan_access", &facts.plan_access)) !=
		RC_OK)
		return rc;
	match_decide(&facts, &r);
	row.rule = match_rule_name(r.rule);
	row.basis = match_rule_basis(r.rule);
	if (r.to_asker) {
		add_contact(m, row.rule, unit, user);
		c->basis = row.basis;
		call_disclose(c, "person", m->person.id, "match");
	}
	if ((rc = release_add(c->tx, &row, &newly, &c->err)) != RC_OK ||
	    !newly || (!r.to_coordinator && !r.to_leader))
		return rc;
	return alert(m, &r, unit, user, case_id, &row);
}

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* Each unit once, by the first of its cases. */
static enum rc
release_all(struct matching *m)
{
	struct bf_call *c = m->c;
	const char *unit = "";
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = release_matches(c->store, m->person.id, m->head.unit, &rows,
	    &c->err);
	json_array_foreach(rows, i, row) {
		if (rc != RC_OK || strcmp(text_of(row, "unit"), unit) == 0)
			continue;
		unit = text_of(row, "unit");
		rc = release(m, unit, text_of(row, "contact"),
		    json_integer_value(json_object_get(row, "case_id")));
	}
	json_decref(rows);
	return rc;
}

/* Does any consent cover the purpose, whoever the other unit is? */
static enum rc
has_consent(struct matching *m, bool *yes)
{
	const struct municipality *home = m->c->municipality;
	bool one;
	enum rc rc = RC_OK;
	size_t i;

	*yes = false;
	for (i = 0; rc == RC_OK && i < home->n_units; i++) {
		if (strcmp(home->units[i].name, m->head.unit) == 0)
			continue;
		rc = both_ways(m, home->units[i].name, m->ask->purpose, &one);
		*yes = *yes || one;
	}
	return rc;
}

/*
 * What the asking case gets is the same with and without a match: the question
 * to the household always, the one for consent unless there is one.
 */
static enum rc
end(struct matching *m, bool consent, json_t **out)
{
	struct bf_call *c = m->c;
	json_t *clear;
	enum rc rc;

	rc = open_task(c, m->head.id, m->head.stage, m->head.unit, "", "",
	    KEY_ASK,
	    mem_text(_("ask the household whether anybody else should be "
		       "involved")),
	    m->ask->by);
	if (rc == RC_OK && !consent)
		rc = open_task(c, m->head.id, m->head.stage, m->head.unit, "",
		    "", KEY_CONSENT,
		    mem_text(_("ask the person for consent to speak with other "
			       "units")),
		    m->ask->by);
	if (rc != RC_OK)
		return rc;
	clear = json_pack("{ss sb}", "purpose", m->ask->purpose, "consent",
	    consent ? 1 : 0);
	rc = write_row(m, m->head.id, "match", c->who->basis, clear, NULL);
	json_decref(clear);
	if (rc == RC_OK)
		*out = json_pack("{sb sO}", "consent", consent ? 1 : 0,
		    "contacts", m->contacts);
	return rc;
}

enum rc
match_person(struct bf_call *c, const struct match_ask *ask, json_t **out)
{
	struct matching m = { .c = c, .ask = ask };
	bool consent = false;
	enum rc rc;

	*out = NULL;
	m.contacts = json_array();
	if ((rc = begin(&m)) == RC_OK &&
	    (rc = has_consent(&m, &consent)) == RC_OK &&
	    (rc = release_all(&m)) == RC_OK)
		rc = end(&m, consent, out);
	json_decref(m.contacts);
	return rc;
}
