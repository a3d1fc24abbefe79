/*
 * watch -- what happens, line by line, as long as somebody looks.
 */
#include "client/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "client/catalog.h"
#include "client/value.h"

#define CREDIT 256 /* events that may be on their way */
#define AGAIN_S 1 /* between two attempts to connect */
#define CASE_COLUMNS 9 /* "2027/1234" */

struct watch {
	struct link *link; /* borrowed */
	struct out *out, *tell; /* borrowed */
	bool json;
	json_t *params; /* owned: of watch.open */
	json_int_t id;
	json_int_t incarnation, commit; /* the last that is known */
	json_int_t used; /* of the credit */
	int *code;
};

bool
watch_is_meant(const char *word, const char *next)
{
	if (strcmp(word, "watch") != 0 && strcmp(word, "følg") != 0)
		return false;
	return next == NULL || next[0] == '-' || strchr(next, '=') != NULL;
}

static enum rc
set_option(struct watch *w, const char *name, size_t len, const char *value,
    struct err *e)
{
	static const char *const names[] = { "case", "unit", "kind" };
	json_t *filter = json_object_get(w->params, "filter");
	char *end;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) != len ||
		    strncmp(names[i], name, len) != 0)
			continue;
		if (json_object_set_new(filter, names[i], json_string(value)) ==
		    0)
			return RC_OK;
		return err_set(e, RC_INVALID, _("%s: not UTF-8"), names[i]);
	}
	if (len != 4 || strncmp(name, "from", len) != 0)
		return err_set(e, RC_INVALID,
		    _("watch: --%.*s is not known; --case, --unit, --kind, "
		      "--mine and --from are"),
		    (int)len, name);
	errno = 0;
	w->commit = strtoll(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || w->commit < 0)
		return err_set(e, RC_INVALID,
		    _("--from: '%s' is not the number of a commit"), value);
	return RC_OK;
}

static enum rc
read_words(struct watch *w, const char *const *word, size_t n, struct err *e)
{
	json_t *filter = json_object_get(w->params, "filter");
	const char *name, *value;
	size_t i, len;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < n; i++) {
		name = word[i] + strspn(word[i], "-");
		len = strcspn(name, "=");
		if (strcmp(name, "mine") == 0) {
			json_object_set_new(filter, "mine", json_true());
			continue;
		}
		value = name[len] == '=' ? name + len + 1 : NULL;
		if (value == NULL && i + 1 < n)
			value = word[++i];
		if (value == NULL)
			return err_set(e, RC_INVALID,
			    _("--%s: the value is missing"), name);
		rc = set_option(w, name, len, value, e);
	}
	return rc;
}

/* Begin behind the last event that is known, or now if none is. */
static enum rc
start(struct watch *w, struct err *e)
{
	struct reply r;
	enum rc rc;

	if (w->commit >= 0)
		json_object_set_new(w->params, "from",
		    json_pack("{sI sI}", "incarnation",
			(json_int_t)w->incarnation, "commit",
			(json_int_t)w->commit));
	rc = link_call(w->link, "watch.open", w->params, NULL, 0, false, &r, e);
	if (rc != RC_OK)
		return rc;
	if (r.result == NULL) {
		*e = r.err;
		*w->code = r.code;
		reply_fini(&r);
		return e->rc;
	}
	w->id = json_integer_value(json_object_get(r.result, "watch"));
	w->incarnation =
	    json_integer_value(json_object_get(r.result, "incarnation"));
	w->commit = json_integer_value(json_object_get(r.result, "commit"));
	w->used = 0;
	reply_fini(&r);
	return RC_OK;
}

static enum rc
give_credit(struct watch *w, struct err *e)
{
	json_t *params = json_pack("{sI sI}", "watch", w->id, "n", w->used);
	struct reply r;
	enum rc rc;

	rc = link_call(w->link, "watch.credit", params, NULL, 0, false, &r, e);
	json_decref(params);
	if (rc != RC_OK)
		return rc;
	if (r.result == NULL) {
		*e = r.err;
		*w->code = r.code;
		rc = e->rc;
	}
	w->used = 0;
	reply_fini(&r);
	return rc;
}

