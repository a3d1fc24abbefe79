/*
 * history -- case.history: what happened in a case, row by row.
 *
 * A row is told in words from its kind and its effects; the values that it set
 * are shown as far as the caller may see their class.
 */
#include "engine/history.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/loaded.h"
#include "engine/page.h"
#include "engine/receipt.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/table.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "engine/words.h"
#include "model/definition.h"
#include "store/history.h"

static const struct {
	const char *kind;
	const char *text;
} kinds[] = {
	{ "create", N_("case opened") },
	{ "act", N_("action") },
	{ "undo", N_("the last step was undone") },
	{ "assign", N_("handed over") },
	{ "timer", N_("by itself, when it was due") },
	{ "event", N_("on an event") },
	{ "deadline.warn", N_("deadline comes near") },
	{ "deadline.overdue", N_("deadline has passed") },
	{ "task.done", N_("task done") },
	{ "document.put", N_("document filed") },
	{ "contact.missing", N_("the contact person left the unit") },
	{ "consent.expiry", N_("a consent comes to its end") },
	{ "match", N_("asked whether others have to do with the person") },
	{ "match.release", N_("another unit asked to make contact") },
	{ "receipt", N_("letter") },
	{ "decision.notify", N_("decision on its way to the parties") },
	{ "decision.reasons", N_("reasons given") },
	{ "decision.announce", N_("advance notice") },
	{ "decision.answer", N_("answer to the advance notice") },
	{ "decision.realert", N_("told of again") },
	{ "decision.expire", N_("decision expires") },
	{ "complaint.receive", N_("complaint received") },
	{ "complaint.assess", N_("late complaint assessed") },
	{ "complaint.suspend", N_("suspension decided") },
	{ "complaint.reverse", N_("reversed after a complaint") },
	{ "complaint.forward", N_("complaint forwarded") },
	{ "complaint.outcome", N_("answer to a complaint") },
	{ "complaint.close", N_("complaint withdrawn") },
	{ "outbox.resolve", N_("a letter was resolved") },
};

/* A kind of our own, or a plugin's method. */
static const char *
kind_text(const struct bf_call *c, const char *kind)
{
	const struct bf_method *m = table_find(c->engine->methods, kind);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return _(kinds[i].text);
	return m != NULL ? _(m->text) : kind;
}

static const char *
string_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* What action NAME is called, in whichever stage it stands. */
static const char *
action_title(const struct definition *d, const char *name)
{
	const struct def_action *a;
	size_t i;

	for (i = 0; i < d->n_stages; i++) {
		a = definition_action(d, &d->stages[i], name);
		if (a != NULL)
			return a->title;
	}
	return name;
}

static const char *
stage_title(const struct definition *d, const char *name)
{
	const struct def_stage *stage = definition_stage(d, name);

	return stage != NULL ? stage->title : name;
}

/* TEXT and MORE in one, SEPARATOR between; TEXT is taken over. */
static char *
add_text(char *text, const char *separator, const char *more)
{
	char *both = mem_format("%s%s%s", text, separator, more);

	free(text);
	return both;
}

static const struct def_deadline *
find_deadline(const struct def_stage *stage, const char *name)
{
	size_t i;

	for (i = 0; i < stage->n_deadlines; i++)
		if (strcmp(stage->deadlines[i].name, name) == 0)
			return &stage->deadlines[i];
	return NULL;
}

/* What a row's NAME is called: that of a deadline has a title. */
static const char *
name_title(const struct definition *d, const char *name)
{
	const struct def_deadline *found = find_deadline(&d->any, name);
	size_t i;

	for (i = 0; found == NULL && i < d->n_stages; i++)
		found = find_deadline(&d->stages[i], name);
	return found != NULL ? found->title : name;
}

/* "vedtak 1: innvilget"; TEXT is taken over. */
static char *
add_decision(char *text, const json_t *effect)
{
	char *what = mem_format(_("decision %lld: %s"),
	    (long long)json_integer_value(json_object_get(effect, "number")),
	    words_result(string_of(effect, "result")));

	text = add_text(text, "; ", what);
	free(what);
	return text;
}

/* The row's effects that people ask for: moves, decisions, hand-overs. */
static char *
add_effects(char *text, const struct bf_call *c, const struct definition *d,
    const json_t *effects)
{
	const json_t *one;
	const char *verb;
	size_t i;

	json_array_foreach(effects, i, one) {
		verb = string_of(one, "verb");
		if (strcmp(verb, "go") == 0)
			text = add_text(text, " → ",
			    stage_title(d, string_of(one, "to")));
		else if (strcmp(verb, "assign") == 0) {
			text = add_text(text, ": ",
			    titles_unit(c, string_of(one, "unit")));
			text = add_text(text, ", ",
			    titles_user(c, string_of(one, "contact")));
		} else if (strcmp(verb, "decide") == 0)
			text = add_decision(text, one);
	}
	return text;
}

/* The moves alone. */
static char *
add_moves(char *text, const struct definition *d, const json_t *effects)
{
	const json_t *one;
	size_t i;

	json_array_foreach(effects, i, one)
		if (strcmp(string_of(one, "verb"), "go") == 0)
			text = add_text(text, " → ",
			    stage_title(d, string_of(one, "to")));
	return text;
}

