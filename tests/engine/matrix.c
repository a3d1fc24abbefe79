/*
 * matrix -- see matrix.h.
 */
#include "matrix.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/engine.h"
#include "look.h"
#include "matrix_plugins.h"
#include "model/schema.h"
#include "store/case.h"
#include "store/task.h"
#include "store/tx.h"

#define NUMBER "15927249291"

#define USER(id, units, roles)                                                 \
	"[user " id "]\nname = " id "\nlogin = " id "\nunits = " units         \
	"\nroles = " roles "\n"
#define UNIT(id, type, domain)                                                 \
	"[unit " id "]\nname = " id "\ntype = " type "\ndomain = " domain "\n"

static const char ini[] =
    "[municipality]\nnumber = 5532\nname = Balsfjord\npopulation = 5600\n"
    "test_identities = yes\n[workflow]\ndefault = small\n"
    "[decisions]\nfour_eyes = no\n" UNIT("nav", "nav", "social") UNIT("health",
	"coordinating", "health") UNIT("flat", "housing_office", "housing")
	UNIT("cons", "refugee", "social") UNIT("task", "property", "property")
	    USER("nav01", "nav", "caseworker, decision_maker") USER("hel01",
		"health", "caseworker, decision_maker") USER("resc01", "flat",
		"caseworker") USER("hurt01", "flat", "caseworker")
		USER("two01", "nav, health", "caseworker") USER("barred01",
		    "nav", "caseworker") USER("cons01", "cons", "caseworker")
		    USER("perf01", "task", "performer") USER("worker01", "task",
			"caseworker") USER("care01", "task", "caretaker")
			USER("prop01", "task", "property")
			    USER("adm", "flat", "administrator")
				USER("arc", "flat",
				    "archivist") "[gateway web]\nlogin = web\n";

/* A user of each role in UNIT, called PREFIX and the role, behind TEXT. */
static char *
add_each(char *text, const char *prefix, const char *unit)
{
	unsigned int i;
	char *more;

	for (i = 0; i < N_ROLES; i++) {
		const char *role = role_name((enum role)i);

		more = mem_format("%s[user %s%s]\nname = %s\nlogin = %s%s\n"
				  "units = %s\nroles = %s\n",
		    text, prefix, role, role, prefix, role, unit, role);
		free(text);
		text = more;
	}
	return text;
}

#define OPEN                                                                   \
	(CANARY_CASE | CANARY_IDENTITY | CANARY_ADDRESS | CANARY_ECONOMY |     \
	    CANARY_TASK | CANARY_OVERSIGHT)

#define STRANGERS(prefix, leader, auditor)                                     \
	{ prefix "caseworker", NULL, NULL, 0 },                                \
	    { prefix "decision_maker", NULL, NULL, 0 },                        \
	    { prefix "coordinator", NULL, NULL, 0 },                           \
	    { prefix "performer", NULL, NULL, 0 },                             \
	    { prefix "caretaker", NULL, NULL, 0 },                             \
	    { prefix "property", NULL, NULL, 0 },                              \
	    { prefix "leader", NULL, NULL, leader },                           \
	    { prefix "forum", NULL, NULL, 0 },                                 \
	    { prefix "archivist", NULL, NULL, ARCHIVIST },                     \
	    { prefix "administrator", NULL, NULL, 0 },                         \
	{                                                                      \
		prefix "auditor", NULL, NULL, auditor                          \
	}

/*
 * The auditor reads headers and look-ups, with the numbers of cases; archivists
 * see which cases and persons are held or to be erased, and why.
 */
#define AUDITOR (CANARY_OVERSIGHT | CANARY_CASE)
#define ARCHIVIST (CANARY_OVERSIGHT | CANARY_CASE)

