/*
 * What is sealed: every column that should be, nothing that can be read from
 * outside, and nothing that a rotation forgets (architecture §3).
 */
#include "tests/store/files.h"

#include "store/impartial.h"
#include "store/inside.h"
#include "store/person.h"
#include "store/query.h"
#include "store/rotate.h"
#include "store/scope.h"
#include "store/sealed.h"
#include "store/tie.h"
#include "store/verify.h"
#include "tests/store/step.h"

/* Columns of bytes that hold hashes, or what is no personal data. */
static const char *const hashes[] = { "history.chain",
	"history_part.commitment", "definition.code_hash",
	"definition.shape_hash", "definition_file.bytes",
	"person_identifier.hash", "case_hash.hash", "decision.body_hash",
	"decision_reasons.body_hash", "idem.hash", "document.hash",
	"packet.hash", "user_person.hash" };

static bool
is_hash(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
		if (strcmp(name, hashes[i]) == 0)
			return true;
	return false;
}

static bool
is_sealed(const struct sealed_list *l, const char *name)
{
	const struct sealed *c;
	char text[128];
	size_t i;

	for (i = 0; (c = sealed_get(l, i)) != NULL; i++) {
		(void)snprintf(text, sizeof(text), "%s.%s", c->table, c->blob);
		if (strcmp(text, name) == 0)
			return true;
	}
	return false;
}

static void
each_column_of_bytes_is_sealed_or_a_hash(void **state)
{
	static const char sql[] =
	    "SELECT m.name || '.' || c.name FROM sqlite_schema m,"
	    " pragma_table_info(m.name) c WHERE m.type = 'table'"
	    " AND c.type = 'BLOB'";
	struct sealed_list *l;
	struct fixture f;
	struct query q;
	int n = 0;

	(void)state;
	fixture_begin(&f);
	OK(&f, sealed_open(f.s, &l, &f.e));
	query_begin(&q, f.s, sql);
	for (; query_row(&q); n++)
		if (is_hash(query_text(&q, 0)) ==
		    is_sealed(l, query_text(&q, 0)))
			fail_msg("%s: neither sealed (store/sealed.c) nor a"
				 " hash",
			    query_text(&q, 0));
	OK(&f, query_end(&q, &f.e));
	assert_true(n > 30);
	sealed_close(l);
	fixture_end(&f);
}

/* A person, and a case with all that a step may bring. */
static void
fill(struct store *s, int cases)
{
	json_t *parts = json_pack("{s:{s:s}, s:{s:s}, s:{s:s}}", "identity",
	    "name", "Planta Navnesen", "address", "street", "Plantevegen 7",
	    "health", "note", "plantet helse");
	struct person p = { .grade = PERSON_OPEN, .owner_unit = "nav" };
	struct person_identifier no = { .type = "synthetic",
		.value = "12838849855",
		.valid_from = DATE_NONE,
		.valid_to = DATE_NONE };
	struct err e = ERR_INIT;
	int64_t definition, id;
	struct tx *tx;

	assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
	assert_int_equal(step_definition(tx, &definition, &e), RC_OK);
	p.deceased = DATE_NONE;
	assert_int_equal(person_create(tx, &p, parts, &e), RC_OK);
	no.person = p.id;
	if (person_identifier_add(tx, &no, &id, &e) != RC_OK)
		assert_string_equal(e.name, "E_ID_TAKEN");
	for (; cases > 0; cases--)
		if (step_run(tx, definition, &e) != RC_OK)
			fail_msg("%s", e.text);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	json_decref(parts);
}

static bool
has(const char *path, const char *text)
{
	FILE *f = fopen(path, "re");
	char *bytes = NULL;
	size_t n;
	bool yes;

	if (f == NULL)
		return false;
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	n = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(n + 1);
	assert_int_equal(fread(bytes, 1, n, f), n);
	fclose(f);
	yes = memmem(bytes, n, text, strlen(text)) != NULL;
	free(bytes);
	return yes;
}

/* Is TEXT in the database or its log, byte by byte? */
static bool
is_on_disk(const struct files *f, const char *text)
{
	char wal[128];

	(void)snprintf(wal, sizeof(wal), "%s-wal", f->path);
	return has(f->path, text) || has(wal, text);
}

static const char *const planted[] = { "Planta Navnesen", "Plantevegen 7",
	"plantet helse", "12838849855", "to bo nær skolen", "Ta kontakt",
	"Innvilget" };
#define N_PLANTED (sizeof(planted) / sizeof(planted[0]))

static void
a_stolen_database_shows_nothing(void **state)
{
	struct err e = ERR_INIT;
	struct files f;
	struct store *s;
	size_t i;

	(void)state;
	files_begin(&f);
	s = files_open(&f);
	fill(s, 3);
	for (i = 0; i < N_PLANTED; i++)
		if (is_on_disk(&f, planted[i]))
			fail_msg("%s is to be read in the log", planted[i]);
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
	for (i = 0; i < N_PLANTED; i++)
		if (is_on_disk(&f, planted[i]))
			fail_msg("%s is to be read", planted[i]);
	files_end(&f);
}

