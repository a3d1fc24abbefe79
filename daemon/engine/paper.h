/*
 * paper -- lines in Bokmål or Nynorsk about a definition, for rules.explain.
 */
#ifndef ENGINE_PAPER_H
#define ENGINE_PAPER_H

#include <jansson.h>

#include "base/mem.h"
#include "model/text.h"

struct bf_call;
struct definition;

/* A text in both written languages. */
struct both {
	const char *nb, *nn;
};

struct paper {
	struct bf_call *call; /* borrowed */
	const struct definition *def; /* borrowed */
	enum lang lang;
	json_t *lines; /* owned by whoever writes the paper */
};

/* TEXT in the language of P. */
const char *paper_in(const struct paper *p, struct both text);

/* A literal in the language of P; the caller frees what FORMAT gives. */
#define SAY(p, bokmal, nynorsk) paper_in(p, (struct both){ bokmal, nynorsk })
#define FORMAT(p, bokmal, nynorsk, ...)                                        \
	((p)->lang == LANG_NN ? mem_format(nynorsk, __VA_ARGS__) :             \
				mem_format(bokmal, __VA_ARGS__))

/* What the definition says, in Nynorsk if it has that. */
const char *paper_own(const struct paper *p, const char *text);

/* Add a line, its laws called as in the language of P; TEXT is taken over. */
void paper_add(struct paper *p, char *text);

/* Add a heading between empty lines; MARK is "#" or "##". */
void paper_head(struct paper *p, const char *mark, const char *text);

#endif
