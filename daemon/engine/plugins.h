/*
 * plugins -- the plugins at work in one municipality: opened, found, closed.
 *
 * At work is what is loaded (plugin/set.h) and switched on for this
 * municipality.  Its methods and reports join the method table, its records the
 * store.
 */
#ifndef ENGINE_PLUGINS_H
#define ENGINE_PLUGINS_H

#include <stdbool.h>
#include <stddef.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "plugin/set.h"

struct bf_call;
struct engine;
struct record_set;
struct tx;

struct engine_plugin {
	const struct plugin *plugin; /* borrowed */
	struct record_set *records; /* owned; NULL: it has none */
	struct bf_env env; /* what its calls stand on */
	bool opened; /* its own `open` has run */
	struct bf_method *reports; /* owned: a row each; NULL: none */
};

struct plugins {
	struct engine_plugin *list; /* owned */
	size_t n;
	struct bf_pure pure;
	const char **lua; /* owned: methods that definitions may call */
	size_t up_plugin, up_kind; /* records up to there are of the version
				    * that their plugin has */
};

/*
 * Open every plugin that is switched on: bring its records in line (E_VERSION
 * if the database has newer ones), let it prepare itself.  Errors name it.
 */
enum rc plugins_open(struct engine *en, struct err *e);
void plugins_close(struct engine *en);

/* Their method rows as a NULL-terminated list of arrays; the caller frees it. */
const struct bf_method **plugins_rows(const struct engine *en);

/*
 * Are there records of older versions?  Then write a few of them anew; inside a
 * batch.
 */
bool plugins_have_old(const struct engine *en);
enum rc plugins_renew(struct engine *en, struct tx *tx, struct err *e);

/* Another law is in force. */
void plugins_set_law(struct engine *en);

/* The plugin NAME, or the one that METHOD or event NAME ("plan.x") is of. */
struct engine_plugin *plugins_find(const struct engine *en, const char *name);
struct engine_plugin *plugins_of(const struct engine *en, const char *name);

/* The row of event NAME of P that has one of FLAGS; NULL if there is none. */
const struct bf_event *plugins_event(const struct engine_plugin *p,
    const char *name, unsigned int flags);

/* What people call CODE of P's; CODE itself if P does not say. */
const char *plugins_word(const struct engine_plugin *p, const char *code);

/* What each plugin at work calls its codes: {plan: {code: text}}. */
json_t *plugins_words(const struct engine *en);

/* The table that plugins are given. */
extern const struct bf_host plugin_host;

#endif
