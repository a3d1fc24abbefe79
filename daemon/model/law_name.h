/*
 * law_name -- what laws are called in the other written language.
 *
 * etc/law.ini has the sources in Bokmål; a letter in Nynorsk has Nynorsk names.
 */
#ifndef MODEL_LAW_NAME_H
#define MODEL_LAW_NAME_H

#include "model/text.h"

/* SOURCE, "boligsosialloven § 7", as LANG has it; the caller frees. */
char *law_name(const char *source, enum lang lang);

#endif
