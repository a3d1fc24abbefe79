/*
 * test_value -- JSON to Lua and back, dates, durations, amounts, order.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 2000

struct row {
	const char *body;
	const char *want;
};

static unsigned int seed;

static unsigned int
dice(unsigned int n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static json_t *make_value(int depth);

static json_t *
make_object(int depth)
{
	static const char *const names[] = { "a", "b", "æ", "x y", "1", "" };
	json_t *v = json_object();
	unsigned int n = dice(5);

	while (n-- > 0)
		json_object_set_new(v, names[dice(6)], make_value(depth + 1));
	return v;
}

static json_t *
make_list(int depth)
{
	json_t *v = json_array();
	unsigned int n = dice(5);

	while (n-- > 0)
		json_array_append_new(v, make_value(depth + 1));
	return v;
}

static json_t *
make_value(int depth)
{
	switch (dice(depth > 6 ? 4 : 6)) {
	case 0:
		return json_integer((json_int_t)dice(65535) - 30000);
	case 1:
		return json_string(dice(2) ? "tekst med æøå" : "");
	case 2:
		return json_boolean(dice(2));
	case 3:
		return json_integer(dice(2) ? INT64_MAX : INT64_MIN);
	case 4:
		return make_list(depth);
	default:
		return make_object(depth);
	}
}

static void
json_goes_to_lua_and_back_unchanged(void **state)
{
	json_t *v, *first;
	struct fixture f;
	int i;

	(void)state;
	seed = 42;
	assert_int_equal(fixture_load(&f, "", "return input"), RC_OK);
	for (i = 0; i < ROUNDS; i++) {
		v = make_value(0);
		assert_int_equal(fixture_call(&f, json_pack("[O]", v), &first),
		    RC_OK);
		if (!json_equal(v, first))
			fail_msg("%s became %s", json_dumps(v, JSON_ENCODE_ANY),
			    json_dumps(first, JSON_ENCODE_ANY));
		json_decref(first);
		json_decref(v);
	}
	fixture_fini(&f);
}

static void
null_is_nil_both_ways(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_load(&f, "",
			     "case.data.level = nil "
			     "return input.x == nil and input.y"),
	    RC_OK);
	assert_int_equal(fixture_call(&f, json_pack("[{sn sn}]", "x", "y"),
			     &first),
	    RC_OK);
	assert_true(json_is_null(first));
	assert_true(json_is_null(json_object_get(f.data, "level")));
	fixture_fini(&f);
}

static void
a_number_with_decimals_does_not_come_in(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(fixture_load(&f, "", "return 1"), RC_OK);
	assert_int_equal(fixture_call(&f, json_pack("[{sf}]", "x", 0.5), NULL),
	    RC_SCRIPT);
	fixture_fini(&f);
}

static const struct row rows[] = {
	{ "return tostring(day('2027-01-11') + days(5))", "2027-01-16" },
	{ "return tostring(day('2027-01-31') + months(1))", "2027-02-28" },
	{ "return tostring(weeks(2) + day('2027-01-11'))", "2027-01-25" },
	{ "return tostring(day('2027-01-11') - days(11))", "2026-12-31" },
	{ "return tostring(day('2027-03-24') + workdays(1))", "2027-03-30" },
	{ "return tostring(day('2027-02-01') - day('2027-01-01'))", "31" },
	{ "return tostring(day('2027-01-11') < day('2027-01-12'))", "true" },
	{ "return tostring(day('2027-01-11') <= day('2027-01-11'))", "true" },
	{ "return tostring(day('2027-01-11') == day('2027-01-11'))", "true" },
	{ "return tostring(day('2027-01-11') == '2027-01-11')", "false" },
	{ "local d = day('2027-01-11') return d.year .. '/' .. d.month .. '/' "
	  ".. d.day .. '/' .. d.weekday",
	    "2027/1/11/1" },
	{ "return tostring(days(14)) .. tostring(workdays(2)) .. "
	  "tostring(years(3))",
	    "14d2wd3y" },
	{ "return tostring(days(14) == days(14)) .. "
	  "tostring(days(14) == weeks(2))",
	    "truefalse" },
	{ "return type(days(1)) .. type(day('2027-01-11')) .. type(case) .. "
	  "type({}) .. type(type)",
	    "durationdatecasetablefunction" },
	{ "return tostring(kr(12500)) .. ' ' .. kr(1, 50) .. ' ' .. kr(-1, 50)",
	    "1250000 150 -150" },
	{ "return tostring({}) .. tostring(print_nothing and 1)", NULL },
	{ "return tostring({}) .. tostring(pairs) .. ('%s'):format({})",
	    "tablefunctiontable" },
	{ "return tostring(case.today) .. ' ' .. type(case.today)",
	    "2027-01-11 date" },
	{ "return type(case.now) .. ' ' .. tostring(case.now.date)",
	    "instant 2027-01-01" },
	{ "return case.id .. case.stage .. case:status()", "2027/12firstopen" },
	{ "return tostring(case:has_decision('help')) .. "
	  "tostring(case:has_decision('plan')) .. "
	  "tostring(case:has_decision())",
	    "truefalsetrue" },
	{ "return tostring(setting('deadline.mapping.days'))", "14" },
	{ "case.data.day_of = day('2027-02-01') local d = case.data.day_of "
	  "return type(d) .. tostring(d + days(1))",
	    "date2027-02-02" },
	{ "case.data.length = weeks(3) return type(case.data.length)",
	    "duration" },
	{ "case.data.code = {} return tostring(#case.data.code)", "0" },
	{ "case.data.code = { 'a', 'b' } return case.data.code[2]", "b" },
	{ "return deposit.claim { amount = kr(5) }.method", "deposit.claim" },
	{ "return tostring(plan == nil)", "true" },
	{ "local out = {} for k, v in pairs { z = 1, a = 2, [3] = 3, [-1] = 4, "
	  "aa = 5, [true] = 6, [1] = 7 } do out[#out + 1] = tostring(k) .. v "
	  "end return table.concat(out, ' ')",
	    "-14 17 33 a2 aa5 z1 true6" },
	{ "local t = { a = 1, b = 2, c = 3 } local s = '' for k in pairs(t) do "
	  "t.b = nil s = s .. k end return s",
	    "ac" },
	{ "local t = { 3, 1, 2 } table.sort(t) return table.concat(t, ',')",
	    "1,2,3" },
	{ "local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b "
	  "end) return table.concat(t, ',')",
	    "3,2,1" },
	{ "local t = { 'b1', 'a1', 'b2', 'a2' } table.sort(t, function(x, y) "
	  "return x:sub(1, 1) < y:sub(1, 1) end) return table.concat(t, ',')",
	    "a1,a2,b1,b2" },
	{ "local t = { 1, 2, 3 } table.insert(t, 2, 9) table.remove(t, 1) "
	  "return table.concat(t, ',')",
	    "9,2,3" },
	{ "return table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ',')",
	    "1,1,2,3" },
	{ "return table.pack(1, nil, 3).n .. ''", "3" },
	{ "return select(2, pcall(error, 'x')) .. select('#', 1, 2)", "x2" },
	{ "local ok, e = pcall(reject, 'E_X', 'why', 'level') "
	  "return tostring(ok) .. e.name .. e.text .. e.field",
	    "falseE_Xwhylevel" },
	{ "return 7 // 2 .. '' .. math.max(1, 2) .. utf8.len('æ')", "321" },
	{ "local d <const> = 1 goto done ::done:: return d .. ''", "1" },
};

static void
values_behave(void **state)
{
	struct fixture f;
	json_t *first;
	size_t i;
	enum rc rc;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rc = fixture_run(&f, "", rows[i].body, &first);
		if (rows[i].want == NULL ?
			rc == RC_OK :
			rc != RC_OK || !json_is_string(first) ||
			    strcmp(json_string_value(first), rows[i].want) != 0)
			fail_msg("%s: %s%s", rows[i].body, f.e.text,
			    rc == RC_OK ? json_dumps(first, JSON_ENCODE_ANY) :
					  "");
		json_decref(first);
		fixture_fini(&f);
	}
}

/* Two states, two runs: the same verbs with the same bytes, in order. */
static void
a_run_is_the_same_every_time(void **state)
{
	static const char body[] =
	    "local t = {}\n"
	    "for i = 1, 50 do t['k' .. (i * 7919) % 101] = i end\n"
	    "for k, v in pairs(t) do case:notice { key = k, v = v } end\n"
	    "case:notice(t)";
	char *a, *b;
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_run(&f, "", body, &first), RC_OK);
	a = json_dumps(f.asked, 0);
	fixture_fini(&f);
	assert_int_equal(fixture_run(&f, "", body, &first), RC_OK);
	b = json_dumps(f.asked, 0);
	fixture_fini(&f);
	assert_string_equal(a, b);
	free(a);
	free(b);
}

static void
arguments_named_like_dates_are_dates(void **state)
{
	struct fixture f;
	json_t *first;

	(void)state;
	assert_int_equal(fixture_load(&f, "",
			     "return type(input.day_of) .. "
			     "type(input.wishes) .. type(input.length)"),
	    RC_OK);
	assert_int_equal(fixture_call(&f,
			     json_pack("[{ss ss ss}]", "day_of", "2027-01-11",
				 "wishes", "2027-01-11", "length", "3w"),
			     &first),
	    RC_OK);
	assert_string_equal(json_string_value(first), "datestringduration");
	json_decref(first);
	fixture_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_goes_to_lua_and_back_unchanged),
		cmocka_unit_test(null_is_nil_both_ways),
		cmocka_unit_test(a_number_with_decimals_does_not_come_in),
		cmocka_unit_test(values_behave),
		cmocka_unit_test(a_run_is_the_same_every_time),
		cmocka_unit_test(arguments_named_like_dates_are_dates),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
