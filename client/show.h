/*
 * show -- the answer in the form that was asked for: table, JSON, CSV, SVG,
 * or a file.
 */
#ifndef CLIENT_SHOW_H
#define CLIENT_SHOW_H

#include "base/err.h"
#include "client/args.h"
#include "client/link.h"
#include "client/out.h"
#include "client/request.h"

/* Refuse, before anything is sent, a form that the answer cannot have. */
enum rc
show_check(const struct args *a, const struct request *q, struct err *e);

/*
 * Show R.  CSV and SVG are whole: further pages are fetched over L.  A file
 * that came is copied where the command line says.
 */
enum rc show_reply(struct out *o, struct link *l, const struct args *a,
    const struct request *q, struct reply *r, struct err *e);

#endif
