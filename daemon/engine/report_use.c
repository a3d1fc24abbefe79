/*
 * report_use -- report.innsynsbruk: how the users of one's units look things up,
 * for the leader and the auditor.
 *
 * Per user: look-ups, searches, refusals, emergencies, exports, what was looked
 * into without anything being done there, and when.  What stands out by the
 * municipality's limits ([lookups] unusual_*) comes first and says why.  Nothing
 * of any case or person is in it (law row 83).
 */
#include <stdlib.h>
#include <string.h>

#include "access/emergency.h"
#include "access/gate.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/report.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "model/holiday.h"
#include "model/zone.h"
#include "store/history.h"
#include "store/lookup.h"

#define DAY_BEGINS 6 /* hours between which people are at work */
#define DAY_ENDS 20

/* Case numbers, each once. */
struct set {
	int64_t *id; /* owned */
	size_t n, room;
};

struct user_use {
	char *name; /* owned */
	int64_t lookups, searches, refused, emergencies, exports, off_hours;
	struct set looked; /* cases shown one at a time */
	struct set stepped; /* cases in which the user did something */
};

struct job {
	struct report_period period;
	int64_t after;
	struct user_use *users; /* owned */
	size_t n_users;
};

static void
free_job(void *state)
{
	struct job *j = state;
	size_t i;

	for (i = 0; i < j->n_users; i++) {
		free(j->users[i].name);
		free(j->users[i].looked.id);
		free(j->users[i].stepped.id);
	}
	free(j->users);
	free(j);
}

static void
set_add(struct set *s, int64_t id)
{
	size_t i;

	/* Somebody meets the same few cases all day: the last ones first. */
	for (i = s->n; i > 0; i--)
		if (s->id[i - 1] == id)
			return;
	if (s->n == s->room) {
		s->room = s->room * 2 + 16;
		s->id = mem_grow(s->id, s->room, sizeof(*s->id));
	}
	s->id[s->n++] = id;
}

static int64_t
count_without(const struct set *in, const struct set *other)
{
	int64_t n = 0;
	size_t i, k;

	for (i = 0; i < in->n; i++) {
		for (k = 0; k < other->n && other->id[k] != in->id[i]; k++)
			continue;
		if (k == other->n)
			n++;
	}
	return n;
}

/* Is the user's work the caller's to look after? */
static bool
is_mine(const struct bf_call *c, const char *name)
{
	const struct user *u = municipality_user(c->municipality, name);
	const char **units;
	bool all, mine = false;
	size_t n, i, k;

	emergency_units(c->who, c->municipality, &all, &units, &n);
	for (i = 0; u != NULL && i < u->n_units; i++)
		for (k = 0; k < n; k++)
			if (strcmp(u->unit_names[i], units[k]) == 0)
				mine = true;
	free(units);
	return all || mine;
}

static struct user_use *
use_of(struct job *j, const char *name)
{
	size_t i;

	for (i = 0; i < j->n_users; i++)
		if (strcmp(j->users[i].name, name) == 0)
			return &j->users[i];
	j->users = mem_grow(j->users, j->n_users + 1, sizeof(*j->users));
	memset(&j->users[j->n_users], 0, sizeof(*j->users));
	j->users[j->n_users].name = mem_text(name);
	return &j->users[j->n_users++];
}

static bool
is_off_hours(int64_t time)
{
	struct zone_time t;

	zone_local(time, &t);
	return t.hour < DAY_BEGINS || t.hour >= DAY_ENDS ||
	    !holiday_is_working_day(t.date);
}

/* The one case that a row shows; 0 if it is none, or a list of them. */
static int64_t
only_case(const json_t *part)
{
	const json_t *one;
	const char *kind;
	int64_t id = 0, found;
	size_t i;

	json_array_foreach(json_object_get(part, "subjects"), i, one) {
		kind = json_string_value(json_array_get(one, 0));
		if (kind == NULL || strcmp(kind, "case") != 0)
			continue;
		found = json_integer_value(json_array_get(one, 1));
		if (id != 0 && id != found)
			return 0;
		id = found;
	}
	return id;
}

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static void
fold_look(struct user_use *u, const json_t *row)
{
	const json_t *part = json_array_get(json_object_get(row, "parts"), 0);
	int64_t id;

	if (strcmp(text_of(row, "kind"), "lookup.refused") == 0) {
		u->refused++;
		return;
	}
	u->lookups++;
	if (json_array_size(json_object_get(part, "terms")) > 0)
		u->searches++;
	if (text_of(part, "use")[0] != '\0')
		u->exports++;
	if (is_off_hours(json_integer_value(json_object_get(row, "time"))))
		u->off_hours++;
	if ((id = only_case(part)) != 0)
		set_add(&u->looked, id);
}

static void
fold_row(const struct bf_call *c, struct job *j, const json_t *row)
{
	const char *actor = text_of(row, "actor"), *kind = text_of(row, "kind");
	struct user_use *u;

	if (strcmp(actor, "system") == 0 || actor[0] == '-' ||
	    !is_mine(c, actor))
		return;
	u = use_of(j, actor);
	if (strncmp(kind, "lookup", 6) == 0)
		fold_look(u, row);
	else if (strcmp(kind, "emergency.open") == 0)
		u->emergencies++;
	else if (strcmp(text_of(row, "subject_kind"), "case") == 0)
		set_add(&u->stepped,
		    json_integer_value(json_object_get(row, "subject")));
}

