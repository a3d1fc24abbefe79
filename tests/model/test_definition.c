/*
 * test_definition -- a skeleton becomes a definition, or notes that say why.
 *
 * Each row edits one place of a right skeleton and names the note that comes.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/definition.h"

static const char good[] =
    "{'kind':'workflow','line':1,'name':'test','title':'Test','start':'intake',"
    "'uses':['plan?','deposit'],"
    "'codes':{'quality':{'kind':'codelist','line':2,'items':["
    "  ['q1','Cold'],{'items':['q2'],'title':'Damp','from':'2027-01-01'}]}},"
    "'data':{"
    " 'received':{'kind':'date','line':3,'title':'Received','class':'case',"
    "  'find':'range','required':true},"
    " 'level':{'kind':'integer','line':4,'title':'Level','class':'case',"
    "  'min':1,'max':4},"
    " 'wishes':{'kind':'text','line':5,'title':'Wishes'},"
    " 'rent':{'kind':'money','line':6,'title':'Rent'},"
    " 'situation':{'kind':'choice','line':7,'title':'Situation',"
    "  'class':'case','items':['1.1','1.2']},"
    " 'quality':{'kind':'choice','line':8,'title':'Quality','class':'case',"
    "  'list':'quality','many':true}},"
    "'create':['received','situation'],"
    "'any':{'kind':'stage','line':9,'actions':{"
    "  'withdraw':{'kind':'action','line':10,'title':'Withdraw',"
    "   'roles':['caseworker'],'to':'closed'}}},"
    "'stages':{"
    " 'intake':{'kind':'stage','line':20,'title':'Intake','unit':'nav',"
    "  'deadlines':{"
    "   'reply':{'kind':'deadline','line':21,'title':'Reply','rule':'FVL_11A',"
    "    'from':'received'},"
    "   'talk':{'kind':'deadline','line':22,'title':'Talk','items':['5wd'],"
    "    'goal':true,'from':'entered','warn':'2d'}},"
    "  'timers':{'contact':{'kind':'timer','line':23,'items':['2wd'],"
    "    'run':{'fn':1,'line':23}}},"
    "  'actions':{'to_mapping':{'kind':'action','line':24,'title':'On',"
    "    'roles':['caseworker','leader'],"
    "    'form':['situation',{'items':['wishes'],'required':true},['level']],"
    "    'to':['mapping'],'grants':['plan.report_need'],"
    "    'guard':{'fn':2,'line':25},'run':{'fn':3,'line':26}}},"
    "  'on':{'eviction.notice':{'fn':4,'line':27}},"
    "  'enter':{'fn':5,'line':28}},"
    " 'mapping':{'kind':'stage','line':30,'title':'Mapping','actions':{"
    "   'back':{'kind':'action','line':31,'title':'Back',"
    "    'roles':['caseworker'],'to':'intake'}}},"
    " 'closed':{'kind':'stage','line':40,'title':'Closed','final':true,"
    "  'actions':{'reopen':{'kind':'action','line':41,'title':'Reopen',"
    "   'roles':['leader'],'reopens':true,'to':'mapping'}}}}}";

/* The skeleton of TEXT, in which ' stands for ". */
static json_t *
parse(const char *text)
{
	char *copy = strdup(text), *p;
	json_error_t why;
	json_t *v;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	v = json_loads(copy, JSON_DECODE_ANY, &why);
	if (v == NULL)
		fail_msg("%s at %d", why.text, why.position);
	free(copy);
	return v;
}

/* Put VALUE (NULL: take it away) at PATH, dots between the names. */
static void
edit(json_t *root, const char *path, const char *value)
{
	char name[64];
	size_t n;

	for (;;) {
		n = strcspn(path, "/");
		assert_true(n < sizeof(name));
		memcpy(name, path, n);
		name[n] = '\0';
		if (path[n] == '\0')
			break;
		if (json_object_get(root, name) == NULL)
			json_object_set_new(root, name, json_object());
		root = json_object_get(root, name);
		path += n + 1;
	}
	if (value == NULL)
		assert_int_equal(json_object_del(root, name), 0);
	else
		json_object_set_new(root, name, parse(value));
}

