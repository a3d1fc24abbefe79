/*
 * Allocations, orders, meetings, cycles and packets as they are kept: every
 * version stays, and what is written of people is sealed.
 */
#include "tests/store/registers.h"

#include "store/allocation.h"
#include "store/cycle.h"
#include "store/meeting.h"
#include "store/order.h"
#include "store/packet.h"
#include "store/query.h"
#include "store/scope.h"

static const struct scope everything = { .all = true };

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static int64_t
count(struct fixture *f, const char *sql)
{
	struct query q;
	int64_t n = -1;

	query_begin_once(&q, f->s, sql);
	if (query_row(&q))
		n = query_int(&q, 0);
	OK(f, query_end(&q, &f->e));
	return n;
}

static struct allocation
begin(struct fixture *f)
{
	struct allocation a = { .case_id = 1,
		.cycle = 1,
		.quorum = 2,
		.opened = day("2027-01-15"),
		.opened_by = "nav01",
		.unit = "nav" };

	OK(f, allocation_add(f->tx, &a, &f->e));
	OK(f, allocation_ask(f->tx, a.id, "nav", &f->e));
	OK(f, allocation_ask(f->tx, a.id, "health", &f->e));
	return a;
}

static void
put(struct fixture *f, struct allocation *a, const char *text)
{
	json_t *facts = json_pack("{sb}", "goal", 1);
	json_t *body = json_pack("{ss}", "title", text);
	struct allocation_item item = { .name = "service",
		.kind = "service",
		.result = "granted",
		.performer = "health",
		.unit = "nav",
		.by = "nav01",
		.class = BF_CLASS_IDENTITY,
		.facts = facts,
		.body = body };

	OK(f, allocation_put(f->tx, a, &item, &f->e));
	json_decref(facts);
	json_decref(body);
}

