/*
 * manual -- what a plugin's rows say, as a manual page and as editor stubs.
 *
 * Out of the same rows as the methods themselves, so that neither can be out of
 * date.  Texts are in the language that gettext speaks now.
 */
#ifndef PLUGIN_MANUAL_H
#define PLUGIN_MANUAL_H

#include <stdio.h>

#include <boflyt/plugin.h>

/* Write a page in mdoc, section 7, of D to OUT. */
void manual_write(const struct bf_plugin *d, FILE *out);

/*
 * Write the functions of D that definitions may call to OUT, as the annotations
 * that lua-language-server reads.
 */
void manual_write_stubs(const struct bf_plugin *d, FILE *out);

#endif
