/*
 * page -- lists in pages: how many rows, after which one.
 *
 * A page ends with the key of its last row in `next`, which the next request
 * hands back as `after`; null tells that there is no more.
 */
#ifndef ENGINE_PAGE_H
#define ENGINE_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct page {
	int limit; /* 1..LIST_LIMIT_MAX */
	int64_t after; /* 0: from the start */
	const char *key; /* `after` as given, borrowed; NULL: none */
};

/* Read `limit` and `after`; RC_INVALID unless `after` is a row number. */
enum rc page_read(const json_t *params, struct page *out, struct err *e);

/* The same for lists whose key is more than a number. */
void page_read_key(const json_t *params, struct page *out);

/* The key of a row with number ID; new reference. */
json_t *page_key(int64_t id);

/*
 * End a list: unless RC is an error, *RESULT is {rows, next}.  Takes over ROWS
 * and NEXT (NULL: no more) in any case; returns RC.
 */
enum rc page_answer(enum rc rc, json_t *rows, json_t *next, json_t **result);

/* The same, with the key that member "id" of the last of a full page gives. */
enum rc page_answer_by_id(enum rc rc, json_t *rows, const struct page *page,
    json_t **result);

#endif
