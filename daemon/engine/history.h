/*
 * history -- a row of a case's history in words.
 */
#ifndef ENGINE_HISTORY_H
#define ENGINE_HISTORY_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "store/case.h"

/*
 * Put what happened in the place of ROW's parts: `text`, `stage`, and titles;
 * no value of any field and no decision's result.  HEAD is the row's case.
 */
enum rc
history_brief(struct bf_call *c, json_t *row, const struct case_head *head);

#endif
