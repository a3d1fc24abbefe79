/*
 * What crosses to another municipality: who it is about and which papers, as
 * ticked and consented, byte for byte, and nothing else (issue 5, 6; S-09).
 */
#include "joint.h"

#include <sys/mman.h>

#include <stdio.h>
#include <unistd.h>

#include "base/sha256.h"
#include "store/consent.h"
#include "store/tx.h"

#define NUMBER "28828449100" /* S-09 */
#define TICKED "%PDF-1.7 epikrise som er krysset av"
#define NOT_TICKED "%PDF-1.7 det hemmelige brevet"
#define ALL (1u << BF_CLASS_IDENTITY | 1u << BF_CLASS_ADDRESS)

static struct fixture f;
static char number[24];
static char packet[65536]; /* the last file that was handed over */
static int64_t who, ticked, other;

static int64_t
file(const char *bytes, const char *title, const char *class)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "document.put",
	    json_pack("{ss si ss ss ss ss}", "case", number, "file", 0, "title",
		title, "mime", "application/pdf", "class", class, "kind",
		"statement"));
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	a->fds[0] = fd;
	a->n_fds = 1;
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	return int_at(f.result, "document");
}

static int
setup(void **state)
{
	(void)state;
	joint_open(&f, JOINT_INI JOINT_HEL01, number);
	who = int_at(fixture_ok(&f, "nav01", "person.add",
			 json_pack("{ss ss ss ss ss ss}", "name",
			     "Nils Čáhppes", "number", NUMBER, "language", "nn",
			     "address", "Gamleveien 1", "postal_code", "9050",
			     "postal_place", "Storsteinnes")),
	    "person");
	fixture_case(&f,
	    json_pack("{sb sI}", "asks_help", 1, "person", (json_int_t)who),
	    number);
	ticked = file(TICKED, "Uttalelse", "identity");
	other = file(NOT_TICKED, "Et annet brev", "identity");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static int64_t
consent(unsigned int classes)
{
	struct consent k = { .person = who,
		.classes = classes | 1u << BF_CLASS_CASE,
		.external = (char *)(uintptr_t) "Tromsø kommune 5501",
		.given = f.clock.now,
		.valid_to = DATE_NONE,
		.from_unit = "nav",
		.purpose = "transfer",
		.channel = "oral",
		.giver = "self",
		.by_user = "nav01",
		.unit = "nav" };
	struct err e = ERR_INIT;
	struct tx *tx;

	k.case_id = 2;
	assert_int_equal(tx_begin(f.store, f.clock.now, &tx, &e), RC_OK);
	assert_int_equal(consent_add(tx, &k, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	return k.id;
}

static void
keep_file(void *arg, enum rc rc, const json_t *result, int fd,
    const struct err *e)
{
	ssize_t n = 0;

	(void)arg;
	(void)result;
	f.rc = rc;
	f.err = *e;
	f.answers++;
	if (fd >= 0)
		n = read(fd, packet, sizeof(packet) - 1);
	assert_true(n >= 0);
	packet[n] = '\0';
}

/* case.packet with MORE, taken over. */
static enum rc
pack(int64_t id, json_t *more)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "case.packet",
	    json_pack("{ss ss sI}", "case", number, "municipality", "5501",
		"consent", (json_int_t)id));

	json_object_update(a->params, more);
	json_decref(more);
	a->done = keep_file;
	return fixture_submit(&f, a);
}

static enum rc
pack_all(void)
{
	return pack(consent(ALL),
	    json_pack("{s[I] s[ss]}", "documents", (json_int_t)ticked, "person",
		"identity", "address"));
}

static enum rc
receive(const json_t *o)
{
	char *text = json_dumps(o, JSON_SORT_KEYS);
	int fd = memfd_create("packet", MFD_CLOEXEC);
	struct ask *a;

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	free(text);
	a = fixture_new_ask(&f, "nav01", "case.receive",
	    json_pack("{si}", "file", 0));
	a->fds[0] = fd;
	a->n_fds = 1;
	return fixture_submit(&f, a);
}

/* The last packet as if it had come from Tromsø to us (new reference). */
static json_t *
sent_back(void)
{
	json_t *o = json_loads(packet, 0, NULL);

	assert_non_null(o);
	json_object_set_new(o, "to", json_string("5532"));
	json_object_set_new(o, "from",
	    json_pack("{ss ss}", "municipality", "5501", "name", "Tromsø"));
	return o;
}

/* S-09 a: what is not ticked is not in the bytes. */
static void
ticked_papers_cross_and_no_others(void **state)
{
	char hex[SHA256_HEX_SIZE];
	json_t *o;

	(void)state;
	assert_int_equal(pack(consent(1u << BF_CLASS_IDENTITY),
			     json_pack("{s[I]}", "documents",
				 (json_int_t)ticked)),
	    RC_OK);
	o = json_loads(packet, 0, NULL);
	assert_int_equal(json_array_size(at(o, "documents")), 1);
	assert_string_equal(text_at(o, "documents.0.title"), "Uttalelse");
	sha256_of(TICKED, strlen(TICKED), hex);
	assert_string_equal(text_at(o, "documents.0.sha256"), hex);
	assert_null(at(o, "person"));
	assert_int_equal(json_object_size(at(o, "fields")), 0);
	json_decref(o);
	/* Neither the other paper nor who it is about, in any form. */
	assert_null(strstr(packet, "Et annet brev"));
	assert_null(strstr(packet, "ZGV0IGhlbW1lbGlnZ")); /* "det hemmelig" */
	assert_null(strstr(packet, "Nils"));
	assert_null(strstr(packet, NUMBER));
	assert_null(strstr(packet, "Gamleveien"));
}

static void
the_consent_must_cover_the_papers_and_the_person(void **state)
{
	int64_t identity = consent(1u << BF_CLASS_IDENTITY);
	int64_t economy = file(TICKED, "Lønnsslipp", "economy");

	(void)state;
	assert_int_equal(pack(consent(0),
			     json_pack("{s[I]}", "documents",
				 (json_int_t)ticked)),
	    RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
	pack(identity, json_pack("{s[I]}", "documents", (json_int_t)economy));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
	pack(identity, json_pack("{s[ss]}", "person", "identity", "address"));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONSENT");
	assert_int_equal(pack(identity,
			     json_pack("{s[s]}", "person", "identity")),
	    RC_OK);
	assert_non_null(strstr(packet, NUMBER));
	assert_null(strstr(packet, "Gamleveien"));
}

static void
a_paper_of_another_case_is_not_found(void **state)
{
	char mine[24];

	(void)state;
	memcpy(mine, number, sizeof(mine));
	fixture_case(&f, NULL, number);
	other = file(NOT_TICKED, "En annens", "identity");
	memcpy(number, mine, sizeof(number));
	pack(consent(ALL), json_pack("{s[I]}", "documents", (json_int_t)other));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	pack(consent(ALL), json_pack("{s[I]}", "documents", (json_int_t)4711));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* Issue 3: a strictly protected person is in no file that leaves. */
static void
who_is_protected_is_told_by_people(void **state)
{
	(void)state;
	fixture_ok(&f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", (json_int_t)who, "grade",
		"strictly_protected"));
	pack(consent(ALL), json_pack("{s[s]}", "person", "identity"));
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
	pack(consent(ALL),
	    json_pack("{s[I]}", "documents", (json_int_t)ticked));
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
}

/* The bytes of the received case's only paper. */
static void
expect_paper(const char *got)
{
	const json_t *o = fixture_ok(&f, "nav01", "document.list",
	    json_pack("{ss}", "case", got));
	struct ask *a;

	assert_int_equal(json_array_size(at(o, "rows")), 1);
	assert_string_equal(text_at(o, "rows.0.title"), "Uttalelse");
	assert_string_equal(text_at(o, "rows.0.direction"), "in");
	a = fixture_new_ask(&f, "nav01", "document.get",
	    json_pack("{sI}", "document", (json_int_t)int_at(o, "rows.0.id")));
	a->done = keep_file;
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	assert_string_equal(packet, TICKED);
}

static void
who_is_known_here_is_found_by_number_and_the_papers_are_filed(void **state)
{
	const json_t *o;
	char got[24];
	json_t *p;

	(void)state;
	assert_int_equal(pack_all(), RC_OK);
	p = sent_back();
	assert_int_equal(receive(p), RC_OK);
	json_decref(p);
	snprintf(got, sizeof(got), "%s", text_at(f.result, "case"));
	o = fixture_ok(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", got));
	assert_int_equal(int_at(pick(at(o, "fields"), "name", "person"),
			     "value"),
	    who);
	expect_paper(got);
}

static void
who_is_new_here_is_registered_as_the_packet_says(void **state)
{
	const json_t *o;
	int64_t id;
	json_t *p;

	(void)state;
	assert_int_equal(pack_all(), RC_OK);
	p = sent_back();
	json_object_del(json_object_get(p, "person"), "number");
	assert_int_equal(receive(p), RC_OK);
	json_decref(p);
	o = fixture_ok(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", text_at(f.result, "case")));
	id = int_at(pick(at(o, "fields"), "name", "person"), "value");
	assert_true(id != 0 && id != who);
	o = fixture_ok(&f, "nav01", "person.show",
	    json_pack("{sI}", "person", (json_int_t)id));
	assert_string_equal(text_at(o, "name"), "Nils Čáhppes");
	assert_string_equal(text_at(o, "language"), "nn");
	assert_string_equal(text_at(o, "address"), "Gamleveien 1");
}

/* Somebody else's file: nothing stays of a packet that is not right. */
static void
a_packet_whose_papers_or_person_are_not_right_opens_no_case(void **state)
{
	json_t *p, *paper;

	(void)state;
	assert_int_equal(pack_all(), RC_OK);
	p = sent_back();
	paper = json_array_get(json_object_get(p, "documents"), 0);
	json_object_set_new(paper, "base64", json_string("YW5uZXQ="));
	receive(p);
	ASSERT_ERROR(&f, RC_INVALID, "E_PACKET");
	json_object_set_new(paper, "base64", json_string("*"));
	receive(p);
	ASSERT_ERROR(&f, RC_INVALID, "E_PACKET");
	json_object_del(p, "documents");
	json_object_set_new(json_object_get(p, "person"), "number",
	    json_string("28828449101"));
	receive(p);
	assert_string_equal(f.err.name, "E_ID_CHECKSUM");
	json_object_set_new(p, "person", json_pack("{si}", "name", 7));
	receive(p);
	ASSERT_ERROR(&f, RC_INVALID, "E_PACKET");
	json_decref(p);
	fixture_ok(&f, "nav01", "case.list", NULL);
	assert_int_equal(json_array_size(at(f.result, "rows")), 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(ticked_papers_cross_and_no_others),
		TEST(the_consent_must_cover_the_papers_and_the_person),
		TEST(a_paper_of_another_case_is_not_found),
		TEST(who_is_protected_is_told_by_people),
		TEST(
		    who_is_known_here_is_found_by_number_and_the_papers_are_filed),
		TEST(who_is_new_here_is_registered_as_the_packet_says),
		TEST(
		    a_packet_whose_papers_or_person_are_not_right_opens_no_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
