/*
 * reload -- another configuration, whole and right, or the one in force.
 *
 *	read by a child ─► compared ─► new sockets bound ─► handed out ─► taken
 *	      └─ wrong ──────┴─ fixed ──────┴─ busy ──► nothing has changed
 */
#include "supervisor/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/notify.h"

#define TAKE_MS 10000 /* a worker that takes longer is not waited for */

static void
finish(struct parent *p, const struct err *e)
{
	face_answer(p, e);
	p->waiting = false;
	parent_tell(p);
	if (p->again) {
		p->again = false;
		reload_begin(p);
	}
}

/* Keep what was wrong for sys.status, and tell everybody. */
static void
refuse(struct parent *p, struct lines *mistakes, const struct err *e)
{
	size_t i;

	json_decref(p->mistakes);
	p->mistakes = json_array();
	for (i = 0; i < mistakes->n; i++) {
		log_error("reload.mistake",
		    log_text("text", mistakes->line[i]));
		json_array_append_new(p->mistakes,
		    json_string(mistakes->line[i]));
	}
	if (mistakes->n == 0)
		json_array_append_new(p->mistakes, json_string(e->text));
	log_error("reload.refused", log_text("error", e->text));
	finish(p, e);
}

/* Note every key of OLD and NEW that only a new start takes. */
static void
compare_fixed(const json_t *old, const json_t *new, const char *whose,
    struct lines *mistakes)
{
	json_t *was = json_object_get(old, "fixed");
	json_t *is = json_object_get(new, "fixed"), *value;
	const char *key;

	json_object_foreach(was, key, value)
		if (!json_equal(value, json_object_get(is, key)))
			lines_add(mistakes,
			    _("%s%s: was '%s' and is '%s': a "
			      "reload does not take it; stop and start"),
			    whose, key, json_string_value(value),
			    json_string_value(json_object_get(is, key)));
}

static enum rc
compare(const struct parent *p, const json_t *plan, struct lines *mistakes,
    struct err *e)
{
	const json_t *m;
	const char *number;
	char whose[64];
	size_t i;

	compare_fixed(p->plan, plan, "", mistakes);
	for (i = 0; i < p->n_wards; i++) {
		number = ward_number(p->wards[i]);
		(void)snprintf(whose, sizeof(whose), "%s: ", number);
		if ((m = plan_find(plan, number)) != NULL)
			compare_fixed(plan_find(p->plan, number), m, whose,
			    mistakes);
	}
	if (p->args.only != NULL && plan_find(plan, p->args.only) == NULL)
		lines_add(mistakes,
		    _("municipality %s: its file is gone; "
		      "stop the daemon instead"),
		    p->args.only);
	return mistakes->n == 0 ?
	    RC_OK :
	    err_set(e, RC_CONFIG,
		ngettext("configuration: %zu mistake",
		    "configuration: %zu mistakes", mistakes->n),
		mistakes->n);
}

static struct ward *
ward_of(const struct parent *p, const char *number)
{
	size_t i;

	for (i = 0; i < p->n_wards; i++)
		if (strcmp(ward_number(p->wards[i]), number) == 0)
			return p->wards[i];
	return NULL;
}

/* Wards for municipalities that are new, none of them started yet. */
static enum rc
open_new(struct parent *p, const json_t *plan, struct ward ***added, size_t *n,
    struct err *e)
{
	const json_t *list = json_object_get(plan, "municipalities"), *m;
	const char *number;
	enum rc rc = RC_OK;
	size_t i;

	*n = 0;
	*added = mem_new(json_array_size(list) + 1, sizeof(struct ward *));
	json_array_foreach(list, i, m) {
		number = json_string_value(json_object_get(m, "number"));
		if (rc == RC_OK && plan_wants(p, m) &&
		    ward_of(p, number) == NULL &&
		    (rc = parent_open_ward(p, plan, m, &(*added)[*n], e)) ==
			RC_OK)
			(*n)++;
	}
	while (rc != RC_OK && *n > 0)
		ward_close((*added)[--*n]);
	return rc;
}

/* From here on the new configuration is in force. */
static void
hand_out(struct parent *p, const json_t *plan, struct ward **added, size_t n)
{
	const json_t *m;
	json_t *part;
	size_t i, old = p->n_wards;

	for (i = 0; i < old; i++) {
		m = plan_find(plan, ward_number(p->wards[i]));
		if (m == NULL) {
			ward_stop(p->wards[i]);
			continue;
		}
		part = plan_part(plan, m);
		if (!json_equal(part, ward_part(p->wards[i])))
			ward_take(p->wards[i], part);
		json_decref(part);
	}
	p->wards = mem_grow(p->wards, old + n + 1, sizeof(struct ward *));
	for (i = 0; i < n; i++) {
		log_info("municipality.added",
		    log_text("municipality", ward_number(added[i])));
		p->wards[p->n_wards++] = added[i];
		ward_start(added[i]);
	}
	json_decref(p->plan);
	p->plan = json_deep_copy(plan);
	json_decref(p->mistakes);
	p->mistakes = NULL;
	p->reloaded = clock_now(&p->clock);
	p->asked = clock_ticks();
	p->waiting = true;
}

static void
on_plan(void *arg, const json_t *plan)
{
	struct parent *p = arg;
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct ward **added = NULL;
	size_t n = 0;
	enum rc rc;

	p->reader = NULL;
	if ((rc = plan_error(plan, &mistakes, &e)) == RC_OK &&
	    (rc = compare(p, plan, &mistakes, &e)) == RC_OK)
		rc = open_new(p, plan, &added, &n, &e);
	if (rc != RC_OK) {
		refuse(p, &mistakes, &e);
	} else {
		hand_out(p, plan, added, n);
		reload_look(p);
	}
	lines_free(&mistakes);
	free(added);
}

void
reload_begin(struct parent *p)
{
	struct lines none = LINES_INIT;
	struct err e = ERR_INIT;

	if (p->reader != NULL || p->waiting) {
		p->again = true;
		return;
	}
	log_info("reload.begun");
	notify_send("RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)clock_ticks() * 1000);
	if (reader_start(p->base, p->args.file, on_plan, p, &p->reader, &e) !=
	    RC_OK)
		refuse(p, &none, &e);
}

void
reload_look(struct parent *p)
{
	struct err none = ERR_INIT;
	size_t i;

	if (!p->waiting)
		return;
	for (i = 0; i < p->n_wards; i++)
		if (ward_is_asked(p->wards[i]) &&
		    clock_ticks() - p->asked < TAKE_MS)
			return;
	log_info("reload.taken",
	    log_int("municipalities", (int64_t)parent_count(p)));
	finish(p, &none);
}
