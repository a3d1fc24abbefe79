/*
 * receipt -- what is said of a letter after it was sent; see receipt.h.
 */
#include "engine/receipt.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/happen.h"
#include "engine/notify.h"
#include "engine/step.h"
#include "engine/tasks.h"

#define DIGITAL (RECEIPT_AVAILABLE | RECEIPT_ALERTED)

static const struct {
	const char *word, *title;
	unsigned int tells;
} words[] = {
	{ "MOTTATT", N_("taken over"), 0 },
	{ "AKSEPTERT", N_("accepted"), 0 },
	{ "KLAR_FOR_MOTTAK", N_("ready to be fetched"), RECEIPT_AVAILABLE },
	{ "VARSLET", N_("there, and told so"), DIGITAL },
	{ "SENDT_DIGITALT", N_("sent digitally"), 0 },
	{ "SENDT_SDP", N_("on its way to the digital mailbox"), 0 },
	{ "LEVERT_SDP", N_("in the digital mailbox"), DIGITAL },
	{ "LEST", N_("opened"), RECEIPT_OPENED | RECEIPT_LAST },
	{ "SENDT_PRINT", N_("given to the post"), RECEIPT_POSTED },
	{ "PRINTET", N_("printed and posted"), RECEIPT_POSTED | RECEIPT_LAST },
	{ "MANUELT_HANDTERT", N_("taken over by a person"),
	    RECEIPT_MANUAL | RECEIPT_LAST },
	{ "MANUELT_HAANDTERT", N_("taken over by a person"),
	    RECEIPT_MANUAL | RECEIPT_LAST },
	{ "IKKE_LEVERT", N_("not delivered"), RECEIPT_LOST | RECEIPT_LAST },
	{ "AVVIST", N_("rejected"), RECEIPT_LOST | RECEIPT_LAST },
	/* Not SvarUt's: outbox.resolve. */
	{ "AVKLART", N_("resolved"), 0 },
};
#define N_WORDS (sizeof(words) / sizeof(words[0]))

const char *const receipt_words[] = { "KLAR_FOR_MOTTAK", "VARSLET",
	"LEVERT_SDP", "LEST", "SENDT_PRINT", "PRINTET", "MANUELT_HANDTERT",
	"IKKE_LEVERT", "AVVIST", NULL };

unsigned int
receipt_tells(const char *word, bool *known)
{
	size_t i;

	for (i = 0; i < N_WORDS; i++)
		if (strcmp(words[i].word, word) == 0) {
			*known = true;
			return words[i].tells;
		}
	*known = false;
	return 0;
}

const char *
receipt_title(const char *word)
{
	size_t i;

	for (i = 0; i < N_WORDS; i++)
		if (strcmp(words[i].word, word) == 0)
			return _(words[i].title);
	return word;
}

/* Somebody has to see to a letter that did not arrive, until it has. */
static enum rc
ask_people(struct step *st, const struct receipt_news *news, struct err *e)
{
	const bool lost = (news->tells & RECEIPT_LOST) != 0;
	char key[STORE_NAME_SIZE];

	(void)snprintf(key, sizeof(key), "letter_%lld",
	    (long long)news->letter->id);
	if ((news->tells & (RECEIPT_POSTED | RECEIPT_OPENED)) != 0)
		return tasks_close(st, key, e);
	if ((news->tells & (RECEIPT_LOST | RECEIPT_MANUAL)) == 0 ||
	    st->head.closed != 0)
		return RC_OK;
	return tasks_open(st, key,
	    lost ? _("A letter did not arrive: see to it that it does") :
		   _("A letter is not carried on: say how it was sent"),
	    "", DATE_NONE, "delivery", e);
}

static enum rc
tell_plugins(struct step *st, const struct receipt_news *news, struct err *e)
{
	return happen_tell(st->call, st->head.id, "letter.receipt",
	    json_pack("{ss ss sI}", "key", news->letter->key, "word",
		news->receipt->word, "at", (json_int_t)news->receipt->at),
	    e);
}

/* Everybody who follows receipts; see receipt_hook. */
static receipt_hook *const hooks[] = { ask_people, notify_receipt, tell_plugins,
	NULL };

static void
first(int64_t *at, int64_t instant)
{
	if (*at == 0)
		*at = instant;
}

static void
change(struct outbox *o, const struct receipt *r, unsigned int tells)
{
	(void)snprintf(o->status, sizeof(o->status), "%s", r->word);
	if ((tells & RECEIPT_POSTED) != 0 && r->at > o->posted)
		o->posted = r->at;
	if ((tells & RECEIPT_AVAILABLE) != 0)
		first(&o->available, r->at);
	if ((tells & RECEIPT_ALERTED) != 0)
		first(&o->alerted, r->at);
	if ((tells & RECEIPT_OPENED) != 0) {
		first(&o->available, r->at);
		first(&o->opened, r->at);
	}
	if ((tells & RECEIPT_LOST) != 0)
		(void)snprintf(o->state, sizeof(o->state), "failed");
}

static enum rc
finish(struct step *st, const struct receipt_news *news, json_t **result)
{
	receipt_hook *const *hook;
	json_t *what;
	enum rc rc = RC_OK;

	for (hook = hooks; rc == RC_OK && *hook != NULL; hook++)
		rc = (*hook)(st, news, &st->call->err);
	if (rc != RC_OK)
		return rc;
	what = json_pack("{s:s,s:s,s:I}", "letter", news->letter->key, "word",
	    news->receipt->word, "at", (json_int_t)news->receipt->at);
	rc = step_finish(st, "receipt", what, result);
	json_decref(what);
	return rc;
}

enum rc
receipt_keep(struct bf_call *c, struct outbox *o, const struct receipt *given,
    json_t **result)
{
	struct receipt r = *given;
	struct receipt_news news = { .letter = o, .receipt = &r };
	bool known;
	struct step st;
	enum rc rc;

	if (strcmp(o->state, "pending") == 0)
		return err_set(&c->err, RC_INVALID,
		    _("letter %lld: is not sent yet"), (long long)o->id);
	if (r.at < o->created)
		r.at = o->created;
	if (r.at > c->now)
		r.at = c->now;
	news.tells = receipt_tells(r.word, &known);
	rc = step_open_id(c, o->case_id, STEP_WRITE, &st);
	if (rc == RC_OK)
		rc = receipt_add(c->tx, &r, &c->err);
	if (rc == RC_OK) {
		change(o, &r, news.tells);
		rc = outbox_note(c->tx, o, &c->err);
	}
	if (rc == RC_OK)
		rc = finish(&st, &news, result);
	step_fini(&st);
	return rc;
}
