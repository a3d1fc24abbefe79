/*
 * impartial -- who must keep out of what.
 */
#include "store/impartial.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/rehash.h"
#include "store/rows.h"
#include "store/tx.h"

#define ROW_SQL                                                                \
	"SELECT i.id, i.user, i.case_id, i.person_id, i.verdict, i.ground,"    \
	" i.reason, i.by_user, i.recorded, i.ended, i.colleague FROM "         \
	"impartiality i"

/* Users have names and no numbers; the name takes the column's place. */
static struct aad
aad_of(int64_t id)
{
	return (struct aad){ "impartiality", id, "reason", 0, owner_none() };
}

static enum rc
end_number(struct tx *tx, const char *user, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE user_person SET ended = ?2 WHERE user = ?1"
	    " AND ended IS NULL");
	query_bind_text(&q, user);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
user_person_set(struct tx *tx, const char *user, const char *number,
    const char *by, struct err *e)
{
	struct aad aad = { "user_person", 0, "value", 0, owner_none() };
	unsigned char hash[KEYED_SIZE];
	struct store *s = tx_store(tx);
	struct query q;
	int64_t key;
	enum rc rc;

	if ((rc = end_number(tx, user, e)) != RC_OK || number == NULL ||
	    (rc = query_next(s,
		 "SELECT coalesce(max(id), 0) + 1 FROM user_person", &aad.row,
		 e)) != RC_OK)
		return rc;
	/* The same purpose as the register's, so that the hashes agree. */
	key = keyed_hash(s, "identifier", number, strlen(number), hash);
	query_begin(&q, s,
	    "INSERT INTO user_person (user, hash, key_id, value, by_user,"
	    " recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_text(&q, user);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key);
	query_seal_text(&q, &aad, number);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	rc = query_run(&q, e);
	return rc == RC_OK ? rehash_number(s, number, e) : rc;
}

enum rc
user_person_list(struct store *s, json_t **out, struct err *e)
{
	json_t *list = json_object();
	struct query q;

	query_begin(&q, s,
	    "SELECT user, recorded FROM user_person WHERE ended IS NULL"
	    " ORDER BY user");
	while (query_row(&q))
		json_object_set_new(list, query_text(&q, 0),
		    json_integer(query_int(&q, 1)));
	return rows_end(&q, list, out, e);
}

void
impartial_fini(struct impartial *i)
{
	free(i->reason);
	i->reason = NULL;
}

enum rc
impartial_add(struct tx *tx, struct impartial *i, struct err *e)
{
	struct aad aad;
	struct query q;
	enum rc rc;

	i->recorded = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM impartiality", &i->id, e);
	if (rc != RC_OK)
		return rc;
	aad = aad_of(i->id);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO impartiality (user, case_id, person_id, verdict,"
	    " ground, reason, by_user, recorded, colleague)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	query_bind_text(&q, i->user);
	query_bind_id(&q, i->case_id);
	query_bind_id(&q, i->person);
	query_bind_text(&q, i->verdict);
	query_bind_text(&q, i->ground);
	query_seal_text(&q, &aad, i->reason);
	query_bind_text(&q, i->by_user);
	query_bind_int(&q, i->recorded);
	query_bind_name(&q, i->colleague);
	return query_insert(&q, &i->id, e);
}

enum rc
impartial_end(struct tx *tx, int64_t id, const char *by, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE impartiality SET ended = ?2, ended_by = ?3"
	    " WHERE id = ?1 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_NOTFOUND, _("disqualification %lld: not found"),
	    (long long)id);
}

static void
read_row(struct query *q, struct impartial *i)
{
	struct aad aad;

	memset(i, 0, sizeof(*i));
	i->id = query_int(q, 0);
	query_copy(q, 1, i->user, sizeof(i->user));
	aad = aad_of(i->id);
	i->case_id = query_int(q, 2);
	i->person = query_int(q, 3);
	query_copy(q, 4, i->verdict, sizeof(i->verdict));
	query_copy(q, 5, i->ground, sizeof(i->ground));
	i->reason = query_open_text(q, 6, &aad);
	query_copy(q, 7, i->by_user, sizeof(i->by_user));
	i->recorded = query_int(q, 8);
	i->ended = query_int(q, 9);
	query_copy(q, 10, i->colleague, sizeof(i->colleague));
}

enum rc
impartial_get(struct store *s, int64_t id, struct impartial *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ROW_SQL " WHERE i.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		impartial_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND,
		    _("disqualification %lld: not found"), (long long)id);
	return rc;
}

enum rc
impartial_list(struct store *s, const char *user, int64_t after, int limit,
    json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct impartial i;
	struct query q;

	query_begin(&q, s,
	    ROW_SQL " WHERE i.ended IS NULL AND (?1 IS NULL OR i.user = ?1)"
		    " AND i.id > ?2 ORDER BY i.id LIMIT ?3");
	query_bind_name(&q, user);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_row(&q, &i);
		row = json_object();
		rows_int(row, "id", i.id);
		rows_text(row, "user", i.user);
		rows_int(row, "case_id", i.case_id);
		rows_int(row, "person", i.person);
		rows_text(row, "colleague", i.colleague);
		rows_text(row, "verdict", i.verdict);
		rows_text(row, "ground", i.ground);
		rows_text(row, "reason", i.reason);
		rows_text(row, "by_user", i.by_user);
		rows_int(row, "recorded", i.recorded);
		json_array_append_new(list, row);
		impartial_fini(&i);
	}
	return rows_end(&q, list, rows, e);
}
