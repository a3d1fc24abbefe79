/*
 * test_matter -- single matters on the host in memory: what ends in which, in
 * what state it begins, whom it makes work for, and how it is counted.
 */
#include <string.h>

#include "../../tests/plugin/drawn.h"
#include "rules.h"

extern const struct bf_plugin bf_plugin;

int test_matters(void);

struct world {
	struct ram *r;
};

static int
setup(void **state)
{
	static struct world w;

	w.r = ram_new(&bf_plugin, &pure);
	ram_begin(w.r, day("2027-02-10"));
	*state = &w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	ram_free(w->r);
	return 0;
}

static json_t *
must(struct world *w, const char *method, json_t *p)
{
	json_t *result = NULL;

	assert_int_equal(ram_call(w->r, "nav01", "nav", method, p, &result),
	    BF_OK);
	return result;
}

static void
done(struct world *w, const char *method, json_t *p)
{
	json_decref(must(w, method, p));
}

static void
refused(struct world *w, const char *method, json_t *p, const char *name)
{
	assert_int_not_equal(ram_call(w->r, "nav01", "nav", method, p, NULL),
	    BF_OK);
	assert_string_equal(ram_error(w->r), name);
}

/* The officer's, of TENANT at ADDRESS (NULL: it does not say), and DAY. */
static json_t *
told(const char *tenant, const char *address, const char *name, const char *on)
{
	json_t *p = json_pack("{ss ss* ss*}", "source", "namsmann_13_6",
	    "tenant", tenant, "address", address);

	if (name != NULL)
		json_object_set_new(p, name, json_string(on));
	return p;
}

/* Tell it; the number of the matter. */
static json_int_t
tell(struct world *w, json_t *p)
{
	json_t *r = must(w, "eviction.notice", p);
	json_int_t id = json_integer_value(json_object_get(r, "matter"));

	json_decref(r);
	return id;
}

static const json_t *
matter(struct world *w, json_int_t id)
{
	return json_array_get(ram_rows(w->r, "matter"), (size_t)id - 1);
}

static bool
has_task(struct world *w, json_int_t id, const char *key)
{
	return ram_has_task(w->r,
	    json_integer_value(json_object_get(matter(w, id), "owner")), key);
}

static json_t *
in_case(json_t *p, const char *number)
{
	json_object_set_new(p, "case", json_string(number));
	return p;
}

static void
what_a_notice_does_not_say_fits_no_other(void **state)
{
	struct world *w = *state;
	json_int_t first = tell(w, told(NULL, NULL, NULL, NULL));

	assert_int_not_equal(first, tell(w, told(NULL, NULL, NULL, NULL)));
	first = tell(w, told("Kari", NULL, NULL, NULL));
	assert_int_not_equal(first, tell(w, told("Kari", NULL, NULL, NULL)));
	first = tell(w, told(NULL, "Testvegen 1", NULL, NULL));
	assert_int_not_equal(first,
	    tell(w, told(NULL, "Testvegen 1", NULL, NULL)));
	/* Two cases, of which the notices say as little. */
	first = tell(w, in_case(told(NULL, NULL, NULL, NULL), "2027/1"));
	assert_int_not_equal(first,
	    tell(w, in_case(told(NULL, NULL, NULL, NULL), "2027/2")));
}

static void
one_tenancy_is_one_matter_however_it_is_written(void **state)
{
	struct world *w = *state;
	json_int_t m = tell(w, told("Åse Øvre", "Østre Veg 7 B", NULL, NULL));

	assert_int_equal(tell(w, told("ÅSE ØVRE", "østre veg 7b", NULL, NULL)),
	    m);
	assert_int_not_equal(tell(w,
				 told("Åse Øvre", "Østre Veg 7 C", NULL, NULL)),
	    m);
	/* In the case that is named, what says less belongs to it. */
	m = tell(w, in_case(told("Per", "Testvegen 1", NULL, NULL), "2027/1"));
	assert_int_equal(tell(w,
			     in_case(told(NULL, NULL, "served", "2027-02-09"),
				 "2027/1")),
	    m);
	assert_int_not_equal(
	    tell(w, in_case(told("Per", "Testvegen 2", NULL, NULL), "2027/1")),
	    m);
	/* A tenant of the register is known by that, whatever the name. */
	assert_int_equal(tell(w,
			     json_pack("{ss si ss ss}", "source", "bruker",
				 "person", 1, "tenant", "Per P", "address",
				 "Testvegen 1")),
	    m);
	assert_int_equal(drawn_int(matter(w, m), "notices"), 3);
	/* Father and daughter of one name are two tenants. */
	m = tell(w, in_case(told("Kim", "Testvegen 9", NULL, NULL), "2027/2"));
	assert_int_not_equal(
	    tell(w, in_case(told("Kim", "Testvegen 9", NULL, NULL), "2027/3")),
	    m);
}

