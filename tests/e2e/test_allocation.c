/*
 * test_allocation -- joint allocation, orders, meetings, undoing and handing
 * over at the real socket: S-01, the small municipality of S-03 and S-12, S-09.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "paper.h"
#include "work.h"

/* A case as work_case opens it, with a person, mapped and in allocation. */
static void
mapped(struct work *w, const char *received, const char *done, int level,
    char *number)
{
	json_t *input, *person;

	work_case(w, "nav01", received, number);
	person = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s, s:s}", "name", "Prøve Åsheim", "birth_date",
		"1988-03-12"));
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", int_in(person, "person"))));
	json_decref(person);
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	work_advance(w, done);
	input = params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on", done,
	    "situation", "1.4", "wishes", "To rom, nær datteren", "level",
	    level, "level_reason", "Tjenester over tid", "plan_need",
	    "individual_plan", "coordinator", "nav02");
	json_decref(work_act(w, "nav01", number, "mapped", input));
}

static json_t *
allocation(struct work *w, const char *as, const char *number)
{
	return peer_do(&w->c, as, "allocation.show",
	    params("{s:s}", "case", number));
}

static void
expect_version(struct work *w, const char *number, int version, int approved)
{
	json_t *a = allocation(w, "nav01", number);

	assert_int_equal(int_in(a, "version"), version);
	assert_int_equal(int_in(a, "approved"), approved);
	json_decref(a);
}

/* The open task KEY of the case as nav01 sees it; NULL if there is none. */
static bool
has_task(struct work *w, const char *number, const char *key)
{
	json_t *tasks = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	bool found =
	    row_with(json_object_get(tasks, "rows"), "key", key) != NULL;

	json_decref(tasks);
	return found;
}

static json_t *
order(struct work *w, const char *as, const char *number, const char *kind)
{
	json_t *rows = peer_do(&w->c, as, "order.list",
	    params("{s:s, s:b}", "case", number, "ended", 1));
	json_t *row =
	    json_incref(row_with(json_object_get(rows, "rows"), "kind", kind));

	json_decref(rows);
	assert_non_null(row);
	return row;
}

static void
s01_propose(struct work *w, const char *number)
{
	work_propose(w, "nav01", number, "service", "granted", "mental_health",
	    params("{s:s, s:s, s:i, s:s, s:s}", "title", "To besøk i uken",
		"goal", "Beholde boligen", "extent", 2, "extent_unit",
		"visits_week", "from", "2027-03-01"));
	work_propose(w, "nav01", number, "dwelling", "granted", NULL,
	    params("{s:s, s:{s:s, s:s, s:b, s:s, s:i}}", "title", "B-204",
		"lease", "from", "2027-03-01", "to", "2030-02-28", "stated", 1,
		"terms", "Avtalegiro for husleien", "rent", 980000));
	work_propose(w, "nav01", number, "plan", "granted", "mental_health",
	    params("{s:s}", "title", "Individuell plan"));
	json_decref(peer_do(&w->c, "nav01", "allocation.part",
	    params("{s:s, s:s, s:s}", "case", number, "part", "agreement",
		"text", "Samarbeidsavtale ved innflytting")));
}

/* S-01: the meeting of 3 February, with the case as new. */
static void
s01_meeting(struct work *w, const char *number)
{
	json_int_t m = work_agenda(w, number, "2027-02-03");
	json_t *r;

	/* Mental health is there, and has nothing to do with the case yet. */
	r = peer_do(&w->c, "rus01", "meeting.show",
	    params("{s:I}", "meeting", m));
	assert_int_equal(json_array_size(json_object_get(r, "agenda")), 0);
	json_decref(r);
	r = peer_do(&w->c, "nav01", "meeting.hold",
	    params("{s:I}", "meeting", m));
	assert_true(int_in(r, "next") > m);
	json_decref(r);
}

