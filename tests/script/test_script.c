/*
 * test_script -- loading, calling, refusing, and running out of everything.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/private.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static enum rc
load_files(const struct script_file *files, size_t n, struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	return script_load(files, n, &fixture_host, &f->skeleton, &f->script,
	    &f->notes, &f->e);
}

#define FILE_OF(name, text)                                                    \
	{                                                                      \
		.path = (name), .bytes = (text), .len = sizeof(text) - 1       \
	}

static void
a_mistake_has_its_line(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load_text(&f, "local a = 1\n\nlocal = 2\n"),
	    RC_INVALID);
	assert_int_equal(f.notes.n, 1);
	assert_int_equal(f.notes.notes[0].line, 3);
	assert_non_null(strstr(f.notes.notes[0].text, "is missing before"));
	fixture_fini(&f);
}

static void
a_misspelt_constructor_gets_a_hint(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load_text(&f, "\nreturn worflow {}\n"),
	    RC_INVALID);
	assert_int_equal(f.notes.notes[0].line, 2);
	assert_string_equal(f.notes.notes[0].hint, "did you mean 'workflow'?");
	fixture_fini(&f);
}

/* Names are looked up in functions that have not run, with all their lines. */
static void
misspelt_names_in_functions_are_found_before_they_run(void **state)
{
	static const char text[] =
	    "local known = { day, days, string.format }\n"
	    "local function deep(x)\n"
	    "  if x then return function() return stirng.format('%d', x) end "
	    "end\n"
	    "  return string.formt('%d', x), known\n"
	    "end\n"
	    "return workflow { name = 't', title = 'T', start = 'a',\n"
	    "  uses = { 'deposit', 'plan?' }, stages = {\n"
	    "  a = stage { title = 'A', actions = { act = action {\n"
	    "    title = 'Act', roles = { 'caseworker' }, to = 'b',\n"
	    "    run = function(case)\n"
	    "      local total = 1\n"
	    "      totl = deep(total)\n"
	    "      if plan then plan.anything {} end\n"
	    "      deposit.clam {}\n"
	    "      return totla\n"
	    "    end } } },\n"
	    "  b = stage { title = 'B', final = true } } }\n";
	static const struct {
		int line;
		const char *text, *hint;
	} wanted[] = {
		{ 3, "unknown global 'stirng'", "did you mean 'string'?" },
		{ 4, "'string' has no 'formt'", "did you mean 'format'?" },
		{ 12, "global 'totl' cannot be set: write local", "" },
		{ 14, "'deposit' has no 'clam'", "did you mean 'claim'?" },
		{ 15, "unknown global 'totla'", "" },
	};
	struct fixture f;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load_text(&f, text), RC_OK);
	assert_int_equal(script_check_names(f.script, &f.notes, &f.e),
	    RC_INVALID);
	assert_int_equal(f.notes.n, N(wanted));
	for (i = 0; i < N(wanted); i++) {
		assert_int_equal(f.notes.notes[i].line, wanted[i].line);
		assert_string_equal(f.notes.notes[i].text, wanted[i].text);
		assert_string_equal(f.notes.notes[i].hint, wanted[i].hint);
	}
	fixture_fini(&f);
}

static void
a_part_is_another_file_of_the_folder(void **state)
{
	static const struct script_file files[] = {
		FILE_OF("forms.lua", "\nreturn { x = text { title = 'X' } }"),
		FILE_OF("letters/a.txt", "Hei"),
		FILE_OF("workflow.lua",
		    "local a, b = part('forms.lua'), "
		    "part('forms.lua')\nreturn workflow { data = a, "
		    "same = a == b }"),
		FILE_OF("workflow_test.lua", "this is no Lua"),
	};
	struct fixture f;
	json_t *x;

	(void)state;
	assert_int_equal(load_files(files, N(files), &f), RC_OK);
	x = json_object_get(json_object_get(f.skeleton, "data"), "x");
	assert_string_equal(json_string_value(json_object_get(x, "file")),
	    "forms.lua");
	assert_int_equal(json_integer_value(json_object_get(x, "line")), 2);
	assert_true(json_is_true(json_object_get(f.skeleton, "same")));
	fixture_fini(&f);
}

