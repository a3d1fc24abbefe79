/*
 * matrix_plugins -- see matrix_plugins.h.
 */
#include "matrix_plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "look.h"

static const char *const names[] = { "plan", "eviction", "deposit" };

#define N_NAMES (sizeof(names) / sizeof(names[0]))

/* For the whole run of the program. */
static struct plugin_set *files[N_NAMES], *all;

/* The plugin NAME of this build, held by *ONE; NULL if it was built without. */
static const struct bf_plugin *
load(const char *name, struct plugin_set **one)
{
	const char *top = getenv("builddir");
	struct err e = ERR_INIT;
	char path[512];

	snprintf(path, sizeof(path), "%s/plugins/%s/%s.so",
	    top != NULL ? top : ".", name, name);
	if (access(path, F_OK) != 0) {
		printf("without plugin %s: not in this build\n", name);
		return NULL;
	}
	if (plugin_set_file(path, one, &e) != RC_OK)
		fail_msg("%s: %s", path, e.text);
	return &(*one)->plugins[0].d;
}

const struct plugin_set *
matrix_plugins(void)
{
	const struct bf_plugin *found[N_NAMES], *one;
	struct err e = ERR_INIT;
	size_t i, n = 0;

	for (i = 0; all == NULL && i < N_NAMES; i++)
		if ((one = load(names[i], &files[i])) != NULL)
			found[n++] = one;
	if (all == NULL && plugin_set_of(found, n, &all, &e) != RC_OK)
		fail_msg("%s", e.text);
	return all;
}

bool
matrix_has_plugin(const char *name)
{
	return plugin_set_find(matrix_plugins(), name) != NULL;
}

size_t
matrix_plugin_methods(void)
{
	const struct plugin_set *set = matrix_plugins();
	const struct bf_method *m;
	size_t i, n = 0;

	for (i = 0; i < set->n; i++)
		for (m = set->plugins[i].d.methods; m->name != NULL; m++)
			n++;
	return n;
}

char *
matrix_plugin_keys(char *text)
{
	const struct plugin_set *set = matrix_plugins();
	char *more;
	size_t i;

	for (i = 0; i < set->n; i++) {
		more = mem_format("%s[plugin %s]\nenabled = yes\n", text,
		    set->plugins[i].name);
		free(text);
		text = more;
	}
	return text;
}

/* PARAMS for METHOD by LOGIN, which must succeed; the number called NAME. */
static json_int_t
step(struct world *w, const char *login, const char *method, const char *name,
    json_t *params)
{
	fixture_ok(&w->f, login, method, params);
	return int_at(w->f.result, name);
}

static void
start_plan(struct world *w)
{
	w->plan = step(w, "hel01", "plan.report_need", "plan",
	    json_pack("{ss}", "case", w->number));
	(void)step(w, "hel01", "consent.give", "consent",
	    json_pack("{ss sI s[s] ss ss ss ss}", "case", w->number, "person",
		w->person, "classes", "case", "from", "health", "to", "flat",
		"purpose", "plan", "channel", "written"));
	(void)step(w, "hel01", "plan.offer", "plan",
	    json_pack("{sI ss}", "plan", w->plan, "kind", "ip"));
	(void)step(w, "hel01", "plan.start", "plan",
	    json_pack("{sI}", "plan", w->plan));
}

void
matrix_plant_plan(struct world *w)
{
	if (!matrix_has_plugin("plan"))
		return;
	start_plan(w);
	(void)step(w, "hel01", "plan.set", "plan",
	    json_pack("{sI ss ss ss}", "plan", w->plan, "resources",
		"Kanarinavn har godt humør", "needs", "Kanarinavn vil bo",
		"health_needs", "Kanarisykdom skal følges opp"));
	(void)step(w, "hel01", "plan.goal", "goal",
	    json_pack("{sI ss ss}", "plan", w->plan, "area", "helse", "text",
		"Kanarisykdom skal bort"));
	w->goal = step(w, "hel01", "plan.goal", "goal",
	    json_pack("{sI ss ss}", "plan", w->plan, "area", "bolig", "text",
		"Kanarinavn beholder boligen"));
	(void)step(w, "hel01", "plan.measure", "measure",
	    json_pack("{sI ss ss ss}", "plan", w->plan, "unit", "nav", "text",
		"Kanarinavn besøkes", "how", "Kanarinavn ringes først"));
	(void)step(w, "hel01", "plan.participant", "participant",
	    json_pack("{sI ss ss}", "plan", w->plan, "name",
		"Kanarinavn Søster", "part", "Kanarinavn hjelpes"));
	(void)step(w, "hel01", "plan.subplan", "subplan",
	    json_pack("{sI ss ss}", "plan", w->plan, "type", "annen",
		"reference", "Kanarinavn mappe 4"));
	(void)step(w, "hel01", "consent.give", "consent",
	    json_pack("{ss sI s[s] ss ss ss ss}", "case", w->number, "person",
		w->person, "classes", "case", "from", "health", "to", "nav",
		"purpose", "plan_access", "channel", "written"));
	(void)step(w, "hel01", "plan.hand_over", "plan",
	    json_pack("{sI ss}", "plan", w->plan, "unit", "nav"));
}

