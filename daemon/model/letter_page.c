/*
 * letter_page -- a letter as a page: HTML that is made into a PDF.
 */
#include "model/letter_page.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

#define PAGE_MAX (512u * 1024u)

/* Words of the page itself. */
static const struct {
	const char *from, *reference, *date, *page;
} words[N_LANGS] = {
	[LANG_NB] = { "kommune", "Saksnummer", "Dato", "Side" },
	[LANG_NN] = { "kommune", "Saksnummer", "Dato", "Side" },
	[LANG_EN] = { "municipality", "Case", "Date", "Page" },
};

/*
 * A4 with the window of an envelope (C5/E65, 45 mm from the top, on the left);
 * fonts that have every Norwegian and Sámi letter.
 */
static const char style[] =
    "html { font: 11pt/1.45 'DejaVu Sans', sans-serif; color: #000; }\n"
    "header { height: 78mm; position: relative; }\n"
    ".sender { font-size: 9pt; margin: 0; }\n"
    "address { position: absolute; top: 25mm; left: 0; width: 85mm;"
    " font-style: normal; white-space: pre-line; margin: 0; }\n"
    ".facts { position: absolute; top: 55mm; right: 0; margin: 0;"
    " font-size: 9pt; text-align: right; }\n"
    "h1 { font-size: 15pt; line-height: 1.25; margin: 0 0 5mm; }\n"
    "h2 { font-size: 12pt; margin: 6mm 0 1mm; break-after: avoid; }\n"
    "p { margin: 0 0 3mm; orphans: 2; widows: 2; }\n"
    "ul { margin: 0 0 3mm; padding-left: 6mm; }\n"
    "table { border-collapse: collapse; width: 100%; margin: 1mm 0 4mm; }\n"
    "tr { break-inside: avoid; }\n"
    "th, td { border-bottom: 0.3pt solid #888; padding: 1.2mm 2mm 1.2mm 0;"
    " text-align: left; vertical-align: top; }\n"
    "th { width: 38%; font-weight: normal; color: #333; }\n"
    "td { font-weight: bold; }\n"
    "h2 + ul { break-inside: avoid; }\n"
    ".sign { display: flex; margin: 14mm 0 4mm;"
    " break-inside: avoid; }\n"
    ".sign p { flex: 1; border-top: 0.5pt solid #000; padding-top: 1mm;"
    " font-size: 9pt; margin: 0; }\n"
    ".sign p + p { margin-left: 8mm; }\n";

/*
 * Does the blank at TEXT[I] stand inside of "28. januar" or "§ 4", which no line
 * may end in?
 */
static bool
keeps_together(const char *text, size_t i, size_t n)
{
	static const char paragraph[] = "\xc2\xa7";

	if (i < 2 || i + 1 >= n || text[i] != ' ')
		return false;
	if (memcmp(text + i - 2, paragraph, 2) == 0)
		return true;
	return text[i - 1] == '.' && text[i - 2] >= '0' && text[i - 2] <= '9' &&
	    text[i + 1] >= 'a' && text[i + 1] <= 'z';
}

/* C as it stands in HTML; NULL: as itself. */
static const char *
entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

static void
add_escaped(struct buf *b, const char *text, size_t n)
{
	const char *entity;
	size_t i;

	for (i = 0; i < n; i++) {
		entity =
		    keeps_together(text, i, n) ? "&#160;" : entity_of(text[i]);
		if (entity != NULL)
			(void)buf_add_text(b, entity);
		else
			(void)buf_add(b, text + i, 1);
	}
}

static void
add_tag(struct buf *b, const char *tag, const char *text, size_t n)
{
	(void)buf_addf(b, "<%s>", tag);
	add_escaped(b, text, n);
	(void)buf_addf(b, "</%s>\n", tag);
}

/* What stands together: points, facts, lines to sign on. */
static const struct block {
	char mark;
	const char *open, *close;
} blocks[] = {
	{ '-', "<ul>\n", "</ul>\n" },
	{ '=', "<table>\n", "</table>\n" },
	{ '_', "<div class=\"sign\">\n", "</div>\n" },
};

static const struct block *
block_of(const char *line, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (n > 1 && line[0] == blocks[i].mark && line[1] == ' ')
			return &blocks[i];
	return NULL;
}

