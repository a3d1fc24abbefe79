/*
 * watch_open -- watch.open, watch.credit and watch.close.
 *
 * They only say what is wanted; it is done when their step has committed.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/view.h"
#include "engine/watch.h"
#include "store/history.h"
#include "store/store.h"

static enum rc
copy_name(struct bf_call *c, const char *key, const json_t *v,
    char out[STORE_NAME_SIZE])
{
	size_t n = json_string_length(v);

	if (!json_is_string(v) || n == 0 || n >= STORE_NAME_SIZE)
		return err_set(&c->err, RC_INVALID,
		    _("filter.%s: must be a "
		      "name"),
		    key);
	memcpy(out, json_string_value(v), n + 1);
	return RC_OK;
}

static enum rc
read_case(struct bf_call *c, const json_t *v, int64_t *out)
{
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	if (!json_is_string(v))
		return err_set(&c->err, RC_INVALID,
		    _("filter.case: must be a "
		      "case's number, such as 2027/12"));
	rc = view_case(c, json_string_value(v), true, "watch", &head, &pass);
	*out = head.id;
	return rc;
}

static enum rc
read_unit(struct bf_call *c, const json_t *v, char out[STORE_NAME_SIZE])
{
	enum rc rc = copy_name(c, "unit", v, out);

	if (rc == RC_OK && municipality_unit(c->municipality, out) == NULL)
		return err_set(&c->err, RC_INVALID,
		    _("filter.unit: no unit "
		      "'%s' here; unit.list names them"),
		    out);
	return rc;
}

static enum rc
read_member(struct bf_call *c, const char *key, const json_t *v,
    struct watch_filter *f)
{
	if (strcmp(key, "case") == 0)
		return read_case(c, v, &f->case_id);
	if (strcmp(key, "unit") == 0)
		return read_unit(c, v, f->unit);
	if (strcmp(key, "kind") == 0)
		return copy_name(c, key, v, f->kind);
	if (strcmp(key, "mine") != 0)
		return err_set(&c->err, RC_INVALID,
		    _("filter.%.64s: not "
		      "known; case, unit, mine and kind are"),
		    key);
	if (!json_is_boolean(v))
		return err_set(&c->err, RC_INVALID,
		    _("filter.mine: must be "
		      "true or false"));
	f->mine = json_is_true(v);
	return RC_OK;
}

static enum rc
read_filter(struct bf_call *c, json_t *filter, struct watch_filter *f)
{
	json_t *v;
	const char *key;
	enum rc rc = RC_OK;

	json_object_foreach(filter, key, v)
		if (rc == RC_OK)
			rc = read_member(c, key, v, f);
	return rc;
}

/* From where on; what is not known here begins now, and is told so. */
static enum rc
find_place(struct bf_call *c, const json_t *from, struct watch *w)
{
	const json_t *incarnation = json_object_get(from, "incarnation");
	const json_t *commit = json_object_get(from, "commit");
	struct watch_place *at = &w->at;

	at->pos = store_last_pos(c->store);
	at->commit = store_last_commit(c->store);
	if (from == NULL)
		return RC_OK;
	if (!json_is_integer(incarnation) || !json_is_integer(commit) ||
	    json_integer_value(commit) < 0)
		return err_set(&c->err, RC_INVALID,
		    _("from: must be "
		      "{incarnation, commit}, both whole numbers, as "
		      "watch.open "
		      "and its events gave them"));
	if (json_integer_value(incarnation) != store_incarnation(c->store) ||
	    json_integer_value(commit) > at->commit) {
		w->next = *at;
		watch_notice(w, "resync", "from");
		return RC_OK;
	}
	at->commit = json_integer_value(commit);
	return history_pos_of(c->store, at->commit, &at->pos, &c->err);
}

static enum rc
check_room(struct bf_call *c)
{
	const struct watch_set *set = &c->engine->watches;

	if (c->peer == NULL)
		return err_set(&c->err, RC_UNAVAILABLE,
		    _("watch.open: there "
		      "is no connection to tell"));
	if (watch_count(c->engine, c->peer) >= WATCH_PEER_MAX)
		return err_set(&c->err, RC_BUSY,
		    _("watch.open: this "
		      "connection has %d watches; close one first"),
		    WATCH_PEER_MAX);
	if (set->n >= WATCH_MAX)
		return err_set(&c->err, RC_BUSY,
		    _("watch.open: there are %d "
		      "watches already; try again later"),
		    WATCH_MAX);
	return RC_OK;
}

