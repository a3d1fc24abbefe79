/*
 * plan -- individual plans (individuell plan) and goal plans (målplan).
 *
 * README.md has the states with their picture.  The rules are in rules.c; what a
 * municipality sets stands here.
 */
#include "plan.h"

#define SECTION "plugin plan"
#define DAYS(n, d, m, u, t, l)                                                 \
	{                                                                      \
		.section = SECTION, .name = n, .type = BF_INTEGER, .unit = u,  \
		.min = 1, .max = m, .value = d, .reload = true, .text = t,     \
		.law = l                                                       \
	}

static const struct bf_key keys[] = {
	DAYS("absence", "14", 180, "days",
	    N_("a coordinator away for longer needs the substitute"),
	    "domain 3.1"),
	DAYS("conflict_days", "14", 90, "days",
	    N_("how long who is responsible may be undecided"), "law row 28"),
	DAYS("consent_days", "30", 180, "days",
	    N_("how long before a consent runs out it is said"), "domain 3.1"),
	DAYS("idle_days", "90", 366, "days",
	    N_("a plan without activity is flagged after"), "domain 3.1"),
	DAYS("goal_days", "7", 90, "days",
	    N_("how long after a goal's day the coordinator is asked"),
	    "domain 3.1"),
	DAYS("goal_leader_days", "21", 180, "days",
	    N_("how long after it the leader of the coordinator's unit is"),
	    "domain 3.1"),
	DAYS("cti_months", "3", 12, "months",
	    N_("length of one of the three phases of CTI"), "D-084"),
	{ .section = NULL },
};

static const struct bf_event events[] = {
	{ "plan.need", BF_EMITS, N_("a need for a plan was reported"), NULL },
	{ "plan.activated", BF_EMITS, N_("a plan is in force"), NULL },
	{ "plan.review_due", BF_EMITS, N_("a plan is due for review"), NULL },
	{ "plan.remind", BF_TIMER, N_("something has to be thought of"),
	    plan_remind },
	{ "plan.meeting", BF_DEADLINE, N_("first plan meeting"), NULL },
	{ "plan.ready", BF_DEADLINE, N_("the plan is in force"), NULL },
	{ "plan.conflict", BF_DEADLINE, N_("who is responsible"), NULL },
	{ "consent.withdrawn", BF_TAKES, N_("a consent was withdrawn"),
	    plan_consent_gone },
	{ "consent.given", BF_TAKES, N_("a consent was given"),
	    plan_consent_came },
	{ NULL, 0, NULL, NULL },
};

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "plan",
	.version = "1.0",
	.records = plan_records,
	.methods = plan_methods,
	.events = events,
	.reports = plan_reports,
	.keys = keys,
	.text = N_("individual plans and goal plans, coordinators, CTI"),
	.words = plan_words,
};
