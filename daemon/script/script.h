/*
 * script -- the door to Lua: load a definition, call one of its functions.
 *
 * A loaded script is one capped lua_State with the functions of one definition
 * version, numbered in the order of the file.  It keeps nothing between calls:
 * what a function could capture is frozen after the load and compared after
 * each call.  Only door.c calls into a state, always protected and budgeted.
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/definition.h"

#define SCRIPT_CPU_MS 250 /* architecture §6 */
#define SCRIPT_MEMORY (32u << 20)
#define SCRIPT_FILE_MAX (256u << 10)

/* One file of a definition's folder; borrowed during the call. */
struct script_file {
	const char *path; /* "workflow.lua", "letters/avslag.txt" */
	const char *bytes;
	size_t len;
};

/*
 * What a running function may ask for.  The engine fills it.
 *
 * VERB names the operation, ARGS are its arguments as a JSON object (borrowed),
 * *RESULT is a new reference or NULL.  On failure the error's stable name and
 * text reach the caller of script_call unless the script catches them; an
 * operation that failed has changed nothing.  STEP is script_call's.
 *
 * Verbs (see engine/host.c): data.get{field} data.set{field,value} meta{}
 * go{stage} close{outcome,reason} assign{unit,contact} status{status}
 * task.open{unit,user,title,due,key,role} task.close{key}
 * deadline.start{name,from} deadline.meet{name} deadline.cancel{name}
 * deadline.pause{name,reason} deadline.resume{name}
 * timer.start{name,at} timer.cancel{name}
 * allocation.ask{...} allocation.propose{...} allocation.part{...}
 * allocation.show{} allocation.decide{...} decide{...} emit{name,payload,case} letter{...} notice{...}
 * setting{name} call{method,params,readonly}
 *
 * meta gives the members that case.NAME shows: id, stage, status, outcome,
 * unit, contact, received, entered, cycle, rev, now (ms), today, decisions
 * (list of objects with "type").  A guard may `call` as well: with readonly
 * true the host refuses methods that change something.
 *
 * RC_IO, RC_DISK_FULL, RC_UNAVAILABLE, RC_BUSY and RC_INTERNAL stop the whole
 * step; no pcall catches them.
 */
struct script_host {
	enum rc (*op)(void *step, const char *verb, const json_t *args,
	    json_t **result, struct err *e);
	/* Methods with BF_FACE_LUA of the plugins that are present; the last
	 * name is NULL. */
	const char *const *methods;
};

struct script;

/*
 * Load workflow.lua out of FILES and give its skeleton (new reference; form in
 * model/definition.h) and the script.  HOST is borrowed until script_free.
 * Mistakes go to NOTES with their lines; RC_INVALID then.
 */
enum rc script_load(const struct script_file *files, size_t n,
    const struct script_host *host, json_t **skeleton, struct script **out,
    struct def_notes *notes, struct err *e);
void script_free(struct script *s); /* NULL is fine */

/*
 * Look through every function of S, run or not, for globals that are not there,
 * are set, or have no such member: each is a note with file, line and nearest
 * name; RC_INVALID then.  A plugin that is used and absent has every member.
 * For definitions that come in; those in the store run as they are.
 */
enum rc
script_check_names(struct script *s, struct def_notes *notes, struct err *e);

/*
 * Ask the system now for what calls need of it, as they do when first made: a
 * worker that is locked down later can no longer ask.
 */
enum rc script_prepare(struct err *e);

/*
 * Call function FN of S with the case object first and then ARGS (JSON array,
 * borrowed; may be NULL), on behalf of STEP.  *RESULTS is a new JSON array of
 * what it returned (not nil-terminated: nil is JSON null).  reject() gives
 * RC_GUARD with the script's own name and field; any other failure RC_SCRIPT,
 * with file, line, two lines of source and a trace in *TRACE (malloc'd, may be
 * NULL; the caller frees).  READONLY refuses every verb that changes something
 * (guards).  After a budget stop the state is thrown away and script_is_dead.
 * An op may call script_call again on the same script (case:go runs `enter`);
 * the inner call lives on what is left of the outer one's time.
 *
 * Members of arguments that are named like a field of type date or duration
 * reach the function as such values, other texts as they are.
 */
enum rc script_call(struct script *s, int fn, void *step, bool readonly,
    const json_t *args, json_t **results, char **trace, struct err *e);
bool script_is_dead(const struct script *s);

/* Bytes that S holds now. */
size_t script_memory(const struct script *s);

#endif
