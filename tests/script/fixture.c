/*
 * fixture -- a small definition around a few lines of Lua.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

static enum rc
op(void *step, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	struct fixture *f = step;
	const char *field = json_string_value(json_object_get(args, "field"));
	enum rc rc = f->fail;

	json_array_append_new(f->asked,
	    json_pack("[s, o]", verb, json_deep_copy(args)));
	if (rc != RC_OK)
		return err_name(e, rc, "E_TEST", "the host says no");
	if (strcmp(verb, "data.get") == 0)
		*result = json_incref(json_object_get(f->data, field));
	else if (strcmp(verb, "data.set") == 0)
		json_object_set(f->data, field, json_object_get(args, "value"));
	else if (strcmp(verb, "meta") == 0)
		*result = json_pack("{ss sI ss ss ss s[{ss}]}", "id", "2027/12",
		    "now", (json_int_t)1798758000000, "today", "2027-01-11",
		    "stage", "first", "status", "open", "decisions", "type",
		    "help");
	else if (strcmp(verb, "setting") == 0)
		*result = json_integer(14);
	else if (strcmp(verb, "call") == 0)
		*result = json_deep_copy(args);
	return RC_OK;
}

static const char *const methods[] = { "deposit.claim", "deposit.show", NULL };

const struct script_host fixture_host = { .op = op, .methods = methods };

enum rc
fixture_load_text(struct fixture *f, const char *text)
{
	struct script_file file = { .path = "workflow.lua",
		.bytes = text,
		.len = strlen(text) };
	json_t *run;
	enum rc rc;

	memset(f, 0, sizeof(*f));
	f->data = json_object();
	f->asked = json_array();
	rc = script_load(&file, 1, &fixture_host, &f->skeleton, &f->script,
	    &f->notes, &f->e);
	if (rc != RC_OK)
		return rc;
	run = json_object_get(
	    json_object_get(
		json_object_get(json_object_get(json_object_get(f->skeleton,
						    "stages"),
				    "first"),
		    "actions"),
		"act"),
	    "run");
	f->fn = (int)json_integer_value(json_object_get(run, "fn"));
	return RC_OK;
}

enum rc
fixture_load(struct fixture *f, const char *head, const char *body)
{
	char *text = mem_format(
	    "%s\n"
	    "return workflow {\n"
	    "  name = 'test', title = 'Test', start = 'first',\n"
	    "  uses = { 'deposit', 'plan?' },\n"
	    "  data = {\n"
	    "    amount = money { title = 'Amount' },\n"
	    "    code = choice { 'a', 'b', title = 'Codes', class = 'case',\n"
	    "      many = true },\n"
	    "    day_of = date { title = 'Day', class = 'case' },\n"
	    "    length = duration { title = 'Length', class = 'case' },\n"
	    "    level = integer { title = 'Level', class = 'case' },\n"
	    "    wishes = text { title = 'Wishes' },\n"
	    "  },\n"
	    "  stages = {\n"
	    "    first = stage { title = 'First', actions = {\n"
	    "      act = action { title = 'Act', roles = { 'caseworker' },\n"
	    "        to = 'last', run = function(case, input)\n"
	    "%s\n"
	    "        end } } },\n"
	    "    last = stage { title = 'Last', final = true },\n"
	    "  },\n"
	    "}\n",
	    head, body);
	enum rc rc = fixture_load_text(f, text);

	free(text);
	return rc;
}

enum rc
fixture_call(struct fixture *f, json_t *args, json_t **first)
{
	json_t *results = NULL;
	enum rc rc;

	err_clear(&f->e);
	free(f->trace);
	rc = script_call(f->script, f->fn, f, false, args, &results, &f->trace,
	    &f->e);
	if (first != NULL)
		*first = json_incref(json_array_get(results, 0));
	json_decref(results);
	json_decref(args);
	return rc;
}

void
fixture_fini(struct fixture *f)
{
	script_free(f->script);
	json_decref(f->skeleton);
	json_decref(f->data);
	json_decref(f->asked);
	free(f->trace);
	memset(f, 0, sizeof(*f));
}

enum rc
fixture_run(struct fixture *f, const char *head, const char *body,
    json_t **first)
{
	enum rc rc;

	*first = NULL;
	if ((rc = fixture_load(f, head, body)) != RC_OK)
		return rc;
	return fixture_call(f, NULL, first);
}

int64_t
fixture_cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
