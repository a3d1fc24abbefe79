/*
 * test_script -- definitions that fail, run away or lie: what they do stays
 * with them (domain 7.4 no. 8).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../cmocka_all.h"
#include "work.h"

static const char bad[] =
    "local worker, env = { 'caseworker' }, _ENV\n"
    "local function trap(body)\n"
    "  return action { title = 'Felle', roles = worker, run = body }\n"
    "end\n"
    "return workflow {\n"
    "  name = 'bad', title = 'Vond sak', start = 'intake',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',\n"
    "      class = 'case', find = 'range' },\n"
    "    asks_help = boolean { title = 'Ber om hjelp', class = 'case' },\n"
    "    level = integer { min = 1, max = 4, title = 'Nivå',\n"
    "      class = 'case' },\n"
    "    trap_on = date { title = 'Felle', class = 'case' },\n"
    "    other = text { title = 'Annen sak', class = 'identity',\n"
    "      transient = true },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'asks_help',\n"
    "    'trap_on', 'level' },\n"
    "  any = stage { title = 'Alle',\n"
    "    on = { ['thing.happened'] = function(case, event)\n"
    "      case:task { key = 'happened', title = event.payload.what }\n"
    "    end,\n"
    "    ['thing.broke'] = function(case, event)\n"
    "      error(event.payload.what)\n"
    "    end },\n"
    "  },\n"
    "  stages = {\n"
    "    intake = stage { title = 'Inntak', unit = 'nav',\n"
    "      timers = {\n"
    "        trap = timer { days(1), from = 'trap_on',\n"
    "          run = function(case)\n"
    "            case:task { key = 'before', title = 'Foran' }\n"
    "            if case.data.level == nil then\n"
    "              error('nivået mangler')\n"
    "            end\n"
    "            case:task { key = 'sprung', title = 'Gikk av' }\n"
    "          end },\n"
    "        steady = timer { days(1), from = 'received',\n"
    "          run = function(case)\n"
    "            case:task { key = 'steady', title = 'Som avtalt' }\n"
    "          end },\n"
    "      },\n"
    "      actions = {\n"
    "        set = action { title = 'Sett', roles = worker,\n"
    "          form = { 'level' } },\n"
    "        spin = trap(function(case)\n"
    "          case.data.level = 4\n"
    "          while true do end\n"
    "        end),\n"
    "        spin_caught = trap(function(case)\n"
    "          while true do\n"
    "            pcall(function() while true do end end)\n"
    "          end\n"
    "        end),\n"
    "        hoard = trap(function(case)\n"
    "          local t = {}\n"
    "          while true do t[#t + 1] = ('x'):rep(1000) .. #t end\n"
    "        end),\n"
    "        swell = trap(function(case)\n"
    "          local s = 'x'\n"
    "          while true do s = s .. s end\n"
    "        end),\n"
    "        search = trap(function(case)\n"
    "          return (('a'):rep(600)):find('.-.-.-.-b')\n"
    "        end),\n"
    "        deep = trap(function(case)\n"
    "          local function f() return 1 + f() end\n"
    "          return f()\n"
    "        end),\n"
    "        outside = trap(function(case) env.os.execute('true') end),\n"
    "        unask = trap(function(case) case.data.asks_help = false end),\n"
    "        end_it = action { title = 'Lukk', roles = worker,\n"
    "          to = 'closed' },\n"
    "        lie = action { title = 'Lukk', roles = worker, to = 'closed',\n"
    "          run = function(case) case:close('decided') end },\n"
    "        break_it = action { title = 'Knus', roles = worker,\n"
    "          form = { { 'other', required = true } },\n"
    "          run = function(case, input)\n"
    "            case:emit('thing.broke', { what = input.other })\n"
    "          end },\n"
    "        tell = action { title = 'Si fra', roles = worker,\n"
    "          form = { { 'other', required = true } },\n"
    "          run = function(case, input)\n"
    "            case:emit('thing.happened', { what = 'Noe skjedde' },\n"
    "              input.other)\n"
    "          end },\n"
    "      },\n"
    "    },\n"
    "    closed = stage { title = 'Lukket', final = true },\n"
    "  },\n"
    "}\n";

static void
load(struct work *w, const char *name)
{
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", name)));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", name, "reason", "test")));
}

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_workflow(&w->place, "bad", bad);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	load(w, "bad");
	*state = w;
	return 0;
}

/* A case of the bad definition; DATA is taken over. */
static void
bad_case(struct work *w, json_t *data, char *number)
{
	json_t *result = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:o}", "workflow", "bad", "data", data));

	snprintf(number, NUMBER_SIZE, "%s", text_in(result, "case"));
	json_decref(result);
}

