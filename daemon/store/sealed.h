/*
 * sealed -- every column that holds envelopes, and how each is bound and owned;
 * for this room only.
 *
 * What seals a value anew (store/rotate.h) walks these.  A column of bytes that
 * is in no row here must hold a hash: tests/store/test_sealed.c compares with
 * the schema.
 */
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/envelope.h"
#include "store/owner.h"

struct store;

/* All texts are SQL over a row of TABLE. */
struct sealed {
	const char *table;
	const char *kind; /* of its envelopes; NULL: TABLE */
	const char *blob; /* the column */
	const char *place; /* what tells rows apart and orders them */
	const char *row, *version; /* as in struct aad */
	const char *column; /* as in struct aad; NULL: the class's name */
	const char *owner_kind, *owner; /* owner 0: the municipality's */
	const char *class; /* number; NULL: it stands in the value itself */
	const char *of; /* the rows of owner ?3; NULL: all, and look */
	const char *after; /* those behind place ?1; NULL: place > ?1 */
	const char *order; /* NULL: place */
	const char *is; /* the row of place ?1; NULL: place = ?1 */
};

/*
 * The I-th column; NULL after the last.  Those of records come last and are
 * made for as long as LIST lives.
 */
struct sealed_list;
enum rc sealed_open(struct store *s, struct sealed_list **out, struct err *e);
void sealed_close(struct sealed_list *l);
const struct sealed *sealed_get(const struct sealed_list *l, size_t i);

/* One value where it lies; borrowed from the row, but PLACE. */
struct sealed_value {
	struct aad at; /* without an owner */
	json_t *place; /* borrowed for the call; to go on from */
	const void *bytes; /* the envelope */
	size_t len;
	const char *owner_kind;
	int64_t owner;
	int64_t class; /* -1: it stands in the value itself */
};

struct sealed_page {
	const struct owner *only; /* NULL: everybody's */
	const json_t *after; /* NULL: from the beginning */
	int max; /* values */
	size_t bytes; /* of envelopes, about */
};

/*
 * Give the values of column C to EACH, page by page; *LEFT: there may be more.
 * EACH may read other rows and write none.
 */
enum rc sealed_read(struct store *s, const struct sealed *c,
    const struct sealed_page *page,
    void (*each)(void *arg, const struct sealed_value *v), void *arg,
    bool *left, struct err *e);

/* Put BYTES under AT's owner's key in place PLACE of column C. */
enum rc
sealed_write(struct store *s, const struct sealed *c, const json_t *place,
    const struct aad *at, const void *bytes, size_t len, struct err *e);

#endif
