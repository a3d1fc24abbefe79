/*
 * words -- what the codes of decisions are called.
 */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include <stdbool.h>

struct law;

/* Is CODE a result that a decision can have? */
bool words_is_result(const char *code);

/*
 * What people call it; the code itself if nothing calls it.  A basis and a rule
 * are called by their law, as law.ini does it: VERSION of it, or the newest if
 * NULL or "".
 */
const char *
words_basis(const struct law *law, const char *code, const char *version);
const char *
words_rule(const struct law *law, const char *code, const char *version);
const char *words_result(const char *code);

/* What it is called, and how a case ended. */
const char *words_outcome(const char *code);

#endif