static bool
has_task(struct work *w, const char *number, const char *key)
{
	json_t *result = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	bool found =
	    row_with(json_object_get(result, "rows"), "key", key) != NULL;

	json_decref(result);
	return found;
}

static bool
worker_lives(const struct work *w)
{
	return waitpid(w->place.pid, NULL, WNOHANG) == 0;
}

static void
a_script_out_of_bounds_is_stopped_and_undone(void **state)
{
	static const char *const actions[] = { "spin", "spin_caught", "hoard",
		"swell", "search", "deep" };
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;
	size_t i;

	bad_case(w, params("{s:s}", "received", "2027-01-04"), number);
	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		work_act_refused(w, "nav01", number, actions[i], NULL,
		    "E_SCRIPT");
		assert_true(worker_lives(w));
		result = work_show(w, "nav01", number);
		assert_int_equal(int_in(result, "rev"), 1);
		assert_null(row_with(json_object_get(result, "fields"), "name",
		    "level"));
		json_decref(result);
	}
	json_decref(
	    work_act(w, "nav01", number, "set", params("{s:i}", "level", 2)));
}

static void
a_definition_that_names_the_system_does_nothing_with_it(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	bad_case(w, params("{s:s}", "received", "2027-01-04"), number);
	work_act_refused(w, "nav01", number, "outside", NULL, "E_SCRIPT");
}

static void
the_error_of_a_script_names_file_and_line(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply;

	bad_case(w, params("{s:s}", "received", "2027-01-04"), number);
	reply = peer_call(&w->c, "nav01", "case.act",
	    params("{s:s, s:s}", "case", number, "action", "outside"));
	assert_non_null(strstr(message_of(reply), "workflow.lua:"));
	json_decref(reply);
}

static void
a_runaway_does_not_touch_what_others_do_meanwhile(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], line[256], other[NUMBER_SIZE];
	struct peer c;
	json_t *reply;

	bad_case(w, params("{s:s}", "received", "2027-01-04"), number);
	peer_open(&c, &w->place);
	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":1,"
	    "\"method\":\"case.act\",\"params\":{\"as\":\"nav01\",\"case\":"
	    "\"%s\",\"action\":\"spin\"}}\n",
	    number);
	peer_send(&c, line, strlen(line));
	work_case(w, "nav01", "2027-01-04", other);
	json_decref(work_act(w, "nav01", other, "reply", NULL));
	reply = peer_read(&c);
	assert_true(mentions(reply, "E_SCRIPT"));
	json_decref(reply);
	peer_close(&c);
	work_restart(w, SIGKILL);
	reply = work_show(w, "nav01", other);
	assert_int_equal(int_in(reply, "rev"), 2);
	json_decref(reply);
}

/* D-301: neither the script's silence nor its word closes the case. */
static void
no_definition_closes_what_is_owed_a_decision(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	bad_case(w,
	    params("{s:s, s:b}", "received", "2027-01-04", "asks_help", 1),
	    number);
	work_act_refused(w, "nav01", number, "end_it", NULL, "E_DECISION_OWED");
	work_act_refused(w, "nav01", number, "lie", NULL, "E_DECISION_OWED");
}

