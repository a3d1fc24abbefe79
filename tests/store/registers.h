/*
 * registers -- a store in memory and a transaction, for tests of the registers.
 */
#ifndef TESTS_STORE_REGISTERS_H
#define TESTS_STORE_REGISTERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/case.h"
#include "store/store.h"
#include "store/tx.h"
#include "store/version.h"

#define T0 INT64_C(1800000000000) /* 2027-01-15 08:00 UTC */

struct fixture {
	struct store *s;
	struct tx *tx;
	struct err e;
	int64_t definition;
};

#define OK(f, call)                                                            \
	do {                                                                   \
		enum rc rc_ = (call);                                          \
		if (rc_ != RC_OK)                                              \
			fail_msg("%s: %s", (f)->e.name, (f)->e.text);          \
	} while (0)

/* The municipality's. */
static const unsigned char the_key[32] = { 0xbf, 1, 2, 3, 4, 5, 6, 7 };

static inline struct date
day(const char *text)
{
	struct err e = ERR_INIT;
	struct date d;

	if (date_parse(text, &d, &e) != RC_OK)
		fail_msg("%s", e.text);
	return d;
}

static inline void
fixture_begin(struct fixture *f)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0,
		.key = the_key };

	memset(f, 0, sizeof(*f));
	OK(f, store_open(STORE_MEMORY, &o, &f->s, &f->e));
	OK(f, tx_begin(f->s, T0, &f->tx, &f->e));
}

static inline void
fixture_end(struct fixture *f)
{
	tx_rollback(&f->tx);
	store_close(f->s);
}

/* A fault for store_set_fault: the statement that counts ARG down to 0 finds
 * the disk full. */
static inline int
fixture_fault(void *arg)
{
	int *left = arg;

	return --*left == 0 ? 13 : 0; /* SQLITE_FULL */
}

/* A case of UNIT and CONTACT; its row number. */
static inline int64_t
fixture_case(struct fixture *f, const char *unit, const char *contact)
{
	struct version v = { .name = "w", .title = (char *)(uintptr_t) "W" };
	struct case_head h = { .stage = "intake" };
	const struct case_change none = { .n_finds = 0 };
	bool known;

	if (f->definition == 0) {
		v.skeleton = json_object();
		OK(f, version_add(f->tx, &v, NULL, 0, &known, &f->e));
		json_decref(v.skeleton);
		f->definition = v.id;
	}
	h.definition = f->definition;
	h.received = h.entered = day("2027-01-15");
	strcpy(h.unit, unit);
	strcpy(h.contact, contact);
	OK(f, case_create(f->tx, &h, &none, &f->e));
	return h.id;
}

#endif