static bool
law_has(void *arg, const char *rule)
{
	(void)arg;
	return strcmp(rule, "FVL_11A") == 0;
}

static struct def_notes notes;

static struct definition *
compile(json_t *skeleton)
{
	struct definition *d;
	struct err e = ERR_INIT;
	enum rc rc;

	memset(&notes, 0, sizeof(notes));
	rc = definition_compile(skeleton, law_has, NULL, &d, &notes, &e);
	assert_int_equal(rc, notes.n == 0 ? RC_OK : RC_INVALID);
	assert_true((d != NULL) == (rc == RC_OK));
	json_decref(skeleton);
	return d;
}

static void
a_right_skeleton_becomes_a_definition(void **state)
{
	struct definition *d = compile(parse(good));
	const struct def_stage *s;
	const struct def_action *a;

	(void)state;
	if (d == NULL)
		fail_msg("%s: %s", notes.notes[0].where, notes.notes[0].text);
	assert_string_equal(d->name, "test");
	assert_int_equal(d->n_uses, 2);
	assert_string_equal(d->uses[0].plugin, "plan");
	assert_true(d->uses[0].optional);
	assert_false(d->uses[1].optional);
	assert_int_equal(d->n_fields, 6);
	assert_int_equal(d->n_create, 2);
	assert_true(d->create[0].required);
	assert_false(d->create[1].required);
	s = definition_stage(d, "intake");
	assert_non_null(s);
	assert_int_equal(s->n_deadlines, 2);
	assert_string_equal(s->deadlines[0].rule, "FVL_11A");
	assert_int_equal(s->deadlines[0].warn_days, -1);
	assert_int_equal(s->deadlines[1].length.n, 5);
	assert_int_equal(s->deadlines[1].length.unit, DURATION_WORKDAYS);
	assert_int_equal(s->deadlines[1].warn_days, 2);
	assert_int_equal(s->timers[0].run, 1);
	assert_string_equal(s->timers[0].from, "entered");
	assert_int_equal(s->events[0].run, 4);
	assert_int_equal(s->enter, 5);
	a = definition_action(d, s, "to_mapping");
	assert_non_null(a);
	assert_int_equal(a->n_form, 3);
	assert_true(a->form[1].required);
	assert_string_equal(a->to[0], "mapping");
	assert_null(a->to[1]);
	assert_int_equal(a->guard, 2);
	definition_free(d);
}

static void
what_stands_in_any_holds_in_every_open_stage(void **state)
{
	struct definition *d = compile(parse(good));

	(void)state;
	assert_non_null(d);
	assert_non_null(
	    definition_action(d, definition_stage(d, "mapping"), "withdraw"));
	assert_null(
	    definition_action(d, definition_stage(d, "closed"), "withdraw"));
	assert_null(
	    definition_action(d, definition_stage(d, "mapping"), "to_mapping"));
	definition_free(d);
}

static void
what_is_decided_is_called_in_two_languages(void **state)
{
	json_t *skeleton = parse(good);
	struct definition *d;
	const char *title;

	(void)state;
	edit(skeleton, "decisions", "{'home':'bolig','help':'hjelp'}");
	edit(skeleton, "nn", "{'bolig':'bustad'}");
	d = compile(skeleton);
	assert_non_null(d);
	title = definition_decision(d, "home");
	assert_string_equal(definition_said(d, title, LANG_NB), "bolig");
	assert_string_equal(definition_said(d, title, LANG_NN), "bustad");
	title = definition_decision(d, "help");
	assert_string_equal(definition_said(d, title, LANG_NN), "hjelp");
	assert_null(definition_decision(d, "money"));
	definition_free(d);
}