/* Of the matter, or of the notice itself; what is not said is empty. */
static void
what_a_notice_tells_is_kept_and_the_rest_is_unknown(void **state)
{
	static const char *const days[] = { "due_since", "warning_4_18",
		"notice_9_11", "petition", "served", "decided", "eviction",
		"lease_from", "lease_to", "move_out_asked", "notice_received",
		"notice_month_end", "protested", "goods_told" };
	static const char *const sums[] = { "rent", "owed", "interest",
		"collection", "costs" };
	static const char *const words[] = { "tenant", "address", "landlord",
		"landlord_contact", "eviction_time" };
	struct world *w = *state;
	json_t *p = json_pack("{ss ss ss sb sb sb si ss ss ss}", "source",
	    "utleier_9_11", "ground", "b", "children", "yes", "reserved", 1,
	    "loft", 1, "short_term_reasoned", 1, "document", RAM_DOCUMENT,
	    "text", "Ringte", "nin", "12838849856", "birth_date", "1988-03-12");
	const json_t *v, *n;
	json_int_t m;
	size_t i;

	json_object_set_new(p, "at", json_integer(1802250900000));
	for (i = 0; i < 14; i++)
		json_object_set_new(p, days[i],
		    json_string(i < 3 ? "2027-01-20" : "2027-02-09"));
	for (i = 0; i < 5; i++)
		json_object_set_new(p, sums[i],
		    json_integer((json_int_t)(i + 1) * 100));
	for (i = 0; i < 5; i++)
		json_object_set_new(p, words[i], json_string(words[i]));
	m = tell(w, p);
	v = json_object_get(matter(w, m), "values");
	for (i = 0; i < 14; i++)
		assert_non_null(json_string_value(json_object_get(v, days[i])));
	for (i = 0; i < 5; i++) {
		assert_int_equal(json_integer_value(
				     json_object_get(v, sums[i])),
		    (i + 1) * 100);
		assert_string_equal(json_string_value(
					json_object_get(v, words[i])),
		    words[i]);
	}
	assert_true(json_is_true(json_object_get(v, "reserved")));
	assert_true(json_is_true(json_object_get(v, "loft")));
	assert_string_equal(drawn_text(matter(w, m), "children"), "yes");
	n = json_array_get(ram_rows(w->r, "notice"), 0);
	assert_string_equal(drawn_text(n, "source"), "utleier_9_11");
	assert_string_equal(drawn_text(n, "told"), "Ringte");
	/* A number that is none is kept as it was given. */
	assert_string_equal(drawn_text(n, "nin"), "12838849856");
	assert_string_equal(drawn_text(n, "birth_date"), "1988-03-12");
	assert_int_equal(drawn_int(n, "document"), RAM_DOCUMENT);
	assert_int_equal(drawn_int(n, "at"), 1802250900000);
	m = tell(w, json_pack("{ss}", "source", "annen"));
	v = json_object_get(matter(w, m), "values");
	for (i = 0; i < 14; i++)
		assert_null(json_string_value(json_object_get(v, days[i])));
	for (i = 0; i < 5; i++)
		assert_false(json_is_integer(json_object_get(v, sums[i])));
	assert_string_equal(drawn_text(matter(w, m), "ground"), "unknown");
	assert_string_equal(drawn_text(matter(w, m), "children"), "unknown");
}

