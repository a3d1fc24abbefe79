/*
 * receipt -- what is said of a letter after it was sent, as a step of its case.
 *
 * A carrier's words come by the courier, a person's by outbox.receipt; both end
 * here.  The words are SvarUt's.  What they tell is kept on the letter's row,
 * where it stays the truth for whoever counts from it:
 *
 *	posted		given to the post: SENDT_PRINT, and later PRINTET; the
 *			later one counts, as is better for who gets it
 *	available	there for who may open it: KLAR_FOR_MOTTAK, VARSLET,
 *			LEVERT_SDP
 *	alerted		who was told so: VARSLET, LEVERT_SDP
 *	opened		LEST
 *	state failed	it will not arrive: IKKE_LEVERT, AVVIST
 *
 * Each but `posted` keeps its first instant.  No receipt lies before the letter
 * was asked for, nor after now; one that claims to is moved there.
 */
#ifndef ENGINE_RECEIPT_H
#define ENGINE_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/call.h"
#include "store/outbox.h"
#include "store/receipt.h"

struct step;

/* What a word tells, as bits. */
#define RECEIPT_POSTED 0x01u
#define RECEIPT_AVAILABLE 0x02u
#define RECEIPT_ALERTED 0x04u
#define RECEIPT_OPENED 0x08u
#define RECEIPT_LOST 0x10u /* it will not arrive */
#define RECEIPT_MANUAL 0x20u /* a person has taken it over */
#define RECEIPT_LAST 0x40u /* nothing comes after it */

/* The words as codes of a parameter, NULL-terminated. */
extern const char *const receipt_words[];

/* What WORD tells; 0 if it is only on its way, or unknown (KNOWN false). */
unsigned int receipt_tells(const char *word, bool *known);

/* What WORD is called for people: "opened"; WORD itself if nothing. */
const char *receipt_title(const char *word);

/* What a hook is told; all borrowed. */
struct receipt_news {
	const struct outbox *letter; /* as it is with this receipt */
	const struct receipt *receipt;
	unsigned int tells; /* the bits of its word */
};

/*
 * Whatever has to follow a receipt, such as the clock of a complaint, is a
 * function of this type in the list of receipt.c.  It runs inside the step of
 * the letter's case, after the row was changed and before the step is finished;
 * `news->letter->payload` is what the letter was queued with.  An error undoes
 * the receipt; the batch then keeps it as an incident.
 */
typedef enum rc
receipt_hook(struct step *st, const struct receipt_news *news, struct err *e);

/*
 * Keep R of letter O, which is changed with it, as a step of O's case.
 * RC_CONFLICT: that line is kept already.  RC_INVALID: the letter is not sent
 * yet.  *RESULT may be NULL, else as step_finish's.
 */
enum rc receipt_keep(struct bf_call *c, struct outbox *o,
    const struct receipt *r, json_t **result);

#endif
