/*
 * filter -- is what a list's filter names there at all?
 */
#include "engine/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "store/register.h"
#include "store/version.h"

/* Is WORD a key of NAMES?  If not, say so for FIELD with the nearest. */
static enum rc
among(struct bf_call *c, const char *field, const char *word,
    const json_t *names)
{
	const char **list, *near, *name;
	json_t *value;
	size_t n = 0;

	if (json_object_get(names, word) != NULL)
		return RC_OK;
	list = mem_new(json_object_size(names) + 1, sizeof(*list));
	json_object_foreach((json_t *)(uintptr_t)names, name, value)
		list[n++] = name;
	near = ini_nearest(word, list, n);
	if (near != NULL)
		(void)err_field(&c->err, field, NULL,
		    _("%s: not known here; did you mean %s?"), word, near);
	else
		(void)err_field(&c->err, field, NULL, _("%s: not known here"),
		    word);
	free(list);
	return c->err.rc;
}

static enum rc
check_register(struct bf_call *c, const json_t *params, const char *field,
    enum register_kind kind)
{
	const char *word = param_text(params, field);
	json_t *names = NULL, *past = NULL;
	enum rc rc;

	if (word == NULL)
		return RC_OK;
	/* Those who were known at any time still have cases. */
	if (register_get(c->store, kind, word, c->now, &past, &c->err) ==
	    RC_OK) {
		json_decref(past);
		return RC_OK;
	}
	err_clear(&c->err);
	rc = register_list(c->store, kind, 0, &names, &c->err);
	if (rc == RC_OK)
		rc = among(c, field, word, names);
	json_decref(names);
	return rc;
}

enum rc
filter_unit(struct bf_call *c, const json_t *params, const char *field)
{
	return check_register(c, params, field, REGISTER_UNIT);
}

enum rc
filter_user(struct bf_call *c, const json_t *params, const char *field)
{
	return check_register(c, params, field, REGISTER_USER);
}

/* {stage: true} of version ID, added to NAMES. */
static enum rc
add_stages(struct bf_call *c, int64_t id, json_t *names)
{
	struct version v;
	const char *name;
	json_t *value;
	enum rc rc;

	memset(&v, 0, sizeof(v));
	if ((rc = version_get(c->store, id, &v, &c->err)) == RC_OK)
		json_object_foreach(json_object_get(v.skeleton, "stages"), name,
		    value)
			json_object_set_new(names, name, json_true());
	version_fini(&v);
	return rc;
}

/* {name: true} of what was ever loaded, or of their stages. */
static enum rc
known(struct bf_call *c, bool stages, json_t **out)
{
	json_t *rows = NULL, *row, *names = json_object();
	size_t i;
	enum rc rc;

	rc = version_list(c->store, NULL, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		if (rc == RC_OK && stages)
			rc = add_stages(c,
			    json_integer_value(json_object_get(row, "id")),
			    names);
		else
			json_object_set_new(names,
			    json_string_value(json_object_get(row, "name")),
			    json_true());
	}
	json_decref(rows);
	*out = names;
	return rc;
}

static enum rc
check_version(struct bf_call *c, const json_t *params, const char *field,
    bool stages)
{
	const char *word = param_text(params, field);
	json_t *names = NULL;
	enum rc rc;

	if (word == NULL)
		return RC_OK;
	if ((rc = known(c, stages, &names)) == RC_OK)
		rc = among(c, field, word, names);
	json_decref(names);
	return rc;
}

enum rc
filter_stage(struct bf_call *c, const json_t *params, const char *field)
{
	return check_version(c, params, field, true);
}

enum rc
filter_workflow(struct bf_call *c, const json_t *params, const char *field)
{
	return check_version(c, params, field, false);
}
