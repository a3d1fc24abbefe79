/*
 * show -- the answer in the form that was asked for: table, JSON, CSV, SVG,
 * or a file.
 */
#include "client/show.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"
#include "client/export.h"
#include "client/svg.h"
#include "client/view.h"

static bool
is_format(const struct args *a, const char *name)
{
	return a->format != NULL && strcmp(a->format, name) == 0;
}

enum rc
show_check(const struct args *a, const struct request *q, struct err *e)
{
	bool rows = json_is_string(json_object_get(q->method, "rows"));
	struct stat st;

	if (a->format != NULL && !is_format(a, "table") &&
	    !is_format(a, "json") && !is_format(a, "csv") &&
	    !is_format(a, "svg"))
		return err_set(e, RC_INVALID,
		    _("--format: '%s' is none of table, csv, json, svg"),
		    a->format);
	if ((is_format(a, "csv") || is_format(a, "svg")) && !rows)
		return err_set(e, RC_INVALID,
		    _("--format %s: %s does not answer with rows"), a->format,
		    method_name(q->method));
	if (q->file != NULL && !a->force && lstat(q->file, &st) == 0)
		return err_set(e, RC_INVALID,
		    _("%s: there already; --force overwrites it"), q->file);
	if (q->file == NULL && method_gives_file(q->method) &&
	    isatty(STDOUT_FILENO) == 1)
		return err_set(e, RC_INVALID,
		    _("%s: name the file that it is "
		      "to be written to"),
		    method_name(q->method));
	return RC_OK;
}

static enum rc
copy_bytes(int from, int to, const char *name, struct err *e)
{
	char chunk[65536];
	ssize_t n, done, put;

	(void)lseek(from, 0, SEEK_SET);
	while ((n = read(from, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, RC_IO, "%s: %s", name,
			    strerror(errno));
		for (done = 0; done < n; done += put) {
			put = write(to, chunk + done, (size_t)(n - done));
			if (put < 0 && errno == EINTR)
				put = 0;
			else if (put < 0)
				return err_set(e, RC_IO, "%s: %s", name,
				    strerror(errno));
		}
	}
	return RC_OK;
}

/* Written beside its place and then moved there, so that it is never half. */
static enum rc
save_file(const struct args *a, int from, const char *path, struct err *e)
{
	char *temp = mem_format("%s.XXXXXX", path);
	int fd = mkstemp(temp);
	enum rc rc;

	if (fd == -1) {
		free(temp);
		return err_set(e, RC_INVALID, "%s: %s", path, strerror(errno));
	}
	rc = copy_bytes(from, fd, path, e);
	if (rc == RC_OK && fsync(fd) == -1)
		rc = err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	close(fd);
	/* link() refuses a file that came in the meantime; rename() does not. */
	if (rc == RC_OK &&
	    (a->force ? rename(temp, path) : link(temp, path)) == -1)
		rc = err_set(e, RC_INVALID, "%s: %s", path, strerror(errno));
	(void)unlink(temp);
	free(temp);
	return rc;
}

/* Fetch the pages after the first and put their rows to it. */
static enum rc
fetch_pages(struct link *l, const struct request *q, json_t *result,
    struct err *e)
{
	const char *member = text_of(q->method, "rows");
	json_t *params = json_copy(q->params), *next, *more;
	struct reply r;
	enum rc rc = RC_OK;

	next = json_incref(json_object_get(result, "next"));
	while (rc == RC_OK && json_is_string(next)) {
		json_object_set_new(params, "after", next);
		next = NULL;
		rc = link_call(l, method_name(q->method), params, NULL, 0, true,
		    &r, e);
		if (rc == RC_OK && r.result == NULL) {
			*e = r.err;
			rc = e->rc;
		} else if (rc == RC_OK) {
			more = json_object_get(r.result, member);
			json_array_extend(json_object_get(result, member),
			    more);
			next = json_incref(json_object_get(r.result, "next"));
		}
		if (rc == RC_OK)
			reply_fini(&r);
	}
	json_decref(next);
	json_decref(params);
	return rc;
}

static enum rc
show_export(struct out *o, struct link *l, const struct args *a,
    const struct request *q, json_t *result, struct err *e)
{
	json_t *columns = json_object_get(q->method, "columns"), *rows;
	enum rc rc;

	if ((rc = fetch_pages(l, q, result, e)) != RC_OK)
		return rc;
	rows = json_object_get(result, text_of(q->method, "rows"));
	if (is_format(a, "csv"))
		export_csv(o->f, rows, columns);
	else
		svg_write(o->f, text_of(q->method, "text"), rows, columns);
	return RC_OK;
}

enum rc
show_reply(struct out *o, struct link *l, const struct args *a,
    const struct request *q, struct reply *r, struct err *e)
{
	enum rc rc = RC_OK;

	if (r->file != -1 && q->file == NULL && !is_format(a, "json"))
		return copy_bytes(r->file, STDOUT_FILENO, _("output"), e);
	if (r->file != -1 && q->file != NULL)
		rc = save_file(a, r->file, q->file, e);
	if (rc != RC_OK)
		return rc;
	if (is_format(a, "csv") || is_format(a, "svg"))
		return show_export(o, l, a, q, r->result, e);
	if (is_format(a, "json")) {
		if (json_dumpf(r->result, o->f,
			JSON_ENCODE_ANY | JSON_COMPACT) != 0)
			return err_set(e, RC_IO, "%s", strerror(errno));
		putc('\n', o->f);
		return RC_OK;
	}
	view_result(o, q->method, r->result);
	return RC_OK;
}