static void
a_part_that_needs_itself_is_refused(void **state)
{
	static const struct script_file files[] = {
		FILE_OF("a.lua", "return part('b.lua')"),
		FILE_OF("b.lua", "return part('a.lua')"),
		FILE_OF("workflow.lua", "return part('a.lua')"),
	};
	struct fixture f;

	(void)state;
	assert_int_equal(load_files(files, N(files), &f), RC_INVALID);
	assert_non_null(strstr(f.e.text, "needs itself"));
	assert_string_equal(f.notes.notes[0].where, "b.lua");
	fixture_fini(&f);
}

static void
a_part_outside_the_folder_does_not_exist(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load_text(&f,
			     "return part('../../../etc/passwd')"),
	    RC_INVALID);
	assert_non_null(strstr(f.e.text, "no file"));
	fixture_fini(&f);
}

static void
the_skeleton_has_the_form_that_the_model_reads(void **state)
{
	struct fixture f;
	json_t *want;

	(void)state;
	assert_int_equal(
	    fixture_load_text(&f,
		"return workflow {\n"
		"  list = { 'a', 'b' }, mixed = { 'x', required = true },\n"
		"  run = function() end, length = workdays(5), none = {},\n"
		"  z = text {},\n"
		"  y = choice { '1.1', { '1.2', 'T' } },\n"
		"}"),
	    RC_OK);
	want = json_loads(
	    "{\"kind\":\"workflow\",\"line\":1,"
	    "\"length\":\"5wd\",\"list\":[\"a\",\"b\"],"
	    "\"mixed\":{\"items\":[\"x\"],\"required\":true},\"none\":{},"
	    "\"run\":{\"fn\":1,\"line\":3},"
	    "\"z\":{\"kind\":\"text\",\"line\":4},"
	    "\"y\":{\"kind\":\"choice\",\"line\":5,"
	    "\"items\":[\"1.1\",[\"1.2\",\"T\"]]}}",
	    0, NULL);
	assert_non_null(want);
	if (!json_equal(f.skeleton, want))
		fail_msg("%s", json_dumps(f.skeleton, 0));
	json_decref(want);
	fixture_fini(&f);
}

static void
reject_carries_its_own_name_and_field(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_run(&f, "",
			     "reject('E_HALF', 'not so', 'level')", &first),
	    RC_GUARD);
	assert_string_equal(f.e.name, "E_HALF");
	assert_string_equal(f.e.text, "not so");
	assert_int_equal(f.e.n_fields, 1);
	assert_string_equal(f.e.fields[0].field, "level");
	fixture_fini(&f);
}

static void
an_error_of_the_host_passes_untouched(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load(&f, "", "case:close('decided')"), RC_OK);
	f.fail = RC_GUARD;
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_GUARD);
	assert_string_equal(f.e.name, "E_TEST");
	assert_string_equal(f.e.text, "the host says no");
	fixture_fini(&f);
}

static void
a_script_may_catch_a_refusal_but_no_failing_disk(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_load(&f, "",
			     "local ok, e = pcall(function() "
			     "case:close('decided') end) return e.name"),
	    RC_OK);
	f.fail = RC_GUARD;
	assert_int_equal(fixture_call(&f, NULL, &first), RC_OK);
	assert_string_equal(json_string_value(first), "E_TEST");
	json_decref(first);
	f.fail = RC_IO;
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_IO);
	f.fail = RC_DISK_FULL;
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_DISK_FULL);
	fixture_fini(&f);
}

static void
an_error_shows_file_line_source_and_trace(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_run(&f,
			     "local function deep()\n"
			     "  local x\n"
			     "  return x.y\n"
			     "end",
			     "deep()", &first),
	    RC_SCRIPT);
	assert_non_null(strstr(f.e.text, "workflow.lua:3: "));
	assert_non_null(f.trace);
	assert_non_null(strstr(f.trace,
	    "     2 |   local x\n"
	    "     3 |   return x.y\n"));
	assert_non_null(strstr(f.trace, "workflow.lua:3 in deep"));
	fixture_fini(&f);
}

