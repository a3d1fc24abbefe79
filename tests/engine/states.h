/*
 * states -- a case of the shipped workflow, brought to any of its stages.
 */
#ifndef TESTS_ENGINE_STATES_H
#define TESTS_ENGINE_STATES_H

#include "fixture.h"

extern struct fixture f;
extern char number[24]; /* of the case in hand */

/* For cmocka: Kongsvinger with its own workflow. */
int open_all(void **state);
int close_all(void **state);

/* Do ACTION in the case with INPUT, JSON text or NULL; what comes of it. */
enum rc act(const char *login, const char *action, const char *input);

/* The same, and it must work. */
void must(const char *login, const char *action, const char *input);

/* Bring a new case to where WHERE says; "advice": nothing was asked for. */
void bring(const char *where);

#define REASONS                                                                \
	"\"reason_rules\":\"r\",\"reason_facts\":\"f\","                       \
	"\"reason_considerations\":\"h\""
#define DECIDE                                                                 \
	"{\"decided_on\":\"2027-01-11\",\"decision_content\":\"x\"," REASONS "}"
#define MAPPED(level)                                                          \
	"{\"mapped_on\":\"2027-01-11\",\"situation\":\"1.4\",\"wishes\":"      \
	"\"x\","                                                               \
	"\"level\":" level                                                     \
	",\"level_reason\":\"x\",\"plan_need\":\"goal_plan\","                 \
	"\"coordinator\":\"nav02\"}"
#define MOVED_IN                                                               \
	"{\"moved_in\":\"2027-01-11\",\"dwelling\":\"T 1\","                   \
	"\"start_package\":[\"lease\",\"security\",\"key\",\"first_visit\"],"  \
	"\"lease_open_reason\":\"privat\"}"
#define CONCLUDE(what)                                                         \
	"{\"eval_quality\":\"x\",\"eval_supply\":\"x\",\"eval_service\":"      \
	"\"x\",\"eval_organisation\":\"x\",\"eval_economy\":\"x\","            \
	"\"eval_participation\":\"x\",\"eval_outcome\":\"" what "\"}"

#endif
