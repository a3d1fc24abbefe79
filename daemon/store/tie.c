/*
 * tie -- what binds a user to a case or a person, and what bars the way.
 */
#include "store/tie.h"

#include <string.h>

#include <boflyt/plugin.h>

#include "model/municipality.h"
#include "store/query.h"
#include "store/scope.h"

#define ALL_CLASSES ((1u << BF_N_CLASSES) - 1)

/* What a row of the statement is about. */
enum {
	ROW_TASK = 1,
	ROW_OWN, /* id: person, text: the user whose own person they are */
	ROW_RELATIVE,
	ROW_DECLARED,
	ROW_CLEARED, /* text: of which colleague */
	ROW_CONSENT /* id: person, text: from which unit, classes, row */
};

/*
 * The rest of the statement for PERSONS, a list of row numbers; those of
 * CONSENTING are asked for their consent.
 */
#define ABOUT(persons, consenting)                                             \
	" SELECT 5, 0, colleague, 0, 0 FROM impartiality WHERE user = ?3"      \
	"  AND ended IS NULL AND verdict = 'cleared'"                          \
	" UNION ALL SELECT 2, person_id, user, 0, 0 FROM user_own"             \
	"  WHERE person_id IN" persons                                         \
	" UNION ALL SELECT 3, r.person_id, NULL, 0, 0 FROM (" SCOPE_RELATIVES  \
	"  ) r WHERE r.person_id IN" persons                                   \
	" UNION ALL SELECT 4, 0, NULL, 0, 0 FROM impartiality"                 \
	"  WHERE user = ?3 AND ended IS NULL AND verdict = 'disqualified'"     \
	"  AND person_id IN" persons                                           \
	" UNION ALL SELECT 6, p.id, k.from_unit, k.classes, k.id"              \
	"  FROM person p LEFT JOIN consent k ON k.person_id = p.id "           \
	"AND " SCOPE_CONSENT("k") " WHERE p.id IN" consenting

#define OF_CASE " (SELECT person_id FROM case_about WHERE case_id = ?4)"
#define NAMED                                                                  \
	" (SELECT person_id FROM case_person"                                  \
	" WHERE case_id = ?4 AND ended IS NULL)"

/* All in one row: how much there is does not show in the number of steps. */
#define ONE_ROW "SELECT json_group_array(json_array(a, b, c, d, e)) FROM ("

/* Rows of consents come in the order of persons, others before them. */
static const char case_sql[] = ONE_ROW
    "SELECT 1 AS a, 0 AS b, NULL AS c, 0 AS d, 0 AS e WHERE ?1 = ?1 AND EXISTS "
    "(SELECT 1 FROM task t"
    "  WHERE t.case_id = ?4 AND " SCOPE_TASK(
	"t") ")"
	     " UNION ALL SELECT 4, 0, NULL, 0, 0 FROM impartiality"
	     "  WHERE user = ?3 AND ended IS NULL AND verdict = 'disqualified'"
	     "  AND case_id = ?4"
	     " UNION ALL" ABOUT(OF_CASE, NAMED) " ORDER BY 1, 2)";

static const char person_sql[] =
    ONE_ROW "SELECT 0 AS a, 0 AS b, NULL AS c, 0 AS d, 0 AS e WHERE ?1 <> ?1"
	    " UNION ALL" ABOUT(" (?4)", " (?4)") " ORDER BY 1, 2)";

/* Folding rows: consents hold where every person agrees. */
struct fold {
	const struct scope *scope;
	const char *unit;
	struct tie *tie;
	int64_t person; /* whose consents are being read */
	unsigned int any, from; /* theirs */
	const char *owns[16]; /* colleagues whose persons they are; borrowed */
	size_t n_owns;
};

static void
raise_bar(struct tie *t, enum bar bar)
{
	if (t->bar == BAR_NONE || bar < t->bar)
		t->bar = bar;
}

