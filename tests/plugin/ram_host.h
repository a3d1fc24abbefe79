/*
 * ram_host -- what the files of the host in memory share; see ram.h.
 */
#ifndef TESTS_PLUGIN_RAM_HOST_H
#define TESTS_PLUGIN_RAM_HOST_H

#include "ram.h"

struct ram {
	struct bf_env env;
	struct bf_host host;
	const struct bf_plugin *plugin; /* borrowed */
	json_t *state; /* owned: rows, timers, tasks, deadlines, consents */
	json_t *before; /* owned: the state before the call, from its first
			 * change on; NULL: nothing was changed */
	int64_t now; /* ms UTC */
	int decisions;
	char error[64], warning[64];
};

/* What bf_call_head says a call begins with, and the rest of ours. */
struct bf_call {
	struct bf_call_head head;
	struct ram *ram;
	const char *user, *unit; /* borrowed */
	bool system;
};

/* A part of the state; a number of an object, 0 if there is none. */
json_t *ram_part(const struct ram *r, const char *name);
int64_t ram_number(const json_t *o, const char *name);

/* The call is about to change the state. */
void ram_touch(struct ram *r);

/* Set the call's error to NAME; gives RC. */
int ram_named(struct bf_call *c, int rc, const char *name);

/* Is TEXT one of LIST (NULL-terminated)? */
bool ram_among(const char *const *list, const char *text);

extern const struct bf_host ram_in_memory;

/* ---- ram_rows.c: as bf_host has them */

json_t *ram_rows_of(const struct ram *r, const char *kind); /* borrowed */
json_t *ram_row_of(const struct ram *r, const char *kind, int64_t id,
    size_t *at); /* borrowed; AT may be NULL */
int ram_put(struct bf_call *c, const char *kind, int64_t id, int64_t owner,
    int64_t if_rev, const json_t *values, int64_t *out_id, int64_t *out_rev);
int ram_hand(struct bf_call *c, const char *kind, int64_t owner,
    const json_t *values);
int ram_get(struct bf_call *c, const char *kind, int64_t id, int64_t as_of,
    json_t **out);
int ram_rule(struct bf_call *c, const char *kind, int64_t id, json_t **out);
int ram_find(struct bf_call *c, const char *kind, const struct bf_query *q,
    json_t **out);
int ram_count(struct bf_call *c, const char *kind, const struct bf_query *q,
    int64_t *n);

/* ---- ram_paper.c: as bf_host has them */

int ram_person_get(struct bf_call *c, int64_t id, json_t **out);
int ram_person_find(struct bf_call *c, const char *nin, int64_t *id);
int ram_households(struct bf_call *c, int64_t person, struct bf_date at,
    json_t **rows);
int ram_document_put(struct bf_call *c, int64_t case_id, const json_t *about,
    const void *bytes, size_t len, int64_t *id);
int ram_documents(struct bf_call *c, int64_t case_id, json_t **rows);
int
ram_letter(struct bf_call *c, int64_t case_id, const json_t *letter, char *key);
int ram_letter_write(struct bf_call *c, int64_t case_id, const json_t *letter,
    json_t **out);

#endif
