/*
 * run -- one command from its words to its answer.
 */
#include <config.h>

#include "client/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "client/args.h"
#include "client/ask.h"
#include "client/catalog.h"
#include "client/complain.h"
#include "client/complete.h"
#include "client/help.h"
#include "client/link.h"
#include "client/out.h"
#include "client/play.h"
#include "client/plugin.h"
#include "client/request.h"
#include "client/show.h"
#include "client/view.h"
#include "client/watch.h"
#include "client/words.h"

struct run {
	struct args args;
	struct link link;
	struct catalog catalog;
	struct out out; /* standard output */
	struct out tell; /* standard error */
	bool tty; /* somebody can answer a form */
};

/* Is it a program that reads the answer? */
static bool
is_for_program(const struct run *run)
{
	return run->args.format != NULL &&
	    strcmp(run->args.format, "json") == 0;
}

/* Tell of the error on standard error; an exit status for it. */
static int
complain(struct run *run, const struct err *e, int code)
{
	return complain_of(&run->tell, is_for_program(run), e, code);
}

/* Did the reader choose a language?  Else the municipality's is spoken. */
static bool
language_is_chosen(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL",
		"LC_MESSAGES", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return strncmp(value, "C", 1) != 0 &&
			    strcmp(value, "POSIX") != 0;
	}
	return false;
}

static enum rc
learn(struct run *run, bool chosen, struct err *e)
{
	struct reply r;
	json_t *params = json_object(), *result;
	enum rc rc;

	rc =
	    link_call(&run->link, "sys.describe", params, NULL, 0, true, &r, e);
	json_decref(params);
	if (rc != RC_OK)
		return rc;
	if (r.result == NULL) {
		*e = r.err;
		reply_fini(&r);
		return e->rc;
	}
	result = json_incref(r.result);
	reply_fini(&r);
	rc = catalog_init(&run->catalog, result, e);
	if (rc == RC_OK && !chosen)
		i18n_init(catalog_language(&run->catalog));
	return rc;
}

/*
 * The fields of the form behind the rest parameter: the object's own `form`
 * method is asked with those parameters that both have.  *FIELDS is NULL if
 * there is no such method.
 */
static enum rc
fetch_form(struct run *run, const struct request *q, json_t **fields,
    json_t **title, struct err *e)
{
	const char *name = method_name(q->method), *key;
	char *form = mem_format("%.*s.form", (int)strcspn(name, "."), name);
	json_t *method = catalog_find(&run->catalog, form), *params, *v;
	struct reply r;
	enum rc rc;

	*fields = NULL;
	*title = NULL;
	free(form);
	if (method == NULL || method_rest(q->method) == NULL)
		return RC_OK;
	params = json_copy(run->args.reserved);
	json_object_del(params, "idem");
	json_object_del(params, "if_rev");
	json_object_foreach(q->params, key, v) {
		if (method_param(method, key) != NULL)
			json_object_set(params, key, v);
	}
	rc = link_call(&run->link, method_name(method), params, NULL, 0, true,
	    &r, e);
	json_decref(params);
	if (rc != RC_OK)
		return rc;
	if (r.result == NULL) {
		*e = r.err;
		rc = e->rc;
	} else {
		*fields = json_incref(json_object_get(r.result, "fields"));
		*title = json_incref(json_object_get(r.result, "title"));
	}
	reply_fini(&r);
	return rc;
}

/* Is a required field neither given nor already in the case? */
static bool
form_is_owed(const json_t *fields, const json_t *given)
{
	json_t *field, *value;
	size_t i;

	json_array_foreach(fields, i, field) {
		value = json_object_get(field, "value");
		if (json_is_true(json_object_get(field, "required")) &&
		    json_object_get(given, text_of(field, "name")) == NULL &&
		    (value == NULL || json_is_null(value)))
			return true;
	}
	return false;
}

/* Has the method values that only a form or a file can give? */
static bool
has_closed_params(const json_t *method)
{
	const char *name, *rest = method_rest(method);
	json_t *p;

	json_object_foreach(method_params(method), name, p) {
		if (!param_is_open(p) &&
		    (rest == NULL || strcmp(rest, name) != 0))
			return true;
	}
	return false;
}

static enum rc
missing_error(const struct run *run, const struct request *q,
    const json_t *missing, struct err *e)
{
	char *command = method_command(q->method), *field;
	const char *title;
	size_t i;

	err_set(e, RC_INVALID,
	    _("%s: values are missing; "
	      "give them as name=value, with --input -, or in a terminal where "
	      "the form opens"),
	    command);
	for (i = 0; i < json_array_size(missing); i++) {
		const char *name =
		    json_string_value(json_array_get(missing, i));

		title = catalog_param_title(&run->catalog, q->method, name);
		field = is_for_program(run) || strcasecmp(title, name) == 0 ?
		    mem_text(name) :
		    mem_format("%s (%s)", name, title);
		err_field(e, field, NULL, "%s",
		    param_text(method_param(q->method, name)));
		free(field);
	}
	free(command);
	return RC_INVALID;
}