/* D-301. */
static void
no_definition_takes_a_request_for_help_back(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	bad_case(w,
	    params("{s:s, s:b}", "received", "2027-01-04", "asks_help", 1),
	    number);
	work_act_refused(w, "nav01", number, "unask", NULL, "E_DECISION_OWED");
}

/* The incident's number, 0 if there is none. */
static json_int_t
first_incident(struct work *w)
{
	json_t *result = peer_do(&w->c, "admin01", "incident.list", NULL);
	const json_t *row = json_array_get(json_object_get(result, "rows"), 0);
	json_int_t id = row != NULL ? int_in(row, "id") : 0;

	json_decref(result);
	return id;
}

static void
a_failing_timer_becomes_an_incident_and_the_others_fire(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;

	bad_case(w,
	    params("{s:s, s:s}", "received", "2027-01-04", "trap_on",
		"2027-01-04"),
	    number);
	result = peer_do(&w->c, "admin01", "clock.advance",
	    params("{s:s}", "to", "2027-01-06"));
	assert_int_equal(int_in(result, "incidents"), 1);
	json_decref(result);
	assert_int_not_equal(first_incident(w), 0);
	assert_false(has_task(w, number, "before"));
	assert_true(has_task(w, number, "steady"));
	result = peer_do(&w->c, "admin01", "sys.status", NULL);
	assert_int_equal(int_in(result, "incidents"), 1);
	json_decref(result);
}

static void
an_incident_is_tried_again_when_its_cause_is_gone(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t id;

	bad_case(w,
	    params("{s:s, s:s}", "received", "2027-01-04", "trap_on",
		"2027-01-04"),
	    number);
	work_advance(w, "2027-01-06");
	id = first_incident(w);
	peer_refused(&w->c, "admin01", "incident.retry",
	    params("{s:I}", "incident", id), "E_SCRIPT");
	assert_int_equal(first_incident(w), id);
	json_decref(
	    work_act(w, "nav01", number, "set", params("{s:i}", "level", 2)));
	json_decref(peer_do(&w->c, "admin01", "incident.retry",
	    params("{s:I}", "incident", id)));
	assert_true(has_task(w, number, "sprung"));
	assert_int_equal(first_incident(w), 0);
	peer_refused(&w->c, "admin01", "incident.retry",
	    params("{s:I}", "incident", id), "E_CONFLICT");
}

/* The text of the failure is for those who may read the case. */
static void
an_incident_shows_the_administrator_nothing_of_the_case(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], command[256];
	json_t *result;

	bad_case(w, params("{s:s}", "received", "2027-01-04"), number);
	json_decref(work_act(w, "nav01", number, "break_it",
	    params("{s:s}", "other", "Hemmelig gjeld")));
	json_decref(peer_do(&w->c, NULL, "clock.show", NULL));
	assert_int_not_equal(first_incident(w), 0);
	result = peer_do(&w->c, "admin01", "incident.list", NULL);
	assert_false(mentions(result, "Hemmelig"));
	json_decref(result);
	result = work_show(w, "nav01", number);
	assert_true(
	    mentions(json_object_get(result, "incidents"), "Hemmelig gjeld"));
	json_decref(result);
	snprintf(command, sizeof(command), "! grep -q Hemmelig '%s/log'",
	    w->place.dir);
	assert_int_equal(system(command), 0);
}

static void
an_incident_is_closed_with_a_reason(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t id;

	bad_case(w,
	    params("{s:s, s:s}", "received", "2027-01-04", "trap_on",
		"2027-01-04"),
	    number);
	work_advance(w, "2027-01-06");
	id = first_incident(w);
	peer_refused(&w->c, "admin01", "incident.close",
	    params("{s:I}", "incident", id), "E_FIELDS");
	json_decref(peer_do(&w->c, "admin01", "incident.close",
	    params("{s:I, s:s}", "incident", id, "reason", "gjort for hånd")));
	assert_int_equal(first_incident(w), 0);
	assert_false(has_task(w, number, "sprung"));
}

