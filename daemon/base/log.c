/*
 * log -- format a line into a fixed buffer and write it in one piece.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048

struct line {
	size_t n;
	char text[LINE_MAX_BYTES];
};

const char *const log_levels[] = { [LEVEL_DEBUG] = "debug",
	[LEVEL_INFO] = "info",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
	[LEVEL_ERROR + 1] = NULL };

static enum log_level lowest = LEVEL_INFO;

static void
put(struct line *l, const char *text, size_t n)
{
	/* The last byte is kept for the newline. */
	if (n > sizeof(l->text) - 1 - l->n)
		n = sizeof(l->text) - 1 - l->n;
	memcpy(l->text + l->n, text, n);
	l->n += n;
}

static bool
is_plain(unsigned char c)
{
	return c > ' ' && c != '"' && c != '\\' && c != '=' && c != 0x7f;
}

static bool
text_is_plain(const char *text)
{
	if (text[0] == '\0')
		return false;
	for (; text[0] != '\0'; text++)
		if (!is_plain((unsigned char)text[0]))
			return false;
	return true;
}

static void
put_value(struct line *l, const char *text)
{
	char hex[8];
	int n;

	if (text_is_plain(text)) {
		put(l, text, strlen(text));
		return;
	}
	put(l, "\"", 1);
	for (; text[0] != '\0'; text++) {
		unsigned char c = (unsigned char)text[0];

		if (is_plain(c) || c == ' ' || c == '=') {
			put(l, text, 1);
			continue;
		}
		if (c == '"' || c == '\\')
			n = snprintf(hex, sizeof(hex), "\\%c", c);
		else
			n = snprintf(hex, sizeof(hex), "\\x%02x", c);
		put(l, hex, (size_t)n);
	}
	put(l, "\"", 1);
}

static void
put_head(struct line *l, enum log_level level, const char *event)
{
	struct timespec ts;
	struct tm tm;
	char head[64];
	size_t n;
	int m;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	(void)gmtime_r(&ts.tv_sec, &tm);
	n = strftime(head, sizeof(head), "%Y-%m-%dT%H:%M:%S", &tm);
	m = snprintf(head + n, sizeof(head) - n, ".%03ldZ %s ",
	    ts.tv_nsec / 1000000, log_levels[level]);
	put(l, head, n + (size_t)m);
	put_value(l, event);
}

static void
put_item(struct line *l, const struct log_item *item)
{
	char number[24];
	int n;

	put(l, " ", 1);
	put(l, item->key, strlen(item->key));
	put(l, "=", 1);
	if (item->text != NULL) {
		put_value(l, item->text);
		return;
	}
	n = snprintf(number, sizeof(number), "%jd", (intmax_t)item->number);
	put(l, number, (size_t)n);
}

struct log_item
log_text(const char *key, const char *text)
{
	struct log_item item = { key, text == NULL ? "" : text, 0 };

	return item;
}

struct log_item
log_int(const char *key, int64_t number)
{
	struct log_item item = { key, NULL, number };

	return item;
}

void
log_write(enum log_level level, const char *event, ...)
{
	struct log_item item;
	struct line l = { .n = 0 };
	va_list ap;

	if (level < lowest)
		return;
	put_head(&l, level, event);
	va_start(ap, event);
	while ((item = va_arg(ap, struct log_item)).key != NULL)
		put_item(&l, &item);
	va_end(ap);
	l.text[l.n++] = '\n';
	/* Nobody is left to be told when standard error is gone. */
	if (write(STDERR_FILENO, l.text, l.n) < 0)
		return;
}

void
log_set_level(enum log_level level)
{
	lowest = level;
}
