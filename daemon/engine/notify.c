/*
 * notify -- a decision on its way to the parties.
 */
#include "engine/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/complain.h"
#include "engine/deadlines.h"
#include "engine/host.h"
#include "engine/parties.h"
#include "engine/period.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/deadline.h"
#include "model/law.h"
#include "model/zone.h"
#include "store/decision.h"
#include "store/decision_party.h"
#include "store/timer.h"
#include "store/tx.h"

#define RULE_REALERT "EFVF_8"
#define RULE_PAPERS "FVL_27"

const char *const notified_codes[] = { [NOTIFIED_TOLD] = "told",
	[NOTIFIED_POSTED] = "posted",
	[NOTIFIED_AVAILABLE] = "available",
	[NOTIFIED_ALERTED] = "alerted",
	[NOTIFIED_OPENED] = "opened",
	[NOTIFIED_ARRIVED] = "arrived",
	[NOTIFIED_RETURNED] = "returned",
	[NOTIFIED_REASONS_ASKED] = "reasons_asked",
	[NOTIFIED_REASONS_POSTED] = "reasons_posted",
	[NOTIFIED_REASONS_ARRIVED] = "reasons_arrived",
	NULL };

bool
notified_parse(const char *code, enum notified *out)
{
	size_t i;

	for (i = 0; notified_codes[i] != NULL; i++)
		if (strcmp(notified_codes[i], code) == 0) {
			*out = (enum notified)i;
			return true;
		}
	return false;
}

/* The name of timers and keys of WHAT about party PARTY of decision NO. */
static void
name_of(const char *what, int64_t no, int64_t party, char out[STORE_NAME_SIZE])
{
	snprintf(out, STORE_NAME_SIZE, "%s:%lld:%lld", what, (long long)no,
	    (long long)party);
}

static enum rc
add_timer(struct step *st, const char *kind, const char *name, int64_t no,
    int64_t party, struct date day, struct err *e)
{
	struct timer t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	t.due = zone_fire_at(day);
	t.case_id = st->head.id;
	snprintf(t.kind, sizeof(t.kind), "%s", kind);
	step_name(t.stage, STORE_BESIDE);
	step_name(t.name, name);
	t.payload = json_pack("{sI sI}", "decision", (json_int_t)no, "party",
	    (json_int_t)party);
	rc = timer_add(st->call->tx, &t, e);
	timer_fini(&t);
	return rc;
}

/* One that lies ready and is not opened is told of again after a week. */
static enum rc
follow_realert(struct step *st, int64_t no, const struct decision_party *p,
    struct err *e)
{
	char name[STORE_NAME_SIZE];
	struct deadline dl;
	enum rc rc;

	name_of("realert", no, p->no, name);
	rc = timer_remove_beside(st->call->tx, st->head.id, name, e);
	if (rc != RC_OK || !date_is_set(p->available) ||
	    date_is_set(p->opened) || date_is_set(p->realerted))
		return rc;
	rc = deadline_by_rule(st->call->engine->parts.law, RULE_REALERT,
	    p->available, &dl, e);
	if (rc != RC_OK)
		return rc;
	return add_timer(st, "decision.realert", name, no, p->no, dl.due, e);
}

