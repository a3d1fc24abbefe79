/*
 * plugin_host -- the functions behind struct bf_host, a file for each part.
 *
 * Their contracts stand in boflyt/plugin.h; here is which file has which.
 */
#ifndef ENGINE_PLUGIN_HOST_H
#define ENGINE_PLUGIN_HOST_H

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/call.h"
#include "model/date.h"

struct step;

/* plugin_record.c */
int
host_record_put(struct bf_call *c, const char *kind, int64_t id, int64_t owner,
    int64_t if_rev, const json_t *values, int64_t *out_id, int64_t *out_rev);
int host_record_hand(struct bf_call *c, const char *kind, int64_t owner,
    const json_t *values);
int host_record_get(struct bf_call *c, const char *kind, int64_t id,
    int64_t as_of, json_t **out);
int
host_record_rule(struct bf_call *c, const char *kind, int64_t id, json_t **out);
int host_record_find(struct bf_call *c, const char *kind,
    const struct bf_query *q, json_t **rows);
int host_record_count(struct bf_call *c, const char *kind,
    const struct bf_query *q, int64_t *n);
int host_record_versions(struct bf_call *c, const char *kind, int64_t id,
    json_t **rows);
int host_need_class(struct bf_call *c, const char *kind, int64_t owner,
    enum bf_class class);
int host_series(struct bf_call *c, const char *name, int year, int64_t *n);

/* plugin_case.c */
int host_case_get(struct bf_call *c, const char *number, enum bf_want want,
    json_t **out);
int host_case_get_id(struct bf_call *c, int64_t id, enum bf_want want,
    json_t **out);
int host_case_id(struct bf_call *c, const char *number, enum bf_want want,
    int64_t *id);
int host_case_set(struct bf_call *c, int64_t id, const json_t *values);
int host_case_create(struct bf_call *c, const char *workflow, int64_t parent,
    const char *unit, const char *contact, const json_t *data, int64_t *id);
int host_note(struct bf_call *c, int64_t case_id, const json_t *what);
int host_cases_of(struct bf_call *c, int64_t person, json_t **out);
int host_decide(struct bf_call *c, int64_t case_id, const json_t *decision,
    int64_t *id);
int host_decisions(struct bf_call *c, int64_t case_id, const char *type,
    struct bf_date on, json_t **rows);
int host_document_put(struct bf_call *c, int64_t case_id, const json_t *about,
    const void *bytes, size_t len, int64_t *id);
int host_documents(struct bf_call *c, int64_t case_id, json_t **rows);

/* plugin_people.c */
int
host_users(struct bf_call *c, const char *unit, const char *role, json_t **out);

/* plugin_work.c */
int host_task_open(struct bf_call *c, int64_t case_id, const struct bf_task *t);
int host_task_close(struct bf_call *c, int64_t case_id, const char *key);
int host_timer_begin(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, int64_t at, const json_t *payload);
int host_timer_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *key);
int host_emit(struct bf_call *c, int64_t case_id, const char *name,
    const json_t *payload);
int host_letter(struct bf_call *c, int64_t case_id, const json_t *letter,
    char *key);
int host_letter_write(struct bf_call *c, int64_t case_id, const json_t *letter,
    json_t **out);
int host_notice(struct bf_call *c, int64_t case_id, const json_t *notice,
    char *key);

/* plugin_deadline.c */
int host_deadline_begin(struct bf_call *c, int64_t case_id,
    const struct bf_deadline *d, struct bf_date *due);
int host_deadline_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, bool met, bool *was);
int host_deadline_pause(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, const char *reason);
int host_deadline_resume(struct bf_call *c, int64_t case_id, const char *name,
    const char *key);

/* plugin_person.c */
int host_person_get(struct bf_call *c, int64_t id, json_t **out);
int host_person_find(struct bf_call *c, const char *nin, int64_t *id);
int host_person_match(struct bf_call *c, const json_t *who, int64_t *id,
    const char **how);
int
host_person_age(struct bf_call *c, int64_t id, struct bf_date at, int *years);
int host_person_links(struct bf_call *c, int64_t id, struct bf_date at,
    json_t **rows);
int host_households(struct bf_call *c, int64_t person, struct bf_date at,
    json_t **rows);
int host_consents(struct bf_call *c, int64_t person, const char *purpose,
    const char *from, const char *to, int64_t at, json_t **rows);
int host_match(struct bf_call *c, int64_t case_id, int64_t person,
    const char *purpose, const json_t *about, json_t **out);

/* The plugin whose code runs. */
struct engine_plugin *host_plugin(const struct bf_call *c);

/* Our own error in a plugin's use of the table: names the plugin. */
int host_misuse(struct bf_call *c, const char *what, const char *name);

#endif
