/*
 * meetings -- what the methods of a meeting have in common.
 */
#ifndef ENGINE_MEETINGS_H
#define ENGINE_MEETINGS_H

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/call.h"
#include "store/meeting.h"

/* NULL-terminated: "joint_allocation" "weekly_case" … (domain §2.2). */
extern const char *const meetings_types[];

/* The meeting that a request names, at the revision that it expects. */
enum rc
meetings_open(struct bf_call *c, const json_t *params, struct meeting *m);

/* The same, and it must not have been held or cancelled (E_MEETING_STATE). */
enum rc meetings_open_planned(struct bf_call *c, const json_t *params,
    struct meeting *m);

/*
 * Save M (ENDED: it is over), write the history row of KIND with PARTS (class
 * to what was given; borrowed, may be NULL), and answer {meeting, rev, commit}.
 */
enum rc meetings_finish(struct bf_call *c, struct meeting *m, const char *kind,
    bool ended, const json_t *parts, json_t **result);

/* A number of [meeting TYPE]; 0 if the configuration has none. */
int64_t
meetings_number(const struct bf_call *c, const char *type, const char *key);

/* The units of [meeting TYPE], NULL-terminated; NULL if it has none. */
const char *const *meetings_units(const struct bf_call *c, const char *type);

#define MEETING_PARAM                                                          \
	{                                                                      \
		.name = "meeting", .type = BF_ID,                              \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the meeting, as meeting list shows it")  \
	}

/* Columns of the answer to a write: meeting, rev, commit. */
extern const struct bf_column meetings_written[];

#endif