/* A municipality's own language, in what is compiled and in what is put together. */
static void
a_definition_speaks_the_language_that_is_asked_for(void **state)
{
	json_t *skeleton = parse(good);
	struct definition *d;

	(void)state;
	edit(skeleton, "nn",
	    "{'Wishes':'Ønske','Cold':'Kald','Damp':'Fuktig','On':'Vidare'}");
	skeleton_speak(skeleton, LANG_NB);
	assert_string_equal(
	    json_string_value(json_object_get(
		json_object_get(json_object_get(skeleton, "data"), "wishes"),
		"title")),
	    "Wishes");
	skeleton_speak(skeleton, LANG_NN);
	d = compile(skeleton);
	assert_non_null(d);
	assert_string_equal(definition_field(d, "wishes")->title, "Ønske");
	assert_string_equal(definition_field(d, "rent")->title, "Rent");
	assert_string_equal(definition_field(d, "quality")->codes[0].title,
	    "Kald");
	assert_string_equal(definition_field(d, "quality")->codes[1].title,
	    "Fuktig");
	assert_string_equal(definition_action(d, definition_stage(d, "intake"),
				"to_mapping")
				->title,
	    "Vidare");
	definition_free(d);
}

static void
numbers_go_where_the_nynorsk_has_its_places(void **state)
{
	json_t *skeleton = parse(good);
	struct definition *d;
	char *text;

	(void)state;
	edit(skeleton, "nn", "{'level # of # is out':'ute er nivå # av #'}");
	d = compile(skeleton);
	assert_non_null(d);
	text = definition_says(d, "level 3 of 12 is out", LANG_NN);
	assert_string_equal(text, "ute er nivå 3 av 12");
	free(text);
	text = definition_says(d, "level 3 of 12 is out", LANG_NB);
	assert_string_equal(text, "level 3 of 12 is out");
	free(text);
	definition_free(d);
}

static void
fields_have_their_defaults(void **state)
{
	struct definition *d = compile(parse(good));
	const struct def_field *f;

	(void)state;
	assert_non_null(d);
	f = definition_field(d, "wishes");
	assert_int_equal(f->class, BF_CLASS_IDENTITY);
	assert_int_equal(f->max, 4000);
	f = definition_field(d, "rent");
	assert_int_equal(f->class, BF_CLASS_ECONOMY);
	assert_int_equal(f->min, 0);
	f = definition_field(d, "quality");
	assert_int_equal(f->n_codes, 2);
	assert_string_equal(f->codes[0].title, "Cold");
	assert_string_equal(f->codes[1].title, "Damp");
	assert_true(f->codes[1].has_from);
	assert_null(definition_field(d, "nothing"));
	definition_free(d);
}

struct row {
	const char *path;
	const char *value;
	const char *says; /* part of the first note's text or hint */
	int line;
};

