/*
 * pure -- the shipped law for tests of pure rules; see pure.h.
 */
#include "pure.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lines.h"
#include "model/law.h"
#include "model/pure.h"

struct bf_pure pure;
static struct law *law;

int
pure_open(void **state)
{
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	const char *top = getenv("srcdir");
	char path[512];

	(void)state;
	snprintf(path, sizeof(path), "%s/etc/law.ini", top ? top : ".");
	if (law_load(path, &mistakes, &law, &e) != RC_OK)
		fail_msg("%s", e.text);
	pure_init(&pure, law);
	return 0;
}

int
pure_close(void **state)
{
	(void)state;
	law_free(law);
	law = NULL;
	return 0;
}

struct bf_date
day(const char *text)
{
	struct bf_date d = BF_NO_DATE;

	if (text != NULL)
		assert_true(pure.date_parse(text, &d));
	return d;
}
