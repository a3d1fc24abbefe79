/*
 * folder -- the files of a definition, read from disk.
 */
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include <stddef.h>

#include "base/err.h"
#include "script/script.h"

#define FOLDER_FILES_MAX	64

struct folder {
	struct script_file *files;	/* owned, with paths and bytes */
	size_t n;
};

/*
 * Read folder NAME under ROOT: its *.lua files but for *_test.lua, and what
 * lies in letters/.  RC_NOTFOUND if there is no workflow.lua in it.
 */
enum rc	folder_read(const char *root, const char *name, struct folder *out,
	    struct err *e);
void	folder_free(struct folder *f);

#endif
