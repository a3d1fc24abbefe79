/*
 * letter_check -- the letters of a definition, before anybody gets one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/letter_text.h"
#include "model/letter_kind.h"

static const char prefix[] = "letters/";
static const char *const languages[] = { ".nb.txt", ".nn.txt", NULL };

/* The mistakes of one letter as notes about its file. */
static void
note_all(const struct lines *mistakes, const char *path,
    struct def_notes *notes)
{
	const char *text;
	char *end;
	long line;
	size_t i;

	for (i = 0; i < mistakes->n; i++) {
		line = strtol(mistakes->line[i], &end, 10);
		text = strncmp(end, ": ", 2) == 0 ? end + 2 : end;
		def_note(notes, (int)line, path, "", "%s", text);
	}
}

/* "deposit.hearing": its plugin knows what it must say; when it is written. */
static bool
is_plugins(const char *kind)
{
	return strchr(kind, '.') != NULL;
}

static void
check_one(const struct script_file *f, struct def_notes *notes)
{
	struct lines mistakes = LINES_INIT;
	const struct template_kind *kind;
	struct template *t = NULL;

	if (template_read(f->bytes, f->len, &mistakes, &t)) {
		kind = letter_kind_find(template_head(t, "kind"));
		if (kind != NULL)
			(void)template_check(t, kind, &mistakes);
		else if (!is_plugins(template_head(t, "kind")))
			lines_add(&mistakes,
			    _("1: kind: %s is no kind of letter; see "
			      "boflyt-letter(7)"),
			    template_head(t, "kind"));
	}
	note_all(&mistakes, f->path, notes);
	lines_free(&mistakes);
	template_free(t);
}

/* The language ending of PATH, or NULL. */
static const char *
ending_of(const char *path)
{
	size_t n = strlen(path), k, i;

	for (i = 0; languages[i] != NULL; i++) {
		k = strlen(languages[i]);
		if (n > k && strcmp(path + n - k, languages[i]) == 0)
			return languages[i];
	}
	return NULL;
}

static bool
has(const struct folder *f, const char *path)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->files[i].path, path) == 0)
			return true;
	return false;
}

/* A letter in one written language is a letter in both. */
static void
check_pair(const struct folder *f, const char *path, const char *ending,
    struct def_notes *notes)
{
	const char *other =
	    strcmp(ending, languages[0]) == 0 ? languages[1] : languages[0];
	char *pair = mem_format("%.*s%s", (int)(strlen(path) - strlen(ending)),
	    path, other);

	if (!has(f, pair))
		def_note(notes, 0, path, "", _("%s is missing"), pair);
	free(pair);
}

enum rc
letters_check(const struct folder *f, struct def_notes *notes, struct err *e)
{
	size_t i, before = notes->n;
	const char *path, *ending;

	for (i = 0; i < f->n; i++) {
		path = f->files[i].path;
		if (strncmp(path, prefix, sizeof(prefix) - 1) != 0)
			continue;
		if ((ending = ending_of(path)) == NULL) {
			def_note(notes, 0, path, "",
			    _("a letter's file is called NAME.nb.txt or "
			      "NAME.nn.txt"));
			continue;
		}
		check_one(&f->files[i], notes);
		check_pair(f, path, ending, notes);
	}
	return notes->n == before ?
	    RC_OK :
	    err_set(e, RC_INVALID, _("definition: a letter is not right"));
}
