/*
 * ram -- a host for one plugin in memory: no daemon, no database, no gate.
 *
 * It keeps what the plugin's own records promise (columns, codes, references,
 * unique rules), rolls a refused call back, and fires timers when the day comes.
 * Whoever calls may see everything.  Fast enough for thousands of whole courses.
 */
#ifndef TESTS_PLUGIN_RAM_H
#define TESTS_PLUGIN_RAM_H

#include <stdbool.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#define RAM_PERSONS 3 /* person n has case n, "2027/n" */
#define RAM_DOCUMENT 1 /* every case has this one */

struct ram;

/* PLUGIN and PURE are borrowed.  Ends the program if there is no memory. */
struct ram *ram_new(const struct bf_plugin *plugin, const struct bf_pure *pure);
void ram_free(struct ram *r);

/* As it was when new, on DAY. */
void ram_begin(struct ram *r, struct bf_date day);

/*
 * Call METHOD, such as "plan.start", as USER of UNIT with PARAMS (taken over).
 * BF_OK, or why not, with nothing changed; *RESULT (may be NULL) is a new
 * reference on BF_OK.
 */
int ram_call(struct ram *r, const char *user, const char *unit,
    const char *method, json_t *params, json_t **result);

/* The name of the last error: "E_PLAN_STATE"; "" if it had none. */
const char *ram_error(const struct ram *r);

/*
 * Go to DAY, in the evening, and fire what fell due.  False: something that
 * fired failed, see ram_error; the daemon would have an incident.
 */
bool ram_advance(struct ram *r, struct bf_date day);
struct bf_date ram_today(const struct ram *r);

/* A consent of PERSON for PURPOSE with unit TO comes or goes; as ram_advance. */
bool
ram_consent(struct ram *r, int64_t person, const char *purpose, const char *to);
bool ram_withdraw(struct ram *r, int64_t person, const char *purpose,
    const char *to);
bool ram_consents_to(const struct ram *r, int64_t person, const char *purpose);

/* Every case has decisions 1 to N. */
void ram_decide(struct ram *r, int n);

/* The records of KIND: [{id, owner, rev, values}], borrowed until a change. */
const json_t *ram_rows(const struct ram *r, const char *kind);

/* What REPORT says of FROM to TO, new reference; the versions before the last
 * one of a record are not kept, and not counted. */
json_t *ram_report(struct ram *r, const char *report, struct bf_date from,
    struct bf_date to);

/* Is a task open for CASE_ID under KEY? */
bool ram_has_task(const struct ram *r, int64_t case_id, const char *key);

/* The day of the deadline that is open for CASE_ID under NAME and KEY,
 * borrowed; NULL: none. */
const char *ram_deadline(const struct ram *r, int64_t case_id, const char *name,
    const char *key);

/* The name of the last warning of the last call; "" if it had none. */
const char *ram_warning(const struct ram *r);

/* How many short messages were sent since it began. */
int64_t ram_notices(const struct ram *r);

/* Overwrite NAME of record ID of KIND behind the plugin's back. */
void ram_tamper(struct ram *r, const char *kind, int64_t id, const char *name,
    json_t *value);

#endif
