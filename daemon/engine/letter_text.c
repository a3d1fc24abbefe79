/*
 * letter_text -- what a letter says; see letter_text.h.
 */
#include "engine/letter_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/enclose.h"
#include "engine/letter_fields.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/step.h"
#include "model/letter_kind.h"
#include "store/person.h"
#include "store/version.h"

enum rc
letter_language(const struct bf_call *c, const json_t *payload, enum lang *out,
    struct err *e)
{
	int64_t id = json_integer_value(json_object_get(payload, "person"));
	const char *code;
	json_t *identity = NULL;
	enum rc rc;

	if (!lang_parse(c->municipality->language, out))
		*out = LANG_NB;
	if (id == 0)
		return RC_OK;
	rc = person_part(c->store, id, BF_CLASS_IDENTITY, &identity, e);
	code = json_string_value(json_object_get(identity, "language"));
	if (code != NULL &&
	    (strcmp(code, "nb") == 0 || strcmp(code, "nn") == 0))
		(void)lang_parse(code, out);
	json_decref(identity);
	return rc;
}

/* The row of the letter NAME of a plugin; NULL if there is none. */
static const struct bf_letter *
find_row(const struct step *st, const char *name)
{
	const struct engine_plugin *p = plugins_of(st->call->engine, name);
	const struct bf_letter *l = p == NULL ? NULL : p->plugin->d.letters;

	for (; l != NULL && l->name != NULL; l++)
		if (strcmp(l->name, name) == 0)
			return l;
	return NULL;
}

/* The words that a plugin has for NAME, which were checked when it was loaded. */
static void
find_own(const struct step *st, const char *name, enum lang lang,
    struct template **t)
{
	const struct bf_letter *l = find_row(st, name);
	struct lines mistakes = LINES_INIT;
	const char *words;

	if (l == NULL)
		return;
	words = lang == LANG_NN ? l->nn : l->nb;
	(void)template_read(words, strlen(words), &mistakes, t);
	lines_free(&mistakes);
}

/*
 * The template NAME in LANG; *T is NULL if neither the definition nor a plugin
 * has one.
 */
static enum rc
find_template(const struct step *st, const char *name, enum lang lang,
    struct template **t, struct err *e)
{
	char *path = mem_format("letters/%s.%s.txt", name, lang_code(lang));
	struct lines mistakes = LINES_INIT;
	struct version_file f;
	enum rc rc;

	*t = NULL;
	rc = version_file(st->call->store, st->head.definition, path, &f, e);
	if (rc == RC_OK && f.path != NULL &&
	    !template_read((const char *)f.bytes, f.len, &mistakes, t))
		rc = err_name(e, RC_SCRIPT, "E_LETTER", _("%s:%s"), path,
		    mistakes.line[0]);
	if (rc == RC_OK && f.path == NULL)
		find_own(st, name, lang, t);
	lines_free(&mistakes);
	free(f.path);
	free(f.bytes);
	free(path);
	return rc;
}

/* A version from before letters were checked may hold one that is not right. */
static enum rc
check(const struct step *st, const struct template *t, const char *name,
    const struct template_kind **kind, struct template_kind **own,
    struct err *e)
{
	struct lines mistakes = LINES_INIT;
	const struct bf_letter *row;
	enum rc rc = RC_OK;

	*kind = letter_kind_find(template_head(t, "kind"));
	if (*kind == NULL &&
	    (row = find_row(st, template_head(t, "kind"))) != NULL)
		*kind = *own = letter_kind_new(row);
	if (*kind == NULL)
		return err_name(e, RC_SCRIPT, "E_LETTER",
		    _("letter %s: no such kind of letter: %s"), name,
		    template_head(t, "kind"));
	if (!template_check(t, *kind, &mistakes))
		rc = err_name(e, RC_SCRIPT, "E_LETTER", _("letter %s: %s"),
		    name, mistakes.line[0]);
	lines_free(&mistakes);
	return rc;
}

static enum rc
check_words(const char *text, struct err *e)
{
	const char *bad = template_bad_word(text);

	if (bad == NULL)
		return RC_OK;
	return err_name(e, RC_GUARD, "E_LETTER_WORDS",
	    _("letter: \"%s\" belongs in no letter; say it in another way"),
	    bad);
}

static enum rc
fill(struct step *st, const struct template *t, enum lang lang, json_t *payload,
    struct err *e)
{
	const char *name =
	    json_string_value(json_object_get(payload, "template"));
	const struct template_kind *kind;
	struct template_kind *own = NULL;
	char *title = NULL, *text = NULL, day[DATE_SIZE];
	json_t *data = NULL;
	enum rc rc;

	if ((rc = check(st, t, name, &kind, &own, e)) == RC_OK &&
	    (rc = letter_data(st, kind->name, payload, lang, &data, e)) ==
		RC_OK &&
	    own != NULL)
		letter_fields_add(data, json_object_get(payload, "fields"),
		    lang);
	if (rc == RC_OK &&
	    (rc = template_fill(t, kind, data, &title, &text, e)) == RC_OK) {
		date_format(st->call->today, day);
		json_object_set_new(payload, "title", json_string(title));
		json_object_set_new(payload, "text", json_string(text));
		json_object_set_new(payload, "language",
		    json_string(lang_code(lang)));
		json_object_set_new(payload, "written", json_string(day));
		enclose_tell(payload);
		rc = check_words(json_string_value(
				     json_object_get(payload, "text")),
		    e);
	}
	letter_kind_free(own);
	json_decref(data);
	free(title);
	free(text);
	return rc;
}

enum rc
letter_write(struct step *st, json_t *payload, struct err *e)
{
	const char *name =
	    json_string_value(json_object_get(payload, "template"));
	struct template *t = NULL;
	enum lang lang;
	enum rc rc;

	if (json_object_get(payload, "text") != NULL) {
		enclose_tell(payload);
		return RC_OK;
	}
	if (name == NULL)
		return RC_OK;
	if ((rc = letter_language(st->call, payload, &lang, e)) != RC_OK ||
	    (rc = find_template(st, name, lang, &t, e)) != RC_OK)
		return rc;
	if (t == NULL && st->call->frame != NULL)
		return err_set(e, RC_NOTFOUND,
		    _("letter %s: no such template, neither the definition's "
		      "nor a plugin's"),
		    name);
	if (t == NULL)
		return RC_OK;
	rc = fill(st, t, lang, payload, e);
	template_free(t);
	return rc;
}
