/*
 * exercise -- one plugin in a municipality of its own, in memory.
 */
#include "worker/exercise.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "engine/engine.h"
#include "engine/plugins_check.h"
#include "model/definition.h"
#include "model/describe.h"
#include "model/law.h"
#include "model/municipality.h"
#include "model/schema.h"
#include "plugin/manual.h"
#include "plugin/set.h"
#include "store/store.h"
#include "worker/exercise_judge.h"
#include "worker/exercise_values.h"
#include "worker/exercise_watch.h"

#define MONDAY INT64_C(1799654400000) /* 2027-01-11, 09:00 local */
#define LATER "2028-01-11" /* by then timers and deadlines have fired */
#define BATCHES_MAX 100000

/* Somebody who may do anything, in a unit that sees everything. */
static const char file[] =
    "[municipality]\nnumber = 5532\nname = Prøve\npopulation = 5600\n"
    "test_identities = yes\n[workflow]\ndefault = prove\n"
    "[unit nav]\nname = NAV\ntype = nav\ndomain = health\n"
    "[user nav01]\nname = Prøve\nlogin = nav01\nunits = nav\n"
    "roles = caseworker, decision_maker, coordinator, leader, forum,"
    " administrator, auditor\n"
    "[user nav02]\nname = Nest\nlogin = nav02\nunits = nav\n"
    "roles = performer\n"
    "[plugin %s]\nenabled = yes\n";

static const char definition[] =
    "return workflow {\n"
    "  name = 'prove', title = 'Prøve', start = 'intake',\n"
    "  uses = { '%s' },\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',\n"
    "      class = 'case', find = 'range' },\n"
    "    person = person { title = 'Søker' },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'person' },\n"
    "  stages = { intake = stage { title = 'Inntak', unit = 'nav',\n"
    "    actions = {\n%s"
    "      stop = action { title = 'Lukk', to = 'closed',\n"
    "      roles = { 'caseworker' },\n"
    "      run = function(case) case:close('withdrawn') end } } },\n"
    "    closed = stage { title = 'Lukket', final = true } },\n"
    "}\n";

struct gym {
	struct plugin_set *set;
	const struct plugin *plugin;
	struct law *law;
	struct municipality *municipality;
	struct clock clock;
	struct store *store;
	struct engine *engine;
	char folder[64]; /* of the definition; "": none */
	struct exercise_world world;
	char number[24];
	json_t *tally; /* owned: what each method answered */
	FILE *out;
	long calls, refused, mistakes;
	/* the last answer */
	enum rc rc;
	struct err err;
	json_t *result; /* owned */
};

static void
keep(void *arg, enum rc rc, const json_t *result, int fd, const struct err *e)
{
	struct gym *g = arg;

	(void)fd;
	json_decref(g->result);
	g->result = json_deep_copy(result);
	g->rc = rc;
	g->err = *e;
}

/* What the plugin did wrong, in a line. */
static void __attribute__((format(printf, 3, 4)))
mistake(struct gym *g, const char *where, const char *fmt, ...)
{
	va_list ap;

	g->mistakes++;
	fprintf(g->out, "! %s: ", where);
	va_start(ap, fmt);
	vfprintf(g->out, fmt, ap);
	va_end(ap);
	putc('\n', g->out);
}

static const struct bf_method *
find(const struct gym *g, const char *name)
{
	const struct bf_method *m = engine_methods(g->engine);

	while (m->name != NULL && strcmp(m->name, name) != 0)
		m++;
	return m->name != NULL ? m : NULL;
}

/* Run PARAMS (taken over) through schema, engine and batch, as LOGIN. */
static enum rc
ask(struct gym *g, const char *login, const struct bf_method *m, json_t *params)
{
	struct reserved reserved;
	struct ask *a;
	int left = BATCHES_MAX;
	json_t *checked;
	struct err e = ERR_INIT;

	g->calls++;
	err_clear(&g->err);
	g->rc = schema_check(m, params, 0, &reserved, &checked, &g->err);
	json_decref(params);
	if (g->rc != RC_OK)
		return g->rc;
	a = ask_new();
	a->method = m;
	a->params = checked;
	a->login = mem_text(login);
	a->done = keep;
	a->arg = g;
	engine_submit(g->engine, a);
	while (engine_has_work(g->engine) && left-- > 0)
		if (engine_run_batch(g->engine, &e) != RC_OK)
			break;
	if (left <= 0)
		mistake(g, m->name, "%s", _("does not come to an end"));
	return g->rc;
}

