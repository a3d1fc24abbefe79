/*
 * test_freeze -- nothing is kept between steps (architecture §3, trap 12).
 *
 * Each row has what the definition captured and a body that tries to remember
 * the caller in it.  The second call must not see what the first left.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
	const char *name;
	const char *head;
	const char *body; /* input.who is 1, then 2 */
	const char *says; /* a part of the error, also the variable */
};

static const struct row rows[] = {
	{ "a counter", "local n = 0", "n = n + 1 return n", "keeps 'n'" },
	{ "one person in another's guard", "local last",
	    "local seen = last last = input.who return seen", "keeps 'last'" },
	{ "an integer that becomes a float", "local n = 1",
	    "n = n * 1.0 return n == 1 and 1", "keeps 'n'" },
	{ "through a helper",
	    "local n = 0 local function up() n = n + 1 "
	    "return n end",
	    "return up()", "keeps 'n'" },
	{ "through a closure made by a call",
	    "local function make() "
	    "local n = 0 return function() n = n + 1 return n end end "
	    "local count = make()",
	    "return count()", "keeps 'n'" },
	{ "with an error after it", "local n = 0",
	    "n = n + 1 if n > 1 then return 'seen' end error('first')",
	    "first" },
	{ "inside pcall", "local n = 0",
	    "pcall(function() n = input.who end) return n", "keeps 'n'" },
	{ "a table", "local t = {}", "t.x = input.who", "'x' cannot be set" },
	{ "a list", "local t = { 1 }", "t[#t + 1] = input.who",
	    "cannot be set" },
	{ "an entry that is there", "local t = { x = 1 }", "t.x = 2",
	    "'x' cannot be set" },
	{ "an entry taken away", "local t = { x = 1 }", "t.x = nil",
	    "'x' cannot be set" },
	{ "table.insert", "local t = {}", "table.insert(t, input.who)",
	    "cannot be set" },
	{ "table.remove", "local t = { 1, 2 }", "table.remove(t)",
	    "cannot be set" },
	{ "table.sort", "local t = { 2, 1 }", "table.sort(t)",
	    "cannot be set" },
	{ "table.move", "local t = { 2, 1 }", "table.move({ 5 }, 1, 1, 1, t)",
	    "cannot be set" },
	{ "a table in a table", "local t = { a = { b = { c = 1 } } }",
	    "t.a.b.c = 2", "'c' cannot be set" },
	{ "a table behind a function",
	    "local function get() end do "
	    "local t = {} get = function() return t end end",
	    "get().x = 1", "'x' cannot be set" },
	{ "a table as a key", "local k = {} local t = { [k] = 1 }",
	    "k.x = t[k]", "'x' cannot be set" },
	{ "a table in a library", "string.mine = {}", "string.mine.x = 1",
	    "'x' cannot be set" },
	{ "a library", "", "table.leak = 1", "'leak' cannot be set" },
	{ "the methods of texts", "", "local s = string s.leak = 1",
	    "'leak' cannot be set" },
	{ "a global", "", "leak = input.who", "'leak' cannot be set" },
	{ "another environment",
	    "local _ENV = setting and { workflow = "
	    "workflow, money = money, choice = choice, date = date, duration = "
	    "duration, integer = integer, text = text, stage = stage, action = "
	    "action }",
	    "leak = 1", "'leak' cannot be set" },
	{ "a new environment", "",
	    "local e = _ENV _ENV = { reject = reject } "
	    "x = 1",
	    "keeps '_ENV'" },
	{ "a captured pairs", "local step = pairs({ 'a', 'b' })",
	    "return (step())", "iterator" },
	{ "a captured gmatch", "local step = ('a b'):gmatch('%a')",
	    "return step()", "iterator" },
	{ "the input kept", "local box = {}", "box[1] = input",
	    "cannot be set" },
	{ "the case kept", "local kept", "kept = case", "keeps 'kept'" },
	{ "two variables at once", "local a, b = 1, 2", "a, b = b, a",
	    "keeps" },
	{ "a function replaced", "local function f() return 1 end",
	    "local old = f f = function() return old() + 1 end return f()",
	    "keeps 'f'" },
	{ "a method of a plugin", "", "deposit.claim = nil",
	    "'claim' cannot be set" },
};

