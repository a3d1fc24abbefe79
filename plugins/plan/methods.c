/*
 * methods -- the rows of what can be done with plans.
 */
#include <boflyt/rows.h>

#include "plan.h"

static const char *const givers[] = { "person", "parent", "guardian", NULL };
static const char *const questions[] = { "coordinator_hol_7_2",
	"coordinator_sphl_2_5a", "child_coordinator", "contact_physician",
	NULL };

#define PLAN BF_PARAM_OF("plan", N_("number of the plan; plan list has it"))
#define CASE BF_PARAM_CASE(N_("the case's number, such as 2027/12"))
#define DECISION(f)                                                            \
	BF_PARAM_NUMBER("decision", f, 1, 10000,                               \
	    N_("number of the decision in the case; decision list has it"))
#define LEVEL                                                                  \
	BF_PARAM_NUMBER("level", 0, 2, 4,                                      \
	    N_("level 2 to 4: how often reviewed"))

static const struct bf_param report_need_params[] = {
	CASE,
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("who; otherwise the case's first person") },
	BF_PARAM_END,
};
static const struct bf_param offer_params[] = {
	PLAN,
	BF_PARAM_CODE("kind", BF_REQUIRED, plan_kinds,
	    N_("individual plan (ip), or the lighter goal plan (maalplan)")),
	BF_PARAM_END,
};
static const struct bf_param one_params[] = { PLAN, BF_PARAM_END };
static const struct bf_param refuse_params[] = { PLAN, DECISION(BF_REQUIRED),
	BF_PARAM_END };
