/*
 * test_hostile -- programs that want out, on, or in.  None may.
 *
 * Each row is the body of an action.  Style traps 3, 4, 5, 6 and 12.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A stopped program may be late by this much, on a loaded machine. */
#define LATE_MS 2500

struct row {
	const char *name;
	const char *body;
	const char *says; /* a part of the error */
};

/* Trap 4 and 5: endless, in the interpreter and in C loops. */
static const struct row endless[] = {
	{ "while", "while true do end", "250 ms" },
	{ "goto", "::a:: goto a", "250 ms" },
	{ "repeat with calls",
	    "local function f() return 1 end "
	    "repeat f() until false",
	    "250 ms" },
	{ "for", "for i = 1, math.maxinteger do end", "250 ms" },
	{ "pcall round the loop",
	    "while true do pcall(function() "
	    "while true do end end) end",
	    "250 ms" },
	{ "pcall in pcall in pcall",
	    "local function f() while true do "
	    "pcall(pcall, pcall, function() while true do end end) end end "
	    "while true do pcall(f) end",
	    "250 ms" },
	{ "pcall that calls itself",
	    "local function f() pcall(f) pcall(f) end "
	    "f()",
	    "250 ms" },
	{ "pattern without end",
	    "return string.find(('a'):rep(600), "
	    "'.-.-.-.-b')",
	    "250 ms" },
	{ "pattern in pcall",
	    "while true do pcall(string.find, "
	    "('a'):rep(600), '.-.-.-.-b') end",
	    "250 ms" },
	{ "match without end", "return ('a'):rep(600):match('.-.-.-.-b')",
	    "250 ms" },
	{ "gmatch without end",
	    "for _ in ('a'):rep(600):gmatch('.-.-.-.-b') "
	    "do end",
	    "250 ms" },
	{ "gsub without end", "return (('a'):rep(600):gsub('.-.-.-.-b', ''))",
	    "250 ms" },
	{ "gsub with a slow function",
	    "return (('a'):rep(1000000):gsub('.', "
	    "function() for _ = 1, 1000 do end end))",
	    "250 ms" },
	{ "star backtracking",
	    "return ('a'):rep(3000):find("
	    "'a*a*a*a*b')",
	    "250 ms" },
	{ "table.move", "table.move({}, 1, 200000000, 2)", "250 ms" },
	{ "table.move up and down",
	    "table.move({}, 1, math.maxinteger - 1, "
	    "2)",
	    "250 ms" },
	{ "table.concat of nothing",
	    "local t = {} for i = 1, 100 do "
	    "t[i] = '' end while true do table.concat(t) end",
	    "250 ms" },
	{ "table.insert in front",
	    "local t = {} while true do "
	    "table.insert(t, 1, 1) end",
	    "250 ms" },
	{ "table.sort that never agrees",
	    "local t = {} for i = 1, 90000 do "
	    "t[i] = i end while true do table.sort(t, function() "
	    "return true end) end",
	    "250 ms" },
	{ "string.rep of nothing in a loop",
	    "while true do "
	    "string.rep('', 1000000000) end",
	    "250 ms" },
	{ "plain find of a long text",
	    "local s = ('a'):rep(1000000) "
	    "local p = ('a'):rep(500000) .. 'b' while true do "
	    "s:find(p, 1, true) end",
	    "250 ms" },
	{ "verbs without end", "while true do local x = case.today end",
	    "250 ms" },
	{ "verbs in pcall",
	    "while true do pcall(function() return "
	    "case.data.level end) end",
	    "250 ms" },
	{ "pairs without end",
	    "local t = {} for i = 1, 1000 do t[i] = i end "
	    "while true do for _ in pairs(t) do end end",
	    "250 ms" },
};

/* Trap 5: memory.  What a refusal may say: memory, or a bound of ours. */
static const struct row greedy[] = {
	{ "a table",
	    "local t = {} for i = 1, 1e9 do t[i] = "
	    "('x'):rep(10000) .. i end",
	    "MiB" },
	{ "text doubled", "local s = 'x' while true do s = s .. s end", "MiB" },
	{ "in pcall, again and again",
	    "while true do pcall(function() "
	    "local s = 'x' while true do s = s .. s end end) end",
	    "MiB" },
	{ "in two pcalls",
	    "pcall(function() pcall(function() local s = 'x' "
	    "while true do s = s .. s end end) end) return 'alive'",
	    "MiB" },
	{ "string.rep", "return ('x'):rep(1000000000)", "bytes" },
	{ "string.rep with a separator",
	    "return ('x'):rep(5000, "
	    "('y'):rep(5000))",
	    "bytes" },
	{ "string.rep past the end of integers",
	    "return ('xx'):rep("
	    "math.maxinteger)",
	    "bytes" },
	{ "table.concat",
	    "local s = ('x'):rep(4000000) local t = {} "
	    "for i = 1, 100 do t[i] = s end return table.concat(t)",
	    "MiB" },
	{ "gsub that grows",
	    "local s = ('x'):rep(100000) "
	    "return s:gsub('.', ('y'):rep(10000))",
	    "MiB" },
	{ "closures",
	    "local f repeat local g = f f = function() return g end "
	    "until false",
	    "MiB" },
	{ "the stack", "local function f() return 1 + f() end return f()",
	    "MiB" },
	{ "the C stack",
	    "local function f(s) return (s:gsub('.', f)) end "
	    "return f('x')",
	    "stack overflow" },
	{ "unpack",
	    "local t = {} for i = 1, 1000 do t[i] = i end "
	    "return table.unpack(t, 1, 1000000)",
	    "250 values" },
	{ "format", "return ('%99999d'):format(1)", "wider" },
	{ "format precision", "return ('%.99999f'):format(1)", "wider" },
};

