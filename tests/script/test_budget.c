/*
 * test_budget -- the CPU timer by itself, over a stock Lua state.
 *
 * The stock pcall knows nothing of budgets: here the hook alone must win.
 */
#include "fixture.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "script/budget.h"

/* How late a stop may be on a loaded machine, in CPU time. */
#define LATE_MS 100

/* Run TEXT for MS milliseconds; the status, and whether it was the stop. */
static int
run(const char *text, int ms, bool *stopped)
{
	lua_State *L = luaL_newstate();
	struct err e = ERR_INIT;
	struct budget b;
	int status;

	luaL_openlibs(L);
	assert_int_equal(luaL_loadstring(L, text), LUA_OK);
	assert_int_equal(budget_begin(&b, L, ms, &e), RC_OK);
	status = lua_pcall(L, 0, 0, 0);
	*stopped = status != LUA_OK && budget_is_stop(L, -1);
	assert_int_equal(b.spent != 0, *stopped);
	budget_end(&b);
	assert_false(budget_is_spent());
	lua_close(L);
	return status;
}

static void
no_pcall_survives_the_hook(void **state)
{
	static const char *const texts[] = {
		"while true do pcall(function() while true do end end) end",
		"local function f() while true do pcall(f) end end f()",
		"while true do xpcall(function() while true do end end, "
		"function() end) end",
		"local t = setmetatable({}, { __index = function(_, k) "
		"return k end }) while true do pcall(function() return t.x "
		"end) end",
	};
	bool stopped;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_not_equal(run(texts[i], 20, &stopped), LUA_OK);
		assert_true(stopped);
	}
}

static void
runaways_are_stopped_in_time(void **state)
{
	int64_t before;
	bool stopped;
	int i;

	(void)state;
	for (i = 0; i < 30; i++) {
		before = fixture_cpu_ms();
		(void)run("while true do end", 10, &stopped);
		assert_true(stopped);
		assert_true(fixture_cpu_ms() - before < 10 + LATE_MS);
	}
}

static void
a_script_in_time_notices_nothing(void **state)
{
	bool stopped;
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		assert_int_equal(run("local n = 0 for i = 1, 100 do n = n + i "
				     "end",
				     1000, &stopped),
		    LUA_OK);
		assert_false(stopped);
	}
}

static void
an_inner_budget_never_outlives_the_outer(void **state)
{
	lua_State *L = luaL_newstate();
	struct budget outer, inner;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(budget_begin(&outer, L, 100, &e), RC_OK);
	assert_int_equal(budget_begin(&inner, L, 10000, &e), RC_OK);
	assert_true(inner.deadline == outer.deadline);
	budget_end(&inner);
	assert_int_equal(budget_begin(&inner, L, 10, &e), RC_OK);
	assert_true(inner.deadline < outer.deadline);
	budget_end(&inner);
	budget_end(&outer);
	lua_close(L);
}

/* A worker is forked from a parent that may have had a timer. */
static void
a_forked_process_has_a_timer_of_its_own(void **state)
{
	bool stopped;
	int status;
	pid_t pid;

	(void)state;
	(void)run("while true do end", 5, &stopped);
	assert_true(stopped);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)run("while true do end", 5, &stopped);
		_exit(stopped ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_pcall_survives_the_hook),
		cmocka_unit_test(runaways_are_stopped_in_time),
		cmocka_unit_test(a_script_in_time_notices_nothing),
		cmocka_unit_test(an_inner_budget_never_outlives_the_outer),
		cmocka_unit_test(a_forked_process_has_a_timer_of_its_own),
	};

	return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
