/*
 * reader -- the configuration, read and checked by a child.
 *
 * The parent lives for months and opens no file that others write; the child
 * reads everything, says what it found and ends.
 */
#ifndef SUPERVISOR_READER_H
#define SUPERVISOR_READER_H

#include <jansson.h>

#include "base/err.h"

#define READER_MS 30000 /* then the child is given up */

struct event_base;
struct reader;

/*
 * Called once from the loop; PLAN is borrowed: the form of worker/plan.h, or
 * NULL if the child said nothing sensible.  The reader is freed afterwards.
 */
typedef void reader_fn(void *arg, const json_t *plan);

/* Begin to read FILE and all that it names. */
enum rc reader_start(struct event_base *base, const char *file, reader_fn *fn,
    void *arg, struct reader **out, struct err *e);

/* Give up before it has called; NULL is fine. */
void reader_free(struct reader *r);

#endif
