/*
 * text -- UTF-8 text, and names the Norwegian way.
 */
#include "model/text.h"

#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "model/latin.h"

#define LETTER_AE 0xe6u
#define LETTER_OE 0xf8u
#define LETTER_AA 0xe5u

#define MARK_FIRST 0x0300u
#define MARK_LAST 0x036fu
#define MARK_DIAERESIS 0x0308u
#define MARK_RING 0x030au
#define MARK_DOUBLE_ACUTE 0x030bu

static const char *const codes[N_LANGS] = { "nb", "nn", "en" };

/* Letters that no mark explains, as what they are read and sorted. */
static const struct {
	uint32_t letter;
	const char *as; /* one or two letters; the second follows */
	uint32_t one; /* or this one */
} likes[] = {
	{ 0x00df, "ss", 0 }, /* ß */
	{ 0x00f0, NULL, 'd' }, /* ð */
	{ 0x00fe, "th", 0 }, /* þ */
	{ 0x0111, NULL, 'd' }, /* đ */
	{ 0x0127, NULL, 'h' }, /* ħ */
	{ 0x0131, NULL, 'i' }, /* ı */
	{ 0x0142, NULL, 'l' }, /* ł */
	{ 0x014b, NULL, 'n' }, /* ŋ */
	{ 0x0153, NULL, LETTER_OE }, /* œ */
	{ 0x0167, NULL, 't' }, /* ŧ */
	{ 0x01e5, NULL, 'g' }, /* ǥ */
	{ 0x0292, NULL, 'z' }, /* ʒ */
};

/* Where a caller's buffer stands; LEN goes on counting when it is full. */
struct sink {
	char *out;
	size_t size, len;
};

/* Walks through folded letters; SORT: ü is y, as Norwegian lists have it. */
struct folder {
	const char *s, *end;
	uint32_t pending; /* second letter of an expansion */
	bool begun, sort;
};

bool
lang_parse(const char *s, enum lang *out)
{
	for (size_t i = 0; i < N_LANGS; i++) {
		if (strcmp(s, codes[i]) == 0) {
			*out = (enum lang)i;
			return true;
		}
	}
	return false;
}

const char *
lang_code(enum lang lang)
{
	return codes[lang];
}

/* Length of a sequence by its first byte, and that byte's own bits. */
static size_t
lead(unsigned char c, uint32_t *bits)
{
	if (c < 0x80) {
		*bits = c;
		return 1;
	}
	if (c >= 0xc2 && c < 0xe0) {
		*bits = c & 0x1fu;
		return 2;
	}
	if (c >= 0xe0 && c < 0xf0) {
		*bits = c & 0x0fu;
		return 3;
	}
	if (c >= 0xf0 && c < 0xf5) {
		*bits = c & 0x07u;
		return 4;
	}
	return 0;
}

/* Decode one code point; returns its bytes, 0 if they are no UTF-8. */
static size_t
decode(const char *s, size_t len, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = lead((unsigned char)s[0], out);

	if (n == 0 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)s[i] & 0xc0u) != 0x80)
			return 0;
		*out = *out << 6 | ((unsigned char)s[i] & 0x3fu);
	}
	if (*out < least[n] || *out > 0x10ffff ||
	    (*out >= 0xd800 && *out <= 0xdfff))
		return 0;
	return n;
}

/* Decode and go on; a byte that is no UTF-8 reads as a question mark. */
static uint32_t
next_point(const char **s, const char *end)
{
	uint32_t point;
	size_t n = decode(*s, (size_t)(end - *s), &point);

	if (n == 0) {
		*s += 1;
		return '?';
	}
	*s += n;
	return point;
}

static void
put_byte(struct sink *sink, uint32_t byte)
{
	if (sink->len + 1 < sink->size)
		sink->out[sink->len] = (char)(unsigned char)byte;
	sink->len++;
}

static void
put_point(struct sink *sink, uint32_t point)
{
	if (point < 0x80) {
		put_byte(sink, point);
		return;
	}
	if (point < 0x800) {
		put_byte(sink, 0xc0 | point >> 6);
	} else {
		if (point < 0x10000) {
			put_byte(sink, 0xe0 | point >> 12);
		} else {
			put_byte(sink, 0xf0 | point >> 18);
			put_byte(sink, 0x80 | (point >> 12 & 0x3f));
		}
		put_byte(sink, 0x80 | (point >> 6 & 0x3f));
	}
	put_byte(sink, 0x80 | (point & 0x3f));
}

static size_t
sink_end(struct sink *sink)
{
	if (sink->size > 0)
		sink->out[sink->len < sink->size ? sink->len : sink->size - 1] =
		    '\0';
	return sink->len;
}

bool
text_is_utf8(const char *s, size_t len)
{
	uint32_t point;
	size_t n;

	for (; len > 0; s += n, len -= n) {
		n = decode(s, len, &point);
		if (n == 0 || point == 0)
			return false;
	}
	return true;
}

enum rc
text_check(const char *name, const char *s, size_t len, size_t max,
    struct err *e)
{
	const char *end = s + len;

	if (len > max)
		return err_set(e, RC_INVALID,
		    _("%s: %zu bytes long; at most %zu are kept"), name, len,
		    max);
	if (!text_is_utf8(s, len))
		return err_set(e, RC_INVALID,
		    _("%s: not UTF-8; send the text as UTF-8"), name);
	while (s < end) {
		uint32_t point = next_point(&s, end);

		if ((point < 0x20 && point != '\n' && point != '\t') ||
		    (point >= 0x7f && point < 0xa0))
			return err_set(e, RC_INVALID,
			    _("%s: control character U+%04X; only line break "
			      "and tab are allowed"),
			    name, (unsigned int)point);
	}
	return RC_OK;
}

