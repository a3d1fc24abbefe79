/*
 * complete -- what may come next on a command line, for the shell.
 */
#include "client/complete.h"

#include <stdlib.h>
#include <string.h>

#include "client/watch.h"

static void
offer(FILE *f, const char *prefix, const char *word, const char *tail)
{
	if (word[0] != '\0' && strncmp(word, prefix, strlen(prefix)) == 0)
		fprintf(f, "%s%s\n", word, tail);
}

/* What may stand anywhere on the line. */
static void
offer_options(FILE *f, const char *prefix)
{
	static const char *const options[] = { "--json", "--format", "--input",
		"--help", "--form", "--force", "--municipality", "--socket",
		"--as", "--role", "--basis", "--reason", "--idem", "--use",
		"--words", "--if-rev" };
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		offer(f, prefix, options[i], "");
}

static void
offer_objects(FILE *f, const struct catalog *c, const char *prefix)
{
	static const char *const own[] = { "help", "hjelp", "play", "spill" };
	const char *name;
	json_t *word, *m;
	size_t i;

	json_object_foreach(json_object_get(c->all, "objects"), name, word) {
		offer(f, prefix, name, "");
		offer(f, prefix,
		    json_string_value(word) != NULL ? json_string_value(word) :
						      "",
		    "");
	}
	json_array_foreach(json_object_get(c->all, "methods"), i, m) {
		if (method_word(m, 1)[0] == '\0')
			offer(f, prefix, method_word(m, 0), "");
	}
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		offer(f, prefix, own[i], "");
	if (prefix[0] == '-')
		offer_options(f, prefix);
}

/* The verbs in the language that the object was written in. */
static void
offer_verbs(FILE *f, const struct catalog *c, const char *object,
    const char *prefix)
{
	json_t *m;
	size_t i;

	json_array_foreach(json_object_get(c->all, "methods"), i, m) {
		if (!method_is_of(m, object))
			continue;
		if (strcmp(method_word(m, 0), object) == 0)
			offer(f, prefix, method_word(m, 1), "");
		else
			offer(f, prefix, method_verb(m), "");
	}
}

static void
offer_cases(const struct complete *c, const char *prefix)
{
	const char *asked = getenv("BOFLYT_COMPLETE_CASES");
	struct err e = ERR_INIT;
	json_t *params, *row;
	struct reply r;
	size_t i;

	if (asked == NULL || strcmp(asked, "yes") != 0 ||
	    catalog_find(c->catalog, "case.list") == NULL)
		return;
	params = json_deep_copy(c->reserved);
	if (link_call(c->link, "case.list", params, NULL, 0, false, &r, &e) ==
	    RC_OK) {
		json_array_foreach(json_object_get(r.result, "rows"), i, row)
			offer(c->f, prefix, text_of(row, "case"), "");
		reply_fini(&r);
	}
	json_decref(params);
}

/* What a parameter's value can be. */
static void
offer_values(const struct complete *c, const json_t *param, const char *prefix)
{
	json_t *codes = param_codes(param), *code;
	size_t i;

	json_array_foreach(codes, i, code)
		offer(c->f, prefix, json_string_value(code), "");
	if (strcmp(param_type(param), "bool") == 0) {
		offer(c->f, prefix, "yes", "");
		offer(c->f, prefix, "no", "");
	}
	if (strcmp(param_type(param), "case") == 0)
		offer_cases(c, prefix);
}

static void
offer_names(FILE *f, const json_t *method, const char *prefix)
{
	const char *name, *rest = method_rest(method);
	char option[80];
	json_t *p;

	json_object_foreach(method_params(method), name, p) {
		if (!param_is_open(p) ||
		    (rest != NULL && strcmp(rest, name) == 0))
			continue;
		offer(f, prefix, name, "=");
		snprintf(option, sizeof(option), "--%s", name);
		if (prefix[0] == '-')
			offer(f, prefix, option, "");
	}
}

/* What boflyt watch takes. */
static void
offer_watch(FILE *f, const char *prefix)
{
	static const char *const options[] = { "--case", "--unit", "--kind",
		"--mine", "--from", "--json" };
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		offer(f, prefix, options[i], "");
}

/* How many of the words are positional values. */
static size_t
count_positional(const char *const *word, size_t n)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		found += word[i][0] != '-' && strchr(word[i], '=') == NULL;
	return found;
}

static void
offer_rest(const struct complete *c, const json_t *method,
    const char *const *word, size_t n)
{
	const char *prefix = word[n - 1], *equal = strchr(prefix, '=');
	const char *name, *before = n > 1 ? word[n - 2] : "";
	json_t *param;

	if (equal != NULL) {
		char *key = strndup(prefix, (size_t)(equal - prefix));

		/* The shell breaks words at '=': only the value is wanted. */
		param = method_param(method, key != NULL ? key : "");
		offer_values(c, param, equal + 1);
		free(key);
		return;
	}
	if (strncmp(before, "--", 2) == 0 &&
	    (param = method_param(method, before + 2)) != NULL &&
	    strcmp(param_type(param), "bool") != 0) {
		offer_values(c, param, prefix);
		return;
	}
	if (prefix[0] == '-')
		offer_options(c->f, prefix);
	name = method_positional(method, count_positional(word, n - 1));
	if (name != NULL)
		offer_values(c, method_param(method, name), prefix);
	offer_names(c->f, method, prefix);
}

void
complete_print(const struct complete *c, const char *const *word, size_t n)
{
	struct err e = ERR_INIT;
	const char *object;
	json_t *method;
	size_t used;

	if (n > 1 &&
	    (strcmp(word[0], "help") == 0 || strcmp(word[0], "hjelp") == 0)) {
		word++;
		n--;
	}
	if (n <= 1) {
		offer_objects(c->f, c->catalog, n == 1 ? word[0] : "");
		return;
	}
	if (word[n - 1][0] == '-' && watch_is_meant(word[0], word[1])) {
		offer_watch(c->f, word[n - 1]);
		return;
	}
	if (catalog_resolve(c->catalog, word, n - 1, &method, &object, &used,
		&e) != RC_OK)
		return;
	if (method == NULL)
		offer_verbs(c->f, c->catalog, object, word[n - 1]);
	else
		offer_rest(c, method, word + used, n - used);
}
