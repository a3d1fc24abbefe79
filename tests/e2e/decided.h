/*
 * decided -- words to decide with at the real socket: an installation with a
 * complaint board and two who decide, requests, allocations, and what became of
 * decisions, their letters and their deadlines.
 */
#ifndef E2E_DECIDED_H
#define E2E_DECIDED_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

/* Start at DAY with MORE in front of the first unit. */
static inline struct work *
open_at(const char *number, const char *sample, const char *day,
    const char *more)
{
	struct work *w = calloc(1, sizeof(*w));
	char file[64], text[64], units[2048];

	assert_non_null(w);
	place_make_for(&w->place, number, sample);
	snprintf(file, sizeof(file), "municipalities/%s.ini", number);
	snprintf(text, sizeof(text), "test_clock = %s", day);
	place_replace(&w->place, file, "test_clock = 2027-01-04", text);
	snprintf(units, sizeof(units), "%s[unit nav]", more);
	place_replace(&w->place, file, "[unit nav]", units);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	return w;
}

static inline int
setup_3401(void **state)
{
	struct work *w = open_at("3401", "3401-kongsvinger.ini", "2026-11-30",
	    "[unit board]\nname = Klagenemnda i Kongsvinger\n"
	    "type = complaint_board\ndomain = housing\n\n"
	    "[user alloc02]\nname = Leder i tildelingsteamet\n"
	    "login = alloc02\nunits = allocation\n"
	    "roles = leader, caseworker, decision_maker\n\n");

	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

static inline int
teardown(void **state)
{
	struct work *w = *state;

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
	free(w);
	return 0;
}

static inline json_t *
rows_of(struct work *w, const char *as, const char *method, json_t *p)
{
	json_t *r = peer_do(&w->c, as, method, p), *rows;

	rows = json_incref(json_object_get(r, "rows"));
	json_decref(r);
	return rows;
}

/* The deadline NAME of the case, new reference; NULL: none. */
static inline json_t *
deadline(struct work *w, const char *as, const char *number, const char *name)
{
	json_t *r = work_show(w, as, number), *row;

	row = row_with(json_object_get(r, "deadlines"), "name", name);
	(void)json_incref(row);
	json_decref(r);
	return row;
}

static inline void
is_due(struct work *w, const char *as, const char *number, const char *name,
    const char *day)
{
	json_t *row = deadline(w, as, number, name);

	if (row == NULL)
		fail_msg("no deadline %s", name);
	assert_string_equal(text_in(row, "due"), day);
	json_decref(row);
}

static inline json_t *
decision(struct work *w, const char *as, const char *number, int no)
{
	return peer_do(&w->c, as, "decision.show",
	    params("{s:s, s:i}", "case", number, "no", no));
}

static inline void
notify(struct work *w, const char *as, const char *number, int no,
    const char *what)
{
	json_decref(peer_do(&w->c, as, "decision.notify",
	    params("{s:s, s:i, s:s}", "case", number, "no", no, "what", what)));
}

static inline void
complaint_by(struct work *w, const char *as, const char *number, int no,
    const char *day)
{
	json_t *d = decision(w, as, number, no);

	assert_string_equal(text_in(d, "complaint_due"), day);
	json_decref(d);
}

/* Does a letter of the case say WORDS?  All that it says is frozen. */
static inline bool
a_letter_says(struct work *w, const char *as, const char *number,
    const char *words)
{
	json_t *rows = rows_of(w, as, "outbox.list",
	    params("{s:s, s:b}", "case", number, "all", 1));
	json_t *row, *r;
	bool said = false;
	size_t i;

	json_array_foreach(rows, i, row) {
		r = peer_do(&w->c, as, "outbox.show",
		    params("{s:I}", "letter", int_in(row, "id")));
		said = said || mentions(r, words);
		json_decref(r);
	}
	json_decref(rows);
	return said;
}

/* A request by letter of PERSON (0: nobody known) on DAY. */
static inline void
request(struct work *w, const char *day, json_int_t person, int right,
    char *number)
{
	json_t *data = params("{s:s, s:s, s:b, s:b}", "received", day,
	    "channel", "letter", "asks_help", 1, "right_unit", right);
	json_t *r;

	if (person != 0)
		json_object_set_new(data, "person", json_integer(person));
	r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:o}", "workflow", "boligsosial", "data", data));
	snprintf(number, NUMBER_SIZE, "%s", text_in(r, "case"));
	json_decref(r);
}

/* A proposal to the joint allocation, by nav01. */
static inline void
propose(struct work *w, const char *number, const char *kind,
    const char *result, const char *performer, json_t *item)
{
	json_t *p = params("{s:s, s:s, s:s, s:o}", "case", number, "kind", kind,
	    "result", result, "item", item);

	if (performer != NULL)
		json_object_set_new(p, "performer", json_string(performer));
	json_decref(peer_do(&w->c, "nav01", "allocation.propose", p));
}

static inline void
approve(struct work *w, const char *number)
{
	json_t *r = peer_do(&w->c, "nav01", "allocation.show",
	    params("{s:s}", "case", number));
	json_int_t version = int_in(r, "version");

	json_decref(r);
	json_decref(peer_do(&w->c, "alloc01", "allocation.approve",
	    params("{s:s, s:I}", "case", number, "version", version)));
}

static inline void
map(struct work *w, const char *number, const char *day)
{
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on", day,
		"situation", "1.4", "wishes", "To rom", "level", 3,
		"level_reason", "Tjenester over tid", "plan_need",
		"individual_plan", "coordinator", "nav02")));
}

static inline json_t *
allocation(const char *day)
{
	return params("{s:s, s:s, s:s, s:s, s:s}", "decided_on", day,
	    "decision_content", "Det som er bestemt.", "reason_rules",
	    "Boligsosialloven §§ 6 og 7.", "reason_facts", "Sover hos venner.",
	    "reason_considerations", "Bolig og tjenester hører sammen.");
}

#endif
