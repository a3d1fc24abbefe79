/*
 * outcome -- how an effect that was asked for ends; see outcome.h.
 */
#include "engine/outcome.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/deliver.h"
#include "engine/happen.h"
#include "model/municipality.h"
#include "store/incident.h"
#include "store/outbox.h"
#include "store/tx.h"

enum rc
outcome_keep(struct bf_call *c, const struct outbox *o, const json_t *said,
    const char *name, const char *text, int64_t *id)
{
	struct incident i;
	enum rc rc;

	memset(&i, 0, sizeof(i));
	i.case_id = o->case_id;
	(void)snprintf(i.kind, sizeof(i.kind), "effect");
	(void)snprintf(i.name, sizeof(i.name), "%s %lld", o->kind,
	    (long long)o->id);
	/* The cast is jansson's: it counts, and changes nothing. */
	i.payload = json_pack("{s:I,s:s,s:O?}", "outbox", (json_int_t)o->id,
	    "key", o->key, "said", (json_t *)(uintptr_t)said);
	(void)snprintf(i.error_name, sizeof(i.error_name), "%s", name);
	i.error = mem_text(text);
	rc = incident_add(c->tx, &i, &c->err);
	if (rc == RC_OK)
		log_warning("incident",
		    log_text("municipality", c->municipality->number),
		    log_int("incident", i.id), log_text("effect", o->key),
		    log_text("error", name));
	*id = i.id;
	incident_fini(&i);
	return rc;
}

enum rc
outcome_end(struct bf_call *c, const struct outbox *o, const char *state,
    const json_t *result)
{
	enum rc rc = outbox_end(c->tx, o->id, state, result, &c->err);

	if (rc != RC_OK || o->case_id == 0)
		return rc;
	return happen_tell(c, o->case_id, "letter.done",
	    json_pack("{ss ss}", "key", o->key, "state", state), &c->err);
}

enum rc
outcome_give_up(struct bf_call *c, struct outbox *o, const char *state,
    const char *name, const char *why)
{
	json_t *result = json_pack("{s:s}", "text", why);
	enum rc rc;

	rc = outcome_end(c, o, state, result);
	json_decref(result);
	if (rc != RC_OK ||
	    (rc = outcome_keep(c, o, NULL, name, why, &o->incident)) != RC_OK)
		return rc;
	(void)snprintf(o->state, sizeof(o->state), "%s", state);
	return outbox_note(c->tx, o, &c->err);
}

enum rc
outcome_later(struct bf_call *c, struct outbox *o, const char *why)
{
	int64_t pause = deliver_pause(o->attempts);

	if (pause < 0)
		return outcome_give_up(c, o, "failed", "E_UNAVAILABLE", why);
	return outbox_retry(c->tx, o->id, c->now + pause, &c->err);
}

enum rc
outcome_prove(struct bf_call *c, struct outbox *o)
{
	enum rc rc;

	if (strcmp(o->state, "pending") == 0)
		rc = outcome_end(c, o, "done", NULL);
	else if (strcmp(o->state, "unknown") == 0 && o->resolved == 0)
		rc = outbox_resolve(c->tx, o->id, "done",
		    principal_name(c->who), NULL, &c->err);
	else
		return RC_OK;
	if (rc == RC_OK && o->incident != 0)
		rc = incident_end(c->tx, o->incident, "closed",
		    principal_name(c->who), &c->err);
	o->incident = 0;
	(void)snprintf(o->state, sizeof(o->state), "done");
	return rc == RC_OK ? outbox_note(c->tx, o, &c->err) : rc;
}
