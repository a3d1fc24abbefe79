/*
 * period -- from what happened to a letter to the last day to complain.
 */
#include "engine/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/state.h"
#include "engine/step.h"
#include "model/deadline.h"
#include "model/law.h"
#include "store/decision_party.h"

#define RULE_ARRIVAL "GOAL_ARRIVAL"
#define EVENT_SIZE 200

/* Why the period counts from its day, in both written languages. */
struct start {
	struct date day; /* DATE_NONE: it does not count yet */
	char nb[EVENT_SIZE], nn[EVENT_SIZE];
};

enum rc
period_assumed(const struct step *st, struct date day, struct date *arrived,
    struct err *e)
{
	struct deadline dl;
	enum rc rc;

	rc = deadline_by_rule(st->call->engine->parts.law, RULE_ARRIVAL, day,
	    &dl, e);
	*arrived = rc == RC_OK ? dl.counted : DATE_NONE;
	return rc;
}

static void
say(struct start *s, const char *nb, const char *nn)
{
	snprintf(s->nb, sizeof(s->nb), "%s", nb);
	snprintf(s->nn, sizeof(s->nn), "%s", nn);
}

static struct date
later(struct date a, struct date b)
{
	return date_compare(a, b) >= 0 ? a : b;
}

static void
say_posted(struct start *s, struct date posted)
{
	char nb[DATE_WORDS_SIZE], nn[DATE_WORDS_SIZE];

	date_words(posted, LANG_NB, nb);
	date_words(posted, LANG_NN, nn);
	snprintf(s->nb, sizeof(s->nb), "antatt framme; postlagt %s", nb);
	snprintf(s->nn, sizeof(s->nn), "rekna som framme; postlagt %s", nn);
}

/* By post, as far as known; the assumption gives way to what is known. */
static enum rc
by_post(const struct step *st, const struct decision_party *p, struct start *s,
    struct err *e)
{
	if (date_is_set(p->arrived)) {
		s->day = p->arrived;
		say(s, "underretningen kom fram", "underrettinga kom fram");
		return RC_OK;
	}
	s->day = DATE_NONE;
	if (!date_is_set(p->posted))
		return RC_OK;
	say_posted(s, p->posted);
	return period_assumed(st, p->posted, &s->day, e);
}

/* Law row 68: lying ready and told of; what comes first, counts. */
static void
by_screen(const struct decision_party *p, struct start *s)
{
	struct date day;

	if (!date_is_set(p->available) || !date_is_set(p->alerted))
		return;
	day = later(p->available, p->alerted);
	if (date_is_set(p->arrived) ||
	    (date_is_set(s->day) && date_compare(s->day, day) <= 0))
		return;
	s->day = day;
	say(s, "vedtaket lå klart og varsel var sendt",
	    "vedtaket låg klart og varsel var sendt");
}

static enum rc
find_start(const struct step *st, const struct decision_party *p,
    struct start *s, struct err *e)
{
	enum rc rc;

	memset(s, 0, sizeof(*s));
	s->day = DATE_NONE;
	if (date_is_set(p->reasons_asked)) { /* */
		s->day = p->reasons_arrived;
		say(s, "begrunnelsen kom fram", "grunngivinga kom fram");
		return RC_OK;
	}
	if ((rc = by_post(st, p, s, e)) == RC_OK)
		by_screen(p, s);
	return rc;
}

static void
forget(struct decision_party *p)
{
	free(p->words_nb);
	free(p->words_nn);
	p->words_nb = p->words_nn = NULL;
	p->start = p->due = DATE_NONE;
}

static const char *
text_in(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* The rule as the decision keeps it. */
static enum rc
find_rule(const struct step *st, const json_t *row, const struct law_rule **out,
    struct err *e)
{
	const char *id = text_in(row, "complaint_rule");

	*out = law_version(st->call->engine->parts.law, id,
	    text_in(row, "complaint_version"));
	if (*out != NULL)
		return RC_OK;
	return err_name(e, RC_GUARD, "E_LAW",
	    _("rule %s@%s: no longer in law.ini; versions that cases stand on "
	      "stay there"),
	    id, text_in(row, "complaint_version"));
}

enum rc
period_compute(const struct step *st, const json_t *row,
    struct decision_party *p, struct err *e)
{
	char words[DEADLINE_WORDS_SIZE];
	struct deadline_spec spec;
	struct deadline dl;
	struct start s;
	enum rc rc;

	forget(p);
	if ((rc = find_start(st, p, &s, e)) != RC_OK)
		return rc;
	if (!date_is_set(s.day)) {
		if (date_is_set(p->reasons_asked)) {
			p->words_nb = mem_text("Begrunnelse er bedt om: fristen"
					       " løper når den er kommet fram");
			p->words_nn = mem_text("Grunngiving er beden om: "
					       "fristen går når ho er komen "
					       "fram");
		}
		return RC_OK;
	}
	memset(&spec, 0, sizeof(spec));
	if ((rc = find_rule(st, row, &spec.rule, e)) != RC_OK)
		return rc;
	spec.start = s.day;
	if ((rc = deadline_compute(&spec, &dl, e)) != RC_OK)
		return rc;
	p->start = s.day;
	p->due = dl.due;
	dl.spec.event = s.nb;
	deadline_words(&dl, LANG_NB, words);
	p->words_nb = mem_text(words);
	dl.spec.event = s.nn;
	deadline_words(&dl, LANG_NN, words);
	p->words_nn = mem_text(words);
	return RC_OK;
}
