/*
 * outbox_show -- outbox.list, show, resolve and receipt: what is on its way to
 * people, and what became of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/deliver.h"
#include "engine/page.h"
#include "engine/protect.h"
#include "engine/receipt.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "engine/view.h"
#include "store/incident.h"
#include "store/outbox.h"
#include "store/receipt.h"
#include "store/tx.h"

static const char *const states[] = { "pending", "done", "failed", "unknown",
	NULL };
static const char *const outcomes[] = { "done", "failed", "again", NULL };

static void
set_title(json_t *row, const char *from, const char *to)
{
	const char *word = json_string_value(json_object_get(row, from));

	if (word != NULL)
		json_object_set_new(row, to, json_string(receipt_title(word)));
}

static int
outbox_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *number = param_text(params, "case");
	struct outbox_filter f = { .state = param_text(params, "state"),
		.open = !param_bool(params, "all", false) };
	json_t *rows = NULL, *row;
	struct case_head head;
	struct gate_pass pass;
	struct scope scope;
	struct page page;
	size_t i;
	enum rc rc;

	gate_full_scope(c->who, &scope);
	rc = page_read(params, &page, &c->err);
	if (rc == RC_OK && number != NULL &&
	    (rc = view_case(c, number, true, "letter", &head, &pass)) == RC_OK)
		f.case_id = head.id;
	if (f.state != NULL)
		f.open = false;
	if (rc == RC_OK)
		rc = outbox_list(c->store, &scope, &f, page.after, page.limit,
		    &rows, &c->err);
	json_array_foreach(rows, i, row) {
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    "letter");
		json_object_del(row, "case_id");
		set_title(row, "status", "status_title");
	}
	return (int)page_answer_by_id(rc, rows, &page, result);
}

/*
 * Load letter ID; one that is unknown goes the same way as one that the caller
 * may not know of: by case 0.
 */
static enum rc
load(struct bf_call *c, int64_t id, struct outbox *o)
{
	enum rc rc = outbox_get(c->store, id, o, &c->err);

	if (rc == RC_NOTFOUND) {
		err_clear(&c->err);
		rc = RC_OK;
	}
	return rc;
}

/* An unknown case behind it says no more than an unknown letter. */
static enum rc
hide(struct bf_call *c, enum rc rc, int64_t id)
{
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	return err_set(&c->err, RC_NOTFOUND, _("letter %lld: not found"),
	    (long long)id);
}

static void
set_instant(json_t *row, const char *name, int64_t at)
{
	if (at != 0)
		json_object_set_new(row, name, json_integer(at));
}

static json_t *
head_json(const struct outbox *o, const struct case_head *head)
{
	char number[CASE_NUMBER_SIZE];
	json_t *row;

	case_number(head, number);
	row = json_pack("{s:I,s:s,s:s,s:s,s:s,s:I,s:I}", "id",
	    (json_int_t)o->id, "key", o->key, "kind", o->kind, "case", number,
	    "state", o->state, "created", (json_int_t)o->created, "attempts",
	    (json_int_t)o->attempts);
	if (strcmp(o->state, "pending") == 0 && o->handed == 0)
		set_instant(row, "due", o->due);
	set_instant(row, "handed", o->handed);
	set_instant(row, "ended", o->ended);
	set_instant(row, "posted", o->posted);
	set_instant(row, "available", o->available);
	set_instant(row, "alerted", o->alerted);
	set_instant(row, "opened", o->opened);
	set_instant(row, "resolved", o->resolved);
	return row;
}

/*
 * May what O says be shown?  Not the protected address that it tells the very
 * one who lives there (domain §2.2), no more than the case's own fields.
 */
static enum rc
may_tell(struct bf_call *c, const struct outbox *o,
    const struct gate_pass *pass, bool *yes)
{
	bool hides = false;
	enum rc rc;

	*yes = (pass->classes & (1u << BF_CLASS_IDENTITY)) != 0 &&
	    (pass->classes & (1u << o->class)) != 0;
	if (!*yes)
		return RC_OK;
	rc = protect_hides(c, o->case_id, pass, o->payload, &hides);
	*yes = rc == RC_OK && !hides;
	return rc;
}

/* What it says, why it ended, and every receipt. */
static enum rc
add_body(struct bf_call *c, const struct outbox *o,
    const struct gate_pass *pass, json_t *row)
{
	json_t *result = NULL, *receipts = NULL, *one;
	bool yes = false;
	size_t i;
	enum rc rc;

	rc = outbox_result(c->store, o->id, &result, &c->err);
	if (rc == RC_OK)
		rc = receipt_list(c->store, o->id, &receipts, &c->err);
	json_array_foreach(receipts, i, one)
		set_title(one, "word", "title");
	if (rc == RC_OK)
		rc = may_tell(c, o, pass, &yes);
	if (rc == RC_OK && yes && o->class == BF_CLASS_HEALTH)
		call_disclose(c, "case", o->case_id, bf_class_name(o->class));
	if (rc == RC_OK && !yes)
		said_mark(row,
		    (pass->classes & (1u << o->class)) == 0 ? o->class :
							      BF_CLASS_ADDRESS);
	if (rc == RC_OK && yes) {
		json_object_set(row, "content", o->payload);
		if (result != NULL)
			json_object_set(row, "why", result);
	}
	if (rc == RC_OK)
		json_object_set(row, "receipts", receipts);
	json_decref(result);
	json_decref(receipts);
	return rc;
}

