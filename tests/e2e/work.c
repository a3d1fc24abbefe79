/*
 * work -- words to work in an installation with; see work.h.
 */
#include "work.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "tee.h"

/* A place that serves, with the shipped workflow; of a plugin or of none. */
static struct work *
begin(const char *plugin, const char *keys)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->plugin = plugin;
	place_make(&w->place);
	if (plugin != NULL)
		place_add_plugin(&w->place, plugin, keys);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	return w;
}

void
work_add_plugins(const struct place *p)
{
	static const char *const plugins[] = { "plan", "eviction", "deposit" };
	size_t i;

	for (i = 0; i < sizeof(plugins) / sizeof(plugins[0]); i++)
		if (work_has_plugin(plugins[i]))
			place_add_plugin(p, plugins[i], "");
		else
			print_message("without plugin %s: not in this build\n",
			    plugins[i]);
}

int
work_setup_plugins(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	place_make(&w->place);
	work_add_plugins(&w->place);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	canary_plant(&w->c);
	*state = w;
	return 0;
}

bool
work_has_plugin(const char *name)
{
	const char *top = getenv("builddir");
	char path[512];

	snprintf(path, sizeof(path), "%s/plugins/%s/%s.so",
	    top != NULL ? top : ".", name, name);
	return access(path, F_OK) == 0;
}

int
work_setup(void **state)
{
	struct work *w = begin(NULL, NULL);

	canary_plant(&w->c);
	*state = w;
	return 0;
}

int
work_setup_plugin(void **state, const char *name, const char *keys)
{
	*state = begin(name, keys);
	return 0;
}

json_t *
work_do(struct work *w, const char *as, const char *verb, json_t *p)
{
	char method[64];

	snprintf(method, sizeof(method), "%s.%s", w->plugin, verb);
	return peer_do(&w->c, as, method, p);
}

void
work_refused(struct work *w, const char *as, const char *verb, json_t *p,
    const char *name)
{
	char method[64];

	snprintf(method, sizeof(method), "%s.%s", w->plugin, verb);
	peer_refused(&w->c, as, method, p, name);
}

/* Another peer is served, and the database is whole. */
static void
check_whole(const struct place *p)
{
	struct peer c;
	json_t *result;

	peer_open(&c, p);
	json_decref(peer_do(&c, NULL, "sys.status", NULL));
	result = peer_do(&c, "audit01", "sys.verify", NULL);
	assert_true(json_is_true(json_object_get(result, "ok")));
	json_decref(result);
	peer_close(&c);
}

int
work_teardown(void **state)
{
	struct work *w = *state;

	char path[160];

	check_whole(&w->place);
	snprintf(path, sizeof(path), "%s/run/%s.metrics.sock", w->place.dir,
	    w->place.number);
	tee_socket("metrics", path);
	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
	free(w);
	return 0;
}

json_t *
params(const char *fmt, ...)
{
	json_error_t why;
	json_t *o;
	va_list ap;

	va_start(ap, fmt);
	o = json_vpack_ex(&why, 0, fmt, ap);
	va_end(ap);
	if (o == NULL)
		fail_msg("%s: %s", fmt, why.text);
	return o;
}

void
work_restart(struct work *w, int signal)
{
	peer_close(&w->c);
	(void)place_stop(&w->place, signal);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
}

void
work_advance(struct work *w, const char *to)
{
	json_decref(peer_do(&w->c, "admin01", "clock.advance",
	    params("{s:s}", "to", to)));
}

void
work_case(struct work *w, const char *as, const char *date, char *number)
{
	json_t *result;

	result = peer_do(&w->c, as, "case.create",
	    params("{s:s, s:{s:s, s:s, s:b}}", "workflow", "boligsosial",
		"data", "received", date, "channel", "phone", "asks_help", 1));
	snprintf(number, NUMBER_SIZE, "%s", text_in(result, "case"));
	json_decref(result);
}

json_int_t
work_person(struct work *w, const char *name)
{
	json_t *result = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s}", "name", name));
	json_int_t person = int_in(result, "person");

	json_decref(result);
	return person;
}

static json_t *
act_params(const char *number, const char *action, json_t *input)
{
	return params("{s:s, s:s, s:o}", "case", number, "action", action,
	    "input", input != NULL ? input : json_object());
}

json_t *
work_act(struct work *w, const char *as, const char *number, const char *action,
    json_t *input)
{
	return peer_do(&w->c, as, "case.act",
	    act_params(number, action, input));
}

