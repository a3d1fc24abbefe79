/*
 * deliver -- effects out of the outbox, through a courier, and back; see
 * deliver.h.
 */
#include "engine/deliver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/enclose.h"
#include "engine/letter.h"
#include "engine/outcome.h"
#include "engine/receipt.h"
#include "engine/state.h"
#include "store/outbox.h"
#include "store/store.h"
#include "store/tx.h"

#define HEARD_BATCH 64 /* answers taken in one batch */
#define AT_ONCE 3 /* attempts that an interruption costs nothing */

/* Which effects may be handed out twice: the receiver knows their keys. */
static const struct {
	const char *kind;
	bool twice;
} kinds[] = { { "letter", true }, { "notice", true }, { "call", false } };

struct deliver {
	void (*send)(void *arg, json_t *message); /* NULL: no courier */
	void *arg; /* borrowed */
	json_t *heard; /* owned; what couriers said, oldest first */
	size_t taken; /* of these, in this batch */
	json_t *out; /* owned; to go after the commit */
	bool settled; /* nothing is with a courier that is gone */
	bool settling; /* so too if this batch is kept */
	bool full; /* a letter waits until what goes along with others is
		    * in the spool */
	int64_t due; /* ms UTC of the next one; 0: look */
	uint64_t asked; /* outbox_asked when it was looked at */
	char printer[ERR_TEXT_MAX]; /* why nothing is printed; "": it is */
};

/* One row in its savepoint. */
typedef enum rc
part_fn(struct bf_call *c, struct outbox *o, const json_t *said);

struct deliver *
deliver_new(void)
{
	struct deliver *d = mem_new(1, sizeof(*d));

	d->heard = json_array();
	d->out = json_array();
	d->due = INT64_MAX;
	return d;
}

void
deliver_free(struct deliver *d)
{
	if (d == NULL)
		return;
	json_decref(d->heard);
	json_decref(d->out);
	free(d);
}

void
engine_set_courier(struct engine *en, void (*send)(void *arg, json_t *message),
    void *arg)
{
	struct deliver *d = en->deliver;

	d->send = send;
	d->arg = arg;
	d->settled = false;
}

void
engine_hear(struct engine *en, json_t *said)
{
	json_array_append_new(en->deliver->heard, said);
}

bool
deliver_is_served(const struct engine *en)
{
	return en->deliver->send != NULL;
}

bool
deliver_has_work(const struct engine *en, int64_t now)
{
	const struct deliver *d = en->deliver;

	return !d->settled || json_array_size(d->heard) > 0 || d->due <= now;
}

int64_t
deliver_next_due(const struct engine *en)
{
	return en->deliver->due;
}

int64_t
deliver_pause(int64_t attempts)
{
	int64_t ms = DELIVER_FIRST_MS;

	if (attempts >= DELIVER_ATTEMPTS)
		return -1;
	while (--attempts > 0 && ms < DELIVER_LONGEST_MS)
		ms *= 2;
	return ms < DELIVER_LONGEST_MS ? ms : DELIVER_LONGEST_MS;
}

static bool
may_repeat(const struct outbox *o)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, o->kind) == 0)
			return kinds[i].twice;
	return false;
}

/* Letters wait as long as it takes, and the doctor says for what. */
static void
wait_for_printer(struct bf_call *c, const char *why)
{
	struct deliver *d = c->engine->deliver;

	if (strcmp(d->printer, why) != 0)
		log_warning("letters.wait", log_text("text", why));
	(void)snprintf(d->printer, sizeof(d->printer), "%s", why);
}

const char *
deliver_waits(const struct engine *en)
{
	return en->deliver->printer;
}