/* Rows of cleared colleagues come after these. */
static void
note_own(struct fold *f, const char *user)
{
	const struct scope *scope = f->scope;

	if (scope->user == NULL)
		return;
	if (strcmp(user, scope->user) == 0) {
		raise_bar(f->tie, BAR_OWN);
		return;
	}
	if (scope->home == NULL ||
	    !municipality_colleagues(scope->home, scope->user, user))
		return;
	if (f->n_owns < sizeof(f->owns) / sizeof(f->owns[0]))
		f->owns[f->n_owns++] = user;
	else
		raise_bar(f->tie, BAR_COLLEAGUE);
}

static void
clear_own(struct fold *f, const char *user)
{
	size_t i;

	for (i = 0; i < f->n_owns; i++)
		if (f->owns[i] != NULL && strcmp(f->owns[i], user) == 0)
			f->owns[i] = NULL;
}

static void
end_person(struct fold *f)
{
	if (f->person == 0)
		return;
	f->tie->consented &= f->any;
	f->tie->from &= f->from;
	f->any = f->from = 0;
}

static int64_t
number(const json_t *row, size_t i)
{
	return json_integer_value(json_array_get(row, i));
}

static const char *
text(const json_t *row)
{
	const char *t = json_string_value(json_array_get(row, 2));

	return t != NULL ? t : "";
}

static void
note_consent(struct fold *f, const json_t *row)
{
	unsigned int classes = (unsigned int)number(row, 3);
	int64_t person = number(row, 1);

	if (person != f->person) {
		end_person(f);
		f->person = person;
	}
	f->any |= classes;
	if (f->unit[0] != '\0' && strcmp(text(row), f->unit) == 0)
		f->from |= classes;
	if (classes != 0)
		f->tie->consent = number(row, 4);
}

static void
note(struct fold *f, const json_t *row)
{
	switch (number(row, 0)) {
	case ROW_TASK:
		f->tie->task = true;
		break;
	case ROW_OWN:
		note_own(f, text(row));
		break;
	case ROW_RELATIVE:
		raise_bar(f->tie, BAR_RELATIVE);
		break;
	case ROW_DECLARED:
		raise_bar(f->tie, BAR_DECLARED);
		break;
	case ROW_CLEARED:
		clear_own(f, text(row));
		break;
	case ROW_CONSENT:
		note_consent(f, row);
		break;
	}
}

static void
fold(struct fold *f, const json_t *rows)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		note(f, row);
	end_person(f);
	for (i = 0; i < f->n_owns; i++)
		if (f->owns[i] != NULL)
			raise_bar(f->tie, BAR_COLLEAGUE);
	if (f->person == 0)
		f->tie->consented = f->tie->from = 0;
	if (f->tie->consented == 0)
		f->tie->consent = 0;
}

static enum rc
find(struct store *s, const char *sql, const struct scope *scope, int64_t id,
    const char *unit, struct tie *out, struct err *e)
{
	struct fold f = { .scope = scope, .unit = unit, .tie = out };
	struct query q;
	json_t *rows;

	*out = (struct tie){ .consented = ALL_CLASSES, .from = ALL_CLASSES };
	query_begin(&q, s, sql);
	scope_bind_one(&q, scope);
	query_bind_int(&q, id);
	if (query_row(&q)) {
		rows = query_json(&q, 0);
		fold(&f, rows);
		json_decref(rows);
	}
	return query_end(&q, e);
}

enum rc
tie_case(struct store *s, const struct scope *scope, int64_t id,
    const char *unit, struct tie *out, struct err *e)
{
	return find(s, case_sql, scope, id, unit, out, e);
}

enum rc
tie_person(struct store *s, const struct scope *scope, int64_t id,
    const char *unit, struct tie *out, struct err *e)
{
	return find(s, person_sql, scope, id, unit, out, e);
}

enum rc
tie_bar(struct store *s, const struct scope *scope, int64_t id, enum bar *out,
    struct err *e)
{
	struct tie tie;
	enum rc rc;

	rc = tie_case(s, scope, id, "", &tie, e);
	*out = tie.bar;
	return rc;
}

const char *
bar_name(enum bar bar)
{
	static const char *const names[] = { [BAR_NONE] = "",
		[BAR_OWN] = "own",
		[BAR_RELATIVE] = "relative",
		[BAR_COLLEAGUE] = "colleague",
		[BAR_DECLARED] = "declared" };

	return names[bar];
}