/* A case is pinned to the version that it began with. */
static void
a_new_version_concerns_new_cases_only(void **state)
{
	struct work *w = *state;
	char old[NUMBER_SIZE], new[NUMBER_SIZE];

	bad_case(w, params("{s:s}", "received", "2027-01-04"), old);
	place_replace(&w->place, "workflows/bad/workflow.lua",
	    "case.data.level = 4", "do return end");
	load(w, "bad");
	bad_case(w, params("{s:s}", "received", "2027-01-04"), new);
	work_act_refused(w, "nav01", old, "spin", NULL, "E_SCRIPT");
	json_decref(work_act(w, "nav01", new, "spin", NULL));
	work_restart(w, SIGKILL);
	work_act_refused(w, "nav01", old, "spin", NULL, "E_SCRIPT");
}

static void
each_mistake_of_a_definition_is_told_with_its_line(void **state)
{
	struct work *w = *state;
	json_t *reply, *fields;

	place_replace(&w->place, "workflows/bad/workflow.lua",
	    "form = { 'level' }", "form = { 'level', 'levle' }");
	place_replace(&w->place, "workflows/bad/workflow.lua",
	    "to = 'closed' }", "to = 'closde' }");
	reply = peer_call(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "bad"));
	assert_true(mentions(reply, "E_DEFINITION"));
	fields = json_object_get(
	    json_object_get(json_object_get(reply, "error"), "data"), "fields");
	assert_int_equal(json_array_size(fields), 2);
	assert_non_null(row_with(fields, "field", "workflow.lua:44"));
	assert_true(mentions(fields, "stages.intake.actions.set.form"));
	assert_true(mentions(fields, "levle"));
	assert_true(mentions(fields, "closde"));
	assert_true(mentions(fields, "level"));
	json_decref(reply);
}

static void
an_event_reaches_another_case_in_a_step_of_its_own(void **state)
{
	struct work *w = *state;
	char one[NUMBER_SIZE], two[NUMBER_SIZE];

	bad_case(w, params("{s:s}", "received", "2027-01-04"), one);
	bad_case(w, params("{s:s}", "received", "2027-01-04"), two);
	json_decref(
	    work_act(w, "nav01", one, "tell", params("{s:s}", "other", two)));
	json_decref(peer_do(&w->c, NULL, "clock.show", NULL));
	assert_true(has_task(w, two, "happened"));
	assert_false(has_task(w, one, "happened"));
}

static void
an_event_for_a_case_that_one_may_not_see_is_refused(void **state)
{
	struct work *w = *state;
	char one[NUMBER_SIZE], theirs[NUMBER_SIZE];

	bad_case(w, params("{s:s}", "received", "2027-01-04"), one);
	work_case(w, "rus01", "2027-01-04", theirs);
	work_act_refused(w, "nav01", one, "tell",
	    params("{s:s}", "other", theirs), "E_NOT_FOUND");
	work_act_refused(w, "nav01", one, "tell",
	    params("{s:s}", "other", "2027/99"), "E_NOT_FOUND");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
		T(a_script_out_of_bounds_is_stopped_and_undone),
		T(a_definition_that_names_the_system_does_nothing_with_it),
		T(the_error_of_a_script_names_file_and_line),
		T(a_runaway_does_not_touch_what_others_do_meanwhile),
		T(no_definition_closes_what_is_owed_a_decision),
		T(no_definition_takes_a_request_for_help_back),
		T(a_failing_timer_becomes_an_incident_and_the_others_fire),
		T(an_incident_is_tried_again_when_its_cause_is_gone),
		T(an_incident_shows_the_administrator_nothing_of_the_case),
		T(an_incident_is_closed_with_a_reason),
		T(a_new_version_concerns_new_cases_only),
		T(each_mistake_of_a_definition_is_told_with_its_line),
		T(an_event_reaches_another_case_in_a_step_of_its_own),
		T(an_event_for_a_case_that_one_may_not_see_is_refused),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
