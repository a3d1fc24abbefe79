/*
 * compiled -- the binary chunks of Lua 5.4, read as ldump.c writes them.
 *
 * A global NAME is upvalue _ENV indexed by a constant: GETTABUP and SETTABUP of
 * lopcodes.h.  The main chunk's first upvalue is _ENV; which of a function's it
 * is follows from how its parent hands it down.
 */
#include "script/compiled.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lua.h>

#include "base/mem.h"

_Static_assert(LUA_VERSION_NUM == 504, "the chunks of another Lua differ");

#define DEPTH_MAX 250 /* functions in each other; Lua's compiler allows 200 */
#define NO_UPVALUE 256
#define ABSOLUTE_LINE (-0x80)

enum opcode { OP_GETTABUP = 11, OP_GETFIELD = 14, OP_SETTABUP = 15 };

enum constant {
	K_NIL = 0x00,
	K_FALSE = 0x01,
	K_TRUE = 0x11,
	K_INTEGER = 0x03,
	K_NUMBER = 0x13,
	K_SHORT = 0x04,
	K_LONG = 0x14
};

struct text {
	const char *at; /* NULL: none */
	size_t len;
};

struct reader {
	const unsigned char *at, *end;
	bool bad;
	int depth;
	void (*each)(void *arg, const struct compiled_use *use);
	void *arg;
};

/* One function while it is read. */
struct proto {
	size_t first_line;
	const unsigned char *code; /* n_code instructions */
	size_t n_code;
	struct text *constants; /* owned */
	size_t n_constants;
	unsigned env; /* which upvalue is _ENV; NO_UPVALUE: none */
};

static const unsigned char *
take(struct reader *r, size_t n)
{
	const unsigned char *p = r->at;

	if (r->bad || n > (size_t)(r->end - r->at)) {
		r->bad = true;
		return NULL;
	}
	r->at += n;
	return p;
}

static unsigned
take_byte(struct reader *r)
{
	const unsigned char *p = take(r, 1);

	return p != NULL ? *p : 0;
}

/* Seven bits a byte, the highest first; the last byte has the eighth set. */
static size_t
take_size(struct reader *r)
{
	size_t n = 0;
	unsigned byte;

	do {
		byte = take_byte(r);
		if (n > SIZE_MAX >> 7)
			r->bad = true;
		n = n << 7 | (byte & 0x7f);
	} while (!r->bad && (byte & 0x80) == 0);
	return r->bad ? 0 : n;
}

/* A count of things that are at least one byte each. */
static size_t
take_count(struct reader *r)
{
	size_t n = take_size(r);

	if (n > (size_t)(r->end - r->at))
		r->bad = true;
	return r->bad ? 0 : n;
}

static struct text
take_text(struct reader *r)
{
	struct text t = { NULL, 0 };
	size_t n = take_size(r);

	if (n > 0) {
		t.len = n - 1;
		t.at = (const char *)take(r, t.len);
	}
	return t;
}

static struct text
take_constant(struct reader *r)
{
	switch ((enum constant)take_byte(r)) {
	case K_SHORT:
	case K_LONG:
		return take_text(r);
	case K_INTEGER:
		(void)take(r, sizeof(lua_Integer));
		break;
	case K_NUMBER:
		(void)take(r, sizeof(lua_Number));
		break;
	case K_NIL:
	case K_FALSE:
	case K_TRUE:
		break;
	}
	return (struct text){ NULL, 0 };
}

/* The upvalues; ENV is the parent's. */
static unsigned
take_upvalues(struct reader *r, unsigned env)
{
	size_t i, n = take_count(r);
	unsigned in_stack, idx, own = NO_UPVALUE;
	bool main = r->depth == 1;

	for (i = 0; i < n; i++) {
		in_stack = take_byte(r);
		idx = take_byte(r);
		(void)take_byte(r); /* kind */
		if (main ? i == 0 : in_stack == 0 && idx == env)
			own = (unsigned)i;
	}
	return own;
}

static unsigned
field(uint32_t instruction, int shift, unsigned mask)
{
	return (unsigned)(instruction >> shift) & mask;
}

static uint32_t
instruction_at(const struct proto *p, size_t pc)
{
	uint32_t i;

	memcpy(&i, p->code + pc * sizeof(i), sizeof(i));
	return i;
}

