/*
 * catalog -- the methods that the daemon has, as sys.describe tells them.
 */
#include "client/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/view.h"

#define WORD_MAX 64

const char *
text_of(const json_t *object, const char *member)
{
	const char *s = json_string_value(json_object_get(object, member));

	return s != NULL ? s : "";
}

/*
 * Edit distance of two words, where two letters that changed places are one
 * mistake; long words are never near.
 */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1], *row, *one, *two, i, j, best;
	size_t la = strlen(a), lb = strlen(b);

	if (la > WORD_MAX || lb > WORD_MAX)
		return WORD_MAX;
	for (i = 0; i <= la; i++) {
		row = rows[i % 3];
		one = rows[(i + 2) % 3];
		two = rows[(i + 1) % 3];
		row[0] = i;
		for (j = 1; j <= lb; j++) {
			best = i == 0 ? j : one[j - 1] + (a[i - 1] != b[j - 1]);
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 0 && one[j] + 1 < best)
				best = one[j] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && two[j - 2] + 1 < best)
				best = two[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[la % 3][lb];
}

const char *
nearest(const char *word, const json_t *list)
{
	const char *best = NULL, *s;
	size_t i, d, least = strlen(word) / 2 + 1;

	for (i = 0; i < json_array_size(list); i++) {
		s = json_string_value(json_array_get(list, i));
		if (s != NULL && (d = distance(word, s)) < least) {
			least = d;
			best = s;
		}
	}
	return best;
}

enum rc
catalog_init(struct catalog *c, json_t *result, struct err *e)
{
	c->all = result;
	if (json_is_array(json_object_get(result, "methods")))
		return RC_OK;
	return err_set(e, RC_VERSION,
	    _("the daemon does not say what it can do: is it of this "
	      "version?"));
}

void
catalog_fini(struct catalog *c)
{
	json_decref(c->all);
	c->all = NULL;
}

const char *
catalog_language(const struct catalog *c)
{
	return text_of(c->all, "language");
}

json_t *
catalog_find(const struct catalog *c, const char *name)
{
	json_t *methods = json_object_get(c->all, "methods"), *m;
	size_t i;

	json_array_foreach(methods, i, m) {
		if (strcmp(method_name(m), name) == 0)
			return m;
	}
	return NULL;
}

const char *
method_name(const json_t *method)
{
	return text_of(method, "name");
}

const char *
method_verb(const json_t *method)
{
	const char *dot = strchr(method_name(method), '.');

	return dot != NULL ? dot + 1 : "";
}

const char *
method_word(const json_t *method, size_t i)
{
	const char *s = json_string_value(
	    json_array_get(json_object_get(method, "words"), i));

	return s != NULL ? s : "";
}

bool
method_is_of(const json_t *method, const char *word)
{
	const char *name = method_name(method);
	size_t n = strcspn(name, ".");

	return (strlen(word) == n && strncmp(name, word, n) == 0) ||
	    strcmp(method_word(method, 0), word) == 0;
}

/* Equal, where '-' and '_' are the same. */
static bool
same_word(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		if (*a != *b &&
		    !(strchr("-_", *a) != NULL && strchr("-_", *b) != NULL))
			return false;
	}
	return *a == *b;
}

/* Does the method have exactly one Norwegian word, and is it this one? */
static bool
is_single(const json_t *method, const char *word)
{
	return method_word(method, 1)[0] == '\0' && word[0] != '\0' &&
	    same_word(method_word(method, 0), word);
}

static enum rc
unknown_word(const char *word, json_t *known, const char *object, struct err *e)
{
	const char *near = nearest(word, known);

	if (near != NULL)
		err_set(e, RC_INVALID,
		    _("%s: no such word; did you mean '%s'?"), word, near);
	else if (object != NULL)
		err_set(e, RC_INVALID,
		    _("%s: no such word; 'boflyt %s' lists what there is"),
		    word, object);
	else
		err_set(e, RC_INVALID,
		    _("%s: no such word; 'boflyt help' lists what there is"),
		    word);
	json_decref(known);
	return e->rc;
}

/* Of two that are as near, the one in the reader's language is offered. */
static void
add_known(json_t *known, const char *norwegian, const char *english)
{
	bool first = i18n_is_norwegian();

	json_array_append_new(known, json_string(first ? norwegian : english));
	json_array_append_new(known, json_string(first ? english : norwegian));
}

