/*
 * units -- a municipality of three units and two domains, for tests of who may
 * know what of whom.
 */
#ifndef TESTS_ENGINE_UNITS_H
#define TESTS_ENGINE_UNITS_H

#include "fixture.h"
#include "look.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/ini.h"
#include "base/lines.h"
#include "base/mem.h"

/*
 * nav01 (caseworker, decision_maker), nav02 (caseworker), boss (leader) in nav;
 * hel01, hel02 (caseworker), helboss (leader) in health; flat01 (caseworker) in
 * flat; two01 (caseworker) in nav and health; perf01 (performer), care01
 * (caretaker), prop01 (property) in flat; adm, aud.
 */
#define UNITS_INI                                                              \
	"[municipality]\nnumber = 5532\nname = Balsfjord\n"                    \
	"population = 5600\ntest_identities = yes\n"                           \
	"[workflow]\ndefault = small\n[decisions]\nfour_eyes = no\n"           \
	"[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"                \
	"[unit health]\nname = Helse\ntype = coordinating\ndomain = health\n"  \
	"[unit flat]\nname = Bolig\ntype = housing_office\n"                   \
	"domain = housing\n" UNITS_USER("nav01", "nav",                        \
	    "caseworker, decision_maker") UNITS_USER("nav02", "nav",           \
	    "caseworker") UNITS_USER("boss", "nav", "leader")                  \
	    UNITS_USER("hel01", "health", "caseworker") UNITS_USER("hel02",    \
		"health", "caseworker") UNITS_USER("helboss", "health",        \
		"leader") UNITS_USER("flat01", "flat",                         \
		"caseworker") UNITS_USER("two01", "nav, health", "caseworker") \
		UNITS_USER("perf01", "flat", "performer")                      \
		    UNITS_USER("care01", "flat", "caretaker")                  \
			UNITS_USER("prop01", "flat", "property")               \
			    UNITS_USER("adm", "nav", "administrator")          \
				UNITS_USER("aud", "nav",                       \
				    "auditor") "[gateway web]\nlogin = web\n"

#define UNITS_USER(id, units, roles)                                           \
	"[user " id "]\nname = " id "\nlogin = " id "\nunits = " units         \
	"\nroles = " roles "\n"

#define PERSON_1 "15927249291" /* S-07 */
#define PERSON_2 "09889949403" /* S-08 */
#define PERSON_3 "12838849855"
#define PERSON_4 "04897949704"

/* Open with MORE behind UNITS_INI, and the definition "small". */
static inline void
units_open(struct fixture *f, const char *more)
{
	char *text = mem_format("%s%s", UNITS_INI, more);

	fixture_open_as(f, STORE_MEMORY, text);
	free(text);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
}

/* Is UNITS_INI with MORE behind it a right file? */
static inline bool
units_is_right(const char *more)
{
	struct ini_text text = { .name = mem_text("test.ini"),
		.bytes = mem_format("%s%s", UNITS_INI, more) };
	struct lines mistakes = LINES_INIT;
	struct municipality *m = NULL;
	struct err e = ERR_INIT;
	bool right;

	text.n = strlen((const char *)text.bytes);
	right = municipality_read_text(&text, NULL, &mistakes, &m, &e) == RC_OK;
	if (right)
		municipality_free(m);
	ini_text_fini(&text);
	lines_free(&mistakes);
	return right;
}

/* A person of LOGIN's unit, born on BORN. */
static inline json_int_t
units_person(struct fixture *f, const char *login, const char *name,
    const char *number, const char *born)
{
	return int_at(fixture_ok(f, login, "person.add",
			  json_pack("{ss ss ss}", "name", name, "number",
			      number, "birth_date", born)),
	    "person");
}

/* A case by LOGIN in LOGIN's unit that names the person with NUMBER. */
static inline void
units_case(struct fixture *f, const char *login, json_int_t person,
    char out[24])
{
	assert_int_equal(fixture_ask_plain(f, login, "case.create",
			     json_pack("{s{ss sI ss}}", "data", "received",
				 "2027-01-11", "person", person, "wishes",
				 "hemmelig ønske")),
	    RC_OK);
	snprintf(out, 24, "%s", text_at(f->result, "case"));
}

static inline json_t *
units_of_case(const char *number)
{
	return json_pack("{ss}", "case", number);
}

/* Does the last answer have TEXT in it? */
static inline bool
units_shows(const struct fixture *f, const char *text)
{
	char *all = json_dumps(f->result, 0);
	bool yes = strstr(all, text) != NULL;

	free(all);
	return yes;
}

/* Ask with the reserved parameters that are not NULL; PARAMS is taken over. */
static inline enum rc
units_ask(struct fixture *f, const char *login, const char *method,
    json_t *params, const char *role, const char *basis)
{
	struct ask *a = fixture_new_ask(f, login, method, params);

	a->role = role != NULL ? mem_text(role) : NULL;
	a->basis = basis != NULL ? mem_text(basis) : NULL;
	return fixture_submit(f, a);
}

#endif
