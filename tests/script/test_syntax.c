/*
 * syntax -- the compiler's complaints, as this Lua really makes them.
 */
#include "../cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/i18n.h"
#include "script/syntax.h"

static const struct {
	const char *source;
	const char *says;
} rows[] = {
	{ "local f = function()\nreturn 1\n)",
	    "'end' is missing, to close 'function' of line 1; ')' comes "
	    "first" },
	{ "local t = {\n a = 1\n",
	    "'}' is missing, to close '{' of line 1; "
	    "the end of the file comes first" },
	{ "f(a", "')' is missing before the end of the file" },
	{ "local = 5", "a name is missing before '='" },
	{ "a = 5 )", "')' has no place here" },
	{ "return = 5", "'=' has no place here" },
	{ "a = \"x\nb = 1",
	    "a text without its closing quotation mark: '\"x'" },
	{ "a = 5kr", "'5k' is no number" },
	{ "a b", "'b' is not understood here" },
};

/* So that another Lua with other words is noticed. */
static void
each_complaint_is_said_in_our_words(void **state)
{
	lua_State *L = luaL_newstate();
	const char *text;
	char out[256];
	size_t i;

	(void)state;
	i18n_init("en");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_not_equal(luaL_loadbuffer(L, rows[i].source,
					 strlen(rows[i].source), "@w.lua"),
		    LUA_OK);
		text = strchr(strchr(lua_tostring(L, -1), ':') + 1, ':') + 2;
		syntax_say(text, out, sizeof(out));
		if (strstr(out, rows[i].says) == NULL)
			fail_msg("%s: said as: %s", text, out);
		lua_pop(L, 1);
	}
	lua_close(L);
}

static void
what_is_not_known_stays_as_it_is(void **state)
{
	static const char *const texts[] = { "", "near", "x near ", " near y",
		"'end' expected (to close 'x", "attempt to call a nil value" };
	char out[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		syntax_say(texts[i], out, sizeof(out));
		assert_string_equal(out, texts[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_complaint_is_said_in_our_words),
		cmocka_unit_test(what_is_not_known_stays_as_it_is),
	};

	return cmocka_run_group_tests_name("syntax", tests, NULL, NULL);
}
