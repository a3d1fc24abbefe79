/*
 * fuzz_config -- the daemon's own file and a municipality's, as one text each.
 */
#include <string.h>

#include "base/config.h"
#include "base/ini.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "model/municipality.h"

static char name[] = "a.ini";

/* Mistakes are lines for people, and there are some if the text is refused. */
static void
check_mistakes(enum rc rc, struct lines *mistakes, const struct err *e)
{
	size_t i;

	MUST((rc == RC_OK) == (mistakes->n == 0));
	MUST(rc == RC_OK || (rc == RC_CONFIG && e->text[0] != '\0'));
	for (i = 0; i < mistakes->n; i++) {
		MUST(
		    utf8_is_text(mistakes->line[i], strlen(mistakes->line[i])));
		MUST(strncmp(mistakes->line[i], name, 5) == 0);
	}
	lines_free(mistakes);
}

static void
read_as_daemon(const struct ini_text *text)
{
	static const struct bf_key *const tables[] = { daemon_keys, NULL };
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct config *c = NULL;
	enum rc rc = config_read_text(text, tables, NULL, &mistakes, &c, &e);

	MUST((rc == RC_OK) == (c != NULL));
	check_mistakes(rc, &mistakes, &e);
	config_free(c);
}

static void
read_as_municipality(const struct ini_text *text)
{
	struct lines mistakes = LINES_INIT;
	struct municipality *m = NULL;
	struct err e = ERR_INIT;
	enum rc rc = municipality_read_text(text, NULL, &mistakes, &m, &e);

	MUST((rc == RC_OK) == (m != NULL));
	check_mistakes(rc, &mistakes, &e);
	municipality_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct ini_text text = { .name = name, .n = n };

	text.bytes = malloc(n + 1);
	MUST(text.bytes != NULL);
	memcpy(text.bytes, bytes, n);
	read_as_daemon(&text);
	read_as_municipality(&text);
	free(text.bytes);
	return 0;
}
