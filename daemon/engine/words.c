/*
 * words -- what the codes of decisions are called.
 */
#include "engine/words.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "model/law.h"
#include "model/law_basis.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

struct word {
	const char *code;
	const char *title;
};

static const struct word results[] = {
	{ "granted", N_("granted") },
	{ "partly", N_("granted in part") },
	{ "refused", N_("turned down") },
	{ "rejected", N_("not considered") },
	{ "reversed", N_("reversed") },
	{ "ended", N_("ended") },
};

/* How a complaint ends (law rows 62-64). */
static const struct word outcomes[] = {
	{ "upheld", N_("upheld") },
	{ "partly", N_("upheld in part") },
	{ "confirmed", N_("decision confirmed") },
	{ "rejected", N_("not considered") },
	{ "quashed", N_("decision quashed, to be made anew") },
	{ "worsened", N_("changed to detriment") },
	{ "withdrawn", N_("withdrawn") },
};

static const char *
find(const struct word *list, size_t n, const char *code)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i].code, code) == 0)
			return list[i].title;
	return NULL;
}

static const char *
title(const struct word *list, size_t n, const char *code)
{
	const char *found = find(list, n, code);

	return found != NULL ? _(found) : code;
}

bool
words_is_result(const char *code)
{
	return find(results, N_OF(results), code) != NULL;
}

static bool
is_given(const char *version)
{
	return version != NULL && version[0] != '\0';
}

const char *
words_rule(const struct law *law, const char *code, const char *version)
{
	const struct law_rule *rule = NULL, *newest = NULL;
	size_t i;

	if (is_given(version))
		newest = law_version(law, code, version);
	for (i = 0; newest == NULL && (rule = law_at(law, i)) != NULL; i++)
		if (strcmp(rule->id, code) == 0 && !date_is_set(rule->to))
			newest = rule;
	return newest != NULL ? newest->source : code;
}

const char *
words_basis(const struct law *law, const char *code, const char *version)
{
	const struct law_basis *b = NULL, *newest = NULL;
	size_t i;

	if (is_given(version))
		newest = law_basis_version(law, code, version);
	for (i = 0; newest == NULL && (b = law_basis_at(law, i)) != NULL; i++)
		if (strcmp(b->id, code) == 0 && !date_is_set(b->to))
			newest = b;
	return newest != NULL ? newest->source : words_rule(law, code, version);
}

const char *
words_result(const char *code)
{
	return title(results, N_OF(results), code);
}

const char *
words_outcome(const char *code)
{
	return title(outcomes, N_OF(outcomes), code);
}
