/*
 * eviction -- homes that are at risk (utkastelse): notices, days, ways out.
 *
 * README.md has the states with their picture.  The rules are in rules*.c; what
 * a municipality sets stands here.
 */
#include "eviction.h"

static const char *const tells[] = { "off", "coordinator", "leader", NULL };

#define SECTION "plugin eviction"
#define DAYS(n, d, u, t)                                                       \
	{                                                                      \
		.section = SECTION, .name = n, .type = BF_INTEGER, .unit = u,  \
		.min = 1, .max = 180, .value = d, .reload = true, .text = t,   \
		.law = "domain 3.2"                                            \
	}

static const struct bf_key keys[] = {
	{ .section = SECTION,
	    .name = "notify_without_consent",
	    .type = BF_CODE,
	    .unit = "",
	    .value = "off",
	    .reload = true,
	    .codes = tells,
	    .text = N_("whom in another unit NAV may tell, without consent, "
		       "that a home is at risk; decided_by must say who chose"),
	    .law = "law row 55" },
	{ .section = SECTION,
	    .name = "decided_by",
	    .type = BF_TEXT,
	    .unit = "",
	    .value = NULL,
	    .reload = true,
	    .text = N_("who decided notify_without_consent"),
	    .law = "" },
	{ .section = SECTION,
	    .name = "decided_on",
	    .type = BF_TEXT,
	    .unit = "",
	    .value = NULL,
	    .reload = true,
	    .text = N_("the day of that decision, such as 2027-01-04"),
	    .law = "" },
	DAYS("contact_workdays", "2", "working days",
	    N_("first contact with a household without children")),
	DAYS("contact_children_workdays", "1", "working days",
	    N_("first contact where children live, or may live")),
	DAYS("visit_workdays", "5", "working days",
	    N_("home visit after two attempts in vain")),
	DAYS("before_workdays", "5", "working days",
	    N_("how long before the day a place to stay is decided on")),
	DAYS("review_days", "30", "days",
	    N_("review after an eviction: why not caught earlier?")),
	{ .section = NULL },
};

static const struct bf_event events[] = {
	{ "eviction.notice", BF_EMITS, N_("a home is at risk"), NULL },
	{ "eviction.solved", BF_EMITS, N_("an eviction was averted"), NULL },
	{ "eviction.carried_out", BF_EMITS, N_("an eviction was carried out"),
	    NULL },
	{ "eviction.ladder", BF_TIMER, N_("nobody was reached yet"),
	    eviction_ladder },
	{ "eviction.digest", BF_TIMER, N_("the week's counts"),
	    eviction_digest },
	{ "eviction.first_contact", BF_DEADLINE, N_("first contact"), NULL },
	{ "eviction.comment", BF_DEADLINE, N_("the tenant's comments"), NULL },
	{ "eviction.shelter", BF_DEADLINE, N_("a place to stay is decided"),
	    NULL },
	{ "eviction.goods", BF_DEADLINE, N_("belongings are fetched"), NULL },
	{ "eviction.review", BF_DEADLINE, N_("why not caught earlier"), NULL },
	{ NULL, 0, NULL, NULL },
};

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "eviction",
	.version = "1.0",
	.records = eviction_records,
	.methods = eviction_methods,
	.events = events,
	.reports = eviction_reports,
	.keys = keys,
	.text = N_("evictions: notices, days, what can stop them, who is told"),
	.words = eviction_words,
};
