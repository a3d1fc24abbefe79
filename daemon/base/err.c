/*
 * err -- one table of what each rc is called, and the formatting of errors.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/i18n.h"
#include "base/mem.h"

struct rc_row {
	const char *name;
	int code; /* JSON-RPC */
	int exit; /* sysexits */
};

static const struct rc_row rows[] = {
	[RC_OK] = { "", 0, EX_OK },
	[RC_INVALID] = { "E_PARAMS", -32602, EX_USAGE },
	[RC_FIELDS] = { "E_FIELDS", -32010, EX_DATAERR },
	[RC_NOTFOUND] = { "E_NOT_FOUND", -32001, EX_NOINPUT },
	[RC_DENIED] = { "E_NO_BASIS", -32002, EX_NOPERM },
	[RC_CONFLICT] = { "E_CONFLICT", -32003, EX_TEMPFAIL },
	[RC_GUARD] = { "E_GUARD", -32004, EX_DATAERR },
	[RC_SCRIPT] = { "E_SCRIPT", -32005, EX_SOFTWARE },
	[RC_IDEM] = { "E_IDEM", -32006, EX_DATAERR },
	[RC_BUSY] = { "E_BUSY", -32007, EX_TEMPFAIL },
	[RC_UNAVAILABLE] = { "E_UNAVAILABLE", -32008, EX_UNAVAILABLE },
	[RC_DISK_FULL] = { "E_DISK_FULL", -32009, EX_CANTCREAT },
	[RC_IO] = { "E_IO", -32011, EX_IOERR },
	[RC_CONFIG] = { "E_CONFIG", -32012, EX_CONFIG },
	[RC_VERSION] = { "E_VERSION", -32013, EX_CONFIG },
	[RC_FOREIGN] = { "E_FOREIGN", -32014, EX_DATAERR },
	[RC_INTERNAL] = { "E_INTERNAL", -32015, EX_SOFTWARE },
};

/* The fields of one error. */
struct sheet {
	struct err_field fields[ERR_FIELDS_MAX];
	struct sheet *next;
};

static struct sheet *sheets; /* owned; of all errors since err_forget */

static struct err_field *
fields_new(void)
{
	struct sheet *sheet = mem_new(1, sizeof(*sheet));

	sheet->next = sheets;
	sheets = sheet;
	return sheet->fields;
}

static const struct rc_row *
row_get(enum rc rc)
{
	size_t n = sizeof(rows) / sizeof(rows[0]);

	if (rc == RC_AGAIN)
		return &rows[RC_OK];
	return &rows[rc >= 0 && (size_t)rc < n ? rc : RC_INTERNAL];
}

/* Copy SRC, cut at SIZE but never inside a UTF-8 sequence. */
static void
copy_cut(char *dst, size_t size, const char *src)
{
	size_t n = strlen(src);

	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)src[n] & 0xc0u) == 0x80u)
			n--;
	}
	memmove(dst, src, n);
	dst[n] = '\0';
}

static void __attribute__((format(printf, 3, 0)))
format_cut(char *dst, size_t size, const char *fmt, va_list ap)
{
	char whole[ERR_TEXT_MAX + 4];

	if (vsnprintf(whole, sizeof(whole), fmt, ap) < 0)
		whole[0] = '\0';
	copy_cut(dst, size, whole);
}

static void __attribute__((format(printf, 4, 0)))
set(struct err *e, enum rc rc, const char *name, const char *fmt, va_list ap)
{
	char text[ERR_TEXT_MAX];

	if (e == NULL)
		return;
	/* An argument may point into E itself. */
	format_cut(text, sizeof(text), fmt, ap);
	err_clear(e);
	e->rc = rc;
	copy_cut(e->name, sizeof(e->name), name);
	copy_cut(e->text, sizeof(e->text), text);
}

/* "2 fields are wrong: level, wishes" */
static void
text_of_fields(struct err *e)
{
	size_t i, used, all = e->n_fields + e->n_more;
	char text[ERR_TEXT_MAX + 72];
	int n;

	if (all == 1)
		n = snprintf(text, sizeof(text), "%s: %s", e->fields[0].field,
		    e->fields[0].text);
	else
		n = snprintf(text, sizeof(text),
		    ngettext("%zu field is wrong", "%zu fields are wrong", all),
		    all);
	used = n < 0 ? 0 : (size_t)n;
	for (i = 0; all > 1 && i < e->n_fields && used < ERR_TEXT_MAX; i++) {
		n = snprintf(text + used, sizeof(text) - used, "%s%s",
		    i == 0 ? ": " : ", ", e->fields[i].field);
		used += n < 0 ? 0 : (size_t)n;
	}
	copy_cut(e->text, sizeof(e->text), text);
}

enum rc
err_set(struct err *e, enum rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, rc, rc_name(rc), fmt, ap);
	va_end(ap);
	return rc;
}

enum rc
err_name(struct err *e, enum rc rc, const char *name, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, rc, name, fmt, ap);
	va_end(ap);
	return rc;
}

enum rc
err_field(struct err *e, const char *field, const char *name, const char *fmt,
    ...)
{
	struct err_field *f;
	va_list ap;

	if (e == NULL)
		return RC_FIELDS;
	if (e->rc == RC_OK) {
		err_clear(e);
		e->rc = RC_FIELDS;
		copy_cut(e->name, sizeof(e->name), rc_name(RC_FIELDS));
	}
	if (e->fields == NULL)
		e->fields = fields_new();
	if (e->n_fields < ERR_FIELDS_MAX) {
		f = &e->fields[e->n_fields++];
		copy_cut(f->field, sizeof(f->field), field);
		copy_cut(f->name, sizeof(f->name), name == NULL ? "" : name);
		va_start(ap, fmt);
		format_cut(f->text, sizeof(f->text), fmt, ap);
		va_end(ap);
	} else {
		e->n_more++;
	}
	if (e->rc == RC_FIELDS)
		text_of_fields(e);
	return e->rc;
}

void
err_clear(struct err *e)
{
	e->rc = RC_OK;
	e->name[0] = '\0';
	e->text[0] = '\0';
	e->fields = NULL;
	e->n_fields = 0;
	e->n_more = 0;
}

void
err_forget(void)
{
	struct sheet *sheet;

	while ((sheet = sheets) != NULL) {
		sheets = sheet->next;
		free(sheet);
	}
}

const char *
rc_name(enum rc rc)
{
	return row_get(rc)->name;
}

int
rc_code(enum rc rc)
{
	return row_get(rc)->code;
}

int
rc_exit(enum rc rc)
{
	return row_get(rc)->exit;
}
