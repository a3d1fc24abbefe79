/*
 * person_parts -- parameters of a person to and from its sealed parts.
 */
#ifndef ENGINE_PERSON_PARTS_H
#define ENGINE_PERSON_PARTS_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "model/date.h"
#include "store/person.h"

/*
 * Put what PARAMS give into PARTS, an object from class name to part.  An empty
 * text takes a value away.  Adds to E what cannot be.
 */
enum rc parts_merge(json_t *parts, const json_t *params, struct date today,
    struct err *e);

/*
 * Load into *PARTS (new reference) the parts that PARAMS will change, whose
 * classes must be among CLASSES; RC_DENIED otherwise.
 */
enum rc parts_load(struct bf_call *c, int64_t person, const json_t *params,
    unsigned int classes, json_t **parts);

/*
 * Put the values of CLASSES of person P into ROW and note them as disclosed.
 */
enum rc parts_show(struct bf_call *c, const struct person *p,
    unsigned int classes, json_t *row);

#endif
