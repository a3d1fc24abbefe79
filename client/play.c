/*
 * play -- dated requests out of files; the form is in play.h.
 */
#include "client/play.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"

struct line {
	const char *file; /* borrowed */
	int number; /* in its file, from 1 */
	size_t rank; /* of the file */
	char at[32];
	json_t *json; /* owned */
};

struct play {
	struct link *link;
	struct out *out;
	const char *as;
	struct line *lines; /* owned */
	size_t n, room;
	json_t *kept; /* owned: one object per file */
	char now[32];
	unsigned int sent, refused;
};

static enum rc
add_line(struct play *p, const char *file, size_t rank, int number,
    const char *text, struct err *e)
{
	struct line *l;
	json_error_t why;
	const char *at;

	if (p->n == p->room) {
		p->room = p->room == 0 ? 64 : 2 * p->room;
		p->lines = mem_grow(p->lines, p->room, sizeof(*p->lines));
	}
	l = &p->lines[p->n];
	memset(l, 0, sizeof(*l));
	l->json = json_loads(text, JSON_REJECT_DUPLICATES, &why);
	if (!json_is_object(l->json)) {
		json_decref(l->json);
		return err_set(e, RC_INVALID, _("%s:%d: not a JSON object: %s"),
		    file, number, why.text);
	}
	p->n++;
	l->file = file;
	l->rank = rank;
	l->number = number;
	at = text_of(l->json, "at");
	if (*at == '\0' && number > 1)
		at = p->lines[p->n - 2].at;
	if (strlen(at) != strlen("2027-01-11T08:00:00Z"))
		return err_set(e, RC_INVALID,
		    _("%s:%d: at: must look like 2027-01-11T08:00:00Z"), file,
		    number);
	snprintf(l->at, sizeof(l->at), "%s", at);
	return RC_OK;
}

static enum rc
read_file(struct play *p, const char *file, size_t rank, struct err *e)
{
	FILE *f = fopen(file, "re");
	char *text = NULL;
	size_t room = 0;
	int number = 0;
	enum rc rc = RC_OK;

	if (f == NULL)
		return err_set(e, RC_NOTFOUND, _("%s: cannot be read: %s"),
		    file, strerror(errno));
	while (rc == RC_OK && getline(&text, &room, f) != -1)
		rc = add_line(p, file, rank, ++number, text, e);
	free(text);
	fclose(f);
	json_array_append_new(p->kept, json_object());
	return rc;
}

/* Dates first, then the order of the files, then that of the lines. */
static int
compare(const void *va, const void *vb)
{
	const struct line *a = va, *b = vb;
	int d = strcmp(a->at, b->at);

	if (d != 0)
		return d;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->number - b->number;
}

/* VALUE with every "$name" replaced out of KEPT; a new reference. */
static json_t *
replace(json_t *value, const json_t *kept)
{
	json_t *out, *known, *member;
	const char *key;
	size_t i;

	if (json_is_string(value) && *json_string_value(value) == '$') {
		known = json_object_get(kept, json_string_value(value) + 1);
		if (known != NULL)
			return json_incref(known);
	}
	if (json_is_array(value)) {
		out = json_array();
		json_array_foreach(value, i, member)
			json_array_append_new(out, replace(member, kept));
		return out;
	}
	if (!json_is_object(value))
		return json_deep_copy(value);
	out = json_object();
	json_object_foreach(value, key, member)
		json_object_set_new(out, key, replace(member, kept));
	return out;
}

static bool
matches_some(json_t *want, const json_t *list)
{
	json_t *got;
	size_t i;

	json_array_foreach(list, i, got)
		if (play_matches(want, got))
			return true;
	return false;
}

bool
play_matches(json_t *want, const json_t *got)
{
	json_t *member;
	const char *key;
	size_t i;

	if (json_is_object(want) && json_is_object(got)) {
		json_object_foreach(want, key, member)
			if (!play_matches(member, json_object_get(got, key)))
				return false;
		return true;
	}
	if (json_is_array(want) && json_is_array(got)) {
		json_array_foreach(want, i, member)
			if (!matches_some(member, got))
				return false;
		return true;
	}
	return got != NULL && json_equal(want, got);
}

static enum rc
differs(const struct line *l, const char *what, const json_t *want,
    const struct reply *r, struct err *e)
{
	char *wanted = json_dumps(want, JSON_ENCODE_ANY | JSON_SORT_KEYS);
	char *got = r->result == NULL ?
	    NULL :
	    json_dumps(r->result, JSON_ENCODE_ANY | JSON_SORT_KEYS);
	enum rc rc;

	rc = err_set(e, RC_GUARD, _("%s:%d: %s %.120s, but it is %.280s"),
	    l->file, l->number, what, wanted != NULL ? wanted : "?",
	    got != NULL ? got : r->err.text);
	free(wanted);
	free(got);
	return rc;
}