/* "Name: value" as a row. */
static void
add_fact(struct buf *b, const char *text, size_t n)
{
	const char *colon = memchr(text, ':', n);
	size_t name = colon == NULL ? n : (size_t)(colon - text);
	size_t from = name;

	while (from < n && (text[from] == ':' || text[from] == ' '))
		from++;
	(void)buf_add_text(b, "<tr><th scope=\"row\">");
	add_escaped(b, text, name);
	(void)buf_add_text(b, "</th><td>");
	add_escaped(b, text + from, n - from);
	(void)buf_add_text(b, "</td></tr>\n");
}

static void
add_line(struct buf *b, const struct block *in, const char *text, size_t n)
{
	if (in != NULL && in->mark == '=')
		add_fact(b, text + 2, n - 2);
	else if (in != NULL)
		add_tag(b, in->mark == '-' ? "li" : "p", text + 2, n - 2);
	else if (strncmp(text, "# ", 2) == 0)
		add_tag(b, "h2", text + 2, n - 2);
	else if (n > 0)
		add_tag(b, "p", text, n);
}

/* Each line of the letter: a heading, one of a block, or a paragraph. */
static void
add_text(struct buf *b, const char *text)
{
	const struct block *in = NULL, *now;
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n == 0)
			continue;
		if ((now = block_of(text, n)) != in) {
			(void)buf_add_text(b, in != NULL ? in->close : "");
			(void)buf_add_text(b, now != NULL ? now->open : "");
			in = now;
		}
		add_line(b, in, text, n);
	}
	(void)buf_add_text(b, in != NULL ? in->close : "");
}

/* TEXT in quotes for a style sheet. */
static void
add_quoted(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x20 &&
		    strchr("'\\<", *text) == NULL)
			(void)buf_add(b, text, 1);
}

static void
add_header(struct buf *b, const struct letter_page *p)
{
	(void)buf_add_text(b, "<header>\n<p class=\"sender\">");
	add_escaped(b, p->municipality, strlen(p->municipality));
	(void)buf_addf(b, " %s", words[p->lang].from);
	if (p->sender != NULL && p->sender[0] != '\0') {
		(void)buf_add_text(b, "<br>");
		add_escaped(b, p->sender, strlen(p->sender));
	}
	(void)buf_add_text(b, "</p>\n<address>");
	add_escaped(b, p->receiver, strlen(p->receiver));
	(void)buf_addf(b,
	    "</address>\n<p class=\"facts\">%s: ", words[p->lang].date);
	add_escaped(b, p->date, strlen(p->date));
	(void)buf_addf(b, "<br>%s: ", words[p->lang].reference);
	add_escaped(b, p->case_number, strlen(p->case_number));
	(void)buf_add_text(b, "</p>\n</header>\n");
}

char *
letter_page_html(const struct letter_page *p)
{
	struct buf b;

	buf_init(&b, PAGE_MAX);
	(void)buf_addf(&b,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>",
	    lang_code(p->lang));
	add_escaped(&b, p->title, strlen(p->title));
	(void)buf_add_text(&b, "</title>\n<meta name=\"author\" content=\"");
	add_escaped(&b, p->municipality, strlen(p->municipality));
	(void)buf_addf(&b, " %s\">\n<style>\n", words[p->lang].from);
	(void)buf_addf(&b,
	    "@page { size: A4; margin: 20mm 22mm 22mm 25mm;"
	    " @bottom-right { content: '%s ' counter(page) ' / '"
	    " counter(pages); font: 9pt 'DejaVu Sans'; }"
	    " @bottom-left { font: 7pt 'DejaVu Sans Mono'; content: '",
	    words[p->lang].page);
	add_quoted(&b, p->footer != NULL ? p->footer : "");
	(void)buf_add_text(&b, "'; } }\n");
	(void)buf_add_text(&b, style);
	(void)buf_add_text(&b, "</style>\n</head>\n<body>\n");
	add_header(&b, p);
	(void)buf_add_text(&b, "<main>\n<h1>");
	add_escaped(&b, p->title, strlen(p->title));
	(void)buf_add_text(&b, "</h1>\n");
	add_text(&b, p->text);
	(void)buf_add_text(&b, "</main>\n</body>\n</html>\n");
	return buf_take(&b);
}
