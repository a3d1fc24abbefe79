/*
 * clock -- clock.show and clock.advance.
 *
 * In a test installation time stands still until it is moved, and on its way
 * everything falls due in its order, each at its own time: a year passes in a
 * second and every deadline is seen to fall where it should.
 */
#include "base/clock.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/timers.h"
#include "model/duration.h"
#include "model/zone.h"
#include "store/tx.h"

#define SLICE_TIMERS 64
#define SLICE_MS 5
#define MORNING 8 /* of a date that is given without an hour */
#define HOUR_MS INT64_C(3600000)
#define LAST_YEAR 2199 /* whose holidays are known */

struct advance {
	struct engine *engine; /* borrowed */
	int64_t target; /* ms UTC */
	struct timers_run run;
};

static json_t *
show(int64_t now)
{
	char text[ZONE_SIZE];

	zone_format(now, text);
	return json_pack("{sI ss}", "now", (json_int_t)now, "local", text);
}

static int
show_call(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)params;
	*result = show(c->now);
	json_object_set_new(*result, "still",
	    json_boolean(c->engine->parts.clock->still));
	return RC_OK;
}

/* An instant, a date (its morning), a length from today, or hours from now. */
static enum rc
read_target(struct bf_call *c, const json_t *value, int64_t *out)
{
	const char *text = json_string_value(value);
	struct err none = ERR_INIT;
	struct duration length;
	struct date day;

	if (json_is_integer(value)) {
		*out = json_integer_value(value);
		return RC_OK;
	}
	if (text == NULL)
		return err_set(&c->err, RC_INVALID,
		    _("to: must be an instant, a date or a duration"));
	if (date_parse(text, &day, &none) == RC_OK) {
		*out = zone_instant(day, MORNING, 0);
		return RC_OK;
	}
	if (duration_parse(text, &length, &none) == RC_OK) {
		if (length.unit == DURATION_HOURS)
			*out = c->now + length.n * HOUR_MS;
		else
			*out = zone_instant(duration_after(c->today, length),
			    MORNING, 0);
		return RC_OK;
	}
	return zone_parse(text, out, &c->err);
}

static void
end(void *state)
{
	struct advance *a = state;

	a->engine->advancing = false;
	free(a);
}

static enum rc
begin(struct bf_call *c, const json_t *params)
{
	struct advance *a;
	struct date last;
	int64_t target = 0;
	enum rc rc;

	if (!c->municipality->test_identities || !c->engine->parts.clock->still)
		return err_set(&c->err, RC_DENIED,
		    _("clock: follows the system; only a test installation "
		      "moves its own"));
	rc = read_target(c, json_object_get(params, "to"), &target);
	if (rc != RC_OK)
		return rc;
	if (target < c->now)
		return err_set(&c->err, RC_INVALID,
		    _("to: lies in the past; time goes forward only"));
	(void)date_make(LAST_YEAR, 12, 31, &last);
	if (target > zone_day_start(last))
		return err_set(&c->err, RC_INVALID,
		    _("to: lies beyond %d, where the calendar ends"),
		    LAST_YEAR);
	if (c->engine->advancing)
		return err_set(&c->err, RC_BUSY,
		    _("clock: is being moved already"));
	a = mem_new(1, sizeof(*a));
	a->engine = c->engine;
	c->engine->advancing = true;
	a->target = a->run.until = target;
	a->run.limit = SLICE_TIMERS;
	a->run.still = true;
	c->job.state = a;
	c->job.free = end;
	return RC_OK;
}

static int
advance_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct advance *a;
	enum rc rc;

	if (c->job.state == NULL && (rc = begin(c, params)) != RC_OK)
		return rc;
	a = c->job.state;
	a->run.ticks = clock_ticks() + SLICE_MS;
	rc = timers_fire(c->engine, c->tx, &a->run, &c->err);
	if (rc != RC_OK)
		return rc;
	tx_set_now(c->tx, a->target);
	tx_set_test_clock(c->tx, a->target);
	*result = show(a->target);
	json_object_set_new(*result, "fired", json_integer(a->run.fired));
	json_object_set_new(*result, "incidents", json_integer(a->run.failed));
	return RC_OK;
}

static const struct bf_param advance_params[] = {
	{ .name = "to",
	    .type = BF_ANY,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("an instant, a date (its morning), or a length such as "
		       "14d") },
	{ .type = BF_END }
};

static const struct bf_column show_columns[] = { { "now", BF_INSTANT,
						     N_("now") },
	{ "local", BF_TEXT, N_("local time") },
	{ "still", BF_BOOL, N_("stands still") }, { .type = BF_END } };

static const struct bf_column advance_columns[] = { { "now", BF_INSTANT,
							N_("now") },
	{ "local", BF_TEXT, N_("local time") },
	{ "fired", BF_INTEGER, N_("fired") },
	{ "incidents", BF_INTEGER, N_("incidents") }, { .type = BF_END } };

const struct bf_method clock_methods[] = {
	{ .name = "clock.show",
	    .nb = "klokke vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show the time that counts here"),
	    .columns = show_columns,
	    .errors = "",
	    .call = show_call },
	{ .name = "clock.advance",
	    .nb = "klokke frem",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_CLOCK,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("move the clock of a test installation forward"),
	    .params = advance_params,
	    .columns = advance_columns,
	    .errors = "",
	    .call = advance_call },
	{ .name = NULL }
};