/* TEXT, without what could move a terminal's cursor. */
static void
put_text(struct out *o, const char *text)
{
	for (; *text != '\0'; text++)
		putc((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text,
		    o->f);
}

/* Who did it; what nobody did has nobody. */
static void
put_actor(struct out *o, const json_t *event)
{
	char *who, *unit;

	if (strcmp(text_of(event, "actor"), "system") == 0)
		return;
	who = value_member(event, "actor", "name", VALUE_TABLE);
	unit = value_member(event, "unit", "name", VALUE_TABLE);
	fputs("  – ", o->f);
	put_text(o, who);
	if (unit[0] != '\0') {
		fputs(", ", o->f);
		put_text(o, unit);
	}
	free(who);
	free(unit);
}

/* "2027-01-11 09:00  2027/1     Til kartlegging → Kartlegging  – Kari, NAV" */
static void
show_event(struct out *o, const json_t *event)
{
	const char *number = text_of(event, "case");
	size_t width = out_width(number);
	char when[24];

	value_instant(json_integer_value(json_object_get(event, "time")), when);
	out_text(o, OUT_QUIET, when);
	fputs("  ", o->f);
	out_text(o, OUT_HEAD, number);
	out_blanks(o, 2 + (width < CASE_COLUMNS ? CASE_COLUMNS - width : 0));
	put_text(o, text_of(event, "text"));
	put_actor(o, event);
	putc('\n', o->f);
}

static void
show_json(struct out *o, const json_t *event)
{
	char *line = json_dumps(event, JSON_COMPACT);

	fputs(line != NULL ? line : "{}", o->f);
	putc('\n', o->f);
	free(line);
}

/* It is not told any more what happens. */
static enum rc
closed(const json_t *event, struct err *e)
{
	return err_name(e, RC_DENIED, text_of(event, "reason"),
	    _("the watch has ended: you may no longer see what it shows"));
}

static enum rc
take_event(struct watch *w, const json_t *event, struct err *e)
{
	const char *kind = text_of(event, "kind");

	if (w->json)
		show_json(w->out, event);
	if (strcmp(kind, "closed") == 0)
		return closed(event, e);
	if (strcmp(kind, "resync") != 0) {
		w->commit =
		    json_integer_value(json_object_get(event, "commit"));
		w->used++;
		if (!w->json)
			show_event(w->out, event);
	} else if (strcmp(text_of(event, "reason"), "credit") != 0 && !w->json)
		fprintf(w->tell->f, "boflyt: %s\n",
		    _("the daemon does not know the place to go on from; "
		      "something may be missing above, and what follows is "
		      "new"));
	if (fflush(w->out->f) != 0)
		return err_set(e, RC_INTERNAL, "%s", strerror(errno));
	return w->used >= CREDIT / 2 ? give_credit(w, e) : RC_OK;
}

/* Show events until something is wrong. */
static enum rc
follow(struct watch *w, struct err *e)
{
	json_t *event;
	enum rc rc = start(w, e);

	while (rc == RC_OK) {
		if ((rc = link_hear(w->link, &event, e)) != RC_OK)
			break;
		if (json_integer_value(json_object_get(event, "watch")) ==
		    w->id)
			rc = take_event(w, event, e);
		json_decref(event);
	}
	return rc;
}

/* Wait for the daemon to come back. */
static enum rc
reconnect(struct watch *w, struct err *e)
{
	enum rc rc;

	fprintf(w->tell->f, "boflyt: %s\n",
	    _("the connection was lost; trying again"));
	do {
		sleep(AGAIN_S);
		err_clear(e);
		rc = link_again(w->link, e);
	} while (rc == RC_UNAVAILABLE);
	if (rc == RC_OK)
		fprintf(w->tell->f, "boflyt: %s\n", _("connected again"));
	return rc;
}

enum rc
watch_events(struct link *l, const struct args *a, const char *const *word,
    size_t n, struct out *out, struct out *tell, int *code, struct err *e)
{
	struct watch w = { .link = l,
		.out = out,
		.tell = tell,
		.commit = -1,
		.code = code };
	enum rc rc;

	*code = 0;
	w.json = a->format != NULL && strcmp(a->format, "json") == 0;
	w.incarnation =
	    json_integer_value(json_object_get(l->hello, "incarnation"));
	w.params = json_copy(a->reserved);
	json_object_set_new(w.params, "filter", json_object());
	json_object_set_new(w.params, "credit", json_integer(CREDIT));
	rc = read_words(&w, word, n, e);
	while (rc == RC_OK) {
		rc = follow(&w, e);
		if (rc == RC_UNAVAILABLE && *code == 0)
			rc = reconnect(&w, e);
	}
	json_decref(w.params);
	return rc;
}
