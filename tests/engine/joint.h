/*
 * joint -- a municipality of four units and the definition in workflows/joint,
 * for tests of allocations, orders and meetings.
 */
#ifndef TESTS_ENGINE_JOINT_H
#define TESTS_ENGINE_JOINT_H

#include "fixture.h"
#include "look.h"

/*
 * Users: nav01 (holds the cases), dec01 (decides in nav), nav02 (caseworker in nav), hel01 and hel02
 * (caseworkers in health), prop01 (property side), lead01 (leader of nav),
 * team01 (performer in team), adm.
 */
#define JOINT_INI                                                              \
	"[municipality]\nnumber = 5532\nname = Balsfjord\npopulation = 5600\n" \
	"test_identities = yes\n"                                              \
	"[workflow]\ndefault = joint\n"                                        \
	"[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"                \
	"[unit health]\nname = Helse\ntype = coordinating\ndomain = health\n"  \
	"[unit team]\nname = Bo-team\ntype = activity\ndomain = social\n"      \
	"[unit property]\nname = Eiendom\ntype = property\n"                   \
	"domain = property\n"                                                  \
	"[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"              \
	"roles = caseworker, decision_maker\n"                                 \
	"[user dec01]\nname = Eva\nlogin = dec01\nunits = nav\n"               \
	"roles = caseworker, decision_maker\n"                                 \
	"[user nav02]\nname = Ola\nlogin = nav02\nunits = nav\n"               \
	"roles = caseworker\n"                                                 \
	"[user hel02]\nname = Per\nlogin = hel02\nunits = health\n"            \
	"roles = caseworker\n"                                                 \
	"[user prop01]\nname = Pål\nlogin = prop01\nunits = property\n"       \
	"roles = property\n"                                                   \
	"[user lead01]\nname = Bo\nlogin = lead01\nunits = nav, health\n"      \
	"roles = leader\n"                                                     \
	"[user team01]\nname = Tor\nlogin = team01\nunits = team\n"            \
	"roles = caseworker, performer\n"                                      \
	"[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"                   \
	"roles = administrator\n"                                              \
	"[user aud]\nname = Una\nlogin = aud\nunits = nav\nroles = auditor\n"
#define JOINT_HEL01                                                            \
	"[user hel01]\nname = Liv\nlogin = hel01\nunits = health\n"            \
	"roles = caseworker, performer\n"

/* Open with INI and workflow NAME loaded and active. */
static inline void
joint_load(struct fixture *f, const char *name)
{
	fixture_ok(f, "adm", "workflow.load", json_pack("{ss}", "path", name));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", name));
}

static inline void
joint_open(struct fixture *f, const char *ini, char number[24])
{
	fixture_open_as(f, STORE_MEMORY, ini);
	joint_load(f, "joint");
	fixture_case(f, json_pack("{sb}", "asks_help", 1), number);
	fixture_act(f, "nav01", number, "to_allocation", NULL);
	assert_int_equal(f->rc, RC_OK);
}

/* Propose an item of KIND; RESULT, PERFORMER and ITEM (taken over) may be NULL. */
static inline enum rc
propose(struct fixture *f, const char *login, const char *number,
    const char *kind, const char *result, const char *performer, json_t *item)
{
	json_t *p = json_pack("{ss ss}", "case", number, "kind", kind);

	if (result != NULL)
		json_object_set_new(p, "result", json_string(result));
	if (performer != NULL)
		json_object_set_new(p, "performer", json_string(performer));
	if (item != NULL)
		json_object_set_new(p, "item", item);
	return fixture_ask(f, login, "allocation.propose", p);
}

static inline enum rc
no_part(struct fixture *f, const char *login, const char *number,
    const char *part)
{
	return fixture_ask(f, login, "allocation.part",
	    json_pack("{ss ss ss}", "case", number, "part", part,
		"not_applicable", "ikke aktuelt her"));
}

static inline enum rc
approve(struct fixture *f, const char *login, const char *number,
    json_int_t version)
{
	return fixture_ask(f, login, "allocation.approve",
	    json_pack("{ss sI}", "case", number, "version", version));
}

static inline json_int_t
version_now(struct fixture *f, const char *login, const char *number)
{
	return int_at(fixture_ok(f, login, "allocation.show",
			  json_pack("{ss}", "case", number)),
	    "version");
}

static inline enum rc
decide(struct fixture *f, const char *login, const char *number)
{
	return fixture_act(f, login, number, "decide",
	    json_pack("{ss}", "why", "to besøk i uken"));
}

static inline json_t *
service(void)
{
	return json_pack("{ss ss si ss}", "title", "To besøk", "goal",
	    "beholde boligen", "extent", 2, "extent_unit", "visits_week");
}

static inline json_t *
three_years(void)
{
	return json_pack("{s{ss ss sb}}", "lease", "from", "2027-03-01", "to",
	    "2030-02-28", "stated", 1);
}

/* A whole allocation by nav01: a service of health, a start package of team. */
static inline void
whole(struct fixture *f, const char *number)
{
	propose(f, "nav01", number, "service", "granted", "health", service());
	propose(f, "nav01", number, "start_package", "granted", "team", NULL);
	propose(f, "nav01", number, "dwelling", "granted", NULL, three_years());
	no_part(f, "nav01", number, "plan");
	no_part(f, "nav01", number, "agreement");
	if (f->rc != RC_OK)
		fail_msg("%s: %s", f->err.name, f->err.text);
}

#endif
