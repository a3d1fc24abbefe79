/*
 * fuzz_value -- JSON as a function of a definition sees it, and what comes back.
 */
#include <stdbool.h>
#include <string.h>

#include <jansson.h>

#include "base/wire.h"
#include "fuzz.h"
#include "script/script.h"

/* Gives its input back, having looked at all of it. */
static const char text[] =
    "local function look(v)\n"
    "  if type(v) ~= 'table' then return tostring(v) end\n"
    "  for k, x in pairs(v) do look(k) look(x) end\n"
    "end\n"
    "return workflow { name = 'test', title = 'Test', start = 'first',\n"
    "  data = {\n"
    "    day_of = date { title = 'Day', class = 'case' },\n"
    "    length = duration { title = 'Length', class = 'case' },\n"
    "  },\n"
    "  stages = {\n"
    "    first = stage { title = 'First', actions = {\n"
    "      act = action { title = 'Act', roles = { 'caseworker' },\n"
    "        to = 'last', run = function(case, input)\n"
    "          look(input)\n"
    "          return input\n"
    "        end } } },\n"
    "    last = stage { title = 'Last', final = true },\n"
    "  } }\n";

static enum rc
op(void *step, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	(void)step;
	(void)args;
	(void)result;
	return err_set(e, RC_GUARD, "%s: not here", verb);
}

static const char *const none[] = { NULL };
static const struct script_host host = { .op = op, .methods = none };

static struct script *
load(int *fn)
{
	const struct script_file file = { .path = "workflow.lua",
		.bytes = text,
		.len = sizeof(text) - 1 };
	struct def_notes notes = { .n = 0 };
	struct script *s = NULL;
	struct err e = ERR_INIT;
	json_t *skeleton = NULL, *v;

	MUST(script_load(&file, 1, &host, &skeleton, &s, &notes, &e) == RC_OK);
	v = json_object_get(skeleton, "stages");
	v = json_object_get(json_object_get(v, "first"), "actions");
	v = json_object_get(json_object_get(v, "act"), "run");
	*fn = (int)json_integer_value(json_object_get(v, "fn"));
	json_decref(skeleton);
	return s;
}

/*
 * May V come back in another form?  null is nil, and fields of type date and
 * duration become values that are written in one way only.
 */
static bool
is_fluid(const json_t *v)
{
	const char *key;
	json_t *x;
	size_t i;

	if (json_is_null(v))
		return true;
	json_array_foreach(v, i, x)
		if (is_fluid(x))
			return true;
	json_object_foreach((json_t *)(uintptr_t)v, key, x)
		if (strcmp(key, "day_of") == 0 || strcmp(key, "length") == 0 ||
		    is_fluid(x))
			return true;
	return false;
}

/* Through Lua and back; new reference, or NULL if it does not pass. */
static json_t *
pass(json_t *v)
{
	static struct script *s;
	static int fn;
	struct err e = ERR_INIT;
	json_t *args = json_pack("[O]", v), *results = NULL, *back = NULL;
	char *trace = NULL;
	enum rc rc;

	if (s == NULL)
		s = load(&fn);
	rc = script_call(s, fn, &fn, false, args, &results, &trace, &e);
	if (rc == RC_OK)
		back = json_incref(json_array_get(results, 0));
	else
		MUST(e.text[0] != '\0');
	json_decref(results);
	json_decref(args);
	free(trace);
	if (script_is_dead(s)) {
		script_free(s);
		s = NULL;
	}
	return back;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct err e = ERR_INIT;
	json_t *v = NULL, *back, *again;

	if (wire_load((const char *)bytes, n, &v, &e) != RC_OK)
		return 0;
	back = pass(v);
	if (back != NULL && !is_fluid(v))
		MUST(json_equal(v, back));
	/* What came back has one form, which stays. */
	if (back != NULL && (again = pass(back)) != NULL) {
		MUST(json_equal(back, again));
		json_decref(again);
	}
	json_decref(back);
	json_decref(v);
	return 0;
}
