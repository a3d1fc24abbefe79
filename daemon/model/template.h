/*
 * template -- a letter as it is written before anybody's name stands in it.
 *
 * A file of lines, boflyt-letter(7):
 *
 *	kind: decision			first lines: what it is
 *	title: Vedtak om bustad
 *					an empty line, then the letter
 *	@part answer			a part that the law may ask for
 *	@if decision.result is refused	until @end; @else between; "is not"
 *	@each conditions		its members for each one, until @end
 *	# Heading
 *	- point {text}
 *	= Name: {value}			a fact; those that follow make a table
 *	_ Place and date		a line to write on
 *	Text {field}, over as many lines as one likes; an empty line ends
 *	the paragraph.
 *
 * What comes out is the same without directives: paragraphs, headings,
 * points and facts, with empty lines between.  That is the letter; all else is derived.
 */
#ifndef MODEL_TEMPLATE_H
#define MODEL_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "base/lines.h"

#define TEMPLATE_MAX 65536 /* bytes of a letter */

struct template;

/* One part that a kind of letter must have, and what it must name. */
struct template_part {
	const char *name; /* NULL ends the list */
	const char *fields[4]; /* NULL-terminated: fields or lists */
};

/* What a kind of letter may and must say; tables of letter_kind.h. */
struct template_kind {
	const char *name; /* "decision" */
	const char *const *fields; /* "decision.date", "conditions.*.text" …;
				    * NULL-terminated */
	const struct template_part *parts; /* the first comes first */
	const char *last; /* the part that comes last; NULL: any */
};

/*
 * Read N bytes.  Every mistake is a line "LINE: what is wrong" of MISTAKES;
 * *OUT is NULL if there is one, else freed by template_free.
 */
bool template_read(const char *bytes, size_t n, struct lines *mistakes,
    struct template **out);
void template_free(struct template *t); /* NULL is fine */

/* The value of a first line, "kind" or "title"; "" if it is not there. */
const char *template_head(const struct template *t, const char *name);

/*
 * Hold T against its KIND: every part there, each naming what it must, no field
 * that the kind does not have, no word that belongs in no letter.  Mistakes as
 * above; true if there are none.
 */
bool template_check(const struct template *t, const struct template_kind *kind,
    struct lines *mistakes);

/*
 * Fill T with DATA, an object with the fields of its kind; a text with more
 * than one line alone in a paragraph becomes as many paragraphs.  *TEXT is the
 * letter and *TITLE its title, both the caller's.  RC_GUARD names a part of
 * KIND that came out empty.
 */
enum rc
template_fill(const struct template *t, const struct template_kind *kind,
    const json_t *data, char **title, char **text, struct err *e);

/*
 * A word or phrase in TEXT that belongs in no letter (domain §0.4): borrowed
 * from a table, or NULL.
 */
const char *template_bad_word(const char *text);

#endif
