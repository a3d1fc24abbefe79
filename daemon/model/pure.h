/*
 * pure -- the rules of this room as the table that plugins are given.
 *
 * Nothing here has state but the law that the table stands for.  Tests of a
 * plugin's rules make such a table and need no daemon.
 */
#ifndef MODEL_PURE_H
#define MODEL_PURE_H

#include <boflyt/plugin.h>

#include "model/date.h"

struct law;

/* Fill PURE with the functions of this program; LAW is borrowed as long. */
void pure_init(struct bf_pure *pure, const struct law *law);

/* The same day on the other side. */
struct bf_date pure_date(struct date d);
struct date pure_date_in(struct bf_date d);

#endif
