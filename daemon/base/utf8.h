/*
 * utf8 -- is it UTF-8, and Latin letters in their composed form.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Is it well-formed (no overlong forms, no surrogates, nothing over 10FFFF)? */
bool	utf8_is_valid(const char *p, size_t n);

/*
 * Is it text for people: valid, and no control characters but tab and newline?
 */
bool	utf8_is_text(const char *p, size_t n);

/*
 * Write TEXT, which must be valid, with the letters of the languages used here
 * composed (NFC): "a" and a combining ring become "å".  Other combinations
 * stay as they are.  OUT has room for strlen(TEXT) + 1 bytes and may be TEXT.
 */
void	utf8_compose(const char *text, char *out);

#endif