static bool
finds(struct world *w, json_int_t m, const char *finding)
{
	json_t *r = must(w, "eviction.show", json_pack("{sI}", "matter", m));
	json_t *row;
	bool yes = false;
	size_t i;

	json_array_foreach(json_object_get(r, "found"), i, row)
		yes = yes ||
		    strcmp(json_string_value(json_object_get(row, "finding")),
			finding) == 0;
	json_decref(r);
	return yes;
}

/* husleieloven § 3-2: New Year's Day is Friday, the rent is due on Monday. */
static void
rent_due_on_a_holiday_is_due_on_the_next_working_day(void **state)
{
	struct world *w = *state;
	json_t *p = told(NULL, NULL, "due_since", "2027-01-01");
	json_int_t m;

	json_object_set_new(p, "warning_4_18", json_string("2027-01-03"));
	m = tell(w, p);
	assert_true(finds(w, m, "varsel_for_forfall"));
	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "warning_4_18", "2027-01-04"));
	assert_false(finds(w, m, "varsel_for_forfall"));
}

/* What became known later counts as well when the next notice comes. */
static void
a_matter_is_found_by_what_was_learned_later(void **state)
{
	struct world *w = *state;
	json_int_t m = tell(w, told("Kari", NULL, NULL, NULL));

	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "address", "Testvegen 7"));
	assert_int_equal(tell(w, told("kari", "Testvegen 7", NULL, NULL)), m);
}

/* Entry at any state. */
static void
a_matter_begins_where_the_notice_finds_it(void **state)
{
	static const struct {
		const char *name, *day, *state;
	} rows[] = {
		{ NULL, NULL, "bekymring" },
		{ "due_since", "2027-01-04", "restanse_kjent" },
		{ "warning_4_18", "2027-01-20", "varslet" },
		{ "notice_9_11", "2027-01-20", "varslet" },
		{ "petition", "2027-02-05", "begjaert" },
		{ "served", "2027-02-09", "forelagt" },
		{ "decided", "2027-02-09", "besluttet" },
		{ "eviction", "2027-03-16", "tidfestet" },
		/* A day that has come says not that it was carried out. */
		{ "eviction", "2027-02-09", "tidfestet" },
	};
	struct world *w = *state;
	json_int_t m;
	json_t *p;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		m = tell(w, told(NULL, NULL, rows[i].name, rows[i].day));
		assert_string_equal(drawn_text(matter(w, m), "state"),
		    rows[i].state);
		assert_string_equal(drawn_text(matter(w, m), "first_state"),
		    rows[i].state);
	}
	p = told(NULL, NULL, "eviction", "2027-02-09");
	json_object_set_new(p, "carried_out", json_true());
	m = tell(w, p);
	assert_string_equal(drawn_text(matter(w, m), "state"), "gjennomfort");
	assert_true(has_task(w, m, "need_27"));
	refused(w, "eviction.solve",
	    json_pack("{sI ss}", "matter", m, "solution", "avtale"),
	    "E_EVICTION_STATE");
}

/* What was averted on the day is solved, even if it is told of afterwards. */
static void
a_day_that_went_by_can_be_solved(void **state)
{
	struct world *w = *state;
	json_int_t m =
	    tell(w, told("Kari", "Testvegen 7", "eviction", "2027-02-09"));

	assert_true(has_task(w, m, "need_27"));
	(void)tell(w, told("Kari", "Testvegen 7", NULL, NULL));
	done(w, "eviction.solve",
	    json_pack("{sI ss}", "matter", m, "solution", "avtale"));
	assert_string_equal(drawn_text(matter(w, m), "state"), "lost");
	assert_false(has_task(w, m, "need_27"));
	refused(w, "eviction.notice",
	    told(NULL, NULL, "received", "2027-02-11"), "E_DATE_ORDER");
}

