/*
 * test_world -- S-07 as namsmann tells of it, and what comes of it.
 */
#ifndef EVICTION_TEST_WORLD_H
#define EVICTION_TEST_WORLD_H

#include "../../tests/e2e/work.h"

/* What eviction.notice takes, about PERSON (0: the notice has a name alone). */
json_t *evict_s07(json_int_t person);

/* Tell it as nav01; the number of the matter.  *RESULT (may be NULL) is new. */
json_int_t evict_told(struct work *w, json_t *p, json_t **result);

json_t *evict_one(json_int_t matter);
json_t *evict_show(struct work *w, json_int_t matter);

/* The open tasks that AS sees. */
json_t *evict_tasks(struct work *w, const char *as);

/* The open deadline NAME of nav01's cases must be due on DAY; NULL: none. */
void evict_is_due(struct work *w, const char *name, const char *day);

#endif