static void
a_change_ends_approvals_and_keeps_the_versions(void **state)
{
	struct fixture *f = *state;
	struct allocation a = begin(f);
	json_t *rows;

	put(f, &a, "et besøk");
	OK(f, allocation_approve(f->tx, &a, "health", "hel01", &f->e));
	OK(f, allocation_approve(f->tx, &a, "health", "hel01", &f->e));
	OK(f, allocation_units(f->s, a.id, &rows, &f->e));
	assert_string_equal(json_string_value(
				json_object_get(json_array_get(rows, 0), "by")),
	    "hel01");
	json_decref(rows);
	put(f, &a, "to besøk");
	assert_int_equal(a.version, 3);
	OK(f, allocation_units(f->s, a.id, &rows, &f->e));
	assert_null(json_object_get(json_array_get(rows, 0), "approved"));
	json_decref(rows);
	OK(f, allocation_items(f->s, a.id, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	assert_int_equal(count(f, "SELECT count(*) FROM allocation_item"), 2);
	assert_int_equal(count(f,
			     "SELECT count(*) FROM allocation_approval"
			     " WHERE ended IS NOT NULL"),
	    1);
}

static void
a_case_has_one_open_allocation_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct allocation a = begin(f), b = a, c;

	assert_int_equal(allocation_add(f->tx, &b, &f->e), RC_CONFLICT);
	assert_string_equal(f->e.name, "E_ALLOCATION");
	err_clear(&f->e);
	OK(f, allocation_end(f->tx, a.id, "decided", "nav01", &f->e));
	assert_int_equal(allocation_end(f->tx, a.id, "dropped", "nav01", &f->e),
	    RC_CONFLICT);
	err_clear(&f->e);
	c = begin(f);
	assert_int_equal(c.no, 2);
	OK(f, allocation_of_case(f->s, 1, &a, &f->e));
	assert_int_equal(a.no, 2);
}

static void
who_changed_it_last_is_known(void **state)
{
	struct fixture *f = *state;
	struct allocation a = begin(f);
	char by[STORE_NAME_SIZE];
	int64_t when;

	put(f, &a, "x");
	OK(f,
	    allocation_part(f->tx, &a, "plan", false, "nei", "health", "hel01",
		&f->e));
	OK(f, allocation_last(f->s, &a, by, &when, &f->e));
	assert_string_equal(by, "hel01");
	assert_int_equal(when, T0);
}

static void
an_order_is_kept_in_every_version_with_one_owner(void **state)
{
	const struct order_change ch = { "hel01", "health", NULL, "hemmelig",
		BF_CLASS_IDENTITY };
	const struct order_filter none = { .ended = true };
	struct fixture *f = *state;
	struct order o = { .case_id = 1,
		.name = "service",
		.kind = "service",
		.sender = "nav",
		.sender_user = "nav01",
		.performer = "health",
		.owner_unit = "health",
		.state = "ordered",
		.due = DATE_NONE,
		.class = BF_CLASS_IDENTITY },
		     got;
	json_t *rows;

	o.facts = json_object();
	o.body = json_pack("{ss}", "title", "to besøk");
	OK(f, order_add(f->tx, &o, &ch, &f->e));
	strcpy(o.state, "accepted");
	strcpy(o.owner_user, "hel01");
	OK(f, order_save(f->tx, &o, &ch, &f->e));
	OK(f, order_get(f->s, o.id, &got, &f->e));
	assert_int_equal(got.rev, 2);
	assert_string_equal(got.owner_user, "hel01");
	assert_string_equal(json_string_value(
				json_object_get(got.body, "title")),
	    "to besøk");
	order_fini(&got);
	OK(f, order_versions(f->s, o.id, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	json_decref(rows);
	OK(f, order_list(f->s, &everything, &none, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	assert_int_equal(order_get(f->s, 99, &got, &f->e), RC_NOTFOUND);
	order_fini(&o);
	assert_int_equal(count(f,
			     "SELECT count(*) FROM work_order WHERE"
			     " instr(CAST(body AS TEXT), 'besøk') > 0"),
	    0);
}

static void
an_agenda_is_ordered_by_date_and_number(void **state)
{
	struct fixture *f = *state;
	struct meeting m = { .type = "weekly_case",
		.date = day("2027-02-03"),
		.unit = "nav" };
	json_t *rows;
	int64_t second;

	second = fixture_case(f, "nav", "nav01");
	OK(f, meeting_add(f->tx, &m, "nav01", &f->e));
	OK(f,
	    meeting_item_put(f->tx, m.id, 1, 0, "new,overdue",
		day("2027-01-20"), &f->e));
	OK(f,
	    meeting_item_put(f->tx, m.id, second, 0, "under_30",
		day("2027-01-15"), &f->e));
	OK(f, meeting_items(f->s, m.id, &rows, &f->e));
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(rows, 0),
				 "case_id")),
	    second);
	assert_int_equal(
	    json_array_size(json_object_get(json_array_get(rows, 1), "causes")),
	    2);
	json_decref(rows);
	OK(f,
	    meeting_item_end(f->tx, m.id, 1, "agreed", "enige",
		BF_CLASS_IDENTITY, &f->e));
	OK(f, meeting_items_clear(f->tx, m.id, &f->e));
	OK(f, meeting_items(f->s, m.id, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	assert_int_equal(meeting_item_end(f->tx, m.id, second, "agreed", NULL,
			     BF_CLASS_IDENTITY, &f->e),
	    RC_NOTFOUND);
}

static void
a_packet_comes_in_once_and_goes_out_often(void **state)
{
	struct fixture *f = *state;
	json_t *ticked = json_pack("[s]", "wishes"), *rows;
	struct packet p = { .case_id = 1,
		.in = true,
		.municipality = "5501",
		.ticked = ticked,
		.by = "nav01" };

	OK(f, packet_add(f->tx, &p, "bytes", 5, &f->e));
	assert_int_equal(packet_add(f->tx, &p, "bytes", 5, &f->e), RC_CONFLICT);
	err_clear(&f->e);
	p.in = false;
	OK(f, packet_add(f->tx, &p, "bytes", 5, &f->e));
	OK(f, packet_add(f->tx, &p, "bytes", 5, &f->e));
	OK(f, packet_list(f->s, 1, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 3);
	json_decref(rows);
	json_decref(ticked);
}

static void
each_cycle_of_a_case_is_kept(void **state)
{
	struct fixture *f = *state;
	const struct cycle c = { .case_id = 1,
		.cycle = 2,
		.reason = "error",
		.stage = "intake",
		.closed = T0,
		.outcome = "withdrawn",
		.by = "nav01" };
	json_t *rows;

	OK(f, cycle_add(f->tx, &c, &f->e));
	assert_int_equal(cycle_add(f->tx, &c, &f->e), RC_CONFLICT);
	err_clear(&f->e);
	OK(f, cycle_list(f->s, 1, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_change_ends_approvals_and_keeps_the_versions),
		T(a_case_has_one_open_allocation_at_a_time),
		T(who_changed_it_last_is_known),
		T(an_order_is_kept_in_every_version_with_one_owner),
		T(an_agenda_is_ordered_by_date_and_number),
		T(a_packet_comes_in_once_and_goes_out_often),
		T(each_cycle_of_a_case_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