static char *
tell_what(const struct bf_call *c, const struct definition *d, const char *kind,
    const json_t *clear)
{
	const json_t *what = json_object_get(clear, "what");
	const char *action = string_of(what, "action");
	const char *name = string_of(what, "name");
	const char *word = string_of(what, "word");
	char *text;

	if (action[0] != '\0')
		text = mem_text(action_title(d, action));
	else
		text = mem_text(kind_text(c, kind));
	if (name[0] != '\0')
		text = add_text(text, ": ", name_title(d, name));
	if (word[0] != '\0')
		text = add_text(text, ": ", receipt_title(word));
	return text;
}

static char *
tell(const struct bf_call *c, const struct definition *d, const char *kind,
    const json_t *clear)
{
	char *text = tell_what(c, d, kind, clear);

	return add_effects(text, c, d, json_object_get(clear, "effects"));
}

/* The part of ROW that is of class case; borrowed, or NULL. */
static const json_t *
clear_part(const json_t *row)
{
	const json_t *part, *parts = json_object_get(row, "parts");
	size_t i;

	json_array_foreach(parts, i, part)
		if (strcmp(string_of(part, "class"), "case") == 0)
			return part;
	return NULL;
}

/* What the row set, of the classes that the caller may see. */
static json_t *
visible_values(const json_t *row, unsigned int classes)
{
	const json_t *part, *parts = json_object_get(row, "parts");
	json_t *out = json_object();
	unsigned int class;
	size_t i;

	json_array_foreach(parts, i, part) {
		for (class = 0; class < BF_N_CLASSES; class ++)
			if (strcmp(string_of(part, "class"),
				bf_class_name((enum bf_class) class)) == 0)
				break;
		if (class == BF_N_CLASSES || (classes & (1u << class)) == 0)
			continue;
		json_object_update(out, json_object_get(part, "input"));
		json_object_update(out, json_object_get(part, "set"));
	}
	return out;
}

static enum rc
tell_row(struct bf_call *c, json_t *row, const struct case_head *head,
    unsigned int classes)
{
	const json_t *clear = clear_part(row);
	struct loaded *l = NULL;
	int64_t id;
	char *text;
	enum rc rc;

	id = json_integer_value(json_object_get(clear, "definition"));
	rc =
	    loaded_get(c->engine, id != 0 ? id : head->definition, &l, &c->err);
	if (rc != RC_OK)
		return rc;
	text = tell(c, l->def, string_of(row, "kind"), clear);
	loaded_put(l);
	json_object_set_new(row, "text", json_string(text));
	free(text);
	json_object_set_new(row, "values", visible_values(row, classes));
	titles_add(c, row);
	json_object_del(row, "parts");
	json_object_del(row, "subject");
	json_object_del(row, "subject_kind");
	return RC_OK;
}

enum rc
history_brief(struct bf_call *c, json_t *row, const struct case_head *head)
{
	const json_t *clear = clear_part(row);
	int64_t id = json_integer_value(json_object_get(clear, "definition"));
	const char *stage = string_of(clear, "stage");
	struct loaded *l = NULL;
	char *text;
	enum rc rc;

	rc =
	    loaded_get(c->engine, id != 0 ? id : head->definition, &l, &c->err);
	if (rc != RC_OK)
		return rc;
	if (stage[0] == '\0')
		stage = head->stage;
	text = tell_what(c, l->def, string_of(row, "kind"), clear);
	text = add_moves(text, l->def, json_object_get(clear, "effects"));
	json_object_set_new(row, "text", json_string(text));
	free(text);
	json_object_set_new(row, "stage", json_string(stage));
	json_object_set_new(row, "stage_title",
	    json_string(stage_title(l->def, stage)));
	loaded_put(l);
	json_object_del(row, "parts");
	titles_add(c, row);
	return RC_OK;
}

static int
case_history(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *row, *next = NULL;
	struct case_head head;
	struct gate_pass pass;
	struct page page;
	size_t i, n;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = view_case(c, param_text(params, "case"), true, "history",
		 &head, &pass)) == RC_OK)
		rc = history_list(c->store, "case", head.id, page.after,
		    page.limit, true, false, &rows, &c->err);
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "pos")));
	for (i = 0; rc == RC_OK && i < n; i++) {
		row = json_array_get(rows, i);
		rc = tell_row(c, row, &head, call_shows(c, &pass));
	}
	return (int)page_answer(rc, rows, next, result);
}

static const struct bf_param history_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column history_columns[] = {
	{ "seq", BF_INTEGER, N_("no.") },
	{ "time", BF_INSTANT, N_("when") },
	{ "kind", BF_TEXT, N_("kind") },
	{ "actor", BF_NAME, N_("who") },
	{ "unit", BF_NAME, N_("unit") },
	{ "role", BF_NAME, N_("role") },
	{ "text", BF_TEXT, N_("what happened") },
	{ "withheld", BF_NAME, N_("erased or locked") },
	{ NULL, BF_END, NULL },
};

const struct bf_method history_methods[] = {
	{ .name = "case.history",
	    .nb = "sak historikk",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("tell what happened in a case"),
	    .params = history_params,
	    .rows = "rows",
	    .columns = history_columns,
	    .errors = "",
	    .call = case_history },
	{ .name = NULL },
};
