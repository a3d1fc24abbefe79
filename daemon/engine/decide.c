/*
 * decide -- a decision (vedtak): who may make it, and what it must say.
 *
 * Written once and never changed (D-304).  The household is frozen as it is on
 * the day, because statistics and complaints ask what the decision stood on.
 */
#include "engine/decide.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/able.h"
#include "engine/happen.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/notify.h"
#include "engine/said.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/duration.h"
#include "model/law.h"
#include "model/law_basis.h"
#include "model/zone.h"
#include "store/advance_notice.h"
#include "store/decision_party.h"
#include "store/household.h"

/* What law.ini calls a municipality's own board; configuration has its name. */
#define OWN_BOARD "klagenemnda"
#define BOARD_TYPE "complaint_board"
#define OWN_MOTION "FVL_35" /* reversal without a complaint */

static enum rc
read_date(const json_t *args, const char *name, struct date *out, struct err *e)
{
	const char *text;
	enum rc rc;

	if ((rc = host_text(args, name, false, &text, e)) != RC_OK ||
	    text == NULL)
		return rc;
	return date_parse(text, out, e);
}

static enum rc
read_name(const json_t *args, const char *name, const char **out, struct err *e)
{
	enum rc rc;

	if ((rc = host_text(args, name, false, out, e)) != RC_OK)
		return rc;
	if (*out == NULL)
		*out = "";
	if (strlen(*out) < STORE_NAME_SIZE)
		return RC_OK;
	return err_set(e, RC_SCRIPT, _("%s: longer than %d bytes"), name,
	    STORE_NAME_SIZE - 1);
}

/* The decision that this one refers to, by its number in the case. */
static enum rc
read_earlier(const struct step *st, struct deciding *w, struct err *e)
{
	int64_t no = json_integer_value(json_object_get(w->args, "refers_to"));
	enum rc rc;

	if (no == 0)
		return RC_OK;
	rc = decision_get(st->call->store, st->head.id, no, false, &w->earlier,
	    e);
	if (rc == RC_OK)
		w->d.refers_to =
		    json_integer_value(json_object_get(w->earlier, "id"));
	return rc;
}

static enum rc
read_args(const struct step *st, struct deciding *w, struct err *e)
{
	struct decision *d = &w->d;
	enum rc rc;

	d->date = st->call->today;
	d->effective = d->expires = DATE_NONE;
	if ((rc = read_name(w->args, "basis", &w->basis, e)) != RC_OK ||
	    (rc = read_name(w->args, "type", &w->type, e)) != RC_OK ||
	    (rc = read_name(w->args, "item", &w->item, e)) != RC_OK ||
	    (rc = read_name(w->args, "result", &w->result, e)) != RC_OK ||
	    (rc = read_date(w->args, "date", &d->date, e)) != RC_OK ||
	    (rc = read_date(w->args, "effective", &d->effective, e)) != RC_OK ||
	    (rc = read_date(w->args, "expires", &d->expires, e)) != RC_OK)
		return rc;
	d->urgent = json_is_true(json_object_get(w->args, "urgent"));
	return read_earlier(st, w, e);
}

