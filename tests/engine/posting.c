/*
 * posting -- an engine and a courier to play; see posting.h.
 */
#include "posting.h"

#include "base/mem.h"

struct fixture f;
char number[24];
json_t *sent;

static void
take(void *arg, json_t *message)
{
	(void)arg;
	json_array_append_new(sent, message);
}

int
setup(void **state)
{
	json_t *r;

	(void)state;
	fixture_open(&f);
	sent = json_array();
	r = fixture_ok(&f, "nav01", "person.add",
	    json_pack("{s:s,s:s,s:s,s:s}", "name", "Kari Åsen", "address",
		"Storgata 1", "postal_code", "9050", "postal_place",
		"Storsteinnes"));
	fixture_case(&f,
	    json_pack("{s:I}", "person",
		json_integer_value(json_object_get(r, "person"))),
	    number);
	return 0;
}

int
teardown(void **state)
{
	(void)state;
	json_decref(sent);
	fixture_close(&f);
	return 0;
}

void
run(void)
{
	fixture_run(&f);
}

void
courier(bool there)
{
	json_array_clear(sent);
	engine_set_courier(f.engine, there ? take : NULL, NULL);
	run();
}

void
ask(void)
{
	fixture_act(&f, "nav01", number, "letters", NULL);
	assert_int_equal(f.rc, RC_OK);
	clock_set(&f.clock, f.clock.now + GRACE_MS);
	run();
}

const json_t *
message(size_t i)
{
	return json_object_get(json_array_get(sent, i), "send");
}

const char *
key(size_t i)
{
	const char *text =
	    json_string_value(json_object_get(message(i), "key"));

	assert_non_null(text);
	return text;
}

void
answer(const char *effect, const char *outcome)
{
	engine_hear(f.engine,
	    json_pack("{s:s,s:s,s:s}", "effect", effect, "outcome", outcome,
		"text", "fordi"));
	run();
}

void
status(const char *effect, int line, const char *word, int64_t at)
{
	engine_hear(f.engine,
	    json_pack("{s:s,s:i,s:s,s:I}", "status", effect, "line", line,
		"word", word, "at", (json_int_t)at));
	run();
}

enum rc
resolve(int id, const char *outcome, const char *reason)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "outbox.resolve",
	    json_pack("{s:i,s:s}", "letter", id, "outcome", outcome));

	if (reason != NULL)
		a->reason = mem_text(reason);
	return fixture_submit(&f, a);
}

json_t *
show(int id)
{
	return fixture_ok(&f, "nav01", "outbox.show",
	    json_pack("{s:i}", "letter", id));
}

void
is_state(int id, const char *state)
{
	assert_string_equal(json_string_value(
				json_object_get(show(id), "state")),
	    state);
}

int64_t
instant(int id, const char *name)
{
	return json_integer_value(json_object_get(show(id), name));
}
