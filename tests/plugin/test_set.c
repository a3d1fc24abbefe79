/*
 * test_set -- plugins are loaded, or refused in so many words.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/ini.h"
#include "base/mem.h"
#include "model/municipality.h"
#include "plugin/check.h"
#include "plugin/set.h"

static char folder[64];

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/boflyt-plugin-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
	return 0;
}

/* Put the built file FROM into the folder as NAME, with MODE. */
static void
put(const char *from, const char *name, mode_t mode)
{
	const char *top = getenv("builddir");
	char command[512], path[256];

	snprintf(command, sizeof(command), "cp '%s/%s' '%s/%s'",
	    top != NULL ? top : ".", from, folder, name);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(chmod(path, mode), 0);
}

static struct config *
read_daemon(const char *load)
{
	static const struct bf_key *const tables[] = { daemon_keys, NULL };
	struct ini_text text = { .name = mem_text("boflyt.conf"),
		.bytes = mem_format("[plugins]\nfolder = %s\nload = %s\n",
		    folder, load) };
	struct lines mistakes = LINES_INIT;
	struct config *c;
	struct err e = ERR_INIT;

	text.n = strlen(text.bytes);
	if (config_read_text(&text, tables, NULL, &mistakes, &c, &e) != RC_OK)
		fail_msg("%s", e.text);
	ini_text_fini(&text);
	lines_free(&mistakes);
	return c;
}

/* Load what LOAD names; the first mistake goes to MISTAKE. */
static struct plugin_set *
load(const char *names, char mistake[512])
{
	struct config *c = read_daemon(names);
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct plugin_set *set;

	mistake[0] = '\0';
	if (plugin_set_open(c, &mistakes, &set, &e) != RC_OK) {
		assert_int_equal(e.rc, RC_CONFIG);
		snprintf(mistake, 512, "%s", mistakes.line[0]);
	}
	lines_free(&mistakes);
	config_free(c);
	return set;
}

static void
refused(const char *from, const char *name, const char *error)
{
	char file[64], mistake[512];
	struct plugin_set *set;

	snprintf(file, sizeof(file), "%s.so", name);
	put(from, file, 0755);
	set = load(name, mistake);
	if (strstr(mistake, error) == NULL)
		fail_msg("%s: %s", name, mistake);
	assert_non_null(strstr(mistake, name));
	assert_null(plugin_set_find(set, name));
	plugin_set_free(set);
}

static void
one_that_is_right_is_there(void **state)
{
	char mistake[512];
	struct plugin_set *set;
	const struct plugin *p;

	(void)state;
	put("tests/plugin/trial.so", "trial.so", 0755);
	set = load("trial, absent", mistake);
	assert_string_equal(mistake, "");
	p = plugin_set_find(set, "trial");
	assert_non_null(p);
	assert_string_equal(p->d.version, "1");
	assert_non_null(p->d.text);
	assert_null(plugin_set_find(set, "absent"));
	plugin_set_free(set);
}

static void
every_wrong_file_is_refused_by_name(void **state)
{
	(void)state;
	refused("tests/plugin/major.so", "major", "E_PLUGIN_ABI");
	refused("tests/plugin/minor.so", "minor", "E_PLUGIN_ABI");
	refused("tests/plugin/size.so", "size", "E_PLUGIN_ABI");
	refused("tests/plugin/symbol.so", "symbol", "E_PLUGIN_SYMBOL");
	refused("tests/plugin/name.so", "name", "E_PLUGIN_ROW");
	refused("tests/plugin/row.so", "row", "E_PLUGIN_ROW");
}

static void
what_is_no_shared_object_is_refused(void **state)
{
	char mistake[512], path[128];
	struct plugin_set *set;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/text.so", folder);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs("not a program\n", f);
	fclose(f);
	assert_int_equal(chmod(path, 0644), 0);
	set = load("text", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_LOAD"));
	plugin_set_free(set);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0755), 0);
	set = load("text", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_FILE"));
	plugin_set_free(set);
}