static const struct row mistakes[] = {
	{ "kind", "'stage'", "a stage stands where a workflow", 1 },
	{ "name", "'Test'", "is no name", 1 },
	{ "tittel", "'x'", "unknown key 'tittel'", 1 },
	{ "tittel", "'x'", "did you mean 'title'", 1 },
	{ "title", NULL, "no title", 1 },
	{ "start", "'intak'", "did you mean 'intake'", 1 },
	{ "start", "'closed'", "cannot start in the final", 1 },
	{ "start", NULL, "no stage to start in", 1 },
	{ "decisions", "['help']", "decisions must be a table", 1 },
	{ "decisions", "{'help':5}", "'help': must be text", 1 },
	{ "decisions", "{'Help':'Hjelp'}", "is no name", 1 },
	{ "uses", "5", "uses must be a list", 1 },
	{ "uses", "['Plan']", "is no name", 1 },
	{ "data", "{}", "no fields", 1 },
	{ "data", "5", "data must be a table", 1 },
	{ "data/x", "{'kind':'string','line':50,'title':'x'}",
	    "no field type 'string'", 50 },
	{ "data/x", "5", "no field type", 1 },
	{ "data/Level", "{'kind':'text','line':50,'title':'x'}", "is no name",
	    50 },
	{ "data/reason", "{'kind':'text','line':50,'title':'x'}",
	    "'reason' is reserved", 50 },
	{ "data/wishes/class", "'case'", "text is never of class case", 5 },
	{ "data/wishes/class", "'healht'", "did you mean 'health'", 5 },
	{ "data/level/class", NULL, "no class", 4 },
	{ "data/level/title", NULL, "no title", 4 },
	{ "data/level/min", "9", "min is greater", 4 },
	{ "data/level/min", "'1'", "min must be a whole number", 4 },
	{ "data/level/maximum", "9", "unknown key 'maximum'", 4 },
	{ "data/level/required", "1", "true or false", 4 },
	{ "data/level/items", "[1]", "without a name", 4 },
	{ "data/rent/find", "'range'", "only class case", 6 },
	{ "data/rent/find", "'exacly'", "did you mean 'exact'", 6 },
	{ "data/quality/find", "'exact'", "many or transient", 8 },
	{ "data/wishes/max", "0", "max must be", 5 },
	{ "data/situation/items", "['1.1','1.1']", "stands twice", 7 },
	{ "data/situation/items", "[]", "no codes", 7 },
	{ "data/situation/items", "[11]", "is no code", 7 },
	{ "data/situation/items", "['a b']", "is no code", 7 },
	{ "data/situation/list", "'quality'", "both list and codes", 7 },
	{ "data/quality/list", "'qualty'", "no code list", 8 },
	{ "codes/quality/items",
	    "[{'items':['a'],'from':'2027-02-01','to':'2027-01-01'}]",
	    "from is after to", 2 },
	{ "codes/quality/items", "[{'items':['a'],'from':'1.1.2027'}]", "from",
	    2 },
	{ "create", "['nothing']", "no field 'nothing'", 1 },
	{ "create", "['recieved']", "did you mean 'received'", 1 },
	{ "create", "['level','level']", "stands twice", 1 },
	{ "create", "'level'", "a form is a list", 1 },
	{ "stages/intake/titel", "'x'", "did you mean 'title'", 20 },
	{ "stages/intake/actions/to_mapping/roles", "['caseworkr']",
	    "did you mean 'caseworker'", 24 },
	{ "stages/intake/actions/to_mapping/roles", NULL, "no roles", 24 },
	{ "stages/intake/actions/to_mapping/to", "'mappin'",
	    "did you mean 'mapping'", 24 },
	{ "stages/intake/actions/to_mapping/form", "['whishes']",
	    "did you mean 'wishes'", 24 },
	{ "stages/intake/actions/to_mapping/guard", "5",
	    "guard must be a function", 24 },
	{ "stages/intake/actions/to_mapping/grants", "['eviction.notice']",
	    "no method of a plugin in use", 24 },
	{ "stages/intake/actions/to_mapping/reopens", "true",
	    "only a closed case", 24 },
	{ "stages/intake/actions/none",
	    "{'kind':'action','line':50,'title':'x','roles':['leader']}",
	    "does nothing", 50 },
	{ "stages/intake/deadlines/reply/rule", "'FVL_11B'", "no rule", 21 },
	{ "stages/intake/deadlines/reply/items", "['5wd']",
	    "both a rule and a length", 21 },
	{ "stages/intake/deadlines/reply/rule", NULL, "neither rule nor length",
	    21 },
	{ "stages/intake/deadlines/talk/goal", NULL, "is a goal", 22 },
	{ "stages/intake/deadlines/talk/items", "['5']", "one length", 22 },
	{ "stages/intake/deadlines/talk/items", "['5wd','6wd']", "one length",
	    22 },
	{ "stages/intake/deadlines/talk/warn", "'2wd'", "warn must be days",
	    22 },
	{ "stages/intake/deadlines/reply/from", "'recieved'",
	    "did you mean 'received'", 21 },
	{ "stages/intake/deadlines/reply/from", "'level'",
	    "no kept field of type date", 21 },
	{ "stages/intake/timers/contact/run", NULL, "does nothing without run",
	    23 },
	{ "stages/intake/timers/contact/items", NULL, "no length", 23 },
	{ "stages/intake/on", "{'notice':{'fn':4,'line':27}}", "is no event",
	    27 },
	{ "stages/intake/on", "{'a.notice':5}", "no function", 20 },
	{ "stages/closed/final", NULL, "only a closed case", 41 },
	{ "stages/closed/actions/reopen/reopens", NULL, "only reopened", 41 },
	{ "stages/closed/timers",
	    "{'x':{'kind':'timer','line':50,"
	    "'items':['1d'],'run':{'fn':1,'line':50}}}",
	    "nothing can fall due", 40 },
	{ "stages/island",
	    "{'kind':'stage','line':50,'title':'x',"
	    "'actions':{}}",
	    "no way leads", 50 },
	{ "any/actions/withdraw/to", "'mapping'", "never be closed", 20 },
	{ "stages/any", "{'kind':'stage','line':50,'title':'x'}",
	    "any means every stage", 50 },
	{ "any/final", "true", "any has neither", 9 },
	{ "any/deadlines",
	    "{'talk':{'kind':'deadline','line':50,"
	    "'title':'x','items':['5d'],'goal':true}}",
	    "in any as well", 20 },
	{ "stages", "{}", "no stages", 1 },
};

