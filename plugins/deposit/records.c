/*
 * records -- what a guarantee, a claim and a repayment consist of.
 *
 * Whose they are and how much they are about is sealed; states and days stand
 * in clear, so that lists and reports need no key of theirs.
 */
#include "deposit.h"

static const char *const claim_states[] = { "krav_mottatt", "til_uttalelse",
	"avgjort", "avvist", "utbetalt", "regress_opprettet", "nedbetaling",
	"innfridd", "ettergitt", "tvist", "foreldet", "avsluttet", NULL };
static const char *const outcomes[] = { "godtatt_helt", "godtatt_delvis",
	"avvist", NULL };
static const char *const part_kinds[] = { "rent", "damage", "eviction", "other",
	"wear", NULL };
static const char *const reasons[] = { "E_BEFORE_START", "E_NOT_COVERED",
	"E_AFTER_END", "E_CLAIM_LATE", "E_CLAIM_2Y",
	"begrenset_til_garantibelop", NULL };
static const char *const repayment_states[] = { "nedbetaling", "innfridd",
	"ettergitt", "tvist", "foreldet", NULL };

#define ECONOMY BF_CLASS_ECONOMY
#define IDENTITY BF_CLASS_IDENTITY

static const struct bf_record_column guarantee_columns[] = {
	/* Of the document: given when it is issued, and without gaps. */
	{ .name = "nr", .type = BF_TEXT, .flags = BF_SERIES | BF_LATER },
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = deposit_kinds,
	    .flags = BF_REQUIRED },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = deposit_states,
	    .flags = BF_REQUIRED },
	{ .name = "person", .type = BF_ID, .flags = BF_REQUIRED },
	{ .name = "landlord_kind",
	    .type = BF_CODE,
	    .codes = deposit_landlords,
	    .flags = BF_REQUIRED },
	{ .name = "type", .type = BF_CODE, .codes = deposit_types },
	{ .name = "months", .type = BF_INTEGER, .min = 1, .max = 6 },
	{ .name = "covers_rent", .type = BF_BOOL },
	{ .name = "covers_damage", .type = BF_BOOL },
	{ .name = "covers_eviction", .type = BF_BOOL },
	{ .name = "covers_other", .type = BF_BOOL },
	{ .name = "recourse", .type = BF_BOOL },
	{ .name = "decision", .type = BF_ID },
	{ .name = "document", .type = BF_ID }, /* of the case: as issued */
	{ .name = "granted", .type = BF_DATE },
	/* As printed, whatever is configured later. */
	{ .name = "claim_window", .type = BF_INTEGER, .min = 1, .max = 730 },
	{ .name = "hearing_weeks", .type = BF_INTEGER, .min = 1, .max = 12 },
	{ .name = "until", .type = BF_DATE }, /* of the commitment */
	{ .name = "issued", .type = BF_DATE },
	{ .name = "from", .type = BF_DATE },
	{ .name = "to", .type = BF_DATE },
	/* Of the case; none: not known yet, or outside the case. */
	{ .name = "lease", .type = BF_ID, .ref = "lease" },
	{ .name = "outside", .type = BF_BOOL },
	{ .name = "lease_end", .type = BF_DATE },
	{ .name = "claim_last", .type = BF_DATE },
	{ .name = "renewed", .type = BF_DATE }, /* a version follows */
	{ .name = "ended", .type = BF_DATE },
	{ .name = "version", .type = BF_INTEGER, .min = 1, .max = 1000 },
	{ .name = "previous", .type = BF_ID, .ref = "guarantee" },
	{ .name = "gap_days", .type = BF_INTEGER, .min = 0, .max = 100000 },
	{ .name = "rent", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "amount", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "other_security", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "paid", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "landlord", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "landlord_number", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "reservations", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "digest", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "dwelling", .type = BF_TEXT, .class = BF_CLASS_ADDRESS },
	{ .name = "landlord_address",
	    .type = BF_TEXT,
	    .class = BF_CLASS_ADDRESS },
	{ .name = "landlord_postal_code",
	    .type = BF_TEXT,
	    .class = BF_CLASS_ADDRESS },
	{ .name = "landlord_postal_place",
	    .type = BF_TEXT,
	    .class = BF_CLASS_ADDRESS },
	{ .name = NULL },
};

static const char *const by_state[] = { "state", "to", NULL };
static const char *const by_landlord[] = { "landlord_number", NULL };
static const char *const by_previous[] = { "previous", NULL };
static const char *const per_previous[] = { "previous", NULL };
static const char *const renewals[] = { "gjeldende", "fornyet", "utlopt",
	"frigitt", "overfort_depositum", NULL };

static const struct bf_record_index guarantee_indexes[] = {
	{ "by_state", by_state },
	{ "by_landlord", by_landlord },
	{ "by_previous", by_previous },
	{ NULL, NULL },
};

static const struct bf_record_unique guarantee_uniques[] = {
	{ .name = "one_renewal",
	    .columns = per_previous,
	    .state = "state",
	    .states = renewals,
	    .error = "E_RENEWED",
	    .text = N_("this version has a successor already") },
	{ .name = NULL },
};

