/*
 * table -- join the method rows of every file and check each of them.
 */
#include "engine/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/rows.h"
#include "model/method.h"

static const struct bf_method *const all_rows[] = { absence_methods,
	act_methods, alert_methods, allocation_methods, announce_methods,
	backup_methods, caselist_methods, caseview_methods, clock_methods,
	complaint_methods, config_methods, consent_list_methods,
	consent_methods, create_methods, day_methods, deadline_methods,
	decision_methods, describe_methods, doctor_methods, document_methods,
	emergency_methods, erasure_methods, explain_methods, form_methods,
	history_methods, hold_methods, household_methods, impartial_methods,
	incident_methods, keys_methods, lookup_methods, match_count_methods,
	meeting_agenda_methods, meeting_methods, order_methods, outbox_methods,
	packet_methods, person_link_methods, person_methods, protection_methods,
	receive_methods, registers_methods, reopen_methods,
	report_exception_methods, report_innsyn_methods, report_level_methods,
	report_methods, report_time_methods, report_use_methods, sys_methods,
	task_methods, transfer_methods, undoing_methods, watch_methods,
	why_methods, workflow_methods, NULL };

static enum rc
bad_row(const struct bf_method *m, const char *where, const char *what,
    struct err *e)
{
	return err_set(e, RC_INTERNAL, _("method %s: %s%s%s"), m->name, where,
	    where[0] != '\0' ? ": " : "", _(what));
}

static size_t
count_rows(const struct bf_method *const *parts)
{
	const struct bf_method *m;
	size_t n = 0;

	for (; *parts != NULL; parts++)
		for (m = *parts; m->name != NULL; m++)
			n++;
	return n;
}

/* Append M to the N rows of TABLE unless something is wrong with it. */
static enum rc
add_row(struct bf_method *table, size_t n, const struct bf_method *m,
    struct err *e)
{
	const char *flaw, *where;
	size_t i;

	if ((flaw = method_flaw(m, &where)) != NULL)
		return bad_row(m, where, flaw, e);
	for (i = 0; i < n; i++)
		if (strcmp(table[i].name, m->name) == 0 ||
		    strcmp(table[i].nb, m->nb) == 0)
			return bad_row(m, table[i].name,
			    N_("has the same name or words"), e);
	table[n] = *m;
	return RC_OK;
}

enum rc
table_join(const struct bf_method *const *parts, struct bf_method **out,
    struct err *e)
{
	const struct bf_method *m;
	struct bf_method *table;
	size_t n = 0;
	enum rc rc;

	*out = NULL;
	table = mem_new(count_rows(parts) + 1, sizeof(*table));
	for (; *parts != NULL; parts++) {
		for (m = *parts; m->name != NULL; m++) {
			if ((rc = add_row(table, n, m, e)) != RC_OK) {
				free(table);
				return rc;
			}
			n++;
		}
	}
	*out = table;
	return RC_OK;
}

enum rc
table_new(const struct bf_method *const *more, struct bf_method **out,
    struct err *e)
{
	const size_t own = sizeof(all_rows) / sizeof(all_rows[0]) - 1;
	const struct bf_method **parts;
	size_t n = 0;
	enum rc rc;

	while (more != NULL && more[n] != NULL)
		n++;
	parts = mem_new(own + n + 1, sizeof(*parts));
	memcpy(parts, all_rows, own * sizeof(*parts));
	if (n > 0)
		memcpy(parts + own, more, n * sizeof(*parts));
	rc = table_join(parts, out, e);
	free(parts);
	return rc;
}

const struct bf_method *
table_find(const struct bf_method *table, const char *name)
{
	for (; table->name != NULL; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}
