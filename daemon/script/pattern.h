/*
 * pattern -- Lua's patterns, matched within a budget.
 *
 * The same language as the Lua manual's §6.4.1.  Nothing here knows a Lua
 * state: a match that takes long asks `stopped` every thousand steps and gives
 * up (style trap 5: a pattern such as ".-.-.-.-b" never ends by itself).
 */
#ifndef SCRIPT_PATTERN_H
#define SCRIPT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_CAPTURES 32
#define PATTERN_DEPTH 200

enum pattern_result {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_WRONG, /* `wrong` says what */
	PATTERN_STOPPED
};

/* A capture that is a position, "()", has this length. */
#define PATTERN_POSITION (-2)

struct pattern_capture {
	const char *at; /* into the subject */
	ptrdiff_t len;
};

struct pattern {
	const char *subject, *subject_end; /* borrowed */
	const char *end; /* of the pattern; borrowed */
	bool (*stopped)(void);
	unsigned int steps;
	int depth;
	enum pattern_result trouble; /* PATTERN_NO while all is well */
	const char *wrong; /* msgid */
	int n_captures;
	struct pattern_capture captures[PATTERN_CAPTURES];
};

/*
 * Match PATTERN of LEN bytes (without a leading '^') exactly at AT, which lies
 * in the subject of M; PATTERN_YES sets *MATCH_END and the captures.
 */
enum pattern_result pattern_match(struct pattern *m, const char *at,
    const char *pattern, size_t len, const char **match_end);

#endif