static char *
copy(const char *text)
{
	return text == NULL ? NULL : mem_text(text);
}

/* Whoever asks now is who the events are for. */
static void
take_asker(struct watch *w, const struct bf_call *c)
{
	const struct ask *a = c->ask;

	w->peer = c->peer;
	w->login = mem_text(a->login);
	w->as = copy(a->as);
	w->role = copy(a->role);
	w->basis = copy(a->basis);
	w->reason = copy(a->reason);
}

static int
watch_open(struct bf_call *c, const json_t *params, json_t **result)
{
	struct watch *w = mem_new(1, sizeof(*w));
	enum rc rc;

	w->id = ++c->engine->watches.last;
	w->at.credit = param_int(params, "credit", WATCH_CREDIT);
	if ((rc = check_room(c)) != RC_OK ||
	    (rc = read_filter(c, json_object_get(params, "filter"),
		 &w->filter)) != RC_OK ||
	    (rc = find_place(c, json_object_get(params, "from"), w)) != RC_OK) {
		watch_free(w);
		return (int)rc;
	}
	take_asker(w, c);
	w->next = w->at;
	c->watch = mem_new(1, sizeof(*c->watch));
	c->watch->opened = w;
	*result = json_pack("{sI sI sI}", "watch", (json_int_t)w->id,
	    "incarnation", (json_int_t)store_incarnation(c->store), "commit",
	    (json_int_t)w->at.commit);
	return RC_OK;
}

static enum rc
order(struct bf_call *c, const json_t *params, int64_t credit)
{
	int64_t id = param_int(params, "watch", 0);

	if (watch_find(c->engine, c->peer, id) == NULL)
		return err_set(&c->err, RC_NOTFOUND,
		    _("watch %lld: not open "
		      "on this connection"),
		    (long long)id);
	c->watch = mem_new(1, sizeof(*c->watch));
	c->watch->id = id;
	c->watch->credit = credit;
	return RC_OK;
}

static int
watch_credit(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)result;
	return (int)order(c, params, param_int(params, "n", 0));
}

static int
watch_close(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)result;
	return (int)order(c, params, 0);
}

static const char *const topics[] = { "case", NULL };

static const struct bf_param open_params[] = {
	{ .name = "topic",
	    .type = BF_CODE,
	    .codes = topics,
	    .text = N_("what to watch: cases, unless given") },
	{ .name = "filter",
	    .type = BF_OBJECT,
	    .text = N_("which of it: {case, unit, mine, kind}") },
	{ .name = "from",
	    .type = BF_OBJECT,
	    .text = N_("the last that is known: {incarnation, commit}; now "
		       "unless given") },
	{ .name = "credit",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = WATCH_CREDIT_MAX,
	    .text = N_("events that may come at once, 64 unless given") },
	{ .type = BF_END },
};

#define WATCH_PARAM                                                            \
	{                                                                      \
		.name = "watch", .type = BF_ID,                                \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("the watch's number, as watch.open gave it")        \
	}

static const struct bf_param credit_params[] = {
	WATCH_PARAM,
	{ .name = "n",
	    .type = BF_INTEGER,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .min = 1,
	    .max = WATCH_CREDIT_MAX,
	    .text = N_("how many more events may come") },
	{ .type = BF_END },
};

static const struct bf_param close_params[] = {
	WATCH_PARAM,
	{ .type = BF_END },
};

static const struct bf_column open_columns[] = {
	{ "watch", BF_ID, N_("watch") },
	{ "incarnation", BF_INTEGER, N_("incarnation") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ NULL, BF_END, NULL },
};

const struct bf_method watch_methods[] = {
	{ .name = "watch.open",
	    .nb = "følg start",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("be told what happens in cases from now on"),
	    .params = open_params,
	    .columns = open_columns,
	    .errors = "E_BUSY",
	    .call = watch_open },
	{ .name = "watch.credit",
	    .nb = "følg mer",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("let a watch tell more"),
	    .params = credit_params,
	    .errors = "",
	    .call = watch_credit },
	{ .name = "watch.close",
	    .nb = "følg slutt",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("end a watch"),
	    .params = close_params,
	    .errors = "",
	    .call = watch_close },
	{ .name = NULL },
};
