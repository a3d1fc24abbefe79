/*
 * world -- a dispatch with its loop in this process, and the ends that talk to
 * it over socket pairs, so that every byte and every turn is decided by a test.
 */
#ifndef TESTS_RPC_WORLD_H
#define TESTS_RPC_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/types.h>
#include <jansson.h>

#include "base/buf.h"

struct dispatch;

#define HELD 8 /* per connection */
#define QUEUED 20 /* of all */
#define CLIENTS 3
#define OPERATOR 7 /* a user id that has places kept */

/* One end that a test holds. */
struct peer_end {
	int fd;
	struct buf heard;
	int fds[8]; /* descriptors heard */
	size_t n_fds;
	int eof;
};

/* The dispatch under test; set_up opens it. */
extern struct dispatch *dispatch;

/* What reached the submit hook. */
extern int hold; /* keep requests for later */
extern size_t n_waiting, n_submitted, n_urgent;
extern size_t answer_size; /* filler in an answer */

int set_up(void **state);
int tear_down(void **state);
void open_dispatch(void);

/* Answer what was held. */
void answer_waiting(void);

/* Let the loop do what there is to do. */
void turn(void);

/* Connect as user id UID; as 1000; the same and hear the greeting; hang up. */
void connect_as(struct peer_end *p, uid_t uid);
void connect_end(struct peer_end *p);
void start(struct peer_end *p);
void end_peer(struct peer_end *p);

/* Read what there is; the next line as JSON, or NULL if none has come. */
void listen_to(struct peer_end *p);
json_t *hear(struct peer_end *p);

/* Send all of it, turning the loop when the socket is full. */
void say_bytes(struct peer_end *p, const char *bytes, size_t n);
void say_text(struct peer_end *p, const char *text);
void say(struct peer_end *p, const char *line);
void say_echo(struct peer_end *p, int id, const char *text);

/* Send LINE, which has its newline or not, with N descriptors at once. */
void say_fds(struct peer_end *p, const char *line, const int *fds, size_t n);

/* The next line is an error with this code and name; the result of ID. */
void assert_error(struct peer_end *p, int code, const char *name);
void assert_result(struct peer_end *p, int id);
void assert_silence(struct peer_end *p);

/* Descriptors open in this process. */
int open_fds(void);

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