static struct text
constant_at(const struct proto *p, unsigned n)
{
	return n < p->n_constants ? p->constants[n] : (struct text){ NULL, 0 };
}

/* What instruction PC, on LINE, does with a global. */
static void
look(struct reader *r, const struct proto *p, size_t pc, int line)
{
	uint32_t i = instruction_at(p, pc), next;
	unsigned op = field(i, 0, 0x7f), a = field(i, 7, 0xff);
	unsigned b = field(i, 16, 0xff), c = field(i, 24, 0xff);
	struct compiled_use use = { .line = line, .set = op == OP_SETTABUP };
	struct text name, member = { NULL, 0 };

	if (!(op == OP_GETTABUP && b == p->env) &&
	    !(op == OP_SETTABUP && a == p->env))
		return;
	name = constant_at(p, use.set ? b : c);
	if (!use.set && pc + 1 < p->n_code) {
		next = instruction_at(p, pc + 1);
		if (field(next, 0, 0x7f) == OP_GETFIELD &&
		    field(next, 16, 0xff) == a)
			member = constant_at(p, field(next, 24, 0xff));
	}
	use.name = name.at;
	use.name_len = name.len;
	use.member = member.at;
	use.member_len = member.len;
	if (use.name != NULL)
		r->each(r->arg, &use);
}

/* The lines of the instructions come last; look at each with its own. */
static void
take_lines(struct reader *r, const struct proto *p)
{
	size_t n = take_count(r), n_absolute, pc, line = p->first_line;
	const unsigned char *steps = take(r, n);
	int step;

	n_absolute = take_count(r);
	for (pc = 0; pc < n && !r->bad; pc++) {
		/* A byte with a sign. */
		step = steps[pc] < 0x80 ? steps[pc] : steps[pc] - 0x100;
		if (step != ABSOLUTE_LINE)
			line += (size_t)(ptrdiff_t)step;
		else if (n_absolute-- > 0) {
			(void)take_size(r); /* the instruction */
			line = take_size(r);
		} else
			r->bad = true;
		if (!r->bad && pc < p->n_code)
			look(r, p, pc, (int)line);
	}
}

static void
skip_names(struct reader *r)
{
	size_t n;

	for (n = take_count(r); n > 0 && !r->bad; n--) { /* local variables */
		(void)take_text(r);
		(void)take_size(r);
		(void)take_size(r);
	}
	for (n = take_count(r); n > 0 && !r->bad; n--) /* upvalues */
		(void)take_text(r);
}

static void
take_constants(struct reader *r, struct proto *p)
{
	size_t i;

	p->n_constants = take_count(r);
	p->constants = mem_new(p->n_constants + 1, sizeof(*p->constants));
	for (i = 0; i < p->n_constants && !r->bad; i++)
		p->constants[i] = take_constant(r);
}

/* One function and those in it; ENV is which upvalue of the parent is _ENV. */
static void
take_function(struct reader *r, unsigned env)
{
	struct proto p = { .constants = NULL };
	size_t n;

	if (++r->depth > DEPTH_MAX)
		r->bad = true;
	(void)take_text(r); /* source */
	p.first_line = take_size(r);
	(void)take_size(r); /* last line */
	(void)take(r, 3); /* parameters, variable or not, stack */
	p.n_code = take_count(r);
	p.code = take(r, p.n_code * sizeof(uint32_t));
	take_constants(r, &p);
	p.env = take_upvalues(r, env);
	for (n = take_count(r); n > 0 && !r->bad; n--)
		take_function(r, p.env);
	take_lines(r, &p);
	skip_names(r);
	free(p.constants);
	r->depth--;
}

bool
compiled_globals(const char *bytes, size_t len,
    void (*each)(void *arg, const struct compiled_use *use), void *arg)
{
	static const char magic[] = LUA_SIGNATURE "\x54";
	/* version, format, data, three sizes, two numbers, upvalues of main */
	const size_t rest =
	    1 + 6 + 3 + sizeof(lua_Integer) + sizeof(lua_Number) + 1;
	struct reader r = { .each = each, .arg = arg };
	const unsigned char *start;

	r.at = (const unsigned char *)bytes;
	r.end = r.at + len;
	start = take(&r, strlen(magic));
	if (start == NULL || memcmp(start, magic, strlen(magic)) != 0)
		return false;
	(void)take(&r, rest);
	take_function(&r, NO_UPVALUE);
	return !r.bad && r.at == r.end;
}
