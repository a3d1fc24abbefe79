/*
 * boflyt/values.h -- what every plugin does with values, records and answers.
 *
 * Small functions over boflyt/plugin.h, so that no plugin writes them again.
 * They are inline: a plugin still links with nothing of ours.
 */
#ifndef BOFLYT_VALUES_H
#define BOFLYT_VALUES_H

#include <stdio.h>
#include <string.h>

#include <boflyt/plugin.h>

#define BF_TIMER_KEY_SIZE 48

/* ---- values of a JSON object; O may be NULL */

/* The text under NAME, borrowed from O; NULL if there is none. */
static inline const char *
bf_text_of(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

/* The msgid that WORDS have for CODE; CODE itself if they have none. */
static inline const char *
bf_word_of(const struct bf_word *words, const char *code)
{
	for (; words->code != NULL; words++)
		if (strcmp(words->code, code) == 0)
			return words->text;
	return code;
}

/* The integer under NAME; OTHERWISE if there is none. */
static inline int64_t
bf_int_of(const json_t *o, const char *name, int64_t otherwise)
{
	const json_t *v = json_object_get(o, name);

	return json_is_integer(v) ? json_integer_value(v) : otherwise;
}

/* The truth value under NAME; OTHERWISE if there is none. */
static inline bool
bf_bool_of(const json_t *o, const char *name, bool otherwise)
{
	const json_t *v = json_object_get(o, name);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

/* The day under NAME, "2027-02-28"; BF_NO_DATE if there is none. */
static inline struct bf_date
bf_day_in(const struct bf_pure *pure, const json_t *o, const char *name)
{
	const char *s = bf_text_of(o, name);
	struct bf_date d;

	if (s == NULL || !pure->date_parse(s, &d))
		return BF_NO_DATE;
	return d;
}

static inline struct bf_date
bf_day_of(const struct bf_call *call, const json_t *o, const char *name)
{
	return bf_day_in(bf_pure(call), o, name);
}

static inline bool
bf_is_day(struct bf_date d)
{
	return d.days != BF_NO_DATE.days;
}

/* Set NAME to DAY; BF_NO_DATE is null, which empties a column. */
static inline void
bf_set_day(const struct bf_call *call, json_t *o, const char *name,
    struct bf_date day)
{
	char s[BF_DATE_SIZE];

	bf_pure(call)->date_format(day, s);
	json_object_set_new(o, name,
	    s[0] == '\0' ? json_null() : json_string(s));
}

static inline void
bf_set_int(json_t *o, const char *name, int64_t value)
{
	json_object_set_new(o, name, json_integer((json_int_t)value));
}

/* Is there a day under NAME, and within the period of the report? */
static inline bool
bf_in_period(const struct bf_fold *f, const json_t *o, const char *name)
{
	struct bf_date d = bf_day_in(f->pure, o, name);

	return bf_is_day(d) && d.days >= f->from.days && d.days <= f->to.days;
}

/* ---- records */

/*
 * The records of KIND that Q asks for and whose first column of q.index is the
 * number OF; q.equal is not looked at.  ROWS as of record_find.
 */
static inline int
bf_find_of(struct bf_call *call, const char *kind, struct bf_query q,
    int64_t of, json_t **rows)
{
	json_t *equal = json_pack("[I]", (json_int_t)of);
	int rc;

	q.equal = equal;
	rc = bf_host(call)->record_find(call, kind, &q, rows);
	json_decref(equal);
	return rc;
}

/*
 * Say in the history of CASE_ID that record ID of WHAT is now in STATE (NULL:
 * it is new): {PLUGIN: what, "id": …, "state": …}, all of class case.
 */
static inline int
bf_note(struct bf_call *call, const char *plugin, int64_t case_id,
    const char *what, int64_t id, const char *state)
{
	json_t *w = json_pack("{ss sI ss*}", plugin, what, "id", (json_int_t)id,
	    "state", state);
	int rc = bf_host(call)->note(call, case_id, w);

	json_decref(w);
	return rc;
}

/* The key of the timer that thinks of record ID for the sake of WHAT. */
static inline void
bf_timer_key(const char *what, int64_t id, char out[BF_TIMER_KEY_SIZE])
{
	snprintf(out, BF_TIMER_KEY_SIZE, "%s.%lld", what, (long long)id);
}

/* ---- answers */

/* {NAME: ID}. */
static inline int
bf_answer(json_t **result, const char *name, int64_t id)
{
	*result = json_pack("{sI}", name, (json_int_t)id);
	return BF_OK;
}

/* Set VALUES' "case" to the number of case ID, which the caller must see. */
static inline int
bf_set_case(struct bf_call *call, int64_t id, json_t *values)
{
	json_t *head;
	int rc = bf_host(call)->case_get_id(call, id, BF_SEE, &head);

	if (rc != BF_OK)
		return rc;
	json_object_set(values, "case", json_object_get(head, "case"));
	json_decref(head);
	return BF_OK;
}

/*
 * A page of a list: {"rows": ROWS (taken over), "next": the id of the last of
 * FOUND, or null if there were fewer than LIMIT and so there is no next page}.
 */
static inline json_t *
bf_page(json_t *rows, const json_t *found, int limit)
{
	size_t n = json_array_size(found);
	json_t *next = NULL;

	if (n > 0 && n == (size_t)limit)
		next = json_object_get(json_array_get(found, n - 1), "id");
	return json_pack("{so sO?}", "rows", rows, "next", next);
}

#endif