/* The same as before sealing was there: no key is given. */
static struct store *
open_unsealed(const struct files *f)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0 };
	struct err e = ERR_INIT;
	struct store *s;

	if (store_open(f->path, &o, &s, &e) != RC_OK)
		fail_msg("%s", e.text);
	return s;
}

/* Go on with the rotation, MAX values a slice; how many slices it took. */
static int
rotate(struct store *s, int max, int slices)
{
	struct err e = ERR_INIT;
	bool done = false;
	struct tx *tx;
	int n;

	for (n = 0; !done && n < slices; n++) {
		assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
		if (rotate_slice(tx, max, &done, &e) != RC_OK)
			fail_msg("%s", e.text);
		assert_int_equal(tx_commit(&tx, &e), RC_OK);
	}
	return n;
}

static json_t *
verify_all(struct store *s)
{
	struct verify *v = verify_new(s);
	struct err e = ERR_INIT;
	bool done = false;
	json_t *report;

	while (!done)
		if (verify_slice(v, 50, &done, &e) != RC_OK)
			fail_msg("%s", e.text);
	report = verify_report(v);
	verify_free(v);
	return report;
}

static void
is_well(struct store *s)
{
	json_t *report = verify_all(s);

	if (!json_is_true(json_object_get(report, "ok")))
		fail_msg("%s", json_dumps(report, 0));
	json_decref(report);
}

static void
a_database_that_was_not_sealed_becomes_so(void **state)
{
	struct err e = ERR_INIT;
	struct files f;
	struct store *s;
	int64_t id = 0;
	size_t i;

	(void)state;
	files_begin(&f);
	s = open_unsealed(&f);
	fill(s, 3);
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
	for (i = 0; i < N_PLANTED; i++)
		assert_true(is_on_disk(&f, planted[i]));
	s = files_open(&f);
	assert_true(rotate_is_active(s));
	assert_true(rotate(s, 4, 1000) > 3);
	assert_false(rotate_is_active(s));
	is_well(s);
	assert_int_equal(person_find_number(s, "12838849855", &id, &e), RC_OK);
	assert_int_equal(id, 1);
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
	for (i = 0; i < N_PLANTED; i++)
		if (is_on_disk(&f, planted[i]))
			fail_msg("%s is still there", planted[i]);
	files_end(&f);
}

/* Begin a rotation of WHAT; the highest key before it. */
static int64_t
begin(struct store *s, enum rotate_what what, const struct owner *only)
{
	int64_t before = s->counters.key;
	struct err e = ERR_INIT;
	struct tx *tx;

	assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
	if (rotate_begin(tx, what, only, "adm", &e) != RC_OK)
		fail_msg("%s", e.text);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	return before;
}

/* Is any key up to LAST left, but the first one? */
static bool
is_left(struct store *s, int64_t last)
{
	int64_t id;

	for (id = KEYRING_FIRST + 1; id <= last; id++)
		if (keytab_state(keyring_table(s), id) == KEY_LIVE)
			return true;
	return false;
}

static void
after_a_rotation_no_old_key_is_left_and_all_is_well(void **state)
{
	struct files f;
	struct store *s;
	int64_t last;

	(void)state;
	files_begin(&f);
	s = files_open(&f);
	fill(s, 3);
	last = begin(s, ROTATE_DATA, NULL);
	assert_true(last > 4);
	fill(s, 1); /* what is written meanwhile is under new keys */
	(void)rotate(s, 5, 1000);
	assert_false(rotate_is_active(s));
	assert_false(is_left(s, last));
	is_well(s);
	store_close(s);
	s = files_open(&f);
	is_well(s);
	store_close(s);
	files_end(&f);
}

static void
a_rotation_ended_at_any_slice_goes_on_when_opened_again(void **state)
{
	struct files f;
	struct store *s;
	int64_t last;
	int n = 0;

	(void)state;
	files_begin(&f);
	s = files_open(&f);
	fill(s, 2);
	last = begin(s, ROTATE_DATA, NULL);
	do {
		store_close(s);
		s = files_open(&f);
		is_well(s);
		(void)rotate(s, 3, 1);
	} while (rotate_is_active(s) && ++n < 200);
	assert_in_range(n, 5, 199);
	assert_false(is_left(s, last));
	is_well(s);
	store_close(s);
	files_end(&f);
}

static void
a_slice_that_is_rolled_back_is_done_again(void **state)
{
	struct savepoint sp;
	struct fixture f;
	int64_t last;
	bool done;
	int n;

	(void)state;
	fixture_begin(&f);
	OK(&f, tx_commit(&f.tx, &f.e));
	fill(f.s, 2);
	last = begin(f.s, ROTATE_DATA, NULL);
	for (n = 0; rotate_is_active(f.s) && n < 200; n++) {
		OK(&f, tx_begin(f.s, T0, &f.tx, &f.e));
		OK(&f, savepoint_begin(f.tx, &sp, &f.e));
		OK(&f, rotate_slice(f.tx, 4, &done, &f.e));
		savepoint_rollback(&sp);
		OK(&f, tx_commit(&f.tx, &f.e));
		(void)rotate(f.s, 4, 1);
	}
	assert_false(is_left(f.s, last));
	is_well(f.s);
	fixture_end(&f);
}

