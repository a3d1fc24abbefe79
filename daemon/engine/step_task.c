/*
 * step_task -- what a task shows of its case: what its form asks for.
 */
#include "engine/step.h"

#include "engine/loaded.h"

static void
show_form(struct step *st, const struct def_action *a)
{
	size_t i;

	for (i = 0; i < a->n_form; i++)
		json_object_set_new(st->shown, a->form[i].field->name,
		    json_true());
}

/* Show the forms of those of STAGE's actions that a task of the caller's asks. */
static enum rc
show_stage(struct step *st, const struct def_stage *stage)
{
	struct bf_call *c = st->call;
	struct err none = ERR_INIT;
	size_t i;
	enum rc rc;

	for (i = 0; i < stage->n_actions; i++) {
		rc = gate_action(c->who, c->store, &st->head, st->relation,
		    stage->actions[i].name, &none);
		if (rc == RC_OK)
			show_form(st, &stage->actions[i]);
		else if (rc != RC_DENIED)
			return err_set(&c->err, rc, "%s", none.text);
		err_clear(&none);
	}
	return RC_OK;
}

enum rc
step_task_fields(struct step *st)
{
	enum rc rc;

	st->shown = json_object();
	rc = show_stage(st, st->stage);
	if (rc == RC_OK && st->head.closed == 0)
		rc = show_stage(st, &st->version->def->any);
	return rc;
}