void
work_act_refused(struct work *w, const char *as, const char *number,
    const char *action, json_t *input, const char *name)
{
	peer_refused(&w->c, as, "case.act", act_params(number, action, input),
	    name);
}

void
work_propose(struct work *w, const char *as, const char *number,
    const char *kind, const char *result, const char *performer, json_t *item)
{
	json_t *p = params("{s:s, s:s, s:s, s:o}", "case", number, "kind", kind,
	    "result", result, "item", item != NULL ? item : json_object());

	if (performer != NULL)
		json_object_set_new(p, "performer", json_string(performer));
	json_decref(peer_do(&w->c, as, "allocation.propose", p));
}

void
work_no_part(struct work *w, const char *as, const char *number,
    const char *part, const char *why)
{
	json_decref(peer_do(&w->c, as, "allocation.part",
	    params("{s:s, s:s, s:s}", "case", number, "part", part,
		"not_applicable", why)));
}

json_int_t
work_agenda(struct work *w, const char *number, const char *date)
{
	json_t *r, *row;
	json_int_t m;

	r = peer_do(&w->c, "nav01", "meeting.plan",
	    params("{s:s, s:s}", "type", "joint_allocation", "date", date));
	m = int_in(r, "meeting");
	json_decref(r);
	work_advance(w, date);
	json_decref(peer_do(&w->c, "nav01", "meeting.agenda",
	    params("{s:I}", "meeting", m)));
	r = peer_do(&w->c, "alloc01", "meeting.show",
	    params("{s:I}", "meeting", m));
	row = row_with(json_object_get(r, "agenda"), "case", number);
	assert_non_null(row);
	assert_true(mentions(json_object_get(row, "causes"), "new"));
	json_decref(r);
	return m;
}

void
work_approve(struct work *w, const char *as, const char *number)
{
	json_t *shown = peer_do(&w->c, as, "allocation.show",
	    params("{s:s}", "case", number));

	json_decref(peer_do(&w->c, as, "allocation.approve",
	    params("{s:s, s:I}", "case", number, "version",
		int_in(shown, "version"))));
	json_decref(shown);
}

void
work_allocate(struct work *w, const char *number, bool home, const char *from,
    const char *to)
{
	work_propose(w, "nav01", number, "service", "granted", "mental_health",
	    params("{s:s, s:s}", "title", "To besøk i uken", "goal",
		"Beholde boligen"));
	work_propose(w, "nav01", number, "start_package", "granted",
	    "housing_team", NULL);
	work_no_part(w, "nav01", number, "plan", "Ingen plan nå");
	work_no_part(w, "nav01", number, "agreement", "Avtales senere");
	if (home)
		work_propose(w, "nav01", number, "dwelling", "granted", NULL,
		    params("{s:{s:s, s:s, s:b, s:s}}", "lease", "from", from,
			"to", to, "stated", 1, "terms", "Avtalegiro"));
	else
		work_no_part(w, "nav01", number, "lease", "Ingen bolig");
	work_approve(w, "alloc01", number);
}

json_t *
decision_input(const char *date, const char *text)
{
	return params("{s:s, s:s, s:s, s:s, s:s}", "decided_on", date,
	    "decision_content", text, "reason_rules", text, "reason_facts",
	    text, "reason_considerations", text);
}

json_int_t
work_guarantee_case(struct work *w, json_int_t person, const char *date,
    char *number)
{
	json_t *rows, *row;
	json_int_t id;

	work_case(w, "nav01", date, number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on", date,
		"situation", "1.4", "wishes", "To rom", "level", 2,
		"level_reason", "Råd", "plan_need", "goal_plan", "coordinator",
		"nav02")));
	work_propose(w, "nav01", number, "guarantee", "granted", NULL, NULL);
	work_allocate(w, number, false, NULL, NULL);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input(date, "Garanti for tre måneder, regress")));
	rows = peer_do(&w->c, "nav02", "decision.list",
	    params("{s:s}", "case", number));
	row = row_with(json_object_get(rows, "rows"), "type", "guarantee");
	assert_non_null(row);
	id = int_in(row, "no");
	json_decref(rows);
	return id;
}

json_t *
work_show(struct work *w, const char *as, const char *number)
{
	return peer_do(&w->c, as, "case.show", params("{s:s}", "case", number));
}

void
work_close(struct work *w, const char *as, const char *number)
{
	json_decref(work_act(w, as, number, "withdraw",
	    params("{s:s}", "end_reason", "flyttet")));
}

const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	if (text == NULL)
		fail_msg("no text '%s' in %s", name, json_dumps(o, 0));
	return text;
}

