/*
 * test_tell -- what a hostile definition can tell those who may not read cases.
 *
 * Each row is the body of a timer: nobody is there, so what goes wrong becomes an
 * incident that the administrator sees.  All of them try to carry a word out of
 * the case in it, in the log, or in anything else that shows no case.
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

/* Read by who looks at the log alone, so it stands there in no other way. */
#define WORD "tolvskilling"

#define SECRET "local s = case.data.wishes; "

static const char *const tries[] = {
	"error(s)",
	"error({ s })",
	"error({ name = 'E_X', text = s })",
	"error(env.setmetatable({}, { __tostring = function() return s end }))",
	"error(s, 0)",
	"error(s, 2)",
	"assert(false, s)",
	"reject('E_' .. s:upper(), 'x')",
	"reject('E_' .. s:upper():sub(1, 8), 'x')",
	"reject('E_TOLD', s)",
	"reject('E_TOLD', 'x', s)",
	"reject(s, 'x')",
	"case:emit(s, {})",
	"case:emit('thing.' .. s, {})",
	"case:emit('thing.broke', { what = s })",
	"case:emit('thing.broke', { [s] = 1 })",
	"case:emit('thing.broke', {}, s)",
	"case:status(s)",
	"case:close(s)",
	"case:go(s)",
	"case:task { title = s, key = s, unit = 'nav' } error('x')",
	"case:task { title = 'x', unit = s }",
	"case:task { title = 'x', user = s }",
	"case:task { title = 'x', role = s }",
	"case:task { title = 'x', due = s }",
	"case:done(s) error('x')",
	"case:assign { unit = s }",
	"case:assign { contact = s }",
	"case:start(s)",
	"case:meet(s)",
	"case:cancel(s)",
	"case:pause(s, s)",
	"case:resume(s)",
	"case:start_timer(s)",
	"case:cancel_timer(s)",
	"case:letter { template = s }",
	"case:letter { template = 'x', to = s } error('x')",
	"case:notice { text = s } error('x')",
	"case:decide { type = s, basis = s, result = s }",
	"case:decide { type = 'help', basis = s, result = 'granted' }",
	"case:propose { kind = s }",
	"case:part { part = s, text = s }",
	"case:ask_units { units = { s } }",
	"case.data[s] = 1",
	"case.data.level = s",
	"case.data.received = s",
	"local x = case.data[s]",
	"local x = case[s] .. 1",
	"case[s] = 1",
	"s()",
	"local x = s + 1",
	"local x = ({})[s].y",
	"local x = s .. nil",
	"local t = {} t[s] = s error(t[s])",
	"string.rep(s, 100000000)",
	"string.format('%d', s)",
	"string.format(s, {}, {}) error(s)",
	"('x'):find('[' .. s)",
	"tonumber(s, 99)",
	"days(s)",
	"kr(s)",
	"day(s)",
	"table.concat({ s, {} })",
	"table.sort({ s, 1 })",
	"env.setmetatable({}, { __index = function(_, k) error(k) end })[s]()",
	"pcall(error, s) error(select(2, pcall(error, s)))",
	"local function f() error(s) end f()",
	"for _ = 1, #s do end while true do local _ = s .. s end",
	"local t = {} while true do t[#t + 1] = s .. #t end",
	"for i = 1, s do end",
	"local ok, e = pcall(reject, 'E_TOLD', s) error(e)",
	"part(s)",
	"env.require(s)",
	"env.print(s) error('x')",
	"env._G[s] = 1",
	"env.deposit[s]()",
};

#define N_TRIES (sizeof(tries) / sizeof(tries[0]))

/* What is not there is asked for past the look-up of names at the load. */
static const char head[] =
    "local env = _ENV\n"
    "local function f(fn) return timer { days(1), from = 'received',"
    " run = fn } end\n"
    "return workflow {\n"
    "  name = 'tell', title = 'Forteller', start = 'first',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',"
    " class = 'case', find = 'range' },\n"
    "    level = integer { min = 1, max = 4, title = 'Nivå',"
    " class = 'case' },\n"
    "    wishes = text { title = 'Ønsker', class = 'identity' },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'wishes' },\n"
    "  any = stage { title = 'Alle', on = {\n"
    "    ['thing.broke'] = function(case, event)"
    " error(event.payload.what or 'x') end } },\n"
    "  stages = { first = stage { title = 'Først', timers = {\n";

