/*
 * boflyt/rows.h -- the rows that plugins write again and again.
 *
 * Each is an initializer of struct bf_param or struct bf_method; TEXT is one
 * line, N_("…").  FLAGS are BF_REQUIRED and the like, or 0.  What is not here is
 * written out with the members of boflyt/plugin.h.
 */
#ifndef BOFLYT_ROWS_H
#define BOFLYT_ROWS_H

#include <boflyt/plugin.h>

#define BF_PARAM_END                                                           \
	{                                                                      \
		.type = BF_END                                                 \
	}

/* What the method is about, first on the command line: a record, a case. */
#define BF_PARAM_OF(n, t)                                                      \
	{                                                                      \
		.name = n, .type = BF_ID,                                      \
		.flags = BF_REQUIRED | BF_POSITIONAL, .text = t                \
	}
#define BF_PARAM_CASE(t)                                                       \
	{                                                                      \
		.name = "case", .type = BF_CASE,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL, .text = t                \
	}

/* Class case: days, yes or no, codes, names, whole numbers in MIN..MAX. */
#define BF_PARAM_DAY(n, f, t)                                                  \
	{                                                                      \
		.name = n, .type = BF_DATE, .flags = f, .text = t              \
	}
#define BF_PARAM_BOOL(n, t)                                                    \
	{                                                                      \
		.name = n, .type = BF_BOOL, .text = t                          \
	}
#define BF_PARAM_CODE(n, f, c, t)                                              \
	{                                                                      \
		.name = n, .type = BF_CODE, .flags = f, .codes = c, .text = t  \
	}
#define BF_PARAM_NAME(n, f, t)                                                 \
	{                                                                      \
		.name = n, .type = BF_NAME, .flags = f, .text = t              \
	}
#define BF_PARAM_NUMBER(n, f, least, most, t)                                  \
	{                                                                      \
		.name = n, .type = BF_INTEGER, .flags = f, .min = least,       \
		.max = most, .text = t                                         \
	}

/* Sealed: øre of class economy; free words of class identity. */
#define BF_PARAM_MONEY(n, f, t)                                                \
	{                                                                      \
		.name = n, .type = BF_MONEY, .flags = f,                       \
		.class = BF_CLASS_ECONOMY, .text = t                           \
	}
#define BF_PARAM_WORDS(n, f, t)                                                \
	{                                                                      \
		.name = n, .type = BF_TEXT, .flags = f,                        \
		.class = BF_CLASS_IDENTITY, .text = t                          \
	}

/*
 * A step on socket and in Lua: NAME "plugin.verb", NB the words of the command,
 * A who may (enum bf_access), T its text, P parameters, C columns, E errors, FN.
 */
#define BF_STEP_ROW(n, words, a, t, p, c, e, fn)                               \
	{                                                                      \
		.name = n, .nb = words, .kind = BF_STEP, .access = a,          \
		.faces = BF_FACE_SOCKET | BF_FACE_LUA, .text = t, .params = p, \
		.columns = c, .errors = e, .call = fn                          \
	}

#endif
