/*
 * advance_notice -- that a decision was announced before it was made
 * (forhåndsvarsel, law row 56).
 */
#ifndef STORE_ADVANCE_NOTICE_H
#define STORE_ADVANCE_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct advance_notice {
	int64_t id;
	int64_t case_id;
	int64_t cycle;
	char type[STORE_NAME_SIZE]; /* of the decision it announces */
	struct date sent;
	struct date answer_by; /* the period that was given */
	struct date answered; /* DATE_NONE: not yet */
};

/* Keep a new one with its TEXT (sealed) by user BY; id is filled in. */
enum rc advance_notice_add(struct tx *tx, struct advance_notice *n,
    const char *text, const char *by, struct err *e);

/* The party has answered on DAY; TEXT is sealed. */
enum rc advance_notice_answer(struct tx *tx, const struct advance_notice *n,
    struct date day, const char *text, struct err *e);

/*
 * The newest one of a case for TYPE in CYCLE; id is 0 if there is none.  TYPE
 * NULL: of any type.
 */
enum rc advance_notice_find(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, struct advance_notice *out, struct err *e);

/*
 * [{id, cycle, type, sent, answer_by, text, answered, answer, by, recorded}]
 * of a case, oldest first; texts only if WITH_TEXT.
 */
enum rc advance_notice_list(struct store *s, int64_t case_id, bool with_text,
    json_t **rows, struct err *e);

#endif