/* S-01, D-034, D-131, D-143, D-144. */
static void
s01_a_dwelling_and_services_are_allocated_as_one(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r;

	work_advance(w, "2027-01-11");
	mapped(w, "2027-01-11", "2027-01-22", 3, number);
	s01_meeting(w, number);
	s01_propose(w, number);
	work_advance(w, "2027-02-10");
	work_act_refused(w, "nav02", number, "decide",
	    decision_input("2027-02-10", "uten startpakke"), "E_HALF_DECISION");
	work_propose(w, "nav01", number, "start_package", "granted",
	    "housing_team", params("{s:s}", "from", "2027-03-01"));
	work_act_refused(w, "nav02", number, "decide",
	    decision_input("2027-02-10", "ikke godkjent"), "E_NOT_APPROVED");
	work_approve(w, "alloc01", number);
	expect_version(w, number, 6, 1);
	r = work_act(w, "nav02", number, "decide",
	    decision_input("2027-02-10", "To besøk i uken; bolig i tre år"));
	assert_string_equal(text_in(r, "stage"), "start_package");
	json_decref(r);
	expect_version(w, number, 6, 2);
	r = peer_do(&w->c, "nav01", "decision.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 2);
	assert_non_null(row_with(json_object_get(r, "rows"), "type", "help"));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "type", "dwelling"));
	json_decref(r);
	r = order(w, "rus01", number, "service");
	assert_string_equal(text_in(r, "owner_unit"), "mental_health");
	assert_string_equal(text_in(r, "due"), "2027-03-01");
	json_decref(r);
	r = order(w, "team01", number, "start_package");
	assert_string_equal(text_in(r, "state"), "ordered");
	json_decref(r);
}

/* S-01 and A-25: the lease ends 2030-02-28; reminders 6, 3 and 1 months before. */
static void
s01_the_lease_is_reminded_of_before_its_last_day(void **state)
{
	static const struct {
		const char *key, *before, *on;
	} reminders[] = {
		{ "lease_6", "2029-08-27", "2029-08-28" },
		{ "lease_3", "2029-11-27", "2029-11-28" },
		{ "lease_1", "2030-01-27", "2030-01-28" },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE];
	size_t i;

	mapped(w, "2027-01-04", "2027-01-04", 3, number);
	s01_propose(w, number);
	work_propose(w, "nav01", number, "start_package", "granted",
	    "housing_team", NULL);
	work_approve(w, "alloc01", number);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "bolig i tre år")));
	json_decref(work_act(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s]}", "moved_in", "2027-01-04",
		"dwelling", "Testvegen 204", "start_package", "lease",
		"security", "key", "first_visit")));
	for (i = 0; i < 3; i++) {
		work_advance(w, reminders[i].before);
		assert_false(has_task(w, number, reminders[i].key));
		work_advance(w, reminders[i].on);
		assert_true(has_task(w, number, reminders[i].key));
	}
}

/* Law rows 33-35: what the item's lease may not be, with the field. */
static void
a_lease_that_the_law_does_not_allow_is_refused(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply, *r;

	mapped(w, "2027-01-04", "2027-01-04", 3, number);
	reply = peer_call(&w->c, "nav01", "allocation.propose",
	    params("{s:s, s:s, s:s, s:{s:{s:s, s:s}}}", "case", number, "kind",
		"dwelling", "result", "granted", "item", "lease", "from",
		"2027-03-01", "to", "2028-02-29"));
	assert_true(mentions(reply, "E_LEASE_SHORT"));
	json_decref(reply);
	r = peer_do(&w->c, "nav01", "allocation.propose",
	    params("{s:s, s:s, s:s, s:{s:{s:s, s:s, s:s, s:s}}}", "case",
		number, "kind", "dwelling", "result", "granted", "item",
		"lease", "from", "2027-03-01", "to", "2028-02-29", "ground",
		"11-1", "special_reasons", "Skal flytte til egen bolig"));
	assert_true(mentions(r, "W_LEASE_INFORM"));
	assert_true(mentions(r, "W_LEASE_STATE"));
	json_decref(r);
}

