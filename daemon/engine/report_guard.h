/*
 * report_guard -- no two reports give away a count by their difference.
 *
 * Who asks for January and then for January to February knows February.  So what
 * is told of a cell is kept with its days, and a count is guarded if with what
 * was told before it would let a count that is too small be worked out, for any
 * days.  Told counts of one cell are steps between days: those that hang together
 * give the count between any two of their days.
 *
 * A guarded count is hidden ("*") from those who see aggregates alone, the
 * strategic forum and the auditor.  Who may see cases as well is told it, with a
 * warning, and that stands in the log.  The key reports.differences hides it from
 * all (hide), or turns this off (show).  Asking for the same days again shows the
 * same.
 */
#ifndef ENGINE_REPORT_GUARD_H
#define ENGINE_REPORT_GUARD_H

#include <stdbool.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/report.h"
#include "engine/report_cells.h"
#include "store/figure.h"

/*
 * May F be told, after the N figures that were TOLD?  Not if all of them together
 * give a count above zero and below LIMIT for any days.
 */
bool report_guard_is_harmless(const struct figure *f, const struct figure *told,
    size_t n, int64_t limit);

/*
 * Mark in T what may not be told for the days of P; before cells_suppress.  TABLE
 * names it within its report, the same whatever the days.  ADDS: the counts of two
 * periods are that of both; else only those of the very same days are compared.
 */
enum rc report_guard_mark(struct bf_call *c, const struct report_period *p,
    const char *table, bool adds, struct cells *t);

/* Keep what T tells; after cells_suppress. */
enum rc report_guard_keep(struct bf_call *c, const struct report_period *p,
    const char *table, const struct cells *t);

/* Warn the caller if anything of T is hidden, or told, in that way. */
void report_guard_warn(struct bf_call *c, const struct cells *t);

#endif
