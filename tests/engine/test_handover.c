/*
 * Cases that end otherwise than by a decision, go over to others, or are taken
 * up again (domain 2.4, S-09, D-301, D-305).
 */
#include "joint.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "store/consent.h"
#include "store/tx.h"

static struct fixture f;
static char number[24];
static char packet[4096]; /* the last file that was handed over */
static size_t packet_len;

static int
setup(void **state)
{
	(void)state;
	joint_open(&f, JOINT_INI JOINT_HEL01, number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static enum rc
transfer(const char *kind, int agreement)
{
	json_t *p = json_pack("{ss ss ss ss}", "case", number, "municipality",
	    "5501", "moved_on", "2027-01-10", "why", "flyttet til søsteren");

	if (kind != NULL)
		json_object_set_new(p, "kind", json_string(kind));
	if (agreement)
		json_object_set_new(p, "agreement", json_true());
	return fixture_ask(&f, "nav01", "case.transfer", p);
}

static const json_t *
show(const char *what)
{
	return at(fixture_ok(&f, "nav01", "case.show",
		      json_pack("{ss}", "case", number)),
	    what);
}

/* S-09 a: the other municipality helps from now on. */
static void
who_has_moved_is_the_new_municipalitys_to_help(void **state)
{
	json_t *tasks;

	(void)state;
	assert_int_equal(transfer(NULL, 0), RC_OK);
	assert_string_equal(text_at(f.result, "stage"), "closed");
	assert_string_equal(json_string_value(show("outcome")), "transferred");
	/* What was promised here is still to be kept. */
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 1);
	assert_string_equal(text_at(tasks, "0.key"), "after_move");
	json_decref(tasks);
}

/* S-09 b and law row 4. */
static void
who_is_in_an_institution_stays_with_the_former_municipality(void **state)
{
	(void)state;
	transfer("institution", 0);
	ASSERT_ERROR(&f, RC_GUARD, "E_STAYS_RESPONSIBLE");
	assert_string_equal(json_string_value(show("stage")), "allocation");
}

/* S-09 c and d, law row 5. */
static void
a_refugee_with_integration_grant_moves_by_agreement(void **state)
{
	(void)state;
	transfer("integration_grant", 0);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_AGREEMENT");
	assert_int_equal(transfer("integration_grant", 1), RC_OK);
}

static void
a_transfer_has_a_day_and_another_municipality(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "case.transfer",
	    json_pack("{ss ss ss ss}", "case", number, "municipality", "5532",
		"moved_on", "2027-01-10", "why", "x"));
	assert_int_equal(f.rc, RC_FIELDS);
	fixture_ask(&f, "nav01", "case.transfer",
	    json_pack("{ss ss ss ss}", "case", number, "municipality", "5501",
		"moved_on", "2027-01-12", "why", "x"));
	assert_int_equal(f.rc, RC_FIELDS);
	assert_string_equal(f.err.fields[0].name, "E_DATE_ORDER");
	fixture_ask(&f, "hel01", "case.transfer",
	    json_pack("{ss ss ss ss}", "case", number, "municipality", "5501",
		"moved_on", "2027-01-10", "why", "x"));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

/* D-301: no definition gets rid of an answer in this way. */
static void
a_definition_cannot_call_a_case_transferred(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "cheat", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

static int64_t
consent(const char *external, unsigned int classes, const char *to_unit)
{
	struct consent k;
	struct tx *tx;
	struct err e = ERR_INIT;

	memset(&k, 0, sizeof(k));
	k.person = int_at(fixture_ok(&f, "nav01", "person.add",
			      json_pack("{ss}", "name", "Prøve Åsheim")),
	    "person");
	k.case_id = 1;
	k.classes = classes | 1u << BF_CLASS_CASE;
	strcpy(k.from_unit, "nav");
	strcpy(k.to_unit, to_unit);
	k.external = (char *)(uintptr_t)external;
	strcpy(k.purpose, "transfer");
	k.given = f.clock.now;
	k.valid_to = DATE_NONE;
	strcpy(k.channel, "oral");
	strcpy(k.giver, "self");
	strcpy(k.by_user, "nav01");
	strcpy(k.unit, "nav");
	assert_int_equal(tx_begin(f.store, f.clock.now, &tx, &e), RC_OK);
	if (consent_add(tx, &k, &e) != RC_OK) {
		tx_rollback(&tx);
		fail_msg("%s", e.text);
	}
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	return k.id;
}

static void
keep_file(void *arg, enum rc rc, const json_t *result, int fd,
    const struct err *e)
{
	ssize_t n;

	(void)arg;
	(void)result;
	f.rc = rc;
	f.err = *e;
	f.answers++;
	packet_len = 0;
	if (fd < 0)
		return;
	n = read(fd, packet, sizeof(packet) - 1);
	assert_true(n > 0);
	packet_len = (size_t)n;
	packet[n] = '\0';
}

static enum rc
pack(int64_t id, const char *first, const char *second)
{
	json_t *fields = json_array();
	struct ask *a;

	if (first != NULL)
		json_array_append_new(fields, json_string(first));
	if (second != NULL)
		json_array_append_new(fields, json_string(second));
	a = fixture_new_ask(&f, "nav01", "case.packet",
	    json_pack("{ss ss so}", "case", number, "municipality", "5501",
		"fields", fields));
	if (id != 0)
		json_object_set_new(a->params, "consent", json_integer(id));
	a->done = keep_file;
	return fixture_submit(&f, a);
}

/* S-09: only what is ticked, and only with a consent to it. */
static void
a_packet_has_what_is_ticked_and_agreed_to_and_nothing_else(void **state)
{
	json_t *o;
	int64_t id;

	(void)state;
	fixture_act(&f, "nav01", number, "set",
	    json_pack("{ss si}", "wishes", "to rom, nær datteren", "level", 3));
	assert_int_equal(pack(0, "wishes", NULL), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
	id = consent("Tromsø kommune 5501", 0, "");
	assert_int_equal(pack(id, "wishes", NULL), RC_GUARD); /* classes */
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
	id = consent("Oslo 0301", 1u << BF_CLASS_IDENTITY, "");
	assert_int_equal(pack(id, "wishes", NULL), RC_GUARD);
	id = consent(NULL, 1u << BF_CLASS_IDENTITY, "health");
	assert_int_equal(pack(id, "wishes", NULL), RC_GUARD);
	id = consent("Tromsø kommune 5501", 1u << BF_CLASS_IDENTITY, "");
	assert_int_equal(pack(id, "wishes", NULL), RC_OK);
	o = json_loads(packet, 0, NULL);
	assert_string_equal(text_at(o, "fields.wishes.value"),
	    "to rom, nær datteren");
	assert_int_equal(json_object_size(at(o, "fields")), 1);
	assert_string_equal(text_at(o, "received"), "2027-01-11");
	assert_null(strstr(packet, "level"));
	assert_null(strstr(packet, "Åsheim"));
	json_decref(o);
}

/* Domain 2.2: a protected address is not exported, consent or none. */
static void
no_packet_tells_where_the_protected_live(void **state)
{
	int64_t id = consent("5501", 1u << BF_CLASS_IDENTITY, "");
	json_int_t person;

	(void)state;
	person = int_at(fixture_ok(&f, "nav01", "person.add",
			    json_pack("{ss ss ss}", "name", "Prøve Skjult",
				"address", "Hemmeligveien 7", "grade",
				"strictly_protected")),
	    "person");
	fixture_act(&f, "nav01", number, "set",
	    json_pack("{sI ss}", "person", person, "wishes",
		"ikke nær HEMMELIGVEIEN 7"));
	assert_int_equal(f.rc, RC_OK);
	assert_int_equal(pack(id, "wishes", NULL), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
	fixture_act(&f, "nav01", number, "set",
	    json_pack("{ss}", "wishes", "to rom"));
	assert_int_equal(pack(id, "wishes", NULL), RC_OK);
}

static void
what_means_nothing_elsewhere_is_not_ticked(void **state)
{
	int64_t id = consent("5501", 1u << BF_CLASS_IDENTITY, "");

	(void)state;
	assert_int_equal(pack(id, "person", "unknown"), RC_FIELDS);
	assert_int_equal(f.err.n_fields, 2);
	assert_int_equal(pack(id, NULL, NULL), RC_FIELDS);
	assert_int_equal(pack(id, "diagnosis", NULL), RC_FIELDS);
	assert_string_equal(f.err.fields[0].name, "E_NO_BASIS");
}

static void
a_withdrawn_consent_opens_nothing(void **state)
{
	int64_t id = consent("5501", 1u << BF_CLASS_IDENTITY, "");
	struct err e = ERR_INIT;
	struct tx *tx;

	(void)state;
	fixture_act(&f, "nav01", number, "set",
	    json_pack("{ss}", "wishes", "to rom"));
	assert_int_equal(tx_begin(f.store, f.clock.now, &tx, &e), RC_OK);
	assert_int_equal(consent_withdraw(tx, id, "nav01", &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	clock_set(&f.clock, f.clock.now + 1000);
	assert_int_equal(pack(id, "wishes", NULL), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
}

static enum rc
receive_at(struct fixture *to, const char *text, const char *received)
{
	char path[] = "/tmp/boflyt-packet-XXXXXX";
	struct ask *a;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	assert_true(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	a = fixture_new_ask(to, "nav01", "case.receive",
	    json_pack("{si}", "file", 0));
	if (received != NULL)
		json_object_set_new(a->params, "received",
		    json_string(received));
	a->fds[0] = fd;
	a->n_fds = 1;
	return fixture_submit(to, a);
}

/* S-09 a: a received date of its own, and the one from before goes along. */
static void
a_packet_becomes_a_case_of_the_other_municipality(void **state)
{
	static const char text[] =
	    "{\"boflyt_packet\":1,\"from\":{\"municipality\":\"5501\","
	    "\"name\":\"Tromsø\"},\"to\":\"5532\",\"case\":\"2026/7\","
	    "\"workflow\":\"joint\",\"received\":\"2026-11-30\",\"fields\":{"
	    "\"wishes\":{\"class\":\"identity\",\"value\":\"to rom\"},"
	    "\"level\":{\"class\":\"case\",\"value\":9},"
	    "\"diagnosis\":{\"class\":\"health\",\"value\":\"x\"},"
	    "\"colour\":{\"class\":\"case\",\"value\":\"red\"}},"
	    "\"decisions\":[]}";
	const json_t *o;
	char got[24];

	(void)state;
	assert_int_equal(receive_at(&f, text, "2027-01-08"), RC_OK);
	assert_int_equal(json_array_size(at(f.result, "warnings")), 3);
	snprintf(got, sizeof(got), "%s", text_at(f.result, "case"));
	o = fixture_ok(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", got));
	assert_string_equal(text_at(o, "received"), "2027-01-08");
	assert_string_equal(
	    text_at(pick(at(o, "fields"), "name", "received_before"), "value"),
	    "2026-11-30");
	assert_string_equal(text_at(pick(at(o, "fields"), "name", "wishes"),
				"value"),
	    "to rom");
	assert_null(pick(at(o, "fields"), "name", "level"));
	assert_string_equal(text_at(pick(at(o, "deadlines"), "name", "reply"),
				"due"),
	    "2027-02-08");
	/* The same packet is not taken in twice. */
	assert_int_equal(receive_at(&f, text, NULL), RC_CONFLICT);
	assert_string_equal(f.err.name, "E_PACKET_KNOWN");
}

/* The table of files that are no packet for here. */
static void
a_file_that_is_no_packet_for_here_opens_no_case(void **state)
{
	static const char *const bad[] = { "", "hei", "[]", "{}",
		"{\"boflyt_packet\":2}",
		"{\"boflyt_packet\":1,\"to\":\"5501\",\"from\":{"
		"\"municipality\":\"5503\"},\"fields\":{}}",
		"{\"boflyt_packet\":1,\"to\":\"5532\",\"from\":{"
		"\"municipality\":\"Oslo\"},\"fields\":{}}",
		"{\"boflyt_packet\":1,\"to\":\"5532\",\"from\":{"
		"\"municipality\":\"5501\"}}",
		"{\"boflyt_packet\":1,\"to\":\"5532\",\"to\":\"5532\"}",
		"{\"boflyt_packet\":1,\"to\":\"5532\",\"from\":{"
		"\"municipality\":\"5501\"},\"fields\":{},"
		"\"received\":\"i fjor\"}" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (receive_at(&f, bad[i], NULL) != RC_INVALID ||
		    strcmp(f.err.name, "E_PACKET") != 0)
			fail_msg("%s: %s %s", bad[i], f.err.name, f.err.text);
	fixture_ask(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", "2027/2"));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

/* Issue 5, item 6: wrong case type. */
static void
a_case_of_the_wrong_kind_goes_on_as_another_with_its_received_date(void **state)
{
	const json_t *o;
	char other[24];

	(void)state;
	fixture_act(&f, "nav01", number, "set",
	    json_pack("{ss si}", "wishes", "to rom", "level", 3));
	fixture_advance(&f, "2027-01-20");
	joint_load(&f, "other");
	fixture_ok(&f, "nav01", "case.reclassify",
	    json_pack("{ss ss ss}", "case", number, "workflow", "other", "why",
		"gjaldt noe annet"));
	snprintf(other, sizeof(other), "%s", text_at(f.result, "case"));
	assert_string_not_equal(other, number);
	assert_string_equal(json_string_value(show("outcome")), "reclassified");
	o = fixture_ok(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", other));
	assert_string_equal(text_at(o, "received"), "2027-01-11");
	assert_string_equal(text_at(pick(at(o, "deadlines"), "name", "reply"),
				"due"),
	    "2027-02-11");
	assert_string_equal(text_at(pick(at(o, "fields"), "name", "wishes"),
				"value"),
	    "to rom");
	/* What is something else there stays behind. */
	assert_null(pick(at(o, "fields"), "name", "level"));
}

static void
a_case_is_not_reclassified_as_what_it_is(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "case.reclassify",
	    json_pack("{ss ss ss}", "case", number, "workflow", "joint", "why",
		"x"));
	assert_int_equal(f.rc, RC_FIELDS);
	fixture_ask(&f, "nav01", "case.reclassify",
	    json_pack("{ss ss ss}", "case", number, "workflow", "nothing",
		"why", "x"));
	assert_int_equal(f.rc, RC_NOTFOUND);
	assert_string_equal(json_string_value(show("stage")), "allocation");
}

/* Domain 2.4, `dod`: guarantee and tenancy tasks remain. */
static void
after_a_death_what_must_be_settled_remains(void **state)
{
	json_t *tasks;

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "died", NULL), RC_OK);
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 1);
	assert_string_equal(text_at(tasks, "0.key"), "tenancy");
	assert_int_equal(fixture_ask(&f, "nav01", "task.done",
			     json_pack("{sI}", "task", int_at(tasks, "0.id"))),
	    RC_OK);
	json_decref(tasks);
}

static enum rc
reopen(const char *reason, const char *received)
{
	json_t *input = json_object();

	if (reason != NULL)
		json_object_set_new(input, "reopen_reason",
		    json_string(reason));
	if (received != NULL)
		json_object_set_new(input, "received", json_string(received));
	return fixture_act(&f, "nav01", number, "reopen", input);
}

/* Domain 2.4, `gjenapnet`. */
static void
a_case_is_taken_up_again_for_a_reason_in_a_named_stage(void **state)
{
	const json_t *rows;

	(void)state;
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	assert_int_equal(reopen(NULL, NULL), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_REOPEN_REASON");
	assert_int_equal(reopen("complaint_upheld", NULL), RC_OK);
	assert_string_equal(text_at(f.result, "stage"), "allocation");
	rows = at(fixture_ok(&f, "nav01", "case.cycles",
		      json_pack("{ss}", "case", number)),
	    "rows");
	assert_int_equal(json_array_size(rows), 1);
	assert_int_equal(int_at(rows, "0.cycle"), 2);
	assert_string_equal(text_at(rows, "0.reason"), "complaint_upheld");
	assert_string_equal(text_at(rows, "0.outcome"), "withdrawn");
	assert_string_equal(text_at(rows, "0.stage"), "allocation");
}

/* ny_henvendelse < 6 mnd: to the day. */
static void
a_new_request_reopens_within_six_months(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "ask_one", NULL);
	propose(&f, "nav01", number, "start_package", "granted", "team", NULL);
	no_part(&f, "nav01", number, "services");
	no_part(&f, "nav01", number, "plan");
	no_part(&f, "nav01", number, "lease");
	no_part(&f, "nav01", number, "agreement");
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
	assert_int_equal(fixture_act(&f, "nav01", number, "finish", NULL),
	    RC_OK);
	fixture_advance(&f, "2027-07-11");
	assert_int_equal(reopen("new_request", "2027-07-11"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_REOPEN_LATE");
	assert_int_equal(reopen("new_request", "2027-07-10"), RC_OK);
	assert_string_equal(json_string_value(show("received")), "2027-07-10");
}

static void
who_withdrew_may_come_back_whenever_they_like(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	fixture_advance(&f, "2028-03-01");
	assert_int_equal(reopen("new_request", "2028-03-01"), RC_OK);
}

/* D-305: late papers may be filed in a closed case, nothing else. */
static void
a_closed_case_takes_late_papers_and_no_step(void **state)
{
	char path[] = "/tmp/boflyt-paper-XXXXXX";
	struct ask *a;
	int fd = mkstemp(path);

	(void)state;
	unlink(path);
	assert_true(write(fd, "brev", 4) == 4);
	assert_true(lseek(fd, 0, SEEK_SET) == 0);
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	a = fixture_new_ask(&f, "nav01", "document.put",
	    json_pack("{ss si ss ss ss}", "case", number, "file", 0, "kind",
		"letter", "title", "Kom for sent", "mime", "text/plain"));
	a->fds[0] = fd;
	a->n_fds = 1;
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	fixture_act(&f, "nav01", number, "set", json_pack("{si}", "level", 2));
	ASSERT_ERROR(&f, RC_GUARD, "E_CLOSED");
	propose(&f, "nav01", number, "plan", "granted", "team", NULL);
	assert_int_not_equal(f.rc, RC_OK);
	transfer(NULL, 0);
	ASSERT_ERROR(&f, RC_GUARD, "E_CLOSED");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_has_moved_is_the_new_municipalitys_to_help),
		TEST(
		    who_is_in_an_institution_stays_with_the_former_municipality),
		TEST(a_refugee_with_integration_grant_moves_by_agreement),
		TEST(a_transfer_has_a_day_and_another_municipality),
		TEST(a_definition_cannot_call_a_case_transferred),
		TEST(
		    a_packet_has_what_is_ticked_and_agreed_to_and_nothing_else),
		TEST(no_packet_tells_where_the_protected_live),
		TEST(what_means_nothing_elsewhere_is_not_ticked),
		TEST(a_withdrawn_consent_opens_nothing),
		TEST(a_packet_becomes_a_case_of_the_other_municipality),
		TEST(a_file_that_is_no_packet_for_here_opens_no_case),
		TEST(
		    a_case_of_the_wrong_kind_goes_on_as_another_with_its_received_date),
		TEST(a_case_is_not_reclassified_as_what_it_is),
		TEST(after_a_death_what_must_be_settled_remains),
		TEST(a_case_is_taken_up_again_for_a_reason_in_a_named_stage),
		TEST(a_new_request_reopens_within_six_months),
		TEST(who_withdrew_may_come_back_whenever_they_like),
		TEST(a_closed_case_takes_late_papers_and_no_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
