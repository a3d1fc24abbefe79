/*
 * test_pattern -- our string functions against Lua's own, on random patterns.
 *
 * The stock library is the oracle, in a state of its own; both get the same
 * seeded subjects, patterns and formats.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "script/pattern.h"

#define ROUNDS 6000

/* What both run: the results of a function as one text. */
static const char body[] =
    "local f, s, p, x = input.f, input.s, input.p, input.x\n"
    "local out = {}\n"
    "local function add(ok, ...)\n"
    "  if not ok then out[#out + 1] = 'error' return end\n"
    "  for i = 1, select('#', ...) do\n"
    "    out[#out + 1] = tostring((select(i, ...)))\n"
    "  end\n"
    "end\n"
    "if f == 'find' then add(pcall(string.find, s, p, x))\n"
    "elseif f == 'match' then add(pcall(string.match, s, p, x))\n"
    "elseif f == 'gsub' then add(pcall(string.gsub, s, p, '<%1>'))\n"
    "elseif f == 'rep' then add(pcall(string.rep, s, x, p))\n"
    "elseif f == 'format' then add(pcall(string.format, p, x))\n"
    "else add(pcall(function()\n"
    "  for a, b in string.gmatch(s, p) do add(true, a, b) end end)) end\n"
    "return table.concat(out, '|')\n";

static unsigned int seed;

