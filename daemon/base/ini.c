/*
 * ini -- a careful line reader before inih, and the nearest name.
 */
#include "base/ini.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

#define WORD_MAX 64
#define LIST_MAX 12
#define TEXT_MAX (1024u * 1024u)
#define CHUNK 65536u

struct reader {
	FILE *f; /* borrowed from ini_read_text */
	const char *file; /* borrowed */
	int line;
	char *bytes; /* owned by getline */
	size_t cap;
	ini_item_fn *fn;
	void *arg;
	struct lines *mistakes; /* borrowed */
};

static void
mistake(struct reader *r, const char *text)
{
	lines_add(r->mistakes, "%s:%d: %s", r->file, r->line, text);
}

/* Tell the section to FN; inih would not mention an empty one. */
static bool
take_section(struct reader *r, const char *p)
{
	struct ini_item item = { r->file, r->line, "", NULL, NULL };
	char name[INI_SECTION_MAX + 1];
	const char *end = strchr(p, ']');
	const char *rest;
	size_t n;

	if (end == NULL) {
		mistake(r, _("the section has no closing ]"));
		return false;
	}
	rest = end + 1 + strspn(end + 1, " \t");
	if (rest[0] != '\0' && rest[0] != ';' && rest[0] != '#') {
		mistake(r, _("text after the section's ]"));
		return false;
	}
	if ((n = (size_t)(end - p - 1)) == 0 || n > INI_SECTION_MAX) {
		mistake(r,
		    n == 0 ? _("the section has no name") :
			     _("the section's name is longer than 48 bytes"));
		return false;
	}
	memcpy(name, p + 1, n);
	name[n] = '\0';
	if (strpbrk(name, ";=") != NULL) {
		mistake(r, _("the section's name holds ; or ="));
		return false;
	}
	item.section = name;
	r->fn(r->arg, &item);
	return true;
}

/* Does "=" or ":" come after a key and before a comment? */
static bool
is_pair(const char *p)
{
	size_t i, n = strcspn(p, "=:");

	for (i = 1; i < n; i++)
		if (p[i] == ';' && (p[i - 1] == ' ' || p[i - 1] == '\t'))
			return false;
	return n > 0 && p[n] != '\0';
}

/* Is the line fit for inih?  If not, the mistake is noted. */
static bool
is_fit(struct reader *r, const char *p, size_t n, int size)
{
	if (strlen(p) != n) {
		mistake(r, _("a zero byte"));
		return false;
	}
	if (n > INI_LINE_MAX || n + 2 > (size_t)size) {
		lines_add(r->mistakes,
		    _("%s:%d: the line is longer than "
		      "%d bytes"),
		    r->file, r->line, INI_LINE_MAX);
		return false;
	}
	if (!utf8_is_text(p, n)) {
		mistake(r, _("not UTF-8 text"));
		return false;
	}
	if (p[0] == '\0' || p[0] == ';' || p[0] == '#')
		return true;
	if (p[0] == '[')
		return take_section(r, p);
	if (!is_pair(p)) {
		mistake(r, _("neither [section] nor key = value"));
		return false;
	}
	return true;
}

/*
 * The reader that inih calls.  A line that is not fit goes on as an empty one,
 * so that the count of lines stays right; leading blanks are taken away, for
 * they would make inih go on with the value of the line before.
 */