static const struct bf_param start_params[] = {
	PLAN,
	BF_PARAM_CODE("kind", 0, plan_kinds,
	    N_("individual plan or goal plan")),
	BF_PARAM_NAME("main_unit", 0,
	    N_("who is mainly responsible; else your unit")),
	LEVEL,
	BF_PARAM_CODE("consent_by", 0, givers,
	    N_("who consented: the person, a parent or a guardian")),
	BF_PARAM_BOOL("health", N_("does it touch health? yes if not said")),
	BF_PARAM_NUMBER("decision", 0, 1, 10000,
	    N_("after a refusal: the later decision that changed it")),
	BF_PARAM_END,
};
static const struct bf_param set_params[] = {
	PLAN,
	BF_PARAM_WORDS("resources", 0, N_("a: the person's resources")),
	BF_PARAM_WORDS("needs", 0, N_("a: needs")),
	{ .name = "health_needs",
	    .type = BF_TEXT,
	    .class = BF_CLASS_HEALTH,
	    .text = N_("a: needs that concern health") },
	BF_PARAM_WORDS("contributions", 0,
	    N_("d: what the person, providers and relatives contribute")),
	BF_PARAM_WORDS("cooperation", 0,
	    N_("j: cooperation that is needed, or that none is")),
	BF_PARAM_WORDS("culture", 0,
	    N_("how culture and language are taken care of")),
	BF_PARAM_WORDS("child_part", 0, N_("how a child took part")),
	BF_PARAM_WORDS("next_home", 0,
	    N_("how to move on in the housing market")),
	BF_PARAM_BOOL("access_answered",
	    N_("i: it is settled who may see what, or nobody")),
	BF_PARAM_DAY("from", 0, N_("h: first day of the period")),
	BF_PARAM_DAY("to", 0, N_("h: last day of the period")),
	LEVEL,
	BF_PARAM_END,
};
static const struct bf_param answer_params[] = {
	PLAN,
	BF_PARAM_CODE("question", BF_REQUIRED, questions,
	    N_("g: coordinator by hol § 7-2 or sphl § 2-5 a, children's "
	       "coordinator, contact physician")),
	BF_PARAM_CODE("answer", BF_REQUIRED, plan_answers,
	    N_("offered, appointed, declined or not relevant")),
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_END,
};
static const struct bf_param goal_params[] = {
	PLAN,
	BF_PARAM_CODE("area", BF_REQUIRED, plan_areas, N_("what it is about")),
	BF_PARAM_WORDS("text", BF_REQUIRED,
	    N_("the goal in the person's own words")),
	BF_PARAM_DAY("target", 0, N_("by when")),
	BF_PARAM_BOOL("own_effort", N_("reached by the person's own effort")),
	BF_PARAM_END,
};
static const struct bf_param goal_status_params[] = {
	{ .name = "goal",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the goal; plan show has it") },
	BF_PARAM_CODE("status", BF_REQUIRED, plan_goal_states,
	    N_("how far it has come")),
	BF_PARAM_END,
};
#define MEASURE(f)                                                             \
	BF_PARAM_NAME("unit", 0, N_("the one unit that is responsible")),      \
	    BF_PARAM_WORDS("text", f, N_("e: the measure")),                   \
	    BF_PARAM_WORDS("extent", 0, N_("e: how much")),                    \
	    BF_PARAM_WORDS("how", 0, N_("f: how it is carried out")),          \
	    { .name = "goal",                                                  \
		    .type = BF_ID,                                             \
		    .text = N_("the goal it serves") },                        \
	    BF_PARAM_CODE("form", 0, plan_forms,                               \
		N_("by decision, by agreement, or without decision")),         \
	    DECISION(0), BF_PARAM_DAY("from", 0, N_("first day")),             \
	    BF_PARAM_DAY("to", 0, N_("last day"))

static const struct bf_param measure_params[] = {
	PLAN,
	MEASURE(BF_REQUIRED),
	BF_PARAM_END,
};
static const struct bf_param measure_change_params[] = {
	{ .name = "measure",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the measure; plan show has it") },
	MEASURE(0),
	BF_PARAM_END,
};
static const struct bf_param met_params[] = {
	PLAN,
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_END,
};
static const struct bf_param participant_params[] = {
	PLAN,
	BF_PARAM_NAME("unit", 0, N_("unit that takes part")),
	BF_PARAM_NAME("user", 0, N_("user that takes part")),
	BF_PARAM_WORDS("name", 0, N_("somebody outside, or a relative")),
	BF_PARAM_WORDS("part", 0, N_("what they do")),
	BF_PARAM_DAY("from", 0, N_("first day")),
	BF_PARAM_DAY("to", 0, N_("last day")),
	BF_PARAM_END,
};
static const struct bf_param subplan_params[] = {
	PLAN,
	BF_PARAM_CODE("type", BF_REQUIRED, plan_subplans,
	    N_("what kind of plan")),
	BF_PARAM_NAME("unit", 0, N_("who owns it")),
	BF_PARAM_DAY("day", 0, N_("its date")),
	BF_PARAM_WORDS("reference", BF_REQUIRED,
	    N_("where it is; never its content")),
	BF_PARAM_END,
};
static const struct bf_param coordinator_params[] = {
	PLAN,
	BF_PARAM_NAME("user", BF_REQUIRED, N_("the coordinator")),
	BF_PARAM_NAME("substitute", BF_REQUIRED, N_("who stands in")),
	BF_PARAM_END,
};
static const struct bf_param absent_params[] = {
	PLAN,
	BF_PARAM_DAY("from", BF_REQUIRED, N_("first day away")),
	BF_PARAM_DAY("to", BF_REQUIRED, N_("last day away")),
	BF_PARAM_END,
};
static const struct bf_param responsible_params[] = {
	PLAN,
	BF_PARAM_NAME("unit", 0,
	    N_("mainly responsible; left out: they do not agree, and the "
	       "municipality decides")),
	BF_PARAM_END,
};
static const struct bf_param activate_params[] = {
	PLAN,
	BF_PARAM_DAY("next_review", 0, N_("h: otherwise by level")),
	BF_PARAM_END,
};
static const struct bf_param review_params[] = {
	PLAN,
	BF_PARAM_WORDS("text", BF_REQUIRED,
	    N_("goals reached, level, what changes")),
	BF_PARAM_WORDS("own_view", BF_REQUIRED, N_("the person's view")),
	BF_PARAM_DAY("day", 0, N_("when; otherwise today")),
	BF_PARAM_DAY("next_review", 0, N_("otherwise by level")),
	LEVEL,
	BF_PARAM_END,
};
static const struct bf_param step_down_params[] = {
	PLAN,
	BF_PARAM_BOOL("agreed", N_("the person wishes it")),
	DECISION(0),
	BF_PARAM_END,
};
static const struct bf_param end_params[] = {
	PLAN,
	BF_PARAM_CODE("reason_code", BF_REQUIRED, plan_ends, N_("why it ends")),
	BF_PARAM_BOOL("agreed",
	    N_("the person agrees that the need fell away")),
	DECISION(0),
	BF_PARAM_END,
};
static const struct bf_param hand_over_params[] = {
	PLAN,
	BF_PARAM_NAME("unit", BF_REQUIRED, N_("the unit that takes over")),
	BF_PARAM_END,
};
static const struct bf_param cti_start_params[] = {
	PLAN,
	BF_PARAM_DAY("start", BF_REQUIRED, N_("the day of moving in")),
	BF_PARAM_BOOL("tenancy",
	    N_("a tenancy is signed, or the day is known")),
	BF_PARAM_END,
};
static const struct bf_param cti_focus_params[] = {
	PLAN,
	BF_PARAM_NUMBER("phase", BF_REQUIRED, 1, 3, N_("1 to 3")),
	BF_PARAM_WORDS("focus", BF_REQUIRED | BF_REPEATED,
	    N_("the goals of the phase, four at most")),
	BF_PARAM_NUMBER("visits", 0, 0, 200,
	    N_("visits a month; fewer from phase to phase")),
	BF_PARAM_END,
};
static const struct bf_param cti_close_params[] = {
	PLAN,
	BF_PARAM_NUMBER("phase", BF_REQUIRED, 1, 3, N_("1 to 3")),
	BF_PARAM_WORDS("summary", BF_REQUIRED, N_("what was reached")),
	BF_PARAM_WORDS("takes_over", 0,
	    N_("phase 3: who takes over each support")),
	BF_PARAM_END,
};
static const struct bf_param show_params[] = {
	PLAN,
	BF_PARAM_CODE("area", 0, plan_areas, N_("with the goals of this area")),
	BF_PARAM_END,
};
static const struct bf_param list_params[] = {
	{ .name = "person", .type = BF_ID, .text = N_("of this person") },
	BF_PARAM_CODE("state", 0, plan_states, N_("only those in this state")),
	BF_PARAM_NUMBER("limit", 0, 1, 200,
	    N_("how many rows; 50 if not given")),
	{ .name = "after",
	    .type = BF_ID,
	    .text = N_("`next` of the page before") },
	BF_PARAM_END,
};

#define ID_COLUMN(n, t)                                                        \
	{                                                                      \
		{ n, BF_ID, t },                                               \
		{                                                              \
			NULL, BF_END, NULL                                     \
		}                                                              \
	}
static const struct bf_column plan_columns[] = ID_COLUMN("plan", N_("plan"));
static const struct bf_column goal_columns[] = ID_COLUMN("goal", N_("goal"));
static const struct bf_column measure_columns[] =
    ID_COLUMN("measure", N_("measure"));
static const struct bf_column participant_columns[] =
    ID_COLUMN("participant", N_("participant"));
static const struct bf_column subplan_columns[] =
    ID_COLUMN("subplan", N_("sub-plan"));

static const struct bf_column list_columns[] = {
	{ "plan", BF_ID, N_("plan") },
	{ "nr", BF_TEXT, N_("number") },
	{ "person", BF_ID, N_("person") },
	{ "kind", BF_CODE, N_("kind") },
	{ "state", BF_CODE, N_("state") },
	{ "main_unit", BF_NAME, N_("mainly responsible") },
	{ "coordinator", BF_NAME, N_("coordinator") },
	{ "next_review", BF_DATE, N_("next review") },
	{ "to", BF_DATE, N_("to") },
	{ NULL, BF_END, NULL },
};

#define STEP(verb, words, line, p, c, e, fn)                                   \
	BF_STEP_ROW("plan." verb, "plan " words, BF_ACCESS_PERSON, line, p, c, \
	    e, fn)
#define WRITES "E_PLAN_STATE E_CONSENT_REQUIRED E_NO_BASIS"

const struct bf_method plan_methods[] = {
	STEP("report_need", "meld", N_("a need for a plan is thought to exist"),
	    report_need_params, plan_columns, "E_NEED_KNOWN", plan_report_need),
	STEP("offer", "tilby", N_("the plan is offered"), offer_params,
	    plan_columns, "E_PLAN_STATE", plan_offer),
	STEP("decline", "takk_nei",
	    N_("the person declines; the coordinator is offered all the same"),
	    one_params, plan_columns, "E_PLAN_STATE", plan_decline),
	STEP("refuse", "avslå", N_("refused, by a decision of the case"),
	    refuse_params, plan_columns, "E_PLAN_STATE E_NO_DECISION",
	    plan_refuse),
	STEP("start", "start", N_("with consent, the work on it begins"),
	    start_params, plan_columns,
	    "E_PLAN_STATE E_CONSENT_REQUIRED E_CONSENT_CAPACITY "
	    "E_PLAN_DUPLICATE E_BASIS_REQUIRED E_NO_DECISION",
	    plan_start),
	STEP("set", "sett", N_("its texts and period"), set_params,
	    plan_columns, WRITES " E_DATE_ORDER", plan_set),
	STEP("answer", "svar", N_("letter g: was a coordinator offered?"),
	    answer_params, plan_columns, "E_PLAN_STATE E_NO_BASIS E_DATE_ORDER",
	    plan_answer),
	STEP("goal", "mål", N_("a goal, in the person's own words"),
	    goal_params, goal_columns, WRITES, plan_goal),
	STEP("goal_status", "målstatus", N_("how far a goal has come"),
	    goal_status_params, goal_columns, WRITES, plan_goal_status),
	STEP("measure", "tiltak", N_("a measure with its one unit"),
	    measure_params, measure_columns,
	    WRITES " E_UNIT_REQUIRED E_NO_DECISION E_DATE_ORDER", plan_measure),
	STEP("measure_change", "endre_tiltak",
	    N_("a measure gets another extent, unit, day or decision"),
	    measure_change_params, measure_columns,
	    WRITES " E_UNIT_REQUIRED E_NO_DECISION E_DATE_ORDER",
	    plan_measure_change),
	STEP("met", "møte", N_("the first plan meeting was held"), met_params,
	    plan_columns, WRITES " E_DATE_ORDER", plan_met),
	STEP("participant", "deltaker", N_("who takes part"),
	    participant_params, participant_columns,
	    WRITES " E_BASIS_REQUIRED E_DATE_ORDER", plan_participant),
	STEP("subplan", "delplan", N_("another plan, by reference"),
	    subplan_params, subplan_columns, WRITES, plan_subplan),
	STEP("coordinator", "koordinator", N_("who coordinates and stands in"),
	    coordinator_params, plan_columns,
	    "E_PLAN_STATE E_NO_BASIS E_BASIS_REQUIRED", plan_coordinator),
	STEP("absent", "fravær", N_("the coordinator is away"), absent_params,
	    plan_columns, "E_PLAN_STATE E_NO_BASIS E_DATE_ORDER", plan_absent),
	STEP("responsible", "ansvar",
	    N_("who is mainly responsible, or that they do not agree"),
	    responsible_params, plan_columns,
	    "E_PLAN_STATE E_NO_BASIS E_BASIS_REQUIRED", plan_responsible),
	STEP("activate", "ta_i_bruk", N_("complete by letter, and in force"),
	    activate_params, plan_columns,
	    WRITES " E_PLAN_INCOMPLETE E_DATE_ORDER", plan_activate),
	STEP("review", "gjennomgå", N_("a review, with the person's view"),
	    review_params, plan_columns, WRITES " E_DATE_ORDER", plan_reviewed),
	STEP("promote", "løft", N_("a goal plan becomes an individual plan"),
	    one_params, plan_columns, WRITES " E_PLAN_INCOMPLETE",
	    plan_promote),
	STEP("step_down", "senk", N_("an individual plan becomes a goal plan"),
	    step_down_params, plan_columns, WRITES " E_NO_DECISION",
	    plan_step_down),
	STEP("resume", "gjenoppta", N_("there is consent again"), one_params,
	    plan_columns, "E_PLAN_STATE E_CONSENT_REQUIRED E_NO_BASIS",
	    plan_resume),
	STEP("close", "avslutt", N_("the plan ends"), end_params, plan_columns,
	    "E_PLAN_STATE E_NO_BASIS E_NO_DECISION", plan_close),
	STEP("hand_over", "overfør", N_("another unit becomes responsible"),
	    hand_over_params, plan_columns,
	    "E_PLAN_STATE E_NO_BASIS E_BASIS_REQUIRED", plan_hand_over),
	STEP("cti_start", "cti_start", N_("three phases from moving in"),
	    cti_start_params, plan_columns,
	    WRITES " E_TENANCY_REQUIRED E_CTI_KNOWN", plan_cti_start),
	STEP("cti_focus", "cti_fokus", N_("what a phase is about"),
	    cti_focus_params, plan_columns, WRITES " E_CTI_FOCUS E_CTI_ORDER",
	    plan_cti_focus),
	STEP("cti_close", "cti_avslutt", N_("a phase ends with a summary"),
	    cti_close_params, plan_columns,
	    WRITES " E_HANDOVER_REQUIRED E_CTI_ORDER", plan_cti_close),
	{ .name = "plan.show",
	    .nb = "plan vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA,
	    .text = N_("a plan, as far as your basis reaches"),
	    .params = show_params,
	    .columns = plan_show_columns,
	    .errors = "E_NO_BASIS",
	    .call = plan_show },
	{ .name = "plan.list",
	    .nb = "plan list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA | BF_FACE_CASE,
	    .text = N_("plans: that there is one, and where it stands"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = plan_list },
	{ .name = NULL },
};
