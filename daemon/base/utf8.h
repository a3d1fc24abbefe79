/*
 * utf8 -- are these bytes UTF-8, and are they text for people.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Is it well-formed (no overlong forms, no surrogates, nothing over 10FFFF)? */
bool utf8_is_valid(const char *p, size_t n);

/*
 * Is it text for people: valid, and no control characters but tab and newline?
 */
bool utf8_is_text(const char *p, size_t n);

#endif