/* Two units approve at once, over two connections, and something changes. */
static void
two_units_approve_at_once_with_a_change_between(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer other;
	json_t *reply;

	mapped(w, "2027-01-04", "2027-01-04", 3, number);
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	expect_version(w, number, 6, 1);
	peer_open(&other, &w->place);
	json_decref(peer_do(&other, "nav01", "allocation.propose",
	    params("{s:s, s:s, s:s}", "case", number, "kind", "guarantee",
		"result", "granted")));
	reply = peer_call(&w->c, "nav02", "allocation.approve",
	    params("{s:s, s:i}", "case", number, "version", 6));
	assert_string_equal(
	    text_in(json_object_get(json_object_get(reply, "error"), "data"),
		"name"),
	    "E_CONFLICT");
	assert_non_null(strstr(message_of(reply), "nav01"));
	assert_non_null(strstr(message_of(reply), "2027-01-04"));
	json_decref(reply);
	expect_version(w, number, 7, 0);
	work_act_refused(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "x"), "E_NOT_APPROVED");
	work_approve(w, "alloc01", number);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "x")));
	peer_close(&other);
}

/* D-144: ordered, accepted, delivered, evaluated, whatever dies between. */
static void
an_order_survives_kill_9_between_its_steps(void **state)
{
	static const struct {
		const char *as, *method;
	} moves[] = { { "rus01", "order.accept" }, { "rus01", "order.deliver" },
		{ "nav02", "order.evaluate" } };
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r, *p;
	json_int_t id;
	size_t i;

	mapped(w, "2027-01-04", "2027-01-04", 3, number);
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "x")));
	r = order(w, "rus01", number, "service");
	id = int_in(r, "id");
	json_decref(r);
	for (i = 0; i < 3; i++) {
		p = params("{s:I, s:s}", "order", id, "note", "gjort");
		if (i == 2)
			json_object_set_new(p, "verdict",
			    json_string("reached"));
		json_decref(peer_do(&w->c, moves[i].as, moves[i].method, p));
		work_restart(w, SIGKILL);
	}
	r = peer_do(&w->c, "nav01", "order.show", params("{s:I}", "order", id));
	assert_string_equal(text_in(r, "state"), "evaluated");
	assert_int_equal(json_array_size(json_object_get(r, "versions")), 4);
	json_decref(r);
}

