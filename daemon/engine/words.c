/*
 * words -- what the codes of decisions are called.
 */
#include "engine/words.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "model/law.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

struct word {
	const char *code;
	const char *title;
};

/* What municipalities decide by in this work (domain 2.6); laws by name. */
static const struct word bases[] = {
	{ "BSL_5", "boligsosialloven § 5" },
	{ "BSL_6", "boligsosialloven § 6" },
	{ "BSL_7", "boligsosialloven § 7" },
	{ "DWELLING_RULES", N_("the municipality's own rules for dwellings") },
	{ "FVL_35", "forvaltningsloven § 35" },
	{ "HOL_3_2", "helse- og omsorgstjenesteloven § 3-2" },
	{ "HOL_3_2A", "helse- og omsorgstjenesteloven § 3-2 a" },
	{ "PBRL_2_1A", "pasient- og brukerrettighetsloven § 2-1 a" },
	{ "PBRL_2_5", "pasient- og brukerrettighetsloven § 2-5" },
	{ "PBRL_2_5B", "pasient- og brukerrettighetsloven § 2-5 b" },
	{ "SOTJL_17", "sosialtjenesteloven § 17" },
	{ "SOTJL_18", "sosialtjenesteloven § 18" },
	{ "SOTJL_19", "sosialtjenesteloven § 19" },
	{ "SOTJL_20", "sosialtjenesteloven § 20" },
	{ "SOTJL_20A", "sosialtjenesteloven § 20 a" },
	{ "SOTJL_21", "sosialtjenesteloven § 21" },
	{ "SOTJL_27", "sosialtjenesteloven § 27" },
	{ "SOTJL_28", "sosialtjenesteloven § 28" },
	{ "SOTJL_33", "sosialtjenesteloven § 33" },
};

/* What the shipped definitions decide about; others are called by their code.
 */
static const struct word types[] = {
	{ "dwelling", N_("municipal dwelling") },
	{ "help", N_("help under the Housing Assistance Act") },
	{ "temporary_accommodation", N_("temporary accommodation") },
};

static const struct word results[] = {
	{ "granted", N_("granted") },
	{ "partly", N_("granted in part") },
	{ "refused", N_("turned down") },
	{ "rejected", N_("not considered") },
	{ "reversed", N_("reversed") },
	{ "ended", N_("ended") },
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
words_is_basis(const struct law *law, const char *code)
{
	return find(bases, N_OF(bases), code) != NULL || law_has(law, code);
}

const char *
words_near_basis(const char *code)
{
	const char *names[N_OF(bases)], *near;
	size_t i;

	for (i = 0; i < N_OF(bases); i++)
		names[i] = bases[i].code;
	near = ini_nearest(code, names, N_OF(bases));
	return near != NULL ? near : bases[1].code;
}

bool
words_is_result(const char *code)
{
	return find(results, N_OF(results), code) != NULL;
}

const char *
words_rule(const struct law *law, const char *code)
{
	const struct law_rule *rule;
	size_t i;

	for (i = 0; (rule = law_at(law, i)) != NULL; i++)
		if (strcmp(rule->id, code) == 0)
			return rule->source;
	return code;
}

const char *
words_basis(const struct law *law, const char *code)
{
	const char *found = find(bases, N_OF(bases), code);

	return found != NULL ? _(found) : words_rule(law, code);
}

const char *
words_type(const char *code)
{
	return title(types, N_OF(types), code);
}

const char *
words_result(const char *code)
{
	return title(results, N_OF(results), code);
}
