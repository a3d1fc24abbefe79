/*
 * complete -- what may come next on a command line, for the shell.
 */
#ifndef CLIENT_COMPLETE_H
#define CLIENT_COMPLETE_H

#include <stddef.h>
#include <stdio.h>

#include "client/catalog.h"
#include "client/link.h"

struct complete {
	FILE *f;
	const struct catalog *catalog;
	struct link *link;
	const json_t *reserved; /* as, role, basis of the command line */
};

/*
 * Write the words that can stand where the last of the N words is being typed,
 * one a line: objects, verbs, names, options, choices.  Case numbers come only
 * if BOFLYT_COMPLETE_CASES=yes is in the environment, as each look is logged;
 * nothing else about a case or a person is ever shown.
 */
void
complete_print(const struct complete *c, const char *const *word, size_t n);

#endif
