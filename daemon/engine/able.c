/*
 * able -- who may decide in a case.
 */
#include "engine/able.h"

#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/config.h"
#include "base/i18n.h"
#include "engine/step.h"
#include "model/municipality.h"
#include "store/history.h"

#define SECTION_SIZE (STORE_NAME_SIZE + 16)

static bool
is_among(const char *const *list, const char *name)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static bool
has_unit_among(const struct user *u, const char *const *list)
{
	size_t i;

	for (i = 0; i < u->n_units; i++)
		if (is_among(list, u->units[i]->name))
			return true;
	return false;
}

/* [authority TYPE] says who may; without it the role alone does. */
static enum rc
check_authority(const struct step *st, const char *type, struct err *e)
{
	const struct config *config = st->call->municipality->config;
	const struct principal *p = st->call->who;
	const char *const *users, *const *units;
	char section[SECTION_SIZE];

	if (p->system || p->user == NULL ||
	    !principal_has(p, ROLE_DECISION_MAKER))
		return err_name(e, RC_DENIED, "E_AUTHORITY",
		    _("decision: %s has not the role decision_maker"),
		    principal_name(p));
	snprintf(section, sizeof(section), "authority %s", type);
	if (!config_has(config, section, "users") &&
	    !config_has(config, section, "units"))
		return RC_OK;
	users = config_list(config, section, "users", NULL);
	units = config_list(config, section, "units", NULL);
	if (is_among(users, p->user->name) || has_unit_among(p->user, units))
		return RC_OK;
	return err_name(e, RC_DENIED, "E_AUTHORITY",
	    _("decision %s: %s has no authority; [%s] says who has"), type,
	    p->user->name, section);
}

/* Has somebody else than the caller worked with the case, and answers for it? */
static enum rc
is_prepared_by_other(const struct step *st, bool *out, struct err *e)
{
	const char *user = principal_name(st->call->who);

	*out = false;
	if (strcmp(st->head.contact, user) == 0)
		return RC_OK;
	return history_has_other(st->call->store, "case", st->head.id, user,
	    out, e);
}

static enum rc
check_four_eyes(const struct step *st, bool *review, struct err *e)
{
	const char *said = config_text(st->call->municipality->config,
	    "decisions", "four_eyes");
	bool other;
	enum rc rc;

	*review = false;
	if (said == NULL || strcmp(said, "no") == 0)
		return RC_OK;
	if ((rc = is_prepared_by_other(st, &other, e)) != RC_OK || other)
		return rc;
	if (strcmp(said, "leader") == 0) {
		*review = true;
		return RC_OK;
	}
	return err_name(e, RC_DENIED, "E_FOUR_EYES",
	    _("decision: %s has prepared the case alone; somebody else must "
	      "decide, or decisions.four_eyes says otherwise"),
	    principal_name(st->call->who));
}

enum rc
able_decide(const struct step *st, const char *type, bool *review,
    struct err *e)
{
	enum rc rc;

	if ((rc = gate_impartial(st->call->who, st->call->store, st->head.id,
		 e)) != RC_OK ||
	    (rc = check_authority(st, type, e)) != RC_OK)
		return rc;
	return check_four_eyes(st, review, e);
}