static void
a_file_that_others_may_write_is_refused(void **state)
{
	char mistake[512];
	struct plugin_set *set;

	(void)state;
	put("tests/plugin/trial.so", "trial.so", 0775);
	set = load("trial", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_FILE"));
	assert_non_null(strstr(mistake, "0775"));
	plugin_set_free(set);
	put("tests/plugin/trial.so", "trial.so", 0757);
	set = load("trial", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_FILE"));
	plugin_set_free(set);
}

static void
a_folder_that_others_may_write_is_refused(void **state)
{
	char mistake[512];
	struct plugin_set *set;

	(void)state;
	put("tests/plugin/trial.so", "trial.so", 0755);
	assert_int_equal(chmod(folder, 0777), 0);
	set = load("trial", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_FILE"));
	plugin_set_free(set);
}

static void
a_file_of_somebody_else_is_refused(void **state)
{
	char mistake[512], path[128];
	struct plugin_set *set;

	(void)state;
	if (geteuid() != 0)
		skip(); /* only root may give files away */
	put("tests/plugin/trial.so", "trial.so", 0755);
	snprintf(path, sizeof(path), "%s/trial.so", folder);
	assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
	set = load("trial", mistake);
	assert_non_null(strstr(mistake, "E_PLUGIN_FILE"));
	assert_non_null(strstr(mistake, "12345"));
	plugin_set_free(set);
}

/* Built against a frozen copy of the header as of 1.0 (tests/plugin/frozen). */
static void
one_of_the_minor_version_before_runs(void **state)
{
	char mistake[512];
	struct plugin_set *set;
	const struct plugin *p;

	(void)state;
	put("tests/plugin/older.so", "older.so", 0755);
	set = load("older", mistake);
	assert_string_equal(mistake, "");
	p = plugin_set_find(set, "older");
	assert_non_null(p);
	assert_int_equal(p->d.abi & 0xffffu, 0);
	assert_true(p->d.size < sizeof(struct bf_plugin));
	assert_null(p->d.text); /* it has none, and nothing was read for it */
	assert_string_equal(p->d.methods[0].name, "older.ask");
	plugin_set_free(set);
	put("tests/plugin/previous.so", "previous.so", 0755);
	set = load("previous", mistake);
	assert_string_equal(mistake, "");
	p = plugin_set_find(set, "previous");
	assert_non_null(p);
	assert_int_equal(p->d.abi & 0xffffu, BF_ABI_MINOR - 1);
	assert_null(p->d.letters);
	plugin_set_free(set);
}

#define HEAD                                                                   \
	"[municipality]\nnumber = 5532\nname = B\npopulation = 1\n"            \
	"[unit nav]\nname = N\ntype = nav\ndomain = social\n"

static bool
reads(const struct plugin_set *set, const char *more, char mistake[512])
{
	struct ini_text text = { .name = mem_text("5532.ini"),
		.bytes = mem_format(HEAD "%s", more) };
	struct lines mistakes = LINES_INIT;
	struct municipality *m = NULL;
	struct err e = ERR_INIT;
	bool right;

	text.n = strlen(text.bytes);
	right = municipality_read_text(&text, set->tables, &mistakes, &m, &e) ==
	    RC_OK;
	snprintf(mistake, 512, "%s", mistakes.n > 0 ? mistakes.line[0] : "");
	municipality_free(m);
	ini_text_fini(&text);
	lines_free(&mistakes);
	return right;
}

static void
a_plugins_section_has_the_plugins_keys(void **state)
{
	char mistake[512];
	struct plugin_set *set;

	(void)state;
	put("tests/plugin/trial.so", "trial.so", 0755);
	set = load("trial, absent", mistake);
	assert_true(
	    reads(set, "[plugin trial]\nenabled = yes\nmonths = 6\n", mistake));
	assert_false(reads(set, "[plugin trial]\nmonhts = 6\n", mistake));
	assert_non_null(strstr(mistake, "months"));
	assert_false(reads(set, "[plugin trial]\nmonths = 0\n", mistake));
	/* One that is not there may have any: they wait for it. */
	assert_true(reads(set, "[plugin absent]\nthing = 9\n", mistake));
	assert_false(reads(set, "[plugin triall]\nmonths = 3\n", mistake));
	assert_non_null(strstr(mistake, "trial"));
	plugin_set_free(set);
}

/* Everything that a descriptor may have wrong, one at a time. */
static void
every_wrong_row_is_told(void **state)
{
	static const struct bf_event no_run[] = {
		{ "good.later", BF_TIMER, "x", NULL }, { .name = NULL }
	};
	static const struct bf_event foreign[] = {
		{ "case.closed", BF_EMITS, "x", NULL }, { .name = NULL }
	};
	static const struct bf_key key[] = {
		{ .section = "plugin other", .name = "x", .text = "x" },
		{ .section = NULL }
	};
	static const struct bf_key enabled[] = {
		{ .section = "plugin good", .name = "enabled", .text = "x" },
		{ .section = NULL }
	};
	static const struct bf_key much[] = { { .section = "plugin good",
						  .name = "x",
						  .type = BF_INTEGER,
						  .unit = "days",
						  .min = 1,
						  .max = 9,
						  .value = "10",
						  .text = "x",
						  .law = "" },
		{ .section = NULL } };
	static const struct bf_event twice[] = { { "good.done", BF_EMITS, "x",
						     NULL },
		{ "good.done", BF_EMITS, "x", NULL }, { .name = NULL } };
	static const struct bf_report report[] = { { .name = "r" },
		{ .name = NULL } };
	static const struct bf_method nameless[] = { { .name = "good.x" },
		{ .name = NULL } };
	const struct bf_plugin wrong[] = {
		{ .name = "Bad", .version = "1" },
		{ .name = "a_name_that_is_much_too_long_", .version = "1" },
		{ .name = "good" },
		{ .name = "good", .version = "1", .events = no_run },
		{ .name = "good", .version = "1", .events = foreign },
		{ .name = "good", .version = "1", .keys = key },
		{ .name = "good", .version = "1", .keys = enabled },
		{ .name = "good", .version = "1", .keys = much },
		{ .name = "good", .version = "1", .events = twice },
		{ .name = "two_words", .version = "1" },
		{ .name = "good", .version = "1", .reports = report },
		{ .name = "good", .version = "1", .methods = nameless },
		{ .name = "good", .version = "1", .close = free },
	};
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		err_clear(&e);
		if (plugin_check(&wrong[i], &e) == RC_OK)
			fail_msg("row %zu is not refused", i);
		assert_string_equal(e.name, "E_PLUGIN_ROW");
	}
}

static int
do_nothing(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	(void)params;
	*result = json_object();
	return BF_OK;
}

/* What the daemon asks of its own rows it asks of a plugin's. */
static void
every_wrong_row_of_a_method_is_told(void **state)
{
	static const struct bf_param taken[] = {
		{ .name = "reason", .type = BF_TEXT, .text = "x" },
		{ .type = BF_END }
	};
	static const struct bf_param twice[] = {
		{ .name = "a", .type = BF_TEXT, .text = "x" },
		{ .name = "a", .type = BF_TEXT, .text = "x" },
		{ .type = BF_END }
	};
	static const struct bf_param mute[] = {
		{ .name = "a", .type = BF_TEXT }, { .type = BF_END }
	};
	static const struct {
		const char *says;
		const struct bf_param *params;
		const char *errors;
		unsigned int faces;
	} rows[] = {
		{ "reason: a parameter has a name", taken, "", 1 },
		{ "a: a parameter stands twice", twice, "", 1 },
		{ "a: a parameter without text", mute, "", 1 },
		{ "no list of errors", NULL, NULL, 1 },
		{ "no face", NULL, "", 0 },
	};
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct bf_method m[] = { { .name = "good.do",
						   .nb = "god gjør",
						   .access = BF_ACCESS_CASE,
						   .faces = rows[i].faces,
						   .text = "x",
						   .params = rows[i].params,
						   .errors = rows[i].errors,
						   .call = do_nothing },
			{ .name = NULL } };
		const struct bf_plugin d = { .name = "good",
			.version = "1",
			.methods = m };

		err_clear(&e);
		assert_int_equal(plugin_check(&d, &e), RC_CONFIG);
		assert_string_equal(e.name, "E_PLUGIN_ROW");
		if (strstr(e.text, rows[i].says) == NULL)
			fail_msg("%s", e.text);
	}
}

/* Nobody forgets the gate: what has not said who may call it is not there. */
static void
a_method_without_an_access_class_is_refused(void **state)
{
	struct bf_method rows[] = {
		{ .name = "good.x",
		    .nb = "god x",
		    .kind = BF_READ,
		    .access = BF_ACCESS_CASE,
		    .faces = BF_FACE_SOCKET,
		    .text = "x",
		    .errors = "",
		    .call = do_nothing },
		{ .name = NULL },
	};
	const struct bf_plugin good = { .name = "good",
		.version = "1",
		.methods = rows };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(plugin_check(&good, &e), (int)RC_OK);
	rows[0].access = BF_ACCESS_NONE;
	assert_int_not_equal(plugin_check(&good, &e), (int)RC_OK);
	assert_string_equal(e.name, "E_PLUGIN_ROW");
	assert_non_null(strstr(e.text, "good.x"));
	assert_non_null(strstr(e.text, "no access class"));
}

/* From 1.2 on: what a letter must say stands there in both languages. */
static void
a_letter_that_lacks_what_it_must_say_is_refused(void **state)
{
	static const char nb[] = "kind: good.x\ntitle: T\n\n@part answer\n"
				 "Beløp: {sum}\n";
	static const char bare[] = "kind: good.x\ntitle: T\n\n@part answer\n"
				   "Beløp\n";
	const char *fields[] = { "sum", NULL };
	const struct bf_letter_part parts[] = { { "answer", { "!sum", NULL } },
		{ NULL, { NULL } } };
	struct bf_letter rows[] = { { .name = "good.x",
					.fields = fields,
					.parts = parts,
					.nb = nb,
					.nn = nb },
		{ .name = NULL } };
	const struct bf_plugin good = { .name = "good",
		.version = "1",
		.letters = rows };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(plugin_check(&good, &e), (int)RC_OK);
	rows[0].nn = bare;
	assert_int_not_equal(plugin_check(&good, &e), (int)RC_OK);
	assert_string_equal(e.name, "E_PLUGIN_ROW");
	assert_non_null(strstr(e.text, "good.x.nn"));
	rows[0].nn = NULL;
	assert_int_not_equal(plugin_check(&good, &e), (int)RC_OK);
	rows[0].nn = nb;
	rows[0].name = "other.x";
	assert_int_not_equal(plugin_check(&good, &e), (int)RC_OK);
	rows[0].name = "good.x";
	/* What every letter knows is not for a plugin to say. */
	fields[0] = "received";
	assert_int_not_equal(plugin_check(&good, &e), (int)RC_OK);
	assert_non_null(strstr(e.text, "{received}"));
}

#define WITH(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(one_that_is_right_is_there),
		WITH(every_wrong_file_is_refused_by_name),
		WITH(what_is_no_shared_object_is_refused),
		WITH(a_file_that_others_may_write_is_refused),
		WITH(a_folder_that_others_may_write_is_refused),
		WITH(a_file_of_somebody_else_is_refused),
		WITH(one_of_the_minor_version_before_runs),
		WITH(a_plugins_section_has_the_plugins_keys),
		WITH(every_wrong_row_is_told),
		WITH(every_wrong_row_of_a_method_is_told),
		WITH(a_method_without_an_access_class_is_refused),
		WITH(a_letter_that_lacks_what_it_must_say_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