static enum rc
do_setup(struct gym *g, const char *name, json_t *params, struct err *e)
{
	if (ask(g, "nav01", find(g, name), params) == RC_OK)
		return RC_OK;
	*e = g->err;
	return g->rc;
}

/* A definition, a person and a case to try with. */
static enum rc
settle(struct gym *g, struct err *e)
{
	const char *number;
	enum rc rc;

	if ((rc = do_setup(g, "workflow.load",
		 json_pack("{ss}", "path", "prove"), e)) != RC_OK ||
	    (rc = do_setup(g, "workflow.activate",
		 json_pack("{ss}", "definition", "prove"), e)) != RC_OK ||
	    (rc = do_setup(g, "person.add",
		 json_pack("{ss ss ss}", "name", "Åse Prøve", "number",
		     "12838849855", "birth_date", "1988-03-12"),
		 e)) != RC_OK)
		return rc;
	g->world.person =
	    json_integer_value(json_object_get(g->result, "person"));
	rc = do_setup(g, "case.create",
	    json_pack("{s{ss sI}}", "data", "received", "2027-01-11", "person",
		(json_int_t)g->world.person),
	    e);
	if (rc != RC_OK)
		return rc;
	number = json_string_value(json_object_get(g->result, "case"));
	snprintf(g->number, sizeof(g->number), "%s", number);
	g->world.number = g->number;
	g->world.case_id = 1;
	return RC_OK;
}

/* Does the house itself tell of NAME, and no definition? */
static bool
is_house_event(const char *name)
{
	static const char *const houses[] = { "case.", "consent.", "decision.",
		"letter." };
	size_t i;

	for (i = 0; i < sizeof(houses) / sizeof(houses[0]); i++)
		if (strncmp(name, houses[i], strlen(houses[i])) == 0)
			return true;
	return false;
}

/* Row V is an event that definitions or other plugins tell. */
static bool
is_told(const struct bf_event *v)
{
	return (v->flags & BF_TAKES) != 0 && !is_house_event(v->name);
}

/* An action tell_N for each event that the plugin takes from others. */
static char *
actions_of(const struct bf_plugin *d)
{
	const struct bf_event *v;
	char *all = mem_text(""), *more;
	int n = 0;

	for (v = d->events; v != NULL && v->name != NULL; v++) {
		if (!is_told(v))
			continue;
		more = mem_format("%s      tell_%d = action { title = 'Si', "
				  "roles = { 'caseworker' },\n"
				  "        run = function(case) "
				  "case:emit('%s') end },\n",
		    all, n++, v->name);
		free(all);
		all = more;
	}
	return all;
}

static enum rc
write_definition(struct gym *g, struct err *e)
{
	char path[128], *actions;
	FILE *f;

	snprintf(g->folder, sizeof(g->folder), "/tmp/boflyt-check-XXXXXX");
	if (mkdtemp(g->folder) == NULL)
		return err_set(e, RC_UNAVAILABLE, _("%s: %s"), g->folder,
		    strerror(errno));
	snprintf(path, sizeof(path), "%s/prove", g->folder);
	if (mkdir(path, 0700) == 0) {
		snprintf(path, sizeof(path), "%s/prove/workflow.lua",
		    g->folder);
		if ((f = fopen(path, "we")) != NULL) {
			actions = actions_of(&g->plugin->d);
			fprintf(f, definition, g->plugin->name, actions);
			free(actions);
			if (fclose(f) == 0)
				return RC_OK;
		}
	}
	return err_set(e, RC_UNAVAILABLE, _("%s: %s"), path, strerror(errno));
}

static void
remove_definition(const struct gym *g)
{
	char path[128];

	if (g->folder[0] == '\0')
		return;
	snprintf(path, sizeof(path), "%s/prove/workflow.lua", g->folder);
	(void)unlink(path);
	snprintf(path, sizeof(path), "%s/prove", g->folder);
	(void)rmdir(path);
	(void)rmdir(g->folder);
}

static enum rc
read_municipality(struct gym *g, struct err *e)
{
	struct ini_text text = { .name = mem_text("prove.ini"),
		.bytes = mem_format(file, g->plugin->name) };
	struct lines mistakes = LINES_INIT;
	enum rc rc;

	text.n = strlen(text.bytes);
	rc = municipality_read_text(&text, g->set->tables, &mistakes,
	    &g->municipality, e);
	lines_free(&mistakes);
	ini_text_fini(&text);
	return rc;
}

