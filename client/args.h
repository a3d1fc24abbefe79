/*
 * args -- the command line, split before any method is known.
 *
 * Only the options that every command has are understood here.  All other
 * words stay in order for request.c, which knows the method.
 */
#ifndef CLIENT_ARGS_H
#define CLIENT_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/err.h"

/* Words and texts are borrowed from argv. */
struct args {
	const char *municipality; /* NULL: not given */
	const char *socket;
	const char *input; /* file name, or "-" */
	const char *format; /* table, csv, json or svg */
	bool help;
	bool version;
	bool force; /* overwrite a file */
	bool form; /* ask even if nothing is missing */
	bool complete; /* --complete: words are half typed */
	json_t *reserved; /* owned: as, role, basis, reason … */
	const char **word; /* owned array */
	size_t n_words;
	size_t plain; /* words from here on stood behind -- */
};

/* Split the command line; free with args_fini even after an error. */
enum rc args_parse(int argc, char **argv, struct args *a, struct err *e);
void args_fini(struct args *a);

/* Does every request take MEMBER ("as", "role", "basis", "reason" …)? */
bool args_is_reserved(const char *member);
/* Put it into RESERVED; E_PARAMS for what is no text or whole number. */
enum rc args_reserve(json_t *reserved, const char *member, const char *value,
    struct err *e);

/*
 * Is WORD "name=text", "name:=json" or "name=@file"?  Sets the length of the
 * name, the character that tells the form ('=', ':' or '@') and the value.
 */
bool args_pair(const char *word, size_t *len, char *form, const char **value);

#endif
