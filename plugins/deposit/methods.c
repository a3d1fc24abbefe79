/*
 * methods -- the rows of what can be done with guarantees.
 */
#include <boflyt/rows.h>

#include "deposit.h"

#define GUARANTEE                                                              \
	BF_PARAM_OF("guarantee",                                               \
	    N_("number of the guarantee; deposit list has it"))
#define CLAIM                                                                  \
	BF_PARAM_OF("claim", N_("number of the claim; deposit show has it"))
#define REPAYMENT                                                              \
	BF_PARAM_OF("repayment", N_("number of the plan; deposit show has it"))
#define DECISION                                                               \
	{                                                                      \
		.name = "decision", .type = BF_ID, .flags = BF_REQUIRED,       \
		.text = N_("number of the decision in the case; decision "     \
			   "list has it")                                      \
	}

/* Where letters to the landlord go. */
#define POST                                                                   \
	{ .name = "landlord_address",                                          \
		.type = BF_TEXT,                                               \
		.class = BF_CLASS_ADDRESS,                                     \
		.text = N_("the landlord's postal address") },                 \
	    { .name = "landlord_postal_code",                                  \
		    .type = BF_TEXT,                                           \
		    .class = BF_CLASS_ADDRESS,                                 \
		    .text = N_("the landlord's postal code") },                \
	{                                                                      \
		.name = "landlord_postal_place", .type = BF_TEXT,              \
		.class = BF_CLASS_ADDRESS,                                     \
		.text = N_("the landlord's postal place")                      \
	}

/* What an application and a change have in common. */
#define TERMS                                                                  \
	POST,                                                                  \
	    { .name = "landlord_number",                                       \
		    .type = BF_TEXT,                                           \
		    .class = BF_CLASS_IDENTITY,                                \
		    .text = N_(                                                \
			"the landlord's national or organisation number") },   \
	    { .name = "dwelling",                                              \
		    .type = BF_TEXT,                                           \
		    .class = BF_CLASS_ADDRESS,                                 \
		    .text = N_("address of the dwelling") },                   \
	    { .name = "lease",                                                 \
		    .type = BF_ID,                                             \
		    .text = N_("the case's lease, if it has several") },       \
	    BF_PARAM_BOOL("outside",                                           \
		N_("it is for a lease that is none of the case\'s")),          \
	    { .name = "months",                                                \
		    .type = BF_INTEGER,                                        \
		    .text = N_("months of rent that it covers, 1 to 6") },     \
	    BF_PARAM_MONEY("other_security", 0,                                \
		N_("deposit or other security besides")),                      \
	    { .name = "type",                                                  \
		    .type = BF_CODE,                                           \
		    .codes = deposit_types,                                    \
		    .text =                                                    \
			N_("simple, or principal debtor (selvskyldner)") },    \
	    BF_PARAM_BOOL("covers_rent", N_("covers rent that is owed")),      \
	    BF_PARAM_BOOL("covers_damage", N_("covers damage")),               \
	    BF_PARAM_BOOL("covers_eviction",                                   \
		N_("covers the cost of an eviction")),                         \
	    BF_PARAM_BOOL("covers_other",                                      \
		N_("covers other claims of the lease")),                       \
	    { .name = "reservations",                                          \
		    .type = BF_TEXT,                                           \
		    .class = BF_CLASS_IDENTITY,                                \
		    .text = N_("reductions and reservations, as printed") },   \
	    BF_PARAM_BOOL("own_account",                                       \
		N_("the landlord asks for the deposit on an account of "       \
		   "the landlord's own"))

static const struct bf_param apply_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "landlord_kind",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = deposit_landlords,
	    .text = N_("private person, municipality or company") },
	{ .name = "landlord",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the landlord's name") },
	BF_PARAM_MONEY("rent", BF_REQUIRED, N_("rent a month")),
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = deposit_kinds,
	    .text = N_("guarantee, deposit loan or grant") },
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("the tenant; otherwise the case's first person") },
	TERMS,
	BF_PARAM_END,
};

