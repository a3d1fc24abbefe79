/*
 * method -- one rule after the other, the first broken one is told.
 */
#include "model/method.h"

#include <string.h>

#include "base/i18n.h"
#include "model/schema.h"

static const char *
param_flaw(const struct bf_method *m, const struct bf_param *p)
{
	const struct bf_param *q;

	if (schema_is_reserved(p->name))
		return N_("a parameter has a name that every method takes");
	if (p->text == NULL)
		return N_("a parameter without text");
	if (p->type < BF_END || p->type > BF_FD ||
	    (unsigned int)p->class >= BF_N_CLASSES)
		return N_("a parameter of no type or class");
	if (p->type == BF_CODE && (p->codes == NULL || p->codes[0] == NULL))
		return N_("a parameter that is a code has no codes");
	for (q = m->params; q != p; q++) {
		if (strcmp(p->name, q->name) == 0)
			return N_("a parameter stands twice");
		if ((q->flags & BF_REST) != 0 &&
		    (p->flags & (BF_POSITIONAL | BF_REST)) != 0)
			return N_("a position after the rest");
	}
	return NULL;
}

static const char *
params_flaw(const struct bf_method *m, const char **where)
{
	const struct bf_param *p;
	const char *flaw;

	for (p = m->params; p != NULL && p->type != BF_END; p++) {
		if (p->name == NULL)
			return N_("a parameter without name");
		*where = p->name;
		if ((flaw = param_flaw(m, p)) != NULL)
			return flaw;
	}
	*where = "";
	return NULL;
}

static const char *
columns_flaw(const struct bf_method *m, const char **where)
{
	const struct bf_column *c, *other;

	if (m->rows != NULL && m->columns == NULL)
		return N_("rows without columns");
	for (c = m->columns; c != NULL && c->type != BF_END; c++) {
		if (c->name == NULL)
			return N_("a column without name");
		*where = c->name;
		if (c->title == NULL)
			return N_("a column without title");
		for (other = m->columns; other != c; other++)
			if (strcmp(c->name, other->name) == 0)
				return N_("a column stands twice");
	}
	*where = "";
	return NULL;
}

/* May the page of a case ask for it? */
static bool
is_of_a_case(const struct bf_method *m)
{
	const struct bf_param *p;
	bool takes = false;

	for (p = m->params; p != NULL && p->type != BF_END; p++) {
		if (strcmp(p->name, "case") == 0 ||
		    strcmp(p->name, "person") == 0)
			takes = true;
		else if ((p->flags & BF_REQUIRED) != 0)
			return false;
	}
	return takes && m->kind == BF_READ && m->rows != NULL;
}

const char *
method_flaw(const struct bf_method *m, const char **where)
{
	const char *flaw;

	*where = "";
	if (strchr(m->name, '.') == NULL)
		return N_("its name is not object.verb");
	if (m->access == BF_ACCESS_NONE)
		return N_("no access class");
	if (m->access < BF_ACCESS_NONE || m->access > BF_ACCESS_ARCHIVE ||
	    m->kind < BF_READ || m->kind > BF_ADMIN)
		return N_("of no kind or access class");
	if (m->faces == 0)
		return N_("no face: socket, Lua or timer");
	if (m->nb == NULL || m->nb[0] == '\0' || m->text == NULL ||
	    m->text[0] == '\0')
		return N_("no words: text, and nb for the command");
	if (m->errors == NULL)
		return N_("no list of errors: \"\" if it has none");
	if (m->call == NULL)
		return N_("no function");
	if ((flaw = params_flaw(m, where)) != NULL ||
	    (flaw = columns_flaw(m, where)) != NULL)
		return flaw;
	if ((m->faces & BF_FACE_CASE) != 0 && !is_of_a_case(m))
		return N_("no list that takes a case or a person and needs "
			  "nothing else");
	return NULL;
}
