/*
 * drawn -- whole courses of a plugin drawn by chance, on the host in memory.
 *
 * A course says how a sequence begins, what may come next and what must hold.
 * What all courses share stands here: the generator, the loop that counts, and
 * how a sequence that fails is had again.  BOFLYT_SEED and BOFLYT_SEQUENCES
 * choose others than those of every day; a failure prints the seed, the call and
 * the rule.  Needs pure_open and pure_close around the group.
 */
#ifndef TESTS_PLUGIN_DRAWN_H
#define TESTS_PLUGIN_DRAWN_H

#include "../pure.h"

#include <stdint.h>

#include "ram.h"

#define DRAWN_KINDS 2
#define DRAWN_STATES 32

/* A kind of record; its states are the codes of its column "state". */
struct drawn_kind {
	const char *kind;
	/* States that no record rests in, NULL-terminated; NULL: none. */
	const char *const *passed;
};

struct drawn_course {
	const struct bf_plugin *plugin;
	uint32_t seed; /* of every day */
	const char *day; /* on which a sequence begins */
	int calls; /* things by chance in one */
	/* Of each, every state must be reached; at most DRAWN_KINDS. */
	struct drawn_kind kinds[DRAWN_KINDS];
	/* OWN is what drawn_open was given. */
	void (*begin)(void *own); /* the first calls of a sequence */
	void (*next)(void *own); /* one thing by chance */
	void (*remember)(void *own); /* what `broken` compares with */
	/* The rule that does not hold, after a call and at the end of a
	 * sequence (may be NULL); NULL: all do. */
	const char *(*broken)(const void *own);
	const char *(*broken_sums)(const void *own);
};

struct drawn {
	struct ram *r; /* owned */
	const struct drawn_course *course; /* borrowed, as is own */
	void *own;
	uint32_t random, seed; /* seed: of this sequence */
	long done, refused; /* calls */
	long reached[DRAWN_KINDS][DRAWN_STATES];
};

/*
 * cmocka's set-up and teardown of a test whose state has SIZE bytes and begins
 * with a struct drawn; all of it is the course's own.
 */
int drawn_setup(void **state, const struct drawn_course *course, size_t size);
int drawn_teardown(void **state);

/* 0 to N - 1; one of a NULL-terminated LIST. */
uint32_t draw(struct drawn *d, uint32_t n);
const char *draw_one(struct drawn *d, const char *const *list);
/* A day FROM to FROM + SPAN - 1 days from today, as parameters have it (new). */
json_t *draw_day(struct drawn *d, int64_t from, uint32_t span);

/* An empty host on the first day of the course. */
void drawn_begin(struct drawn *d);

/* plugin.VERB by USER of UNIT with PARAMS (stolen), and all that must hold. */
void drawn_try(struct drawn *d, const char *user, const char *unit,
    const char *verb, json_t *params);
/* The same by nav01 of nav; it must succeed. */
void drawn_must(struct drawn *d, const char *verb, json_t *params);
/* DAYS go, with what falls due in them, and all that must hold. */
void drawn_advance(struct drawn *d, int64_t days);
/* After WHAT, which was all right if OK: all that must hold. */
void drawn_judge(struct drawn *d, const char *what, bool ok);

/*
 * Draw the sequences, print what was reached, and fail if some state never was.
 */
void drawn_run(struct drawn *d);

/* NAME of record 1 of KIND is made VALUE (stolen) behind the plugin's back, and
 * that is found as WHY. */
void drawn_found(struct drawn *d, const char *kind, const char *name,
    json_t *value, const char *why);

/* A value of ROW: NULL, 0 or BF_NO_DATE if it is empty. */
const char *drawn_text(const json_t *row, const char *name);
json_int_t drawn_int(const json_t *row, const char *name);
struct bf_date drawn_day(const json_t *row, const char *name);

#endif
