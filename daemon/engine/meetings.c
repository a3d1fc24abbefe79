/*
 * meetings -- what the methods of a meeting have in common.
 */
#include "engine/meetings.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "engine/mark.h"

#define SECTION_SIZE 64

const char *const meetings_types[] = { "joint_allocation", "weekly_case",
	"support_group", "housing", "strategic_forum", "overarching", NULL };

const struct bf_column meetings_written[] = { { "meeting", BF_ID,
						  N_("meeting") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END } };

enum rc
meetings_open(struct bf_call *c, const json_t *params, struct meeting *m)
{
	enum rc rc;

	rc = meeting_get(c->store, param_int(params, "meeting", 0), m, &c->err);
	return rc == RC_OK ?
	    mark_check_rev(c, N_("meeting"), m->id, m->rev, m->changed) :
	    rc;
}

enum rc
meetings_open_planned(struct bf_call *c, const json_t *params,
    struct meeting *m)
{
	enum rc rc;

	if ((rc = meetings_open(c, params, m)) != RC_OK ||
	    strcmp(m->state, "planned") == 0)
		return rc;
	return err_name(&c->err, RC_GUARD, "E_MEETING_STATE",
	    _("meeting %lld: is %s; call another with meeting plan"),
	    (long long)m->id, m->state);
}

enum rc
meetings_finish(struct bf_call *c, struct meeting *m, const char *kind,
    bool ended, const json_t *parts, json_t **result)
{
	enum rc rc;

	rc = meeting_save(c->tx, m, ended ? principal_name(c->who) : NULL,
	    &c->err);
	if (rc == RC_OK)
		rc = mark_subject(c, kind, "meeting", m->id, m->rev, parts);
	if (rc == RC_OK)
		*result = mark_answer(c, "meeting", m->id, m->rev);
	return rc;
}

static bool
find(const struct bf_call *c, const char *type, const char *key,
    char section[SECTION_SIZE])
{
	snprintf(section, SECTION_SIZE, "meeting %s", type);
	return config_has(c->municipality->config, section, key);
}

int64_t
meetings_number(const struct bf_call *c, const char *type, const char *key)
{
	char section[SECTION_SIZE];

	if (!find(c, type, key, section))
		return 0;
	return config_int(c->municipality->config, section, key);
}

const char *const *
meetings_units(const struct bf_call *c, const char *type)
{
	char section[SECTION_SIZE];

	if (!find(c, type, "units", section))
		return NULL;
	return config_list(c->municipality->config, section, "units", NULL);
}
