/*
 * packet -- what crossed to or from another municipality.
 */
#include "store/packet.h"

#include "base/i18n.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
packet_add(struct tx *tx, const struct packet *p, const void *bytes, size_t len,
    struct err *e)
{
	struct store *s = tx_store(tx);
	unsigned char hash[KEYED_SIZE];
	int64_t key = keyed_hash(s, "packet", bytes, len, hash);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "INSERT INTO packet (case_id, direction, municipality, hash,"
	    " key_id, ticked, recorded, by_user)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, p->case_id);
	query_bind_text(&q, p->in ? "in" : "out");
	query_bind_text(&q, p->municipality);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key);
	query_bind_json(&q, p->ticked);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, p->by);
	if ((rc = query_run(&q, e)) == RC_CONFLICT)
		return err_name(e, rc, "E_PACKET_KNOWN",
		    _("packet: has been taken in already"));
	return rc;
}

enum rc
packet_list(struct store *s, int64_t case_id, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT id, direction, municipality, ticked, recorded, by_user"
	    " FROM packet WHERE case_id = ?1 ORDER BY id");
	query_bind_int(&q, case_id);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "id", &q, 0);
		rows_column(row, "direction", &q, 1);
		rows_column(row, "municipality", &q, 2);
		json_object_set_new(row, "ticked", query_json(&q, 3));
		rows_column(row, "recorded", &q, 4);
		rows_column(row, "by", &q, 5);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