static enum rc
aborted(struct err *e)
{
	return err_name(e, RC_NOTFOUND, "E_ABORTED",
	    _("the form was left; nothing was sent"));
}

/* Ask for the parameters of the method itself. */
static enum rc
ask_params(struct run *run, struct request *q, bool *asked, struct err *e)
{
	json_t *missing = request_missing(q), *fields;
	bool owed = json_array_size(missing) > 0 || run->args.form ||
	    (q->n_given == 0 && has_closed_params(q->method));
	enum rc rc = RC_OK;

	if (!run->tty || !owed) {
		if (json_array_size(missing) > 0)
			rc = missing_error(run, q, missing, e);
		json_decref(missing);
		return rc;
	}
	json_decref(missing);
	fields = ask_fields_of(&run->catalog, q->method, q->params);
	*asked = true;
	if (ask_form(stdin, &run->tell, text_of(q->method, "text"), fields,
		NULL, q->params) == ASK_ABORTED)
		rc = aborted(e);
	else
		rc = request_open_files(q, e);
	json_decref(fields);
	return rc;
}

/* Ask for the fields behind the rest parameter. */
static enum rc
ask_fields(struct run *run, struct request *q, json_t **fields, bool *asked,
    struct err *e)
{
	json_t *title = NULL, *rest;
	enum rc rc;

	*fields = NULL;
	if (method_rest(q->method) == NULL)
		return RC_OK;
	if (json_object_size(q->pairs) == 0 &&
	    (!run->tty || run->args.input != NULL))
		return RC_OK;
	if ((rc = fetch_form(run, q, fields, &title, e)) != RC_OK)
		return rc;
	rc = request_type_pairs(q, *fields, e);
	rest = rc == RC_OK ? request_rest(q) : NULL;
	if (rest != NULL && run->tty && *fields != NULL &&
	    (run->args.form || form_is_owed(*fields, rest))) {
		*asked = true;
		if (ask_form(stdin, &run->tell,
			json_is_string(title) ? json_string_value(title) :
						method_name(q->method),
			*fields, NULL, rest) == ASK_ABORTED)
			rc = aborted(e);
	}
	json_decref(title);
	return rc;
}

/* After a refusal: ask for the wrong fields again; false if none of them. */
static bool
ask_again(struct run *run, struct request *q, const json_t *fields,
    const struct err *refusal, enum ask_end *end)
{
	json_t *wrong = json_object(),
	       *own = ask_fields_of(&run->catalog, q->method, NULL);
	json_t *rest = request_rest(q);
	const json_t *list = rest != NULL && fields != NULL ? fields : own;
	bool any = false;
	json_t *f;
	size_t i;

	for (i = 0; i < refusal->n_fields; i++)
		json_object_set_new(wrong, refusal->fields[i].field,
		    json_string(refusal->fields[i].text));
	json_array_foreach(list, i, f)
		any = any || json_object_get(wrong, text_of(f, "name")) != NULL;
	if (any)
		*end = ask_form(stdin, &run->tell, refusal->text, list, wrong,
		    list == fields ? rest : q->params);
	json_decref(wrong);
	json_decref(own);
	return any;
}

/* Send, and in a terminal let the wrong fields be mended. */
static int
send_request(struct run *run, struct request *q, const json_t *fields,
    bool asked)
{
	bool keyed = json_object_get(q->params, "idem") != NULL;
	bool write = method_is_write(q->method);
	struct err e = ERR_INIT;
	enum ask_end end;
	struct reply r;
	char key[ID_UUID_SIZE];
	int status;

	for (;;) {
		/* A changed body needs a new key. */
		if (write && !keyed) {
			id_uuid(key);
			json_object_set_new(q->params, "idem",
			    json_string(key));
		}
		if (link_call(&run->link, method_name(q->method), q->params,
			q->fd, q->n_fds, true, &r, &e) != RC_OK)
			return complain(run, &e, 0);
		if (r.result != NULL)
			break;
		end = ASK_DONE;
		if (!asked || r.err.n_fields == 0 ||
		    !ask_again(run, q, fields, &r.err, &end)) {
			status = complain(run, &r.err, r.code);
			reply_fini(&r);
			return status;
		}
		reply_fini(&r);
		if (end == ASK_ABORTED) {
			(void)aborted(&e);
			return complain(run, &e, 0);
		}
	}
	view_warnings(&run->tell, r.result);
	status =
	    show_reply(&run->out, &run->link, &run->args, q, &r, &e) == RC_OK ?
	    EX_OK :
	    complain(run, &e, 0);
	reply_fini(&r);
	return status;
}

