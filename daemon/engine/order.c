/*
 * order -- order.list, show, accept, decline, deliver, evaluate and give.
 *
 * The unit that has an order moves it on; the one that sent it evaluates what
 * was delivered.  What is written in an order is for its own units.
 */
#include <string.h>

#include "access/gate.h"
#include "access/gate_order.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/orders.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/view.h"
#include "model/municipality.h"
#include "store/household.h"

static const char *const verdicts[] = { "reached", "partly", "not_reached",
	"unknown", NULL };

static enum rc
not_found(struct bf_call *c, int64_t id)
{
	err_clear(&c->err);
	return err_set(&c->err, RC_NOTFOUND, _("order %lld: not found"),
	    (long long)id);
}

/* Unknown and not to be known of go the same way: an order of case 0. */
static enum rc
load(struct bf_call *c, int64_t id, struct order *o)
{
	enum rc rc = order_get(c->store, id, o, &c->err);

	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	memset(o, 0, sizeof(*o));
	return RC_OK;
}

static enum rc
load_seen(struct bf_call *c, int64_t id, struct order *o, enum relation *rel)
{
	enum rc rc;

	if ((rc = load(c, id, o)) != RC_OK)
		return rc;
	rc = gate_order(c->who, c->store, o, rel, &c->err);
	return rc == RC_NOTFOUND ? not_found(c, id) : rc;
}

/* The household as it was: how many, and how many children. */
static enum rc
add_snapshot(struct bf_call *c, const struct order *o, json_t *row)
{
	json_t *snapshot = NULL;
	enum rc rc;

	if (o->snapshot == 0)
		return RC_OK;
	rc = household_snapshot_load(c->store, o->snapshot, &snapshot, &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_del(snapshot, "body");
	json_object_del(snapshot, "case_id");
	json_object_set_new(row, "household", snapshot);
	return RC_OK;
}

/* Does the caller read what of CLASS is written in the order? */
static bool
may_read(const struct bf_call *c, const struct order *o, enum bf_class class,
    enum relation rel)
{
	enum domain domain;

	if (gate_class(c->who, rel, class))
		return true;
	if (!gate_order_is_party(c->who, o))
		return false;
	return class != BF_CLASS_HEALTH ||
	    (principal_domain(c->who, &domain) && domain == DOMAIN_HEALTH);
}

static enum rc
fill(struct bf_call *c, const struct order *o, enum relation rel, json_t *row)
{
	static const char *const notes[] = { "note", NULL };
	json_t *versions = NULL, *one;
	bool all = may_read(c, o, o->class, rel), told = false;
	unsigned int words = may_read(c, o, BF_CLASS_HEALTH, rel) ? ~0u : 0;
	size_t i;
	enum rc rc;

	rc = order_versions(c->store, o->id, &versions, &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_set(row, "facts", o->facts);
	if (all && o->body != NULL)
		json_object_set(row, "said", o->body);
	json_array_foreach(versions, i, one) {
		if (!all)
			json_object_del(one, "note");
		said_withhold(one, words, notes, &told);
	}
	if (told)
		call_disclose(c, "case", o->case_id,
		    bf_class_name(BF_CLASS_HEALTH));
	json_object_set_new(row, "versions", versions);
	call_disclose(c, "case", o->case_id, "order");
	return add_snapshot(c, o, row);
}

static int
show_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	char number[CASE_NUMBER_SIZE];
	struct order o;
	enum relation rel;
	json_t *row;
	enum rc rc;

	rc = load_seen(c, param_int(params, "order", 0), &o, &rel);
	if (rc == RC_OK &&
	    (rc = case_get(c->store, o.case_id, &head, &c->err)) == RC_OK) {
		case_number(&head, number);
		row = order_json(&o);
		json_object_set_new(row, "case", json_string(number));
		json_object_del(row, "case_id");
		if ((rc = fill(c, &o, rel, row)) == RC_OK)
			*result = row;
		else
			json_decref(row);
	}
	order_fini(&o);
	return (int)rc;
}

static enum rc
read_filter(struct bf_call *c, const json_t *params, struct order_filter *f)
{
	const char *number = param_text(params, "case");
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	memset(f, 0, sizeof(*f));
	f->owner = param_text(params, "unit");
	f->sender = param_text(params, "sender");
	f->ended = param_bool(params, "ended", false);
	if (number == NULL)
		return RC_OK;
	rc = view_case(c, number, false, "order", &head, &pass);
	if (rc == RC_OK)
		f->case_id = head.id;
	return rc;
}

static int
list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *row;
	struct order_filter f;
	struct scope scope;
	struct page page;
	size_t i;
	enum rc rc;

	gate_scope(c->who, &scope);
	scope.consents = false; /* which open fields, and no papers */
	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = read_filter(c, params, &f)) == RC_OK)
		rc = order_list(c->store, &scope, &f, page.after, page.limit,
		    &rows, &c->err);
	json_array_foreach(rows, i, row) {
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    "order");
		json_object_del(row, "case_id");
	}
	return (int)page_answer_by_id(rc, rows, &page, result);
}

