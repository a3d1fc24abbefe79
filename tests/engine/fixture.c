/*
 * fixture -- see fixture.h.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ini.h"
#include "base/lines.h"
#include "base/mem.h"
#include "model/law.h"
#include "plugin/set.h"
#include "store/case.h"
#include "store/deadline_row.h"
#include "store/history.h"
#include "store/scope.h"
#include "store/task.h"

static const char ini[] =
    "[municipality]\nnumber = 5532\nname = Balsfjord\npopulation = 5600\n"
    "test_identities = yes\n"
    "[workflow]\ndefault = small\n[decisions]\nfour_eyes = no\n"
    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
    "[unit health]\nname = Helse\ntype = coordinating\ndomain = health\n"
    "[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"
    "roles = caseworker, decision_maker\n"
    "[user nav02]\nname = Ola\nlogin = nav02\nunits = nav\n"
    "roles = caseworker\n"
    "[user hel01]\nname = Liv\nlogin = hel01\nunits = health\n"
    "roles = caseworker, performer\n"
    "[user boss]\nname = Bo\nlogin = boss\nunits = nav\nroles = leader\n"
    "[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"
    "roles = administrator\n"
    "[user aud]\nname = Aase\nlogin = aud\nunits = nav\nroles = auditor\n"
    "[gateway web]\nlogin = web\n"
    "[deadline mapping]\ndays = 10\nacute_workdays = 2\n";

const char *
fixture_top(void)
{
	const char *dir = getenv("srcdir");

	return dir != NULL ? dir : ".";
}

static struct municipality *
read_municipality(const char *text, const struct plugin_set *set)
{
	struct ini_text ini_text = { .name = mem_text("test.ini"),
		.bytes = mem_text(text),
		.n = strlen(text) };
	struct lines mistakes = LINES_INIT;
	struct municipality *m = NULL;
	struct err e = ERR_INIT;

	if (municipality_read_text(&ini_text, set != NULL ? set->tables : NULL,
		&mistakes, &m, &e) != RC_OK)
		fail_msg("%s %s", e.text,
		    mistakes.n > 0 ? mistakes.line[0] : "");
	ini_text_fini(&ini_text);
	lines_free(&mistakes);
	return m;
}

struct municipality *
fixture_municipality(const char *text)
{
	return read_municipality(text, NULL);
}

void
fixture_open_with(struct fixture *f, const char *path, const char *text,
    const struct plugin_set *set)
{
	static const unsigned char key[32] = { 0xbf, 5, 5, 3, 2 };
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = MONDAY,
		.key = key };
	struct lines mistakes = LINES_INIT;
	struct engine_parts parts;
	struct err e = ERR_INIT;
	char law[512];

	memset(f, 0, sizeof(*f));
	clock_init_still(&f->clock, MONDAY);
	f->municipality = read_municipality(text, set);
	snprintf(law, sizeof(law), "%s/etc/law.ini", fixture_top());
	if (law_load(law, &mistakes, &f->law, &e) != RC_OK ||
	    store_open(path, &o, &f->store, &e) != RC_OK)
		fail_msg("%s", e.text);
	snprintf(f->path, sizeof(f->path), "%s/tests/engine/workflows",
	    fixture_top());
	parts = (struct engine_parts){ .store = f->store,
		.clock = &f->clock,
		.law = f->law,
		.municipality = f->municipality,
		.plugins = set,
		.workflows = f->path };
	if (engine_new(&parts, &f->engine, &e) != RC_OK)
		fail_msg("%s", e.text);
}

void
fixture_open_as(struct fixture *f, const char *path, const char *text)
{
	fixture_open_with(f, path, text, NULL);
}

void
fixture_open_plugins(struct fixture *f, const char *path,
    const struct plugin_set *set, const char *more)
{
	char *text = mem_format("%s%s", ini, more);

	fixture_open_with(f, path, text, set);
	free(text);
}

void
fixture_open_bare(struct fixture *f, const char *path)
{
	fixture_open_as(f, path, ini);
}

void
fixture_open(struct fixture *f)
{
	fixture_open_bare(f, STORE_MEMORY);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
}

void
fixture_close(struct fixture *f)
{
	engine_free(f->engine);
	store_close(f->store);
	law_free(f->law);
	municipality_free(f->municipality);
	json_decref(f->result);
	memset(f, 0, sizeof(*f));
}

int
fixture_setup(void **state)
{
	static struct fixture f;

	fixture_open(&f);
	*state = &f;
	return 0;
}

int
fixture_teardown(void **state)
{
	fixture_close(*state);
	return 0;
}

static void
keep_answer(void *arg, enum rc rc, const json_t *result, int fd,
    const struct err *e)
{
	struct fixture *f = arg;

	(void)fd;
	json_decref(f->result);
	f->result = json_deep_copy(result);
	f->rc = rc;
	f->err = *e;
	f->answers++;
}

static const struct bf_method *
find_method(const struct fixture *f, const char *name)
{
	const struct bf_method *m = engine_methods(f->engine);

	while (m->name != NULL && strcmp(m->name, name) != 0)
		m++;
	if (m->name == NULL)
		fail_msg("no method %s", name);
	return m;
}

struct ask *
fixture_new_ask(struct fixture *f, const char *login, const char *method,
    json_t *params)
{
	struct ask *a = ask_new();

	a->method = find_method(f, method);
	a->params = params != NULL ? params : json_object();
	a->login = mem_text(login);
	a->done = keep_answer;
	a->arg = f;
	return a;
}

void
fixture_run(struct fixture *f)
{
	struct err e = ERR_INIT;
	int left = 10000;

	while (engine_has_work(f->engine) && left-- > 0)
		if (engine_run_batch(f->engine, &e) != RC_OK)
			fail_msg("%s: %s", e.name, e.text);
	assert_true(left > 0);
}

enum rc
fixture_submit(struct fixture *f, struct ask *a)
{
	unsigned int before = f->answers;

	engine_submit(f->engine, a);
	assert_int_equal(f->answers, before);
	fixture_run(f);
	assert_int_equal(f->answers, before + 1);
	return f->rc;
}

enum rc
fixture_ask(struct fixture *f, const char *login, const char *method,
    json_t *params)
{
	return fixture_submit(f, fixture_new_ask(f, login, method, params));
}

enum rc
fixture_ask_plain(struct fixture *f, const char *login, const char *method,
    json_t *params)
{
	struct ask *a = fixture_new_ask(f, login, method, params);

	a->words = mem_text("identity");
	return fixture_submit(f, a);
}

json_t *
fixture_ok(struct fixture *f, const char *login, const char *method,
    json_t *params)
{
	if (fixture_ask(f, login, method, params) != RC_OK)
		fail_msg("%s: %s: %s (%s %s)", method, f->err.name, f->err.text,
		    f->err.n_fields > 0 ? f->err.fields[0].field : "",
		    f->err.n_fields > 0 ? f->err.fields[0].text : "");
	return f->result;
}

void
fixture_case(struct fixture *f, json_t *data, char out[24])
{
	json_t *all = json_pack("{ss}", "received", "2027-01-11");

	json_object_update(all, data);
	json_decref(data);
	fixture_ok(f, "nav01", "case.create", json_pack("{so}", "data", all));
	snprintf(out, 24, "%s",
	    json_string_value(json_object_get(f->result, "case")));
}

enum rc
fixture_act(struct fixture *f, const char *login, const char *number,
    const char *action, json_t *input)
{
	return fixture_ask(f, login, "case.act",
	    json_pack("{ss ss so}", "case", number, "action", action, "input",
		input != NULL ? input : json_object()));
}

json_t *
fixture_advance(struct fixture *f, const char *to)
{
	return fixture_ok(f, "adm", "clock.advance",
	    json_pack("{ss}", "to", to));
}

json_t *
fixture_history(struct fixture *f, bool lookups)
{
	struct err e = ERR_INIT;
	json_t *rows = NULL;

	assert_int_equal(history_list_all(f->store, 0, 200, true, lookups,
			     &rows, &e),
	    RC_OK);
	return rows;
}

static const struct scope everything = { .all = true };

json_t *
fixture_tasks(struct fixture *f, const char *number)
{
	struct task_filter filter = { .due_before = DATE_NONE };
	struct err e = ERR_INIT;
	struct case_head head;
	json_t *rows = NULL;

	assert_int_equal(case_find_number(f->store, number, &head, &e), RC_OK);
	filter.case_id = head.id;
	assert_int_equal(task_list(f->store, &everything, &filter, 0, 200,
			     &rows, &e),
	    RC_OK);
	return rows;
}

json_t *
fixture_deadlines(struct fixture *f)
{
	const struct deadline_filter filter = { .until = DATE_NONE,
		.overdue = DATE_NONE };
	struct err e = ERR_INIT;
	json_t *rows = NULL;

	assert_int_equal(deadline_row_list(f->store, &everything, &filter,
			     DATE_NONE, 0, 200, &rows, &e),
	    RC_OK);
	return rows;
}