static int64_t
limit_of(const struct bf_call *c, const char *key)
{
	if (c->municipality->config == NULL)
		return INT64_MAX;
	return config_int(c->municipality->config, "lookups", key);
}

/* Why a user stands out; "" if nothing does.  The caller frees. */
static char *
unusual(const struct bf_call *c, const struct user_use *u, int64_t without)
{
	const struct {
		bool yes;
		const char *text;
	} signs[] = {
		{ u->emergencies > 0, N_("emergencies") },
		{ u->refused >= limit_of(c, "unusual_refused"),
		    N_("many refusals") },
		{ u->searches >= limit_of(c, "unusual_searches"),
		    N_("many searches") },
		{ without >= limit_of(c, "unusual_without_step"),
		    N_("looks into cases without doing anything there") },
		{ u->off_hours >= limit_of(c, "unusual_off_hours"),
		    N_("looks outside working hours") },
	};
	char *all = mem_text(""), *longer;
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!signs[i].yes)
			continue;
		longer = mem_format("%s%s%s", all, all[0] != '\0' ? ", " : "",
		    _(signs[i].text));
		free(all);
		all = longer;
	}
	return all;
}

static json_t *
user_row(struct bf_call *c, const struct user_use *u)
{
	int64_t without = count_without(&u->looked, &u->stepped);
	char *why = unusual(c, u, without);
	json_t *row = json_pack("{s:s,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:s}",
	    "user", u->name, "lookups", (json_int_t)u->lookups, "cases",
	    (json_int_t)u->looked.n, "without_step", (json_int_t)without,
	    "searches", (json_int_t)u->searches, "refused",
	    (json_int_t)u->refused, "emergencies", (json_int_t)u->emergencies,
	    "exports", (json_int_t)u->exports, "off_hours",
	    (json_int_t)u->off_hours, "unusual", why);

	free(why);
	titles_add(c, row);
	return row;
}

/* Those who stand out first, each half by name. */
static int
compare_rows(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	bool first = text_of(x, "unusual")[0] != '\0';

	if (first != (text_of(y, "unusual")[0] != '\0'))
		return first ? -1 : 1;
	return strcmp(text_of(x, "user"), text_of(y, "user"));
}

static json_t *
answer(struct bf_call *c, struct job *j)
{
	json_t **row = mem_new(j->n_users + 1, sizeof(json_t *));
	json_t *rows = json_array(), *o;
	size_t i;

	for (i = 0; i < j->n_users; i++)
		row[i] = user_row(c, &j->users[i]);
	qsort(row, j->n_users, sizeof(json_t *), compare_rows);
	for (i = 0; i < j->n_users; i++)
		json_array_append_new(rows, row[i]);
	free(row);
	o = json_pack("{s:o,s:n}", "rows", rows, "next");
	view_set_date(o, "from", j->period.from);
	view_set_date(o, "to", j->period.to);
	return o;
}

static enum rc
start(struct bf_call *c, const json_t *params, struct job **out)
{
	struct job *j = mem_new(1, sizeof(*j));
	enum rc rc;

	c->job.state = j;
	c->job.free = free_job;
	*out = j;
	if ((rc = report_period_read(c, params, &j->period)) != RC_OK)
		return rc;
	return lookup_pos_before(c->store, j->period.start, &j->after, &c->err);
}

static int
report_use(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j = c->job.state;
	json_t *rows = NULL, *row;
	bool more;
	size_t i;
	enum rc rc;

	if (j == NULL && (rc = start(c, params, &j)) != RC_OK)
		return (int)rc;
	rc = history_list_all(c->store, j->after, REPORT_SLICE, true, true,
	    &rows, &c->err);
	if (rc != RC_OK)
		return (int)rc;
	more = json_array_size(rows) == REPORT_SLICE;
	json_array_foreach(rows, i, row) {
		j->after = json_integer_value(json_object_get(row, "pos"));
		if (json_integer_value(json_object_get(row, "time")) >=
		    j->period.end) {
			more = false;
			break;
		}
		fold_row(c, j, row);
	}
	json_decref(rows);
	if (more)
		return RC_AGAIN;
	call_disclose(c, "log", 0, "use");
	*result = answer(c, j);
	return RC_OK;
}

static const struct bf_param use_params[] = {
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("first day; 1 January unless given") },
	{ .name = "to",
	    .type = BF_DATE,
	    .text = N_("last day; today unless given") },
	{ .type = BF_END },
};

static const struct bf_column use_columns[] = {
	{ "user", BF_NAME, N_("user") },
	{ "unusual", BF_TEXT, N_("stands out by") },
	{ "lookups", BF_INTEGER, N_("look-ups") },
	{ "cases", BF_INTEGER, N_("cases") },
	{ "without_step", BF_INTEGER, N_("nothing done") },
	{ "searches", BF_INTEGER, N_("searches") },
	{ "refused", BF_INTEGER, N_("refusals") },
	{ "emergencies", BF_INTEGER, N_("emergencies") },
	{ "exports", BF_INTEGER, N_("exports") },
	{ "off_hours", BF_INTEGER, N_("outside hours") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_use_methods[] = {
	{ .name = "report.innsynsbruk",
	    .nb = "rapport innsynsbruk",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("how the users of one's units look things up"),
	    .params = use_params,
	    .rows = "rows",
	    .columns = use_columns,
	    .errors = "",
	    .call = report_use },
	{ .name = NULL },
};
