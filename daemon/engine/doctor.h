/*
 * doctor -- sys.doctor: what is wrong here, and the command that mends it.
 */
#ifndef ENGINE_DOCTOR_H
#define ENGINE_DOCTOR_H

#include <jansson.h>

/* How bad it is. */
enum doctor_level {
	DOCTOR_ERROR, /* refused, lost or open to others now */
	DOCTOR_WARNING /* will be, or somebody must look at it */
};

/*
 * Add a row to ROWS: CHECK is what was looked at, MEND a command.  The text
 * tells nothing of any case.
 */
void doctor_found(json_t *rows, enum doctor_level level, const char *check,
    const char *mend, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