/* Wrong state: what can be done now. */
static enum rc
wrong_state(struct bf_call *c, const struct order *o)
{
	return err_name(&c->err, RC_GUARD, "E_ORDER_STATE",
	    _("order %lld: is %s; order show says what has been done"),
	    (long long)o->id, o->state);
}

/* Only who has it moves it on; a leader of that unit may as well. */
static enum rc
check_owner(struct bf_call *c, const struct order *o)
{
	const char *unit;
	enum rc rc;

	if ((rc = mark_unit(c, &unit)) != RC_OK)
		return rc;
	if (strcmp(unit, o->owner_unit) == 0 &&
	    (o->owner_user[0] == '\0' ||
		strcmp(o->owner_user, principal_name(c->who)) == 0 ||
		principal_has(c->who, ROLE_LEADER)))
		return RC_OK;
	return err_set(&c->err, RC_DENIED,
	    _("order %lld: is with %s; only who has it moves it on"),
	    (long long)o->id,
	    o->owner_user[0] != '\0' ? o->owner_user : o->owner_unit);
}

static enum rc
open_order(struct bf_call *c, const json_t *params, const char *in,
    struct order *o, struct step *st)
{
	int64_t id = param_int(params, "order", 0);
	enum relation rel;
	enum rc rc;

	memset(st, 0, sizeof(*st));
	if ((rc = load_seen(c, id, o, &rel)) != RC_OK)
		return rc;
	rc = step_open_id(c, o->case_id, STEP_ACT, st);
	if (rc == RC_NOTFOUND)
		return not_found(c, id);
	if (rc != RC_OK || (rc = check_owner(c, o)) != RC_OK)
		return rc;
	return in == NULL || strcmp(o->state, in) == 0 ? RC_OK :
							 wrong_state(c, o);
}

/* The note is sealed in the history as in the order. */
static void
keep_note(struct step *st, const char *note)
{
	const struct def_field field = { .name = "note",
		.class = BF_CLASS_IDENTITY,
		.type = DEF_TEXT };
	json_t *text;

	if (note == NULL)
		return;
	text = json_string(note);
	step_input(st, &field, text);
	json_decref(text);
}

static enum rc
finish(struct step *st, const struct order *o, const char *kind,
    const char *note, json_t **result)
{
	json_t *what =
	    json_pack("{sI ss}", "order", (json_int_t)o->id, "state", o->state);
	enum rc rc;

	keep_note(st, note);
	rc = step_finish(st, kind, what, result);
	json_decref(what);
	if (rc == RC_OK) {
		json_object_set_new(*result, "order",
		    json_integer((json_int_t)o->id));
		json_object_set_new(*result, "state", json_string(o->state));
	}
	return rc;
}

/* What a move is: from which state, to which, and whose it is then. */
struct move {
	const char *kind, *in, *to;
	bool to_sender; /* else it stays where it is */
	bool by_me; /* who does it has it then */
};

