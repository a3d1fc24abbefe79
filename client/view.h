/*
 * view -- a result laid out for people.
 *
 * Any method's result is shown by its columns.  Three have a layout of their
 * own because they are read all day: a case, the working day, and why; and the
 * rules are a text to be published.
 */
#ifndef CLIENT_VIEW_H
#define CLIENT_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "client/out.h"

/* Show RESULT of METHOD. */
void view_result(struct out *o, const json_t *method, const json_t *result);

/* Write each of result.warnings to O. */
void view_warnings(struct out *o, const json_t *result);

/* The layouts of their own; used by view_result. */
void view_case(struct out *o, const json_t *result);
void view_day(struct out *o, const json_t *result);
void view_why(struct out *o, const json_t *result);

/* "Title: value" on one line, value aligned at column WIDTH. */
void
view_line(struct out *o, size_t width, const char *title, const char *value);

/* TEXT with a capital first letter; the caller frees. */
char *view_capital(const char *text);

/* A heading with an empty line before it. */
void view_head(struct out *o, const char *title);

/*
 * A table of ROWS (array of objects) whose columns are the members that the
 * rows have, titled by view_title; objects and lists of objects are left out,
 * and members that are false or null in every row.  WANTED names the members
 * in order, by blank; NULL: all of them.
 */
void
view_rows(struct out *o, const json_t *rows, const char *wanted, size_t indent);

/*
 * The members of OBJECT, a line each; COLUMNS give titles and types (may be
 * NULL); nested objects are indented, lists of objects become tables.
 */
void view_object(struct out *o, const json_t *object, const json_t *columns);

/* A title for the member NAME of a result; the name itself if unknown. */
const char *view_title(const char *name);

/* The type that a member of that name has by custom: "date", "text" … */
const char *view_type(const char *name, const json_t *value);

#endif