static enum rc
read_law(struct gym *g, const char *path, struct err *e)
{
	const struct ini_text empty = { .name = NULL, .bytes = NULL, .n = 0 };
	struct lines mistakes = LINES_INIT;
	enum rc rc;

	rc = path != NULL ? law_load(path, &mistakes, &g->law, e) :
			    law_load_text(&empty, &mistakes, &g->law, e);
	lines_free(&mistakes);
	return rc;
}

static enum rc
open_engine(struct gym *g, struct err *e)
{
	const struct engine_parts parts = { .store = g->store,
		.clock = &g->clock,
		.law = g->law,
		.plugins = g->set,
		.municipality = g->municipality,
		.workflows = g->folder };

	return engine_new(&parts, &g->engine, e);
}

/* Twice: the second time finds the records as the first left them. */
static enum rc
open_gym(struct gym *g, const char *law, struct err *e)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = MONDAY };
	enum rc rc;

	clock_init_still(&g->clock, MONDAY);
	if ((rc = read_law(g, law, e)) != RC_OK ||
	    (rc = read_municipality(g, e)) != RC_OK ||
	    (rc = write_definition(g, e)) != RC_OK ||
	    (rc = store_open(STORE_MEMORY, &o, &g->store, e)) != RC_OK ||
	    (rc = open_engine(g, e)) != RC_OK)
		return rc;
	engine_free(g->engine);
	g->engine = NULL;
	if ((rc = open_engine(g, e)) != RC_OK)
		return rc;
	return settle(g, e);
}

static void
close_gym(struct gym *g)
{
	engine_free(g->engine);
	store_close(g->store);
	remove_definition(g);
	municipality_free(g->municipality);
	law_free(g->law);
	plugin_set_free(g->set);
	json_decref(g->result);
	json_decref(g->tally);
	json_decref(g->world.last);
}

/* Take the numbers that an answer gives: what is asked for next is there. */
static void
remember(struct gym *g)
{
	const char *name;
	json_t *v;

	json_object_foreach(g->result, name, v)
		if (json_is_integer(v))
			(void)json_object_set(g->world.last, name, v);
}

static void
try_once(struct gym *g, const struct bf_method *m, int round)
{
	struct exercise_answer a = { .method = m, .e = &g->err };
	char why[EXERCISE_WHY_SIZE];

	json_decref(g->result);
	g->result = NULL;
	exercise_watch_enter(m->name, round);
	a.rc = ask(g, round % 4 == 3 ? "nav02" : "nav01", m,
	    exercise_values(m, round, &g->world));
	exercise_watch_leave();
	a.result = g->result;
	if (exercise_is_wrong(&a, g->plugin->d.records, why, sizeof(why)))
		mistake(g, m->name, _("round %d: %s"), round, why);
	exercise_count(g->tally, &a);
	g->refused += a.rc != RC_OK;
	remember(g);
}

/* There and back, so that each method meets what another left. */
static void
try_methods(struct gym *g)
{
	const struct bf_method *row = g->plugin->d.methods, *m;
	size_t i, n = 0;
	int round;

	while (row != NULL && row[n].name != NULL)
		n++;
	for (round = 0; round < EXERCISE_ROUNDS; round++)
		for (i = 0; i < n; i++) {
			m = find(g, row[round % 2 == 0 ? i : n - 1 - i].name);
			if (m != NULL)
				try_once(g, m, round);
		}
}

/* Act in the case for trying; what then fails, time brings to light. */
static void
act(struct gym *g, const char *action)
{
	if (ask(g, "nav01", find(g, "case.act"),
		json_pack("{ss ss}", "case", g->number, "action", action)) !=
	    RC_OK)
		mistake(g, action, "%s: %s", g->err.name, g->err.text);
}

/* What others tell is told, and the case is closed. */
static void
tell(struct gym *g)
{
	const struct bf_event *v = g->plugin->d.events;
	char action[24];
	int n = 0;

	for (; v != NULL && v->name != NULL; v++) {
		if (!is_told(v))
			continue;
		(void)snprintf(action, sizeof(action), "tell_%d", n++);
		act(g, action);
	}
	act(g, "stop");
}

static void
try_report(struct gym *g, const char *name)
{
	char *full = mem_format("report.%s", name);
	const struct bf_method *m = find(g, full);

	if (m == NULL)
		mistake(g, full, "%s", _("is not in the table"));
	else if (ask(g, "nav01", m, json_object()) != RC_OK)
		mistake(g, full, "%s: %s", g->err.name, g->err.text);
	free(full);
}

