/*
 * pass -- a descriptor from one process to another.
 *
 * Over a pair of its own, so that no bytes that belong elsewhere stand around
 * it: each descriptor goes with one byte that means nothing.
 */
#ifndef BASE_PASS_H
#define BASE_PASS_H

#include "base/err.h"

/*
 * Send a copy of FD over the socket LINE without waiting; FD stays the caller's.
 * RC_UNAVAILABLE: nobody is there, or too much waits already.
 */
enum rc pass_send(int line, int fd, struct err *e);

/*
 * Take what has come over LINE without waiting: *FD is the caller's, or -1 if
 * nothing has.  RC_UNAVAILABLE: the other end is gone.
 */
enum rc pass_take(int line, int *fd, struct err *e);

#endif
