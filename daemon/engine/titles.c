/*
 * titles -- what names and codes are called, beside them in an answer.
 */
#include "engine/titles.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/decide.h"
#include "engine/state.h"
#include "engine/words.h"
#include "model/definition.h"
#include "model/law_name.h"
#include "model/municipality.h"

const char *
titles_user(const struct bf_call *c, const char *name)
{
	const struct user *u = municipality_user(c->municipality, name);

	return u != NULL ? u->title : name;
}

const char *
titles_unit(const struct bf_call *c, const char *name)
{
	const struct unit *u = municipality_unit(c->municipality, name);

	return u != NULL ? u->title : name;
}

const char *
titles_decision(const struct bf_call *c, const struct definition *def,
    const char *type)
{
	const char *title = definition_decision(def, type);
	enum lang lang = LANG_NB;

	if (title == NULL && strcmp(type, DECIDE_COMPLAINT) == 0)
		return _("a complaint");
	lang_parse(c->municipality->language, &lang);
	return title != NULL ? definition_said(def, title, lang) : type;
}

/* Names have titles of their own, whatever else stands in the row. */
static const char *
title_user(const struct bf_call *c, const json_t *row, const char *name)
{
	(void)row;
	return titles_user(c, name);
}

static const char *
title_unit(const struct bf_call *c, const json_t *row, const char *name)
{
	(void)row;
	return titles_unit(c, name);
}

static const char *
version_in(const json_t *row, const char *member)
{
	return json_string_value(json_object_get(row, member));
}

static const char *
title_basis(const struct bf_call *c, const json_t *row, const char *code)
{
	return words_basis(c->engine->parts.law, code,
	    version_in(row, "basis_version"));
}

static const char *
title_rule(const struct bf_call *c, const json_t *row, const char *code)
{
	return words_rule(c->engine->parts.law, code,
	    version_in(row, "rule_version"));
}

static const char *
title_complaint(const struct bf_call *c, const json_t *row, const char *code)
{
	return words_rule(c->engine->parts.law, code,
	    version_in(row, "complaint_version"));
}

static const char *
title_result(const struct bf_call *c, const json_t *row, const char *code)
{
	(void)c;
	(void)row;
	return words_result(code);
}

static const char *
title_outcome(const struct bf_call *c, const json_t *row, const char *code)
{
	(void)c;
	(void)row;
	return words_outcome(code);
}

static const struct {
	const char *name;
	const char *called;
	const char *(*title)(const struct bf_call *c, const json_t *row,
	    const char *code);
	bool law; /* the title names a law, in Bokmål */
} members[] = {
	{ "actor", "actor_title", title_user, false },
	{ "basis", "basis_title", title_basis, true },
	{ "complaint_rule", "complaint_rule_title", title_complaint, true },
	{ "contact", "contact_title", title_user, false },
	{ "decided_by", "decided_by_title", title_user, false },
	{ "outcome", "outcome_title", title_outcome, false },
	{ "owner", "owner_title", title_unit, false },
	{ "result", "result_title", title_result, false },
	{ "rule", "rule_title", title_rule, true },
	{ "unit", "unit_title", title_unit, false },
	{ "user", "user_title", title_user, false },
};

void
titles_add(const struct bf_call *c, json_t *row)
{
	const char *code;
	enum lang lang = LANG_NB;
	char *title;
	size_t i;

	lang_parse(c->municipality->language, &lang);
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		code = json_string_value(json_object_get(row, members[i].name));
		if (code == NULL || code[0] == '\0')
			continue;
		title = law_name(members[i].title(c, row, code),
		    members[i].law ? lang : LANG_NB);
		if (title[0] != '\0' && strcmp(title, code) != 0)
			json_object_set_new(row, members[i].called,
			    json_string(title));
		free(title);
	}
}

void
titles_rows(const struct bf_call *c, json_t *rows)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		titles_add(c, row);
}