/* What lay for a week is at the rung where it should have been. */
static void
a_notice_that_lay_is_told_of_at_once(void **state)
{
	static const struct {
		const char *received, *key;
	} rows[] = { { "2027-02-08", "remind_contact" },
		{ "2027-02-05", "leader" }, { "2027-02-03", "coordinator" } };
	struct world *w = *state;
	json_int_t m;
	size_t i;

	m = tell(w, told(NULL, NULL, "received", "2027-02-10"));
	assert_false(has_task(w, m, "remind_contact"));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		m = tell(w, told(NULL, NULL, "received", rows[i].received));
		assert_true(has_task(w, m, rows[i].key));
	}
}

static json_t *
tried(json_int_t m, bool reached)
{
	return json_pack("{sI ss sb}", "matter", m, "how", "phone", "reached",
	    reached);
}

static void
whoever_was_reached_is_nobodys_reminder(void **state)
{
	static const char *const keys[] = { "remind_contact", "leader",
		"coordinator", "home_visit" };
	struct world *w = *state;
	json_int_t m = tell(w, told(NULL, NULL, NULL, NULL));
	size_t i;

	done(w, "eviction.contact", tried(m, false));
	assert_false(has_task(w, m, "home_visit"));
	done(w, "eviction.contact", tried(m, false));
	assert_true(ram_advance(w->r, day("2027-02-17")));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_true(has_task(w, m, keys[i]));
	done(w, "eviction.contact", tried(m, true));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_false(has_task(w, m, keys[i]));
	assert_true(ram_advance(w->r, day("2027-03-17")));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_false(has_task(w, m, keys[i]));
}

/* Law row 23: assessed by a person, once, and told only if the law says so. */
static void
child_welfare_is_assessed_once_and_told_only_if_the_law_says_so(void **state)
{
	struct world *w = *state;
	json_int_t m = tell(w, told(NULL, NULL, "children", "no")), met;

	assert_false(has_task(w, m, "child_welfare"));
	m = tell(w, told(NULL, NULL, NULL, NULL));
	met = tell(w, told(NULL, NULL, "children", "yes"));
	assert_true(has_task(w, m, "child_welfare"));
	assert_true(has_task(w, met, "child_welfare"));
	done(w, "eviction.children",
	    json_pack("{sI sb ss}", "matter", m, "met", 0, "text",
		"Bor alene"));
	done(w, "eviction.children",
	    json_pack("{sI sb ss}", "matter", met, "met", 1, "text", "Ja"));
	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "served", "2027-02-09"));
	assert_false(has_task(w, m, "child_welfare"));
	assert_false(has_task(w, m, "child_welfare_tell"));
	assert_false(has_task(w, met, "child_welfare"));
	assert_true(has_task(w, met, "child_welfare_tell"));
	assert_true(json_is_false(
	    json_object_get(json_object_get(matter(w, m), "values"),
		"child_welfare")));
	assert_int_equal(drawn_int(matter(w, m), "attempts"), 0);
}

/* A petition that is withdrawn takes with it what was due for the day. */
static void
what_is_set_aside_is_at_hand_no_longer(void **state)
{
	struct world *w = *state;
	json_int_t m =
	    tell(w, told("Kari", "Testvegen 7", "eviction", "2027-02-12"));

	assert_true(has_task(w, m, "leaders"));
	assert_true(has_task(w, m, "need_27"));
	done(w, "eviction.back",
	    json_pack("{sI ss}", "matter", m, "why", "trukket"));
	assert_false(has_task(w, m, "leaders"));
	assert_false(has_task(w, m, "need_27"));
	assert_string_equal(drawn_text(matter(w, m), "state"),
	    "restanse_kjent");
	/* Carried out, nothing is to be done before it any more. */
	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "eviction", "2027-02-10"));
	assert_true(has_task(w, m, "leaders"));
	done(w, "eviction.carried_out",
	    json_pack("{sI ss sb ss}", "matter", m, "day", "2027-02-10", "need",
		0, "need_text", "Bor hos datteren"));
	assert_false(has_task(w, m, "leaders"));
}