/* Hold the answer against what the line expects, and keep what it keeps. */
static enum rc
judge(struct play *p, const struct line *l, const struct reply *r,
    struct err *e)
{
	json_t *kept = json_array_get(p->kept, l->rank);
	json_t *expect = json_object_get(l->json, "expect");
	json_t *keep = json_object_get(l->json, "keep"), *member;
	json_t *error = json_object_get(l->json, "error");
	const char *key;

	if (error != NULL) {
		p->refused++;
		if (r->result == NULL &&
		    strcmp(r->err.name, json_string_value(error)) == 0)
			return RC_OK;
		return differs(l, _("expected the error"), error, r, e);
	}
	if (r->result == NULL)
		return err_name(e, RC_GUARD, r->err.name, "%s:%d: %s%s%s",
		    l->file, l->number, r->err.text,
		    r->err.n_fields > 0 ? ": " : "",
		    r->err.n_fields > 0 ? r->err.fields[0].text : "");
	if (expect != NULL && !play_matches(expect, r->result))
		return differs(l, _("expected"), expect, r, e);
	json_object_foreach(keep, key, member)
		json_object_set(kept, key,
		    json_object_get(r->result, json_string_value(member)));
	return RC_OK;
}

/* Send METHOD with PARAMS (taken over) for user AS. */
static enum rc
send_one(struct play *p, const char *method, json_t *params, const char *as,
    struct reply *r, struct err *e)
{
	enum rc rc;

	if (params == NULL)
		params = json_object();
	if (as != NULL && *as != '\0')
		json_object_set_new(params, "as", json_string(as));
	rc = link_call(p->link, method, params, NULL, 0, false, r, e);
	json_decref(params);
	p->sent++;
	return rc;
}

static enum rc
move_clock(struct play *p, const struct line *l, struct err *e)
{
	struct reply r;
	enum rc rc;

	if (strcmp(p->now, l->at) == 0)
		return RC_OK;
	rc = send_one(p, "clock.advance", json_pack("{s:s}", "to", l->at),
	    p->as, &r, e);
	if (rc != RC_OK)
		return rc;
	if (r.result == NULL)
		rc = err_name(e, RC_GUARD, r.err.name,
		    _("%s:%d: the clock does not move to %s: %s"), l->file,
		    l->number, l->at, r.err.text);
	reply_fini(&r);
	snprintf(p->now, sizeof(p->now), "%s", l->at);
	return rc;
}

static enum rc
play_line(struct play *p, const struct line *l, struct err *e)
{
	const char *say = text_of(l->json, "say");
	json_t *kept = json_array_get(p->kept, l->rank);
	json_t *params = json_object_get(l->json, "params");
	struct reply r;
	enum rc rc;

	if ((rc = move_clock(p, l, e)) != RC_OK)
		return rc;
	if (*say != '\0') {
		fprintf(p->out->f, "%.10s  ", l->at);
		out_text(p->out, OUT_HEAD, say);
		fputc('\n', p->out->f);
		fflush(p->out->f);
	}
	rc = send_one(p, text_of(l->json, "method"),
	    params == NULL ? NULL : replace(params, kept),
	    text_of(l->json, "as"), &r, e);
	if (rc != RC_OK)
		return rc;
	rc = judge(p, l, &r, e);
	reply_fini(&r);
	return rc;
}

enum rc
play_files(struct link *l, const char *as, const char *const *files, size_t n,
    struct out *o, struct err *e)
{
	struct play p = { .link = l, .out = o, .as = as };
	enum rc rc = RC_OK;
	size_t i;

	p.kept = json_array();
	for (i = 0; i < n && rc == RC_OK; i++)
		rc = read_file(&p, files[i], i, e);
	if (rc == RC_OK && p.n > 0)
		qsort(p.lines, p.n, sizeof(*p.lines), compare);
	for (i = 0; i < p.n && rc == RC_OK; i++)
		rc = play_line(&p, &p.lines[i], e);
	if (rc == RC_OK)
		fprintf(o->f,
		    _("played: %zu files, %u requests, "
		      "%u refused as expected\n"),
		    n, p.sent, p.refused);
	for (i = 0; i < p.n; i++)
		json_decref(p.lines[i].json);
	free(p.lines);
	json_decref(p.kept);
	return rc;
}
