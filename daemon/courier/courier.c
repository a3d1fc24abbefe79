/*
 * courier -- carries finished letters out of a worker; see courier.h.
 */
#include "courier/courier.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/channel.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/lockdown.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "courier/enclosure.h"
#include "courier/printer.h"
#include "courier/spool.h"

#define LOCK_MS 6000 /* for the courier before to finish */
#define LOOK_MS 1000 /* between two looks at status files */
#define LOOK_LETTERS 500 /* at once */

struct courier {
	struct channel channel; /* to the worker */
	struct spool *spool;
	struct printer *printer;
	int64_t looked; /* clock_ticks of the last look */
	enum rc rc; /* of the last thing sent */
};

static void
say(struct courier *c, json_t *value)
{
	struct err e = ERR_INIT;

	c->rc = channel_send(&c->channel, value, &e);
}

static const char *
outcome_of(enum rc rc, const struct err *e)
{
	if (rc == RC_OK)
		return "done";
	if (rc == RC_INVALID)
		return "failed";
	if (strcmp(e->name, "E_NO_PRINTER") == 0)
		return "wait";
	return rc == RC_CONFLICT ? "unknown" : "retry";
}

/* A letter as it is read and as it is kept. */
static enum rc
print(struct courier *c, const json_t *message, struct buf pdf[2],
    struct err *e)
{
	static const enum printer_form forms[2] = { PRINTER_READ,
		PRINTER_KEEP };
	const json_t *page =
	    json_object_get(json_object_get(message, "files"), "brev.html");
	const char *html = json_string_value(page);
	enum rc rc = RC_OK;
	int i;

	if (html == NULL)
		return err_set(e, RC_INVALID, _("spool: this is not a letter"));
	if (c->printer == NULL)
		return err_name(e, RC_UNAVAILABLE, "E_NO_PRINTER",
		    _("printer: its process is gone"));
	for (i = 0; rc == RC_OK && i < 2; i++)
		rc = printer_print(c->printer, html, json_string_length(page),
		    forms[i], &pdf[i], e);
	return rc;
}

/* Print what is to be printed, with what goes along, unless it lies there. */
static enum rc
deliver(struct courier *c, const json_t *message, struct err *e)
{
	/* Both PDFs, what goes along, and the end. */
	struct spool_file more[2 + ENCLOSURES_MAX + 1] = { { NULL, NULL, 0 } };
	struct enclosures along = { .n = 0 };
	struct buf pdf[2];
	bool there = false;
	size_t i, n = 0;
	enum rc rc;

	for (i = 0; i < 2; i++)
		buf_init(&pdf[i], PRINTER_PDF_MAX);
	rc = spool_has(c->spool, message, &there, e);
	if (rc == RC_OK && !there)
		rc = enclosures_read(message, &along, e);
	if (rc == RC_OK && !there &&
	    json_is_true(json_object_get(message, "print"))) {
		rc = print(c, message, pdf, e);
		more[n++] = (struct spool_file){ "brev.pdf", buf_data(&pdf[0]),
			buf_len(&pdf[0]) };
		more[n++] = (struct spool_file){ "arkiv.pdf", buf_data(&pdf[1]),
			buf_len(&pdf[1]) };
	}
	for (i = 0; i < along.n; i++)
		more[n++] = along.files[i];
	if (rc == RC_OK)
		rc = spool_put(c->spool, message, more, e);
	for (i = 0; i < 2; i++)
		buf_fini(&pdf[i]);
	enclosures_fini(&along);
	return rc;
}

static void
put(struct courier *c, const json_t *message)
{
	const char *key = json_string_value(json_object_get(message, "key"));
	struct err e = ERR_INIT;
	enum rc rc;

	if (key == NULL)
		return;
	rc = deliver(c, message, &e);
	if (rc != RC_OK)
		log_warning("spool.refused", log_text("key", key),
		    log_text("text", e.text));
	say(c,
	    json_pack("{s:s,s:s,s:s}", "effect", key, "outcome",
		outcome_of(rc, &e), "text", e.text));
}

static void
tell_line(void *arg, const char *key, int64_t line, const char *word,
    int64_t at)
{
	say(arg,
	    json_pack("{s:s,s:I,s:s,s:I}", "status", key, "line",
		(json_int_t)line, "word", word, "at", (json_int_t)at));
}

static void
look(struct courier *c)
{
	int64_t now = clock_ticks();

	if (spool_waiting(c->spool) == 0 || now - c->looked < LOOK_MS)
		return;
	spool_look(c->spool, LOOK_LETTERS, tell_line, c);
	c->looked = now;
}

/* Do what has come; false: the worker is gone. */
static bool
serve(struct courier *c)
{
	struct err e = ERR_INIT;
	const json_t *value;
	json_t *said;

	for (;;) {
		if (channel_poll(&c->channel, &said, &e) != RC_OK ||
		    c->rc != RC_OK)
			return false;
		if (said == NULL)
			return true;
		if ((value = json_object_get(said, "send")) != NULL)
			put(c, value);
		else if ((value = json_object_get(said, "ended")) != NULL)
			spool_end(c->spool, json_string_value(value));
		json_decref(said);
	}
}

static void
loop(struct courier *c)
{
	struct pollfd pfd = { .fd = c->channel.fd, .events = POLLIN };

	while (serve(c)) {
		look(c);
		if (poll(&pfd, 1, spool_waiting(c->spool) > 0 ? LOOK_MS : -1) <
			0 &&
		    errno != EINTR)
			return;
	}
}

/* The parent's line: speak and log as it says, open the spool, lock down. */
static enum rc
begin(struct courier *c, const json_t *order, struct err *e)
{
	const char *folder = json_string_value(json_object_get(order, "spool"));
	const char *language =
	    json_string_value(json_object_get(order, "language"));
	const char *level = json_string_value(json_object_get(order, "level"));
	const struct lockdown_path paths[] = {
		{ folder, LOCKDOWN_WRITE | LOCKDOWN_FOLDERS }, { NULL, 0 }
	};
	char *scratch;
	size_t i;
	enum rc rc;

	i18n_read_ahead(language == NULL ? "nb" : language);
	for (i = 0; level != NULL && log_levels[i] != NULL; i++)
		if (strcmp(log_levels[i], level) == 0)
			log_set_level((enum log_level)i);
	if (folder == NULL)
		return err_set(e, RC_CONFIG, _("plan: a text is missing"));
	if ((rc = spool_open(folder, LOCK_MS, &c->spool, e)) != RC_OK)
		return rc;
	scratch = mem_format("%s/.print", folder);
	rc = printer_start(scratch, &c->printer, e);
	free(scratch);
	if (rc != RC_OK || (rc = lockdown_start(paths, false, e)) != RC_OK)
		return rc;
	spool_open_mode(c->spool);
	return RC_OK;
}

enum rc
courier_run(struct err *e)
{
	struct courier c = { .looked = -LOOK_MS };
	json_t *order = NULL;
	enum rc rc;

	(void)signal(SIGPIPE, SIG_IGN);
	channel_init(&c.channel, SPAWN_WORKER);
	if ((rc = channel_wait(&c.channel, &order, e)) == RC_OK &&
	    (rc = begin(&c, order, e)) == RC_OK) {
		say(&c, json_pack("{s:b}", "ready", 1));
		loop(&c);
	}
	json_decref(order);
	printer_stop(c.printer);
	spool_close(c.spool);
	channel_fini(&c.channel);
	return rc;
}
