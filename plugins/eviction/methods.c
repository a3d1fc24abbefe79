/*
 * methods -- the rows of what can be done about evictions.
 */
#include <boflyt/rows.h>

#include "eviction.h"

#define MATTER                                                                 \
	BF_PARAM_OF("matter", N_("number of the matter; eviction list has it"))

/* What a notice may tell, and what may become known later. */
#define FACTS                                                                  \
	{ .name = "ground",                                                    \
		.type = BF_CODE,                                               \
		.codes = eviction_grounds,                                     \
		.text =                                                        \
		    N_("a arrears, b lease expired, c notice, d breach, e "    \
		       "other") },                                             \
	    { .name = "children",                                              \
		    .type = BF_CODE,                                           \
		    .codes = eviction_known,                                   \
		    .text =                                                    \
			N_("do children live there? unknown counts as yes "    \
			   "for the first contact") },                         \
	    BF_PARAM_WORDS("tenant", 0, N_("the tenant's name")),              \
	    { .name = "address",                                               \
		    .type = BF_TEXT,                                           \
		    .class = BF_CLASS_ADDRESS,                                 \
		    .text = N_("address of the dwelling") },                   \
	    BF_PARAM_WORDS("landlord", 0, N_("the landlord's name")),          \
	    BF_PARAM_WORDS("landlord_contact", 0,                              \
		N_("how the landlord is reached")),                            \
	    BF_PARAM_MONEY("rent", 0, N_("rent a month")),                     \
	    BF_PARAM_MONEY("owed", 0, N_("rent owed; leave out if unknown")),  \
	    BF_PARAM_MONEY("interest", 0, N_("interest")),                     \
	    BF_PARAM_MONEY("collection", 0, N_("cost of collection")),         \
	    BF_PARAM_MONEY("costs", 0, N_("costs that the officer tells of")), \
	    BF_PARAM_DAY("due_since", 0, N_("since when rent is owed")),       \
	    BF_PARAM_DAY("warning_4_18", 0,                                    \
		N_("warning of enforcement sent (§ 4-18)")),                   \
	    BF_PARAM_DAY("notice_9_11", 0,                                     \
		N_("notice to the municipality sent (§ 9-11)")),               \
	    BF_PARAM_DAY("petition", 0, N_("petition filed")),                 \
	    BF_PARAM_DAY("served", 0,                                          \
		N_("petition sent to the tenant (§ 13-6)")),                   \
	    BF_PARAM_DAY("decided", 0,                                         \
		N_("decided by the enforcement officer")),                     \
	    BF_PARAM_DAY("eviction", 0, N_("day of the eviction")),            \
	    BF_PARAM_WORDS("eviction_time", 0, N_("its hour, such as 10:00")), \
	    BF_PARAM_DAY("lease_from", 0, N_("first day of the lease")),       \
	    BF_PARAM_DAY("lease_to", 0, N_("last day of the lease")),          \
	    BF_PARAM_DAY("move_out_asked", 0,                                  \
		N_("asked in writing to move after the lease (§ 9-2)")),       \
	    BF_PARAM_DAY("notice_received", 0, N_("termination received")),    \
	    BF_PARAM_DAY("notice_month_end", 0,                                \
		N_("end of the tenant's month to protest")),                   \
	    BF_PARAM_DAY("protested", 0, N_("protested in writing")),          \
	    BF_PARAM_DAY("goods_told", 0,                                      \
		N_("the officer told where the belongings are")),              \
	    BF_PARAM_BOOL("loft",                                              \
		N_("loft or basement in the landlord's house")),               \
	    BF_PARAM_BOOL("short_term_reasoned",                               \
		N_("short lease with special reasons in writing (§ 11-1)")),   \
	    BF_PARAM_BOOL("reserved",                                          \
		N_("the tenant reserved against notice (§ 9-11)")),            \
	{                                                                      \
		.name = "person", .type = BF_ID,                               \
		.text = N_("the tenant, where registered")                     \
	}

