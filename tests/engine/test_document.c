/*
 * Documents: bytes in by descriptor, bytes out by descriptor, through the gate.
 */
#include <sys/mman.h>

#include <fcntl.h>
#include <unistd.h>

#include "fixture.h"
#include "look.h"

/* More than one chunk of the store. */
#define SIZE 150000

static unsigned char sent[SIZE], got[SIZE + 1];

static int
setup(void **state)
{
	static struct fixture f;
	size_t i;

	fixture_open(&f);
	for (i = 0; i < SIZE; i++)
		sent[i] = (unsigned char)(i * 7 + i / 256);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_close(*state);
	return 0;
}

static enum rc
put(struct fixture *f, const char *login, json_t *params, size_t size)
{
	struct ask *a = fixture_new_ask(f, login, "document.put", params);
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, sent, size), size);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	a->fds[0] = fd;
	a->n_fds = 1;
	return fixture_submit(f, a);
}

static json_t *
paper(const char *number, const char *class)
{
	return json_pack("{ss si ss ss ss}", "case", number, "file", 0, "kind",
	    "application", "class", class, "title", "Søknad");
}

/* What came back, seen from `done`. */
struct reply {
	enum rc rc;
	ssize_t n;
	bool sealed;
};

static void
read_reply(void *arg, enum rc rc, const json_t *result, int fd,
    const struct err *e)
{
	struct reply *r = arg;

	(void)result;
	(void)e;
	r->rc = rc;
	r->n = -1;
	if (fd < 0)
		return;
	r->n = read(fd, got, sizeof(got));
	r->sealed = write(fd, "x", 1) < 0;
}

static struct reply
get(struct fixture *f, const char *login, json_int_t id)
{
	struct ask *a = fixture_new_ask(f, login, "document.get",
	    json_pack("{sI}", "document", id));
	struct reply r = { RC_INTERNAL, -1, false };

	a->done = read_reply;
	a->arg = &r;
	engine_submit(f->engine, a);
	fixture_run(f);
	return r;
}

static void
bytes_come_back_as_they_went_in(void **state)
{
	struct fixture *f = *state;
	struct reply r;
	char number[24];

	fixture_case(f, NULL, number);
	assert_int_equal(put(f, "nav01", paper(number, "identity"), SIZE),
	    RC_OK);
	assert_int_equal(int_at(f->result, "size"), SIZE);
	assert_int_equal(int_at(f->result, "rev"), 2);
	r = get(f, "nav02", int_at(f->result, "document"));
	assert_int_equal(r.rc, RC_OK);
	assert_int_equal(r.n, SIZE);
	assert_memory_equal(got, sent, SIZE);
	assert_true(r.sealed);
}

static void
a_list_shows_what_was_filed(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	put(f, "nav01", paper(number, "identity"), 10);
	r = fixture_ok(f, "nav01", "document.list",
	    json_pack("{ss}", "case", number));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.title"), "Søknad");
	assert_string_equal(text_at(r, "rows.0.received"), "2027-01-11");
	assert_string_equal(text_at(r, "rows.0.direction"), "in");
}

static void
a_stranger_gets_no_document(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_int_t id;

	fixture_case(f, NULL, number);
	put(f, "nav01", paper(number, "identity"), 10);
	id = int_at(f->result, "document");
	assert_int_equal(get(f, "hel01", id).rc, RC_NOTFOUND);
	assert_int_equal(get(f, "hel01", id + 1).rc, RC_NOTFOUND);
}

/* Health is for units of the health domain (domain §0.3 no. 5). */
static void
nav_files_no_paper_of_health(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	put(f, "nav01", paper(number, "health"), 10);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

/* D-305: late papers may be filed on a closed case, all else waits. */
static void
a_late_paper_is_filed_on_a_closed_case(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "withdraw", NULL);
	assert_int_equal(f->rc, RC_OK);
	assert_int_equal(put(f, "nav01", paper(number, "identity"), 10), RC_OK);
}

static void
an_empty_file_is_refused_and_changes_nothing(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	put(f, "nav01", paper(number, "identity"), 0);
	assert_string_equal(f->err.name, "E_EMPTY");
	r = fixture_ok(f, "nav01", "case.show",
	    json_pack("{ss}", "case", number));
	assert_int_equal(int_at(r, "rev"), 1);
}

static void
a_pipe_is_no_file(void **state)
{
	struct fixture *f = *state;
	struct ask *a;
	char number[24];
	int ends[2];

	fixture_case(f, NULL, number);
	assert_int_equal(pipe(ends), 0);
	a = fixture_new_ask(f, "nav01", "document.put",
	    paper(number, "identity"));
	a->fds[0] = ends[0];
	a->n_fds = 1;
	fixture_submit(f, a);
	close(ends[1]);
	ASSERT_ERROR(f, RC_INVALID, "E_PARAMS");
}

static void
a_request_without_descriptor_is_refused(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_ask(f, "nav01", "document.put", paper(number, "identity"));
	ASSERT_ERROR(f, RC_INVALID, "E_PARAMS");
}

/* What stands in clear is no place for free text. */
static void
a_media_type_is_no_free_text(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *p;

	fixture_case(f, NULL, number);
	p = paper(number, "identity");
	json_object_set_new(p, "mime", json_string("søknad fra Kari"));
	put(f, "nav01", p, 10);
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	p = paper(number, "identity");
	json_object_set_new(p, "mime", json_string("image/svg+xml"));
	assert_int_equal(put(f, "nav01", p, 10), RC_OK);
}

/* Neither in the list nor by its number: not even that it is there. */
static void
a_paper_of_a_class_one_cannot_see_is_not_there(void **state)
{
	struct fixture *f = *state;
	char number[24], unknown[ERR_TEXT_MAX];
	json_int_t id;

	fixture_case(f, NULL, number);
	fixture_ok(f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	assert_int_equal(put(f, "hel01", paper(number, "health"), 10), RC_OK);
	id = int_at(f->result, "document");
	fixture_ok(f, "hel01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "nav", "contact",
		"nav01"));
	fixture_ask(f, "nav01", "document.get",
	    json_pack("{sI}", "document", id + 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	memcpy(unknown, f->err.text, sizeof(unknown));
	fixture_ask(f, "nav01", "document.get",
	    json_pack("{sI}", "document", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(strlen(f->err.text), strlen(unknown));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(bytes_come_back_as_they_went_in),
		T(a_list_shows_what_was_filed),
		T(a_stranger_gets_no_document),
		T(nav_files_no_paper_of_health),
		T(a_media_type_is_no_free_text),
		T(a_paper_of_a_class_one_cannot_see_is_not_there),
		T(a_late_paper_is_filed_on_a_closed_case),
		T(an_empty_file_is_refused_and_changes_nothing),
		T(a_pipe_is_no_file),
		T(a_request_without_descriptor_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
