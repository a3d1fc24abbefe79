/*
 * health -- how the worker is: its figures, and what sys.doctor says of the
 * things around the database: folders, logins, descriptors.
 */
#ifndef WORKER_HEALTH_H
#define WORKER_HEALTH_H

#include <jansson.h>

struct engine;
struct logins;
struct municipality;
struct settings;

/* Add a row to ROWS (engine/doctor.h) for each thing that is not as it should be. */
void health_look(const struct settings *s, const struct municipality *m,
    const struct logins *logins, json_t *rows);

/* Tell whoever is at the other end of FD the figures, and let go; FD is taken. */
void health_tell(const struct engine *en, int fd);

#endif
