/*
 * notify -- what a service manager is told and what it hands over: the
 * protocols of sd_notify(3) and sd_listen_fds(3), without their library.
 */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

#include <stdint.h>

/* Send STATE ("READY=1\nSTATUS=...") if anybody wants to know. */
void notify_send(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* How often it wants to hear WATCHDOG=1, in ms; 0: it does not. */
int64_t notify_watchdog_ms(void);

/*
 * Take the listening Unix socket bound to a path that ends in "/NAME" out of
 * those that were handed over; -1 if there is none.  It is close-on-exec.
 */
int notify_take_socket(const char *name);

#endif