static const struct bf_param notice_params[] = {
	{ .name = "source",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = eviction_sources,
	    .text = N_("who tells") },
	{ .name = "case",
	    .type = BF_CASE,
	    .text = N_("a case that it belongs to; otherwise a new one") },
	BF_PARAM_DAY("received", 0, N_("when it was told; otherwise today")),
	{ .name = "at",
	    .type = BF_INSTANT,
	    .text = N_("the same to the minute") },
	{ .name = "nin",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the tenant's national number as it was given") },
	{ .name = "birth_date",
	    .type = BF_DATE,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the tenant's date of birth") },
	{ .name = "municipality",
	    .type = BF_TEXT,
	    .text = N_("number of the municipality that the dwelling is in"),
	    .class = BF_CLASS_ADDRESS },
	{ .name = "document",
	    .type = BF_ID,
	    .text = N_("the notice itself, as a document") },
	BF_PARAM_BOOL("carried_out",
	    N_("has the eviction been carried out already?")),
	BF_PARAM_WORDS("text", 0, N_("what was told, in words")),
	FACTS,
	BF_PARAM_END,
};

static const struct bf_param update_params[] = { MATTER, FACTS, BF_PARAM_END };

static const struct bf_param contact_params[] = {
	MATTER,
	{ .name = "how",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = eviction_hows,
	    .text = N_("by phone, letter, visit or message") },
	{ .name = "reached",
	    .type = BF_BOOL,
	    .flags = BF_REQUIRED,
	    .text = N_("was the household reached?") },
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_WORDS("text", 0, N_("what was said or agreed")),
	BF_PARAM_END,
};

static const struct bf_param back_params[] = {
	MATTER,
	BF_PARAM_WORDS("why", BF_REQUIRED,
	    N_("withdrawn, or set aside, and by whom")),
	BF_PARAM_END,
};

static const struct bf_param solve_params[] = {
	MATTER,
	{ .name = "solution",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = eviction_solutions,
	    .text = N_("what solved it; exactly one") },
	BF_PARAM_MONEY("amount", 0, N_("what was paid")),
	{ .name = "evidence",
	    .type = BF_ID,
	    .text = N_("number of the document that shows it") },
	BF_PARAM_WORDS("why", 0, N_("how it came about")),
	BF_PARAM_END,
};

static const struct bf_param carried_out_params[] = {
	MATTER,
	{ .name = "day",
	    .type = BF_DATE,
	    .flags = BF_REQUIRED,
	    .text = N_("the day on which it was carried out") },
	{ .name = "need",
	    .type = BF_BOOL,
	    .flags = BF_REQUIRED,
	    .text = N_("is a place to stay needed tonight (sotjl § 27)?") },
	BF_PARAM_WORDS("need_text", BF_REQUIRED,
	    N_("how the need was assessed, the same day")),
	BF_PARAM_DAY("goods_told", 0,
	    N_("the officer told where the belongings are")),
	BF_PARAM_END,
};

static const struct bf_param day_params[] = {
	MATTER,
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_END,
};

static const struct bf_param review_params[] = {
	MATTER,
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_WORDS("text", BF_REQUIRED,
	    N_("why it was not caught earlier")),
	BF_PARAM_END,
};

static const struct bf_param children_params[] = {
	MATTER,
	{ .name = "met",
	    .type = BF_BOOL,
	    .flags = BF_REQUIRED,
	    .text = N_("are the conditions of sotjl § 45 met?") },
	BF_PARAM_WORDS("text", BF_REQUIRED, N_("the assessment")),
	BF_PARAM_END,
};

static const struct bf_param match_params[] = {
	MATTER,
	BF_PARAM_WORDS("danger", 0,
	    N_("why life or health is in danger (fvl § 13 b no. 7)")),
	BF_PARAM_END,
};

static const struct bf_param one_params[] = { MATTER, BF_PARAM_END };

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = eviction_states,
	    .text = N_("only those in this state") },
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

static const struct bf_column matter_columns[] = {
	{ "matter", BF_ID, N_("matter") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column notice_columns[] = {
	{ "matter", BF_ID, N_("matter") },
	{ "state", BF_CODE, N_("state") },
	{ "consent", BF_BOOL, N_("a consent covers asking others") },
	{ "contacts", BF_LIST, N_("contacts in other units") },
	{ "contacts.unit", BF_NAME, N_("unit") },
	{ "contacts.coordinator", BF_NAME, N_("coordinator") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column match_columns[] = {
	{ "matter", BF_ID, N_("matter") },
	{ "consent", BF_BOOL, N_("a consent covers asking others") },
	{ "contacts", BF_LIST, N_("contacts in other units") },
	{ "contacts.unit", BF_NAME, N_("unit") },
	{ "contacts.coordinator", BF_NAME, N_("coordinator") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "matter", BF_ID, N_("matter") },
	{ "nr", BF_TEXT, N_("number") },
	{ "case", BF_CASE, N_("case") },
	{ "state", BF_CODE, N_("state") },
	{ "urgency", BF_CODE, N_("urgency") },
	{ "received", BF_DATE, N_("received") },
	{ "eviction", BF_DATE, N_("eviction") },
	{ NULL, BF_END, NULL },
};

#define STEP(verb, words, line, p, c, e, fn)                                   \
	BF_STEP_ROW("eviction." verb, "utkastelse " words, BF_ACCESS_CASE,     \
	    line, p, c, e, fn)

const struct bf_method eviction_methods[] = {
	STEP("notice", "melding", N_("somebody tells that a home is at risk"),
	    notice_params, notice_columns,
	    "E_AMOUNT E_DATE_ORDER W_ID_CHECKSUM "
	    "W_DNR_INACTIVE W_AMBIGUOUS_PERSON W_UNMATCHED W_WRONG_FORUM "
	    "W_OTHER_MUNICIPALITY I_DUPLICATE",
	    eviction_notice),
	STEP("update", "endre", N_("more became known"), update_params,
	    matter_columns, "E_AMOUNT E_DATE_ORDER E_EVICTION_STATE",
	    eviction_update),
	STEP("contact", "kontakt", N_("an attempt to reach the household"),
	    contact_params, matter_columns, "E_DATE_ORDER", eviction_contact),
	STEP("back", "tilbake", N_("the petition is withdrawn or set aside"),
	    back_params, matter_columns, "E_EVICTION_STATE", eviction_back),
	STEP("solve", "løs", N_("it is solved, with one solution"),
	    solve_params, matter_columns,
	    "E_EVICTION_STATE E_EVIDENCE E_AMOUNT W_PAID_LESS W_NOT_CURED",
	    eviction_solve),
	STEP("carried_out", "gjennomført",
	    N_("it was carried out: is a place needed tonight?"),
	    carried_out_params, matter_columns, "E_EVICTION_STATE E_DATE_ORDER",
	    eviction_carried_out),
	STEP("goods", "løsøre", N_("the belongings were fetched"), day_params,
	    matter_columns, "E_EVICTION_STATE E_DATE_ORDER", eviction_goods),
	STEP("review", "gjennomgang", N_("why was it not caught earlier?"),
	    review_params, matter_columns, "E_EVICTION_STATE E_DATE_ORDER",
	    eviction_review),
	STEP("close", "lukk", N_("followed up after, and closed"), one_params,
	    matter_columns, "E_EVICTION_STATE E_REVIEW_MISSING",
	    eviction_close),
	STEP("children", "barnevern",
	    N_("assessed whether child welfare must be told"), children_params,
	    matter_columns, "", eviction_children),
	STEP("match", "samarbeid",
	    N_("ask the rules once more who may be brought in"), match_params,
	    match_columns, "W_UNMATCHED", eviction_match),
	{ .name = "eviction.show",
	    .nb = "utkastelse vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA,
	    .text = N_("one matter: days, what stops it, what it costs"),
	    .params = one_params,
	    .columns = eviction_show_columns,
	    .errors = "",
	    .call = eviction_show },
	{ .name = "eviction.list",
	    .nb = "utkastelse list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA | BF_FACE_CASE,
	    .text = N_("matters of eviction"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = eviction_list },
	{ .name = NULL },
};