static void
one_case_alone_gets_new_keys(void **state)
{
	const struct owner only = owner_case(1, BF_CLASS_IDENTITY);
	struct err e = ERR_INIT;
	struct fixture f;
	json_t *data;
	int64_t last;

	(void)state;
	fixture_begin(&f);
	OK(&f, tx_commit(&f.tx, &f.e));
	fill(f.s, 3);
	last = begin(f.s, ROTATE_DATA, &only);
	(void)rotate(f.s, 3, 1000);
	assert_false(rotate_is_active(f.s));
	assert_true(is_left(f.s, last)); /* those of others */
	is_well(f.s);
	assert_int_equal(case_data_all(f.s, 1, 1u << BF_CLASS_IDENTITY, &data,
			     &e),
	    RC_OK);
	assert_string_equal(json_string_value(json_object_get(data, "wishes")),
	    "to bo nær skolen");
	json_decref(data);
	fixture_end(&f);
}

static void
numbers_are_found_while_and_after_hashes_are_made_anew(void **state)
{
	struct err e = ERR_INIT;
	struct fixture f;
	int64_t id = 0;
	int n = 0;

	(void)state;
	fixture_begin(&f);
	OK(&f, tx_commit(&f.tx, &f.e));
	fill(f.s, 2);
	(void)begin(f.s, ROTATE_HASH, NULL);
	do {
		assert_int_equal(person_find_number(f.s, "12838849855", &id,
				     &e),
		    RC_OK);
		assert_int_equal(id, 1);
		(void)rotate(f.s, 1, 1);
	} while (rotate_is_active(f.s) && ++n < 100);
	assert_in_range(n, 2, 99);
	assert_int_equal(keyed_before(f.s), 0);
	assert_int_equal(person_find_number(f.s, "12838849855", &id, &e),
	    RC_OK);
	assert_int_equal(id, 1);
	is_well(f.s);
	fixture_end(&f);
}

/* Is the person with the row number 1 USER's own? */
static bool
is_own(struct store *s, const char *user)
{
	const struct scope scope = { .user = user };
	struct err e = ERR_INIT;
	struct tie tie;

	assert_int_equal(tie_person(s, &scope, 1, "nav", &tie, &e), RC_OK);
	return tie.bar == BAR_OWN;
}

static void
identify(struct store *s, const char *user, const char *number)
{
	struct err e = ERR_INIT;
	struct tx *tx;

	assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
	assert_int_equal(user_person_set(tx, user, number, user, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
}

/* Nobody gets at their own case because keys are being changed (fvl § 6). */
static void
ones_own_person_stays_so_while_and_after_hashes_are_made_anew(void **state)
{
	struct fixture f;
	int n = 0;

	(void)state;
	fixture_begin(&f);
	OK(&f, tx_commit(&f.tx, &f.e));
	fill(f.s, 1);
	identify(f.s, "kari", "12838849855");
	assert_false(is_own(f.s, "odd"));
	(void)begin(f.s, ROTATE_HASH, NULL);
	/* Who says so meanwhile is held against a hash by the key before. */
	identify(f.s, "odd", "12838849855");
	do {
		assert_true(is_own(f.s, "kari"));
		assert_true(is_own(f.s, "odd"));
		(void)rotate(f.s, 1, 1);
	} while (rotate_is_active(f.s) && ++n < 100);
	assert_in_range(n, 2, 99);
	assert_true(is_own(f.s, "kari"));
	assert_true(is_own(f.s, "odd"));
	is_well(f.s);
	fixture_end(&f);
}

/* The register gets to know the person when users had their numbers before. */
static void
so_does_one_who_is_registered_meanwhile(void **state)
{
	struct fixture f;

	(void)state;
	fixture_begin(&f);
	OK(&f, tx_commit(&f.tx, &f.e));
	identify(f.s, "kari", "12838849855");
	(void)begin(f.s, ROTATE_HASH, NULL);
	fill(f.s, 0);
	assert_true(is_own(f.s, "kari"));
	while (rotate_is_active(f.s))
		(void)rotate(f.s, 1, 1);
	assert_true(is_own(f.s, "kari"));
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_column_of_bytes_is_sealed_or_a_hash),
		cmocka_unit_test(a_stolen_database_shows_nothing),
		cmocka_unit_test(a_database_that_was_not_sealed_becomes_so),
		cmocka_unit_test(
		    after_a_rotation_no_old_key_is_left_and_all_is_well),
		cmocka_unit_test(
		    a_rotation_ended_at_any_slice_goes_on_when_opened_again),
		cmocka_unit_test(a_slice_that_is_rolled_back_is_done_again),
		cmocka_unit_test(one_case_alone_gets_new_keys),
		cmocka_unit_test(
		    numbers_are_found_while_and_after_hashes_are_made_anew),
		cmocka_unit_test(
		    ones_own_person_stays_so_while_and_after_hashes_are_made_anew),
		cmocka_unit_test(so_does_one_who_is_registered_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