static const struct bf_param change_params[] = {
	GUARANTEE,
	{ .name = "landlord_kind",
	    .type = BF_CODE,
	    .codes = deposit_landlords,
	    .text = N_("private person, municipality or company") },
	{ .name = "landlord",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the landlord's name") },
	BF_PARAM_MONEY("rent", 0, N_("rent a month")),
	TERMS,
	BF_PARAM_END,
};

static const struct bf_param one_params[] = { GUARANTEE, BF_PARAM_END };

static const struct bf_param landlord_params[] = { GUARANTEE, POST,
	BF_PARAM_END };

static const struct bf_param refuse_params[] = { GUARANTEE, DECISION,
	BF_PARAM_END };

static const struct bf_param grant_params[] = {
	GUARANTEE,
	DECISION,
	BF_PARAM_BOOL("recourse",
	    N_("the decision says that what is paid is to be paid back")),
	BF_PARAM_END,
};

static const struct bf_param issue_params[] = {
	GUARANTEE,
	BF_PARAM_DAY("from", 0, N_("first day that it covers")),
	BF_PARAM_DAY("to", 0,
	    N_("last day that it covers; at most five years")),
	BF_PARAM_END,
};

static const struct bf_param renew_params[] = {
	GUARANTEE,
	DECISION,
	BF_PARAM_DAY("from", 0, N_("first day that the new version covers")),
	BF_PARAM_DAY("to", 0, N_("last day that the new version covers")),
	BF_PARAM_END,
};

static const struct bf_param day_params[] = {
	GUARANTEE,
	BF_PARAM_DAY("day", BF_REQUIRED, N_("the day on which the lease ends")),
	BF_PARAM_END,
};

static const struct bf_param lease_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	BF_PARAM_DAY("from", BF_REQUIRED,
	    N_("the first day of the lease, which tells it from others")),
	BF_PARAM_DAY("to", 0,
	    N_("the last day that was agreed; none: it has no end")),
	BF_PARAM_DAY("ended", 0, N_("the day on which it ended")),
	{ .name = "dwelling",
	    .type = BF_TEXT,
	    .class = BF_CLASS_ADDRESS,
	    .text = N_("address of the dwelling") },
	BF_PARAM_END,
};

static const struct bf_param end_params[] = {
	GUARANTEE,
	BF_PARAM_DAY("day", 0,
	    N_("the day on which it ended; otherwise today")),
	BF_PARAM_END,
};