static enum rc
hear_outcome(struct bf_call *c, struct outbox *o, const json_t *said)
{
	const char *how = json_string_value(json_object_get(said, "outcome"));
	const char *why = json_string_value(json_object_get(said, "text"));

	if (strcmp(o->state, "pending") != 0 || how == NULL)
		return RC_OK;
	if (why == NULL)
		why = "";
	if (strcmp(how, "wait") == 0) {
		wait_for_printer(c, why);
		return outbox_retry(c->tx, o->id, c->now + DELIVER_FIRST_MS,
		    &c->err);
	}
	if (strcmp(how, "done") == 0) {
		c->engine->deliver->printer[0] = '\0';
		return outcome_end(c, o, "done", NULL);
	}
	if (strcmp(how, "retry") == 0)
		return outcome_later(c, o, why);
	if (strcmp(how, "unknown") == 0)
		return outcome_give_up(c, o, "unknown", "E_UNKNOWN", why);
	return outcome_give_up(c, o, "failed", "E_REFUSED", why);
}

/* A status line of O's folder; its word may be unknown here. */
static void
read_status(const struct outbox *o, const json_t *said, struct receipt *r)
{
	const char *word = json_string_value(json_object_get(said, "word"));

	memset(r, 0, sizeof(*r));
	r->outbox = o->id;
	r->line = json_integer_value(json_object_get(said, "line"));
	r->at = json_integer_value(json_object_get(said, "at"));
	(void)snprintf(r->word, sizeof(r->word), "%s",
	    word == NULL ? "" : word);
}

static bool
is_last(const char *word)
{
	bool known;

	return (receipt_tells(word, &known) & RECEIPT_LAST) != 0;
}

static enum rc
hear_status(struct bf_call *c, struct outbox *o, const json_t *said)
{
	struct receipt r;
	bool known;
	enum rc rc;

	read_status(o, said, &r);
	(void)receipt_tells(r.word, &known);
	if (!known)
		log_warning("receipt.unknown", log_text("effect", o->key),
		    log_text("word", r.word));
	if ((rc = outcome_prove(c, o)) != RC_OK)
		return rc;
	/* The courier's own first word is no news. */
	if (r.line > 1 || strcmp(r.word, "MOTTATT") != 0)
		rc = receipt_keep(c, o, &r, NULL);
	if (rc == RC_CONFLICT) {
		err_clear(&c->err);
		rc = RC_OK;
	}
	if (rc == RC_OK && (is_last(r.word) || is_last(o->status)))
		deliver_ended(c->engine, o->key);
	return rc;
}

/* Was O asked for in an incarnation before this one? */
static bool
is_former(const struct bf_call *c, const struct outbox *o)
{
	char ours[OUTBOX_KEY_SIZE];
	int n = snprintf(ours, sizeof(ours), "%s.E%lld.",
	    store_municipality(c->store), (long long)c->engine->incarnation);

	return strncmp(o->key, ours, (size_t)n) != 0;
}

/* The courier that O was with is gone, or another one's database was. */
static enum rc
interrupt(struct bf_call *c, struct outbox *o, const json_t *said)
{
	(void)said;
	if (is_former(c, o))
		return outcome_give_up(c, o, "unknown", "E_UNKNOWN",
		    _("asked for before the database was restored: it may have "
		      "been sent since"));
	if (!may_repeat(o))
		return outcome_give_up(c, o, "unknown", "E_UNKNOWN",
		    _("the courier ended before it answered"));
	if (o->attempts > AT_ONCE)
		return outcome_later(c, o,
		    _("the courier ended before it answered"));
	return outbox_retry(c->tx, o->id, c->now, &c->err);
}

static enum rc
hand(struct bf_call *c, struct outbox *o, const json_t *said)
{
	json_t *message = NULL;
	char *why;
	enum rc rc;

	(void)said;
	if ((rc = outbox_hand(c->tx, o->id, &c->err)) != RC_OK)
		return rc;
	o->attempts++;
	if ((rc = letter_message(c, o, &message)) == RC_OK) {
		json_array_append_new(c->engine->deliver->out,
		    json_pack("{s:o}", "send", message));
		return RC_OK;
	}
	if (rc != RC_GUARD && rc != RC_NOTFOUND)
		return rc;
	why = mem_text(c->err.text);
	err_clear(&c->err);
	rc = outcome_give_up(c, o, "failed", "E_GUARD", why);
	free(why);
	return rc;
}

static bool
is_machine(enum rc rc)
{
	return rc == RC_IO || rc == RC_DISK_FULL || rc == RC_BUSY ||
	    rc == RC_UNAVAILABLE;
}

