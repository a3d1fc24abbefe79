/*
 * letter_page -- a letter as a page: HTML that is made into a PDF.
 *
 * Everything stands in the page itself: no script, no picture, no address that
 * would be fetched.  The window of the envelope shows the receiver's name and
 * address and that a municipality has written; nothing of unit or matter stands
 * above the fold but the title of the letter, inside.
 */
#ifndef MODEL_LETTER_PAGE_H
#define MODEL_LETTER_PAGE_H

#include "model/text.h"

struct letter_page {
	enum lang lang;
	const char *municipality; /* "Kongsvinger" */
	const char *sender; /* its address and telephone; NULL or "": none */
	const char *receiver; /* name and address, a line each */
	const char *date; /* in words */
	const char *case_number;
	const char *title;
	const char *text; /* as template_fill gives it */
	const char *footer; /* at the foot of every page; NULL: nothing */
};

/* The page (the caller's). */
char *letter_page_html(const struct letter_page *p);

#endif
