/*
 * decision_party -- who is told of a decision, and how far that has come.
 */
#include "store/decision_party.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define N_DAYS 12

static const char *const day_names[N_DAYS] = { "told", "posted", "available",
	"alerted", "realerted", "opened", "arrived", "returned",
	"reasons_asked", "reasons_arrived", "start", "due" };

#define DAYS_SQL                                                               \
	"told, posted, available, alerted, realerted, opened, arrived,"        \
	" returned, reasons_asked, reasons_arrived, start, due"
#define PARTY_SQL                                                              \
	"SELECT decision_id, no, kind, person_id, name, channel, words_nb,"    \
	" words_nn, " DAYS_SQL " FROM decision_party"
#define COL_DAYS 8

static struct aad
aad_of(int64_t decision, int64_t no)
{
	struct aad a = { "decision_party", decision, "name", no, OWNER_ANY };

	return a;
}

/* The days of P, in the order of day_names. */
static void
days_of(const struct decision_party *p, struct date out[N_DAYS])
{
	const struct date days[N_DAYS] = { p->told, p->posted, p->available,
		p->alerted, p->realerted, p->opened, p->arrived, p->returned,
		p->reasons_asked, p->reasons_arrived, p->start, p->due };

	memcpy(out, days, sizeof(days));
}

static void
set_days(struct decision_party *p, const struct date days[N_DAYS])
{
	p->told = days[0];
	p->posted = days[1];
	p->available = days[2];
	p->alerted = days[3];
	p->realerted = days[4];
	p->opened = days[5];
	p->arrived = days[6];
	p->returned = days[7];
	p->reasons_asked = days[8];
	p->reasons_arrived = days[9];
	p->start = days[10];
	p->due = days[11];
}

void
decision_party_fini(struct decision_party *p)
{
	free(p->name);
	free(p->words_nb);
	free(p->words_nn);
	p->name = p->words_nb = p->words_nn = NULL;
}

void
decision_parties_free(struct decision_party *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		decision_party_fini(&p[i]);
	free(p);
}

enum rc
decision_party_add(struct tx *tx, const struct decision_party *p, struct err *e)
{
	struct aad a = aad_of(p->decision, p->no);
	struct query q;
	enum rc rc;

	rc = envelope_case(tx_store(tx),
	    "SELECT case_id FROM decision WHERE id = ?1", p->decision, &a.owner,
	    e);
	if (rc != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO decision_party (decision_id, no, kind, person_id,"
	    " name, channel, recorded, changed)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, p->decision);
	query_bind_int(&q, p->no);
	query_bind_text(&q, p->kind);
	query_bind_id(&q, p->person);
	query_seal_text(&q, &a, p->name);
	query_bind_text(&q, p->channel);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
decision_party_save(struct tx *tx, const struct decision_party *p,
    struct err *e)
{
	struct date days[N_DAYS];
	struct query q;
	size_t i;

	days_of(p, days);
	query_begin(&q, tx_store(tx),
	    "UPDATE decision_party SET told = ?1, posted = ?2, available = ?3,"
	    " alerted = ?4, realerted = ?5, opened = ?6, arrived = ?7,"
	    " returned = ?8, reasons_asked = ?9, reasons_arrived = ?10,"
	    " start = ?11, due = ?12, words_nb = ?13, words_nn = ?14,"
	    " changed = ?15 WHERE decision_id = ?16 AND no = ?17");
	for (i = 0; i < N_DAYS; i++)
		query_bind_date(&q, days[i]);
	query_bind_text(&q, p->words_nb);
	query_bind_text(&q, p->words_nn);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, p->decision);
	query_bind_int(&q, p->no);
	return query_run(&q, e);
}

static void
read_party(struct query *q, struct decision_party *p)
{
	struct date days[N_DAYS];
	struct aad a;
	int i;

	memset(p, 0, sizeof(*p));
	p->decision = query_int(q, 0);
	p->no = query_int(q, 1);
	query_copy(q, 2, p->kind, sizeof(p->kind));
	p->person = query_int(q, 3);
	a = aad_of(p->decision, p->no);
	p->name = query_open_text(q, 4, &a);
	query_copy(q, 5, p->channel, sizeof(p->channel));
	p->words_nb = query_dup(q, 6);
	p->words_nn = query_dup(q, 7);
	for (i = 0; i < N_DAYS; i++)
		days[i] = query_date(q, COL_DAYS + i);
	set_days(p, days);
}

enum rc
decision_parties(struct store *s, int64_t decision, struct decision_party **out,
    size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s, PARTY_SQL " WHERE decision_id = ?1 ORDER BY no");
	query_bind_int(&q, decision);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_party(&q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		decision_parties_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
decision_party_get(struct store *s, int64_t decision, int64_t no,
    struct decision_party *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, PARTY_SQL " WHERE decision_id = ?1 AND no = ?2");
	query_bind_int(&q, decision);
	query_bind_int(&q, no);
	if ((found = query_row(&q)))
		read_party(&q, out);
	if ((rc = query_end(&q, e)) == RC_OK && !found)
		rc = err_set(e, RC_NOTFOUND,
		    _("party %lld: not one of this decision's; see decision "
		      "show"),
		    (long long)no);
	return rc;
}

json_t *
decision_party_json(const struct decision_party *p)
{
	json_t *o = json_object();
	struct date days[N_DAYS];
	size_t i;

	rows_int(o, "no", p->no);
	rows_text(o, "kind", p->kind);
	rows_int(o, "person", p->person);
	rows_text(o, "name", p->name);
	rows_text(o, "channel", p->channel);
	days_of(p, days);
	for (i = 0; i < N_DAYS; i++)
		rows_date(o, day_names[i], days[i]);
	return o;
}
