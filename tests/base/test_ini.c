/*
 * test_ini -- nothing of a file is cut, lost or misread without a word.
 */
#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/ini.h"
#include "base/mem.h"

static char path[] = "/tmp/boflyt-ini-XXXXXX";

/* What was read, as "section/key=value@line;". */
static struct buf seen;
static struct lines mistakes;

static void
note(void *arg, const struct ini_item *item)
{
	(void)arg;
	if (item->key == NULL)
		(void)buf_addf(&seen, "[%s]@%d;", item->section, item->line);
	else
		(void)buf_addf(&seen, "%s/%s=%s@%d;", item->section, item->key,
		    item->value, item->line);
}

static void
read_bytes(const char *bytes, size_t n)
{
	struct err e = ERR_INIT;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	buf_fini(&seen);
	buf_init(&seen, 100000);
	lines_free(&mistakes);
	assert_int_equal(ini_read(path, note, NULL, &mistakes, &e), RC_OK);
}

static void
read_text(const char *text)
{
	read_bytes(text, strlen(text));
}

static bool
complains(int line, const char *part)
{
	char *head = mem_format("%s:%d: ", path, line);
	bool found = false;
	size_t i;

	for (i = 0; i < mistakes.n; i++)
		if (strncmp(mistakes.line[i], head, strlen(head)) == 0 &&
		    strstr(mistakes.line[i], part) != NULL)
			found = true;
	free(head);
	return found;
}

static void
sections_and_keys_come_in_order(void **state)
{
	(void)state;
	read_text("; c\n[a]\nx = 1\n\n[b c]\n# c\ny=to ord ; comment\nz: 3\n"
		  "[empty]\n");
	assert_int_equal(mistakes.n, 0);
	assert_string_equal(buf_text(&seen),
	    "[a]@2;a/x=1@3;[b c]@5;"
	    "b c/y=to ord@7;b c/z=3@8;[empty]@9;");
}

static void
an_indented_line_is_a_line_of_its_own(void **state)
{
	(void)state;
	read_text("[a]\nx = 1\n  y = 2\r\n");
	assert_int_equal(mistakes.n, 0);
	assert_string_equal(buf_text(&seen), "[a]@1;a/x=1@2;a/y=2@3;");
}

static void
an_overlong_line_is_refused_and_its_tail_is_no_key(void **state)
{
	char text[400];

	(void)state;
	/* Style, trap 1: inih alone reads the tail as "evil = 1". */
	memset(text, '0', sizeof(text));
	memcpy(text, "[a]\nx=", 6);
	memcpy(text + 4 + 199, "evil=1\ny = 2\n", 14);
	read_text(text);
	assert_true(complains(2, "longer than 198 bytes"));
	assert_null(strstr(buf_text(&seen), "evil"));
	assert_string_equal(buf_text(&seen), "[a]@1;a/y=2@3;");
}

static void
a_line_of_exactly_the_limit_is_whole(void **state)
{
	char text[400];

	(void)state;
	(void)snprintf(text, sizeof(text), "[a]\nx=%0*d7\ny=2\n",
	    INI_LINE_MAX - 3, 0);
	read_text(text);
	assert_int_equal(mistakes.n, 0);
	assert_non_null(strstr(buf_text(&seen), "07@2;a/y=2@3;"));
	(void)snprintf(text, sizeof(text), "[a]\nx=%0*d7\n", INI_LINE_MAX - 2,
	    0);
	read_text(text);
	assert_int_equal(mistakes.n, 1);
}

static void
every_mistake_is_told_with_its_line(void **state)
{
	(void)state;
	read_text("[a\nword\n[]\n[b] tail\n= 1\nx ; = 2\n[a]\nok = 1\n");
	assert_true(complains(1, "no closing ]"));
	assert_true(complains(2, "neither"));
	assert_true(complains(3, "no name"));
	assert_true(complains(4, "text after"));
	assert_true(complains(5, "neither"));
	assert_true(complains(6, "neither"));
	assert_int_equal(mistakes.n, 6);
	assert_string_equal(buf_text(&seen), "[a]@7;a/ok=1@8;");
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
	(void)state;
	read_bytes("[a]\nx = \xe5\ny = a\0b\nz = \x1b\n", 25);
	assert_true(complains(2, "UTF-8"));
	assert_true(complains(3, "zero byte"));
	assert_true(complains(4, "UTF-8"));
	assert_string_equal(buf_text(&seen), "[a]@1;");
}

static void
a_byte_order_mark_does_no_harm(void **state)
{
	(void)state;
	read_text("\xef\xbb\xbf[a]\nx = 1");
	assert_string_equal(buf_text(&seen), "[a]@1;a/x=1@2;");
}

static void
a_file_that_is_not_there_is_an_error(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(ini_read("/nowhere/x.ini", note, NULL, &mistakes, &e),
	    RC_CONFIG);
	assert_non_null(strstr(e.text, "/nowhere/x.ini"));
}

static void
the_nearest_name_is_near(void **state)
{
	static const char *const names[] = { "number", "name", "language" };

	(void)state;
	assert_string_equal(ini_nearest("langauge", names, 3), "language");
	assert_string_equal(ini_nearest("nam", names, 3), "name");
	assert_string_equal(ini_nearest("numbers", names, 3), "number");
	assert_null(ini_nearest("population", names, 3));
	assert_null(ini_nearest("", names, 3));
	assert_null(ini_nearest("x", names, 3));
	assert_null(ini_nearest("name", names, 0));
}

static void
a_long_list_of_names_is_cut(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g",
		"h", "i", "j", "k", "l", "m" };
	char *list = ini_list(names, 3);

	(void)state;
	assert_string_equal(list, "a, b, c");
	free(list);
	list = ini_list(names, 13);
	assert_string_equal(list, "a, b, c, d, e, f, g, h, i, j, k, l …");
	free(list);
}

static int
clean(void **state)
{
	(void)state;
	buf_fini(&seen);
	lines_free(&mistakes);
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_and_keys_come_in_order),
		cmocka_unit_test(an_indented_line_is_a_line_of_its_own),
		cmocka_unit_test(
		    an_overlong_line_is_refused_and_its_tail_is_no_key),
		cmocka_unit_test(a_line_of_exactly_the_limit_is_whole),
		cmocka_unit_test(every_mistake_is_told_with_its_line),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(a_byte_order_mark_does_no_harm),
		cmocka_unit_test(a_file_that_is_not_there_is_an_error),
		cmocka_unit_test(the_nearest_name_is_near),
		cmocka_unit_test(a_long_list_of_names_is_cut),
	};
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	(void)close(fd);
	return cmocka_run_group_tests(tests, NULL, clean);
}
