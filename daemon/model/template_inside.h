/*
 * template_inside -- what a template is made of; for the files of template
 * alone.
 */
#ifndef MODEL_TEMPLATE_INSIDE_H
#define MODEL_TEMPLATE_INSIDE_H

#include "model/template.h"

enum template_op {
	TEMPLATE_TEXT,
	TEMPLATE_EMPTY, /* ends a paragraph */
	TEMPLATE_HEADING,
	TEMPLATE_POINT, /* or fact, or line to sign on: mark */
	TEMPLATE_PART, /* text: its name */
	TEMPLATE_IF, /* field, value ("" if it only has to be there), not */
	TEMPLATE_ELSE,
	TEMPLATE_EACH, /* field: the list */
	TEMPLATE_END
};

struct template_line {
	enum template_op op;
	int line; /* in the file, from 1 */
	char *text; /* owned */
	char *field, *value; /* owned; NULL: none */
	bool negated;
	char mark; /* of a point: '-', '=' or '_' */
	size_t other; /* of an if: its else, or its end; of an else or each:
		       * its end */
};

struct template
{
	char *kind, *title; /* owned; NULL: not there */
	int title_line;
	struct template_line *lines; /* owned */
	size_t n;
};

/*
 * The next "{field}" of TEXT from *AT on: its name goes to NAME, *AT is moved
 * behind it and *START is where it begins.  False if there is none.
 */
#define TEMPLATE_NAME 64
bool template_next_field(const char *text, size_t *at, size_t *start,
    char name[TEMPLATE_NAME]);

#endif