/* What the officer told of the belongings is not forgotten on the day. */
static void
what_was_known_before_the_day_is_known_after_it(void **state)
{
	struct world *w = *state;
	json_int_t m =
	    tell(w, told("Kari", "Testvegen 7", "eviction", "2027-02-10"));

	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "goods_told", "2027-02-09"));
	done(w, "eviction.carried_out",
	    json_pack("{sI ss sb ss}", "matter", m, "day", "2027-02-10", "need",
		0, "need_text", "Bor hos datteren"));
	assert_string_equal(drawn_text(matter(w, m), "goods_told"),
	    "2027-02-09");
	assert_string_equal(drawn_text(matter(w, m), "tenant"), "Kari");
	refused(w, "eviction.goods",
	    json_pack("{sI ss}", "matter", m, "day", "2027-02-11"),
	    "E_DATE_ORDER");
}

static json_int_t
shown(struct world *w, json_int_t m, const char *name)
{
	json_t *r = must(w, "eviction.show", json_pack("{sI}", "matter", m));
	json_int_t n = json_object_get(r, name) == NULL ?
	    -1 :
	    json_integer_value(json_object_get(r, name));

	json_decref(r);
	return n;
}

/* rent, interest, collection and costs; what is unknown is no nought. */
static void
what_stops_it_is_the_sum_of_what_is_known(void **state)
{
	struct world *w = *state;
	json_t *p = told(NULL, NULL, "served", "2027-02-09"), *r;
	json_int_t m;

	json_object_set_new(p, "ground", json_string("a"));
	m = tell(w, p);
	assert_int_equal(shown(w, m, "to_stop"), -1);
	assert_int_equal(shown(w, m, "fee_petition"), 168125);
	assert_int_equal(shown(w, m, "fee_carried_out"), 181575);
	done(w, "eviction.update",
	    json_pack("{sI si}", "matter", m, "owed", 2940000));
	/* Served: a petition was filed, though nobody says when. */
	assert_int_equal(shown(w, m, "to_stop"), 3108125);
	r = must(w, "eviction.show", json_pack("{sI}", "matter", m));
	assert_int_equal(json_array_size(json_object_get(r, "to_stop_lacks")),
	    2);
	json_decref(r);
	done(w, "eviction.update",
	    json_pack("{sI si si si}", "matter", m, "interest", 12345,
		"collection", 35000, "costs", 200000));
	assert_int_equal(shown(w, m, "to_stop"), 3187345);
	r = must(w, "eviction.show", json_pack("{sI}", "matter", m));
	assert_int_equal(json_array_size(json_object_get(r, "to_stop_lacks")),
	    0);
	json_decref(r);
	/* On another ground paying stops nothing. */
	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "ground", "b"));
	assert_int_equal(shown(w, m, "to_stop"), -1);
}

/* Both kinds of days are shown while there are any left. */
static void
days_and_working_days_are_counted_down(void **state)
{
	struct world *w = *state;
	json_int_t m = tell(w, told(NULL, NULL, "served", "2027-02-09"));

	done(w, "eviction.update",
	    json_pack("{sI ss}", "matter", m, "eviction", "2027-03-16"));
	assert_int_equal(shown(w, m, "comment_days"), 13);
	assert_int_equal(shown(w, m, "comment_workdays"), 9);
	assert_int_equal(shown(w, m, "eviction_days"), 34);
	assert_int_equal(shown(w, m, "eviction_workdays"), 24);
	assert_true(ram_advance(w->r, day("2027-02-26")));
	assert_int_equal(shown(w, m, "comment_days"), -1);
	assert_int_equal(shown(w, m, "eviction_days"), 18);
}

static json_int_t
count(const json_t *rows, const char *what, const char *code)
{
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)rows, i, row)
		if (strcmp(json_string_value(json_object_get(row, "what")),
			what) == 0 &&
		    strcmp(json_string_value(json_object_get(row, "code")),
			code) == 0)
			return json_integer_value(json_object_get(row, "n"));
	return 0;
}