/* The error of the first and that of the second call are the same. */
static void
check_row(const struct row *row)
{
	struct err first;
	struct fixture f;
	enum rc rc;

	if (fixture_load(&f, row->head, row->body) != RC_OK)
		fail_msg("%s: does not load: %s", row->name, f.e.text);
	rc = fixture_call(&f, json_pack("[{si}]", "who", 1), NULL);
	first = f.e;
	if (rc != RC_SCRIPT || strstr(f.e.text, row->says) == NULL)
		fail_msg("%s: rc %d, says: %s", row->name, (int)rc, f.e.text);
	rc = fixture_call(&f, json_pack("[{si}]", "who", 2), NULL);
	if (rc != RC_SCRIPT || strcmp(f.e.text, first.text) != 0)
		fail_msg("%s: then rc %d, says: %s", row->name, (int)rc,
		    f.e.text);
	fixture_fini(&f);
}

static void
nothing_is_kept_between_steps(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(&rows[i]);
}

static void
a_changed_variable_is_put_back(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_load(&f, "local n = 7",
			     "if input.set then n = 8 end return n"),
	    RC_OK);
	assert_int_equal(fixture_call(&f, json_pack("[{sb}]", "set", 1), NULL),
	    RC_SCRIPT);
	assert_non_null(strstr(f.e.text, "workflow.lua"));
	assert_int_equal(fixture_call(&f, json_pack("[{}]"), &first), RC_OK);
	assert_int_equal(json_integer_value(first), 7);
	json_decref(first);
	fixture_fini(&f);
}

static void
a_frozen_table_reads_like_any_other(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(
	    fixture_run(&f, "local t = { 'a', 'b', 'c', x = 1, y = { z = 2 } }",
		"local out = { #t, t.x, t.y.z, table.concat(t, '-'),\n"
		"  table.unpack(t) }\n"
		"for _, v in ipairs(t) do out[#out + 1] = v end\n"
		"for k in pairs(t) do out[#out + 1] = tostring(k) end\n"
		"return table.concat(out, ' ')",
		&first),
	    RC_OK);
	assert_string_equal(json_string_value(first),
	    "3 1 2 a-b-c a b c a b c 1 2 3 x y");
	json_decref(first);
	fixture_fini(&f);
}

static void
a_frozen_table_can_leave_the_script(void **state)
{
	struct fixture f;
	json_t *first,
	    *want = json_pack("{s[ii]s{ss}}", "list", 1, 2, "sub", "k", "v");

	(void)state;
	assert_int_equal(fixture_run(&f,
			     "local t = { list = { 1, 2 }, sub = { k = 'v' } }",
			     "return t", &first),
	    RC_OK);
	assert_true(json_equal(first, want));
	json_decref(first);
	json_decref(want);
	fixture_fini(&f);
}

static void
a_thousand_calls_take_no_more_memory(void **state)
{
	struct fixture f;
	size_t before;
	int i;

	(void)state;
	assert_int_equal(fixture_load(&f, "",
			     "local t = {} for i = 1, 100 do "
			     "t[i] = ('x'):rep(i) .. i end return #t"),
	    RC_OK);
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_OK);
	before = script_memory(f.script);
	for (i = 0; i < 1000; i++)
		assert_int_equal(fixture_call(&f, NULL, NULL), RC_OK);
	assert_true(script_memory(f.script) < before + 256 * 1024);
	fixture_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_kept_between_steps),
		cmocka_unit_test(a_changed_variable_is_put_back),
		cmocka_unit_test(a_frozen_table_reads_like_any_other),
		cmocka_unit_test(a_frozen_table_can_leave_the_script),
		cmocka_unit_test(a_thousand_calls_take_no_more_memory),
	};

	return cmocka_run_group_tests_name("freeze", tests, NULL, NULL);
}
