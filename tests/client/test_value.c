/*
 * test_value -- from what people write to JSON, and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "client/value.h"

static void
people_write_values_in_many_ways(void **state)
{
	static const struct {
		const char *type, *text, *json; /* json NULL: refused */
	} rows[] = { { "money", "12 500,50", "1250050" },
		{ "money", "12500.5", "1250050" },
		{ "money", "kr 12 500,-", "1250000" },
		{ "money", "-0,50 kr", "-50" }, { "money", "1,234", NULL },
		{ "money", "1,5x", NULL },
		{ "money", "99999999999999999", NULL },
		{ "money", "mye", NULL },
		{ "date", "2027-05-18", "\"2027-05-18\"" },
		{ "date", "18.5.2027", "\"2027-05-18\"" },
		{ "date", "18/5", NULL }, { "date", "2027-05-18x", NULL },
		{ "date", "2027--5-18", NULL }, { "date", "2027-05", NULL },
		{ "bool", "ja", "true" }, { "boolean", "no", "false" },
		{ "bool", "kanskje", NULL }, { "integer", "-4", "-4" },
		{ "person", "17", "17" },
		{ "person", "130972 48022", "\"13097248022\"" },
		{ "integer", "4,5", NULL }, { "integer", "", NULL },
		{ "nin", "130972 48022", "\"13097248022\"" },
		{ "case", "2027/12", "\"2027/12\"" },
		{ "text", "12", "\"12\"" }, { "any", "[1,2]", "[1, 2]" },
		{ "any", "ord", "\"ord\"" }, { "object", "ord", NULL },
		{ "text", "\xff", NULL } };
	struct err e = ERR_INIT;
	json_t *v;
	char *s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err_clear(&e);
		value_read("x", rows[i].type, rows[i].text, &v, &e);
		s = v != NULL ? json_dumps(v, JSON_ENCODE_ANY) : NULL;
		if (rows[i].json == NULL)
			assert_null(s);
		else if (s == NULL || strcmp(s, rows[i].json) != 0)
			fail_msg("%s '%s': %s", rows[i].type, rows[i].text,
			    s != NULL ? s : e.text);
		assert_true((e.rc == RC_OK) == (rows[i].json != NULL));
		free(s);
		json_decref(v);
	}
}

static void
people_read_money_dates_and_times(void **state)
{
	static const struct {
		const char *json, *type;
		enum value_style style;
		const char *text;
	} rows[] = { { "1250050", "money", VALUE_WORDS, "12 500,50 kr" },
		{ "1250000", "money", VALUE_TABLE, "12 500 kr" },
		{ "-123456789", "money", VALUE_WORDS, "-1 234 567,89 kr" },
		{ "1250050", "money", VALUE_SHEET, "12500,50" },
		{ "\"2027-05-18\"", "date", VALUE_WORDS,
		    "Tuesday 18 May 2027" },
		{ "\"2027-05-18\"", "date", VALUE_TABLE, "2027-05-18" },
		{ "\"2000-02-29\"", "date", VALUE_WORDS,
		    "Tuesday 29 February 2000" },
		{ "\"uendelig\"", "date", VALUE_WORDS, "uendelig" },
		/* The hour before and after summer time begins and ends. */
		{ "1806195599000", "instant", VALUE_TABLE, "2027-03-28 01:59" },
		{ "1806195600000", "instant", VALUE_TABLE, "2027-03-28 03:00" },
		{ "1824944399000", "instant", VALUE_TABLE, "2027-10-31 02:59" },
		{ "1824944400000", "instant", VALUE_TABLE, "2027-10-31 02:00" },
		{ "-1", "instant", VALUE_TABLE, "1970-01-01 00:59" },
		{ "[1,2]", "integer", VALUE_WORDS, "1, 2" },
		{ "null", "text", VALUE_WORDS, "" },
		{ "true", "bool", VALUE_WORDS, "yes" } };
	json_t *v;
	char *s;
	size_t i;

	(void)state;
	i18n_init("en");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		v = json_loads(rows[i].json, JSON_DECODE_ANY, NULL);
		s = value_show(v, rows[i].type, rows[i].style);
		assert_string_equal(s, rows[i].text);
		free(s);
		json_decref(v);
	}
}

static void
every_day_has_its_number(void **state)
{
	(void)state;
	assert_int_equal(value_days(1970, 1, 1), 0);
	assert_int_equal(value_days(2000, 3, 1), 11017);
	assert_int_equal(value_days(1969, 12, 31), -1);
}

/* Classes and states are words for people, also as codes in a list. */
static void
a_consent_reads_in_words(void **state)
{
	json_t *row = json_pack("{s:[s,s], s:s}", "classes", "identity",
	    "health", "state", "valid");
	char *s;

	(void)state;
	i18n_init("en");
	s = value_member(row, "classes", "list", VALUE_TABLE);
	assert_string_equal(s, "who it is, health");
	free(s);
	i18n_init("nb");
	s = value_member(row, "state", "text", VALUE_TABLE);
	assert_string_equal(s, "gjelder");
	free(s);
	i18n_init("en");
	json_decref(row);
}

/* What the answer calls it stands first, the code that one types after it. */
static void
a_title_stands_for_its_code(void **state)
{
	static const struct {
		const char *row, *name;
		enum value_style style;
		const char *text;
	} rows[] = { { "{'unit':'nav','unit_title':'NAV Moen'}", "unit",
			 VALUE_WORDS, "NAV Moen (nav)" },
		{ "{'unit':'nav','unit_title':'NAV Moen'}", "unit", VALUE_TABLE,
		    "NAV Moen" },
		{ "{'unit':'nav','unit_title':'NAV Moen'}", "unit", VALUE_SHEET,
		    "nav" },
		{ "{'unit':'nav'}", "unit", VALUE_WORDS, "nav" },
		{ "{'result':'partly'}", "result", VALUE_TABLE,
		    "granted in part" },
		{ "{'roles':['leader','decision_maker']}", "roles", VALUE_TABLE,
		    "leader, decision-maker" },
		/* One word, two vocabularies. */
		{ "{'grade':'open'}", "grade", VALUE_TABLE,
		    "address not protected" },
		{ "{'state':'open'}", "state", VALUE_TABLE, "open" },
		{ "{'title':'closed'}", "title", VALUE_TABLE, "closed" },
		{ "{}", "unit", VALUE_WORDS, "" } };
	json_t *row;
	char *s, *p;
	size_t i;

	(void)state;
	i18n_init("en");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		s = strdup(rows[i].row);
		for (p = s; *p != '\0'; p++)
			if (*p == '\'')
				*p = '"';
		row = json_loads(s, 0, NULL);
		free(s);
		s = value_member(row, rows[i].name, "text", rows[i].style);
		assert_string_equal(s, rows[i].text);
		free(s);
		json_decref(row);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_write_values_in_many_ways),
		cmocka_unit_test(people_read_money_dates_and_times),
		cmocka_unit_test(every_day_has_its_number),
		cmocka_unit_test(a_consent_reads_in_words),
		cmocka_unit_test(a_title_stands_for_its_code)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
