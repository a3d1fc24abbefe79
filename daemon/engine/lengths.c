/*
 * lengths -- a municipality sets the length of goals alone.
 */
#include "engine/lengths.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "engine/complain_inside.h"
#include "engine/doctor.h"
#include "engine/state.h"
#include "model/municipality.h"
#include "store/version.h"

#define SECTION_SIZE 96
#define NAMES_MAX 256
#define MEND_UNKNOWN "boflyt config explain deadline.days"

static const char *const keys[] = { "days", "workdays", "weeks", "months",
	"acute_workdays" };

static enum rc
check_deadline(const struct municipality *m, const char *name,
    const json_t *deadline, struct err *e)
{
	const char *rule = json_string_value(json_object_get(deadline, "rule"));
	char section[SECTION_SIZE];
	size_t i;

	if (rule == NULL || json_is_true(json_object_get(deadline, "goal")))
		return RC_OK;
	snprintf(section, sizeof(section), "deadline %s", name);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (config_has(m->config, section, keys[i]))
			return err_name(e, RC_CONFIG, "E_DEADLINE_LEGAL",
			    _("%s: %s: the length of %s is set by law (%s of "
			      "law.ini); take the key out"),
			    config_where(m->config, section, keys[i]), keys[i],
			    name, rule);
	return RC_OK;
}

static enum rc
check_stage(const struct municipality *m, const json_t *stage, struct err *e)
{
	json_t *deadlines = json_object_get(stage, "deadlines"), *one;
	const char *name;
	enum rc rc;

	json_object_foreach(deadlines, name, one)
		if ((rc = check_deadline(m, name, one, e)) != RC_OK)
			return rc;
	return RC_OK;
}

enum rc
lengths_check(const struct municipality *m, const json_t *skeleton,
    struct err *e)
{
	json_t *stages = json_object_get(skeleton, "stages"), *one;
	const char *name;
	enum rc rc;

	if ((rc = check_stage(m, json_object_get(skeleton, "any"), e)) != RC_OK)
		return rc;
	json_object_foreach(stages, name, one)
		if ((rc = check_stage(m, one, e)) != RC_OK)
			return rc;
	return RC_OK;
}

static enum rc
check_version(struct engine *en, const struct municipality *m, int64_t id,
    struct err *e)
{
	struct version v;
	enum rc rc;

	memset(&v, 0, sizeof(v));
	rc = version_get(en->parts.store, id, &v, e);
	if (rc == RC_OK)
		rc = lengths_check(m, v.skeleton, e);
	version_fini(&v);
	return rc;
}

enum rc
lengths_check_active(struct engine *en, const struct municipality *m,
    struct err *e)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = version_list_active(en->parts.store, &rows, e);
	json_array_foreach(rows, i, row)
		if (rc == RC_OK)
			rc = check_version(en, m,
			    json_integer_value(json_object_get(row, "id")), e);
	json_decref(rows);
	return rc;
}

/* The names of all deadlines in SKELETON, added to NAMES as keys. */
static void
take_names(const json_t *skeleton, json_t *names)
{
	const json_t *stage;
	const char *key;

	(void)json_object_update(names,
	    json_object_get(json_object_get(skeleton, "any"), "deadlines"));
	json_object_foreach(json_object_get(skeleton, "stages"), key, stage)
		(void)json_object_update(names,
		    json_object_get(stage, "deadlines"));
}

/* The names that a section may have; new reference, empty: no workflow yet. */
static enum rc
known_names(struct bf_call *c, json_t **out)
{
	static const char *const own[] = { COMPLAIN_FORWARD, COMPLAIN_ANSWER,
		"advance_notice", "papers" };
	json_t *rows = NULL, *row;
	struct version v;
	size_t i;
	enum rc rc;

	*out = json_object();
	rc = version_list_active(c->store, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		if (rc != RC_OK)
			break;
		memset(&v, 0, sizeof(v));
		rc = version_get(c->store,
		    json_integer_value(json_object_get(row, "id")), &v,
		    &c->err);
		take_names(v.skeleton, *out);
		version_fini(&v);
	}
	for (i = 0; json_array_size(rows) > 0 && i < sizeof(own) / sizeof(*own);
	     i++)
		(void)json_object_set_new(*out, own[i], json_null());
	json_decref(rows);
	return rc;
}

static void
tell_unknown(const char *name, const json_t *known, json_t *rows)
{
	const char *list[NAMES_MAX], *key, *near;
	const json_t *value;
	size_t n = 0;

	json_object_foreach((json_t *)(uintptr_t)known, key, value)
		if (n < NAMES_MAX)
			list[n++] = key;
	near = ini_nearest(name, list, n);
	if (near == NULL)
		doctor_found(rows, DOCTOR_WARNING, "configuration",
		    MEND_UNKNOWN,
		    _("[deadline %s] changes nothing: no workflow in use has a "
		      "deadline of that name"),
		    name);
	else
		doctor_found(rows, DOCTOR_WARNING, "configuration",
		    MEND_UNKNOWN,
		    _("[deadline %s] changes nothing: no workflow in use has a "
		      "deadline of that name; did you mean '%s'?"),
		    name, near);
}

enum rc
lengths_look(struct bf_call *c, json_t *rows)
{
	const struct config *config = c->municipality->config;
	json_t *known = NULL;
	const char *name;
	size_t i;
	enum rc rc;

	rc = known_names(c, &known);
	for (i = 0; rc == RC_OK && json_object_size(known) > 0 &&
	     (name = config_name(config, "deadline", i)) != NULL;
	     i++)
		if (json_object_get(known, name) == NULL)
			tell_unknown(name, known, rows);
	json_decref(known);
	return rc;
}
