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

#endif
