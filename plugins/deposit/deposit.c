/*
 * deposit -- guarantees for a deposit (depositumsgaranti) and deposit loans.
 *
 * README.md has the states with their picture.  The rules are in rules*.c; what
 * a municipality sets stands here.
 */
#include "deposit.h"

static const char *const types[] = { "simple", "principal_debtor", NULL };

#define SECTION "plugin deposit"

static const struct bf_key keys[] = {
	{ .section = SECTION,
	    .name = "months",
	    .type = BF_INTEGER,
	    .unit = "months",
	    .min = 1,
	    .max = 6,
	    .value = "3",
	    .reload = true,
	    .text =
		N_("months of rent that a guarantee covers if none is said"),
	    .law = "law row 41" },
	{ .section = SECTION,
	    .name = "max_amount",
	    .type = BF_MONEY,
	    .unit = "kr",
	    .min = 0,
	    .max = 60000000,
	    .value = "0",
	    .reload = true,
	    .text = N_("the municipality's own highest amount; 0: none"),
	    .law = "" },
	{ .section = SECTION,
	    .name = "type",
	    .type = BF_CODE,
	    .unit = "",
	    .value = "principal_debtor",
	    .reload = true,
	    .codes = types,
	    .text = N_("simple, or principal debtor as the standard document"),
	    .law = "law row 88" },
	{ .section = SECTION,
	    .name = "claim_window_days",
	    .type = BF_INTEGER,
	    .unit = "days",
	    .min = 1,
	    .max = 730,
	    .value = "90",
	    .reload = true,
	    .text = N_("how long after its end claims may be reported"),
	    .law = "A-8" },
	{ .section = SECTION,
	    .name = "hearing_weeks",
	    .type = BF_INTEGER,
	    .unit = "weeks",
	    .min = 1,
	    .max = 12,
	    .value = "3",
	    .reload = true,
	    .text = N_("how long the tenant has to answer a claim"),
	    .law = "law row 41" },
	{ .section = SECTION,
	    .name = "answer_days",
	    .type = BF_INTEGER,
	    .unit = "days",
	    .min = 1,
	    .max = 180,
	    .value = "21",
	    .reload = true,
	    .text = N_("goal for the answer to the landlord"),
	    .law = "" },
	{ .section = SECTION,
	    .name = "commitment_days",
	    .type = BF_INTEGER,
	    .unit = "days",
	    .min = 1,
	    .max = 366,
	    .value = "90",
	    .reload = true,
	    .text = N_("how long a promise stands while a dwelling is found"),
	    .law = "" },
	{ .section = SECTION,
	    .name = "small_amounts",
	    .type = BF_TEXT,
	    .unit = "",
	    .value = "3000:800000 10000:2000000 30000:4000000 100000:7000000 "
		     "*:10000000",
	    .reload = true,
	    .text = N_("inhabitants up to, and kroner without approval; only "
		       "the first band and the amounts are verified"),
	    .law = "law row 88" },
	{ .section = NULL },
};

static const struct bf_event events[] = {
	{ "deposit.ends", BF_EMITS, N_("a guarantee ends in 90 or 30 days"),
	    NULL },
	{ "deposit.expired", BF_EMITS,
	    N_("a guarantee has ended, and so has the time for claims"), NULL },
	{ "deposit.remind", BF_TIMER, N_("something has to be thought of"),
	    deposit_remind },
	{ "deposit.hearing", BF_DEADLINE, N_("the tenant answers a claim"),
	    deposit_hearing },
	{ "deposit.answer", BF_DEADLINE, N_("the landlord gets an answer"),
	    NULL },
	{ NULL, 0, NULL, NULL },
};

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "deposit",
	.version = "1.0",
	.records = deposit_records,
	.methods = deposit_methods,
	.events = events,
	.reports = deposit_reports,
	.keys = keys,
	.text = N_("deposit guarantees and deposit loans, with claims and "
		   "repayment"),
};