static void
a_guard_changes_nothing(void **state)
{
	static const char *const bodies[] = { "case.data.level = 1",
		"case:close('x')", "case:go('last')",
		"case:task { title = 'x' }", "case:letter { to = 'x' }",
		"case:meet('x')", "case:status('x')", "case:emit('a.b')",
		"case:decide {}" };
	struct fixture f;
	json_t *results;
	size_t i;

	(void)state;
	for (i = 0; i < N(bodies); i++) {
		assert_int_equal(fixture_load(&f, "", bodies[i]), RC_OK);
		assert_int_equal(script_call(f.script, f.fn, &f, true, NULL,
				     &results, NULL, &f.e),
		    RC_SCRIPT);
		assert_non_null(strstr(f.e.text, "a guard changes nothing"));
		assert_int_equal(json_array_size(f.asked), 0);
		fixture_fini(&f);
	}
}

static void
a_method_of_a_plugin_knows_that_a_guard_asks(void **state)
{
	struct fixture f;
	json_t *results, *call;

	(void)state;
	assert_int_equal(fixture_load(&f, "", "return deposit.show { id = 1 }"),
	    RC_OK);
	assert_int_equal(script_call(f.script, f.fn, &f, true, NULL, &results,
			     NULL, &f.e),
	    RC_OK);
	call = json_array_get(results, 0);
	assert_true(json_is_true(json_object_get(call, "readonly")));
	assert_int_equal(json_integer_value(
			     json_object_get(json_object_get(call, "params"),
				 "id")),
	    1);
	json_decref(results);
	fixture_fini(&f);
}

static void
all_results_come_back(void **state)
{
	struct fixture f;
	json_t *results,
	    *want = json_pack("[b, n, s, {ss}]", 0, "why", "a", "b");

	(void)state;
	assert_int_equal(fixture_load(&f, "",
			     "return false, nil, 'why', { a = 'b' }"),
	    RC_OK);
	assert_int_equal(script_call(f.script, f.fn, &f, true, NULL, &results,
			     NULL, &f.e),
	    RC_OK);
	assert_true(json_equal(results, want));
	json_decref(results);
	json_decref(want);
	fixture_fini(&f);
}

struct dump {
	char bytes[8192];
	size_t len;
};

static int
add_dump(lua_State *L, const void *p, size_t n, void *arg)
{
	struct dump *d = arg;

	(void)L;
	assert_true(n <= sizeof(d->bytes) - d->len);
	memcpy(d->bytes + d->len, p, n);
	d->len += n;
	return 0;
}

/* A right binary chunk, which Lua itself would load. */
static void
compiled_files_are_not_taken(void **state)
{
	static const char text[] = "return workflow { name = 'x' }";
	struct dump d = { .len = 0 };
	lua_State *L = luaL_newstate();
	struct script_file file = { .path = "workflow.lua" };
	struct fixture f;

	(void)state;
	assert_int_equal(luaL_loadbuffer(L, text, sizeof(text) - 1,
			     "@workflow.lua"),
	    LUA_OK);
	assert_int_equal(lua_dump(L, add_dump, &d, 0), 0);
	lua_close(L);
	file.bytes = d.bytes;
	file.len = d.len;
	assert_int_equal(load_files(&file, 1, &f), RC_INVALID);
	assert_non_null(strstr(f.e.text, "binary"));
}

/* case:go may run another function of the same definition (enter). */
static enum rc
nested_op(void *step, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	struct fixture *f = step;

	(void)verb;
	(void)args;
	return script_call(f->script, f->fn, f, false, NULL, result, NULL, e);
}

static void
calls_nest_but_not_for_ever(void **state)
{
	static const struct script_host host = { .op = nested_op };
	static const char text[] = "return workflow { run = function(case) "
				   "case:go('x') end }";
	static const struct script_file file = FILE_OF("workflow.lua", text);
	struct fixture f;

	(void)state;
	memset(&f, 0, sizeof(f));
	assert_int_equal(script_load(&file, 1, &host, &f.skeleton, &f.script,
			     &f.notes, &f.e),
	    RC_OK);
	f.fn = 1;
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_SCRIPT);
	assert_non_null(strstr(f.e.text, "in each other"));
	assert_int_equal(f.script->depth, 0);
	fixture_fini(&f);
}

static enum rc
endless_op(void *step, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	struct fixture *f = step;

	(void)args;
	return strcmp(verb, "go") == 0 ?
	    script_call(f->script, f->fn + 1, f, false, NULL, result, NULL, e) :
	    RC_OK;
}

