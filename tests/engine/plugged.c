/*
 * plugged -- an engine with the plugins "trial" and "other" at work; see plugged.h.
 */
#include "plugged.h"

#include <stdlib.h>

struct plugin_set *set;

/* Another plugin, which hears of what the first emits. */
static int
heard(struct bf_call *call, const struct bf_happening *w)
{
	return bf_host(call)->emit(call, w->case_id, "other.heard", NULL);
}

static int
echo(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	*result = json_deep_copy(params);
	return BF_OK;
}

static int
count_others(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_query q = { .limit = 1 };
	json_t *rows;

	(void)params;
	(void)result;
	/* The kinds of another plugin are none of ours. */
	return bf_host(call)->record_find(call, "claim", &q, &rows);
}

static const struct bf_param echo_params[] = {
	{ .name = "text", .type = BF_TEXT, .flags = BF_REQUIRED, .text = "t" },
	{ .type = BF_END },
};
static const struct bf_method other_methods[] = {
	{ .name = "other.echo",
	    .nb = "annen ekko",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_LUA | BF_FACE_SOCKET,
	    .text = "echo",
	    .params = echo_params,
	    .errors = "",
	    .call = echo },
	{ .name = "other.count",
	    .nb = "annen tell",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = "count",
	    .errors = "",
	    .call = count_others },
	{ .name = NULL },
};
static const struct bf_event other_events[] = {
	{ "trial.rang", BF_TAKES, "rang", heard },
	{ "small.thing", BF_TAKES, "thing", heard },
	{ "other.heard", BF_EMITS, "heard", NULL },
	{ NULL, 0, NULL, NULL },
};
static const struct bf_plugin other = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "other",
	.version = "1",
	.methods = other_methods,
	.events = other_events,
};

void
open_as(struct fixture *f, const char *path, const char *more)
{
	fixture_open_plugins(f, path, set, more);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "plugged"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
}

int
setup(void **state)
{
	const struct bf_plugin *const both[] = { &bf_plugin, &other };
	static struct fixture f;
	struct err e = ERR_INIT;

	if (plugin_set_of(both, 2, &set, &e) != RC_OK)
		fail_msg("%s", e.text);
	open_as(&f, STORE_MEMORY,
	    ON "[plugin other]\nenabled = yes\n"
	       "[user nav03]\nname = Eli\nlogin = nav03\nunits = nav, health\n"
	       "roles = caseworker\n");
	*state = &f;
	return 0;
}

int
teardown(void **state)
{
	fixture_close(*state);
	plugin_set_free(set);
	return 0;
}

json_t *
args(const char *number, json_t *more)
{
	json_t *o = json_pack("{ss}", "case", number);

	json_object_update(o, more);
	json_decref(more);
	return o;
}

json_int_t
claim(struct fixture *f, const char *number, json_int_t amount,
    const char *landlord)
{
	json_t *values = json_pack("{ss sI ss}", "state", "open", "amount",
	    amount, "landlord", landlord);

	return int_at(fixture_ok(f, "nav01", "trial.add",
			  args(number, json_pack("{so}", "values", values))),
	    "claim");
}

size_t
count_claims(struct fixture *f)
{
	return (size_t)int_at(fixture_ok(f, "nav01", "trial.find",
				  json_pack("{ss}", "kind", "claim")),
	    "n");
}

bool
has_task(struct fixture *f, const char *number, const char *key)
{
	json_t *rows = fixture_tasks(f, number), *row;
	bool found = false;
	size_t i;

	json_array_foreach(rows, i, row)
		found = found || strcmp(text_at(row, "key"), key) == 0;
	json_decref(rows);
	return found;
}

bool
says(const json_t *o, const char *text)
{
	char *all = json_dumps(o, 0);
	bool found = strstr(all, text) != NULL;

	free(all);
	return found;
}

json_int_t
case_rev(struct fixture *f, const char *number)
{
	return int_at(fixture_ok(f, "nav01", "case.show",
			  json_pack("{ss}", "case", number)),
	    "rev");
}

json_int_t
person(struct fixture *f, const char *name, const char *number)
{
	return int_at(fixture_ok(f, "nav01", "person.add",
			  json_pack("{ss ss ss}", "name", name, "number",
			      number, "birth_date", "1988-03-12")),
	    "person");
}