/* Each end is counted once, in the period in which it came. */
static void
what_was_carried_out_is_not_counted_as_solved(void **state)
{
	struct world *w = *state;
	json_int_t out = tell(w, told(NULL, NULL, "eviction", "2027-02-10"));
	json_int_t paid = tell(w, told(NULL, NULL, "children", "yes"));
	json_t *rows;

	done(w, "eviction.carried_out",
	    json_pack("{sI ss sb ss}", "matter", out, "day", "2027-02-10",
		"need", 0, "need_text", "Bor hos datteren"));
	refused(w, "eviction.solve",
	    json_pack("{sI ss si si}", "matter", paid, "solution", "betalt",
		"amount", 100, "evidence", RAM_DOCUMENT + 1),
	    "E_EVIDENCE");
	refused(w, "eviction.solve",
	    json_pack("{sI ss si}", "matter", paid, "solution", "betalt",
		"evidence", RAM_DOCUMENT),
	    "E_EVIDENCE");
	done(w, "eviction.solve",
	    json_pack("{sI ss si si}", "matter", paid, "solution", "betalt",
		"amount", 100, "evidence", RAM_DOCUMENT));
	rows = ram_report(w->r, "utkastelser", day("2027-02-01"),
	    day("2027-02-28"));
	assert_int_equal(count(rows, "saker", ""), 2);
	assert_int_equal(count(rows, "med_barn", ""), 1);
	assert_int_equal(count(rows, "gjennomfort", ""), 1);
	assert_int_equal(count(rows, "lost", "betalt"), 1);
	assert_int_equal(count(rows, "lost", "gjennomfort"), 0);
	json_decref(rows);
	assert_true(ram_advance(w->r, day("2027-03-12")));
	done(w, "eviction.review",
	    json_pack("{sI ss}", "matter", out, "text", "Ingen sa fra"));
	done(w, "eviction.close", json_pack("{sI}", "matter", out));
	rows = ram_report(w->r, "utkastelser", day("2027-03-01"),
	    day("2027-03-31"));
	assert_int_equal(count(rows, "saker", ""), 0);
	assert_int_equal(count(rows, "gjennomfort", ""), 0);
	assert_int_equal(count(rows, "lost", "gjennomfort"), 0);
	json_decref(rows);
}

/* Two units that know nothing of each other follow one tenancy. */
static void
one_tenancy_counts_once_and_again_when_it_begins_again(void **state)
{
	struct world *w = *state;
	json_t *key, *rows;
	json_int_t m = tell(w, told("Kari", "Testvegen 1", NULL, NULL));

	(void)tell(w, told("Kari", "Testvegen 2", NULL, NULL));
	key =
	    json_object_get(json_object_get(matter(w, m), "values"), "tenancy");
	ram_tamper(w->r, "matter", 2, "tenancy", json_incref(key));
	rows = ram_report(w->r, "utkastelser", day("2027-02-01"),
	    day("2027-02-28"));
	assert_int_equal(count(rows, "saker", ""), 1);
	assert_int_equal(count(rows, "melding_fra", "namsmann_13_6"), 2);
	json_decref(rows);
	ram_tamper(w->r, "matter", 1, "ended", json_string("2027-02-10"));
	rows = ram_report(w->r, "utkastelser", day("2027-02-01"),
	    day("2027-02-28"));
	assert_int_equal(count(rows, "saker", ""), 2);
	json_decref(rows);
}

int
test_matters(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_a_notice_does_not_say_fits_no_other),
		TEST(one_tenancy_is_one_matter_however_it_is_written),
		TEST(what_a_notice_tells_is_kept_and_the_rest_is_unknown),
		TEST(rent_due_on_a_holiday_is_due_on_the_next_working_day),
		TEST(a_matter_is_found_by_what_was_learned_later),
		TEST(a_matter_begins_where_the_notice_finds_it),
		TEST(a_day_that_went_by_can_be_solved),
		TEST(a_notice_that_lay_is_told_of_at_once),
		TEST(whoever_was_reached_is_nobodys_reminder),
		TEST(
		    child_welfare_is_assessed_once_and_told_only_if_the_law_says_so),
		TEST(what_is_set_aside_is_at_hand_no_longer),
		TEST(what_was_known_before_the_day_is_known_after_it),
		TEST(what_stops_it_is_the_sum_of_what_is_known),
		TEST(days_and_working_days_are_counted_down),
		TEST(what_was_carried_out_is_not_counted_as_solved),
		TEST(one_tenancy_counts_once_and_again_when_it_begins_again),
	};
#undef TEST

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
