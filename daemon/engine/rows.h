/*
 * rows -- the method rows of this room, one array a file.
 *
 * Every array ends with a row whose name is NULL.  engine/table.c joins them;
 * nothing else needs to know which file a method stands in.
 */
#ifndef ENGINE_ROWS_H
#define ENGINE_ROWS_H

#include <boflyt/plugin.h>

#define LIST_LIMIT_MAX 200 /* rows in one page */
#define LIST_LIMIT 50 /* unless the request says otherwise */

/* What every list takes: how many rows, and the key of the last one seen. */
#define LIST_PARAMS                                                            \
	{ .name = "limit",                                                     \
		.type = BF_INTEGER,                                            \
		.min = 1,                                                      \
		.max = LIST_LIMIT_MAX,                                         \
		.text = N_("rows in a page, 50 unless given") },               \
	{                                                                      \
		.name = "after", .type = BF_TEXT,                              \
		.text = N_("`next` of the page before")                        \
	}

extern const struct bf_method absence_methods[];
extern const struct bf_method act_methods[];
extern const struct bf_method alert_methods[];
extern const struct bf_method allocation_methods[];
extern const struct bf_method announce_methods[];
extern const struct bf_method backup_methods[];
extern const struct bf_method caselist_methods[];
extern const struct bf_method caseview_methods[];
extern const struct bf_method clock_methods[];
extern const struct bf_method complaint_methods[];
extern const struct bf_method config_methods[];
extern const struct bf_method consent_list_methods[];
extern const struct bf_method consent_methods[];
extern const struct bf_method create_methods[];
extern const struct bf_method day_methods[];
extern const struct bf_method deadline_methods[];
extern const struct bf_method decision_methods[];
extern const struct bf_method describe_methods[];
extern const struct bf_method doctor_methods[];
extern const struct bf_method document_methods[];
extern const struct bf_method emergency_methods[];
extern const struct bf_method explain_methods[];
extern const struct bf_method erasure_methods[];
extern const struct bf_method form_methods[];
extern const struct bf_method history_methods[];
extern const struct bf_method hold_methods[];
extern const struct bf_method household_methods[];
extern const struct bf_method impartial_methods[];
extern const struct bf_method incident_methods[];
extern const struct bf_method keys_methods[];
extern const struct bf_method lookup_methods[];
extern const struct bf_method match_count_methods[];
extern const struct bf_method meeting_agenda_methods[];
extern const struct bf_method meeting_methods[];
extern const struct bf_method order_methods[];
extern const struct bf_method packet_methods[];
extern const struct bf_method outbox_methods[];
extern const struct bf_method person_link_methods[];
extern const struct bf_method person_methods[];
extern const struct bf_method protection_methods[];
extern const struct bf_method receive_methods[];
extern const struct bf_method registers_methods[];
extern const struct bf_method reopen_methods[];
extern const struct bf_method report_exception_methods[];
extern const struct bf_method report_innsyn_methods[];
extern const struct bf_method report_level_methods[];
extern const struct bf_method report_methods[];
extern const struct bf_method report_time_methods[];
extern const struct bf_method report_use_methods[];
extern const struct bf_method sys_methods[];
extern const struct bf_method task_methods[];
extern const struct bf_method transfer_methods[];
extern const struct bf_method undoing_methods[];
extern const struct bf_method watch_methods[];
extern const struct bf_method why_methods[];
extern const struct bf_method workflow_methods[];

#endif
