/*
 * paper -- lines of two languages.
 */
#include "engine/paper.h"

#include <stdlib.h>

#include "model/definition.h"
#include "model/law_name.h"

const char *
paper_in(const struct paper *p, struct both text)
{
	return p->lang == LANG_NN ? text.nn : text.nb;
}

const char *
paper_own(const struct paper *p, const char *text)
{
	return definition_said(p->def, text, p->lang);
}

void
paper_add(struct paper *p, char *text)
{
	char *said = law_name(text, p->lang);

	json_array_append_new(p->lines, json_string(said));
	free(said);
	free(text);
}

void
paper_head(struct paper *p, const char *mark, const char *text)
{
	paper_add(p, mem_text(""));
	paper_add(p, mem_format("%s %s", mark, text));
	paper_add(p, mem_text(""));
}
