/*
 * definition -- a workflow as data: fields, stages, actions, deadlines, timers.
 *
 * The script room turns workflow.lua into a skeleton: plain JSON in which each
 * function is a number and each constructor has its line.  Here the skeleton
 * is checked as a whole, every mistake with line and hint, and becomes the
 * struct that the engine works with.  The code hash covers the whole folder;
 * the shape hash covers the skeleton without functions, lines, titles and help.
 *
 * The skeleton's form:
 *
 *     workflow { ... }, date { ... }	{ "kind": "date", "line": 12, ... };
 *					with "file" if not in workflow.lua
 *     { a = 1 }			{ "a": 1 }
 *     { "x", "y" }			[ "x", "y" ]
 *     { "x", required = true }		{ "items": [ "x" ], "required": true }
 *     choice { "1.1", title = "t" }	{ "kind": "choice", "items": [ "1.1" ],
 *					"title": "t", ... }
 *     function ... end			{ "fn": 7, "line": 30 }
 *     workdays(5), day("2027-01-01")	"5wd", "2027-01-01"
 *     {}				{}
 *
 * Members stand in the order of the file as far as it is known.
 */
#ifndef MODEL_DEFINITION_H
#define MODEL_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "model/duration.h"

#define DEF_NO_FUNCTION 0 /* function numbers start at 1 */

enum def_type {
	DEF_TEXT, /* string, UTF-8, at most max bytes (default 4 000) */
	DEF_INTEGER, /* min..max */
	DEF_BOOLEAN,
	DEF_DATE, /* "2027-02-28" */
	DEF_MONEY, /* øre, integer; min..max, default 0..10^12 */
	DEF_CHOICE, /* a code valid on the day it is set */
	DEF_DURATION, /* "14d", "3w" … */
	DEF_PERSON, /* id of a person */
	DEF_HOUSEHOLD, /* id of a household */
	DEF_DOCUMENT, /* id of a document of this case */
	DEF_UNIT, /* name of a configured unit */
	DEF_USER /* name of a configured user */
};

enum def_find { DEF_FIND_NONE, DEF_FIND_EXACT, DEF_FIND_RANGE };

/* One value of a code list; valid from..to, both included. */
struct def_code {
	const char *code;
	const char *title;
	bool has_from, has_to;
	struct date from, to;
};

struct def_field {
	const char *name;
	const char *title;
	const char *help; /* "" if none */
	enum def_type type;
	enum bf_class class;
	enum def_find find;
	bool required; /* at creation and in every form it stands in */
	bool many; /* a JSON array of such values, no repeats */
	bool transient; /* given to the action, never kept in the case */
	int64_t min, max;
	const struct def_code *codes;
	size_t n_codes;
	int line;
};

/* A field as it stands in one form. */
struct def_form {
	const struct def_field *field;
	bool required;
};

struct def_deadline {
	const char *name;
	const char *title;
	const char *rule; /* id in law.ini; "" for a goal with length */
	struct duration length; /* of a goal */
	bool goal;
	const char *from; /* field name, or "entered": the day the stage
				 * was entered; "": started only by a function,
				 * case:start(name, day) */
	const char *owner; /* unit name or type; "": responsible unit */
	int32_t warn_days; /* before the date; -1: the default, A-25 */
	bool keep; /* outlives its stage until met or closed */
	bool stays; /* outlives the closing of the case as well */
	int line;
};

struct def_timer {
	const char *name;
	struct duration after;
	const char *from; /* as in a deadline; default "entered" */
	int run; /* function(case) */
	bool stays; /* runs beside the case: also when it is closed */
	int line;
};

struct def_action {
	const char *name;
	const char *title;
	const char *help;
	const char *requires; /* the guard in words, for rules.explain; or "" */
	const char *const *roles; /* NULL-terminated, at least one */
	const struct def_form *form;
	size_t n_form;
	const char *const *to; /* stages that it may lead to; empty: stays;
				 * one alone is gone to without words */
	const char *const *grants; /* methods whose role it lends */
	bool reopens; /* allowed on a closed case, and only there */
	int guard; /* function(case, who) -> bool, text */
	int run; /* function(case, input) */
	int line;
};

