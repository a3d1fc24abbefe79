/*
 * rules -- what holds after every step, whatever the definition says.
 */
#include "engine/rules.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/reopen.h"
#include "engine/step.h"
#include "model/municipality.h"
#include "store/complaint.h"
#include "store/decision.h"

static const char *const outcomes[] = { "decided", "withdrawn", "died",
	"advice", "transferred", "reclassified" };

enum rc
rules_check_value(const struct step *st, const struct def_field *f,
    const json_t *value, struct err *e)
{
	struct date day;

	if (strcmp(f->name, "received") != 0 || !json_is_string(value) ||
	    date_parse(json_string_value(value), &day, NULL) != RC_OK ||
	    date_compare(day, st->call->today) <= 0)
		return RC_OK;
	return err_field(e, f->name, NULL, _("%s: lies in the future"),
	    json_string_value(value));
}

bool
rules_is_closed(const struct step *st)
{
	return st->head.closed != 0;
}

/* D-301: what was asked for is owed an answer. */
static enum rc
check_asks_help(const struct step *st, struct err *e)
{
	if (st->created || !st->before.asks_help || st->head.asks_help)
		return RC_OK;
	return err_name(e, RC_GUARD, "E_DECISION_OWED",
	    _("asks_help: help was asked for and cannot be taken back; decide, "
	      "or let the person withdraw"));
}

static bool
is_outcome(const char *outcome)
{
	size_t i;

	for (i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (strcmp(outcomes[i], outcome) == 0)
			return true;
	return false;
}

static enum rc
owed(const struct step *st, const char *why, struct err *e)
{
	char number[CASE_NUMBER_SIZE];

	case_number(&st->head, number);
	return err_name(e, RC_GUARD, "E_DECISION_OWED",
	    _("case %s: %s; it closes with a decision, or as withdrawn or "
	      "died"),
	    number, why);
}

/*
 * A complaint is forwarded, or ends, before the case does; it goes on when the
 * person has died or moved.
 */
static enum rc
check_complaints(const struct step *st, struct err *e)
{
	const struct case_head *h = &st->head;
	char number[CASE_NUMBER_SIZE];
	int64_t unended, ours;
	enum rc rc;

	if (h->closed == 0 || st->before.closed != 0 ||
	    strcmp(h->outcome, "died") == 0 ||
	    strcmp(h->outcome, "transferred") == 0)
		return RC_OK;
	rc = complaint_count(st->call->store, h->id, &unended, &ours, e);
	if (rc != RC_OK || ours == 0)
		return rc;
	case_number(h, number);
	return err_name(e, RC_GUARD, "E_COMPLAINT_OPEN",
	    _("case %s: a complaint waits to be forwarded; forward it with "
	      "complaint forward, then close"),
	    number);
}

/*
 * What another municipality or another case answers is handed over by the
 * engine's own methods; a definition cannot say so to be rid of an answer.
 */
static enum rc
check_handover(const struct step *st, struct err *e)
{
	const struct case_head *h = &st->head;

	if (h->closed == 0 || st->before.closed != 0 || st->handed_over ||
	    (strcmp(h->outcome, "transferred") != 0 &&
		strcmp(h->outcome, "reclassified") != 0))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_DECISION_OWED",
	    _("outcome %s: is given by case transfer and case reclassify "
	      "alone"),
	    h->outcome);
}

/* D-301: a request for help ends in a decision, withdrawal or death. */
static enum rc
check_outcome(const struct step *st, struct err *e)
{
	const struct case_head *h = &st->head;
	bool decided = false;
	enum rc rc;

	if (h->closed == 0 || st->before.closed != 0)
		return RC_OK;
	if (!is_outcome(h->outcome))
		return owed(st, _("closing needs an outcome"), e);
	if (strcmp(h->outcome, "advice") == 0 && h->asks_help)
		return owed(st,
		    _("help was asked for, so advice is no "
		      "answer"),
		    e);
	if (strcmp(h->outcome, "decided") != 0)
		return RC_OK;
	rc = decision_exists(st->call->store, h->id, h->cycle, NULL, &decided,
	    e);
	if (rc != RC_OK || decided)
		return rc;
	return owed(st, _("nothing has been decided"), e);
}

static bool
user_is_in(const struct user *u, const char *unit)
{
	size_t i;

	for (i = 0; i < u->n_units; i++)
		if (strcmp(u->units[i]->name, unit) == 0)
			return true;
	return false;
}

/* D-302: exactly one responsible unit and one contact person in it. */
static enum rc
check_responsible(const struct step *st, struct err *e)
{
	const struct municipality *m = st->call->municipality;
	const struct case_head *h = &st->head;
	const struct user *u;
	bool same = strcmp(h->unit, st->before.unit) == 0 &&
	    strcmp(h->contact, st->before.contact) == 0;

	if (h->closed != 0 || (same && st->call->who->system))
		return RC_OK;
	if (municipality_unit(m, h->unit) == NULL)
		return err_name(e, RC_GUARD, "E_RESPONSIBLE",
		    _("unit %s: not a unit here; give the case a responsible "
		      "unit with case assign"),
		    h->unit);
	u = municipality_user(m, h->contact);
	if (u != NULL && user_is_in(u, h->unit))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_RESPONSIBLE",
	    _("contact %s: works not in unit %s; name a contact person of the "
	      "unit with case assign"),
	    h->contact, h->unit);
}

/*
 * D-305: late papers may be filed, and what stands beside the case goes on; all
 * else waits for a reopening.
 */
static enum rc
check_closed(const struct step *st, struct err *e)
{
	const struct case_head *h = &st->head, *b = &st->before;
	char number[CASE_NUMBER_SIZE];

	if (b->closed == 0 || h->closed == 0)
		return RC_OK;
	if (json_object_size(st->changed) == 0 &&
	    (st->beside || json_array_size(st->effects) == 0) &&
	    st->action == NULL && strcmp(h->unit, b->unit) == 0 &&
	    strcmp(h->contact, b->contact) == 0 &&
	    strcmp(h->status, b->status) == 0 &&
	    strcmp(h->outcome, b->outcome) == 0)
		return RC_OK;
	case_number(h, number);
	return err_name(e, RC_GUARD, "E_CLOSED",
	    _("case %s: is closed; reopen it first"), number);
}

static enum rc
check_reopened(struct step *st, struct err *e)
{
	if (st->created || st->head.cycle == st->before.cycle)
		return RC_OK;
	return reopen_check(st, e);
}

enum rc
rules_check(struct step *st, struct err *e)
{
	enum rc rc;

	if ((rc = check_closed(st, e)) != RC_OK ||
	    (rc = check_handover(st, e)) != RC_OK ||
	    (rc = check_asks_help(st, e)) != RC_OK ||
	    (rc = check_outcome(st, e)) != RC_OK ||
	    (rc = check_reopened(st, e)) != RC_OK ||
	    (rc = check_complaints(st, e)) != RC_OK)
		return rc;
	return check_responsible(st, e);
}
