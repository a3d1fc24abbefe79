/*
 * paper -- a paper that goes from one daemon to another.
 */
#ifndef E2E_PAPER_H
#define E2E_PAPER_H

#include "daemon.h"

/* File it in the case as nav01; the number of the row. */
json_int_t paper_file(struct peer *c, const char *number);

/* The descriptor that came with the last reply has its bytes; it is closed. */
void paper_expect(struct peer *c);

#endif
