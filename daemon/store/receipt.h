/*
 * receipt -- what carriers and persons say of a letter that was sent.
 *
 * A carrier's is a line of the letter's status file, kept once; a person's has
 * no line.  Words are SvarUt's (boflyt-spool(7)).
 */
#ifndef STORE_RECEIPT_H
#define STORE_RECEIPT_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/outbox.h"

struct tx;

struct receipt {
	int64_t outbox; /* row number */
	int64_t line; /* from 1; 0: a person's */
	char word[OUTBOX_WORD_SIZE]; /* "LEST" */
	int64_t at; /* ms UTC: when it was so */
	char by[STORE_NAME_SIZE]; /* "": a carrier */
};

/* Keep R.  RC_CONFLICT if that line is kept already. */
enum rc receipt_add(struct tx *tx, const struct receipt *r, struct err *e);

/* [{line, word, at, recorded, by}] of effect OUTBOX, in the order kept. */
enum rc
receipt_list(struct store *s, int64_t outbox, json_t **rows, struct err *e);

#endif
