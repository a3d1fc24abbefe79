/*
 * folder -- the files of a definition, read from disk.
 */
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include <stddef.h>

#include "base/err.h"
#include "script/script.h"
#include "store/version.h"

#define FOLDER_FILES_MAX 64

struct folder {
	struct version_file *kept; /* owned, with paths and bytes */
	struct script_file *files; /* the same, for the script to read */
	size_t n;
};

/*
 * Read folder NAME under ROOT: its *.lua files but for *_test.lua, and what
 * lies in letters/.  RC_NOTFOUND if there is no workflow.lua in it.
 */
enum rc folder_read(const char *root, const char *name, struct folder *out,
    struct err *e);
void folder_free(struct folder *f);

#endif
