/*
 * complaint -- a complaint (klage) against one decision.
 */
#include "store/complaint.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define COMPLAINT_SQL                                                          \
	"SELECT id, case_id, no, letter, decision_id, party, document,"        \
	" channel, received, handed_in, due, last, in_time, grounds, state,"   \
	" suspension, body, body_rule, forwarded, outcome, outcome_date,"      \
	" outcome_arrived, costs_due, new_decision, reopened, recorded,"       \
	" ended, class FROM complaint"

static struct aad
aad_of(int64_t case_id, int64_t no, enum bf_class class)
{
	struct aad a = { "complaint", case_id, "grounds", no,
		owner_case(case_id, owner_words(class)) };

	return a;
}

void
complaint_fini(struct complaint *c)
{
	free(c->grounds);
	free(c->body);
	c->grounds = c->body = NULL;
}

void
complaints_free(struct complaint *c, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		complaint_fini(&c[i]);
	free(c);
}

static enum rc
ask_one(struct store *s, const char *sql, int64_t id, int64_t *out,
    struct err *e)
{
	struct query q;

	*out = 0;
	query_begin(&q, s, sql);
	query_bind_int(&q, id);
	if (query_row(&q))
		*out = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
complaint_next_letter(struct store *s, int64_t case_id, int64_t *out,
    struct err *e)
{
	return ask_one(s,
	    "SELECT coalesce(max(letter), 0) + 1 FROM complaint"
	    " WHERE case_id = ?1",
	    case_id, out, e);
}

static void
bind_head(struct query *q, const struct complaint *c)
{
	struct aad a = aad_of(c->case_id, c->no, c->class);

	query_bind_int(q, c->case_id);
	query_bind_int(q, c->no);
	query_bind_int(q, c->letter);
	query_bind_int(q, c->decision);
	query_bind_id(q, c->party);
	query_bind_id(q, c->document);
	query_bind_text(q, c->channel);
	query_bind_date(q, c->received);
	query_bind_date(q, c->handed_in);
	query_bind_date(q, c->due);
	query_bind_date(q, c->last);
	query_bind_int(q, c->in_time);
	query_seal_text(q, &a, c->grounds);
}

enum rc
complaint_add(struct tx *tx, struct complaint *c, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	rc = ask_one(s,
	    "SELECT coalesce(max(no), 0) + 1 FROM complaint"
	    " WHERE case_id = ?1 ",
	    c->case_id, &c->no, e);
	if (rc != RC_OK)
		return rc;
	c->recorded = tx_now(tx);
	query_begin(&q, s,
	    "INSERT INTO complaint (case_id, no, letter, decision_id, party,"
	    " document, channel, received, handed_in, due, last, in_time,"
	    " grounds, state, suspension, body, body_rule, recorded, class) "
	    "VALUES"
	    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	    " ?15, ?16, ?17, ?18, ?19)");
	bind_head(&q, c);
	query_bind_text(&q, c->state);
	query_bind_text(&q, c->suspension);
	query_bind_text(&q, c->body);
	query_bind_text(&q, c->body_rule);
	query_bind_int(&q, c->recorded);
	query_bind_int(&q, (int64_t)owner_words(c->class));
	return query_insert(&q, &c->id, e);
}

enum rc
complaint_save(struct tx *tx, struct complaint *c, struct err *e)
{
	struct query q;

	if (strcmp(c->state, "ended") == 0 && c->ended == 0)
		c->ended = tx_now(tx);
	query_begin(&q, tx_store(tx),
	    "UPDATE complaint SET state = ?1, suspension = ?2, forwarded = ?3,"
	    " outcome = ?4, outcome_date = ?5, outcome_arrived = ?6,"
	    " costs_due = ?7, new_decision = ?8, reopened = ?9, ended = ?10"
	    " WHERE id = ?11");
	query_bind_text(&q, c->state);
	query_bind_text(&q, c->suspension);
	query_bind_date(&q, c->forwarded);
	query_bind_name(&q, c->outcome);
	query_bind_date(&q, c->outcome_date);
	query_bind_date(&q, c->outcome_arrived);
	query_bind_date(&q, c->costs_due);
	query_bind_id(&q, c->new_decision);
	query_bind_id(&q, c->reopened);
	query_bind_id(&q, c->ended);
	query_bind_int(&q, c->id);
	return query_run(&q, e);
}

static void
read_complaint(struct query *q, struct complaint *c)
{
	struct aad a;

	memset(c, 0, sizeof(*c));
	c->id = query_int(q, 0);
	c->case_id = query_int(q, 1);
	c->no = query_int(q, 2);
	c->letter = query_int(q, 3);
	c->decision = query_int(q, 4);
	c->party = query_int(q, 5);
	c->document = query_int(q, 6);
	query_copy(q, 7, c->channel, sizeof(c->channel));
	c->received = query_date(q, 8);
	c->handed_in = query_date(q, 9);
	c->due = query_date(q, 10);
	c->last = query_date(q, 11);
	c->in_time = query_int(q, 12) != 0;
	c->class = (enum bf_class)query_int(q, 27);
	a = aad_of(c->case_id, c->no, c->class);
	c->grounds = query_open_text(q, 13, &a);
	query_copy(q, 14, c->state, sizeof(c->state));
	query_copy(q, 15, c->suspension, sizeof(c->suspension));
	c->body = query_dup(q, 16);
	query_copy(q, 17, c->body_rule, sizeof(c->body_rule));
	c->forwarded = query_date(q, 18);
	query_copy(q, 19, c->outcome, sizeof(c->outcome));
	c->outcome_date = query_date(q, 20);
	c->outcome_arrived = query_date(q, 21);
	c->costs_due = query_date(q, 22);
	c->new_decision = query_int(q, 23);
	c->reopened = query_int(q, 24);
	c->recorded = query_int(q, 25);
	c->ended = query_int(q, 26);
}

enum rc
complaint_get(struct store *s, int64_t case_id, int64_t no,
    struct complaint *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, COMPLAINT_SQL " WHERE case_id = ?1 AND no = ?2");
	query_bind_int(&q, case_id);
	query_bind_int(&q, no);
	if ((found = query_row(&q)))
		read_complaint(&q, out);
	if ((rc = query_end(&q, e)) == RC_OK && !found)
		rc = err_set(e, RC_NOTFOUND,
		    _("complaint %lld: not in this case; see complaint list"),
		    (long long)no);
	return rc;
}

