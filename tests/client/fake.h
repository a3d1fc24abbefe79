/*
 * fake -- a daemon of a few methods, and the real client run against it.
 *
 * The daemon is a child process that plays canned answers and writes down
 * every request line that it gets.
 */
#ifndef TESTS_CLIENT_FAKE_H
#define TESTS_CLIENT_FAKE_H

#include <sys/types.h>

#include <jansson.h>

struct fake {
	char dir[64]; /* private; also the run folder */
	pid_t pid;
};

/* What a run of the client came to. */
struct ran {
	int status;
	char *out; /* owned */
	char *err; /* owned; on a terminal everything is in out */
};

/* A cmocka set-up and tear-down; *state is a struct fake. */
int fake_setup(void **state);
int fake_teardown(void **state);

/* The method table that the daemon describes (new reference). */
json_t *fake_describe(void);

/* Run the client with ARGV (ends with NULL), INPUT as its standard input. */
struct ran fake_run(struct fake *f, const char *input, const char *const *argv);

/* The same on a terminal, where KEYS are typed as the prompts come. */
struct ran
fake_type(struct fake *f, const char *const *keys, const char *const *argv);

void ran_free(struct ran *r);

/* The parameters of the Nth request of METHOD (new reference), or NULL. */
json_t *fake_request(struct fake *f, const char *method, int n);

#endif
