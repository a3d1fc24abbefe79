/*
 * course -- in force, reviewed, promoted, stepped down.
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

static int
count_goals(const json_t *goals, const json_t *measures)
{
	const json_t *goal, *measure;
	size_t i, k;
	int without = 0;
	bool has;

	json_array_foreach((json_t *)(uintptr_t)goals, i, goal) {
		has = bf_bool_of(json_object_get(goal, "values"), "own_effort",
		    false);
		json_array_foreach((json_t *)(uintptr_t)measures, k, measure)
			if (bf_int_of(json_object_get(measure, "values"),
				"goal", 0) == bf_int_of(goal, "id", -1))
				has = true;
		without += !has;
	}
	return without;
}

static int
count_lacking(const json_t *rows, const char *name)
{
	const json_t *row;
	size_t i;
	int n = 0;

	json_array_foreach((json_t *)(uintptr_t)rows, i, row)
		n += bf_text_of(json_object_get(row, "values"), name) == NULL;
	return n;
}

static int
count_answers(const json_t *values)
{
	static const char *const questions[PLAN_ANSWERS] = {
		"coordinator_hol_7_2", "coordinator_sphl_2_5a",
		"child_coordinator", "contact_physician"
	};
	int i, n = 0;

	for (i = 0; i < PLAN_ANSWERS; i++)
		n += bf_text_of(values, questions[i]) != NULL;
	return n;
}

static bool
has(const struct plan *p, const char *name)
{
	const char *s = bf_text_of(p->values, name);

	return s != NULL && s[0] != '\0';
}

static int
gather_rows(struct bf_call *call, const struct plan *p, struct plan_content *c)
{
	json_t *goals = NULL, *measures = NULL, *others = NULL, *reviews = NULL;
	int rc = plan_rows(call, p, "goal", true, &goals);

	if (rc == BF_OK)
		rc = plan_rows(call, p, "measure", true, &measures);
	if (rc == BF_OK)
		rc = plan_rows(call, p, "participant", true, &others);
	if (rc == BF_OK)
		rc = plan_rows(call, p, "review", true, &reviews);
	if (rc == BF_OK) {
		c->goals = (int)json_array_size(goals);
		c->goals_without = count_goals(goals, measures);
		c->measures = (int)json_array_size(measures);
		c->measures_without_unit = count_lacking(measures, "unit");
		c->measures_without_extent = count_lacking(measures, "extent");
		c->measures_without_how = count_lacking(measures, "how");
		c->participants = (int)json_array_size(others);
		c->reviews = (int)json_array_size(reviews) +
		    (bf_text_of(p->values, "next_review") != NULL);
	}
	json_decref(goals);
	json_decref(measures);
	json_decref(others);
	json_decref(reviews);
	return rc;
}

int
plan_gather(struct bf_call *call, const struct plan *p, struct plan_content *c)
{
	struct bf_date until;
	int age, rc;

	memset(c, 0, sizeof(*c));
	c->resources = has(p, "resources");
	c->needs = has(p, "needs") || has(p, "health_needs");
	c->contributions = has(p, "contributions");
	c->main_service =
	    has(p, "main_unit") && !bf_bool_of(p->values, "conflict", false);
	c->coordinator = has(p, "coordinator") && has(p, "substitute");
	c->coordinator_answers = count_answers(p->values);
	c->from = bf_day_of(call, p->values, "from");
	c->to = bf_day_of(call, p->values, "to");
	c->access_answered = bf_bool_of(p->values, "access_answered", false);
	c->cooperation_answered = has(p, "cooperation");
	c->culture = has(p, "culture");
	c->child_answered = has(p, "child_part");
	rc = bf_host(call)->person_age(call, p->person,
	    bf_host(call)->today(call), &age);
	c->child = age >= 0 && age < 18;
	if (rc == BF_OK)
		rc = has_consent(call, p->person, &c->consent, &until);
	return rc == BF_OK ? gather_rows(call, p, c) : rc;
}

/* The letters that P lacks of those that count for it; *N of them. */
static int
lacking(struct bf_call *call, const struct plan *p,
    const char *out[PLAN_LETTERS], size_t *n)
{
	struct plan_content c;
	size_t i, all;
	int rc = plan_gather(call, p, &c);

	*n = 0;
	if (rc != BF_OK)
		return rc;
	all = plan_missing(&c, out);
	for (i = 0; i < all; i++)
		if (plan_letter_counts(out[i], p->ip))
			out[(*n)++] = out[i];
	return BF_OK;
}

