/*
 * principal -- who asks: user, the role chosen for this request, units.
 *
 * A principal is built once per request from the login at the other end of the
 * socket and the municipality's configuration, and borrowed by all below.
 */
#ifndef MODEL_PRINCIPAL_H
#define MODEL_PRINCIPAL_H

#include <stdbool.h>
#include <stddef.h>

struct gate_flag;
struct municipality;

/* Names in configuration, definitions and on the wire are role_name(). */
enum role {
	ROLE_CASEWORKER,
	ROLE_DECISION_MAKER,
	ROLE_COORDINATOR,
	ROLE_PERFORMER,
	ROLE_CARETAKER,
	ROLE_PROPERTY,
	ROLE_LEADER,
	ROLE_FORUM,
	ROLE_ARCHIVIST,
	ROLE_ADMINISTRATOR,
	ROLE_AUDITOR
};
#define N_ROLES 11

#define ROLE_BIT(r) (1u << (unsigned int)(r))

/* Confidentiality domain of a unit (taushetsdomene). */
enum domain { DOMAIN_SOCIAL, DOMAIN_HEALTH, DOMAIN_HOUSING, DOMAIN_PROPERTY };
#define N_DOMAINS 4

struct unit { /* owned by struct municipality */
	const char *name; /* "nav" */
	const char *title; /* "NAV Balsfjord" */
	const char *type; /* "nav", "coordinating", … */
	enum domain domain;
};

struct user { /* owned by struct municipality */
	const char *name; /* "nav01" */
	const char *title;
	const char *login;
	unsigned int roles; /* ROLE_BIT set */
	const struct unit *const *units;
	const char *const *unit_names; /* of the same units */
	size_t n_units;
	const char *from, *to; /* first and last day here, ISO; NULL: open */
};

struct principal {
	const struct user *user; /* NULL: nobody known, or the system */
	bool system; /* timers, events */
	const char *gateway; /* the gateway that speaks, or NULL */
	unsigned int roles; /* in force for this request */
	const struct unit *unit; /* the one the user acts in; NULL: all of
					 * the user's, see principal_units */
	const char *basis; /* legal basis code given, or "" */
	const char *reason; /* or "" */
	const struct municipality *home; /* borrowed; NULL for the system */
	const char *const *stands_for; /* absent users whose substitute the
					 * user is today; borrowed */
	size_t n_stands_for;
	struct gate_flag *flag; /* borrowed; where the gate notes that the
					 * user tried what is barred; or NULL */
};

const char *role_name(enum role r);

/* What people call it, in the language of the request. */
const char *role_title(enum role r);

/* The titles of the set ROLES of ROLE_BITs, commas between, cut at SIZE. */
void role_titles(unsigned int roles, char *out, size_t size);

bool role_parse(const char *name, enum role *out);
const char *domain_name(enum domain d);
bool domain_parse(const char *name, enum domain *out);

/* May P act in role R in this request?  The system holds no role. */
bool principal_has(const struct principal *p, enum role r);

/* Does U work here on the day TODAY (ISO)? */
bool user_works_on(const struct user *u, const char *today);

/* Do A and B work in a unit together? */
bool user_works_with(const struct user *a, const struct user *b);

/* Does P act in the unit NAME in this request? */
bool principal_acts_in(const struct principal *p, const char *name);

/* Is P the substitute of USER today? */
bool principal_stands_for(const struct principal *p, const char *user);

/* Does P's user belong to the unit NAME? */
bool principal_in_unit(const struct principal *p, const char *name);

/*
 * The units that P acts in: the one chosen or the user's only one, else all of
 * the user's.  *OUT is borrowed from P; returns how many.
 */
size_t
principal_units(const struct principal *p, const struct unit *const **out);

/* The names of the same units; *OUT is borrowed from P. */
size_t principal_unit_names(const struct principal *p, const char *const **out);

/*
 * The confidentiality domain in which P acts.  False if P has no unit, or units
 * in two domains and has not chosen between them.
 */
bool principal_domain(const struct principal *p, enum domain *out);

/* "nav01", or "system", or "-": for history rows. */
const char *principal_name(const struct principal *p);

#endif
