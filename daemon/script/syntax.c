/*
 * syntax -- what Lua's compiler complains of, for those who write no programs.
 *
 * The messages are those of llex.c and lparser.c of Lua 5.4; they end with
 * "near" and the place where reading stopped.
 */
#include "script/syntax.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

#define TOKEN_MAX 96

/* One token as people read it; N bytes of TEXT. */
static const char *
token(const char *text, size_t n, char out[TOKEN_MAX])
{
	if (n == strlen("<eof>") && strncmp(text, "<eof>", n) == 0)
		return _("the end of the file");
	if (n == strlen("<name>") && strncmp(text, "<name>", n) == 0)
		return _("a name");
	(void)snprintf(out, TOKEN_MAX, "%.*s", (int)n, text);
	return out;
}

/* "'end' expected (to close 'function' at line 199) near '}'" */
static bool
say_unclosed(const char *text, const char *at, char *out, size_t size)
{
	static const char to_close[] = " expected (to close ";
	static const char line[] = " at line ";
	const char *what = strstr(text, to_close), *opened, *number;
	char missing[TOKEN_MAX], open[TOKEN_MAX], found[TOKEN_MAX];

	if (what == NULL)
		return false;
	opened = what + strlen(to_close);
	if ((number = strstr(opened, line)) == NULL)
		return false;
	(void)snprintf(out, size,
	    _("%s is missing, to close %s of line %ld; %s comes first"),
	    token(text, (size_t)(what - text), missing),
	    token(opened, (size_t)(number - opened), open),
	    strtol(number + strlen(line), NULL, 10),
	    token(at, strlen(at), found));
	return true;
}

static bool
say_missing(const char *text, const char *at, char *out, size_t size)
{
	const char *what = strstr(text, " expected near ");
	char missing[TOKEN_MAX], found[TOKEN_MAX];

	if (what == NULL)
		return false;
	(void)snprintf(out, size, _("%s is missing before %s"),
	    token(text, (size_t)(what - text), missing),
	    token(at, strlen(at), found));
	return true;
}

static bool
starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

void
syntax_say(const char *text, char *out, size_t size)
{
	const char *near = strstr(text, " near "), *at;
	char found[TOKEN_MAX];

	at = near != NULL ? near + strlen(" near ") : "";
	if (near != NULL &&
	    (say_unclosed(text, at, out, size) ||
		say_missing(text, at, out, size)))
		return;
	at = token(at, strlen(at), found);
	if (near != NULL && starts(text, "unexpected symbol near "))
		(void)snprintf(out, size, _("%s has no place here"), at);
	else if (near != NULL && starts(text, "unfinished string near "))
		(void)snprintf(out, size,
		    _("a text without its closing quotation mark: %s"), at);
	else if (near != NULL && starts(text, "malformed number near "))
		(void)snprintf(out, size, _("%s is no number"), at);
	else if (near != NULL && starts(text, "syntax error near "))
		(void)snprintf(out, size, _("%s is not understood here"), at);
	else
		(void)snprintf(out, size, "%s", text);
}