/* With dots between, as the plan keeps them. */
static void
join(const char *const *list, size_t n, char out[65])
{
	size_t i, used = 0;

	out[0] = '\0';
	for (i = 0; i < n; i++)
		used += (size_t)snprintf(out + used, 65 - used, "%s%s",
		    used > 0 ? "." : "", list[i]);
}

static int
put_missing(struct bf_call *call, int64_t id, const char *letters)
{
	json_t *v = json_pack("{so}", "missing",
	    letters[0] != '\0' ? json_string(letters) : json_null());
	int rc =
	    bf_host(call)->record_put(call, "plan", id, 0, -1, v, NULL, NULL);

	json_decref(v);
	return rc;
}

int
plan_judge(struct bf_call *call, int64_t id)
{
	const struct bf_host *h = bf_host(call);
	json_t *row;
	struct plan p = { .id = id };
	const char *kind, *was, *missing[PLAN_LETTERS];
	char now[65];
	size_t n;
	int rc = h->record_rule(call, "plan", id, &row);

	if (rc != BF_OK)
		return rc;
	p.values = json_object_get(row, "values");
	p.person = bf_int_of(row, "owner", 0);
	(void)plan_state_parse(bf_text_of(p.values, "state"), &p.state);
	kind = bf_text_of(p.values, "kind");
	p.ip = kind == NULL || strcmp(kind, "ip") == 0;
	was = bf_text_of(p.values, "missing");
	if (plan_state_takes_content(p.state) &&
	    (rc = lacking(call, &p, missing, &n)) == BF_OK) {
		join(missing, n, now);
		if (strcmp(was != NULL ? was : "", now) != 0)
			rc = put_missing(call, id, now);
	}
	json_decref(row);
	return rc;
}

void
plan_say(const char *letters, char out[PLAN_SAID_SIZE])
{
	size_t n, used = 0;
	const char *ask;
	char one[16];

	out[0] = '\0';
	while (*letters != '\0' && used < PLAN_SAID_SIZE) {
		n = strcspn(letters, ".");
		snprintf(one, sizeof(one), "%.*s", (int)n, letters);
		letters += n + (letters[n] == '.');
		ask = _(bf_word_of(plan_asks, one));
		/* Of § 9 itself is what has one letter. */
		if (n == 1)
			used +=
			    (size_t)snprintf(out + used, PLAN_SAID_SIZE - used,
				"%s%s (%s)", used > 0 ? ", " : "", one, ask);
		else
			used +=
			    (size_t)snprintf(out + used, PLAN_SAID_SIZE - used,
				"%s%s", used > 0 ? ", " : "", ask);
	}
}

/* All the letters at once: E_PLAN_INCOMPLETE names each, and what it asks. */
static int
need_whole(struct bf_call *call, const struct plan *p)
{
	const char *missing[PLAN_LETTERS];
	char list[65], said[PLAN_SAID_SIZE];
	size_t n;
	int rc = lacking(call, p, missing, &n);

	if (rc != BF_OK || n == 0)
		return rc;
	join(missing, n, list);
	plan_say(list, said);
	return bf_host(call)->fail(call, BF_REFUSED, "E_PLAN_INCOMPLETE",
	    _("plan %s: missing of FOR-2022-06-22-1110 § 9: %s"),
	    bf_text_of(p->values, "nr"), said);
}

/* The next review by level, or on the day that was asked for. */
static int
next_review(struct bf_call *call, const struct plan *p, json_t *v,
    struct bf_date asked)
{
	const struct bf_host *h = bf_host(call);
	char why[BF_WORDS_SIZE];
	struct bf_due due;

	if (!bf_is_day(asked)) {
		if (!plan_review(bf_pure(call),
			bf_int_of(v, "level", bf_int_of(p->values, "level", 3)),
			h->today(call), &due, why))
			return BF_OK;
		asked = due.due;
	}
	if (plan_dates(bf_day_of(call, p->values, "from"),
		bf_day_of(call, p->values, "to"), asked) != NULL)
		return h->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("the next review lies outside the plan's period"));
	bf_set_day(call, v, "next_review", asked);
	return remind_review(call, p, asked);
}

