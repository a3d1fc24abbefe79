/*
 * look_words -- the look-up log in plain language (law row 83).
 */
#include "engine/look_words.h"

#include <stdlib.h>
#include <string.h>

#include "access/emergency.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/state.h"
#include "engine/titles.h"
#include "engine/words.h"
#include "model/law_name.h"
#include "model/municipality.h"
#include "model/principal.h"

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* ALL with "SEP MORE" at its end; frees ALL. */
static char *
append(char *all, const char *sep, const char *more)
{
	char *longer;

	if (more[0] == '\0')
		return all;
	longer = mem_format("%s%s%s", all, all[0] != '\0' ? sep : "", more);
	free(all);
	return longer;
}

static bool
is_shown(const struct bf_call *c, const char *what)
{
	const char *const *list;
	size_t i, n = 0;

	if (c->municipality->config == NULL)
		return true;
	list = config_list(c->municipality->config, "lookups", "citizen_shows",
	    &n);
	for (i = 0; i < n; i++)
		if (strcmp(list[i], what) == 0)
			return true;
	return false;
}

char *
look_who(const struct bf_call *c, const json_t *row)
{
	const char *actor = text_of(row, "actor");
	char *all = mem_text("");
	enum role role;

	if (strcmp(actor, "system") == 0)
		return append(all, "", _("the system itself"));
	if (is_shown(c, "name"))
		all = append(all, ", ", titles_user(c, actor));
	if (is_shown(c, "unit"))
		all = append(all, ", ", titles_unit(c, text_of(row, "unit")));
	if (is_shown(c, "role") && role_parse(text_of(row, "role"), &role))
		all = append(all, ", ", role_title(role));
	if (all[0] == '\0')
		all = append(all, "", c->municipality->name);
	return all;
}

/* What methods do, by the beginning of their names; the first that fits. */
static const struct {
	const char *method;
	const char *text;
} deeds[] = {
	{ "case.show", N_("opened the case") },
	{ "case.list", N_("saw the case in a list") },
	{ "case.history", N_("read what has happened in the case") },
	{ "case.why", N_("looked at the deadlines of the case") },
	{ "case.", N_("worked with the case") },
	{ "decision.", N_("read decisions of the case") },
	{ "document.get", N_("opened a document") },
	{ "document.list", N_("saw the list of documents") },
	{ "document.", N_("added a document") },
	{ "task.list", N_("saw the case in a list") },
	{ "deadline.list", N_("saw the case in a list") },
	{ "day.show", N_("saw the case in a list") },
	{ "task.", N_("worked with the case") },
	{ "person.show", N_("looked at what is kept about the person") },
	{ "person.find", N_("searched for the person") },
	{ "person.", N_("changed what is kept about the person") },
	{ "household.show", N_("looked at the household") },
	{ "household.", N_("changed what is kept about the household") },
	{ "emergency.open", N_("opened it in an emergency") },
	{ "emergency.", N_("reviewed a look in an emergency") },
	{ "lookup.", N_("looked at who has looked") },
	{ "report.innsyn", N_("looked at who has looked") },
	{ "watch.", N_("was told that something happened in the case") },
};

static const char *
deed(const char *method)
{
	size_t i;

	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strncmp(method, deeds[i].method, strlen(deeds[i].method)) ==
		    0)
			return _(deeds[i].text);
	return _("worked with the case");
}

static const struct {
	const char *detail;
	const char *text;
} details[] = {
	{ "identity", N_("name and date of birth") },
	{ "address", N_("address") },
	{ "health", N_("health") },
	{ "economy", N_("money matters") },
};

/* Which kinds of what is kept about a person the row showed. */
static char *
shown_parts(const json_t *row)
{
	const json_t *one,
	    *list = json_object_get(json_object_get(row, "part"), "subjects");
	char *all = mem_text("");
	const char *detail;
	size_t i, k;

	for (k = 0; k < sizeof(details) / sizeof(details[0]); k++) {
		json_array_foreach(list, i, one) {
			detail = json_string_value(json_array_get(one, 2));
			if (detail == NULL ||
			    strcmp(detail, details[k].detail) != 0)
				continue;
			all = append(all, ", ", _(details[k].text));
			break;
		}
	}
	return all;
}

char *
look_what(const struct bf_call *c, const json_t *row)
{
	const json_t *part = json_object_get(row, "part");
	const char *use = text_of(part, "use"), *how = "";
	char *parts, *text;

	(void)c;
	if (strcmp(text_of(row, "kind"), "lookup.refused") == 0)
		return mem_text(_("tried to look, and was not let in"));
	parts = shown_parts(row);
	if (strcmp(use, "export") == 0)
		how = _("in an export");
	else if (strcmp(use, "print") == 0)
		how = _("in print");
	text = mem_format("%s%s%s%s%s%s%s", deed(text_of(part, "method")),
	    parts[0] != '\0' ? " (" : "", parts, parts[0] != '\0' ? ")" : "",
	    how[0] != '\0' ? " (" : "", how, how[0] != '\0' ? ")" : "");
	free(parts);
	return text;
}

/* The category of the emergency that the row's user had open then. */
static char *
emergency_words(const struct bf_call *c, const json_t *row)
{
	char category[STORE_NAME_SIZE];
	struct err none = ERR_INIT;

	if (emergency_category(c->store, text_of(row, "actor"),
		json_integer_value(json_object_get(row, "time")), category,
		&none) != RC_OK ||
	    category[0] == '\0')
		return mem_text(_("an emergency"));
	return mem_format(_("an emergency: %s"), emergency_title(category));
}

char *
look_why(const struct bf_call *c, const json_t *row)
{
	const char *basis = text_of(row, "basis");
	enum lang lang = LANG_NB;

	lang_parse(c->municipality->language, &lang);
	if (strcmp(text_of(row, "kind"), "lookup.refused") == 0)
		return mem_text("");
	if (strcmp(basis, EMERGENCY_BASIS) == 0)
		return emergency_words(c, row);
	if (basis[0] != '\0')
		return law_name(words_basis(c->engine->parts.law, basis, NULL),
		    lang);
	if (strcmp(text_of(row, "role"), role_name(ROLE_AUDITOR)) == 0)
		return mem_text(_("control of who has looked"));
	return mem_text(_("part of the work with the case"));
}