static unsigned int
dice(unsigned int n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static void
make_subject(char *out, size_t most)
{
	static const char letters[] = "aabbc1 _-[]%";
	size_t n = dice((unsigned int)most), i;

	for (i = 0; i < n; i++)
		out[i] = letters[dice(sizeof(letters) - 1)];
	out[n] = '\0';
}

static void
make_pattern(char *out, size_t size)
{
	static const char *const parts[] = { "a", "b", ".", "%a", "%d", "%s",
		"%w", "%A", "[ab]", "[^a]", "[%w_]", "[a-c]", "[]]", "[^]]",
		"*", "+", "-", "?", "(", ")", "()", "%1", "%b[]", "%f[%w]", "^",
		"$", "%%", "%-", "[", "%", "]", "[a-]", "[%a-z]" };
	size_t n = 1 + dice(6), used = 0, len;
	const char *part;

	out[0] = '\0';
	while (n-- > 0) {
		part = parts[dice(sizeof(parts) / sizeof(parts[0]))];
		len = strlen(part);
		if (used + len + 1 > size)
			break;
		memcpy(out + used, part, len + 1);
		used += len;
	}
}

static void
make_format(char *out, size_t size)
{
	static const char *const flags[] = { "", "-", "0", "+", " ", "-0",
		"+0" };
	static const char *const precisions[] = { "", ".0", ".3", ".10" };
	static const char kinds[] = "dixXefgs";
	static const char *const widths[] = { "", "1", "8", "20" };

	/* '0' and '+' belong to numbers; the stock library refuses the rest */
	(void)snprintf(out, size, "<%%%s%s%s%c>", flags[dice(7)],
	    widths[dice(4)], precisions[dice(4)], kinds[dice(8)]);
}

/* The same in the stock state; its result stays on the stack. */
static const char *
stock(lua_State *L, const char *f, const char *s, const char *p, lua_Integer x)
{
	lua_settop(L, 1);
	lua_pushvalue(L, 1);
	lua_newtable(L);
	lua_pushstring(L, f);
	lua_setfield(L, -2, "f");
	lua_pushstring(L, s);
	lua_setfield(L, -2, "s");
	lua_pushstring(L, p);
	lua_setfield(L, -2, "p");
	lua_pushinteger(L, x);
	lua_setfield(L, -2, "x");
	lua_call(L, 1, 1);
	return lua_tostring(L, -1);
}

static lua_State *
stock_new(void)
{
	lua_State *L = luaL_newstate();
	char text[2048];

	luaL_openlibs(L);
	(void)snprintf(text, sizeof(text), "local input = ...\n%s", body);
	assert_int_equal(luaL_loadstring(L, text), LUA_OK);
	return L;
}

static void
compare(struct fixture *f, lua_State *L, const char *what, const char *s,
    const char *p, int x)
{
	const char *want = stock(L, what, s, p, x), *is;
	json_t *first = NULL;

	if (fixture_call(f,
		json_pack("[{ss ss ss si}]", "f", what, "s", s, "p", p, "x", x),
		&first) != RC_OK)
		fail_msg("%s('%s', '%s', %d): %s", what, s, p, x, f->e.text);
	is = json_string_value(first);
	if (strcmp(is, want) != 0)
		fail_msg("%s('%s', '%s', %d): %s, not %s", what, s, p, x, is,
		    want);
	json_decref(first);
}

/* Lua's gsub does not see every capture that is left open; ours does. */
static bool
is_open(const char *p)
{
	int open = 0;

	for (; *p != '\0'; p++)
		open += *p == '(' ? 1 : *p == ')' ? -1 : 0;
	return open != 0;
}

static void
patterns_match_as_in_lua(void **state)
{
	static const char *const what[] = { "find", "match", "gsub", "gmatch" };
	lua_State *L = stock_new();
	char s[40], p[64];
	struct fixture f;
	int i;

	(void)state;
	seed = 20270111;
	assert_int_equal(fixture_load(&f, "", body), RC_OK);
	for (i = 0; i < ROUNDS; i++) {
		make_subject(s, sizeof(s) - 1);
		make_pattern(p, sizeof(p));
		if (i % 4 == 2 && is_open(p))
			continue;
		compare(&f, L, what[i % 4], s, p, (int)dice(8) - 3);
	}
	lua_close(L);
	fixture_fini(&f);
}

static void
numbers_are_formatted_as_in_c(void **state)
{
	lua_State *L = stock_new();
	struct fixture f;
	char p[64];
	int i, x;

	(void)state;
	seed = 7;
	assert_int_equal(fixture_load(&f, "", body), RC_OK);
	for (i = 0; i < ROUNDS / 3; i++) {
		make_format(p, sizeof(p));
		x = (int)dice(200000) - 100000;
		/* Lua 5.4.4 checks the flags of each kind; ours are laxer. */
		if (strcmp(stock(L, "format", "", p, x), "error") == 0)
			continue;
		compare(&f, L, "format", "", p, x);
	}
	lua_close(L);
	fixture_fini(&f);
}

static void
texts_are_repeated_as_in_lua(void **state)
{
	static const char *const texts[] = { "", "x", "abc" };
	lua_State *L = stock_new();
	struct fixture f;
	int i, k, n;

	(void)state;
	assert_int_equal(fixture_load(&f, "", body), RC_OK);
	for (i = 0; i < 3; i++)
		for (k = 0; k < 3; k++)
			for (n = -1; n < 9; n++)
				compare(&f, L, "rep", texts[i], texts[k], n);
	lua_close(L);
	fixture_fini(&f);
}

static bool
at_once(void)
{
	return true;
}

static void
a_match_gives_up_when_told(void **state)
{
	struct pattern m = { .stopped = at_once };
	char text[601];
	const char *end;

	(void)state;
	memset(text, 'a', 600);
	text[600] = '\0';
	m.subject = text;
	m.subject_end = text + 600;
	assert_int_equal(pattern_match(&m, text, ".-.-.-.-b", 9, &end),
	    PATTERN_STOPPED);
	assert_int_equal(pattern_match(&m, text, "aaa", 3, &end), PATTERN_YES);
	assert_ptr_equal(end, text + 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_match_as_in_lua),
		cmocka_unit_test(numbers_are_formatted_as_in_c),
		cmocka_unit_test(texts_are_repeated_as_in_lua),
		cmocka_unit_test(a_match_gives_up_when_told),
	};

	return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
