/*
 * records -- a store with two kinds of records of a plugin.
 */
#ifndef TESTS_STORE_RECORDS_H
#define TESTS_STORE_RECORDS_H

#include "tests/store/registers.h"

#include "store/person.h"
#include "store/record.h"
#include "store/scope.h"

#define ALL 0x1fu /* every class */

extern const char *const states[]; /* draft, open, closed */
extern const struct bf_record_column columns[]; /* of "claim" */

/* "claim", with unique rules; "visit" without, so that a case has many. */
extern const struct bf_record claims[], visits[];

struct records {
	struct fixture f;
	struct record_set *set;
	const struct record_kind *k;
	int64_t owner;
};

/* A store that knows DECLS and claims, and a case that may own them. */
void begin(struct records *r, const struct bf_record *decls);
void end(struct records *r);

/* Put VALUES, which is taken over. */
enum rc put(struct records *r, int64_t *id, int64_t if_rev, json_t *values);

/* Value NAME of record ID as known at AS_OF (0: now); borrowed until the next. */
json_t *value(struct records *r, int64_t id, int64_t as_of, const char *name);

/* The ids that Q finds, as digits: "231". */
const char *ids(struct records *r, const struct record_query *q);

#endif