static const struct bf_record_column claim_columns[] = {
	{ .name = "guarantee",
	    .type = BF_ID,
	    .ref = "guarantee",
	    .flags = BF_REQUIRED },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = claim_states,
	    .flags = BF_REQUIRED },
	{ .name = "outcome", .type = BF_CODE, .codes = outcomes },
	{ .name = "received", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "hearing_until", .type = BF_DATE },
	{ .name = "answered", .type = BF_DATE },
	{ .name = "decided", .type = BF_DATE },
	{ .name = "paid_on", .type = BF_DATE },
	{ .name = "evidence", .type = BF_ID }, /* document of the case */
	{ .name = "no", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "reason", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "claimed", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "approved", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "excess", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "recourse", .type = BF_MONEY, .class = ECONOMY },
	{ .name = NULL },
};

static const char *const by_guarantee[] = { "guarantee", "received", NULL };
static const char *const claim_number[] = { "guarantee", "no", NULL };

static const struct bf_record_index claim_indexes[] = {
	{ "by_guarantee", by_guarantee },
	{ NULL, NULL },
};

static const struct bf_record_unique claim_uniques[] = {
	{ .name = "one_per_number",
	    .columns = claim_number,
	    .error = "E_DUPLICATE_CLAIM",
	    .text = N_("a claim with this number is here already") },
	{ .name = NULL },
};

static const struct bf_record_column part_columns[] = {
	{ .name = "claim",
	    .type = BF_ID,
	    .ref = "claim",
	    .flags = BF_REQUIRED },
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = part_kinds,
	    .flags = BF_REQUIRED },
	{ .name = "due", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "reason", .type = BF_CODE, .codes = reasons },
	{ .name = "from", .type = BF_DATE }, /* the time it is for */
	{ .name = "to", .type = BF_DATE },
	{ .name = "limitation", .type = BF_DATE },
	{ .name = "limitation_mark", .type = BF_DATE },
	{ .name = "claimed", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "owed", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "approved", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "excess", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "objection", .type = BF_TEXT, .class = IDENTITY },
	{ .name = NULL },
};

static const char *const by_claim[] = { "claim", NULL };

static const struct bf_record_index part_indexes[] = {
	{ "by_claim", by_claim },
	{ NULL, NULL },
};

static const struct bf_record_column repayment_columns[] = {
	{ .name = "guarantee",
	    .type = BF_ID,
	    .ref = "guarantee",
	    .flags = BF_REQUIRED },
	{ .name = "claim", .type = BF_ID, .ref = "claim" },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = repayment_states,
	    .flags = BF_REQUIRED },
	{ .name = "instalments", .type = BF_INTEGER, .min = 1, .max = 120 },
	{ .name = "first", .type = BF_DATE },
	{ .name = "ended", .type = BF_DATE },
	{ .name = "limitation", .type = BF_DATE }, /* of a loan */
	{ .name = "decision", .type = BF_ID },
	{ .name = "principal", .type = BF_MONEY, .class = ECONOMY },
	{ .name = "paid", .type = BF_MONEY, .class = ECONOMY },
	{ .name = NULL },
};

static const char *const per_claim[] = { "guarantee", "claim", NULL };

static const struct bf_record_index repayment_indexes[] = {
	{ "by_guarantee", per_claim },
	{ NULL, NULL },
};

static const struct bf_record_unique repayment_uniques[] = {
	{ .name = "one_per_claim",
	    .columns = per_claim,
	    .error = "E_REPAYMENT_EXISTS",
	    .text = N_("the claim has a repayment plan already") },
	{ .name = NULL },
};

static const struct bf_record_column payment_columns[] = {
	{ .name = "repayment",
	    .type = BF_ID,
	    .ref = "repayment",
	    .flags = BF_REQUIRED },
	{ .name = "day", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "amount", .type = BF_MONEY, .class = ECONOMY },
	{ .name = NULL },
};

static const char *const by_repayment[] = { "repayment", "day", NULL };

static const struct bf_record_index payment_indexes[] = {
	{ "by_repayment", by_repayment },
	{ NULL, NULL },
};

/* What the case's definition tells of a lease of the case. */
static const struct bf_record_column lease_columns[] = {
	{ .name = "from", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "to", .type = BF_DATE }, /* as agreed; none: without end */
	{ .name = "ended", .type = BF_DATE }, /* the tenant's last day */
	{ .name = "dwelling", .type = BF_TEXT, .class = BF_CLASS_ADDRESS },
	{ .name = NULL },
};

static const char *const by_from[] = { "from", NULL };

static const struct bf_record_index lease_indexes[] = {
	{ "by_from", by_from },
	{ NULL, NULL },
};

const struct bf_record deposit_records[] = {
	{ .kind = "lease",
	    .version = 1,
	    .owner = BF_OWNER_CASE,
	    .columns = lease_columns,
	    .indexes = lease_indexes },
	{ .kind = "guarantee",
	    .version = 4,
	    .owner = BF_OWNER_CASE,
	    .columns = guarantee_columns,
	    .indexes = guarantee_indexes,
	    .uniques = guarantee_uniques },
	{ .kind = "claim",
	    .version = 2,
	    .owner = BF_OWNER_CASE,
	    .columns = claim_columns,
	    .indexes = claim_indexes,
	    .uniques = claim_uniques },
	{ .kind = "part",
	    .version = 2,
	    .owner = BF_OWNER_CASE,
	    .columns = part_columns,
	    .indexes = part_indexes },
	{ .kind = "repayment",
	    .version = 2,
	    .owner = BF_OWNER_CASE,
	    .columns = repayment_columns,
	    .indexes = repayment_indexes,
	    .uniques = repayment_uniques },
	{ .kind = "payment",
	    .version = 1,
	    .owner = BF_OWNER_CASE,
	    .columns = payment_columns,
	    .indexes = payment_indexes },
	{ .kind = NULL },
};