static int
run_method(struct run *run, const json_t *method, const char *const *word,
    size_t n)
{
	struct err e = ERR_INIT;
	struct request q;
	json_t *fields = NULL;
	bool asked = false;
	int status;

	words_of(json_object_get(run->catalog.all, "words"),
	    method_name(method));
	if (request_read(&q, method, &run->args, word, n, &e) != RC_OK ||
	    show_check(&run->args, &q, &e) != RC_OK ||
	    ask_params(run, &q, &asked, &e) != RC_OK ||
	    ask_fields(run, &q, &fields, &asked, &e) != RC_OK)
		status = complain(run, &e, 0);
	else
		status = send_request(run, &q, fields, asked);
	json_decref(fields);
	request_fini(&q);
	return status;
}

static bool
is_help(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "hjelp") == 0;
}

/* The dated files of a test installation: boflyt play FILE ... */
static int
run_files(struct run *run, const char *const *file, size_t n)
{
	const char *as =
	    json_string_value(json_object_get(run->args.reserved, "as"));
	struct err e = ERR_INIT;

	if (n == 0) {
		err_set(&e, RC_INVALID, _("play: name the files to play"));
		return complain(run, &e, 0);
	}
	return play_files(&run->link, as, file, n, &run->out, &e) == RC_OK ?
	    EX_OK :
	    complain(run, &e, 0);
}

static bool
is_play(const char *word)
{
	return strcmp(word, "play") == 0 || strcmp(word, "spill") == 0;
}

/* Ends only by an error: whoever looks ends it. */
static int
run_watch(struct run *run, const char *const *word, size_t n)
{
	struct err e = ERR_INIT;
	int code;

	(void)watch_events(&run->link, &run->args, word, n, &run->out,
	    &run->tell, &code, &e);
	return complain(run, &e, code);
}

static int
run_words(struct run *run)
{
	const char *const *word = run->args.word;
	size_t n = run->args.n_words, used;
	struct err e = ERR_INIT;
	const char *object;
	json_t *method;
	bool help = run->args.help;

	if (n > 0 && is_help(word[0])) {
		help = true;
		word++;
		n--;
	}
	if (n == 0) {
		help_start(&run->out, &run->catalog);
		return EX_OK;
	}
	if (is_play(word[0]) && !help)
		return run_files(run, word + 1, n - 1);
	if (watch_is_meant(word[0], n > 1 ? word[1] : NULL) && !help)
		return run_watch(run, word + 1, n - 1);
	if (catalog_resolve(&run->catalog, word, n, &method, &object, &used,
		&e) != RC_OK)
		return complain(run, &e, 0);
	if (method == NULL)
		help_object(&run->out, &run->catalog, object);
	else if (help)
		help_method(&run->out, &run->catalog, method);
	else
		return run_method(run, method, word + used, n - used);
	return EX_OK;
}

/* Needs no daemon that serves. */
static int
run_plugin(struct run *run)
{
	struct err e = ERR_INIT;
	int status = EX_OK;

	return plugin_run(run->args.word, run->args.n_words, &status, &e) ==
		RC_OK ?
	    status :
	    complain(run, &e, 0);
}

/* Whoever only called the program is told how, even so. */
static int
no_daemon(struct run *run, const struct err *e)
{
	if (run->args.complete)
		return EX_UNAVAILABLE;
	if (run->args.n_words == 0)
		help_usage(&run->tell);
	return complain(run, e, 0);
}

int
run_command(int argc, char **argv)
{
	bool chosen = language_is_chosen();
	struct err e = ERR_INIT;
	struct run run;
	int status = EX_OK;

	memset(&run, 0, sizeof(run));
	run.link.fd = -1;
	run.link.file = -1;
	i18n_init(NULL);
	out_init(&run.out, stdout);
	out_init(&run.tell, stderr);
	run.tty = isatty(STDIN_FILENO) == 1;
	if (args_parse(argc, argv, &run.args, &e) != RC_OK)
		status = complain(&run, &e, 0);
	else if (run.args.version)
		fprintf(stdout, "boflyt %s\n", PACKAGE_VERSION);
	else if (run.args.help && run.args.n_words == 0)
		help_usage(&run.out);
	else if (plugin_is_meant(run.args.word, run.args.n_words) &&
	    !run.args.complete)
		status = run_plugin(&run);
	else if (link_open(&run.link, run.args.socket, run.args.municipality,
		     &e) != RC_OK ||
	    learn(&run, chosen, &e) != RC_OK)
		status = no_daemon(&run, &e);
	else if (run.args.complete)
		complete_print(&(struct complete){ stdout, &run.catalog,
				   &run.link, run.args.reserved },
		    run.args.word, run.args.n_words);
	else
		status = run_words(&run);
	if (fflush(stdout) != 0 && status == EX_OK) {
		fprintf(stderr, "boflyt: %s\n", strerror(errno));
		status = EX_IOERR;
	}
	catalog_fini(&run.catalog);
	link_close(&run.link);
	args_fini(&run.args);
	return status;
}
