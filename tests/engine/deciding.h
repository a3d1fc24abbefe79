/*
 * deciding -- the definition "deciding" in an engine in memory, and words to
 * decide in it with.
 */
#ifndef TESTS_ENGINE_DECIDING_H
#define TESTS_ENGINE_DECIDING_H

#include "fixture.h"
#include "look.h"

/*
 * nav01 prepares, nav02 and boss decide; law01 is the board's name in a unit
 * of its own.  FOUR is decisions.four_eyes; MORE follows at the end.
 */
static inline void
deciding_open(struct fixture *f, const char *four, const char *more)
{
	char text[2048];

	snprintf(text, sizeof(text),
	    "[municipality]\nnumber = 5532\nname = Balsfjord\n"
	    "population = 5600\ntest_identities = yes\n"
	    "[workflow]\ndefault = deciding\n"
	    "[decisions]\nfour_eyes = %s\n"
	    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
	    "[unit board]\nname = Klagenemnda i Midt-Troms\n"
	    "type = complaint_board\ndomain = housing\n"
	    "[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"
	    "roles = caseworker, decision_maker\n"
	    "[user nav02]\nname = Ola\nlogin = nav02\nunits = nav\n"
	    "roles = caseworker, decision_maker\n"
	    "[user boss]\nname = Bo\nlogin = boss\nunits = nav\n"
	    "roles = leader, decision_maker\n"
	    "[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"
	    "roles = administrator\n"
	    "[user aud]\nname = Una\nlogin = aud\nunits = nav\n"
	    "roles = auditor\n%s",
	    four, more);
	fixture_open_as(f, STORE_MEMORY, text);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "deciding"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "deciding"));
}

/* A refusal of TYPE by BASIS, with all that it must say, and MORE on top. */
static inline json_t *
refusal(const char *type, const char *basis, json_t *more)
{
	json_t *o = json_pack("{ss ss ss ss ss ss ss}", "type", type, "legal",
	    basis, "result", "refused", "content", "Avslag.", "rules", "§ 7",
	    "facts", "Har egen bolig.", "weights", "Kan klare det selv.");

	if (more != NULL)
		json_object_update(o, more);
	json_decref(more);
	return o;
}

static inline enum rc
decide(struct fixture *f, const char *login, const char *number, json_t *input)
{
	return fixture_act(f, login, number, "decide", input);
}

/* Decision NO of the case, borrowed until the next answer. */
static inline json_t *
shown(struct fixture *f, const char *number, int no)
{
	return fixture_ok(f, "nav01", "decision.show",
	    json_pack("{ss si}", "case", number, "no", no));
}

/* WHAT happened to decision NO, for PARTY (0: all), on DATE (NULL: today). */
static inline enum rc
told(struct fixture *f, const char *number, int no, const char *what, int party,
    const char *date)
{
	json_t *p =
	    json_pack("{ss si ss}", "case", number, "no", no, "what", what);

	if (party != 0)
		json_object_set_new(p, "party", json_integer(party));
	if (date != NULL)
		json_object_set_new(p, "date", json_string(date));
	return fixture_ask(f, "nav01", "decision.notify", p);
}

/* Does the last error name FIELD with the error NAME? */
static inline bool
deciding_blames(const struct fixture *f, const char *field, const char *name)
{
	size_t i;

	for (i = 0; i < f->err.n_fields; i++)
		if (strcmp(f->err.fields[i].field, field) == 0 &&
		    strcmp(f->err.fields[i].name, name) == 0)
			return true;
	return false;
}

/* Register somebody born on BORN who is reached by CHANNEL (each may be NULL). */
static inline int64_t
deciding_person(struct fixture *f, const char *born, const char *channel)
{
	json_t *p = json_pack("{ss}", "name", "Prøve Åsheim");

	if (born != NULL)
		json_object_set_new(p, "birth_date", json_string(born));
	if (channel != NULL)
		json_object_set_new(p, "channel", json_string(channel));
	return int_at(fixture_ok(f, "nav01", "person.add", p), "person");
}

/* A case of WHO that asks for help; gives its number. */
static inline void
deciding_case_of(struct fixture *f, char number[24], int64_t who)
{
	fixture_case(f,
	    json_pack("{sb sI}", "asks_help", 1, "person", (json_int_t)who),
	    number);
}

#endif
