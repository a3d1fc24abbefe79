/*
 * records -- what a plan consists of; all of it belongs to the person.
 *
 * A need that is reported holds nothing but who reported it and when
 * (invariant 1).  What concerns health stands in columns of its own class.
 */
#include "plan.h"

static const char *const open_states[] = { "under_arbeid", "gjeldende",
	"til_revisjon", "stanset_samtykke", NULL };
static const char *const pending_states[] = { "behov_meldt", "tilbudt", NULL };
static const char *const cti_states[] = { "aktiv", "avsluttet", NULL };

#define IDENTITY BF_CLASS_IDENTITY
#define TEXT(n)                                                                \
	{                                                                      \
		.name = n, .type = BF_TEXT, .class = IDENTITY                  \
	}
#define HEALTH(n)                                                              \
	{                                                                      \
		.name = n, .type = BF_TEXT, .class = BF_CLASS_HEALTH           \
	}
#define NAME(n)                                                                \
	{                                                                      \
		.name = n, .type = BF_NAME                                     \
	}
#define DAY(n)                                                                 \
	{                                                                      \
		.name = n, .type = BF_DATE                                     \
	}
#define ANSWER(n)                                                              \
	{                                                                      \
		.name = n, .type = BF_CODE, .codes = plan_answers              \
	}
#define OF_PLAN                                                                \
	{                                                                      \
		.name = "plan", .type = BF_ID, .ref = "plan",                  \
		.flags = BF_REQUIRED                                           \
	}

static const struct bf_record_column plan_columns[] = {
	{ .name = "nr", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "kind", .type = BF_CODE, .codes = plan_kinds },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = plan_states,
	    .flags = BF_REQUIRED },
	{ .name = "case_id", .type = BF_ID, .flags = BF_REQUIRED },
	{ .name = "previous", .type = BF_ID, .ref = "plan" },
	{ .name = "level", .type = BF_INTEGER, .min = 1, .max = 4 },
	{ .name = "version", .type = BF_INTEGER, .min = 1, .max = 10000 },
	{ .name = "decision", .type = BF_INTEGER, .min = 1, .max = 10000 },
	{ .name = "end_reason", .type = BF_CODE, .codes = plan_ends },
	{ .name = "access_answered", .type = BF_BOOL },
	{ .name = "conflict", .type = BF_BOOL },
	NAME("main_unit"),
	NAME("coordinator"),
	NAME("coordinator_unit"),
	NAME("substitute"),
	ANSWER("coordinator_hol_7_2"),
	DAY("coordinator_hol_7_2_day"),
	ANSWER("coordinator_sphl_2_5a"),
	DAY("coordinator_sphl_2_5a_day"),
	ANSWER("child_coordinator"),
	DAY("child_coordinator_day"),
	ANSWER("contact_physician"),
	DAY("contact_physician_day"),
	NAME("missing"), /* letters with dots between: "c.h"; none: whole */
	DAY("reported"),
	DAY("consented"),
	DAY("met"), /* the first plan meeting */
	DAY("activated"),
	DAY("from"),
	DAY("to"),
	DAY("next_review"),
	DAY("absent_from"),
	DAY("absent_to"),
	DAY("stopped"),
	DAY("ended"),
	DAY("touched"),
	TEXT("resources"),
	TEXT("needs"),
	TEXT("contributions"),
	TEXT("cooperation"),
	TEXT("culture"),
	TEXT("child_part"),
	TEXT("next_home"),
	HEALTH("health_needs"),
	{ .name = NULL },
};

static const char *const by_state[] = { "state", "next_review", NULL };
static const char *const by_case[] = { "case_id", NULL };
static const char *const of_owner[] = { "owner", NULL };

static const struct bf_record_index plan_indexes[] = {
	{ "by_state", by_state },
	{ "by_case", by_case },
	{ NULL, NULL },
};

/* Invariant 2; A-13: what is said of the other plan names no unit. */
static const struct bf_record_unique plan_uniques[] = {
	{ .name = "one_open",
	    .columns = of_owner,
	    .state = "state",
	    .states = open_states,
	    .error = "E_PLAN_DUPLICATE",
	    .text = N_("there is a plan already; the coordinating unit will "
		       "make contact") },
	{ .name = "one_pending",
	    .columns = of_owner,
	    .state = "state",
	    .states = pending_states,
	    .error = "E_NEED_KNOWN",
	    .text = N_("a need has been reported already") },
	{ .name = NULL },
};

