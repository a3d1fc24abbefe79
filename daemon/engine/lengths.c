/*
 * lengths -- a municipality sets the length of goals alone.
 */
#include "engine/lengths.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "engine/state.h"
#include "model/municipality.h"
#include "store/version.h"

#define SECTION_SIZE 96

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
