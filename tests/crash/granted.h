/*
 * granted -- cases with a decision, for guarantees to be issued in.
 */
#ifndef CRASH_GRANTED_H
#define CRASH_GRANTED_H

#include "load.h"

/*
 * Give the courses of two peers a case each in which a guarantee was granted, and
 * set the clock to day 0 of parts.c.  The daemon runs and nothing was asked yet.
 */
void granted_make(struct load *l);

#endif