/*
 * What went wrong with one letter alone stops no other.  A receipt that its
 * case does not take is kept beside it, so that it is not brought again.
 */
static enum rc
set_aside(struct bf_call *c, struct outbox *o, const json_t *said,
    const struct err *why)
{
	struct receipt r;
	int64_t id;
	enum rc rc;

	if (said == NULL)
		return outcome_give_up(c, o, "failed", why->name, why->text);
	rc = outcome_keep(c, o, said, why->name, why->text, &id);
	if (rc != RC_OK || json_object_get(said, "status") == NULL)
		return rc;
	read_status(o, said, &r);
	if ((rc = receipt_add(c->tx, &r, &c->err)) != RC_CONFLICT)
		return rc;
	err_clear(&c->err);
	return RC_OK;
}

/* FN on O in a savepoint, as the system. */
static enum rc
run_part(struct engine *en, struct tx *tx, part_fn *fn, struct outbox *o,
    const json_t *said, struct err *e)
{
	size_t n = json_array_size(en->deliver->out);
	struct savepoint sp;
	struct bf_call c;
	struct err why;
	enum rc rc;

	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	call_init(&c, en, tx, &en->system, engine_now(en));
	rc = fn(&c, o, said);
	if (rc == RC_OK)
		rc = savepoint_release(&sp, &c.err);
	if (rc != RC_OK) {
		savepoint_rollback(&sp);
		while (json_array_size(en->deliver->out) > n)
			json_array_remove(en->deliver->out, n);
		why = c.err;
		if (tx_is_open(tx) && !is_machine(rc)) {
			err_clear(&c.err);
			rc = set_aside(&c, o, said, &why);
		}
	}
	call_fini(&c);
	if (rc != RC_OK)
		*e = c.err;
	return rc;
}

static enum rc
hear(struct engine *en, struct tx *tx, const json_t *said, struct err *e)
{
	const char *effect = json_string_value(json_object_get(said, "effect"));
	const char *status = json_string_value(json_object_get(said, "status"));
	const char *key = effect != NULL ? effect : status;
	struct outbox o;
	enum rc rc;

	if (key == NULL)
		return RC_OK;
	if ((rc = outbox_find(en->parts.store, key, &o, e)) != RC_OK)
		return rc;
	if (o.id != 0)
		rc = run_part(en, tx,
		    effect != NULL ? hear_outcome : hear_status, &o, said, e);
	else
		log_warning("deliver.stranger", log_text("effect", key));
	outbox_fini(&o);
	return rc;
}

static enum rc
hear_all(struct engine *en, struct tx *tx, struct err *e)
{
	struct deliver *d = en->deliver;
	enum rc rc = RC_OK;

	while (rc == RC_OK && d->taken < json_array_size(d->heard) &&
	    d->taken < HEARD_BATCH)
		rc = hear(en, tx, json_array_get(d->heard, d->taken++), e);
	return rc;
}

/* FN on each of the N rows, which end here. */
static enum rc
run_each(struct engine *en, struct tx *tx, part_fn *fn, struct outbox *rows,
    size_t n, struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < n; i++)
		rc = run_part(en, tx, fn, &rows[i], NULL, e);
	outboxes_free(rows, n);
	return rc;
}

static enum rc
settle(struct engine *en, struct tx *tx, struct err *e)
{
	struct outbox *rows = NULL;
	size_t n = 0;
	enum rc rc;

	rc = outbox_interrupted(en->parts.store, STORE_LIST_MAX, &rows, &n, e);
	if (rc == RC_OK)
		rc = run_each(en, tx, interrupt, rows, n, e);
	if (rc == RC_OK)
		en->deliver->settling = n < STORE_LIST_MAX;
	return rc;
}

/* Bytes of what goes along with the letters that are with the courier. */
static enum rc
count_along(struct engine *en, int64_t *bytes, struct err *e)
{
	struct outbox *rows = NULL;
	size_t i, n = 0;
	enum rc rc;

	*bytes = 0;
	rc = outbox_handed(en->parts.store, DELIVER_FLIGHT, &rows, &n, e);
	for (i = 0; i < n; i++)
		*bytes += enclose_size(rows[i].payload);
	outboxes_free(rows, n);
	return rc;
}

