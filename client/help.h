/*
 * help -- what there is, from the catalog.
 */
#ifndef CLIENT_HELP_H
#define CLIENT_HELP_H

#include <jansson.h>

#include "client/catalog.h"
#include "client/out.h"

/* Say where to begin, and list the objects. */
void help_start(struct out *o, const struct catalog *c);

/* List the verbs of the object named by WORD. */
void help_object(struct out *o, const struct catalog *c, const char *word);

/* Explain one command: how it is written, each parameter, what it answers. */
void help_method(struct out *o, const struct catalog *c, const json_t *method);

/* Say how the program is called; needs no daemon. */
void help_usage(struct out *o);

#endif
