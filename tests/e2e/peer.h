/*
 * peer -- one connection to a daemon, and calls over it.
 */
#ifndef E2E_PEER_H
#define E2E_PEER_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct place;

struct peer {
	int fd;
	char *in; /* owned: bytes not yet taken */
	size_t n, room;
	json_t *hello; /* owned: the greeting */
	int got_fd; /* owned: came with the last bytes; -1: none */
	long long id;
	bool untapped; /* what it hears is not kept for the last look */
};

/* Connect to the daemon of P and take its greeting. */
void peer_open(struct peer *c, const struct place *p);
void peer_close(struct peer *c);

/* Send bytes as they are. */
void peer_send(struct peer *c, const char *bytes, size_t n);

/* The next line as JSON, new reference; NULL at the end of the connection. */
json_t *peer_read(struct peer *c);

/*
 * Call METHOD for user AS with PARAMS (taken over; NULL: none); gives the whole
 * reply, new reference.
 */
json_t *
peer_call(struct peer *c, const char *as, const char *method, json_t *params);

/* The same with the descriptor FD, which stays the caller's; -1: none. */
json_t *peer_call_fd(struct peer *c, int fd, const char *as, const char *method,
    json_t *params);

/* The same as peer_call, but it must succeed; gives the result. */
json_t *
peer_do(struct peer *c, const char *as, const char *method, json_t *params);

/* The same, but it must fail with the error called NAME. */
void peer_refused(struct peer *c, const char *as, const char *method,
    json_t *params, const char *name);

/* Load and activate the shipped workflow. */
void peer_load_workflow(struct peer *c);

#endif