static const char tail[] =
    "  }, actions = { stop = action { title = 'Slutt',"
    " roles = { 'caseworker' }, to = 'closed' } } },\n"
    "  closed = stage { title = 'Lukket', final = true } },\n"
    "}\n";

static char *
make_definition(void)
{
	char *text = NULL;
	size_t size = 0, i;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	fputs(head, f);
	for (i = 0; i < N_TRIES; i++)
		fprintf(f, "    t%zu = f(function(case) " SECRET "%s end),\n",
		    i, tries[i]);
	fputs(tail, f);
	assert_int_equal(fclose(f), 0);
	return text;
}

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));
	char *text = make_definition();

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_workflow(&w->place, "tell", text);
	free(text);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "tell")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", "tell", "reason", "test")));
	json_decref(peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s}}", "workflow", "tell", "data",
		"received", "2027-01-04", "wishes", WORD)));
	*state = w;
	return 0;
}

/* Does VALUE say the word, in capitals or small, or a good part of it? */
static bool
tells(const json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY), *p;
	bool yes;

	for (p = text; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	yes = strstr(text, "tolvskil") != NULL;
	free(text);
	return yes;
}

static void
tells_nothing(struct work *w, const char *as, const char *method, json_t *p)
{
	json_t *reply = peer_call(&w->c, as, method, p);

	if (tells(reply))
		fail_msg("%s as %s: %s", method, as, json_dumps(reply, 0));
	json_decref(reply);
}

static void
retry_all(struct work *w, const json_t *incidents)
{
	const json_t *row;
	size_t i;

	json_array_foreach(incidents, i, row)
		tells_nothing(w, "admin01", "incident.retry",
		    params("{s:I}", "incident", int_in(row, "id")));
}

static void
no_timer_tells_the_administrator_what_stands_in_a_case(void **state)
{
	struct work *w = *state;
	json_t *result, *rows;

	work_advance(w, "2027-01-06");
	result = peer_do(&w->c, "admin01", "incident.list",
	    params("{s:b, s:i}", "all", 1, "limit", 200));
	rows = json_object_get(result, "rows");
	/* A few of them do nothing wrong: what they say goes nowhere. */
	assert_true(json_array_size(rows) > N_TRIES * 9 / 10);
	assert_false(tells(result));
	retry_all(w, rows);
	json_decref(result);
}

static void
nothing_else_that_shows_no_case_tells_it(void **state)
{
	static const struct {
		const char *as, *method;
	} asked[] = {
		{ "admin01", "incident.list" },
		{ "admin01", "sys.status" },
		{ "admin01", "sys.doctor" },
		{ "admin01", "sys.describe" },
		{ "admin01", "config.list" },
		{ "admin01", "workflow.list" },
		{ "audit01", "sys.verify" },
		{ "audit01", "lookup.list" },
		{ "leader01", "report.saksbehandlingstid" },
		{ "leader01", "report.nivaabevegelse" },
		{ "leader01", "report.innsynsbruk" },
	};
	struct work *w = *state;
	size_t i;

	work_advance(w, "2027-01-06");
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		tells_nothing(w, asked[i].as, asked[i].method, NULL);
	assert_false(place_logged(&w->place, "olvskil"));
	assert_false(place_logged(&w->place, "OLVSKIL"));
}

/* The same word is there for whoever may read the case. */
static void
who_may_read_the_case_reads_what_failed(void **state)
{
	struct work *w = *state;
	json_t *result;

	work_advance(w, "2027-01-06");
	result = work_show(w, "nav01", "2027/1");
	assert_true(tells(result));
	json_decref(result);
}

/* Names are carried by the definition's text, and sixty-four are enough. */
static void
a_definition_with_an_alphabet_of_errors_is_refused(void **state)
{
	struct work *w = *state;
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	json_t *reply;
	int i;

	assert_non_null(f);
	fputs("local names = {", f);
	for (i = 0; i < 65; i++)
		fprintf(f, " 'E_N%d',", i);
	fprintf(f, " }\n%s%s", head, tail);
	assert_int_equal(fclose(f), 0);
	place_add_workflow(&w->place, "many", text);
	free(text);
	reply = peer_call(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "many"));
	assert_non_null(json_object_get(reply, "error"));
	assert_true(mentions(reply, "64"));
	json_decref(reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
		T(no_timer_tells_the_administrator_what_stands_in_a_case),
		T(nothing_else_that_shows_no_case_tells_it),
		T(who_may_read_the_case_reads_what_failed),
		T(a_definition_with_an_alphabet_of_errors_is_refused),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
