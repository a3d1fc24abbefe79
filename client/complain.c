/*
 * complain -- an error told to who called the program.
 */
#include "client/complain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/wire.h"

#define TRACE_FIELD "trace" /* of E_SCRIPT: a line of the trace each */

/* A line of a trace; tabs of the source take less room. */
static void
complain_trace(struct out *o, const char *line)
{
	out_blanks(o, 4);
	for (; *line != '\0'; line++) {
		if (*line == '\t')
			out_blanks(o, 2);
		else
			putc(*line, o->f);
	}
	putc('\n', o->f);
}

/*
 * What the error says of fields, a line each; the trace of a failed function
 * as it is, without a name before each line.
 */
static void
complain_fields(struct out *o, const struct err *e)
{
	const struct err_field *f;
	size_t i;

	/* The text may already be all that is known of the one field. */
	if (e->n_fields == 1 && strstr(e->text, e->fields[0].text) != NULL)
		return;
	for (i = 0; i < e->n_fields; i++) {
		f = &e->fields[i];
		if (strcmp(f->field, TRACE_FIELD) == 0)
			complain_trace(o, f->text);
		else
			fprintf(o->f, "  %s: %s\n", f->field, f->text);
	}
}

/* The error as the protocol has it, a line. */
static void
complain_json(struct out *o, const struct err *e, int code)
{
	size_t n;
	char *line = wire_error(NULL, code != 0 ? code : rc_code(e->rc), e, &n);

	fwrite(line, 1, n, o->f);
	free(line);
}

int
complain_of(struct out *o, bool json, const struct err *e, int code)
{
	static const struct {
		int code;
		int status;
	} lines[] = { /* of requests that never became one */
		{ -32700, EX_PROTOCOL }, { -32600, EX_PROTOCOL },
		{ -32601, EX_USAGE }
	};
	size_t i;
	enum rc rc;

	if (json) {
		complain_json(o, e, code);
	} else {
		fprintf(o->f, "boflyt: %s: %s\n", e->name, e->text);
		complain_fields(o, e);
	}
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (code == lines[i].code)
			return lines[i].status;
	}
	for (rc = RC_INVALID; code != 0 && rc <= RC_INTERNAL; rc++) {
		if (rc_code(rc) == code)
			return rc_exit(rc);
	}
	return rc_exit(e->rc);
}
