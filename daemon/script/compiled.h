/*
 * compiled -- which globals the functions of a file take, read out of what
 * Lua's compiler made of it.
 *
 * A misspelt name is nil only when its line runs, which may be the day on which
 * a deadline is missed; so the names are looked up before a definition is taken.
 */
#ifndef SCRIPT_COMPILED_H
#define SCRIPT_COMPILED_H

#include <stdbool.h>
#include <stddef.h>

/* One place where a function names a global. */
struct compiled_use {
	const char *name; /* into the bytes, not ended by 0 */
	size_t name_len;
	const char *member; /* what is taken of it at once, or NULL */
	size_t member_len;
	int line;
	bool set; /* it is assigned to */
};

/*
 * Call EACH for every global that the LEN bytes at BYTES take or set, inner
 * functions first.  BYTES is what lua_dump of this very library wrote of a main
 * chunk, unstripped; false if it is not.  Globals beyond the 256th constant of
 * one function are not seen.
 */
bool compiled_globals(const char *bytes, size_t len,
    void (*each)(void *arg, const struct compiled_use *use), void *arg);

#endif
