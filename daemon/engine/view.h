/*
 * view -- what lists and pictures of cases have in common.
 *
 * A relation by task alone shows the task and what is of class case; papers,
 * decisions and history of the case need its unit or its contact person.
 */
#ifndef ENGINE_VIEW_H
#define ENGINE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "access/gate.h"
#include "base/err.h"
#include "engine/call.h"
#include "model/definition.h"
#include "store/case.h"

/*
 * Look up case NUMBER for reading and note it as disclosed with DETAIL.  FULL:
 * RC_DENIED for those who have no more than a task in it.
 */
enum rc view_case(struct bf_call *c, const char *number, bool full,
    const char *detail, struct case_head *head, struct gate_pass *pass);

/* The same by row number. */
enum rc view_case_id(struct bf_call *c, int64_t id, bool full,
    const char *detail, struct case_head *head, struct gate_pass *pass);

/*
 * Leave of ROW, a case of case_list, what somebody with no more than a task in
 * it may see: number, revision, and whom to ask.
 */
void view_of_task(json_t *row);

/* May the caller see task ROW (of task_list) of a case in relation REL? */
bool view_task_is_own(const struct bf_call *c, const json_t *row);

/*
 * Take out of ROWS (of task_list) those that the caller may not see, and words
 * of class health that are not for them; add `overdue`, drop internal members,
 * and note their cases as disclosed.
 */
enum rc view_tasks(struct bf_call *c, json_t *rows);

/*
 * Number ROWS (all of decision_list) as people do: by their number in the case,
 * also where one refers to another; with titles.
 */
enum rc
view_decisions(struct bf_call *c, const struct case_head *head, json_t *rows);

/*
 * Leave out of MEMBERS (of a household) the strictly protected that the caller
 * may not know of, and take the names from other units' persons; what is left
 * is noted as disclosed.
 */
enum rc view_members(struct bf_call *c, json_t *members);

/* Add `days`, `workdays` left and `overdue` to a row that has `due`. */
void view_due(const struct bf_call *c, json_t *row);

/* The row's member NAME as a date, or DATE_NONE. */
struct date view_date(const json_t *row, const char *name);

/* Set member NAME of ROW to D, or to nothing for DATE_NONE. */
void view_set_date(json_t *row, const char *name, struct date d);

/*
 * Give ROWS (of case_list, deadline_row_list …) with a member `definition` the
 * titles of workflow and stage: `workflow_title`, `stage_title`.
 */
enum rc view_titles(struct bf_call *c, json_t *rows);

/* What VALUE of field F is called; new reference, or NULL: as it is. */
json_t *view_value_text(const struct def_field *f, const json_t *value);

#endif
