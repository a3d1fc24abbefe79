/*
 * definition_check -- what holds only for a definition as a whole.
 */
#include "model/definition_build.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

static struct def_place
stage_place(const struct def_place *root, const struct def_stage *s)
{
	struct def_place in = place_child(root, "stages");

	return place_child(&in, s->name);
}

static void
unknown_stage(struct def_build *b, const struct def_place *p, const char *what,
    const char *name)
{
	const char **names = def_alloc(b->d, b->d->n_stages, sizeof(*names));
	size_t i;

	for (i = 0; i < b->d->n_stages; i++)
		names[i] = b->d->stages[i].name;
	place_unknown(b, p, what, name, names, b->d->n_stages);
}

static void
check_start(struct def_build *b, const struct def_place *root)
{
	const struct def_stage *s;

	if (b->d->n_stages == 0) {
		place_note(b, root,
		    _("write stages = { name = stage { ... } }"),
		    _("no stages"));
		return;
	}
	if (b->d->start[0] == '\0') {
		place_note(b, root, _("write start = \"name\""),
		    _("no stage to start in"));
		return;
	}
	s = definition_stage(b->d, b->d->start);
	if (s == NULL)
		unknown_stage(b, root, _("start: no stage"), b->d->start);
	else if (s->final)
		place_note(b, root, "",
		    _("a case cannot start in the final "
		      "stage '%s'"),
		    s->name);
}

static void
check_actions(struct def_build *b, const struct def_place *p,
    const struct def_stage *s)
{
	struct def_place in = place_child(p, "actions"), at;
	const struct def_action *a;
	size_t i, k;

	for (i = 0; i < s->n_actions; i++) {
		a = &s->actions[i];
		at = place_child(&in, a->name);
		for (k = 0; a->to[k] != NULL; k++)
			if (definition_stage(b->d, a->to[k]) == NULL)
				unknown_stage(b, &at, _("to: no stage"),
				    a->to[k]);
		if (s->final && !a->reopens)
			place_note(b, &at,
			    _("a closed case is only reopened: "
			      "reopens = true"),
			    _("an action in a final stage"));
		if (!s->final && a->reopens)
			place_note(b, &at, _("move it to a final stage"),
			    _("only a closed case can be reopened"));
		if (a->reopens && a->to[0] == NULL)
			place_note(b, &at, _("write to = \"stage\""),
			    _("it reopens to no stage"));
		if (a->to[0] == NULL && a->run == DEF_NO_FUNCTION &&
		    a->n_form == 0)
			place_note(b, &at, _("give it a form, to or run"),
			    _("it does nothing"));
	}
}

/* Names of one kind must differ between a stage and `any`. */
static void
check_clashes(struct def_build *b, const struct def_place *p,
    const struct def_stage *s)
{
	const struct def_stage *any = &b->d->any;
	size_t i, k;

	for (i = 0; i < s->n_deadlines; i++)
		for (k = 0; k < any->n_deadlines; k++)
			if (strcmp(s->deadlines[i].name,
				any->deadlines[k].name) == 0)
				place_note(b, p, "",
				    _("deadline %s stands in "
				      "any as well"),
				    s->deadlines[i].name);
	for (i = 0; i < s->n_timers; i++)
		for (k = 0; k < any->n_timers; k++)
			if (strcmp(s->timers[i].name, any->timers[k].name) == 0)
				place_note(b, p, "",
				    _("timer %s stands in any "
				      "as well"),
				    s->timers[i].name);
}

/* Mark what the actions of FROM lead to; true if something is new. */
static bool
spread(const struct definition *d, const struct def_stage *from, bool *seen)
{
	const struct def_stage *to;
	bool changed = false;
	size_t i, k;

	for (i = 0; i < from->n_actions; i++)
		for (k = 0; from->actions[i].to[k] != NULL; k++) {
			to = definition_stage(d, from->actions[i].to[k]);
			if (to == NULL || seen[to - d->stages])
				continue;
			seen[to - d->stages] = true;
			changed = true;
		}
	return changed;
}

/* Fill SEEN with every stage that can follow START, and START. */
static void
follow(const struct definition *d, const struct def_stage *start, bool *seen)
{
	bool changed = true;
	size_t i;

	memset(seen, 0, d->n_stages * sizeof(*seen));
	seen[start - d->stages] = true;
	while (changed) {
		changed = false;
		for (i = 0; i < d->n_stages; i++) {
			if (!seen[i])
				continue;
			changed |= spread(d, &d->stages[i], seen);
			if (!d->stages[i].final)
				changed |= spread(d, &d->any, seen);
		}
	}
}

static void
check_ways(struct def_build *b, const struct def_place *root)
{
	const struct definition *d = b->d;
	const struct def_stage *start = definition_stage(d, d->start);
	bool *seen = def_alloc(b->d, d->n_stages, sizeof(*seen)), ends;
	struct def_place at;
	size_t i, k;

	if (start == NULL)
		return;
	follow(d, start, seen);
	for (i = 0; i < d->n_stages; i++) {
		at = stage_place(root, &d->stages[i]);
		if (!seen[i])
			place_note(b, &at, _("name it in an action's to"),
			    _("no way leads from '%s' to this stage"),
			    d->start);
	}
	for (i = 0; i < d->n_stages; i++) {
		follow(d, &d->stages[i], seen);
		for (ends = false, k = 0; k < d->n_stages; k++)
			ends |= seen[k] && d->stages[k].final;
		at = stage_place(root, &d->stages[i]);
		if (!ends)
			place_note(b, &at,
			    _("let an action lead to a stage "
			      "with final = true"),
			    _("a case can never be closed from here"));
	}
}

void
check_definition(struct def_build *b, const struct def_place *root)
{
	struct def_place any = place_child(root, "any"), at;
	const struct def_stage *s;
	size_t i;

	check_start(b, root);
	for (i = 0; i < b->d->n_stages; i++) {
		s = &b->d->stages[i];
		at = stage_place(root, s);
		check_actions(b, &at, s);
		check_clashes(b, &at, s);
		if (strcmp(s->name, "any") == 0)
			place_note(b, &at, _("give it another name"),
			    _("any means every stage that is not final"));
		if (s->final && s->n_deadlines + s->n_timers > 0)
			place_note(b, &at, "",
			    _("nothing can fall due in a "
			      "final stage"));
	}
	check_actions(b, &any, &b->d->any);
	if (b->d->any.final || b->d->any.unit[0] != '\0')
		place_note(b, &any, "", _("any has neither final nor unit"));
	check_ways(b, root);
}
