/*
 * method -- is a method's row what include/boflyt/plugin.h says of it?
 *
 * Ours and those of plugins are held against the same rules: ours when the
 * table is made, a plugin's when its file is read.
 */
#ifndef MODEL_METHOD_H
#define MODEL_METHOD_H

#include <boflyt/plugin.h>

/*
 * What is wrong with M's row, as a msgid; NULL if nothing: a name that is not
 * object.verb, a class of access or kind that is none, no face, words or
 * function; a parameter that is reserved, stands twice, has no text, no such
 * type, no codes, or a position after the rest; a column without title, or
 * twice; BF_FACE_CASE on what is no list of a case or person.  *WHERE is the parameter or column, or "".
 */
const char *method_flaw(const struct bf_method *m, const char **where);

#endif