/* Issue 5, item 6: undone after a crash as well, and not after ten minutes. */
static void
ones_own_last_step_is_undone_also_after_kill_9(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	r = peer_do(&w->c, "nav01", "outbox.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	json_decref(r);
	work_restart(w, SIGKILL);
	peer_refused(&w->c, "nav02", "case.undo",
	    params("{s:s}", "case", number), "E_NO_UNDO");
	r = peer_do(&w->c, "nav01", "case.undo",
	    params("{s:s}", "case", number));
	assert_int_equal(int_in(r, "undone"), 2);
	json_decref(r);
	r = peer_do(&w->c, "nav01", "outbox.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	work_advance(w, "2027-01-05");
	peer_refused(&w->c, "nav01", "case.undo",
	    params("{s:s}", "case", number), "E_UNDO_LATE");
}

/* Domain 2.7: same person, allocator may perform, no levels above 3. */
static int
setup_small(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	place_make_for(&w->place, "5532", "5532-balsfjord.ini");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	json_decref(peer_do(&w->c, "nav01", "workflow.load",
	    params("{s:s}", "path", "boligsosial")));
	json_decref(peer_do(&w->c, "nav01", "workflow.activate",
	    params("{s:s}", "definition", "boligsosial")));
	*state = w;
	return 0;
}

/* Call as nav01 in unit nav, as Balsfjord's two people must say. */
static json_t *
small_do(struct work *w, const char *method, json_t *p)
{
	json_object_set_new(p, "role", json_string("@nav"));
	return peer_do(&w->c, "nav01", method, p);
}

static json_t *
small_act(struct work *w, const char *number, const char *action, json_t *input)
{
	return small_do(w, "case.act",
	    params("{s:s, s:s, s:o}", "case", number, "action", action, "input",
		input != NULL ? input : json_object()));
}

static void
small_part(struct work *w, const char *number, const char *part)
{
	json_decref(small_do(w, "allocation.part",
	    params("{s:s, s:s, s:s}", "case", number, "part", part,
		"not_applicable", "ikke aktuelt")));
}

/* S-12: no Lua edited; one office prepares, decides and performs. */
static void
s12_a_small_municipality_allocates_by_itself(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r;

	r = small_do(w, "case.create",
	    params("{s:s, s:{s:s, s:s, s:b}}", "workflow", "boligsosial",
		"data", "received", "2027-01-04", "channel", "phone",
		"asks_help", 1));
	snprintf(number, sizeof(number), "%s", text_in(r, "case"));
	json_decref(r);
	r = small_do(w, "person.add", params("{s:s}", "name", "Prøve Lian"));
	json_decref(small_act(w, number, "register_person",
	    params("{s:I}", "person", int_in(r, "person"))));
	json_decref(r);
	json_decref(small_act(w, number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(small_act(w, number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		2, "level_reason", "Oppfølging", "plan_need", "goal_plan",
		"coordinator", "nav01")));
	json_decref(small_do(w, "allocation.propose",
	    params("{s:s, s:s, s:s, s:s, s:{s:s, s:s}}", "case", number, "kind",
		"service", "result", "granted", "performer", "nav", "item",
		"title", "Oppfølging", "goal", "Beholde boligen")));
	small_part(w, number, "start_package");
	small_part(w, number, "plan");
	small_part(w, number, "lease");
	small_part(w, number, "agreement");
	r = small_act(w, number, "decide", decision_input("2027-01-04", "råd"));
	assert_string_equal(text_in(r, "stage"), "start_package");
	json_decref(r);
	r = small_do(w, "order.list", params("{s:s}", "case", number));
	assert_string_equal(text_in(row_with(json_object_get(r, "rows"), "kind",
					"service"),
				"owner_unit"),
	    "nav");
	json_decref(r);
}

static int64_t
give_consent(struct work *w, const char *number, json_int_t person)
{
	json_t *r = peer_do(&w->c, "nav01", "consent.give",
	    params("{s:s, s:I, s:[s,s], s:s, s:s, s:s, s:s}", "case", number,
		"person", person, "classes", "case", "identity", "from", "nav",
		"external", "Balsfjord kommune (5532)", "purpose", "transfer",
		"channel", "written"));
	json_int_t id = int_in(r, "consent");

	json_decref(r);
	return id;
}

/* The packet of the last reply, as a descriptor of the caller's. */
static int
packet_of(struct work *w, const char *number, json_int_t consent)
{
	int fd;

	json_decref(peer_do(&w->c, "nav01", "case.packet",
	    params("{s:s, s:s, s:I, s:[s,s]}", "case", number, "municipality",
		"5532", "consent", consent, "fields", "wishes", "situation")));
	fd = w->c.got_fd;
	w->c.got_fd = -1;
	assert_true(fd != -1);
	return fd;
}

/* Balsfjord opens a case with what is in FD. */
static void
take_in(struct work *other, int fd)
{
	char number[NUMBER_SIZE];
	json_t *reply, *r;

	reply = peer_call_fd(&other->c, fd, "nav01", "case.receive",
	    params("{s:i, s:s}", "file", 0, "role", "@nav"));
	snprintf(number, sizeof(number), "%s",
	    text_in(json_object_get(reply, "result"), "case"));
	json_decref(reply);
	r = small_do(other, "case.show", params("{s:s}", "case", number));
	assert_string_equal(text_in(r, "received"), "2027-01-04");
	assert_true(mentions(r, "To rom, nær datteren"));
	assert_true(mentions(r, "2026-12-28")); /* received before */
	assert_false(mentions(r, "Åsheim"));
	assert_false(mentions(r, "individual_plan"));
	json_decref(r);
	/* Preliminary reply a month after its own received date. */
	r = small_do(other, "deadline.list", params("{}"));
	assert_string_equal(text_in(row_with(json_object_get(r, "rows"), "name",
					"preliminary_reply"),
				"due"),
	    "2027-02-04");
	json_decref(r);
}

/* A paper and who it is about go along, if they are ticked. */
static void
take_paper(struct work *w, struct work *other, const char *number,
    json_int_t consent)
{
	char theirs[NUMBER_SIZE];
	json_t *reply, *r;
	int fd;

	json_decref(peer_do(&w->c, "nav01", "case.packet",
	    params("{s:s, s:s, s:I, s:[I], s:[s]}", "case", number,
		"municipality", "5532", "consent", consent, "documents",
		paper_file(&w->c, number), "person", "identity")));
	fd = w->c.got_fd;
	w->c.got_fd = -1;
	reply = peer_call_fd(&other->c, fd, "nav01", "case.receive",
	    params("{s:i, s:s}", "file", 0, "role", "@nav"));
	close(fd);
	snprintf(theirs, sizeof(theirs), "%s",
	    text_in(json_object_get(reply, "result"), "case"));
	json_decref(reply);
	r = small_do(other, "person.find", params("{s:s}", "name", "Åsheim"));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	json_decref(r);
	r = small_do(other, "document.list", params("{s:s}", "case", theirs));
	json_decref(small_do(other, "document.get",
	    params("{s:I}", "document",
		int_in(json_array_get(json_object_get(r, "rows"), 0), "id"))));
	paper_expect(&other->c);
	json_decref(r);
}

/* S-09 a: a packet of what is ticked with consent, and nothing else crosses. */
static void
s09_who_moves_takes_what_they_agree_to(void **state)
{
	struct work *w = *state, *other;
	char number[NUMBER_SIZE];
	void *small = NULL;
	json_int_t person, consent;
	json_t *r;
	int fd;

	assert_int_equal(setup_small(&small), 0);
	other = small;
	mapped(w, "2026-12-28", "2027-01-04", 3, number);
	r = work_show(w, "nav01", number);
	person = json_integer_value(json_object_get(
	    row_with(json_object_get(r, "fields"), "name", "person"), "value"));
	json_decref(r);
	peer_refused(&w->c, "nav01", "case.packet",
	    params("{s:s, s:s, s:[s]}", "case", number, "municipality", "5532",
		"fields", "wishes"),
	    "E_CONSENT");
	consent = give_consent(w, number, person);
	fd = packet_of(w, number, consent);
	take_in(other, fd);
	close(fd);
	take_paper(w, other, number, consent);
	peer_refused(&w->c, "nav01", "case.transfer",
	    params("{s:s, s:s, s:s, s:s, s:s}", "case", number, "municipality",
		"5532", "moved_on", "2027-01-04", "why", "flyttet", "kind",
		"institution"),
	    "E_STAYS_RESPONSIBLE"); /* b */
	peer_refused(&w->c, "nav01", "case.transfer",
	    params("{s:s, s:s, s:s, s:s, s:s}", "case", number, "municipality",
		"5532", "moved_on", "2027-01-04", "why", "flyttet", "kind",
		"integration_grant"),
	    "E_NO_AGREEMENT"); /* c */
	r = peer_do(&w->c, "nav01", "case.transfer",
	    params("{s:s, s:s, s:s, s:s}", "case", number, "municipality",
		"5532", "moved_on", "2027-01-04", "why", "flyttet"));
	assert_string_equal(text_in(r, "stage"), "closed");
	json_decref(r);
	peer_close(&other->c);
	assert_int_equal(place_stop(&other->place, SIGTERM), 0);
	place_remove(&other->place);
	free(other);
}

static int
teardown_small(void **state)
{
	struct work *w = *state;

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
	free(w);
	return 0;
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, work_setup, work_teardown)
	const struct CMUnitTest tests[] = {
		T(s01_a_dwelling_and_services_are_allocated_as_one),
		T(s01_the_lease_is_reminded_of_before_its_last_day),
		T(a_lease_that_the_law_does_not_allow_is_refused),
		T(two_units_approve_at_once_with_a_change_between),
		T(an_order_survives_kill_9_between_its_steps),
		T(ones_own_last_step_is_undone_also_after_kill_9),
		T(s09_who_moves_takes_what_they_agree_to),
		cmocka_unit_test_setup_teardown(
		    s12_a_small_municipality_allocates_by_itself, setup_small,
		    teardown_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
