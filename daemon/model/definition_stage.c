/*
 * definition_stage -- stages with their actions, deadlines, timers and events.
 */
#include "model/definition_build.h"

#include <string.h>

#include "base/i18n.h"
#include "model/principal.h"

static const char *const stage_keys[] = { "title", "unit", "final", "deadlines",
	"timers", "actions", "on", "enter", NULL };
static const char *const action_keys[] = { "title", "help", "roles", "form",
	"to", "grants", "reopens", "guard", "requires", "run", NULL };
static const char *const deadline_keys[] = { "items", "title", "rule", "from",
	"goal", "owner", "warn", "keep", "stays", NULL };
static const char *const timer_keys[] = { "items", "from", "run", "stays",
	NULL };

/* An empty FROM is a deadline's own affair; OTHERWISE if absent. */
static const char *
read_from(struct def_build *b, const struct def_place *p, const char *otherwise)
{
	const char *from = place_text(b, p, "from", otherwise);
	const char **names;
	size_t i, n = 0;

	if (from[0] == '\0' || strcmp(from, "entered") == 0)
		return from;
	names = def_alloc(b->d, b->d->n_fields + 1, sizeof(*names));
	for (i = 0; i < b->d->n_fields; i++)
		if (b->d->fields[i].type == DEF_DATE && !b->d->fields[i].many &&
		    !b->d->fields[i].transient)
			names[n++] = b->d->fields[i].name;
	names[n++] = "entered";
	for (i = 0; i < n; i++)
		if (strcmp(from, names[i]) == 0)
			return from;
	place_unknown(b, p, _("from: no kept field of type date"), from, names,
	    n);
	return from;
}

/* warn = days(8), or a number of days */
static int32_t
read_warn(struct def_build *b, const struct def_place *p)
{
	json_t *v = json_object_get(p->node, "warn");
	struct duration length = { .n = -1, .unit = DURATION_DAYS };
	struct err e = ERR_INIT;

	if (v == NULL)
		return -1;
	if (json_is_integer(v) && json_integer_value(v) >= 0 &&
	    json_integer_value(v) <= DURATION_MAX)
		return (int32_t)json_integer_value(v);
	if (json_is_string(v) &&
	    duration_parse(json_string_value(v), &length, &e) == RC_OK &&
	    length.unit == DURATION_WEEKS && length.n <= DURATION_MAX / 7)
		return length.n * 7;
	if (json_is_string(v) && e.rc == RC_OK && length.unit == DURATION_DAYS)
		return length.n;
	place_note(b, p, _("for instance days(8)"), _("warn must be days"));
	return -1;
}

static void
read_deadline(struct def_build *b, const struct def_place *p, const char *name,
    struct def_deadline *d)
{
	bool has_length;

	d->name = name;
	d->line = p->line;
	d->title = d->rule = d->from = d->owner = "";
	(void)place_name(b, p, name);
	if (!place_is(b, p, "deadline"))
		return;
	place_keys(b, p, deadline_keys);
	d->title = place_title(b, p);
	d->rule = place_text(b, p, "rule", "");
	d->goal = place_bool(b, p, "goal");
	d->keep = place_bool(b, p, "keep");
	d->stays = place_bool(b, p, "stays");
	d->owner = place_text(b, p, "owner", "");
	d->from = read_from(b, p, "");
	d->warn_days = read_warn(b, p);
	has_length = place_duration(b, p, 1, &d->length);
	if (d->rule[0] != '\0' && has_length)
		place_note(b, p, _("the dated rule decides the length"),
		    _("both a rule and a length are given"));
	else if (d->rule[0] == '\0' && !has_length)
		place_note(b, p,
		    _("write rule = \"FVL_11A\", or workdays(5) "
		      "with goal = true"),
		    _("neither rule nor length"));
	else if (has_length && !d->goal)
		place_note(b, p,
		    _("write goal = true; a legal deadline names "
		      "its rule"),
		    _("a length of its own is a goal"));
	if (d->rule[0] != '\0' && b->law_has != NULL &&
	    !b->law_has(b->arg, d->rule))
		place_note(b, p, _("the rules stand in law.ini"),
		    _("no rule '%.*s'"), DEF_NAME_MAX, d->rule);
}

static void
read_timer(struct def_build *b, const struct def_place *p, const char *name,
    struct def_timer *t)
{
	t->name = name;
	t->line = p->line;
	t->from = "entered";
	(void)place_name(b, p, name);
	if (!place_is(b, p, "timer"))
		return;
	place_keys(b, p, timer_keys);
	t->from = read_from(b, p, "entered");
	t->stays = place_bool(b, p, "stays");
	t->run = place_function(b, p, "run");
	if (t->run == DEF_NO_FUNCTION)
		place_note(b, p, _("write run = function(case) ... end"),
		    _("a timer does nothing without run"));
	/* days(0): on the day itself. */
	if (!place_duration(b, p, 0, &t->after))
		place_note(b, p, _("timer { workdays(2), run = ... }"),
		    _("no length"));
}

static const char *const *
read_roles(struct def_build *b, const struct def_place *p)
{
	const char *const *roles = place_names(b, p, "roles");
	const char *names[N_ROLES];
	enum role r;
	size_t i;

	for (i = 0; i < N_ROLES; i++)
		names[i] = role_name((enum role)i);
	for (i = 0; roles[i] != NULL; i++)
		if (!role_parse(roles[i], &r))
			place_unknown(b, p, _("no role"), roles[i], names,
			    N_ROLES);
	if (i == 0)
		place_note(b, p, _("write roles = { \"caseworker\" }"),
		    _("nobody may do it: no roles"));
	return roles;
}

