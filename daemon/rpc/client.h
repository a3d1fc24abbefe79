/*
 * client -- the connections: whole lines in, lines out, within bounds.
 *
 *	         recvmsg            line hook              client_send
 *	socket ----------> in ------------------> ... -------------> out ---> socket
 *	            ^ stops while too many requests are held
 *	            ^ or too much of `out` is unread at the other end
 *
 * Descriptors that come with a line belong to the line that holds the last byte
 * they arrived with; whoever sends each such line in a sendmsg of its own is
 * always right.  A half line at the end is dropped; after a half-close replies
 * are still delivered.
 */
#ifndef RPC_CLIENT_H
#define RPC_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#define CLIENT_FDS 4 /* descriptors with one line */

struct event_base;
struct client;
struct client_set;

struct client_limits {
	size_t clients; /* connections at once */
	size_t held; /* requests of one connection not yet answered */
};

/* Called from the event loop only; `gone` also by client_set_free. */
struct client_hooks {
	/*
	 * A line of N bytes without its newline, N at most WIRE_LINE_MAX, with
	 * N_FDS descriptors that are now the callee's; more than CLIENT_FDS
	 * only if the other end sent too many.
	 */
	void (*line)(void *arg, struct client *c, const char *line, size_t n,
	    const int *fds, size_t n_fds);
	/* A longer line has begun: say so; the connection will be closed. */
	void (*too_long)(void *arg, struct client *c);
	/* C is about to be freed; forget it. */
	void (*gone)(void *arg, struct client *c);
	void *arg; /* borrowed */
};

/* HOOKS and LIMITS are copied. */
struct client_set *client_set_new(struct event_base *base,
    const struct client_limits *limits, const struct client_hooks *hooks);

/* Close and bury all; NULL is fine. */
void client_set_free(struct client_set *set);

size_t client_set_count(const struct client_set *set);

/* Other LIMITS from now on; connections above them stay. */
void
client_set_limits(struct client_set *set, const struct client_limits *limits);

/*
 * Stop reading from everybody; connections close when all held requests are
 * answered and all replies delivered.
 */
void client_set_drain(struct client_set *set);

/*
 * Serve the connected socket FD, which is taken over.  DATA is the caller's own
 * (client_data).  That limits.clients is kept is the caller's business.
 */
struct client *client_new(struct client_set *set, int fd, void *data);
void *client_data(const struct client *c);

/*
 * Queue LINE (with its newline) for sending; REPLY_FD, if not -1, is duplicated
 * and goes with it.  Nothing is sent before the next turn of the loop.
 */
void client_send(struct client *c, const char *line, size_t n, int reply_fd);

/* Count a request that waits for its reply; it has been answered. */
void client_hold(struct client *c);
void client_release(struct client *c);

/* Read nothing more; close when everything is answered and delivered. */
void client_finish(struct client *c);

/* Close now, replies or not.  Freed by the next turn of the loop; twice is fine. */
void client_close(struct client *c);

#endif