static bool
is_mark(uint32_t point)
{
	return point >= MARK_FIRST && point <= MARK_LAST;
}

size_t
text_compose(char *out, size_t size, const char *s, size_t len)
{
	struct sink sink = { out, size, 0 };
	const char *end = s + len;
	uint32_t held = 0, point, joined;

	while (s < end) {
		point = next_point(&s, end);
		joined = held != 0 && is_mark(point) ?
		    latin_compose(held, point) :
		    0;
		if (joined != 0) {
			held = joined;
			continue;
		}
		if (held != 0)
			put_point(&sink, held);
		held = point;
	}
	if (held != 0)
		put_point(&sink, held);
	return sink_end(&sink);
}

/* Blanks and what stands between the parts of a name. */
static bool
is_gap(uint32_t point)
{
	return point <= ' ' || point == '-' || point == '\'' || point == '.' ||
	    point == ',' || point == 0xa0 || point == 0xb4 ||
	    (point >= 0x2000 && point <= 0x201b) || point == 0x202f;
}

/* What a base letter becomes with a mark. */
static uint32_t
marked(uint32_t base, uint32_t mark, bool sort)
{
	if (base == 'a' && mark == MARK_RING)
		return LETTER_AA;
	if (base == 'a' && mark == MARK_DIAERESIS)
		return LETTER_AE;
	if (base == 'o' &&
	    (mark == MARK_DIAERESIS || mark == MARK_DOUBLE_ACUTE))
		return LETTER_OE;
	if (sort && base == 'u' &&
	    (mark == MARK_DIAERESIS || mark == MARK_DOUBLE_ACUTE))
		return 'y';
	return base;
}

/* Read one letter with all its marks, composed or not. */
static uint32_t
next_letter(struct folder *f)
{
	uint32_t letter = next_point(&f->s, f->end), marks[4];
	uint32_t base, mark;
	size_t n = 0;

	while (n < 4 && latin_decompose(letter, &base, &mark)) {
		marks[n++] = mark;
		letter = base;
	}
	letter = latin_lower(letter);
	while (n > 0)
		letter = marked(letter, marks[--n], f->sort);
	while (f->s < f->end) {
		const char *before = f->s;

		mark = next_point(&f->s, f->end);
		if (!is_mark(mark)) {
			f->s = before;
			break;
		}
		letter = marked(letter, mark, f->sort);
	}
	return letter;
}

/* Replace a letter of its own by the ones it is read as. */
static uint32_t
read_as(struct folder *f, uint32_t letter)
{
	for (size_t i = 0; i < sizeof(likes) / sizeof(*likes); i++) {
		if (likes[i].letter != letter)
			continue;
		if (likes[i].as == NULL)
			return likes[i].one;
		f->pending = (unsigned char)likes[i].as[1];
		return (unsigned char)likes[i].as[0];
	}
	return letter;
}

/* The next folded letter, 0 at the end. */
static uint32_t
folder_next(struct folder *f)
{
	uint32_t letter = f->pending;
	struct folder ahead;
	bool gap = false;

	f->pending = 0;
	if (letter != 0)
		return letter;
	while (f->s < f->end) {
		ahead = *f;
		letter = next_letter(&ahead);
		if (!is_gap(letter) && !is_mark(letter))
			break;
		gap = gap || is_gap(letter);
		*f = ahead;
	}
	if (f->s >= f->end)
		return 0;
	if (gap && f->begun)
		return ' ';
	*f = ahead;
	f->begun = true;
	if (letter == 'a' && f->s < f->end && next_letter(&ahead) == 'a') {
		*f = ahead;
		return LETTER_AA;
	}
	return read_as(f, letter);
}

size_t
text_fold(char *out, size_t size, const char *s, size_t len)
{
	struct sink sink = { out, size, 0 };
	struct folder f = { .s = s, .end = s + len };
	uint32_t letter;

	while ((letter = folder_next(&f)) != 0)
		put_point(&sink, letter);
	return sink_end(&sink);
}

/* Does a word of NAME start with the LEN bytes of WORD? */
static bool
has_word(const char *name, const char *word, size_t len)
{
	while (name != NULL) {
		if (strncmp(name, word, len) == 0)
			return true;
		name = strchr(name, ' ');
		if (name != NULL)
			name++;
	}
	return false;
}

bool
text_matches(const char *folded, const char *query)
{
	size_t len;

	if (query[0] == '\0')
		return false;
	for (; *query != '\0'; query += len + (query[len] == ' ')) {
		len = strcspn(query, " ");
		if (!has_word(folded, query, len))
			return false;
	}
	return true;
}

/* The place of a letter in a Norwegian list. */
static uint32_t
weight(uint32_t letter)
{
	switch (letter) {
	case LETTER_AE:
		return 'z' + 1;
	case LETTER_OE:
		return 'z' + 2;
	case LETTER_AA:
		return 'z' + 3;
	default:
		return letter <= 'z' ? letter : letter + 0x100;
	}
}

int
text_compare(const char *a, const char *b)
{
	struct folder fa = { .s = a, .end = a + strlen(a), .sort = true };
	struct folder fb = { .s = b, .end = b + strlen(b), .sort = true };
	uint32_t la, lb;

	do {
		la = weight(folder_next(&fa));
		lb = weight(folder_next(&fb));
		if (la != lb)
			return la < lb ? -1 : 1;
	} while (la != 0);
	return strcmp(a, b);
}