const struct persona personas[] = {
	/* No relation, another unit of another domain. */
	STRANGERS("x_", 0, AUDITOR),
	/* The health domain alone opens nothing. */
	STRANGERS("h_", 0, AUDITOR),
	/* The case's unit: for those whose roles work with cases. */
	{ "n_caseworker", NULL, NULL, OPEN },
	{ "n_decision_maker", NULL, NULL, OPEN },
	{ "n_coordinator", NULL, NULL, OPEN },
	{ "n_performer", NULL, NULL, 0 },
	{ "n_caretaker", NULL, NULL, 0 },
	{ "n_property", NULL, NULL, 0 },
	{ "n_leader", NULL, NULL, OPEN },
	{ "n_forum", NULL, NULL, 0 },
	{ "n_archivist", NULL, NULL, ARCHIVIST },
	{ "n_administrator", NULL, NULL, 0 },
	{ "n_auditor", NULL, NULL, AUDITOR },
	/* Contact person; barred; in two domains, by the chosen unit. */
	{ "nav01", NULL, NULL, OPEN },
	{ "nav01", "decision_maker", NULL, OPEN },
	{ "barred01", NULL, NULL, 0 },
	{ "two01", NULL, NULL, OPEN },
	{ "two01", "@nav", NULL, OPEN },
	{ "two01", "@health", NULL, 0 },
	/* A task in the case; a consent to the unit. */
	{ "perf01", NULL, NULL, CANARY_CASE | CANARY_TASK },
	{ "worker01", NULL, NULL, CANARY_CASE | CANARY_TASK },
	{ "care01", NULL, NULL, CANARY_CASE | CANARY_TASK | CANARY_ADDRESS },
	{ "prop01", NULL, NULL, 0 },
	{ "cons01", NULL, NULL, CANARY_CASE | CANARY_ADDRESS },
	/* Break-glass, with and without saying so. */
	{ "resc01", NULL, NULL, 0 },
	{ "resc01", NULL, "NOED", OPEN },
	{ "hurt01", NULL, "NOED", OPEN | CANARY_HEALTH },
	{ "x_caseworker", NULL, "NOED", 0 },
	{ "x_caseworker", NULL, "FVL13B5", 0 },
	/* Nobody, and a gateway that names nobody. */
	{ "nobody", NULL, NULL, 0 },
	{ "web", NULL, NULL, 0 },
};
const size_t n_personas = sizeof(personas) / sizeof(personas[0]);

static const struct {
	unsigned int bit;
	const char *name, *text;
} canaries[] = {
	{ CANARY_IDENTITY, "identity", "Kanarinavn" },
	{ CANARY_IDENTITY, "the national number", NUMBER },
	{ CANARY_ADDRESS, "address", "Kanariveien" },
	{ CANARY_HEALTH, "health", "Kanarisykdom" },
	{ CANARY_ECONOMY, "economy", "765432" },
	{ CANARY_TASK, "task", "Kanarioppgave" },
	{ CANARY_OVERSIGHT, "oversight", "Kanarigrunn" },
};

unsigned int
matrix_seen(const struct world *w)
{
	const struct err *e = &w->f.err;
	char *all = json_dumps(w->f.result, JSON_ENCODE_ANY);
	char *errors = mem_text(e->text);
	unsigned int seen = 0;
	size_t i;

	for (i = 0; i < e->n_fields; i++) {
		char *more = mem_format("%s %s", errors, e->fields[i].text);

		free(errors);
		errors = more;
	}
	for (i = 0; i < sizeof(canaries) / sizeof(canaries[0]); i++)
		if ((w->f.rc == RC_OK && all != NULL &&
			strstr(all, canaries[i].text) != NULL) ||
		    (w->f.rc != RC_OK &&
			strstr(errors, canaries[i].text) != NULL))
			seen |= canaries[i].bit;
	/* An error may say the number that it was asked for. */
	if (w->f.rc == RC_OK && all != NULL && strstr(all, w->number) != NULL)
		seen |= CANARY_CASE;
	free(all);
	free(errors);
	return seen;
}

const char *
matrix_canary_name(unsigned int seen)
{
	size_t i;

	for (i = 0; i < sizeof(canaries) / sizeof(canaries[0]); i++)
		if ((seen & canaries[i].bit) != 0)
			return canaries[i].name;
	return "the case's number";
}

