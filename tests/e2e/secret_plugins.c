/*
 * secret_plugins -- see secret_plugins.h.
 */
#include "secret_plugins.h"

#include "../cmocka_all.h"
#include "canary.h"
#include "secret.h"

/* METHOD by NAV, which must give 1 under NAME. */
static void
make(struct work *w, const char *method, const char *name, json_t *p)
{
	json_t *result = peer_do(&w->c, "nav02", method, p);

	assert_int_equal(int_in(result, name), 1);
	json_decref(result);
}

static void
plant_plan(struct work *w)
{
	json_decref(peer_do(&w->c, "nav02", "person.change",
	    params("{s:i, s:s}", "person", FIRST_PERSON, "birth_date",
		"1986-04-12")));
	make(w, "plan.report_need", "plan", params("{s:s}", "case", "2027/1"));
	make(w, "consent.give", "consent",
	    params("{s:s, s:i, s:[s], s:s, s:s, s:s, s:s}", "case", "2027/1",
		"person", FIRST_PERSON, "classes", "identity", "from", "nav",
		"to", "mental_health", "purpose", "plan", "channel",
		"written"));
	make(w, "plan.offer", "plan",
	    params("{s:i, s:s}", "plan", 1, "kind", "ip"));
	make(w, "plan.start", "plan", params("{s:i}", "plan", 1));
	make(w, "plan.set", "plan",
	    params("{s:i, s:s, s:s}", "plan", 1, "resources", SECRET " ressurs",
		"needs", SECRET " behov"));
	make(w, "plan.goal", "goal",
	    params("{s:i, s:s, s:s}", "plan", 1, "area", "bolig", "text",
		SECRET " mål"));
	make(w, "plan.measure", "measure",
	    params("{s:i, s:s, s:s, s:s}", "plan", 1, "unit", "nav", "text",
		SECRET " tiltak", "how", SECRET " måte"));
}

static void
plant_matter(struct work *w)
{
	make(w, "eviction.notice", "matter",
	    params("{s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:i}", "source",
		"utleier_9_11", "case", "2027/1", "person", FIRST_PERSON,
		"tenant", SECRET " Navnesen", "address", SECRET "veien 1",
		"landlord", SECRET " Utleier", "text", SECRET " ord", "owed",
		1250000));
	make(w, "eviction.contact", "matter",
	    params("{s:i, s:s, s:b, s:s}", "matter", 1, "how", "visit",
		"reached", 0, "text", SECRET " besøk"));
}

static void
plant_guarantee(struct work *w)
{
	make(w, "deposit.apply", "guarantee",
	    params("{s:s, s:s, s:s, s:i, s:i, s:s, s:s}", "case", "2027/1",
		"landlord_kind", "private", "landlord", SECRET " Utleier",
		"rent", 1250000, "months", 3, "dwelling", SECRET "veien 1",
		"reservations", SECRET " forbehold"));
	make(w, "deposit.assess", "guarantee", params("{s:i}", "guarantee", 1));
	make(w, "deposit.grant", "guarantee",
	    params("{s:i, s:i, s:b}", "guarantee", 1, "decision", 1, "recourse",
		1));
	make(w, "deposit.issue", "guarantee",
	    params("{s:i, s:s, s:s}", "guarantee", 1, "from", "2027-01-04",
		"to", "2029-01-03"));
	make(w, "deposit.begin", "guarantee", params("{s:i}", "guarantee", 1));
	make(w, "deposit.claim", "claim",
	    params("{s:i, s:s, s:s, s:[{s:s, s:s, s:i}]}", "guarantee", 1, "no",
		SECRET " krav", "received", "2027-01-04", "parts", "kind",
		"rent", "due", "2027-01-04", "amount", 1250000));
}

void
secret_plant_plugins(struct work *w)
{
	if (work_has_plugin("plan"))
		plant_plan(w);
	if (work_has_plugin("eviction"))
		plant_matter(w);
	if (work_has_plugin("deposit"))
		plant_guarantee(w);
}

json_t *
secret_show_plugins(struct work *w)
{
	static const struct {
		const char *plugin, *method, *name;
	} ways[] = { { "plan", "plan.show", "plan" },
		{ "eviction", "eviction.show", "matter" },
		{ "deposit", "deposit.show", "guarantee" } };
	json_t *all = json_object(), *one;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!work_has_plugin(ways[i].plugin))
			continue;
		one = peer_do(&w->c, "nav02", ways[i].method,
		    params("{s:i}", ways[i].name, 1));
		assert_true(mentions(one, SECRET));
		json_object_set_new(all, ways[i].plugin, one);
	}
	return all;
}
