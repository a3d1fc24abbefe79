/*
 * complain -- an error told to who called the program.
 */
#ifndef CLIENT_COMPLAIN_H
#define CLIENT_COMPLAIN_H

#include <stdbool.h>

#include "base/err.h"
#include "client/out.h"

/*
 * Write E to O: for people one line, and one for each wrong field; for programs
 * (JSON) the error line of boflyt-protocol(7), with an id of null.  CODE is
 * that of the daemon's answer; 0: the error arose here.  Returns the exit
 * status (sysexits) for it.
 */
int complain_of(struct out *o, bool json, const struct err *e, int code);

#endif
