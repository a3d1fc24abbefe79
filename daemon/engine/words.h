/*
 * words -- what the codes of decisions are called.
 */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include <stdbool.h>

struct law;

/* Is CODE something that municipalities decide by in this work? */
bool words_is_basis(const struct law *law, const char *code);

/* The known basis nearest to CODE; never NULL. */
const char *words_near_basis(const char *code);

/* Is CODE a result that a decision can have? */
bool words_is_result(const char *code);

/*
 * What people call it; the code itself if nothing calls it.  A basis and a rule
 * are called by their law, as law.ini does it.
 */
const char *words_basis(const struct law *law, const char *code);
const char *words_rule(const struct law *law, const char *code);
const char *words_type(const char *code);
const char *words_result(const char *code);

#endif