/* Does any note say it, with that line? */
static bool
is_noted(const struct row *row)
{
	const struct def_note *n;
	size_t i;

	for (i = 0; i < notes.n && i < 64; i++) {
		n = &notes.notes[i];
		if ((strstr(n->text, row->says) != NULL ||
			strstr(n->hint, row->says) != NULL) &&
		    n->line == row->line)
			return true;
	}
	return false;
}

static void
each_mistake_is_noted_with_line_and_hint(void **state)
{
	struct definition *d;
	json_t *skeleton;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		skeleton = parse(good);
		edit(skeleton, mistakes[i].path, mistakes[i].value);
		d = compile(skeleton);
		if (d != NULL || !is_noted(&mistakes[i]))
			fail_msg("%s: %zu notes, first: %d %s (%s)",
			    mistakes[i].path, notes.n, notes.notes[0].line,
			    notes.notes[0].text, notes.notes[0].hint);
	}
}

static void
all_mistakes_are_noted_at_once(void **state)
{
	json_t *skeleton = parse(good);

	(void)state;
	edit(skeleton, "start", "'nowhere'");
	edit(skeleton, "data/level/class", NULL);
	edit(skeleton, "stages/intake/deadlines/reply/rule", "'X'");
	assert_null(compile(skeleton));
	assert_int_equal(notes.n, 3);
	assert_string_equal(notes.notes[0].where, "data.level");
}

static void
anything_at_all_is_no_crash(void **state)
{
	static const char *const values[] = { "null", "5", "'x'", "[]", "{}",
		"true", "[[]]", "{'kind':5}", "{'fn':'x'}", "{'items':5}",
		"{'kind':'stage'}", "[null]", "{'a':{'b':{'c':[]}}}" };
	json_t *skeleton;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
		for (k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
			skeleton = parse(good);
			edit(skeleton, mistakes[i].path, values[k]);
			definition_free(compile(skeleton));
		}
	for (k = 0; k < sizeof(values) / sizeof(values[0]); k++)
		assert_null(compile(parse(values[k])));
}

struct change {
	const char *path;
	const char *value;
	bool shape; /* does it change the shape? */
};

static const struct change changes[] = {
	{ "title", "'Other'", false },
	{ "decisions", "{'help':'Hjelp'}", false },
	{ "data/level/title", "'Other'", false },
	{ "data/level/help", "'Help'", false },
	{ "data/level/line", "77", false },
	{ "data/level/file", "'fields.lua'", false },
	{ "stages/intake/enter/fn", "17", false },
	{ "codes/quality/items",
	    "[['q1','Kald'],{'items':['q2'],"
	    "'title':'Fuktig','from':'2027-01-01'}]",
	    false },
	{ "data/situation/items", "[['1.1','one'],['1.2','two']]", false },
	{ "data/level/max", "5", true },
	{ "data/level/class", "'health'", true },
	{ "data/situation/items", "['1.1','1.3']", true },
	{ "codes/quality/items",
	    "[['q1','Cold'],{'items':['q2'],"
	    "'title':'Damp','from':'2027-02-01'}]",
	    true },
	{ "stages/intake/enter", NULL, true },
	{ "stages/intake/actions/to_mapping/roles", "['leader']", true },
	{ "stages/intake/deadlines/talk/items", "['6wd']", true },
	{ "stages/mapping/unit", "'nav'", true },
};