int
plan_activate(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct plan p;
	json_t *v = json_object(), *payload;
	int rc = plan_get(call, bf_int_of(params, "plan", 0), &p);

	/* One that is due for review is reviewed (plan review), not renewed. */
	if (rc == BF_OK && p.state != PLAN_DRAFT)
		rc = plan_may(call, &p, PLAN_NEED);
	if (rc == BF_OK)
		rc = need_access(call, &p);
	if (rc == BF_OK)
		rc = need_consent(call, p.person);
	if (rc == BF_OK)
		rc = next_review(call, &p, v,
		    bf_day_of(call, params, "next_review"));
	if (rc == BF_OK) {
		json_object_update_missing(v, (json_t *)(uintptr_t)p.values);
		p.values = v;
		rc = need_whole(call, &p);
		p.values = json_object_get(p.row, "values");
		json_object_del(v, "nr");
	}
	if (rc == BF_OK) {
		bf_set_day(call, v, "activated", h->today(call));
		rc = plan_put(call, &p, PLAN_IN_FORCE, json_incref(v));
	}
	if (rc == BF_OK)
		rc = plan_clock_end(call, &p, "plan.ready", true);
	if (rc == BF_OK) {
		payload = json_pack("{sI}", "plan", (json_int_t)p.id);
		rc = h->emit(call, p.case_id, "plan.activated", payload);
		json_decref(payload);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	json_decref(v);
	plan_fini(&p);
	return rc;
}

int
plan_reviewed(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date day = bf_day_of(call, params, "day");
	struct plan p;
	json_t *v, *w = json_object();
	int rc = plan_write(call, params, &p);

	if (!bf_is_day(day))
		day = h->today(call);
	if (rc == BF_OK && p.state == PLAN_DRAFT)
		rc = plan_may(call, &p, PLAN_REVIEW);
	if (rc == BF_OK &&
	    plan_dates(bf_day_of(call, p.values, "from"), BF_NO_DATE, day) !=
		NULL)
		rc = h->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("day: before the plan began"));
	if (rc == BF_OK) {
		v = json_pack("{sb ss ss}", "done", 1, "text",
		    bf_text_of(params, "text"), "own_view",
		    bf_text_of(params, "own_view"));
		bf_set_day(call, v, "day", day);
		rc = plan_add(call, &p, "review", v, NULL);
	}
	if (json_object_get(params, "level") != NULL)
		json_object_set(w, "level", json_object_get(params, "level"));
	if (rc == BF_OK)
		rc = next_review(call, &p, w,
		    bf_day_of(call, params, "next_review"));
	if (rc == BF_OK) {
		json_object_set_new(w, "version",
		    json_integer(bf_int_of(p.values, "version", 1) + 1));
		rc = plan_put(call, &p, PLAN_IN_FORCE, json_incref(w));
	}
	if (rc == BF_OK)
		rc = review_held(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	json_decref(w);
	plan_fini(&p);
	return rc;
}

/* Promoted by name and with consent: never silently (§3.1). */
int
plan_promote(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK && p.ip)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_PLAN_STATE",
		    _("plan %s: it is an individual plan already"),
		    bf_text_of(p.values, "nr"));
	if (rc == BF_OK)
		rc = need_consent(call, p.person);
	if (rc == BF_OK) {
		p.ip = true;
		rc = plan_put(call, &p,
		    PLAN_DRAFT == p.state ? PLAN_DRAFT : p.state,
		    json_pack("{ss}", "kind", "ip"));
	}
	if (rc == BF_OK && p.state != PLAN_DRAFT)
		rc = need_whole(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Down by the person's wish, or by a decision that the right has lapsed. */
int
plan_step_down(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t no = bf_int_of(params, "decision", 0);
	bool agreed = bf_bool_of(params, "agreed", false), found = agreed;
	json_t *rows, *row;
	struct plan p;
	size_t i;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK && !p.ip)
		rc = h->fail(call, BF_REFUSED, "E_PLAN_STATE",
		    _("plan %s: it is a goal plan already"),
		    bf_text_of(p.values, "nr"));
	if (rc == BF_OK && !agreed) {
		rc = h->decisions(call, p.case_id, NULL, h->today(call), &rows);
		if (rc == BF_OK) {
			json_array_foreach(rows, i, row)
				found = found || bf_int_of(row, "no", 0) == no;
			json_decref(rows);
		}
	}
	if (rc == BF_OK && !found)
		rc = h->fail(call, BF_REFUSED, "E_NO_DECISION",
		    _("an individual plan steps down by the person's wish "
		      "(agreed) or by a decision that the right has lapsed"));
	if (rc == BF_OK)
		rc = plan_put(call, &p, p.state,
		    json_pack("{ss}", "kind", "maalplan"));
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}