json_int_t
int_in(const json_t *o, const char *name)
{
	const json_t *value = json_object_get(o, name);

	if (!json_is_integer(value))
		fail_msg("no number '%s' in %s", name, json_dumps(o, 0));
	return json_integer_value(value);
}

json_t *
row_with(const json_t *rows, const char *name, const char *text)
{
	const char *got;
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		got = json_string_value(json_object_get(row, name));
		if (got != NULL && strcmp(got, text) == 0)
			return row;
	}
	return NULL;
}

const char *
message_of(const json_t *reply)
{
	return text_in(json_object_get(reply, "error"), "message");
}

bool
mentions(const json_t *value, const char *text)
{
	char *dump = json_dumps(value, JSON_ENCODE_ANY);
	bool found;

	assert_non_null(dump);
	found = strstr(dump, text) != NULL;
	free(dump);
	return found;
}

static json_t *
described(struct work *w, const char *only)
{
	return peer_do(&w->c, "nav01", "sys.describe",
	    params("{s:s}", "method", only));
}

void
work_words(struct work *w, const char *plugin)
{
	json_t *all = described(w, plugin), *words, *method, *param, *code;
	const char *name;
	size_t i, k;

	words = json_object_get(json_object_get(all, "words"), plugin);
	assert_true(json_object_size(words) > 0);
	json_array_foreach(json_object_get(all, "methods"), i, method) {
		json_object_foreach(json_object_get(json_object_get(method,
							"params"),
					"properties"),
		    name, param) {
			json_array_foreach(json_object_get(param, "enum"), k,
			    code) {
				if (json_object_get(words,
					json_string_value(code)) == NULL)
					fail_msg("%s %s: %s has no word",
					    text_in(method, "name"), name,
					    json_string_value(code));
			}
		}
	}
	json_decref(all);
}

/* Does one of COLUMNS say what stands in the rows of list NAME? */
static bool
has_columns(const json_t *columns, const char *name)
{
	size_t i, len = strlen(name);
	json_t *column;

	json_array_foreach(columns, i, column) {
		if (strncmp(text_in(column, "name"), name, len) == 0 &&
		    text_in(column, "name")[len] == '.')
			return true;
	}
	return false;
}

/* Is NAME what people read in place of another of OBJECT's members? */
static bool
is_title(const json_t *object, const char *name)
{
	size_t len = strlen(name);
	char base[64];

	if (len <= 6 || len > sizeof(base) ||
	    strcmp(name + len - 6, "_title") != 0)
		return false;
	snprintf(base, sizeof(base), "%.*s", (int)len - 6, name);
	return json_object_get(object, base) != NULL;
}

/* Members that no client shows need no title. */
static void
need_titles(const json_t *columns, json_t *object)
{
	const char *name;
	json_t *v;

	json_object_foreach(object, name, v) {
		if (strcmp(name, "warnings") == 0 ||
		    strcmp(name, "commit") == 0 ||
		    strcmp(name, "case_id") == 0 || is_title(object, name))
			continue;
		if (row_with(columns, "name", name) == NULL)
			fail_msg("%s has no title", name);
		if (json_is_object(json_array_get(v, 0)) &&
		    !has_columns(columns, name))
			fail_msg("%s: its rows have no titles", name);
	}
}

void
work_titles(struct work *w, const char *method, const json_t *answer)
{
	json_t *all = described(w, method);

	need_titles(
	    json_object_get(json_array_get(json_object_get(all, "methods"), 0),
		"columns"),
	    (json_t *)(uintptr_t)answer);
	json_decref(all);
}

void
work_labels(struct work *w, const char *plugin, const char *report)
{
	json_t *all = described(w, plugin), *r, *words, *row, *v;
	const char *name;
	size_t i;

	words = json_object_get(json_object_get(all, "words"), plugin);
	r = peer_do(&w->c, "leader01", report,
	    params("{s:s, s:s}", "from", "2027-01-01", "to", "2027-12-31"));
	assert_true(json_array_size(json_object_get(r, "rows")) > 0);
	json_array_foreach(json_object_get(r, "rows"), i, row) {
		json_object_foreach(row, name, v) {
			if ((strcmp(name, "what") == 0 ||
				strcmp(name, "code") == 0) &&
			    json_string_length(v) > 0 &&
			    json_object_get(words, json_string_value(v)) ==
				NULL)
				fail_msg("%s: %s has no word", report,
				    json_string_value(v));
		}
	}
	json_decref(r);
	json_decref(all);
}
