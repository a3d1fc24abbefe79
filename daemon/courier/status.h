/*
 * status -- the status file of a letter in the spool, line by line.
 *
 *	2027-02-10T09:15:00Z MOTTATT
 *	2027-02-10T10:02:31+01:00 VARSLET anything more is not read
 *
 * Each line is an instant (RFC 3339, to the second or finer) and a word of
 * capitals, digits and underscores.  What a word means is not known here.
 */
#ifndef COURIER_STATUS_H
#define COURIER_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATUS_WORD 32 /* bytes of a word, with the closing zero */

/* Take N bytes of LINE apart; *AT in ms UTC.  False if it is no such line. */
bool
status_read(const char *line, size_t n, int64_t *at, char word[STATUS_WORD]);

#define STATUS_LINE 64 /* bytes of status_write's line */

/* Write the line of WORD at AT (ms UTC, since 1970), its newline included. */
void status_write(int64_t at, const char *word, char out[STATUS_LINE]);

#endif