/* What must not be there, or not work so. */
static const struct row locked[] = {
	{ "load", "return load('return 1')()", "unknown global 'load'" },
	{ "loadstring", "return loadstring('')", "unknown global" },
	{ "loadfile", "return loadfile('/etc/passwd')", "unknown global" },
	{ "dofile", "dofile('/etc/passwd')", "unknown global 'dofile'" },
	{ "require", "require('io')", "unknown global 'require'" },
	{ "package", "return package.loaded", "unknown global 'package'" },
	{ "io", "io.open('/etc/passwd')", "unknown global 'io'" },
	{ "os", "os.exit(0)", "unknown global 'os'" },
	{ "debug", "debug.getregistry()", "unknown global 'debug'" },
	{ "coroutine", "coroutine.wrap(function() end)()", "unknown global" },
	{ "collectgarbage", "collectgarbage('stop')", "unknown global" },
	{ "setmetatable", "setmetatable({}, { __gc = function() end })",
	    "unknown global 'setmetatable'" },
	{ "getmetatable", "getmetatable('').__index = nil",
	    "unknown global 'getmetatable'" },
	{ "rawset", "rawset(string, 'x', 1)", "unknown global 'rawset'" },
	{ "rawget", "rawget(string, 'x')", "unknown global 'rawget'" },
	{ "next", "return next({})", "unknown global 'next'" },
	{ "random", "return math.random()", "nil value" },
	{ "random seed", "math.randomseed(1)", "nil value" },
	{ "string.dump", "return string.dump(function() end)", "nil value" },
	{ "string.pack", "return string.pack('z', 'a')", "nil value" },
	{ "print", "print('x')", "unknown global 'print'" },
	{ "_G", "return _G", "unknown global '_G'" },
	{ "xpcall", "xpcall(error, error)", "unknown global 'xpcall'" },
	{ "an address by format", "return ('%p'):format({})", "no directive" },
	{ "a global written", "leak = 1", "cannot be set" },
	{ "a library written", "string.rep = nil", "cannot be set" },
	{ "the environment written", "local e = _ENV e.leak = 1",
	    "cannot be set" },
	{ "a text's method table", "('x').y = 1", "index a string value" },
	{ "close without metatable", "local x <close> = {}", "non-closable" },
	{ "a constructor at run time", "stage { title = 'x' }",
	    "belongs to the definition" },
	{ "part at run time", "part('workflow.lua')",
	    "belongs to the definition" },
	{ "a float into a field", "case.data.level = 1.5", "level: a number" },
	{ "a whole float into a field", "case.data.level = 4 / 2", "level" },
	{ "not a number into a field", "case.data.level = 0 / 0", "level" },
	{ "a function into a field", "case.data.wishes = function() end",
	    "wishes: a function" },
	{ "an undeclared field", "case.data.levle = 1",
	    "did you mean 'level'" },
	{ "reading an undeclared field", "return case.data.levle",
	    "did you mean 'level'" },
	{ "writing the case", "case.stage = 'last'", "cannot be set" },
	{ "a circle out", "local t = {} t.t = t case:notice(t)", "circle" },
	{ "a bush out",
	    "local t = {} for _ = 1, 25 do t = { a = t, b = t } "
	    "end case:notice(t)",
	    "too big" },
	{ "a big text out", "case.data.wishes = ('x'):rep(2000000)",
	    "too big" },
	{ "bytes that are no text", "case.data.wishes = '\\xff'", "UTF-8" },
	{ "a zero in a text", "case.data.wishes = 'a\\0b'", "UTF-8" },
	{ "a zero in a name", "case:notice { ['a\\0b'] = 1 }", "zero" },
	{ "a list with a hole", "case:notice { a = { 1, nil, 3 } }", "list" },
	{ "list and names mixed", "case:notice { a = { 1, b = 2 } }", "list" },
	{ "a table as a key", "for _ in pairs({ [{}] = 1 }) do end",
	    "no order" },
	{ "an error that is a table", "error({})", "a table instead" },
	{ "an error that is nil", "error()", "nil instead" },
	{ "an error that is a function", "error(error)", "function instead" },
	{ "a result that is a function", "return function() end",
	    "return: a function" },
	{ "a pattern that is wrong", "return ('x'):find('[')", "']'" },
	{ "a pattern too deep", "return ('x'):rep(500):find(('(x)'):rep(40))",
	    "captures" },
	{ "a pattern of brackets",
	    "return ('x'):rep(500):find(('x?'):rep(500))", "too complex" },
	{ "captures not closed", "return ('x'):find('(x')", "not closed" },
	{ "no such capture", "return ('x'):gsub('x', '%2')", "no such" },
	{ "bytes out of range", "return string.char(256)", "out of range" },
	{ "utf8 out of range", "return utf8.char(-1)", "out of range" },
	{ "the colon forgotten", "case.go('last')", "colon" },
	{ "another's self", "case.go({}, 'last')", "colon" },
	{ "a plugin not used", "return eviction.notice {}", "unknown global" },
	{ "an absent plugin called", "plan.report_need {}",
	    "not present here" },
	{ "reject with any name", "reject('oops', 'x')", "E_ and capitals" },
	{ "a date out of the calendar", "return day('9999-12-31') + years(1)",
	    "leaves the calendar" },
	{ "a length too long", "return days(1e15)", "0 to" },
	{ "kroner past the end", "return kr(math.maxinteger)", "too much" },
	{ "dates and numbers", "return case.today < 5", "date expected" },
};