static int
outbox_show(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "letter", 0);
	struct case_head head;
	struct gate_pass pass;
	struct outbox o;
	json_t *row;
	enum rc rc;

	if ((rc = load(c, id, &o)) != RC_OK)
		return (int)rc;
	rc = hide(c, view_case_id(c, o.case_id, true, "letter", &head, &pass),
	    id);
	if (rc == RC_OK) {
		row = head_json(&o, &head);
		if ((rc = add_body(c, &o, &pass, row)) == RC_OK)
			*result = json_incref(row);
		json_decref(row);
	}
	outbox_fini(&o);
	return (int)rc;
}

/* A letter that did not arrive goes again under a key of its own. */
static enum rc
send_anew(struct step *st, const struct outbox *o)
{
	struct bf_call *c = st->call;
	struct outbox copy;
	enum rc rc;

	memset(&copy, 0, sizeof(copy));
	outbox_key(c->store, &st->head, st->head.rev + 1, ++st->n_outbox,
	    copy.key);
	memcpy(copy.kind, o->kind, sizeof(copy.kind));
	copy.case_id = o->case_id;
	copy.due = c->now;
	copy.payload = json_incref(o->payload);
	copy.class = o->class;
	rc = outbox_add(c->tx, &copy, &c->err);
	if (rc == RC_OK)
		step_effect(st, o->kind, json_pack("{ss}", "key", copy.key));
	outbox_fini(&copy);
	return rc;
}

/* What a person said of O stands among its receipts. */
static enum rc
say_resolved(struct bf_call *c, const struct outbox *o)
{
	struct receipt r = { .outbox = o->id, .at = c->now };

	(void)snprintf(r.word, sizeof(r.word), "AVKLART");
	(void)snprintf(r.by, sizeof(r.by), "%s", principal_name(c->who));
	return receipt_add(c->tx, &r, &c->err);
}

/* Close what asked a person to look at O. */
static enum rc
close_calls(struct step *st, const struct outbox *o)
{
	struct bf_call *c = st->call;
	struct incident i;
	char *key;
	enum rc rc;

	key = mem_format("letter_%lld", (long long)o->id);
	rc = tasks_close(st, key, &c->err);
	free(key);
	if (rc != RC_OK || o->incident == 0)
		return rc;
	memset(&i, 0, sizeof(i));
	rc = incident_get(c->store, o->incident, &i, &c->err);
	if (rc == RC_OK && strcmp(i.state, "open") == 0)
		rc = incident_end(c->tx, i.id, "closed", principal_name(c->who),
		    &c->err);
	incident_fini(&i);
	return rc;
}

static enum rc
resolve(struct step *st, const struct outbox *o, const char *outcome)
{
	bool again = strcmp(outcome, "again") == 0;
	/* What the spool has seen would not be taken a second time. */
	bool anew = again && o->status[0] != '\0';
	struct bf_call *c = st->call;
	json_t *why = json_pack("{s:s,s:s}", "outcome", outcome, "reason",
	    c->who->reason);
	enum rc rc;

	rc = outbox_resolve(c->tx, o->id,
	    anew      ? "failed" :
		again ? "pending" :
			outcome,
	    principal_name(c->who), why, &c->err);
	json_decref(why);
	if (rc == RC_OK)
		rc = say_resolved(c, o);
	if (rc == RC_OK && anew)
		rc = send_anew(st, o);
	if (rc == RC_OK)
		rc = close_calls(st, o);
	return rc;
}

static enum rc
finish_resolve(struct step *st, const struct outbox *o, const char *outcome,
    json_t **result)
{
	const struct def_field field = { .name = "reason",
		.class = BF_CLASS_IDENTITY,
		.type = DEF_TEXT };
	json_t *what, *reason = json_string(st->call->who->reason);
	enum rc rc;

	step_input(st, &field, reason);
	json_decref(reason);
	what = json_pack("{s:s,s:s}", "letter", o->key, "outcome", outcome);
	rc = step_finish(st, "outbox.resolve", what, result);
	json_decref(what);
	return rc;
}

static int
outbox_resolve_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *outcome = param_text(params, "outcome");
	int64_t id = param_int(params, "letter", 0);
	struct outbox o;
	struct step st;
	enum rc rc;

	if (c->who->reason == NULL || c->who->reason[0] == '\0')
		return (int)err_field(&c->err, "reason", NULL,
		    _("say how you know, or why it is to be sent again"));
	if ((rc = load(c, id, &o)) != RC_OK)
		return (int)rc;
	rc = hide(c, step_open_id(c, o.case_id, STEP_WRITE, &st), id);
	if (rc == RC_OK && (rc = resolve(&st, &o, outcome)) == RC_OK)
		rc = finish_resolve(&st, &o, outcome, result);
	step_fini(&st);
	outbox_fini(&o);
	return (int)rc;
}