/* A grant is a method of a plugin that the definition uses. */
static const char *const *
read_grants(struct def_build *b, const struct def_place *p)
{
	const char *const *grants = place_names(b, p, "grants");
	const struct definition *d = b->d;
	size_t i, j, len;

	for (i = 0; grants[i] != NULL; i++) {
		len = strcspn(grants[i], ".");
		for (j = 0; j < d->n_uses; j++)
			if (strlen(d->uses[j].plugin) == len &&
			    strncmp(d->uses[j].plugin, grants[i], len) == 0)
				break;
		if (j == d->n_uses || grants[i][len] == '\0')
			place_note(b, p, _("name the plugin in uses = { ... }"),
			    _("grants: '%.*s' is no method of a plugin in use"),
			    DEF_NAME_MAX, grants[i]);
	}
	return grants;
}

static void
read_action(struct def_build *b, const struct def_place *p, const char *name,
    struct def_action *a)
{
	struct def_place form;

	a->name = name;
	a->line = p->line;
	a->title = a->help = a->requires = "";
	a->to = a->roles = a->grants = def_alloc(b->d, 1, sizeof(char *));
	(void)place_name(b, p, name);
	if (!place_is(b, p, "action"))
		return;
	place_keys(b, p, action_keys);
	a->title = place_title(b, p);
	a->help = place_text(b, p, "help", "");
	a->requires = place_text(b, p, "requires", "");
	a->roles = read_roles(b, p);
	form = place_child(p, "form");
	a->form = build_form(b, &form, &a->n_form);
	a->to = place_names(b, p, "to");
	a->grants = read_grants(b, p);
	a->reopens = place_bool(b, p, "reopens");
	a->guard = place_function(b, p, "guard");
	a->run = place_function(b, p, "run");
}

static void
read_event(struct def_build *b, const struct def_place *p, const char *name,
    json_t *value, struct def_event *ev)
{
	struct def_place on = place_child(p, "on");
	struct def_place at = place_of(&on, name, value);
	json_t *fn = json_object_get(value, "fn");

	ev->name = name;
	ev->line = p->line;
	if (strchr(name, '.') == NULL || strlen(name) > DEF_NAME_MAX)
		place_note(b, &at, _("for instance [\"eviction.notice\"]"),
		    _("'%.*s' is no event"), DEF_NAME_MAX, name);
	if (json_is_integer(fn))
		ev->run = (int)json_integer_value(fn);
	else
		place_note(b, &at, _("write function(case, event) ... end"),
		    _("no function stands here"));
}

/* One part of a stage after the other: each an object of named things. */
static void
read_parts(struct def_build *b, const struct def_place *p, struct def_stage *s)
{
	json_t *deadlines = place_object(b, p, "deadlines");
	json_t *timers = place_object(b, p, "timers");
	json_t *actions = place_object(b, p, "actions");
	json_t *on = place_object(b, p, "on"), *v;
	struct def_place in, at;
	struct def_deadline *ds;
	struct def_timer *ts;
	struct def_action *as;
	struct def_event *es;
	const char *name;

	s->deadlines = ds =
	    def_alloc(b->d, json_object_size(deadlines), sizeof(*ds));
	s->timers = ts = def_alloc(b->d, json_object_size(timers), sizeof(*ts));
	s->actions = as =
	    def_alloc(b->d, json_object_size(actions), sizeof(*as));
	s->events = es = def_alloc(b->d, json_object_size(on), sizeof(*es));
	in = place_child(p, "deadlines");
	json_object_foreach(deadlines, name, v) {
		at = place_of(&in, name, v);
		read_deadline(b, &at, name, &ds[s->n_deadlines++]);
	}
	in = place_child(p, "timers");
	json_object_foreach(timers, name, v) {
		at = place_of(&in, name, v);
		read_timer(b, &at, name, &ts[s->n_timers++]);
	}
	in = place_child(p, "actions");
	json_object_foreach(actions, name, v) {
		at = place_of(&in, name, v);
		read_action(b, &at, name, &as[s->n_actions++]);
	}
	json_object_foreach(on, name, v)
		read_event(b, p, name, v, &es[s->n_events++]);
}

static void
read_stage(struct def_build *b, const struct def_place *p, const char *name,
    struct def_stage *s)
{
	s->name = name;
	s->title = s->unit = "";
	s->line = p->line;
	(void)place_name(b, p, name);
	if (!place_is(b, p, "stage"))
		return;
	place_keys(b, p, stage_keys);
	s->title =
	    s == &b->d->any ? place_text(b, p, "title", "") : place_title(b, p);
	s->unit = place_text(b, p, "unit", "");
	s->final = place_bool(b, p, "final");
	s->enter = place_function(b, p, "enter");
	read_parts(b, p, s);
}

void
build_stages(struct def_build *b, const struct def_place *root)
{
	struct def_place in = place_child(root, "stages"), at;
	json_t *node = place_object(b, root, "stages"), *v;
	struct def_stage *stages;
	const char *name;
	size_t n = 0;

	stages = def_alloc(b->d, json_object_size(node), sizeof(*stages));
	json_object_foreach(node, name, v) {
		at = place_of(&in, name, v);
		read_stage(b, &at, name, &stages[n++]);
	}
	b->d->stages = stages;
	b->d->n_stages = n;
	b->d->any.name = "any";
	b->d->any.title = b->d->any.unit = "";
	at = place_child(root, "any");
	if (at.node != NULL)
		read_stage(b, &at, "any", &b->d->any);
}
