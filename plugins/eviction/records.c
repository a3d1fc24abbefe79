/*
 * records -- what is known of a tenancy at risk, and who told of it.
 */
#include "eviction.h"

static const char *const urgencies[] = { "gronn", "gul", "rod", NULL };

#define ECONOMY BF_CLASS_ECONOMY
#define IDENTITY BF_CLASS_IDENTITY
#define DAY(n)                                                                 \
	{                                                                      \
		.name = n, .type = BF_DATE                                     \
	}
#define MONEY(n)                                                               \
	{                                                                      \
		.name = n, .type = BF_MONEY, .class = ECONOMY                  \
	}

static const struct bf_record_column matter_columns[] = {
	{ .name = "nr", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = eviction_states,
	    .flags = BF_REQUIRED },
	{ .name = "first_state", .type = BF_CODE, .codes = eviction_states },
	{ .name = "first_source", .type = BF_CODE, .codes = eviction_sources },
	{ .name = "person", .type = BF_ID },
	{ .name = "ground", .type = BF_CODE, .codes = eviction_grounds },
	{ .name = "children", .type = BF_CODE, .codes = eviction_known },
	{ .name = "urgency", .type = BF_CODE, .codes = urgencies },
	{ .name = "solution", .type = BF_CODE, .codes = eviction_ends },
	{ .name = "findings", .type = BF_INTEGER, .min = 0, .max = 100 },
	{ .name = "notices", .type = BF_INTEGER, .min = 0, .max = 10000 },
	{ .name = "attempts", .type = BF_INTEGER, .min = 0, .max = 10000 },
	{ .name = "loft", .type = BF_BOOL },
	{ .name = "short_term_reasoned", .type = BF_BOOL },
	{ .name = "reserved", .type = BF_BOOL },
	{ .name = "need_found", .type = BF_BOOL },
	{ .name = "evidence", .type = BF_ID },
	{ .name = "child_welfare", .type = BF_BOOL },
	DAY("child_welfare_day"),
	DAY("received"),
	DAY("due_since"),
	DAY("warning_4_18"),
	DAY("notice_9_11"),
	DAY("petition"),
	DAY("served"),
	DAY("decided"),
	DAY("eviction"),
	DAY("lease_from"),
	DAY("lease_to"),
	DAY("move_out_asked"),
	DAY("notice_received"),
	DAY("notice_month_end"),
	DAY("protested"),
	DAY("goods_told"),
	DAY("goods_fetched"),
	DAY("reached"),
	DAY("need_checked"),
	DAY("reviewed"),
	DAY("ended"),
	MONEY("rent"),
	MONEY("owed"),
	MONEY("interest"),
	MONEY("collection"),
	MONEY("costs"),
	MONEY("paid"),
	{ .name = "eviction_time", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "tenant", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "landlord", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "landlord_contact", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "child_welfare_why", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "tenancy", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "why", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "need_27", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "review", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "address", .type = BF_TEXT, .class = BF_CLASS_ADDRESS },
	{ .name = NULL },
};

static const char *const by_state[] = { "state", "received", NULL };
static const char *const by_person[] = { "person", NULL };
static const char *const by_tenancy[] = { "tenancy", NULL };

static const struct bf_record_index matter_indexes[] = {
	{ "by_state", by_state },
	{ "by_person", by_person },
	{ "by_tenancy", by_tenancy },
	{ NULL, NULL },
};

static const struct bf_record_column notice_columns[] = {
	{ .name = "matter", .type = BF_ID, .ref = "matter" },
	{ .name = "source",
	    .type = BF_CODE,
	    .codes = eviction_sources,
	    .flags = BF_REQUIRED },
	{ .name = "ground", .type = BF_CODE, .codes = eviction_grounds },
	{ .name = "reserved", .type = BF_BOOL },
	DAY("received"),
	DAY("petition"),
	DAY("served"),
	DAY("eviction"),
	{ .name = "at", .type = BF_INSTANT },
	{ .name = "document", .type = BF_ID },
	{ .name = "told", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "nin", .type = BF_TEXT, .class = IDENTITY },
	{ .name = "birth_date", .type = BF_DATE, .class = IDENTITY },
	MONEY("owed"),
	{ .name = NULL },
};

static const char *const by_matter[] = { "matter", "received", NULL };

static const struct bf_record_index notice_indexes[] = {
	{ "by_matter", by_matter },
	{ NULL, NULL },
};

static const struct bf_record_column attempt_columns[] = {
	{ .name = "matter",
	    .type = BF_ID,
	    .ref = "matter",
	    .flags = BF_REQUIRED },
	{ .name = "how",
	    .type = BF_CODE,
	    .codes = eviction_hows,
	    .flags = BF_REQUIRED },
	{ .name = "reached", .type = BF_BOOL },
	{ .name = "day", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "told", .type = BF_TEXT, .class = IDENTITY },
	{ .name = NULL },
};

static const char *const attempts_by_matter[] = { "matter", "day", NULL };

static const struct bf_record_index attempt_indexes[] = {
	{ "by_matter", attempts_by_matter },
	{ NULL, NULL },
};

const struct bf_record eviction_records[] = {
	{ .kind = "matter",
	    .version = 2,
	    .owner = BF_OWNER_CASE,
	    .columns = matter_columns,
	    .indexes = matter_indexes },
	{ .kind = "notice",
	    .version = 2,
	    .owner = BF_OWNER_CASE,
	    .columns = notice_columns,
	    .indexes = notice_indexes },
	{ .kind = "attempt",
	    .version = 1,
	    .owner = BF_OWNER_CASE,
	    .columns = attempt_columns,
	    .indexes = attempt_indexes },
	{ .kind = NULL },
};