static const char *
text_in(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/*
 * Two people at once: the second of the day about the same thing is told who
 * was first.  A change refers to what it changes.
 */
static enum rc
check_first(const struct step *st, const struct deciding *w, struct err *e)
{
	json_t *row = NULL;
	char when[ZONE_SIZE];
	enum rc rc;

	if (w->earlier != NULL)
		return RC_OK;
	rc = decision_of_day(st->call->store, st->head.id, st->head.cycle,
	    w->type, w->item, w->d.date, &row, e);
	if (rc != RC_OK || row == NULL)
		return rc;
	zone_format(json_integer_value(json_object_get(row, "recorded")), when);
	rc = err_set(e, RC_CONFLICT,
	    _("decision %s: %s decided that at %s (decision %lld); look at it, "
	      "and refer to it with refers_to if it is to be changed"),
	    w->type, text_in(row, "decided_by"), when,
	    (long long)json_integer_value(json_object_get(row, "no")));
	json_decref(row);
	return rc;
}

/* Does it take away what the party has, or make it less? */
static bool
is_to_detriment(const struct deciding *w)
{
	int now = decide_rank(w->result), before;

	if (json_is_true(json_object_get(w->args, "favour")))
		return false;
	if (strcmp(w->result, "ended") == 0 || now == 0)
		return true;
	if (w->earlier == NULL)
		return false;
	before = decide_rank(text_in(w->earlier, "result"));
	return before != 0 && now < before;
}

/* Law row 56, forvaltningsloven § 16: told before, and heard or time enough. */
static enum rc
check_notice(const struct step *st, struct deciding *w, struct err *e)
{
	struct advance_notice n;
	char day[DATE_SIZE];
	enum rc rc;

	if (!is_to_detriment(w) ||
	    json_is_object(json_object_get(w->args, "no_notice")))
		return RC_OK;
	rc = advance_notice_find(st->call->store, st->head.id, st->head.cycle,
	    w->type, &n, e);
	if (rc != RC_OK)
		return rc;
	if (n.id == 0)
		return err_name(e, RC_GUARD, "E_ADVANCE_NOTICE",
		    _("decision %s: the party has not been told before; send "
		      "decision announce, or say no_notice with its reason"),
		    w->type);
	w->d.notice = n.id;
	if (date_is_set(n.answered) ||
	    date_compare(st->call->today, n.answer_by) > 0)
		return RC_OK;
	date_format(n.answer_by, day);
	return err_name(e, RC_GUARD, "E_ADVANCE_NOTICE",
	    _("decision %s: the party may answer until %s; decide after that, "
	      "or when the answer has come"),
	    w->type, day);
}

/*
 * Law row 65, fvl § 35: without a complaint a decision that the party knows of
 * is reversed in favour alone.  Less help than before is decided by the law of
 * the matter, with advance notice.
 */
static enum rc
check_own_motion(const struct step *st, const struct deciding *w, struct err *e)
{
	struct decision_party *list = NULL;
	bool known = false;
	size_t i, n = 0;
	enum rc rc;

	if (w->law == NULL || strcmp(w->law->id, OWN_MOTION) != 0 ||
	    !is_to_detriment(w))
		return RC_OK;
	rc = decision_parties(st->call->store,
	    json_integer_value(json_object_get(w->earlier, "id")), &list, &n,
	    e);
	for (i = 0; rc == RC_OK && i < n; i++)
		known = known || date_is_set(list[i].start) ||
		    date_is_set(list[i].told);
	decision_parties_free(list, n);
	if (rc != RC_OK || !known)
		return rc;
	return err_name(e, RC_GUARD, "E_TO_DETRIMENT",
	    _("decision %s: what the party has been told of is not made worse "
	      "without a complaint (fvl § 35); decide anew by the law of the "
	      "matter, after an advance notice"),
	    w->type);
}

/* The rule by which it can be complained about, and who hears the complaint. */
static enum rc
set_complaint(const struct step *st, struct deciding *w, struct err *e)
{
	const struct municipality *m = st->call->municipality;
	const char *id = w->law->complaint;
	const struct law_rule *rule;
	const struct unit *board;
	struct decision *d = &w->d;
	enum rc rc;

	if (id[0] == '\0')
		id = text_in(w->earlier, "complaint_rule");
	rc = law_find(st->call->engine->parts.law, id, d->date, &rule, e);
	if (rc != RC_OK)
		return err_name(e, RC_GUARD, "E_LAW",
		    _("decision: no rule %s for complaints about a decision "
		      "of that day"),
		    id);
	step_name(d->basis, w->law->id);
	step_name(d->basis_version, w->law->version);
	step_name(d->complaint_rule, rule->id);
	step_name(d->complaint_version, rule->version);
	duration_format(rule->length, d->complaint_length);
	d->complaint_body = rule->complaint_body;
	board = municipality_unit_like(m, BOARD_TYPE);
	if (strcmp(rule->complaint_body, OWN_BOARD) == 0 && board != NULL)
		d->complaint_body = board->title;
	return RC_OK;
}

static enum rc
take_snapshot(struct step *st, struct decision *d, struct err *e)
{
	const struct definition *def = st->version->def;
	struct bf_call *c = st->call;
	const json_t *value = NULL;
	size_t i;

	for (i = 0; value == NULL && i < def->n_fields; i++)
		if (def->fields[i].type == DEF_HOUSEHOLD &&
		    !def->fields[i].many)
			value = json_object_get(st->data, def->fields[i].name);
	if (value == NULL)
		return RC_OK;
	return household_snapshot_take(c->tx, json_integer_value(value),
	    st->head.id, d->date, &d->snapshot, e);
}

/* The text, the conditions and what was not told before, in one object. */
static json_t *
content_of(const json_t *args)
{
	static const char *const from[] = { "content", "conditions",
		"no_notice", "allocation" };
	static const char *const to[] = { "text", "conditions", "no_notice",
		"allocation" };
	json_t *o = json_object(), *v;
	size_t i;

	for (i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		v = json_object_get(args, from[i]);
		if (v != NULL && !json_is_null(v))
			json_object_set(o, to[i], v);
	}
	return o;
}

/* Of which class content and reasons are. */
static enum bf_class
decision_words(const struct step *st, const struct decision *d)
{
	json_t *all =
	    json_pack("[o?o?]", json_incref((json_t *)(uintptr_t)d->content),
		json_incref((json_t *)(uintptr_t)d->reasons));
	enum bf_class class = said_with(st, all);

	json_decref(all);
	return class;
}

static enum rc
write_decision(struct step *st, struct deciding *w, struct err *e)
{
	struct decision *d = &w->d;
	struct bf_call *c = st->call;
	json_t *content = content_of(w->args);
	enum rc rc;

	d->case_id = st->head.id;
	d->cycle = st->head.cycle;
	step_name(d->type, w->type);
	step_name(d->item, w->item);
	step_name(d->result, w->result);
	d->content = content;
	d->reasons = json_object_get(w->args, "reasons");
	if (json_is_null(d->reasons))
		d->reasons = NULL;
	d->commit = call_commit(c);
	d->class = decision_words(st, d);
	step_name(d->decided_by, principal_name(c->who));
	step_name(d->role, role_name(ROLE_DECISION_MAKER));
	step_name(d->unit,
	    c->who->unit != NULL ? c->who->unit->name : st->head.unit);
	if ((rc = take_snapshot(st, d, e)) == RC_OK)
		rc = decision_add(c->tx, d, e);
	json_decref(content);
	d->content = d->reasons = NULL;
	return rc;
}

/* Four eyes the small municipality's way: the leader looks at it. */
static enum rc
ask_review(struct step *st, const struct decision *d, struct err *e)
{
	char key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];

	snprintf(key, sizeof(key), "review:%lld", (long long)d->no);
	snprintf(title, sizeof(title),
	    _("Look over decision %lld: the same person prepared and made it"),
	    (long long)d->no);
	return tasks_open_beside(st, key, title, "", role_name(ROLE_LEADER),
	    DATE_NONE, e);
}

