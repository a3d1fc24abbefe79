/*
 * rules -- completeness by letter, consent, reviews, CTI and states of a plan.
 */
#include "rules.h"

#include <string.h>

#define KNOWN(d) ((d).days != BF_NO_DATE.days)

static bool
has_goals(const struct plan_content *c)
{
	return c->goals > 0 && c->resources > 0 && c->needs > 0 &&
	    c->goals_without == 0;
}

static bool
has_period(const struct plan_content *c)
{
	return KNOWN(c->from) && KNOWN(c->to) && c->to.days >= c->from.days &&
	    c->reviews > 0;
}

static bool
has_measures(const struct plan_content *c)
{
	return c->measures > 0 && c->measures_without_unit == 0 &&
	    c->measures_without_extent == 0;
}

size_t
plan_missing(const struct plan_content *c, const char *out[PLAN_LETTERS])
{
	const struct {
		const char *letter;
		bool there;
	} rows[PLAN_LETTERS] = { { "a", has_goals(c) },
		{ "b", c->participants > 0 },
		{ "c", c->main_service && c->coordinator },
		{ "d", c->contributions > 0 }, { "e", has_measures(c) },
		{ "f", c->measures > 0 && c->measures_without_how == 0 },
		{ "g", c->coordinator_answers >= PLAN_ANSWERS },
		{ "h", has_period(c) },
		{ "i", c->consent && c->access_answered },
		{ "j", c->cooperation_answered }, { "culture", c->culture },
		{ "child", !c->child || c->child_answered } };
	size_t i, n = 0;

	for (i = 0; i < PLAN_LETTERS; i++)
		if (!rows[i].there)
			out[n++] = rows[i].letter;
	return n;
}

const char *const plan_letters[PLAN_LETTERS + 1] = { "a", "b", "c", "d", "e",
	"f", "g", "h", "i", "j", "culture", "child", NULL };

bool
plan_letter_counts(const char *letter, bool ip)
{
	return ip || (letter[1] == '\0' && strchr("aceh", letter[0]) != NULL);
}

const char *
plan_dates(struct bf_date from, struct bf_date to, struct bf_date review)
{
	if (KNOWN(from) && KNOWN(to) && to.days < from.days)
		return "E_DATE_ORDER";
	if (!KNOWN(review))
		return NULL;
	if ((KNOWN(from) && review.days < from.days) ||
	    (KNOWN(to) && review.days > to.days))
		return "E_DATE_ORDER";
	return NULL;
}

const char *
plan_consent_by(const struct plan_consenter *c)
{
	int alone = c->health ? 16 : 18;

	if (c->by_guardian)
		return c->guardian_scope ? NULL : "E_CONSENT_CAPACITY";
	if (c->age < 0)
		return c->by_person ? NULL : "E_CONSENT_CAPACITY";
	if (c->by_person)
		return c->age >= alone ? NULL : "E_CONSENT_CAPACITY";
	return c->by_parent && c->age < alone ? NULL : "E_CONSENT_CAPACITY";
}

bool
plan_review(const struct bf_pure *p, int64_t level, struct bf_date day,
    struct bf_due *out, char *why)
{
	static const char *const rules[] = { "GOAL_REVIEW_LEVEL_2",
		"GOAL_REVIEW_LEVEL_3", "GOAL_REVIEW_LEVEL_4" };

	if (level < 2 || level > 4)
		return false;
	return p->rule(p, rules[level - 2], day, out, why);
}

struct bf_date
plan_cti_end(const struct bf_pure *p, struct bf_date start, int months,
    int phase, struct bf_date *meeting)
{
	struct bf_date next =
	    p->add_months(start, (int64_t)months * (int64_t)phase);
	struct bf_date end = p->add_days(next, -1);

	if (meeting != NULL)
		*meeting = p->roll(end);
	return end;
}

#define BIT(s) (1u << (unsigned int)(s))

static const struct {
	const char *name;
	unsigned int next; /* BIT of each state that may follow */
} states[PLAN_N_STATES] = { [PLAN_NEED] = { "behov_meldt",
				BIT(PLAN_OFFERED) | BIT(PLAN_REFUSED) |
				    BIT(PLAN_DRAFT) | BIT(PLAN_DECLINED) },
	[PLAN_OFFERED] = { "tilbudt",
	    BIT(PLAN_DECLINED) | BIT(PLAN_DRAFT) | BIT(PLAN_REFUSED) },
	[PLAN_DECLINED] = { "avslatt_av_bruker", BIT(PLAN_DRAFT) },
	[PLAN_REFUSED] = { "avslag", BIT(PLAN_DRAFT) },
	[PLAN_DRAFT] = { "under_arbeid",
	    BIT(PLAN_IN_FORCE) | BIT(PLAN_STOPPED) | BIT(PLAN_ENDED) },
	[PLAN_IN_FORCE] = { "gjeldende",
	    BIT(PLAN_REVIEW) | BIT(PLAN_STOPPED) | BIT(PLAN_ENDED) },
	[PLAN_REVIEW] = { "til_revisjon",
	    BIT(PLAN_IN_FORCE) | BIT(PLAN_STOPPED) | BIT(PLAN_ENDED) },
	[PLAN_STOPPED] = { "stanset_samtykke",
	    BIT(PLAN_IN_FORCE) | BIT(PLAN_DRAFT) | BIT(PLAN_ENDED) },
	[PLAN_ENDED] = { "avsluttet", 0 } };

const char *
plan_state_name(enum plan_state s)
{
	return states[s].name;
}

bool
plan_state_parse(const char *name, enum plan_state *out)
{
	size_t i;

	for (i = 0; i < PLAN_N_STATES; i++)
		if (strcmp(states[i].name, name) == 0) {
			*out = (enum plan_state)i;
			return true;
		}
	return false;
}

bool
plan_state_may(enum plan_state from, enum plan_state to)
{
	return (states[from].next & BIT(to)) != 0;
}

bool
plan_state_is_open(enum plan_state s)
{
	return (BIT(s) &
		   (BIT(PLAN_DRAFT) | BIT(PLAN_IN_FORCE) | BIT(PLAN_REVIEW) |
		       BIT(PLAN_STOPPED))) != 0;
}

bool
plan_state_takes_content(enum plan_state s)
{
	return (BIT(s) &
		   (BIT(PLAN_DRAFT) | BIT(PLAN_IN_FORCE) | BIT(PLAN_REVIEW))) !=
	    0;
}