static int
move(struct bf_call *c, const json_t *params, const struct move *m,
    json_t **result)
{
	const char *note = param_text(params, "note");
	struct order o;
	struct step st;
	enum rc rc;

	rc = open_order(c, params, m->in, &o, &st);
	if (rc == RC_OK)
		rc = orders_move(&st, &o, m->to,
		    m->to_sender ? o.sender : o.owner_unit,
		    m->by_me ? principal_name(c->who) : "",
		    param_text(params, "verdict"), note, &c->err);
	if (rc == RC_OK)
		rc = finish(&st, &o, m->kind, note, result);
	step_fini(&st);
	order_fini(&o);
	return (int)rc;
}

static int
accept_call(struct bf_call *c, const json_t *params, json_t **result)
{
	static const struct move m = { "order.accept", "ordered", "accepted",
		false, true };

	return move(c, params, &m, result);
}

static int
decline_call(struct bf_call *c, const json_t *params, json_t **result)
{
	static const struct move m = { "order.decline", "ordered", "declined",
		true, false };

	return move(c, params, &m, result);
}

static int
deliver_call(struct bf_call *c, const json_t *params, json_t **result)
{
	static const struct move m = { "order.deliver", "accepted", "delivered",
		true, false };

	return move(c, params, &m, result);
}

static int
evaluate_call(struct bf_call *c, const json_t *params, json_t **result)
{
	static const struct move m = { "order.evaluate", "delivered",
		"evaluated", false, true };

	return move(c, params, &m, result);
}

static enum rc
check_taker(struct bf_call *c, const char *unit, const char *user)
{
	const struct user *u;
	size_t i;

	if (municipality_unit(c->municipality, unit) == NULL)
		return err_field(&c->err, "unit", NULL,
		    _("%s: not a unit here"), unit);
	if (user == NULL)
		return RC_OK;
	u = municipality_user(c->municipality, user);
	for (i = 0; u != NULL && i < u->n_units; i++)
		if (strcmp(u->unit_names[i], unit) == 0)
			return RC_OK;
	return err_field(&c->err, "user", NULL, _("%s: works not in unit %s"),
	    user, unit);
}

/* To another unit it goes as ordered; within one it stays as it is. */
static int
give_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *unit = param_text(params, "unit");
	const char *user = param_text(params, "user");
	const char *note = param_text(params, "note"), *state;
	struct order o;
	struct step st;
	bool other;
	enum rc rc;

	rc = open_order(c, params, NULL, &o, &st);
	if (rc == RC_OK && !orders_is_open(&o))
		rc = wrong_state(c, &o);
	if (rc == RC_OK && unit == NULL)
		unit = o.owner_unit;
	if (rc == RC_OK && (rc = check_taker(c, unit, user)) == RC_OK) {
		other = strcmp(unit, o.owner_unit) != 0;
		state = other && strcmp(o.state, "delivered") != 0 ? "ordered" :
								     o.state;
		if (strcmp(state, "ordered") == 0)
			step_name(o.performer, unit);
		rc = orders_move(&st, &o, state, unit, user, NULL, note,
		    &c->err);
	}
	if (rc == RC_OK)
		rc = finish(&st, &o, "order.give", note, result);
	step_fini(&st);
	order_fini(&o);
	return (int)rc;
}

#define ORDER_PARAM                                                            \
	{                                                                      \
		.name = "order", .type = BF_ID,                                \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the order, as order list shows it")      \
	}
#define NOTE_PARAM(required, t)                                                \
	{                                                                      \
		.name = "note", .type = BF_TEXT, .flags = (required),          \
		.class = BF_CLASS_IDENTITY, .text = (t)                        \
	}

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("only the orders of this case") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("only those that this unit has") },
	{ .name = "sender",
	    .type = BF_NAME,
	    .text = N_("only those that this unit sent") },
	{ .name = "ended",
	    .type = BF_BOOL,
	    .text = N_("those that have ended as well") },
	LIST_PARAMS, { .type = BF_END }
};
static const struct bf_param show_params[] = { ORDER_PARAM,
	{ .type = BF_END } };
