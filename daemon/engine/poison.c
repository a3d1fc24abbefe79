/*
 * poison -- requests and timers that ended the worker twice are set aside.
 */
#include "engine/poison.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/state.h"
#include "engine/timers.h"
#include "store/incident.h"
#include "store/keyed.h"
#include "store/timer.h"

/* The one that was at work is among the first: a batch takes no more. */
#define DUE_MAX 512

static void
fill(const struct engine *en, const json_t *body, const char *what,
    struct beat_work *out)
{
	char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);

	memset(out, 0, sizeof(*out));
	(void)keyed_hash(en->parts.store, "poison", text, strlen(text),
	    out->digest);
	(void)snprintf(out->what, sizeof(out->what), "%s", what);
	free(text);
}

void
poison_of_ask(const struct engine *en, const struct ask *a,
    struct beat_work *out)
{
	json_t *body = json_pack("{ss sO? ss ss?}", "method", a->method->name,
	    "params", a->params, "login", a->login, "as", a->as);

	fill(en, body, a->method->name, out);
	json_decref(body);
}

void
poison_of_timer(const struct engine *en, const struct timer *t,
    struct beat_work *out)
{
	json_t *body =
	    json_pack("{sI ss}", "timer", (json_int_t)t->id, "name", t->name);

	fill(en, body, t->name, out);
	out->timer = t->id;
	json_decref(body);
}

static bool
is_set_aside(const struct engine *en, const struct beat_work *work)
{
	size_t i;

	for (i = 0; i < en->n_poison; i++)
		if (hash_is_equal(en->poison[i].digest, work->digest))
			return true;
	return false;
}

enum rc
poison_check(const struct engine *en, const struct beat_work *work,
    struct err *e)
{
	if (!is_set_aside(en, work))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_POISON",
	    _("%s: this very request "
	      "ended the daemon twice and is set aside; an administrator lets "
	      "it through again with incident close"),
	    work->what);
}

static enum rc
add_request(struct tx *tx, const struct beat_work *work, struct err *e)
{
	struct incident i;
	char hex[HASH_HEX_SIZE];
	enum rc rc;

	memset(&i, 0, sizeof(i));
	hash_hex(work->digest, hex);
	(void)snprintf(i.kind, sizeof(i.kind), "poison");
	(void)snprintf(i.name, sizeof(i.name), "%s", work->what);
	(void)snprintf(i.error_name, sizeof(i.error_name), "E_POISON");
	i.payload = json_pack("{ss}", "digest", hex);
	i.error = mem_text(_("ended the daemon twice"));
	rc = incident_add(tx, &i, e);
	if (rc == RC_OK)
		log_warning("poison", log_int("incident", i.id),
		    log_text("method", work->what));
	incident_fini(&i);
	return rc;
}

/* It may be gone: its case was closed by what came after. */
static enum rc
add_timer(struct engine *en, struct tx *tx, const struct beat_work *work,
    struct err *e)
{
	struct err why = ERR_INIT;
	struct timer *due = NULL;
	size_t i, n = 0;
	enum rc rc;

	(void)err_name(&why, RC_GUARD, "E_POISON", _("ended the daemon twice"));
	rc = timer_due(en->parts.store, INT64_MAX, DUE_MAX, &due, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		if (due[i].id == work->timer)
			rc = timers_give_up(en, tx, &due[i], &why, e);
	timers_free(due, n);
	return rc;
}

enum rc
poison_add(struct engine *en, struct tx *tx, const struct beat_work *work,
    struct err *e)
{
	if (work->timer != 0)
		return add_timer(en, tx, work, e);
	return is_set_aside(en, work) ? RC_OK : add_request(tx, work, e);
}

/* Take the digest of open incident ID. */
static enum rc
load_one(struct engine *en, int64_t id, struct err *e)
{
	struct incident i;
	struct beat_work work;
	enum rc rc;

	if ((rc = incident_get(en->parts.store, id, &i, e)) != RC_OK)
		return rc;
	memset(&work, 0, sizeof(work));
	if (hash_unhex(json_string_value(json_object_get(i.payload, "digest")),
		work.digest)) {
		en->poison =
		    mem_grow(en->poison, en->n_poison + 1, sizeof(*en->poison));
		en->poison[en->n_poison++] = work;
	}
	incident_fini(&i);
	return RC_OK;
}

enum rc
poison_load(struct engine *en, struct err *e)
{
	json_t *rows = NULL, *row;
	int64_t after = 0;
	size_t i, n;
	enum rc rc;

	en->n_poison = 0;
	do {
		rc = incident_list(en->parts.store, "open", 0, after,
		    STORE_LIST_MAX, &rows, e);
		n = json_array_size(rows);
		json_array_foreach(rows, i, row) {
			after = json_integer_value(json_object_get(row, "id"));
			if (rc == RC_OK &&
			    strcmp(json_string_value(
				       json_object_get(row, "kind")),
				"poison") == 0)
				rc = load_one(en, after, e);
		}
		json_decref(rows);
		rows = NULL;
	} while (rc == RC_OK && n == STORE_LIST_MAX);
	en->poison_stale = rc != RC_OK;
	return rc;
}
