/*
 * report_plugin -- reports that plugins declare as folds over their records.
 *
 *	begin ──► row, row, row … in slices ──► end ──► small counts hidden
 *
 * The records are read as known at one instant (`as_of`), so that the same
 * period and instant give the same figures whenever it is asked.
 */
#ifndef ENGINE_REPORT_PLUGIN_H
#define ENGINE_REPORT_PLUGIN_H

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/report.h"

/*
 * Method rows "report.NAME" for the reports R, to a NULL name; to be freed by
 * report_plugin_free.  NULL if there are none.
 */
struct bf_method *report_plugin_rows(const struct bf_report *r);
void report_plugin_free(struct bf_method *rows); /* NULL is fine */

/* Add {name, text} of every plugin's reports to ROWS, for report.list. */
void report_plugin_list(const struct bf_call *c, json_t *rows);

/*
 * Hide what tells people apart in ROWS of a report for P, whose columns are
 * declared: small counts, what is about them, and what else would give them away
 * with the totals (engine/report_cells.h) or with what was told before
 * (engine/report_guard.h).  Domain §6.1.
 */
enum rc report_plugin_hide(struct bf_call *c, const struct report_period *p,
    const struct bf_cell_column *columns, json_t *rows);

#endif
