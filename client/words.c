/*
 * words -- the program's own words in answers: states, kinds, roles.
 */
#include "client/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/i18n.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

/* Members whose name is not that of their vocabulary. */
static const struct {
	const char *name;
	const char *type;
} members[] = {
	{ "status", "state" },
	{ "outcome", "state" },
	{ "result", "state" },
	{ "roles", "role" },
	{ "classes", "class" },
	{ "actor", "role" },
};

static const struct {
	const char *type;
	const char *word;
	const char *text;
} words[] = {
	{ "state", "open", N_("open") },
	{ "state", "closed", N_("closed") },
	{ "state", "met", N_("met") },
	{ "state", "cancelled", N_("cancelled") },
	{ "state", "pending", N_("pending") },
	{ "state", "unknown", N_("unknown") },
	{ "state", "done", N_("done") },
	{ "state", "failed", N_("failed") },
	{ "state", "decided", N_("decided") },
	{ "state", "withdrawn", N_("withdrawn") },
	{ "state", "valid", N_("valid") },
	{ "state", "died", N_("died") },
	{ "state", "advice", N_("advice") },
	{ "state", "granted", N_("granted") },
	{ "state", "partly", N_("granted in part") },
	{ "state", "refused", N_("turned down") },
	{ "state", "rejected", N_("not considered") },
	{ "state", "reversed", N_("reversed") },
	{ "state", "ended", N_("has ended") },
	{ "state", "waiting_user", N_("waiting for the person") },
	{ "state", "waiting_external", N_("waiting for others") },
	{ "state", "waiting_list", N_("on the waiting list") },
	{ "state", "stopped", N_("stopped") },
	{ "state", "transferred", N_("transferred") },
	{ "state", "reclassified", N_("of another kind") },
	{ "state", "waiting", N_("granted, waiting") },
	{ "state", "not_applicable", N_("not applicable") },
	{ "state", "dropped", N_("dropped") },
	{ "state", "ordered", N_("ordered") },
	{ "state", "accepted", N_("accepted") },
	{ "state", "delivered", N_("delivered") },
	{ "state", "evaluated", N_("evaluated") },
	{ "state", "declined", N_("declined") },
	{ "state", "planned", N_("planned") },
	{ "state", "held", N_("held") },
	{ "state", "starting", N_("starting") },
	{ "state", "serving", N_("serving") },
	{ "state", "resting", N_("resting") },
	{ "state", "stopping", N_("stopping") },
	{ "phase", "idle", N_("idle") },
	{ "phase", "step", N_("takes a step") },
	{ "phase", "script", N_("runs a workflow") },
	{ "phase", "plugin", N_("runs a plugin") },
	{ "phase", "commit", N_("writes to the disk") },
	{ "phase", "checkpoint", N_("moves the log") },
	{ "phase", "migration", N_("takes over a database") },
	{ "room", "enough", N_("enough") },
	{ "room", "reserve", N_("living on its reserve") },
	{ "room", "none", N_("full") },
	{ "kind", "dwelling", N_("dwelling") },
	{ "kind", "service", N_("service") },
	{ "kind", "start_package", N_("start package") },
	{ "kind", "plan", N_("plan") },
	{ "kind", "guarantee", N_("guarantee") },
	{ "type", "joint_allocation", N_("joint allocation") },
	{ "type", "weekly_case", N_("weekly case meeting") },
	{ "type", "support_group", N_("support group") },
	{ "type", "housing", N_("housing meeting") },
	{ "type", "strategic_forum", N_("strategic forum") },
	{ "type", "overarching", N_("overarching meeting") },
	{ "scope", "all", N_("everything") },
	{ "scope", "housing", N_("housing") },
	{ "scope", "economy", N_("economy") },
	{ "scope", "health", N_("health") },
	{ "scope", "complaint", N_("complaint") },
	{ "scope", "other", N_("other") },
	{ "reason", "issued", N_("issued") },
	{ "reason", "dnr_replaced", N_("D-number replaced") },
	{ "reason", "birth_date_corrected", N_("date of birth corrected") },
	{ "reason", "sex_corrected", N_("sex corrected") },
	{ "reason", "error", N_("registered by mistake") },
	{ "reason", "other", N_("other") },
	{ "relation", "self", N_("the person") },
	{ "relation", "partner", N_("partner") },
	{ "relation", "child", N_("child") },
	{ "relation", "parent", N_("parent") },
	{ "relation", "sibling", N_("sibling") },
	{ "relation", "other", N_("other") },
	{ "grade", "open", N_("address not protected") },
	{ "grade", "protected", N_("protected address") },
	{ "grade", "strictly_protected", N_("strictly protected address") },
	{ "language", "nb", N_("Norwegian bokmål") },
	{ "language", "nn", N_("Norwegian nynorsk") },
	{ "language", "en", N_("English") },
	{ "class", "case", N_("ordinary") },
	{ "class", "identity", N_("who it is") },
	{ "class", "address", N_("address") },
	{ "class", "health", N_("health") },
	{ "class", "economy", N_("economy") },
	{ "direction", "in", N_("received") },
	{ "direction", "out", N_("sent") },
	{ "direction", "internal", N_("internal") },
	{ "channel", "digital", N_("digital") },
	{ "channel", "post", N_("by post") },
	{ "role", "caseworker", N_("caseworker") },
	{ "role", "decision_maker", N_("decision-maker") },
	{ "role", "coordinator", N_("coordinator") },
	{ "role", "performer", N_("performer of measures") },
	{ "role", "caretaker", N_("caretaker") },
	{ "role", "property", N_("property manager") },
	{ "role", "leader", N_("leader") },
	{ "role", "forum", N_("strategic forum") },
	{ "role", "archivist", N_("archivist") },
	{ "role", "administrator", N_("administrator") },
	{ "role", "auditor", N_("auditor") },
	{ "role", "system", N_("the system") },
	{ "domain", "social", N_("social services") },
	{ "domain", "health", N_("health services") },
	{ "domain", "housing", N_("housing services") },
	{ "domain", "property", N_("property management") },
	{ "kind", "create", N_("case opened") },
	{ "kind", "act", N_("action") },
	{ "kind", "undo", N_("undone") },
	{ "kind", "allocation.ask", N_("joint allocation") },
	{ "kind", "allocation.propose", N_("joint allocation") },
	{ "kind", "allocation.drop", N_("joint allocation") },
	{ "kind", "allocation.part", N_("joint allocation") },
	{ "kind", "allocation.approve", N_("joint allocation") },
	{ "kind", "assign", N_("handed over") },
	{ "kind", "timer", N_("timer") },
	{ "kind", "event", N_("event") },
	{ "kind", "deadline.warn", N_("deadline comes near") },
	{ "kind", "deadline.overdue", N_("deadline has passed") },
	{ "kind", "task.done", N_("task done") },
	{ "kind", "document.put", N_("document filed") },
	{ "kind", "incident.close", N_("incident closed") },
	{ "kind", "letter", N_("letter") },
	{ "kind", "notice", N_("notice") },
	{ "kind", "guardian", N_("guardian") },
	{ "kind", "applicant", N_("applicant") },
	{ "kind", "co_applicant", N_("co-applicant") },
	{ "kind", "forwarding", N_("complaint forwarded") },
	{ "kind", "outcome", N_("answer to a complaint") },
	{ "kind", "representative", N_("representative") },
	{ "kind", "other", N_("other") },
	{ "type", "fnr", N_("national identity number") },
	{ "type", "dnr", N_("D-number") },
	{ "type", "synthetic", N_("synthetic number") },
	{ "type", "bool", N_("yes or no") },
	{ "type", "code", N_("code") },
	{ "type", "date", N_("date") },
	{ "type", "integer", N_("whole number") },
	{ "type", "name", N_("name") },
	{ "type", "text", N_("text") },
	{ "type", "nav", "NAV" },
	{ "type", "housing_office", N_("housing office") },
	{ "type", "allocation_office", N_("allocation office") },
	{ "type", "coordinating", N_("coordinating unit") },
	{ "type", "home_care", N_("home care") },
	{ "type", "mental_health", N_("mental health and substance use") },
	{ "type", "activity", N_("activity and employment") },
	{ "type", "refugee", N_("refugee services") },
	{ "type", "property", N_("property management") },
	{ "type", "housing_foundation", N_("housing foundation") },
	{ "type", "complaint_board", N_("complaint board") },
	{ "type", "political", N_("political body") },
	{ "unit", "days", N_("days") },
	{ "unit", "workdays", N_("working days") },
	{ "unit", "weeks", N_("weeks") },
	{ "unit", "months", N_("months") },
	{ "unit", "cases", N_("cases") },
	{ "unit", "requests", N_("requests") },
	{ "type", "money", N_("amount") },
};