enum rc
complaint_of_case(struct store *s, int64_t case_id, struct complaint **out,
    size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s, COMPLAINT_SQL " WHERE case_id = ?1 ORDER BY no");
	query_bind_int(&q, case_id);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_complaint(&q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		complaints_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
complaint_count(struct store *s, int64_t case_id, int64_t *unended,
    int64_t *ours, struct err *e)
{
	enum rc rc;

	rc = ask_one(s,
	    "SELECT count(*) FROM complaint"
	    " WHERE case_id = ?1 AND state <> 'ended'",
	    case_id, unended, e);
	if (rc != RC_OK)
		return rc;
	return ask_one(s,
	    "SELECT count(*) FROM complaint"
	    " WHERE case_id = ?1 AND state IN ('open', 'late')",
	    case_id, ours, e);
}

enum rc
complaint_suspends(struct store *s, int64_t decision, bool *out, struct err *e)
{
	int64_t n;
	enum rc rc;

	rc = ask_one(s,
	    "SELECT count(*) FROM complaint WHERE decision_id = ?1"
	    " AND state <> 'ended' AND suspension = 'granted'",
	    decision, &n, e);
	*out = rc == RC_OK && n > 0;
	return rc;
}

static struct aad
note_aad(int64_t complaint, int64_t no)
{
	struct aad a = { "complaint_note", complaint, "body", no, OWNER_ANY };

	return a;
}

enum rc
complaint_note_add(struct tx *tx, int64_t complaint, const char *kind,
    struct date day, const json_t *body, enum bf_class class, const char *by,
    struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	struct aad a;
	int64_t no;
	enum rc rc;

	rc = ask_one(s,
	    "SELECT coalesce(max(no), 0) + 1 FROM complaint_note"
	    " WHERE complaint_id = ?1",
	    complaint, &no, e);
	if (rc != RC_OK)
		return rc;
	a = note_aad(complaint, no);
	rc = envelope_case(s, "SELECT case_id FROM complaint WHERE id = ?1",
	    complaint, &a.owner, e);
	if (rc != RC_OK)
		return rc;
	a.owner = owner_case(a.owner.id, owner_words(class));
	query_begin(&q, s,
	    "INSERT INTO complaint_note (complaint_id, no, kind, date, body,"
	    " by_user, recorded, class)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, complaint);
	query_bind_int(&q, no);
	query_bind_text(&q, kind);
	query_bind_date(&q, day);
	query_seal_json(&q, &a, body);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, (int64_t)owner_words(class));
	return query_run(&q, e);
}

enum rc
complaint_notes(struct store *s, int64_t complaint, json_t **out, struct err *e)
{
	static const char *const names[] = { "no", "kind", "date", "by",
		"recorded" };
	json_t *list = json_array(), *row, *body;
	struct query q;
	struct aad a;
	size_t i;

	query_begin(&q, s,
	    "SELECT no, kind, date, by_user, recorded, body, class"
	    " FROM complaint_note WHERE complaint_id = ?1 ORDER BY no");
	query_bind_int(&q, complaint);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		a = note_aad(complaint, query_int(&q, 0));
		if ((body = query_open_json(&q, 5, &a)) != NULL)
			json_object_set_new(row, "body", body);
		json_object_set_new(row, "class",
		    json_string(
			bf_class_name((enum bf_class)query_int(&q, 6))));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, out, e);
}

json_t *
complaint_json(const struct complaint *c)
{
	json_t *o = json_object();

	rows_int(o, "no", c->no);
	rows_int(o, "letter", c->letter);
	rows_int(o, "decision", c->decision);
	rows_int(o, "party", c->party);
	rows_int(o, "document", c->document);
	rows_text(o, "channel", c->channel);
	rows_date(o, "received", c->received);
	rows_date(o, "handed_in", c->handed_in);
	rows_date(o, "due", c->due);
	rows_date(o, "last", c->last);
	json_object_set_new(o, "in_time", json_boolean(c->in_time));
	rows_text(o, "state", c->state);
	rows_text(o, "suspension", c->suspension);
	rows_text(o, "body", c->body);
	rows_date(o, "forwarded", c->forwarded);
	rows_text(o, "outcome", c->outcome);
	rows_date(o, "outcome_date", c->outcome_date);
	rows_date(o, "outcome_arrived", c->outcome_arrived);
	rows_date(o, "costs_due", c->costs_due);
	rows_int(o, "new_decision", c->new_decision);
	rows_int(o, "reopened", c->reopened);
	rows_int(o, "recorded", c->recorded);
	rows_int(o, "ended", c->ended);
	return o;
}