static void
attach(struct ask *a, const char *text)
{
	int fd = memfd_create("canary", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	a->fds[0] = fd;
	a->n_fds = 1;
}

static json_int_t
plant(struct world *w, const char *login, const char *method, const char *name,
    const char *reason, json_t *params)
{
	struct ask *a = fixture_new_ask(&w->f, login, method, params);

	a->reason = reason != NULL ? mem_text(reason) : NULL;
	if (fixture_submit(&w->f, a) != RC_OK)
		fail_msg("%s: %s: %s %s", method, w->f.err.name, w->f.err.text,
		    w->f.err.n_fields > 0 ? w->f.err.fields[0].text : "");
	return int_at(w->f.result, name);
}

static json_int_t
plant_document(struct world *w, const char *login, const char *class,
    const char *text)
{
	struct ask *a = fixture_new_ask(&w->f, login, "document.put",
	    json_pack("{ss si ss* ss}", "case", w->number, "file", 0, "class",
		class, "title", text));

	attach(a, text);
	if (fixture_submit(&w->f, a) != RC_OK)
		fail_msg("document.put: %s: %s", w->f.err.name, w->f.err.text);
	return int_at(w->f.result, "document");
}

/* The same in free words: of class health by who writes them. */
static void
plant_words(struct world *w)
{
	static const char *const actions[] = { "decide", "say", "remember" };
	struct fixture *f = &w->f;
	size_t i;

	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		fixture_ok(f, "hel01", "case.act",
		    json_pack("{ss ss s{ss}}", "case", w->number, "action",
			actions[i], "input", "why", "Kanarisykdom er grunnen"));
	fixture_ok(f, "hel01", "task.list",
	    json_pack("{ss}", "case", w->number));
	fixture_ok(f, "hel01", "task.done",
	    json_pack("{sI ss}", "task", int_at(f->result, "rows.0.id"), "note",
		"Kanarisykdom er sett på"));
	fixture_ok(f, "hel01", "complaint.receive",
	    json_pack("{ss s[i] ss ss}", "case", w->number, "decisions", 1,
		"channel", "oral", "grounds", "Kanarisykdom ble oversett"));
}

/* What the health unit knew before the case was NAV's. */
static void
plant_case(struct world *w)
{
	struct fixture *f = &w->f;

	w->person = plant(w, "nav01", "person.add", "person", NULL,
	    json_pack("{ss ss ss ss ss}", "name", "Kanarinavn Person", "number",
		NUMBER, "birth_date", "1979-12-15", "address", "Kanariveien 1",
		"phone", "99999999"));
	w->household = plant(w, "nav01", "household.add", "household", NULL,
	    json_pack("{sI}", "person", w->person));
	w->member = plant(w, "nav01", "household.join", "member", NULL,
	    json_pack("{sI ss ss}", "household", w->household, "name",
		"Kanarinavn Barn", "relation", "child"));
	fixture_ok(f, "hel01", "case.create",
	    json_pack("{s{ss ss ss}}", "data", "received", "2027-01-11",
		"person", NUMBER, "wishes",
		"Kanarisykdom gjør at jeg vil flytte"));
	snprintf(w->number, sizeof(w->number), "%s",
	    text_at(f->result, "case"));
	fixture_ok(f, "hel01", "case.act",
	    json_pack("{ss ss s{ss ss si}}", "case", w->number, "action",
		"note", "input", "why", "Kanarisykdom", "diagnosis",
		"Kanarisykdom", "debt", 765432100));
	fixture_ok(f, "hel01", "case.act",
	    json_pack("{ss ss s{ss}}", "case", w->number, "action", "house",
		"input", "place", "Kanariveien 2"));
	matrix_plant_plan(w);
	plant_words(w);
	w->health_document = plant_document(w, "hel01", NULL, "Kanarisykdom");
	w->erasure = plant(w, "hel01", "case.erase", "erasure", "Kanarigrunn",
	    json_pack("{ss ss}", "case", w->number, "part", "health"));
	fixture_ok(f, "hel01", "case.assign",
	    json_pack("{ss ss ss}", "case", w->number, "unit", "nav", "contact",
		"nav01"));
}

/* A task for the unit "task", for any who work there or for ROLE alone. */
static json_int_t
plant_task(struct world *w, const char *key, const char *role)
{
	struct task t = { .stage = "intake",
		.unit = "task",
		.cause = "definition",
		.created_by = "system",
		.due = DATE_NONE,
		.title = (char *)(uintptr_t) "Kanarioppgave" };
	struct case_head head;
	struct err e = ERR_INIT;
	struct tx *tx = NULL;

	assert_int_equal(case_find_number(w->f.store, w->number, &head, &e),
	    RC_OK);
	t.case_id = head.id;
	snprintf(t.key, sizeof(t.key), "%s", key);
	snprintf(t.role, sizeof(t.role), "%s", role);
	assert_int_equal(tx_begin(w->f.store, w->f.clock.now, &tx, &e), RC_OK);
	assert_int_equal(task_open(tx, &t, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	return t.id;
}

void
matrix_open(struct world *w)
{
	struct fixture *f = &w->f;
	char *text;
	int i;

	memset(w, 0, sizeof(*w));
	w->one = 1;
	text = add_each(add_each(add_each(mem_text(ini), "n_", "nav"), "x_",
			    "flat"),
	    "h_", "health");
	text = matrix_plugin_keys(text);
	fixture_open_with(f, STORE_MEMORY, text, matrix_plugins());
	free(text);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
	/* So that the case's number stands in no text as an example. */
	for (i = 0; i < 40; i++)
		fixture_ok(f, "x_caseworker", "case.create",
		    json_pack("{s{ss}}", "data", "received", "2027-01-11"));
	plant_case(w);
	w->task = plant_task(w, "visit", "");
	(void)plant_task(w, "house", "caretaker");
	fixture_ok(f, "nav01", "case.act",
	    json_pack("{ss ss s{ss}}", "case", w->number, "action",
		"decide_more", "input", "why", "Kanarinavn får hjelp"));
	w->document = plant_document(w, "nav01", "identity", "Kanarinavn brev");
	w->consent = plant(w, "nav01", "consent.give", "consent", NULL,
	    json_pack("{ss sI s[s s] ss ss ss ss}", "case", w->number, "person",
		w->person, "classes", "case", "address", "from", "nav", "to",
		"cons", "purpose", "allocation", "channel", "written"));
	w->disqualification = plant(w, "barred01", "disqualification.add",
	    "disqualification", NULL,
	    json_pack("{ss ss ss}", "case", w->number, "ground", "family",
		"why", "Kanarigrunn"));
	(void)plant(w, "nav01", "person.show", "person", NULL,
	    json_pack("{sI}", "person", w->person));
	(void)plant(w, "barred01", "disqualification.add", "disqualification",
	    NULL,
	    json_pack("{sI ss ss}", "person", w->person, "ground", "family",
		"why", "Kanarigrunn"));
	w->emergency =
	    plant(w, "resc01", "emergency.open", "emergency", "Kanarigrunn",
		json_pack("{ss ss}", "category", "shelter", "case", w->number));
	(void)plant(w, "hurt01", "emergency.open", "emergency", "Kanarigrunn",
	    json_pack("{ss ss}", "category", "life_health", "case", w->number));
	w->hold = plant(w, "arc", "hold.set", "hold", "tilsyn",
	    json_pack("{ss}", "case", w->number));
	w->meeting = plant(w, "nav01", "meeting.plan", "meeting", NULL,
	    json_pack("{ss ss}", "type", "weekly_case", "date", "2027-01-12"));
	(void)plant(w, "nav01", "meeting.put", "meeting", NULL,
	    json_pack("{sI ss}", "meeting", w->meeting, "case", w->number));
	fixture_ok(f, "nav01", "case.act",
	    json_pack("{ss ss}", "case", w->number, "action", "tell_landlord"));
	fixture_ok(f, "nav01", "outbox.list",
	    json_pack("{ss sb}", "case", w->number, "all", 1));
	w->letter = int_at(f->result, "rows.1.id");
	matrix_plant_plugins(w);
}

void
matrix_close(struct world *w)
{
	fixture_close(&w->f);
}

/* What the names of parameters point to. */
struct pointer {
	const char *name;
	size_t offset; /* in struct world; 0: the case's number */
};

#define AT(member) offsetof(struct world, member)

static const struct pointer pointers[] = {
	{ "case", 0 },
	{ "person", AT(person) },
	{ "other", AT(person) },
	{ "task", AT(task) },
	{ "document", AT(document) },
	{ "documents", AT(health_document) },
	{ "household", AT(household) },
	{ "member", AT(member) },
	{ "consent", AT(consent) },
	{ "disqualification", AT(disqualification) },
	{ "emergency", AT(emergency) },
	{ "hold", AT(hold) },
	{ "erasure", AT(erasure) },
	{ "meeting", AT(meeting) },
	{ "letter", AT(letter) },
	{ "plan", AT(plan) },
	{ "goal", AT(goal) },
	{ "matter", AT(matter) },
	{ "guarantee", AT(guarantee) },
	{ "claim", AT(claim) },
	{ "repayment", AT(repayment) },
	/* Of these there is none: first ones are as good as any. */
	{ "absence", AT(one) },
	{ "measure", AT(one) },
	{ "lease", AT(one) },
	{ "after", AT(one) },
	{ "part", AT(one) },
	{ "evidence", AT(one) },
	{ "decision", AT(one) },
	{ "order", AT(one) },
	{ "incident", AT(one) },
	{ "protection", AT(one) },
	{ "watch", AT(one) },
	{ "link", AT(one) },
	{ "end", AT(one) },
	{ "withdraw", AT(one) },
};

static const struct pointer *
find_pointer(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++)
		if (strcmp(pointers[i].name, name) == 0)
			return &pointers[i];
	return NULL;
}

bool
matrix_hides(const char *name)
{
	static const char *const hidden[] = { "case", "person", "other", "task",
		"document", "household", "consent", "letter", "emergency",
		"disqualification", "plan", "goal", "matter", "guarantee",
		"claim", "repayment" };
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (strcmp(hidden[i], name) == 0)
			return true;
	return false;
}

bool
matrix_points(const char *name)
{
	return find_pointer(name) != NULL;
}

static json_t *
point(const struct world *w, const struct pointer *p, bool unknown)
{
	const char *at = (const char *)w + p->offset;

	if (p->offset == 0)
		return json_string(unknown ? "2027/7777" : w->number);
	return json_integer(
	    unknown ? 777777 : *(const json_int_t *)(const void *)at);
}

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* A right value for a parameter of schema D; NULL: of a kind not known here. */
static json_t *
value_of(const struct world *w, const char *name, const json_t *d, bool unknown)
{
	static const struct {
		const char *type, *text;
	} texts[] = { { "date", "2027-01-11" }, { "nin", NUMBER },
		{ "duration", "14d" }, { "text", "Ola" }, { "name", "x" } };
	const char *type = text_of(d, "x-type");
	const struct pointer *p = find_pointer(name);
	json_t *one, *items = json_object_get(d, "items");
	size_t i;

	if (items != NULL) {
		json_object_set_new(items, "x-type", json_string(type));
		one = value_of(w, name, items, unknown);
		return one != NULL ? json_pack("[o]", one) : NULL;
	}
	if (p != NULL && (strcmp(type, "id") == 0 || strcmp(type, "case") == 0))
		return point(w, p, unknown);
	if (json_object_get(d, "enum") != NULL)
		return json_incref(
		    json_array_get(json_object_get(d, "enum"), 0));
	if (strcmp(type, "name") == 0 &&
	    (strcmp(name, "unit") == 0 || strcmp(name, "from") == 0))
		return json_string("nav");
	if (strcmp(type, "name") == 0 && strcmp(name, "to") == 0)
		return json_string("cons");
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].type, type) == 0)
			return json_string(texts[i].text);
	if (strcmp(type, "integer") == 0 || strcmp(type, "money") == 0)
		return json_object_get(d, "minimum") != NULL ?
		    json_incref(json_object_get(d, "minimum")) :
		    json_integer(1);
	if (strcmp(type, "fd") == 0)
		return json_integer(0);
	if (strcmp(type, "instant") == 0)
		return json_integer(w->f.clock.now);
	if (strcmp(type, "bool") == 0)
		return json_true();
	if (strcmp(type, "object") == 0)
		return json_object();
	if (strcmp(type, "list") == 0)
		return json_array();
	return strcmp(type, "any") == 0 ? json_string("x") : NULL;
}