/* The papers of an urgent decision are on their way to everybody. */
static enum rc
follow_papers(struct step *st, const json_t *row, struct err *e)
{
	int64_t no = json_integer_value(json_object_get(row, "no"));
	struct decision_party *list;
	char name[STORE_NAME_SIZE];
	bool all = true;
	size_t i, n;
	enum rc rc;

	if (json_integer_value(json_object_get(row, "urgent")) == 0)
		return RC_OK;
	rc = decision_parties(st->call->store,
	    json_integer_value(json_object_get(row, "id")), &list, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		all = all &&
		    (date_is_set(list[i].posted) ||
			(date_is_set(list[i].available) &&
			    date_is_set(list[i].alerted)));
	decision_parties_free(list, n);
	if (rc != RC_OK || !all)
		return rc;
	snprintf(name, sizeof(name), "papers:%lld", (long long)no);
	return deadlines_end_beside(st, name, "met", e);
}

/* What a letter that came back said is as if it had not been sent. */
static void
take_back(struct decision_party *p, struct date day)
{
	p->posted = p->arrived = DATE_NONE;
	p->returned = day;
}

/* Set *SLOT once; true if that is something new. */
static bool
set_once(struct date *slot, struct date day)
{
	if (date_is_set(*slot))
		return false;
	*slot = day;
	return true;
}

/* Write down what happened; false if it was known. */
static bool
take(struct decision_party *p, enum notified what, struct date day)
{
	struct date before = p->arrived;

	switch (what) {
	case NOTIFIED_TOLD:
		return set_once(&p->told, day);
	case NOTIFIED_POSTED:
		return set_once(&p->posted, day);
	case NOTIFIED_AVAILABLE:
		return set_once(&p->available, day);
	case NOTIFIED_ALERTED:
		return set_once(&p->alerted, day);
	case NOTIFIED_OPENED:
		return set_once(&p->opened, day);
	case NOTIFIED_ARRIVED:
		p->arrived = day;
		return !date_is_set(before) || date_compare(before, day) != 0;
	case NOTIFIED_RETURNED:
		if (!date_is_set(p->posted))
			return false;
		take_back(p, day);
		return true;
	case NOTIFIED_REASONS_ASKED:
		return set_once(&p->reasons_asked, day);
	case NOTIFIED_REASONS_POSTED:
	case NOTIFIED_REASONS_ARRIVED:
		return set_once(&p->reasons_arrived, day);
	}
	return false;
}

static enum rc
check_day(const struct step *st, const json_t *row, struct date day,
    struct err *e)
{
	const char *text = json_string_value(json_object_get(row, "date"));
	struct date made = DATE_NONE;
	enum rc rc;

	if ((rc = date_parse(text, &made, e)) != RC_OK)
		return rc;
	if (date_compare(day, st->call->today) > 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("date: lies in the future"));
	if (date_compare(day, made) < 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("date: before the decision of %s"), text);
	return RC_OK;
}

/* forvaltningsloven § 24: reasons are asked for within the period. */
static enum rc
check_ask(const struct step *st, const json_t *row,
    const struct decision_party *p, struct date day, struct err *e)
{
	char due[DATE_SIZE];
	json_t *later = NULL;
	enum bf_class class;
	struct date given;
	enum rc rc;

	rc = decision_reasons_get(st->call->store,
	    json_integer_value(json_object_get(row, "id")), &later, &class,
	    &given, e);
	json_decref(later);
	if (rc != RC_OK)
		return rc;
	if (later != NULL || json_object_get(row, "reasons") != NULL)
		return err_name(e, RC_GUARD, "E_HAS_REASONS",
		    _("decision %lld: its reasons stand in it"),
		    (long long)json_integer_value(json_object_get(row, "no")));
	if (!date_is_set(p->due) || date_compare(day, p->due) <= 0)
		return RC_OK;
	date_format(p->due, due);
	return err_name(e, RC_GUARD, "E_PERIOD_OVER",
	    _("reasons are asked for within the complaint period, which "
	      "ended %s"),
	    due);
}

static enum rc
check_what(const struct step *st, const json_t *row,
    const struct decision_party *p, enum notified what, struct date day,
    struct err *e)
{
	if (what == NOTIFIED_REASONS_ASKED && !date_is_set(p->reasons_asked))
		return check_ask(st, row, p, day, e);
	if ((what == NOTIFIED_REASONS_ARRIVED ||
		what == NOTIFIED_REASONS_POSTED) &&
	    !date_is_set(p->reasons_asked))
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("party %lld: has not asked for reasons"),
		    (long long)p->no);
	return RC_OK;
}

/* Tasks that follow from what was asked for and what came back. */
static enum rc
follow_tasks(struct step *st, int64_t no, const struct decision_party *p,
    enum notified what, struct err *e)
{
	char key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];

	if (what == NOTIFIED_RETURNED) {
		name_of("returned", no, p->no, key);
		snprintf(title, sizeof(title),
		    _("Decision %lld came back: find the address and send it "
		      "again"),
		    (long long)no);
		return tasks_open_beside(st, key, title, "", "",
		    st->call->today, e);
	}
	if (what == NOTIFIED_POSTED) {
		name_of("returned", no, p->no, key);
		return tasks_close(st, key, e);
	}
	if (what != NOTIFIED_REASONS_ASKED)
		return RC_OK;
	snprintf(key, sizeof(key), "reasons:%lld", (long long)no);
	snprintf(title, sizeof(title),
	    _("Decision %lld: send the reasons that were asked for"),
	    (long long)no);
	return tasks_open_beside(st, key, title, "", "", DATE_NONE, e);
}