static const struct bf_param note_params[] = { ORDER_PARAM,
	NOTE_PARAM(0, N_("what there is to say of it")), { .type = BF_END } };
static const struct bf_param decline_params[] = { ORDER_PARAM,
	NOTE_PARAM(BF_REQUIRED, N_("why your unit cannot perform it")),
	{ .type = BF_END } };
static const struct bf_param deliver_params[] = { ORDER_PARAM,
	NOTE_PARAM(BF_REQUIRED, N_("what was delivered")), { .type = BF_END } };
static const struct bf_param evaluate_params[] = { ORDER_PARAM,
	{ .name = "verdict",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = verdicts,
	    .text = N_("was the goal reached") },
	NOTE_PARAM(BF_REQUIRED, N_("what came of it, with the person's view")),
	{ .type = BF_END } };
static const struct bf_param give_params[] = { ORDER_PARAM,
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("the unit that gets it; it stays in its own unless "
		       "given") },
	{ .name = "user",
	    .type = BF_NAME,
	    .text = N_("the user that gets it; anybody of the unit unless "
		       "given") },
	NOTE_PARAM(0, N_("why")), { .type = BF_END } };

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("order") },
	{ "case", BF_CASE, N_("case") },
	{ "kind", BF_NAME, N_("kind") },
	{ "state", BF_NAME, N_("state") },
	{ "sender", BF_NAME, N_("sent by") },
	{ "owner_unit", BF_NAME, N_("with") },
	{ "owner_user", BF_NAME, N_("user") },
	{ "due", BF_DATE, N_("due") },
	{ NULL, BF_END, NULL },
};
static const struct bf_column show_columns[] = {
	{ "id", BF_ID, N_("order") },
	{ "case", BF_CASE, N_("case") },
	{ "kind", BF_NAME, N_("kind") },
	{ "name", BF_NAME, N_("item") },
	{ "state", BF_NAME, N_("state") },
	{ "sender", BF_NAME, N_("sent by") },
	{ "sender_user", BF_NAME, N_("sent by user") },
	{ "performer", BF_NAME, N_("performer") },
	{ "owner_unit", BF_NAME, N_("with") },
	{ "owner_user", BF_NAME, N_("user") },
	{ "due", BF_DATE, N_("due") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "facts", BF_OBJECT, N_("what is ordered") },
	{ "said", BF_OBJECT, N_("in words") },
	{ "household", BF_OBJECT, N_("household then") },
	{ "versions", BF_LIST, N_("what has been done") },
	{ NULL, BF_END, NULL },
};
static const struct bf_column move_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ "order", BF_ID, N_("order") },
	{ "state", BF_NAME, N_("state") },
	{ NULL, BF_END, NULL },
};

#define MOVE_ROW(n, words, t, par, fn)                                         \
	{                                                                      \
		.name = (n), .nb = (words), .kind = BF_STEP,                   \
		.access = BF_ACCESS_CASE, .faces = BF_FACE_SOCKET,             \
		.text = (t), .params = (par), .columns = move_columns,         \
		.errors = "E_ORDER_STATE E_CLOSED", .call = (fn)               \
	}

const struct bf_method order_methods[] = {
	{ .name = "order.list",
	    .nb = "oppdrag list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list orders that your units have or sent"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = list_call },
	{ .name = "order.show",
	    .nb = "oppdrag vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show an order and what has been done of it"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = show_call },
	MOVE_ROW("order.accept", "oppdrag godta",
	    N_("take an order on: you have it from now"), note_params,
	    accept_call),
	MOVE_ROW("order.decline", "oppdrag avslå",
	    N_("give an order back to the unit that sent it"), decline_params,
	    decline_call),
	MOVE_ROW("order.deliver", "oppdrag lever",
	    N_("say that an order is carried out"), deliver_params,
	    deliver_call),
	MOVE_ROW("order.evaluate", "oppdrag evaluer",
	    N_("say what came of an order"), evaluate_params, evaluate_call),
	MOVE_ROW("order.give", "oppdrag gi",
	    N_("give an order to another unit or user"), give_params,
	    give_call),
	{ .name = NULL }
};