/* What was begun falls due; what then fails was not foreseen. */
static void
let_time_pass(struct gym *g)
{
	const json_t *rows, *row;
	const char *name;
	size_t i;

	(void)ask(g, "nav01", find(g, "clock.advance"),
	    json_pack("{ss}", "to", LATER));
	(void)ask(g, "nav01", find(g, "incident.list"), json_object());
	rows = json_object_get(g->result, "rows");
	json_array_foreach(rows, i, row) {
		name = json_string_value(json_object_get(row, "error_name"));
		if (name != NULL && strcmp(name, "E_INTERNAL") == 0)
			mistake(g,
			    json_string_value(json_object_get(row, "name")),
			    "%s", name);
	}
}

static void
try_ups(struct gym *g)
{
	const struct bf_record *r = g->plugin->d.records;
	json_t *values;
	int from;

	for (; r != NULL && r->kind != NULL; r++)
		for (from = 1; r->up != NULL && from < r->version; from++) {
			values = json_object();
			if (r->up(from, values) != 0)
				mistake(g, r->kind,
				    _("cannot be brought up from version %d"),
				    from);
			json_decref(values);
		}
}

static void
print_names(FILE *out, const char *title, size_t n)
{
	if (n > 0)
		fprintf(out, "%s: %zu\n", title, n);
}

/* What it is, in a few lines. */
static void
print(const struct plugin *p, FILE *out)
{
	const struct bf_plugin *d = &p->d;
	const struct bf_method *m;
	size_t events = 0, reports = 0, keys = 0, records = 0;

	fprintf(out, "%s %s, %s %u.%u: %s\n", d->name, d->version,
	    _("interface"), d->abi >> 16, d->abi & 0xffffu,
	    d->text != NULL ? _(d->text) : "");
	for (m = d->methods; m != NULL && m->name != NULL; m++)
		fprintf(out, "  %-32s %s\n", m->name, _(m->text));
	while (d->records != NULL && d->records[records].kind != NULL)
		records++;
	while (d->events != NULL && d->events[events].name != NULL)
		events++;
	while (d->reports != NULL && d->reports[reports].name != NULL)
		reports++;
	while (d->keys != NULL && d->keys[keys].section != NULL)
		keys++;
	print_names(out, _("kinds of records"), records);
	print_names(out, _("events, timers and deadlines"), events);
	print_names(out, _("reports"), reports);
	print_names(out, _("configuration keys"), keys);
}

static void
run(struct gym *g)
{
	const struct bf_plugin *d = &g->plugin->d;
	const struct bf_report *r;

	try_methods(g);
	tell(g);
	let_time_pass(g);
	for (r = d->reports; r != NULL && r->name != NULL; r++)
		try_report(g, r->name);
	try_ups(g);
}

/* As the daemon asks when it starts. */
static enum rc
check_fit(const struct plugin_set *set, struct err *e)
{
	struct lines mistakes = LINES_INIT;
	enum rc rc = RC_OK;

	plugins_check(set, &mistakes);
	if (mistakes.n > 0)
		rc = err_name(e, RC_CONFIG, "E_PLUGIN_ROW", "%s",
		    mistakes.line[0]);
	lines_free(&mistakes);
	return rc;
}

enum rc
exercise_plugin(const char *path, const char *law, FILE *out, bool *sound,
    struct err *e)
{
	struct gym g = { .out = out };
	enum rc rc;

	exercise_watch_begin();
	g.tally = json_object();
	g.world.last = json_object();
	*sound = false;
	if ((rc = plugin_set_file(path, &g.set, e)) == RC_OK) {
		g.plugin = &g.set->plugins[0];
		print(g.plugin, out);
		/* Whatever crashes shall not take with it what was said. */
		fflush(out);
		if ((rc = check_fit(g.set, e)) == RC_OK)
			rc = open_gym(&g, law, e);
	}
	if (rc == RC_OK) {
		run(&g);
		exercise_print_refused(g.tally, out);
		fprintf(out, _("calls: %ld, refused: %ld, mistakes: %ld\n"),
		    g.calls, g.refused, g.mistakes);
		*sound = g.mistakes == 0;
	}
	close_gym(&g);
	return rc;
}

static enum rc
write_out(const char *path, FILE *out, struct err *e,
    void (*write)(const struct bf_plugin *d, FILE *out))
{
	struct plugin_set *set;
	enum rc rc = plugin_set_file(path, &set, e);

	if (rc == RC_OK)
		write(&set->plugins[0].d, out);
	plugin_set_free(set);
	return rc;
}

enum rc
exercise_manual(const char *path, FILE *out, struct err *e)
{
	return write_out(path, out, e, manual_write);
}

enum rc
exercise_stubs(const char *path, FILE *out, struct err *e)
{
	return write_out(path, out, e, manual_write_stubs);
}
