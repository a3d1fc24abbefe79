/*
 * Documents: bytes in chunks, in and out, and what is known of them.
 */
#include "tests/store/registers.h"

#include <stdlib.h>

#include "store/document.h"
#include "store/query.h"

/* Bytes that are given and taken in odd pieces. */
struct bytes {
	unsigned char *data;
	size_t len, at, piece;
	bool fails;
};

static ssize_t
give(void *arg, void *buf, size_t len, struct err *e)
{
	struct bytes *b = arg;
	size_t n = b->len - b->at;

	if (b->fails && b->at > 0) {
		(void)err_set(e, RC_UNAVAILABLE, "file: gone");
		return -1;
	}
	if (n > b->piece)
		n = b->piece;
	if (n > len)
		n = len;
	memcpy(buf, b->data + b->at, n);
	b->at += n;
	return (ssize_t)n;
}

static enum rc
take(void *arg, const void *buf, size_t len, struct err *e)
{
	struct bytes *b = arg;

	(void)e;
	assert_true(len <= b->len - b->at);
	memcpy(b->data + b->at, buf, len);
	b->at += len;
	return RC_OK;
}

static struct bytes
bytes_of(size_t len)
{
	struct bytes b = { .data = calloc(len + 1, 1),
		.len = len,
		.piece = 1000 };
	size_t i;

	assert_non_null(b.data);
	for (i = 0; i < len; i++)
		b.data[i] = (unsigned char)(i * 31 % 251);
	return b;
}

static enum rc
put(struct fixture *f, struct bytes *b, enum bf_class class, int64_t max,
    int64_t case_id, int64_t *id)
{
	const struct document_new in = { .case_id = case_id,
		.kind = "application",
		.class = class,
		.title = "Søknad",
		.mime = "application/pdf",
		.direction = "in",
		.received = day("2027-01-14"),
		.by = "nav01",
		.unit = "nav" };

	return document_put(f->tx, &in, give, b, max, id, &f->e);
}

static void
bytes_come_out_as_they_went_in(void **state)
{
	static const size_t sizes[] = { 1, DOCUMENT_CHUNK - 1, DOCUMENT_CHUNK,
		DOCUMENT_CHUNK + 1, 3 * DOCUMENT_CHUNK };
	struct fixture f;
	struct bytes in, out;
	int64_t row, id;
	size_t i;

	(void)state;
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		in = bytes_of(sizes[i]);
		out = bytes_of(sizes[i]);
		memset(out.data, 0, out.len);
		OK(&f, put(&f, &in, BF_CLASS_IDENTITY, DOCUMENT_MAX, row, &id));
		OK(&f, document_get(f.s, id, take, &out, &f.e));
		assert_int_equal(out.at, out.len);
		assert_memory_equal(in.data, out.data, in.len);
		free(in.data);
		free(out.data);
	}
	fixture_end(&f);
}

static void
what_is_known_of_it_is_kept(void **state)
{
	struct fixture f;
	struct document d;
	struct bytes in = bytes_of(10);
	int64_t row, id;

	(void)state;
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	OK(&f, put(&f, &in, BF_CLASS_HEALTH, DOCUMENT_MAX, row, &id));
	OK(&f, document_load(f.s, id, &d, &f.e));
	assert_string_equal(d.title, "Søknad");
	assert_int_equal(d.class, BF_CLASS_HEALTH);
	assert_int_equal(d.size, 10);
	assert_int_equal(d.registered, T0);
	assert_int_equal(date_compare(d.received, day("2027-01-14")), 0);
	document_fini(&d);
	assert_int_equal(document_load(f.s, id + 1, &d, &f.e), RC_NOTFOUND);
	free(in.data);
	fixture_end(&f);
}

static void
too_large_empty_and_broken_files_are_refused(void **state)
{
	struct fixture f;
	struct bytes in = bytes_of(2000), none = bytes_of(0);
	int64_t row, id;

	(void)state;
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	assert_int_equal(put(&f, &in, BF_CLASS_IDENTITY, 1999, row, &id),
	    RC_INVALID);
	assert_string_equal(f.e.name, "E_TOO_LARGE");
	assert_int_equal(put(&f, &none, BF_CLASS_IDENTITY, 1999, row, &id),
	    RC_INVALID);
	assert_string_equal(f.e.name, "E_EMPTY");
	in.at = 0;
	in.fails = true;
	assert_int_equal(put(&f, &in, BF_CLASS_IDENTITY, 2000, row, &id),
	    RC_UNAVAILABLE);
	free(in.data);
	free(none.data);
	fixture_end(&f);
}

static void
changed_bytes_are_found_out(void **state)
{
	struct fixture f;
	struct bytes in = bytes_of(DOCUMENT_CHUNK + 9), out;
	int64_t row, id;

	(void)state;
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	OK(&f, put(&f, &in, BF_CLASS_IDENTITY, DOCUMENT_MAX, row, &id));
	OK(&f,
	    query_exec(f.s, "DELETE FROM document_chunk WHERE no = 1", &f.e));
	out = bytes_of(in.len);
	assert_int_equal(document_get(f.s, id, take, &out, &f.e), RC_IO);
	free(in.data);
	free(out.data);
	fixture_end(&f);
}

static void
a_list_leaves_out_classes_that_are_not_asked(void **state)
{
	struct fixture f;
	struct bytes in = bytes_of(10);
	int64_t row, first, second;
	json_t *list;

	(void)state;
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	OK(&f, put(&f, &in, BF_CLASS_IDENTITY, DOCUMENT_MAX, row, &first));
	in.at = 0;
	OK(&f, put(&f, &in, BF_CLASS_HEALTH, DOCUMENT_MAX, row, &second));
	OK(&f,
	    document_list(f.s, row, 1u << BF_CLASS_IDENTITY, 0, 10, &list,
		&f.e));
	assert_int_equal(json_array_size(list), 1);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(list, 0), "id")),
	    first);
	json_decref(list);
	OK(&f, document_list(f.s, row, 0xffu, first, 10, &list, &f.e));
	assert_int_equal(json_array_size(list), 1);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(list, 0), "id")),
	    second);
	json_decref(list);
	free(in.data);
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_out_as_they_went_in),
		cmocka_unit_test(what_is_known_of_it_is_kept),
		cmocka_unit_test(too_large_empty_and_broken_files_are_refused),
		cmocka_unit_test(changed_bytes_are_found_out),
		cmocka_unit_test(a_list_leaves_out_classes_that_are_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
