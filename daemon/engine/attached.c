/*
 * attached -- what plugins keep of a case, or of its applicant, shown with it.
 */
#include "engine/attached.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/table.h"
#include "model/describe.h"

/* What the list is asked by: "case", or "person". */
static const char *
asked_by(const struct bf_method *m)
{
	const struct bf_param *p;

	for (p = m->params; p->type != BF_END; p++)
		if (strcmp(p->name, "case") == 0)
			return p->name;
	return "person";
}

/* The case's number, or its applicant; NULL if the case names none. */
static json_t *
params_for(const struct step *st, const struct bf_method *m)
{
	char number[CASE_NUMBER_SIZE];
	json_t *person = json_object_get(st->data, "person");

	if (strcmp(asked_by(m), "case") == 0) {
		case_number(&st->head, number);
		return json_pack("{s:s}", "case", number);
	}
	return json_is_integer(person) ? json_pack("{s:O}", "person", person) :
					 NULL;
}

/* The command that shows what ROW of list M stands for: "boflyt plan vis 3". */
static void
add_next(const struct bf_call *c, const struct bf_method *m, json_t *row)
{
	const json_t *id = json_object_get(row, m->columns[0].name);
	char *name =
		 mem_format("%.*s.show", (int)strcspn(m->name, "."), m->name),
	     *line;
	const struct bf_method *show = table_find(c->engine->methods, name);

	free(name);
	if (show == NULL || show->params == NULL || !json_is_integer(id) ||
	    strcmp(show->params[0].name, m->columns[0].name) != 0)
		return;
	line = mem_format("boflyt %s %lld", show->nb,
	    (long long)json_integer_value(id));
	json_object_set_new(row, "next", json_string(line));
	free(line);
}

/* What the plugin calls its codes, beside them. */
static void
add_words(const struct engine_plugin *p, const struct bf_method *m, json_t *row)
{
	const struct bf_column *col;
	const char *code, *word;
	char *name;

	for (col = m->columns; col->type != BF_END; col++) {
		code = json_string_value(json_object_get(row, col->name));
		if (col->type != BF_CODE || code == NULL)
			continue;
		word = plugins_word(p, code);
		if (strcmp(word, code) == 0)
			continue;
		name = mem_format("%s_title", col->name);
		json_object_set_new(row, name, json_string(word));
		free(name);
	}
}

/* The list's columns, but for what is the same in each row. */
static json_t *
columns_of(const struct bf_method *m)
{
	json_t *columns = describe_columns(m->columns);
	const struct bf_column *col = m->columns;
	size_t i;

	for (i = 0; col[i].type != BF_END; i++) {
		if (strcmp(col[i].name, asked_by(m)) != 0)
			continue;
		json_array_remove(columns, i);
		break;
	}
	json_array_append_new(columns,
	    json_pack("{s:s,s:s,s:s}", "name", "next", "title", _("command"),
		"type", "text"));
	return columns;
}

static json_t *
part_of(const struct bf_call *c, const struct bf_method *m, json_t *rows)
{
	const struct engine_plugin *p = plugins_of(c->engine, m->name);
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		add_words(p, m, row);
		add_next(c, m, row);
	}
	return json_pack("{s:s,s:s%,s:o,s:O}", "method", m->name, "title",
	    m->nb, strcspn(m->nb, " "), "columns", columns_of(m), "rows", rows);
}

/* A list that is refused holds nothing for this caller. */
static enum rc
add_part(struct step *st, const struct bf_method *m, json_t *parts)
{
	struct nested n = { .method = m->name,
		.face = BF_FACE_CASE,
		.readonly = true };
	struct err e = ERR_INIT;
	json_t *params = params_for(st, m), *result = NULL, *rows;
	enum rc rc;

	if (params == NULL)
		return RC_OK;
	n.params = params;
	rc = frame_nested(st->call, &n, &result, &e);
	json_decref(params);
	rows = rc == RC_OK ? json_object_get(result, m->rows) : NULL;
	if (json_array_size(rows) > 0)
		json_array_append_new(parts, part_of(st->call, m, rows));
	json_decref(result);
	if (rc == RC_OK || rc == RC_DENIED || rc == RC_NOTFOUND)
		return RC_OK;
	st->call->err = e;
	return rc;
}

enum rc
attached_show(struct step *st, json_t *o)
{
	const struct bf_method *m;
	json_t *parts = json_array();
	enum rc rc = RC_OK;

	for (m = st->call->engine->methods; rc == RC_OK && m->name != NULL; m++)
		if ((m->faces & BF_FACE_CASE) != 0)
			rc = add_part(st, m, parts);
	json_object_set_new(o, "attached", parts);
	return rc;
}