static bool
is_required(const json_t *params, const char *name)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(params, "required"), i, one)
		if (strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

json_t *
matrix_params(const struct world *w, const json_t *d, const char *with,
    bool unknown)
{
	json_t *schema = json_object_get(d, "params"), *out = json_object();
	json_t *one, *value;
	const char *name;

	json_object_foreach(json_object_get(schema, "properties"), name, one) {
		if (!is_required(schema, name) &&
		    (with == NULL ||
			(strcmp(with, "*") != 0 && strcmp(with, name) != 0)))
			continue;
		value = value_of(w, name, one, unknown);
		if (value == NULL)
			fail_msg("%s: the matrix has nothing for parameter %s "
				 "of type %s; teach it",
			    text_of(d, "name"), name, text_of(one, "x-type"));
		json_object_set_new(out, name, value);
	}
	return out;
}

/* The parameters as the socket would hand them on; the same if it would not. */
static json_t *
normal(const struct bf_method *m, json_t *params)
{
	struct reserved reserved;
	struct err e = ERR_INIT;
	json_t *out = NULL;

	if (schema_check(m, params, 1, &reserved, &out, &e) != RC_OK)
		fail_msg("%s: %s: %s", m->name, e.text,
		    e.n_fields > 0 ? e.fields[0].text : "");
	json_decref(params);
	return out;
}

enum rc
matrix_ask(struct world *w, const struct persona *p, const char *method,
    json_t *params)
{
	const struct bf_method *m = engine_methods(w->f.engine);
	struct ask *a;

	while (strcmp(m->name, method) != 0)
		m++;
	a = fixture_new_ask(&w->f, p->login, method, normal(m, params));
	a->role = p->role != NULL ? mem_text(p->role) : NULL;
	a->basis = p->basis != NULL ? mem_text(p->basis) : NULL;
	a->reason = mem_text("grunn");
	attach(a, "x");
	return fixture_submit(&w->f, a);
}