/* Leave of the *N ROWS those for which there is room; the others wait. */
static enum rc
make_room(struct engine *en, struct outbox *rows, size_t *n, struct err *e)
{
	int64_t along = -1, size;
	size_t i, kept = 0;
	enum rc rc = RC_OK;

	en->deliver->full = false;
	for (i = 0; i < *n; i++) {
		size = enclose_size(rows[i].payload);
		if (rc == RC_OK && size > 0 && along < 0)
			rc = count_along(en, &along, e);
		if (rc != RC_OK ||
		    (size > 0 && along > 0 && along + size > ENCLOSE_MAX)) {
			en->deliver->full = true;
			outbox_fini(&rows[i]);
			continue;
		}
		if (size > 0)
			along += size;
		rows[kept++] = rows[i];
	}
	*n = kept;
	return rc;
}

static enum rc
hand_due(struct engine *en, struct tx *tx, struct err *e)
{
	struct outbox *rows = NULL;
	int64_t flying = 0;
	size_t n = 0;
	enum rc rc;

	rc = outbox_count_handed(en->parts.store, &flying, e);
	if (rc != RC_OK || flying >= DELIVER_FLIGHT)
		return rc;
	rc = outbox_due(en->parts.store, engine_now(en),
	    (int)(DELIVER_FLIGHT - flying), &rows, &n, e);
	if (rc != RC_OK)
		return rc;
	if ((rc = make_room(en, rows, &n, e)) != RC_OK) {
		outboxes_free(rows, n);
		return rc;
	}
	return run_each(en, tx, hand, rows, n, e);
}

/* When to come again; full flights wait for an answer. */
static enum rc
look_ahead(struct engine *en, struct err *e)
{
	struct deliver *d = en->deliver;
	int64_t flying = 0;
	enum rc rc;

	d->due = INT64_MAX;
	if (d->send == NULL)
		return RC_OK;
	rc = outbox_count_handed(en->parts.store, &flying, e);
	if (rc != RC_OK || flying >= DELIVER_FLIGHT)
		return rc;
	/* Who waits for room comes again with the courier's answer. */
	return outbox_soonest(en->parts.store,
	    d->full ? engine_now(en) : INT64_MIN, &d->due, e);
}

enum rc
deliver_run(struct engine *en, struct tx *tx, struct err *e)
{
	uint64_t asked = outbox_asked(en->parts.store);
	struct deliver *d = en->deliver;
	enum rc rc;

	if (asked == d->asked && !deliver_has_work(en, engine_now(en)))
		return RC_OK;
	rc = hear_all(en, tx, e);
	/* Who is gone has said all that it will. */
	if (rc == RC_OK && !d->settled && d->taken == json_array_size(d->heard))
		rc = settle(en, tx, e);
	if (rc == RC_OK && (d->settled || d->settling) && d->send != NULL)
		rc = hand_due(en, tx, e);
	if (rc == RC_OK)
		rc = look_ahead(en, e);
	if (rc == RC_OK)
		d->asked = outbox_asked(en->parts.store);
	return rc;
}

void
deliver_later(struct engine *en)
{
	en->deliver->due = 0;
}

void
deliver_committed(struct engine *en)
{
	struct deliver *d = en->deliver;
	json_t *message;
	size_t i;

	for (; d->taken > 0; d->taken--)
		json_array_remove(d->heard, 0);
	d->settled = d->settled || d->settling;
	d->settling = false;
	json_array_foreach(d->out, i, message)
		if (d->send != NULL)
			d->send(d->arg, json_incref(message));
	json_array_clear(d->out);
}

void
deliver_lost(struct engine *en)
{
	struct deliver *d = en->deliver;

	d->taken = 0;
	d->settling = false;
	d->due = 0;
	json_array_clear(d->out);
}

void
deliver_ended(struct engine *en, const char *key)
{
	json_array_append_new(en->deliver->out,
	    json_pack("{s:s}", "ended", key));
}
