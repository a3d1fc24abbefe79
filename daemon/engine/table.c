/*
 * table -- join the method rows of every file and check each of them.
 */
#include "engine/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/rows.h"

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
bad_row(const struct bf_method *m, const char *what, struct err *e)
{
	return err_set(e, RC_INTERNAL, _("method %s: %s"), m->name, what);
}

static enum rc
check_params(const struct bf_method *m, struct err *e)
{
	const struct bf_param *p, *q;
	bool rest = false;

	for (p = m->params; p != NULL && p->type != BF_END; p++) {
		if (p->name == NULL || p->text == NULL)
			return bad_row(m, "a parameter without name or text",
			    e);
		if (p->type == BF_CODE && p->codes == NULL)
			return bad_row(m, "a choice without codes", e);
		if (rest && (p->flags & (BF_POSITIONAL | BF_REST)) != 0)
			return bad_row(m, "a position after the rest", e);
		rest = rest || (p->flags & BF_REST) != 0;
		for (q = m->params; q != p; q++)
			if (strcmp(p->name, q->name) == 0)
				return bad_row(m, "a parameter twice", e);
	}
	return RC_OK;
}

static enum rc
check_columns(const struct bf_method *m, struct err *e)
{
	const struct bf_column *col, *other;

	if (m->rows != NULL && m->columns == NULL)
		return bad_row(m, "rows without columns", e);
	for (col = m->columns; col != NULL && col->type != BF_END; col++) {
		if (col->name == NULL || col->title == NULL)
			return bad_row(m, "a column without name or title", e);
		for (other = m->columns; other != col; other++)
			if (strcmp(col->name, other->name) == 0)
				return bad_row(m, "a column twice", e);
	}
	return RC_OK;
}

/* May the page of a case ask for it? */
static bool
is_of_a_case(const struct bf_method *m)
{
	const struct bf_param *p;
	bool takes = false;

	for (p = m->params; p != NULL && p->type != BF_END; p++) {
		if (strcmp(p->name, "case") == 0 ||
		    strcmp(p->name, "person") == 0)
			takes = true;
		else if ((p->flags & BF_REQUIRED) != 0)
			return false;
	}
	return takes && m->kind == BF_READ && m->rows != NULL;
}

static enum rc
check_row(const struct bf_method *m, struct err *e)
{
	enum rc rc;

	if (strchr(m->name, '.') == NULL)
		return bad_row(m, "not object.verb", e);
	if (m->access == BF_ACCESS_NONE)
		return bad_row(m, "no access class", e);
	if (m->faces == 0)
		return bad_row(m, "no face", e);
	if (m->nb == NULL || m->nb[0] == '\0' || m->text == NULL)
		return bad_row(m, "no words", e);
	if (m->call == NULL)
		return bad_row(m, "no function", e);
	if ((rc = check_params(m, e)) != RC_OK ||
	    (rc = check_columns(m, e)) != RC_OK)
		return rc;
	return (m->faces & BF_FACE_CASE) == 0 || is_of_a_case(m) ?
	    RC_OK :
	    bad_row(m,
		"no list that takes a case or a person and needs nothing else",
		e);
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
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(table[i].name, m->name) == 0 ||
		    strcmp(table[i].nb, m->nb) == 0)
			return bad_row(m, "the same words twice", e);
	table[n] = *m;
	return check_row(m, e);
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