static const struct bf_param claim_params[] = {
	GUARANTEE,
	{ .name = "no",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the landlord's number or date of the claim") },
	BF_PARAM_DAY("received", BF_REQUIRED,
	    N_("the day on which it was received")),
	{ .name = "parts",
	    .type = BF_LIST,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_ECONOMY,
	    .text = N_("[{kind, due, amount, from, to}]: rent, damage, "
		       "eviction, other or wear; the day it was due; øre; "
		       "the time it is for, if it is for one") },
	{ .name = "evidence",
	    .type = BF_ID,
	    .text = N_("the document of the case that shows it") },
	BF_PARAM_END,
};

static const struct bf_param objection_params[] = {
	CLAIM,
	{ .name = "part",
	    .type = BF_ID,
	    .flags = BF_REQUIRED,
	    .text = N_("number of the part; deposit show has it") },
	BF_PARAM_MONEY("owed", BF_REQUIRED, N_("what the tenant owes of it")),
	{ .name = "text",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the objection in the tenant's words") },
	BF_PARAM_END,
};

static const struct bf_param decide_params[] = {
	CLAIM,
	{ .name = "approved",
	    .type = BF_LIST,
	    .class = BF_CLASS_ECONOMY,
	    .text = N_("[{part, amount}] where not what is owed is paid; øre. "
		       "What goes beyond the debt gives no recourse") },
	{ .name = "why",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the reason, for tenant and landlord") },
	BF_PARAM_END,
};

static const struct bf_param pay_params[] = {
	CLAIM,
	BF_PARAM_DAY("day", 0, N_("the day of the payment; otherwise today")),
	BF_PARAM_END,
};

static const struct bf_param repay_params[] = {
	{ .name = "claim", .type = BF_ID, .text = N_("a claim that was paid") },
	{ .name = "guarantee",
	    .type = BF_ID,
	    .text = N_("or a loan that was issued") },
	{ .name = "instalments",
	    .type = BF_INTEGER,
	    .flags = BF_REQUIRED,
	    .min = 1,
	    .max = 120,
	    .text = N_("how many, a month apart") },
	BF_PARAM_DAY("first", BF_REQUIRED, N_("the day of the first one")),
	BF_PARAM_END,
};

static const struct bf_param payment_params[] = {
	REPAYMENT,
	BF_PARAM_DAY("day", BF_REQUIRED, N_("the day on which it came in")),
	BF_PARAM_MONEY("amount", BF_REQUIRED, N_("how much")),
	BF_PARAM_END,
};

static const struct bf_param waive_params[] = { REPAYMENT, DECISION,
	BF_PARAM_END };

static const struct bf_param bar_params[] = {
	{ .name = "repayment",
	    .type = BF_ID,
	    .flags = BF_POSITIONAL,
	    .text = N_("number of the plan; deposit show has it") },
	{ .name = "claim",
	    .type = BF_ID,
	    .text = N_("or a claim that was paid and has no plan") },
	BF_PARAM_END,
};

static const struct bf_param repayment_params[] = { REPAYMENT, BF_PARAM_END };

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = deposit_states,
	    .text = N_("only those in this state") },
	BF_PARAM_DAY("ends_by", 0,
	    N_("with a state: those that end by this day")),
	{ .name = "limit",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = 200,
	    .text = N_("how many rows; 50 if not given") },
	{ .name = "after",
	    .type = BF_ID,
	    .text = N_("`next` of the page before") },
	BF_PARAM_END,
};

static const struct bf_column guarantee_columns[] = {
	{ "guarantee", BF_ID, N_("guarantee") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column lease_columns[] = {
	{ "lease", BF_ID, N_("lease") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column claim_columns[] = {
	{ "claim", BF_ID, N_("claim") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column decided_columns[] = {
	{ "claim", BF_ID, N_("claim") },
	{ "approved", BF_MONEY, N_("approved") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column plan_columns[] = {
	{ "repayment", BF_ID, N_("repayment plan") },
	{ "instalment", BF_MONEY, N_("instalment") },
	{ "last", BF_MONEY, N_("last instalment") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column payment_columns[] = {
	{ "repayment", BF_ID, N_("repayment plan") },
	{ "left", BF_MONEY, N_("left") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column repayment_columns[] = {
	{ "repayment", BF_ID, N_("repayment plan") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "guarantee", BF_ID, N_("guarantee") },
	{ "nr", BF_TEXT, N_("number") },
	{ "case", BF_CASE, N_("case") },
	{ "kind", BF_CODE, N_("kind") },
	{ "state", BF_CODE, N_("state") },
	{ "amount", BF_MONEY, N_("amount") },
	{ "from", BF_DATE, N_("from") },
	{ "to", BF_DATE, N_("to") },
	{ "claim_last", BF_DATE, N_("claims until") },
	{ NULL, BF_END, NULL },
};

#define STEP(verb, words, line, p, c, e, fn)                                   \
	BF_STEP_ROW("deposit." verb, "garanti " words, BF_ACCESS_CASE, line,   \
	    p, c, e, fn)
#define TERM_ERRORS                                                            \
	"E_AMOUNT E_MONTHS_RANGE E_CAP_6M E_TERM_5Y E_SMALL_AMOUNT E_PARTY "   \
	"E_DATE_ORDER E_ID_FORMAT E_ID_CHECKSUM W_ILLEGAL_DEPOSIT"

const struct bf_method deposit_methods[] = {
	STEP("apply", "søk", N_("an application for a guarantee or loan"),
	    apply_params, guarantee_columns, TERM_ERRORS, deposit_apply),
	STEP("change", "endre", N_("change what is not issued yet"),
	    change_params, guarantee_columns,
	    TERM_ERRORS " E_FROZEN E_CONFLICT", deposit_change),
	STEP("assess", "vurder", N_("take an application up"), one_params,
	    guarantee_columns, "E_DEPOSIT_STATE", deposit_assess),
	STEP("refuse", "avslå", N_("refused, by a decision of the case"),
	    refuse_params, guarantee_columns, "E_DEPOSIT_STATE E_NO_DECISION",
	    deposit_refuse),
	STEP("grant", "innvilg",
	    N_("granted, by a decision of the case: find a dwelling"),
	    grant_params, guarantee_columns, "E_DEPOSIT_STATE E_NO_DECISION",
	    deposit_grant),
	STEP("issue", "utsted", N_("issue the numbered document"), issue_params,
	    guarantee_columns,
	    "E_DEPOSIT_STATE E_NO_DECISION E_TERMS E_TERM_5Y E_DATE_ORDER",
	    deposit_issue),
	STEP("begin", "overta", N_("the dwelling is taken over: it covers"),
	    one_params, guarantee_columns, "E_DEPOSIT_STATE", deposit_begin),
	STEP("renew", "forny", N_("a new version with new days"), renew_params,
	    guarantee_columns,
	    "E_DEPOSIT_STATE E_NO_DECISION E_TERM_5Y E_DATE_ORDER E_RENEWED "
	    "W_UNCOVERED",
	    deposit_renew),
	STEP("lease", "leie",
	    N_("what the case's lease is, for the guarantees that are for it"),
	    lease_params, lease_columns, "E_DATE_ORDER", deposit_lease),
	STEP("lease_end", "leieslutt", N_("the lease ends, or has ended"),
	    day_params, guarantee_columns, "E_DEPOSIT_STATE E_DATE_ORDER",
	    deposit_lease_end),
	STEP("landlord", "utleier",
	    N_("where letters to the landlord go, also after it was issued"),
	    landlord_params, guarantee_columns, "E_CONFLICT", deposit_landlord),
	STEP("release", "frigi", N_("released in writing by the landlord"),
	    end_params, guarantee_columns, "E_DEPOSIT_STATE E_RENEWED",
	    deposit_release),
	STEP("transfer", "overfør", N_("replaced by a deposit"), end_params,
	    guarantee_columns, "E_DEPOSIT_STATE E_RENEWED", deposit_transfer),
	STEP("cancel", "makuler", N_("never used, and the document is back"),
	    end_params, guarantee_columns, "E_DEPOSIT_STATE E_RENEWED",
	    deposit_cancel),
	STEP("claim", "krav",
	    N_("a landlord's claim, and the tenant's hearing"), claim_params,
	    claim_columns,
	    "E_DEPOSIT_STATE E_DUPLICATE_CLAIM E_BEFORE_START E_AMOUNT "
	    "E_CLAIM_LATE E_CLAIM_2Y E_NOT_COVERED E_AFTER_END "
	    "E_DATE_ORDER W_NO_ADDRESS",
	    deposit_claim),
	STEP("objection", "innsigelse", N_("the tenant's answer to a part"),
	    objection_params, claim_columns, "E_DEPOSIT_STATE E_AMOUNT",
	    deposit_objection),
	STEP("decide", "avgjør", N_("decide a claim"), decide_params,
	    decided_columns, "E_DEPOSIT_STATE E_HEARING E_AMOUNT",
	    deposit_decide_claim),
	STEP("pay", "utbetal", N_("a decided claim was paid"), pay_params,
	    claim_columns, "E_DEPOSIT_STATE E_DUPLICATE_CLAIM E_CAP",
	    deposit_pay),
	STEP("repay", "nedbetaling",
	    N_("a repayment plan for recourse or a loan"), repay_params,
	    plan_columns, "E_DEPOSIT_STATE E_REPAYMENT_EXISTS E_DATE_ORDER",
	    deposit_repay),
	STEP("payment", "innbetaling", N_("the tenant paid back"),
	    payment_params, payment_columns, "E_DEPOSIT_STATE E_AMOUNT",
	    deposit_payment),
	STEP("waive", "ettergi", N_("waived, by a decision of the case"),
	    waive_params, repayment_columns, "E_DEPOSIT_STATE E_NO_DECISION",
	    deposit_waive),
	STEP("dispute", "tvist", N_("the tenant contests the debt"),
	    repayment_params, repayment_columns, "E_DEPOSIT_STATE",
	    deposit_dispute),
	STEP("time_bar", "foreldet",
	    N_("time-barred: what was to be paid back is asked for no more"),
	    bar_params, repayment_columns, "E_DEPOSIT_STATE E_NOT_BARRED",
	    deposit_time_bar),
	{ .name = "deposit.show",
	    .nb = "garanti vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA,
	    .text = N_("one guarantee with its claims and repayments"),
	    .params = one_params,
	    .columns = deposit_show_columns,
	    .errors = "",
	    .call = deposit_show },
	{ .name = "deposit.list",
	    .nb = "garanti list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA | BF_FACE_CASE,
	    .text = N_("guarantees, by case, state and end"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = deposit_list },
	{ .name = NULL },
};