static char *
next_line(char *out, int size, void *stream)
{
	struct reader *r = stream;
	ssize_t got = getline(&r->bytes, &r->cap, r->f);
	size_t n;
	char *p;

	if (got < 0)
		return NULL;
	r->line++;
	n = (size_t)got;
	while (n > 0 && strchr(" \t\r\n", r->bytes[n - 1]) != NULL &&
	    r->bytes[n - 1] != '\0')
		n--;
	r->bytes[n] = '\0';
	p = r->bytes + strspn(r->bytes, " \t");
	if (r->line == 1 && strncmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	n -= (size_t)(p - r->bytes);
	if (!is_fit(r, p, n, size))
		p = p + strlen(p);
	(void)snprintf(out, (size_t)size, "%s\n", p);
	return out;
}

static int
take_key(void *arg, const char *section, const char *key, const char *value)
{
	struct reader *r = arg;
	struct ini_item item = { r->file, r->line, section, key, value };

	r->fn(r->arg, &item);
	return 1;
}

enum rc
ini_slurp(const char *file, struct ini_text *out, struct err *e)
{
	FILE *f = fopen(file, "re");
	size_t got = 1;

	memset(out, 0, sizeof(*out));
	if (f == NULL)
		return err_set(e, RC_CONFIG, _("%s: cannot be read: %s"), file,
		    strerror(errno));
	errno = 0;
	while (got > 0 && out->n <= TEXT_MAX) {
		out->bytes = mem_grow(out->bytes, out->n + CHUNK, 1);
		got = fread(out->bytes + out->n, 1, CHUNK, f);
		out->n += got;
	}
	if (ferror(f))
		(void)err_set(e, RC_CONFIG, _("%s: cannot be read: %s"), file,
		    strerror(errno));
	else if (out->n > TEXT_MAX)
		(void)err_set(e, RC_CONFIG, _("%s: larger than 1 MiB"), file);
	else
		out->name = mem_text(file);
	(void)fclose(f);
	if (out->name != NULL)
		return RC_OK;
	ini_text_fini(out);
	return RC_CONFIG;
}

void
ini_text_fini(struct ini_text *text)
{
	free(text->name);
	free(text->bytes);
	memset(text, 0, sizeof(*text));
}

enum rc
ini_read_text(const struct ini_text *text, ini_item_fn *fn, void *arg,
    struct lines *mistakes, struct err *e)
{
	struct reader r = { .file = text->name,
		.fn = fn,
		.arg = arg,
		.mistakes = mistakes };
	size_t before = mistakes->n;
	int bad;

	if (text->n == 0)
		return RC_OK;
	/* Opened for reading: nothing writes to the bytes. */
	r.f = fmemopen((void *)(uintptr_t)text->bytes, text->n, "r");
	if (r.f == NULL)
		return err_set(e, RC_CONFIG, _("%s: cannot be read: %s"),
		    text->name, strerror(errno));
	bad = ini_parse_stream(next_line, &r, take_key, &r);
	if (bad != 0 && mistakes->n == before)
		lines_add(mistakes,
		    _("%s:%d: neither [section] nor "
		      "key = value"),
		    text->name, bad);
	(void)fclose(r.f);
	free(r.bytes);
	return RC_OK;
}

enum rc
ini_read(const char *file, ini_item_fn *fn, void *arg, struct lines *mistakes,
    struct err *e)
{
	struct ini_text text;
	enum rc rc;

	if ((rc = ini_slurp(file, &text, e)) != RC_OK)
		return rc;
	rc = ini_read_text(&text, fn, arg, mistakes, e);
	ini_text_fini(&text);
	return rc;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Edit distance of two words of at most WORD_MAX bytes. */
static size_t
distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t row[WORD_MAX + 1], i, j, left_above, above;

	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		left_above = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			above = row[j];
			row[j] = least(above + 1, row[j - 1] + 1,
			    left_above + (a[i - 1] == b[j - 1] ? 0 : 1));
			left_above = above;
		}
	}
	return row[nb];
}

const char *
ini_nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t best_d = SIZE_MAX, word_n = strlen(word), name_n, d, i;

	if (word_n == 0 || word_n > WORD_MAX)
		return NULL;
	for (i = 0; i < n; i++) {
		name_n = strlen(names[i]);
		if (name_n > WORD_MAX)
			continue;
		d = distance(word, word_n, names[i], name_n);
		/* A third may differ, and always one letter. */
		if (d < best_d && d <= 1 + word_n / 3 && d < name_n) {
			best = names[i];
			best_d = d;
		}
	}
	return best;
}

char *
ini_list(const char *const *names, size_t n)
{
	char *list = mem_text(""), *longer;
	size_t i;

	for (i = 0; i < n && i < LIST_MAX; i++) {
		longer =
		    mem_format("%s%s%s", list, i > 0 ? ", " : "", names[i]);
		free(list);
		list = longer;
	}
	if (i == n)
		return list;
	longer = mem_format("%s …", list);
	free(list);
	return longer;
}