static int
outbox_receipt(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "letter", 0);
	struct receipt r = { .outbox = id,
		.at = param_int(params, "at", c->now) };
	struct case_head head;
	enum relation rel;
	struct outbox o;
	bool known;
	enum rc rc;

	if (r.at > c->now)
		return (
		    int)err_field(&c->err, "at", NULL, _("lies in the future"));
	(void)snprintf(r.word, sizeof(r.word), "%s",
	    param_text(params, "status"));
	(void)snprintf(r.by, sizeof(r.by), "%s", principal_name(c->who));
	if ((rc = load(c, id, &o)) != RC_OK)
		return (int)rc;
	rc = hide(c,
	    gate_case_id(c->who, c->store, o.case_id, GATE_WRITE, &head, &rel,
		&c->err),
	    id);
	if (rc == RC_OK)
		rc = receipt_keep(c, &o, &r, result);
	if (rc == RC_OK && (receipt_tells(r.word, &known) & RECEIPT_LAST) != 0)
		deliver_ended(c->engine, o.key);
	outbox_fini(&o);
	return (int)rc;
}

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("only the letters of this case") },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = states,
	    .text = N_("only those in this state") },
	{ .name = "all",
	    .type = BF_BOOL,
	    .text = N_("those that have arrived as well") },
	LIST_PARAMS,
	{ .type = BF_END },
};

#define LETTER_PARAM                                                           \
	{                                                                      \
		.name = "letter", .type = BF_ID,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the letter, as outbox list shows it")    \
	}

static const struct bf_param show_params[] = { LETTER_PARAM,
	{ .type = BF_END } };

static const struct bf_param resolve_params[] = {
	LETTER_PARAM,
	{ .name = "outcome",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = outcomes,
	    .text = N_("it arrived, it did not and need not, or once more") },
	{ .type = BF_END },
};

static const struct bf_param receipt_params[] = {
	LETTER_PARAM,
	{ .name = "status",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = receipt_words,
	    .text = N_("what became of it, in SvarUt's words") },
	{ .name = "at",
	    .type = BF_INSTANT,
	    .text = N_("when; now unless given") },
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("letter") },
	{ "case", BF_CASE, N_("case") },
	{ "kind", BF_TEXT, N_("kind") },
	{ "created", BF_INSTANT, N_("asked for") },
	{ "state", BF_TEXT, N_("state") },
	{ "status_title", BF_TEXT, N_("last receipt") },
	{ "posted", BF_INSTANT, N_("posted") },
	{ "opened", BF_INSTANT, N_("opened") },
	{ "attempts", BF_INTEGER, N_("attempts") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "id", BF_ID, N_("letter") },
	{ "key", BF_TEXT, N_("key") },
	{ "kind", BF_TEXT, N_("kind") },
	{ "case", BF_CASE, N_("case") },
	{ "state", BF_TEXT, N_("state") },
	{ "created", BF_INSTANT, N_("asked for") },
	{ "attempts", BF_INTEGER, N_("attempts") },
	{ "due", BF_INSTANT, N_("next attempt") },
	{ "handed", BF_INSTANT, N_("handed to the courier") },
	{ "ended", BF_INSTANT, N_("finished at") },
	{ "posted", BF_INSTANT, N_("posted") },
	{ "available", BF_INSTANT, N_("available") },
	{ "alerted", BF_INSTANT, N_("alerted") },
	{ "opened", BF_INSTANT, N_("opened") },
	{ "resolved", BF_INSTANT, N_("resolved") },
	{ "content", BF_OBJECT, N_("content") },
	{ "why", BF_OBJECT, N_("why") },
	{ "withheld", BF_NAME, N_("held back") },
	{ "receipts", BF_LIST, N_("receipts") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column step_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method outbox_methods[] = {
	{ .name = "outbox.list",
	    .nb = "utsending list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list letters that nobody knows to have arrived"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = outbox_list_call },
	{ .name = "outbox.show",
	    .nb = "utsending vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a letter: what it says and what became of it"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = outbox_show },
	{ .name = "outbox.resolve",
	    .nb = "utsending avklar",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say what became of a letter that failed or is in "
		       "doubt, with a reason"),
	    .params = resolve_params,
	    .columns = step_columns,
	    .errors = "",
	    .call = outbox_resolve_call },
	{ .name = "outbox.receipt",
	    .nb = "utsending kvitter",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say what a carrier would: posted, opened, came back"),
	    .params = receipt_params,
	    .columns = step_columns,
	    .errors = "",
	    .call = outbox_receipt },
	{ .name = NULL },
};
