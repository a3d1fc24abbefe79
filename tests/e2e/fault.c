/*
 * fault -- what a definition cannot do to the daemon, done to it from below.
 *
 * Preloaded into the daemon by test_parent: the call of the Lua library that
 * takes up a text crashes, or never returns, when that text asks for it.  So
 * nothing in the program itself has to be able to fail on demand.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

struct lua_State;

typedef const char *push_fn(struct lua_State *L, const char *s, size_t n);

const char *lua_pushlstring(struct lua_State *L, const char *s, size_t n);

static push_fn *real;

static int
says(const char *s, size_t n, const char *words)
{
	return n == strlen(words) && memcmp(s, words, n) == 0;
}

__attribute__((constructor)) static void
find(void)
{
	void *symbol = dlsym(RTLD_NEXT, "lua_pushlstring");

	memcpy(&real, &symbol, sizeof(real));
}

const char *
lua_pushlstring(struct lua_State *L, const char *s, size_t n)
{
	volatile int forever = 1;

	if (says(s, n, "please crash"))
		__builtin_trap();
	while (says(s, n, "please hang") && forever)
		continue;
	return real(L, s, n);
}
