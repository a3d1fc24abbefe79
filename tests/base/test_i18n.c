/*
 * test_i18n -- the catalogue is found on a machine without Norwegian locales.
 */
#include "check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

static const char head[] = "Content-Type: text/plain; charset=UTF-8\n";

static void
put_number(FILE *f, uint32_t n)
{
	assert_int_equal(fwrite(&n, sizeof(n), 1, f), 1);
}

/* Write a catalogue that knows one text (the GNU .mo format). */
static void
write_catalogue(const char *path, const char *from, const char *to)
{
	const uint32_t texts = 28 + 4 * 8;
	uint32_t from_n = (uint32_t)strlen(from), to_n = (uint32_t)strlen(to);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	put_number(f, 0x950412de);
	put_number(f, 0);
	put_number(f, 2); /* texts */
	put_number(f, 28); /* where the originals are listed */
	put_number(f, 28 + 16); /* and the translations */
	put_number(f, 0);
	put_number(f, 0);
	put_number(f, 0);
	put_number(f, texts);
	put_number(f, from_n);
	put_number(f, texts + 1);
	put_number(f, (uint32_t)sizeof(head) - 1);
	put_number(f, texts + 1 + from_n + 1);
	put_number(f, to_n);
	put_number(f, texts + 1 + from_n + 1 + (uint32_t)sizeof(head));
	assert_int_equal(fwrite("", 1, 1, f), 1);
	assert_int_equal(fwrite(from, from_n + 1, 1, f), 1);
	assert_int_equal(fwrite(head, sizeof(head), 1, f), 1);
	assert_int_equal(fwrite(to, to_n + 1, 1, f), 1);
	assert_int_equal(fclose(f), 0);
}

static void
texts_come_in_the_language_asked_for(void **state)
{
	char dir[] = "/tmp/boflyt-i18n-XXXXXX", path[128];

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/nb", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/nb/LC_MESSAGES", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/nb/LC_MESSAGES/boflyt.mo", dir);
	write_catalogue(path, "missing", "mangler å være der");
	assert_int_equal(setenv("BOFLYT_LOCALEDIR", dir, 1), 0);
	assert_int_equal(setenv("LC_ALL", "C", 1), 0);

	i18n_init("nb");
	assert_string_equal(_("missing"), "mangler å være der");
	assert_string_equal(_("not in the catalogue"), "not in the catalogue");
	i18n_init("en");
	assert_string_equal(_("missing"), "missing");
	assert_int_equal(setenv("LANGUAGE", "nb", 1), 0);
	i18n_init(NULL);
	assert_string_equal(_("missing"), "mangler å være der");

	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s/nb/LC_MESSAGES", dir);
	(void)rmdir(path);
	(void)snprintf(path, sizeof(path), "%s/nb", dir);
	(void)rmdir(path);
	(void)rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_in_the_language_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
