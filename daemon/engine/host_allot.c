/*
 * host_allot -- what a definition's function may do with a joint allocation.
 *
 * Approving is not among it: that is for the people of a unit.
 */
#include "engine/allot.h"
#include "engine/host.h"
#include "engine/step.h"

static enum rc
ask(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	(void)result;
	return allot_ask(st, args, e);
}

static enum rc
propose(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	(void)result;
	return allot_propose(st, args, e);
}

static enum rc
part(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	(void)result;
	return allot_part(st, args, e);
}

static enum rc
show(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	(void)args;
	return allot_view(st, true, result, e);
}

const struct host_verb host_allot_verbs[] = { { "allocation.ask", true, ask },
	{ "allocation.propose", true, propose },
	{ "allocation.part", true, part }, { "allocation.show", false, show },
	{ "allocation.decide", true, allot_decide }, { NULL, false, NULL } };
