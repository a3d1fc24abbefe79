/*
 * private -- what the files of this room share about one loaded script.
 */
#ifndef SCRIPT_PRIVATE_H
#define SCRIPT_PRIVATE_H

#include <lauxlib.h>
#include <lua.h>

#include "script/script.h"

#define SCRIPT_MAIN "workflow.lua"
#define SCRIPT_LOAD_MS 1000
#define SCRIPT_DEPTH 32 /* of tables in each other */
#define SCRIPT_NODES 20000 /* of one value that crosses the door */
#define SCRIPT_BYTES (1u << 20) /* of texts in it */
#define SCRIPT_NESTED 4 /* calls in each other */
#define SCRIPT_PARTS 16 /* files of one definition that are Lua */

/* Names of metatables in the registry. */
#define TYPE_FAILURE "failure"
#define TYPE_CASE "case"
#define TYPE_DATA "case.data"

/* Tables in the registry. */
#define KEY_FUNCTIONS "boflyt.functions" /* number -> function */
#define KEY_CASE "boflyt.case" /* the one case object */
#define KEY_PARTS "boflyt.parts" /* path -> value of its file */
#define KEY_LIST "boflyt.list" /* metatable of JSON arrays */
#define KEY_UPVALUES "boflyt.upvalues" /* see freeze.c */

/* The memory of one state; `left` is for tests that let it run out. */
struct script_memory {
	size_t used, max;
	long left; /* growths until none is granted; < 0: never */
};

/* A file of the definition that is Lua; owned copies. */
struct script_source {
	char *path;
	char *bytes;
	size_t len;
	bool running; /* its part() has not returned yet */
	bool taken; /* it has */
};

struct script {
	lua_State *L; /* owned */
	struct script_memory memory;
	const struct script_host *host; /* borrowed */
	struct script_source sources[SCRIPT_PARTS];
	size_t n_sources;
	json_t *fields; /* owned; name -> [ type, many ] */
	json_t *uses; /* owned; array of names, without "?" */
	json_t *held; /* owned; array: freed when the call ends */
	void *step; /* borrowed; NULL while nothing runs */
	bool loading, frozen, readonly, dead;
	bool out_of_memory; /* a pcall saw it; the call ends */
	int depth; /* calls in each other: case:go runs enter */
	size_t n_functions, n_upvalues;
	size_t at_rest; /* bytes after the load */
	struct err caught; /* the error of the call that failed */
	char *trace; /* owned; of the same */
	int caught_line; /* in caught_file; 0: unknown */
	char caught_file[64];
	char hint[128]; /* for the note of a load that failed */
};

/* The script that L belongs to. */
struct script *script_of(lua_State *L);

/* Is NAME a plugin that the definition of S uses, here or not? */
bool script_uses(const struct script *s, const char *name);

/* Keep V (a new reference) until the call ends or held_drop; borrowed. */
json_t *held_keep(struct script *s, json_t *v);
size_t held_mark(const struct script *s);
void held_drop(struct script *s, size_t mark);

#endif