static void
an_inner_call_lives_on_the_outer_ones_time(void **state)
{
	static const struct script_host host = { .op = endless_op };
	static const char text[] =
	    "return workflow { a = function(case) "
	    "while true do pcall(function() case:go('x') end) end end, "
	    "b = function() while true do end end }";
	static const struct script_file file = FILE_OF("workflow.lua", text);
	int64_t before = fixture_cpu_ms();
	struct fixture f;

	(void)state;
	memset(&f, 0, sizeof(f));
	assert_int_equal(script_load(&file, 1, &host, &f.skeleton, &f.script,
			     &f.notes, &f.e),
	    RC_OK);
	f.fn = 1;
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_SCRIPT);
	assert_non_null(strstr(f.e.text, "250 ms"));
	assert_true(script_is_dead(f.script));
	assert_true(fixture_cpu_ms() - before < 2000);
	fixture_fini(&f);
}

/* Let the allocator fail at the n-th growth, for every n until all is well. */
static void
no_memory_at_any_moment_harms_nobody(void **state)
{
	static const char body[] =
	    "local t = {} for i = 1, 20 do t[i] = "
	    "{ n = i, s = ('x'):rep(i) } end case:notice { t = t } "
	    "pcall(reject, 'E_X', 'x') return t";
	struct fixture f;
	long n;

	(void)state;
	for (n = 0;; n++) {
		assert_int_equal(fixture_load(&f, "", body), RC_OK);
		f.script->memory.left = n;
		if (fixture_call(&f, NULL, NULL) == RC_OK)
			break;
		assert_int_equal(f.e.rc, RC_SCRIPT);
		assert_non_null(strstr(f.e.text, "MiB"));
		assert_true(script_is_dead(f.script));
		fixture_fini(&f);
	}
	assert_true(n > 50);
	fixture_fini(&f);
}

static void
an_idle_script_is_small(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load(&f, "", ""), RC_OK);
	assert_true(script_memory(f.script) < 128 * 1024);
	fixture_fini(&f);
}

static void
too_many_and_too_long_files_are_refused(void **state)
{
	struct script_file many[SCRIPT_PARTS + 1];
	char names[SCRIPT_PARTS + 1][16];
	struct script_file none[] = { FILE_OF("other.lua", "return 1") };
	struct fixture f;
	size_t i;

	(void)state;
	for (i = 0; i < N(many); i++) {
		(void)snprintf(names[i], sizeof(names[i]), "%zu.lua", i);
		many[i] = (struct script_file){ .path = names[i],
			.bytes = "",
			.len = 0 };
	}
	assert_int_equal(load_files(many, N(many), &f), RC_INVALID);
	assert_int_equal(load_files(none, 1, &f), RC_INVALID);
	assert_non_null(strstr(f.e.text, "no such file"));
	many[0].len = SCRIPT_FILE_MAX + 1;
	assert_int_equal(load_files(many, 1, &f), RC_INVALID);
	assert_non_null(strstr(f.e.text, "longer"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mistake_has_its_line),
		cmocka_unit_test(a_misspelt_constructor_gets_a_hint),
		cmocka_unit_test(
		    misspelt_names_in_functions_are_found_before_they_run),
		cmocka_unit_test(a_part_is_another_file_of_the_folder),
		cmocka_unit_test(a_part_that_needs_itself_is_refused),
		cmocka_unit_test(a_part_outside_the_folder_does_not_exist),
		cmocka_unit_test(
		    the_skeleton_has_the_form_that_the_model_reads),
		cmocka_unit_test(reject_carries_its_own_name_and_field),
		cmocka_unit_test(an_error_of_the_host_passes_untouched),
		cmocka_unit_test(
		    a_script_may_catch_a_refusal_but_no_failing_disk),
		cmocka_unit_test(an_error_shows_file_line_source_and_trace),
		cmocka_unit_test(a_guard_changes_nothing),
		cmocka_unit_test(a_method_of_a_plugin_knows_that_a_guard_asks),
		cmocka_unit_test(all_results_come_back),
		cmocka_unit_test(compiled_files_are_not_taken),
		cmocka_unit_test(calls_nest_but_not_for_ever),
		cmocka_unit_test(an_inner_call_lives_on_the_outer_ones_time),
		cmocka_unit_test(no_memory_at_any_moment_harms_nobody),
		cmocka_unit_test(an_idle_script_is_small),
		cmocka_unit_test(too_many_and_too_long_files_are_refused),
	};

	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
