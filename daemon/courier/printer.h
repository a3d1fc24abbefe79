/*
 * printer -- pages into PDF by WeasyPrint, in a process of its own.
 *
 * The process is made before the courier's lock-down and has another one: it may
 * run programs of the system and read fonts, and has no network, no file of the
 * installation and a folder of its own to write to.
 */
#ifndef COURIER_PRINTER_H
#define COURIER_PRINTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define PRINTER_MS 60000 /* for one page, then it is killed */
#define PRINTER_PDF_MAX (32u * 1024u * 1024u)

struct printer;

enum printer_form {
	PRINTER_READ, /* PDF/UA: tagged, for whoever gets it */
	PRINTER_KEEP /* PDF/A, for the archive */
};

/*
 * Start the process.  SCRATCH is a folder for what a page needs while it is
 * made; it is made, emptied now and after each page, and all that the process
 * may write to.
 */
enum rc printer_start(const char *scratch, struct printer **out, struct err *e);
void printer_stop(struct printer *p); /* NULL is fine */

/*
 * Print HTML of N bytes into OUT (buf_init by the caller).  RC_UNAVAILABLE:
 * WeasyPrint is not installed, or cannot be run here.  RC_INVALID: it made
 * nothing of this page.
 */
enum rc printer_print(struct printer *p, const char *html, size_t n,
    enum printer_form form, struct buf *out, struct err *e);

#endif