struct def_event {
	const char *name; /* "eviction.notice" */
	int run; /* function(case, event) */
	int line;
};

struct def_stage {
	const char *name;
	const char *title;
	const char *unit; /* unit name or type; "": responsible unit */
	bool final; /* entering it closes the case */
	const struct def_deadline *deadlines;
	size_t n_deadlines;
	const struct def_timer *timers;
	size_t n_timers;
	const struct def_action *actions;
	size_t n_actions;
	const struct def_event *events;
	size_t n_events;
	int enter; /* function(case), after the move */
	int line;
};

struct def_use {
	const char *plugin;
	bool optional; /* "plan?" */
};

/* What holds in every stage that is not final stands in `any`. */
struct definition {
	const char *name;
	const char *title;
	const char *start; /* stage of a new case */
	const struct def_use *uses;
	size_t n_uses;
	const struct def_field *fields;
	size_t n_fields;
	const struct def_stage *stages;
	size_t n_stages;
	struct def_stage any;
	const struct def_form *create; /* form of case.create */
	size_t n_create;
	const json_t *decisions; /* {type: what it is called}, or NULL: any */
	const json_t *nn; /* {text: the same in Nynorsk}, or NULL */
	unsigned char shape[32];
	const json_t *skeleton; /* owned */
};

/* One mistake, or one thing worth a look. */
struct def_note {
	int line; /* 0: the whole file */
	char where[96]; /* "stages.intake.actions.to_mapping" */
	char text[256]; /* what is wrong */
	char hint[256]; /* what to write instead; may be "" */
};

struct def_notes {
	size_t n; /* beyond the array they are only counted */
	struct def_note notes[64];
};

/* Add a note, printf-like for the text. */
void
def_note(struct def_notes *notes, int line, const char *where, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/*
 * Compile SKELETON (borrowed) into *OUT.  LAW_HAS tells whether a rule id is
 * known; it may be NULL (then no rule is looked up).  On RC_INVALID every
 * mistake stands in NOTES and *OUT is NULL.
 */
enum rc definition_compile(const json_t *skeleton,
    bool (*law_has)(void *arg, const char *rule), void *arg,
    struct definition **out, struct def_notes *notes, struct err *e);
void definition_free(struct definition *d); /* NULL is fine */

const struct def_stage *definition_stage(const struct definition *d,
    const char *name); /* NULL if unknown */
const struct def_field *definition_field(const struct definition *d,
    const char *name); /* NULL if unknown */
/* The action NAME of STAGE, or of `any` unless STAGE is final; or NULL. */
const struct def_action *definition_action(const struct definition *d,
    const struct def_stage *stage, const char *name);

/*
 * What decisions of TYPE are called; NULL if D does not say.  A definition that
 * names its types makes decisions of no others.
 */
const char *definition_decision(const struct definition *d, const char *type);
/* TEXT of D in LANG: in Nynorsk where D has it in that. */
const char *
definition_said(const struct definition *d, const char *text, enum lang lang);
/*
 * The same for what a function of D has put together, as a new string: a text
 * of `nn` may have # where a number comes.
 */
char *
definition_says(const struct definition *d, const char *text, enum lang lang);

/*
 * Put what people see of SKELETON (title, help, requires, names of codes) into
 * LANG, where its `nn` has it: what is compiled from it speaks that.  Types of
 * decision stay, because a letter has the language of who gets it.
 */
void skeleton_speak(json_t *skeleton, enum lang lang);

/*
 * Check VALUE (not null) against field F as of TODAY and put its normal form
 * (new reference) into *OUT: trimmed text, date and duration in ISO form, money
 * from text or integer øre.  Persons, households, documents, units and users
 * are checked for form only; the engine looks them up.  Adds to E on failure.
 */
enum rc field_check(const struct def_field *f, const json_t *value,
    struct date today, json_t **out, struct err *e);

const char *def_type_name(enum def_type t); /* "text" … */
const char *bf_class_name(enum bf_class c); /* "case" … */
/* The class of that name; identity for NULL and what is none. */
enum bf_class bf_class_of(const char *name);

#endif
