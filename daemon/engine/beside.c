/*
 * beside -- a step about what stands beside the case.
 */
#include "engine/beside.h"

#include <string.h>

#include "engine/step.h"
#include "engine/titles.h"
#include "model/definition.h"

/* The method's parameters as inputs of the step; those in clear (new ref). */
static json_t *
keep_inputs(struct step *st, const json_t *params)
{
	const struct bf_param *p = st->call->method->params;
	struct def_field f = { .type = DEF_TEXT };
	json_t *clear = json_object(), *value;

	for (; p != NULL && p->type != BF_END; p++) {
		value = json_object_get(params, p->name);
		if (value == NULL || strcmp(p->name, "case") == 0)
			continue;
		f.name = p->name;
		f.class = p->class;
		if (p->class == BF_CLASS_CASE)
			json_object_set(clear, p->name, value);
		else
			step_input(st, &f, value);
	}
	return clear;
}

int
beside_do(struct bf_call *c, const json_t *params, beside_fn *fn,
    json_t **result)
{
	json_t *out = json_object(), *what = NULL;
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st);
	st.beside = true;
	if (rc == RC_OK && (rc = fn(&st, params, out, &c->err)) == RC_OK) {
		what = keep_inputs(&st, params);
		rc = step_finish(&st, c->method->name, what, result);
	}
	if (rc == RC_OK) {
		json_object_update_missing(*result, out);
		titles_add(c, *result);
		titles_rows(c, json_object_get(*result, "complaints"));
	}
	json_decref(what);
	json_decref(out);
	step_fini(&st);
	return (int)rc;
}
