/*
 * municipality -- what one municipality's INI file says, checked as a whole.
 *
 * A wrong name anywhere is a mistake with file and line.  The struct is replaced
 * as a whole by a reload and never changed, so readers may borrow from it for
 * one loop turn.
 */
#ifndef MODEL_MUNICIPALITY_H
#define MODEL_MUNICIPALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/principal.h"

struct config;
struct ini_text;
struct lines;

struct gateway {
	const char *name;
	const char *login;
	const char *const *users; /* borrowed: whom it may name; NULL: all */
	size_t n_users;
};

struct municipality {
	const char *number; /* "5532", four digits */
	const char *name;
	const char *language; /* "nb" or "nn" */
	int64_t population;
	bool test_identities;
	const char *workflow; /* the default definition */
	struct unit *units;
	size_t n_units;
	struct user *users;
	size_t n_users;
	struct gateway *gateways;
	size_t n_gateways;
	const struct unit **members; /* owned; users' units point into it */
	const char **member_names; /* owned; in the same order */
	struct config *config; /* owned; further keys by name */
};

/*
 * The rows of the municipality's file and of boflyt.conf.  Those of a plugin's
 * section come with the plugin; the waiting ones stand for any that is not known
 * here.
 */
extern const struct bf_key municipality_keys[];
extern const struct bf_key municipality_waiting_keys[];
extern const struct bf_key daemon_keys[];

/*
 * Read FILE and build from it.  RC_CONFIG if anything is wrong: every mistake
 * is then a line of MISTAKES, and E counts them.
 */
enum rc municipality_read(const char *file, struct lines *mistakes,
    struct municipality **out, struct err *e);

/*
 * The same out of a text in memory, with TABLES of rows (NULL-terminated; they
 * must live as long as the result; NULL: the two above).
 */
enum rc municipality_read_text(const struct ini_text *text,
    const struct bf_key *const *tables, struct lines *mistakes,
    struct municipality **out, struct err *e);
void municipality_free(struct municipality *m);

const struct unit *municipality_unit(const struct municipality *m,
    const char *name); /* NULL if unknown */
/* By name, else the first unit of that type, else NULL. */
const struct unit *
municipality_unit_like(const struct municipality *m, const char *name_or_type);
const struct user *municipality_user(const struct municipality *m,
    const char *name); /* NULL if unknown */

/* Are A and B two users who share a unit?  False for names not known. */
bool municipality_colleagues(const struct municipality *m, const char *a,
    const char *b);

/* Does this municipality want plugin NAME, if it is present? */
bool municipality_plugin(const struct municipality *m, const char *name);

/*
 * Who asks: LOGIN at the other end; AS, ROLE, BASIS, REASON from the request
 * (NULL if not given).  AS is for gateways only.  ROLE narrows to one role;
 * a user whose units lie in two domains must name "role@unit" or "@unit" where
 * a case needs it.  An unknown LOGIN is a principal without user and roles.
 * Fails with RC_DENIED.
 */
enum rc municipality_principal(const struct municipality *m, const char *login,
    const char *as, const char *role, const char *basis, const char *reason,
    struct principal *out, struct err *e);

#endif
