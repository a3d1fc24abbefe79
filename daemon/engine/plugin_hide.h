/*
 * plugin_hide -- addresses of the protected, kept out of what plugins read.
 */
#ifndef ENGINE_PLUGIN_HIDE_H
#define ENGINE_PLUGIN_HIDE_H

#include <stdbool.h>

#include <boflyt/plugin.h>
#include <jansson.h>

#include "base/err.h"

/*
 * Take out of ROWS, records of kind D as record_find gives them, the values of
 * class address whose case is about somebody strictly protected, or whose person
 * is; of the protected as well in a LIST over all owners, or if the answer
 * leaves the screen (domain §2.2).  The system reads them all.
 */
enum rc plugin_hide_addresses(struct bf_call *c, const struct bf_record *d,
    bool list, json_t *rows);

#endif