/* Which authority covers the matter; a change is about what it changes. */
static const char *
scope_of(const struct step *st, const struct deciding *w)
{
	const struct law_basis *b = NULL;

	if (w->law->complaint[0] == '\0')
		b = law_basis_version(st->call->engine->parts.law,
		    text_in(w->earlier, "basis"),
		    text_in(w->earlier, "basis_version"));
	return b != NULL ? b->scope : w->law->scope;
}

static enum rc
make(struct step *st, struct deciding *w, bool announced, struct err *e)
{
	bool review = false;
	enum rc rc;

	if ((rc = read_args(st, w, e)) != RC_OK ||
	    (rc = able_decide(st, w->type, &review, e)) != RC_OK ||
	    (rc = check_first(st, w, e)) != RC_OK ||
	    (rc = decide_check(st, w, e)) != RC_OK)
		return rc;
	if (!announced &&
	    ((rc = check_own_motion(st, w, e)) != RC_OK ||
		(rc = check_notice(st, w, e)) != RC_OK))
		return rc;
	if ((rc = set_complaint(st, w, e)) != RC_OK ||
	    (rc = write_decision(st, w, e)) != RC_OK ||
	    (rc = notify_begin(st, &w->d, scope_of(st, w), e)) != RC_OK)
		return rc;
	step_effect(st, "decide",
	    json_pack("{sI sI ss ss ss}", "decision", (json_int_t)w->d.id,
		"number", (json_int_t)w->d.no, "type", w->d.type, "basis",
		w->d.basis, "result", w->d.result));
	if (review && (rc = ask_review(st, &w->d, e)) != RC_OK)
		return rc;
	return happen_tell(st->call, st->head.id, "decision.made",
	    json_pack("{sI ss ss ss}", "decision", (json_int_t)w->d.id, "type",
		w->d.type, "basis", w->d.basis, "result", w->d.result),
	    e);
}

enum rc
decide_make(struct step *st, const json_t *args, bool announced,
    struct decision *out, struct err *e)
{
	struct deciding w = { .args = args };
	enum rc rc;

	rc = make(st, &w, announced, e);
	json_decref(w.earlier);
	*out = w.d;
	return rc;
}

static enum rc
decide(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	struct decision d;
	enum rc rc;

	rc = decide_make(st, args, false, &d, e);
	if (rc == RC_OK)
		*result = json_pack("{sI sI ss ss}", "id", (json_int_t)d.id,
		    "number", (json_int_t)d.no, "complaint_body",
		    d.complaint_body, "complaint_length", d.complaint_length);
	return rc;
}

const struct host_verb host_decide_verbs[] = { { "decide", true, decide },
	{ NULL, false, NULL } };
