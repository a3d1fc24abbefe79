/*
 * wire -- lines of the control protocol: JSON-RPC 2.0, one text a line.
 *
 * Pure: bytes in, values out.  What is refused here is refused before anything
 * looks at its meaning: lines over 1 MiB, JSON that is wrong, holds a key twice
 * or nests too deep, arrays (batches), requests without an id.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/err.h"

#define WIRE_LINE_MAX (1024u * 1024u) /* without the newline */
#define WIRE_DEPTH_MAX 32
#define WIRE_ID_MAX 128 /* bytes of an id that is a string */

/* Codes of lines that never became a request, and the names they go with. */
#define WIRE_PARSE (-32700) /* E_PARSE: not JSON */
#define WIRE_REQUEST (-32600) /* E_REQUEST: not a request */
#define WIRE_METHOD (-32601) /* E_METHOD: no such method */

/* Filled by wire_parse, also when it fails; freed by wire_fini. */
struct wire_request {
	json_t *whole; /* owned; NULL if it was not JSON */
	const json_t *id; /* borrowed from whole; NULL: none readable */
	const char *method; /* borrowed from whole */
	json_t *params; /* borrowed from whole; NULL: not given */
	int code; /* after a failure: for wire_error */
};

/* Read one line of N bytes; a trailing CR does no harm. */
enum rc
wire_parse(const char *line, size_t n, struct wire_request *out, struct err *e);
void wire_fini(struct wire_request *r);

/*
 * Read one line as any JSON value with the same bounds, for the other end of
 * the line; RC_INVALID with a name of E_PARSE.
 */
enum rc wire_load(const char *line, size_t n, json_t **out, struct err *e);

/*
 * Lines out, each with its newline; *N is the length, the caller frees.  ID
 * may be NULL (then null).  CODE is rc_code(e->rc), or one of the codes above.
 */
char *wire_result(const json_t *id, const json_t *result, size_t *n);
char *wire_error(const json_t *id, int code, const struct err *e, size_t *n);
char *wire_notify(const char *method, const json_t *params, size_t *n);

/* The first line of a connection: {"boflyt":GREETING}. */
char *wire_greeting(const json_t *greeting, size_t *n);

/* TEXT as a JSON string, also if it is not UTF-8 (then with "?"). */
json_t *wire_text(const char *text);

#endif