/* WHAT for one party; ROW is the decision's, with text. */
static enum rc
notify_one(struct step *st, const json_t *row, struct decision_party *p,
    enum notified what, struct date day, struct err *e)
{
	int64_t no = json_integer_value(json_object_get(row, "no"));
	char text[DATE_SIZE];
	enum rc rc;

	if ((rc = check_what(st, row, p, what, day, e)) != RC_OK)
		return rc;
	if (what == NOTIFIED_REASONS_POSTED)
		rc = period_assumed(st, day, &day, e);
	if (rc != RC_OK || !take(p, what, day))
		return rc;
	if ((rc = period_compute(st, row, p, e)) != RC_OK ||
	    (rc = decision_party_save(st->call->tx, p, e)) != RC_OK ||
	    (rc = follow_realert(st, no, p, e)) != RC_OK ||
	    (rc = follow_tasks(st, no, p, what, e)) != RC_OK)
		return rc;
	date_format(day, text);
	step_effect(st, "decision.notify",
	    json_pack("{sI sI ss ss}", "number", (json_int_t)no, "party",
		(json_int_t)p->no, "what", notified_codes[what], "date", text));
	return RC_OK;
}

enum rc
decision_notified(struct step *st, int64_t no, int64_t party,
    enum notified what, struct date day, struct err *e)
{
	struct decision_party *list = NULL;
	bool found = party == 0;
	json_t *row = NULL;
	size_t i, n = 0;
	enum rc rc;

	st->beside = true;
	rc = decision_get(st->call->store, st->head.id, no, true, &row, e);
	if (rc == RC_OK && (rc = check_day(st, row, day, e)) == RC_OK)
		rc = decision_parties(st->call->store,
		    json_integer_value(json_object_get(row, "id")), &list, &n,
		    e);
	for (i = 0; rc == RC_OK && i < n; i++) {
		if (party != 0 && list[i].no != party)
			continue;
		found = true;
		rc = notify_one(st, row, &list[i], what, day, e);
	}
	if (rc == RC_OK && !found)
		rc = err_set(e, RC_NOTFOUND,
		    _("party %lld: not one of this decision's; see decision "
		      "show"),
		    (long long)party);
	if (rc == RC_OK && (rc = follow_papers(st, row, e)) == RC_OK)
		rc = complain_costs(st, row, e);
	decision_parties_free(list, n);
	json_decref(row);
	return rc;
}

static enum rc
begin_papers(struct step *st, const struct decision *d, struct err *e)
{
	char name[STORE_NAME_SIZE], title[ERR_TEXT_MAX];
	struct def_deadline dl = { .rule = RULE_PAPERS,
		.goal = true,
		.from = "",
		.owner = "",
		.warn_days = 0 };

	if (!d->urgent)
		return RC_OK;
	snprintf(name, sizeof(name), "papers:%lld", (long long)d->no);
	snprintf(title, sizeof(title), _("Decision %lld in writing"),
	    (long long)d->no);
	dl.name = name;
	dl.title = title;
	return deadlines_begin_beside(st, &dl, d->date, e);
}

static enum rc
begin_expiry(struct step *st, const struct decision *d, struct err *e)
{
	char name[STORE_NAME_SIZE];
	struct date day;

	if (!date_is_set(d->expires))
		return RC_OK;
	day = date_add_days(d->expires, -DEADLINE_WARNING_DAYS);
	if (date_compare(day, st->call->today) <= 0)
		day = date_add_days(st->call->today, 1);
	name_of("expire", d->no, 0, name);
	return add_timer(st, "decision.expire", name, d->no, 0, day, e);
}

enum rc
notify_begin(struct step *st, const struct decision *d, const char *scope,
    struct err *e)
{
	struct decision_party *list;
	size_t i, n;
	enum rc rc;

	if ((rc = parties_find(st, scope, &list, &n, e)) != RC_OK)
		return rc;
	for (i = 0; rc == RC_OK && i < n; i++) {
		list[i].decision = d->id;
		if (d->urgent)
			snprintf(list[i].channel, sizeof(list[i].channel),
			    "oral");
		rc = decision_party_add(st->call->tx, &list[i], e);
	}
	decision_parties_free(list, n);
	if (rc == RC_OK)
		rc = begin_papers(st, d, e);
	return rc == RC_OK ? begin_expiry(st, d, e) : rc;
}