static void
run_row(const struct row *row)
{
	int64_t before = fixture_cpu_ms(), took;
	struct fixture f;
	json_t *first;
	enum rc rc;

	rc = fixture_run(&f, "", row->body, &first);
	took = fixture_cpu_ms() - before;
	if (rc == RC_OK || strstr(f.e.text, row->says) == NULL)
		fail_msg("%s: rc %d, says: %s", row->name, (int)rc, f.e.text);
	if (f.e.rc != RC_SCRIPT)
		fail_msg("%s: rc is %d", row->name, (int)f.e.rc);
	if (took > LATE_MS)
		fail_msg("%s: took %lld ms", row->name, (long long)took);
	json_decref(first);
	fixture_fini(&f);
}

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void
endless_programs_are_stopped_in_time(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(endless); i++)
		run_row(&endless[i]);
}

static void
greedy_programs_meet_the_cap(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(greedy); i++)
		run_row(&greedy[i]);
}

static void
locked_doors_stay_locked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(locked); i++)
		run_row(&locked[i]);
}

static void
a_state_that_was_stopped_is_dead(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_run(&f, "", "while true do end", &first),
	    RC_SCRIPT);
	assert_true(script_is_dead(f.script));
	assert_int_equal(fixture_call(&f, NULL, NULL), RC_SCRIPT);
	fixture_fini(&f);
	assert_int_equal(fixture_run(&f, "", "error('x')", &first), RC_SCRIPT);
	assert_false(script_is_dead(f.script));
	fixture_fini(&f);
}

static void
after_hostile_calls_a_good_one_still_works(void **state)
{
	struct fixture f;
	json_t *first;
	int i;

	(void)state;
	assert_int_equal(
	    fixture_load(&f, "",
		"if input.bad == 1 then error({}) end\n"
		"if input.bad == 2 then leak = 1 end\n"
		"if input.bad == 3 then return ('x'):find('[') end\n"
		"if input.bad == 4 then case.data.level = 0.5 end\n"
		"return input.bad"),
	    RC_OK);
	for (i = 1; i <= 4; i++)
		assert_int_equal(fixture_call(&f, json_pack("[{si}]", "bad", i),
				     NULL),
		    RC_SCRIPT);
	assert_int_equal(fixture_call(&f, json_pack("[{si}]", "bad", 5),
			     &first),
	    RC_OK);
	assert_int_equal(json_integer_value(first), 5);
	json_decref(first);
	fixture_fini(&f);
}

/* Loading is budgeted like running, and takes text alone. */
static void
hostile_files_do_not_load(void **state)
{
	static const char *const texts[] = {
		"while true do end",
		"local s = 'x' while true do s = s .. s end",
		"\033LuaT\0",
		"return string.find(('a'):rep(900), '.-.-.-.-.-b')",
		"return part('workflow.lua')",
		"return workflow",
		"return 5",
		"return workflow { data = { x = 0.5 } }",
		"local t = {} t.t = t return workflow { data = t }",
		"x = 1",
		"return workflow { [{}] = 1 }",
		"local t = stage {} return workflow { a = stage(t) }",
		"string.rep = nil return ('x'):rep(3)",
		"return workflow { name = '\\xff' }",
	};
	struct fixture f;
	size_t i;

	(void)state;
	for (i = 0; i < N(texts); i++) {
		if (fixture_load_text(&f, texts[i]) == RC_OK)
			fail_msg("loaded: %s", texts[i]);
		assert_int_equal(f.notes.n, 1);
		fixture_fini(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endless_programs_are_stopped_in_time),
		cmocka_unit_test(greedy_programs_meet_the_cap),
		cmocka_unit_test(locked_doors_stay_locked),
		cmocka_unit_test(a_state_that_was_stopped_is_dead),
		cmocka_unit_test(after_hostile_calls_a_good_one_still_works),
		cmocka_unit_test(hostile_files_do_not_load),
	};

	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