/* The plugins' words that are in use; borrowed. */
static struct {
	const json_t *all;
	const char *method;
} theirs;

void
words_of(const json_t *all, const char *method)
{
	theirs.all = all;
	theirs.method = method;
}

/*
 * What a plugin calls WORD of TYPE in its own answer, or in a report; NULL:
 * nothing, as of what people wrote.
 */
static const char *
word_of_plugin(const char *type, const char *word)
{
	size_t len = theirs.method != NULL ? strcspn(theirs.method, ".") : 0;
	bool report = len == 6 && strncmp(theirs.method, "report", len) == 0 &&
	    strcmp(theirs.method, "report.list") != 0;
	const char *name, *text = NULL;
	json_t *one;

	if (len == 0 || (!report && strcmp(type, "text") == 0))
		return NULL;
	json_object_foreach((json_t *)(uintptr_t)theirs.all, name, one)
		if (text == NULL &&
		    (report ||
			(strlen(name) == len &&
			    strncmp(name, theirs.method, len) == 0)))
			text = json_string_value(json_object_get(one, word));
	return text;
}

const char *
words_type(const char *name)
{
	size_t i;

	for (i = 0; i < N_OF(members); i++) {
		if (strcmp(members[i].name, name) == 0)
			return members[i].type;
	}
	for (i = 0; i < N_OF(words); i++) {
		if (strcmp(words[i].type, name) == 0)
			return words[i].type;
	}
	return NULL;
}

const char *
words_find(const char *type, const char *word)
{
	const char *said = word_of_plugin(type, word);
	size_t i;

	if (said != NULL)
		return said;
	for (i = 0; i < N_OF(words); i++) {
		if (strcmp(words[i].type, type) == 0 &&
		    strcmp(words[i].word, word) == 0)
			return _(words[i].text);
	}
	return NULL;
}
