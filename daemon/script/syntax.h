/*
 * syntax -- what Lua's compiler complains of, for those who write no programs.
 */
#ifndef SCRIPT_SYNTAX_H
#define SCRIPT_SYNTAX_H

#include <stddef.h>

/*
 * Say TEXT, a message of Lua's compiler without file and line, in words of our
 * own; TEXT as it is where it is none that we know.
 */
void syntax_say(const char *text, char *out, size_t size);

#endif
