/*
 * out -- where text for people goes: how wide, with colour or without.
 */
#include "client/out.h"

#include <sys/ioctl.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

void
out_init(struct out *o, FILE *f)
{
	const char *none = getenv("NO_COLOR");
	struct winsize size;
	int fd = fileno(f);

	o->f = f;
	o->colour = false;
	o->width = 0;
	if (fd < 0 || isatty(fd) == 0)
		return;
	o->colour = none == NULL || none[0] == '\0';
	if (ioctl(fd, TIOCGWINSZ, &size) == 0)
		o->width = size.ws_col;
}

void
out_text(struct out *o, enum out_mark mark, const char *text)
{
	static const char *const start[] = { [OUT_PLAIN] = "",
		[OUT_HEAD] = "\033[1m",
		[OUT_ALARM] = "\033[1;31m",
		[OUT_QUIET] = "\033[2m" };

	if (!o->colour || mark == OUT_PLAIN)
		fputs(text, o->f);
	else
		fprintf(o->f, "%s%s\033[0m", start[mark], text);
}

/* The next character of TEXT: its bytes and its columns. */
static size_t
next_char(const char *text, mbstate_t *state, size_t *width)
{
	size_t n;
	wchar_t c;
	int w;

	n = mbrtowc(&c, text, MB_CUR_MAX, state);
	if (n == 0 || n == (size_t)-1 || n == (size_t)-2) {
		memset(state, 0, sizeof(*state));
		*width = 1;
		return 1;
	}
	w = wcwidth(c);
	*width = w > 0 ? (size_t)w : 0;
	return n;
}

size_t
out_width(const char *text)
{
	mbstate_t state;
	size_t w, total = 0;

	memset(&state, 0, sizeof(state));
	while (*text != '\0') {
		text += next_char(text, &state, &w);
		total += w;
	}
	return total;
}

size_t
out_fit(const char *text, size_t width)
{
	const char *p = text;
	mbstate_t state;
	size_t n, w, total = 0;

	memset(&state, 0, sizeof(state));
	while (*p != '\0') {
		n = next_char(p, &state, &w);
		if (w > width - total)
			break;
		total += w;
		p += n;
	}
	return (size_t)(p - text);
}

void
out_blanks(struct out *o, size_t n)
{
	while (n-- > 0)
		putc(' ', o->f);
}
