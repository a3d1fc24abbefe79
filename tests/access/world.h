/*
 * world -- units, users, cases, tasks and persons that the gate is asked about.
 */
#ifndef TESTS_ACCESS_WORLD_H
#define TESTS_ACCESS_WORLD_H

#include "tests/store/registers.h"

#include "access/gate.h"
#include "model/definition.h"
#include "store/household.h"
#include "store/task.h"

static const struct unit nav = { "nav", "NAV", "nav", DOMAIN_SOCIAL };
static const struct unit flat = { "flat", "Bolig", "housing_office",
	DOMAIN_HOUSING };
static const struct unit care = { "care", "Helse", "coordinating",
	DOMAIN_HEALTH };
static const struct unit *const in_nav[] = { &nav };
static const char *const nav_names[] = { "nav" };
static const struct unit *const in_care[] = { &care };
static const char *const care_names[] = { "care" };
static const struct unit *const in_both[] = { &nav, &care };
static const char *const both_names[] = { "nav", "care" };
static const struct unit *const in_social[] = { &nav, &flat };
static const char *const social_names[] = { "nav", "flat" };

#define USER(id, title_, units_, names_, n)                                    \
	{                                                                      \
		.name = (id), .title = (title_), .login = (id),                \
		.units = (units_), .unit_names = (names_), .n_units = (n)      \
	}

static const struct user kari __attribute__((unused)) =
    USER("kari", "Kari", in_nav, nav_names, 1);
static const struct user odd __attribute__((unused)) =
    USER("odd", "Odd", in_care, care_names, 1);
static const struct user both __attribute__((unused)) =
    USER("both", "Bo", in_both, both_names, 2);
static const struct user wide __attribute__((unused)) =
    USER("wide", "Wi", in_social, social_names, 2);

static const struct municipality real
    __attribute__((unused)) = { .number = "5532", .name = "B" };
static const struct municipality trial __attribute__((
    unused)) = { .number = "5532", .name = "B", .test_identities = true };

static inline struct principal
who(const struct user *u, unsigned int roles)
{
	return (struct principal){ .user = u,
		.roles = roles,
		.basis = "",
		.reason = "" };
}

static inline struct principal
machine(void)
{
	return (struct principal){ .system = true, .basis = "", .reason = "" };
}

static inline int64_t
open_task(struct fixture *f, int64_t case_id, const char *unit,
    const char *user, const char *key, const char *role)
{
	struct task t = { .case_id = case_id,
		.stage = "intake",
		.due = DATE_NONE,
		.cause = "definition",
		.title = (char *)(uintptr_t) "T" };

	strcpy(t.unit, unit);
	strcpy(t.user, user);
	strcpy(t.key, key);
	strcpy(t.role, role);
	OK(f, task_open(f->tx, &t, &f->e));
	return t.id;
}

static inline enum relation
relation_of(struct fixture *f, const struct principal *p, int64_t id)
{
	enum relation rel;
	struct case_head h;

	f->e = (struct err)ERR_INIT;
	(void)gate_case_id(p, f->s, id, GATE_READ, &h, &rel, &f->e);
	return rel;
}

static inline int64_t
add_person(struct fixture *f, enum person_grade grade, const char *unit)
{
	json_t *parts = json_pack("{s:{s:s}}", "identity", "name", "Kari");
	struct person p = { .grade = grade, .deceased = DATE_NONE };

	strcpy(p.owner_unit, unit);
	OK(f, person_create(f->tx, &p, parts, &f->e));
	json_decref(parts);
	return p.id;
}

#endif