static void
plant_matter(struct world *w)
{
	w->matter = step(w, "nav01", "eviction.notice", "matter",
	    json_pack("{ss ss sI ss ss ss ss sI sI ss}", "source",
		"utleier_9_11", "case", w->number, "person", w->person,
		"tenant", "Kanarinavn Person", "address", "Kanariveien 3",
		"landlord", "Kanarinavn Utleier", "text", "Kanarinavn skylder",
		"rent", (json_int_t)765432, "owed", (json_int_t)765432,
		"ground", "a"));
	(void)step(w, "nav01", "eviction.contact", "matter",
	    json_pack("{sI ss sb ss}", "matter", w->matter, "how", "visit",
		"reached", 0, "text", "Kanarinavn åpnet ikke"));
	(void)step(w, "nav01", "eviction.children", "matter",
	    json_pack("{sI sb ss}", "matter", w->matter, "met", 0, "text",
		"Kanarinavn bor alene"));
}

static json_int_t
decision_of(struct world *w)
{
	fixture_ok(&w->f, "nav01", "decision.list",
	    json_pack("{ss}", "case", w->number));
	return int_at(w->f.result, "rows.0.no");
}

/* A guarantee or loan with all that it takes to be issued. */
static json_int_t
issued(struct world *w, const char *kind)
{
	json_int_t decision = decision_of(w), id;

	id = step(w, "nav01", "deposit.apply", "guarantee",
	    json_pack("{ss ss ss ss sI si ss ss}", "case", w->number, "kind",
		kind, "landlord_kind", "private", "landlord",
		"Kanarinavn Utleier", "rent", (json_int_t)765432, "months", 3,
		"dwelling", "Kanariveien 4", "reservations",
		"Kanarinavn alene"));
	(void)step(w, "nav01", "deposit.assess", "guarantee",
	    json_pack("{sI}", "guarantee", id));
	(void)step(w, "nav01", "deposit.grant", "guarantee",
	    json_pack("{sI sI sb}", "guarantee", id, "decision", decision,
		"recourse", 1));
	(void)step(w, "nav01", "deposit.issue", "guarantee",
	    json_pack("{sI ss ss}", "guarantee", id, "from", "2027-01-11", "to",
		"2029-01-10"));
	return id;
}

static void
plant_guarantee(struct world *w)
{
	json_int_t loan = issued(w, "loan");

	w->guarantee = issued(w, "guarantee");
	(void)step(w, "nav01", "deposit.begin", "guarantee",
	    json_pack("{sI}", "guarantee", w->guarantee));
	w->claim = step(w, "nav01", "deposit.claim", "claim",
	    json_pack("{sI ss ss s[{ss ss sI}]}", "guarantee", w->guarantee,
		"no", "Kanarinavn 1", "received", "2027-01-11", "parts", "kind",
		"rent", "due", "2027-01-11", "amount", (json_int_t)765432));
	w->repayment = step(w, "nav01", "deposit.repay", "repayment",
	    json_pack("{sI si ss}", "guarantee", loan, "instalments", 6,
		"first", "2027-02-01"));
	(void)step(w, "nav01", "deposit.payment", "repayment",
	    json_pack("{sI ss sI}", "repayment", w->repayment, "day",
		"2027-01-11", "amount", (json_int_t)765432));
}

/* So that whoever has a task has the one of the matrix. */
static void
end_tasks(struct world *w)
{
	const json_t *row;
	json_t *rows;
	size_t i;

	fixture_ok(&w->f, "nav01", "task.list",
	    json_pack("{ss}", "case", w->number));
	rows = json_deep_copy(at(w->f.result, "rows"));
	json_array_foreach(rows, i, row)
		if (strcmp(text_at(row, "unit"), "nav") == 0 &&
		    json_string_length(at(row, "role")) == 0)
			(void)step(w, "nav01", "task.done", "task",
			    json_pack("{sI}", "task", int_at(row, "id")));
	json_decref(rows);
}

void
matrix_plant_plugins(struct world *w)
{
	if (matrix_has_plugin("eviction"))
		plant_matter(w);
	if (matrix_has_plugin("deposit"))
		plant_guarantee(w);
	end_tasks(w);
}