/* Unopened for a week: alert again, and somebody looks at it. */
static enum rc
realert(struct step *st, int64_t no, struct decision_party *p, bool *nothing,
    struct err *e)
{
	char key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];
	json_t *args, *unused = NULL;
	enum rc rc;

	*nothing = date_is_set(p->opened) || date_is_set(p->realerted) ||
	    !date_is_set(p->available);
	if (*nothing)
		return RC_OK;
	p->realerted = st->call->today;
	if ((rc = decision_party_save(st->call->tx, p, e)) != RC_OK)
		return rc;
	args = json_pack("{ss sI sI ss}", "template", "realert", "decision",
	    (json_int_t)no, "party", (json_int_t)p->no, "receiver", p->kind);
	if (p->person != 0)
		json_object_set_new(args, "person",
		    json_integer((json_int_t)p->person));
	if (p->name != NULL)
		json_object_set_new(args, "name", json_string(p->name));
	rc = host_do(st, "notice", args, &unused, e);
	json_decref(args);
	json_decref(unused);
	if (rc != RC_OK)
		return rc;
	name_of("unopened", no, p->no, key);
	snprintf(title, sizeof(title),
	    _("Decision %lld is not opened after a week: it has been told of "
	      "again; get in touch"),
	    (long long)no);
	return tasks_open_beside(st, key, title, "", "", DATE_NONE, e);
}

static enum rc
expire(struct step *st, const json_t *row, bool *nothing, struct err *e)
{
	int64_t no = json_integer_value(json_object_get(row, "no"));
	char key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];
	struct date day = DATE_NONE;
	const char *text;

	text = json_string_value(json_object_get(row, "expires"));
	*nothing = st->head.closed != 0 || text == NULL ||
	    date_parse(text, &day, NULL) != RC_OK;
	if (*nothing)
		return RC_OK;
	snprintf(key, sizeof(key), "expire:%lld", (long long)no);
	snprintf(title, sizeof(title),
	    _("Decision %lld expires %s: consider a new one"), (long long)no,
	    text);
	return tasks_open(st, key, title, "", day, "decision", e);
}

enum rc
notify_timer(struct step *st, const struct timer *t, bool *nothing,
    struct err *e)
{
	int64_t no =
	    json_integer_value(json_object_get(t->payload, "decision"));
	int64_t party =
	    json_integer_value(json_object_get(t->payload, "party"));
	struct decision_party p = { .decision = 0 };
	json_t *row = NULL;
	enum rc rc;

	*nothing = true;
	rc = decision_get(st->call->store, st->head.id, no, false, &row, e);
	if (rc == RC_OK && strcmp(t->kind, "decision.expire") == 0)
		rc = expire(st, row, nothing, e);
	else if (rc == RC_OK) {
		rc = decision_party_get(st->call->store,
		    json_integer_value(json_object_get(row, "id")), party, &p,
		    e);
		if (rc == RC_OK)
			rc = realert(st, no, &p, nothing, e);
	}
	decision_party_fini(&p);
	json_decref(row);
	return rc;
}

enum rc
notify_parties(const struct step *st, int64_t id, json_t **out,
    struct date *last, struct err *e)
{
	bool nn = strcmp(st->call->municipality->language, "nn") == 0, open;
	struct decision_party *list;
	const char *why;
	json_t *row;
	size_t i, n;
	enum rc rc;

	*out = NULL;
	*last = DATE_NONE;
	rc = decision_parties(st->call->store, id, &list, &n, e);
	if (rc != RC_OK)
		return rc;
	*out = json_array();
	open = n == 0;
	for (i = 0; i < n; i++) {
		row = decision_party_json(&list[i]);
		why = nn ? list[i].words_nn : list[i].words_nb;
		if (why != NULL)
			json_object_set_new(row, "why", json_string(why));
		json_array_append_new(*out, row);
		open = open || !date_is_set(list[i].due);
		if (date_is_set(list[i].due) &&
		    (!date_is_set(*last) ||
			date_compare(list[i].due, *last) > 0))
			*last = list[i].due;
	}
	if (open)
		*last = DATE_NONE;
	decision_parties_free(list, n);
	return RC_OK;
}