/* Architecture §3: the shape is the table without functions and titles. */
static void
the_shape_ignores_words_and_nothing_else(void **state)
{
	struct definition *a = compile(parse(good)), *b;
	json_t *skeleton;
	size_t i;

	(void)state;
	assert_non_null(a);
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		skeleton = parse(good);
		edit(skeleton, changes[i].path, changes[i].value);
		b = compile(skeleton);
		assert_non_null(b);
		if ((memcmp(a->shape, b->shape, 32) != 0) != changes[i].shape)
			fail_msg("%s: wrong", changes[i].path);
		definition_free(b);
	}
	definition_free(a);
}

/* What the skeleton itself uses for marks; all of them fit for names. */
static void
names_may_be_words_of_the_skeleton(void **state)
{
	static const char *const words[] = { "kind", "line", "file", "items",
		"fn", "title", "help", "name", "list" };
	static const struct {
		const char *in, *value;
	} places[] = {
		{ "data", "{'kind':'text','line':50,'title':'x'}" },
		{ "codes", "{'kind':'codelist','line':50,'items':['a']}" },
		{ "stages", "{'kind':'stage','line':50,'title':'x'}" },
		{ "stages/intake/actions",
		    "{'kind':'action','line':50,"
		    "'title':'x','roles':['leader'],'to':'mapping'}" },
		{ "stages/intake/deadlines",
		    "{'kind':'deadline','line':50,"
		    "'title':'x','items':['5wd'],'goal':true}" },
		{ "stages/intake/timers",
		    "{'kind':'timer','line':50,"
		    "'items':['2wd'],'run':{'fn':9,'line':50}}" },
	};
	struct definition *plain = compile(parse(good)), *d;
	char path[64];
	json_t *skeleton;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		for (k = 0; k < sizeof(places) / sizeof(places[0]); k++) {
			(void)snprintf(path, sizeof(path), "%s/%s",
			    places[k].in, words[i]);
			skeleton = parse(good);
			edit(skeleton, path, places[k].value);
			(void)snprintf(path, sizeof(path), "['mapping','%s']",
			    words[i]);
			if (strcmp(places[k].in, "stages") == 0)
				edit(skeleton,
				    "stages/intake/actions/"
				    "to_mapping/to",
				    path);
			if ((d = compile(skeleton)) == NULL)
				fail_msg("%s: %s", path, notes.notes[0].text);
			if (memcmp(d->shape, plain->shape, 32) == 0)
				fail_msg("%s: not in the shape", path);
			definition_free(d);
		}
	}
	definition_free(plain);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_skeleton_becomes_a_definition),
		cmocka_unit_test(what_stands_in_any_holds_in_every_open_stage),
		cmocka_unit_test(fields_have_their_defaults),
		cmocka_unit_test(each_mistake_is_noted_with_line_and_hint),
		cmocka_unit_test(all_mistakes_are_noted_at_once),
		cmocka_unit_test(anything_at_all_is_no_crash),
		cmocka_unit_test(what_is_decided_is_called_in_two_languages),
		cmocka_unit_test(
		    a_definition_speaks_the_language_that_is_asked_for),
		cmocka_unit_test(numbers_go_where_the_nynorsk_has_its_places),
		cmocka_unit_test(the_shape_ignores_words_and_nothing_else),
		cmocka_unit_test(names_may_be_words_of_the_skeleton),
	};

	return cmocka_run_group_tests_name("definition", tests, NULL, NULL);
}
