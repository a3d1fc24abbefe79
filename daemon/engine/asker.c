/*
 * asker -- what must be known of who asks beside the configuration.
 */
#include "engine/asker.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/state.h"
#include "model/law.h"
#include "model/zone.h"
#include "store/absence.h"

static enum rc
check_day(const struct user *u, struct date today, struct err *e)
{
	char text[DATE_SIZE];

	date_format(today, text);
	if (user_works_on(u, text))
		return RC_OK;
	return err_set(e, RC_DENIED,
	    _("user %s: does not work here today; see from and to in the "
	      "municipality's file"),
	    u->name);
}

static enum rc
check_basis(const struct law *law, const char *basis, struct date today,
    struct err *e)
{
	const struct law_rule *rule = NULL;
	struct err why = ERR_INIT;

	if (law == NULL || basis == NULL || basis[0] == '\0')
		return RC_OK;
	if (law_find(law, basis, today, &rule, &why) == RC_OK &&
	    rule->kind == LAW_ACCESS)
		return RC_OK;
	return err_field(e, "basis", NULL,
	    _("%s: not a basis that is in force; the bases stand in law.ini, "
	      "such as FVL13B2"),
	    basis);
}

static enum rc
find_absentees(struct engine *en, struct principal *who, struct date today,
    struct asker *room, struct err *e)
{
	size_t i, n;
	enum rc rc;

	rc = absence_stands_for(en->parts.store, who->user->name, today,
	    &room->absentees, e);
	if (rc != RC_OK)
		return rc;
	n = json_array_size(room->absentees);
	if (n > ASKER_STANDS_MAX)
		n = ASKER_STANDS_MAX;
	for (i = 0; i < n; i++)
		room->names[i] =
		    json_string_value(json_array_get(room->absentees, i));
	who->stands_for = room->names;
	who->n_stands_for = n;
	return RC_OK;
}

enum rc
asker_settle(struct engine *en, struct principal *who, struct asker *room,
    struct err *e)
{
	struct date today = zone_date(engine_now(en));
	enum rc rc;

	memset(room, 0, sizeof(*room));
	who->flag = &room->flag;
	if (who->user == NULL)
		return RC_OK;
	if ((rc = check_day(who->user, today, e)) != RC_OK ||
	    (rc = check_basis(en->parts.law, who->basis, today, e)) != RC_OK)
		return rc;
	return find_absentees(en, who, today, room, e);
}

void
asker_fini(struct asker *room)
{
	json_decref(room->absentees);
	memset(room, 0, sizeof(*room));
}
