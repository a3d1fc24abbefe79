/*
 * request -- from the words of a command to the parameters of its method.
 */
#ifndef CLIENT_REQUEST_H
#define CLIENT_REQUEST_H

#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "client/args.h"
#include "client/link.h"

struct request {
	const json_t *method; /* borrowed from the catalog */
	json_t *params; /* owned; what is known of them */
	json_t *pairs; /* owned; name=value for the rest parameter that
				 * have no type yet: name to {form, text} */
	int fd[LINK_FDS]; /* owned; files that go with it */
	size_t n_fds;
	const char *file; /* borrowed; where a file that comes goes */
	size_t n_given; /* values that the command line had */
};

/*
 * Read the N words behind the verb, --input and the reserved options.  Names
 * are checked, values typed by the method's row; a value that does not belong
 * on a command line is refused.  Free with request_fini even after an error.
 */
enum rc request_read(struct request *r, const json_t *method,
    const struct args *a, const char *const *word, size_t n, struct err *e);
void request_fini(struct request *r);

/*
 * Give the pairs their types by FIELDS, as case.form lists them, and move
 * them into the rest parameter.  Without FIELDS (NULL) no class is known, so
 * that only name=@FILE is accepted.
 */
enum rc
request_type_pairs(struct request *r, const json_t *fields, struct err *e);

/* Names of required parameters that are missing (new reference). */
json_t *request_missing(const struct request *r);

/* The rest parameter's object, made if need be; NULL: there is none. */
json_t *request_rest(struct request *r);

/* Open the files whose paths stand where descriptors are wanted. */
enum rc request_open_files(struct request *r, struct err *e);

#endif