static const struct bf_record_column need_columns[] = {
	NAME("unit"),
	DAY("day"),
	{ .name = "case_id", .type = BF_ID },
	{ .name = NULL },
};

static const char *const by_day[] = { "day", NULL };

static const struct bf_record_index need_indexes[] = {
	{ "by_day", by_day },
	{ NULL, NULL },
};

static const struct bf_record_column goal_columns[] = {
	OF_PLAN,
	{ .name = "area",
	    .type = BF_CODE,
	    .codes = plan_areas,
	    .flags = BF_REQUIRED },
	{ .name = "status", .type = BF_CODE, .codes = plan_goal_states },
	{ .name = "own_effort", .type = BF_BOOL },
	DAY("target"),
	TEXT("text"),
	HEALTH("health_text"),
	{ .name = NULL },
};

static const struct bf_record_column measure_columns[] = {
	OF_PLAN,
	{ .name = "goal", .type = BF_ID, .ref = "goal" },
	NAME("unit"),
	{ .name = "form", .type = BF_CODE, .codes = plan_forms },
	{ .name = "decision", .type = BF_INTEGER, .min = 1, .max = 10000 },
	DAY("from"),
	DAY("to"),
	TEXT("text"),
	TEXT("extent"),
	TEXT("how"),
	{ .name = NULL },
};

static const struct bf_record_column participant_columns[] = {
	OF_PLAN,
	NAME("unit"),
	NAME("user"),
	{ .name = "consent", .type = BF_ID }, /* that lets the unit see it */
	DAY("from"),
	DAY("to"),
	TEXT("part"),
	TEXT("name"),
	{ .name = NULL },
};

static const struct bf_record_column review_columns[] = {
	OF_PLAN,
	{ .name = "done", .type = BF_BOOL },
	DAY("day"),
	TEXT("text"),
	TEXT("own_view"),
	{ .name = NULL },
};

static const struct bf_record_column subplan_columns[] = {
	OF_PLAN,
	{ .name = "type", .type = BF_CODE, .codes = plan_subplans },
	NAME("unit"),
	DAY("day"),
	TEXT("reference"),
	{ .name = NULL },
};

static const struct bf_record_column cti_columns[] = {
	OF_PLAN,
	{ .name = "phase", .type = BF_INTEGER, .min = 1, .max = 3 },
	{ .name = "state", .type = BF_CODE, .codes = cti_states },
	DAY("from"),
	DAY("to"),
	DAY("meeting"),
	{ .name = "visits", .type = BF_INTEGER, .max = 200 }, /* a month */
	TEXT("focus"),
	TEXT("summary"),
	TEXT("takes_over"),
	{ .name = NULL },
};

static const char *const by_plan[] = { "plan", NULL };

static const struct bf_record_index part_indexes[] = {
	{ "by_plan", by_plan },
	{ NULL, NULL },
};

#define PART(k, v, c)                                                          \
	{                                                                      \
		.kind = k, .version = v, .owner = BF_OWNER_PERSON,             \
		.columns = c, .indexes = part_indexes                          \
	}

const struct bf_record plan_records[] = {
	{ .kind = "plan",
	    /* From 2 on with `missing`, from 3 with days of letter g. */
	    .version = 3,
	    .owner = BF_OWNER_PERSON,
	    .columns = plan_columns,
	    .indexes = plan_indexes,
	    .uniques = plan_uniques },
	{ .kind = "need",
	    .version = 1,
	    .owner = BF_OWNER_PERSON,
	    .columns = need_columns,
	    .indexes = need_indexes },
	PART("goal", 1, goal_columns),
	PART("measure", 1, measure_columns),
	PART("participant", 2, participant_columns), /* 2: with the consent */
	PART("review", 1, review_columns),
	PART("subplan", 1, subplan_columns),
	PART("cti", 2, cti_columns), /* 2: with how often */
	{ .kind = NULL },
};