static enum rc
verb_find(json_t *methods, const char *object, const char *verb,
    json_t **method, struct err *e)
{
	json_t *m, *known = json_array();
	size_t i;

	json_array_foreach(methods, i, m) {
		if (!method_is_of(m, object))
			continue;
		add_known(known, method_word(m, 1), method_verb(m));
		if (same_word(method_verb(m), verb) ||
		    (verb[0] != '\0' && same_word(method_word(m, 1), verb))) {
			json_decref(known);
			*method = m;
			return RC_OK;
		}
	}
	return unknown_word(verb, known, object, e);
}

enum rc
catalog_resolve(const struct catalog *c, const char *const *word, size_t n,
    json_t **method, const char **object, size_t *used, struct err *e)
{
	json_t *methods = json_object_get(c->all, "methods"), *m, *of = NULL;
	json_t *known;
	char *english;
	size_t i;

	*method = NULL;
	*object = NULL;
	*used = 1;
	known = json_array();
	json_array_foreach(methods, i, m) {
		if (is_single(m, word[0]) ||
		    strcmp(method_name(m), word[0]) == 0) {
			json_decref(known);
			*method = m;
			return RC_OK;
		}
		if (method_is_of(m, word[0]))
			of = m;
		english =
		    mem_text_n(method_name(m), strcspn(method_name(m), "."));
		add_known(known, method_word(m, 0), english);
		free(english);
	}
	if (of == NULL)
		return unknown_word(word[0], known, NULL, e);
	json_decref(known);
	*object = word[0];
	if (n < 2 || word[1][0] == '-')
		return RC_OK;
	*used = 2;
	return verb_find(methods, word[0], word[1], method, e);
}

char *
method_command(const json_t *method)
{
	const char *name = method_name(method), *verb = method_word(method, 1);

	if (!i18n_is_norwegian())
		return mem_format("%.*s %s", (int)strcspn(name, "."), name,
		    method_verb(method));
	return mem_format("%s%s%s", method_word(method, 0),
	    verb[0] != '\0' ? " " : "", verb);
}

static const char *
column_title(const json_t *method, const char *name)
{
	json_t *columns = json_object_get(method, "columns"), *column;
	size_t i;

	json_array_foreach(columns, i, column) {
		if (strcmp(text_of(column, "name"), name) == 0)
			return text_of(column, "title");
	}
	return NULL;
}

const char *
catalog_param_title(const struct catalog *c, const json_t *method,
    const char *name)
{
	json_t *methods = json_object_get(c->all, "methods"), *m;
	const char *title = column_title(method, name);
	size_t i;

	json_array_foreach(methods, i, m) {
		if (title == NULL && method_is_of(m, method_word(method, 0)))
			title = column_title(m, name);
	}
	return title != NULL ? title : view_title(name);
}

bool
method_is_write(const json_t *method)
{
	return strcmp(text_of(method, "kind"), "read") != 0;
}

const char *
method_rest(const json_t *method)
{
	return json_string_value(json_object_get(method, "rest"));
}

bool
method_gives_file(const json_t *method)
{
	json_t *columns = json_object_get(method, "columns"), *column;
	size_t i;

	json_array_foreach(columns, i, column) {
		if (strcmp(text_of(column, "type"), "fd") == 0)
			return true;
	}
	return false;
}

json_t *
method_params(const json_t *method)
{
	return json_object_get(json_object_get(method, "params"), "properties");
}

json_t *
method_param(const json_t *method, const char *name)
{
	return json_object_get(method_params(method), name);
}

bool
method_requires(const json_t *method, const char *name)
{
	json_t *list, *s;
	size_t i;

	list = json_object_get(json_object_get(method, "params"), "required");
	json_array_foreach(list, i, s) {
		if (strcmp(json_string_value(s), name) == 0)
			return true;
	}
	return false;
}

const char *
method_positional(const json_t *method, size_t i)
{
	return json_string_value(
	    json_array_get(json_object_get(method, "positional"), i));
}

const char *
param_type(const json_t *param)
{
	return text_of(param, "x-type");
}

const char *
param_text(const json_t *param)
{
	return text_of(param, "description");
}

bool
param_many(const json_t *param)
{
	return json_object_get(param, "items") != NULL &&
	    strcmp(param_type(param), "list") != 0;
}

bool
param_is_open(const json_t *param)
{
	const char *class = text_of(param, "x-class");

	return class[0] == '\0' || strcmp(class, "case") == 0;
}

json_t *
param_codes(const json_t *param)
{
	json_t *codes = json_object_get(param, "enum");

	return codes != NULL ?
	    codes :
	    json_object_get(json_object_get(param, "items"), "enum");
}
