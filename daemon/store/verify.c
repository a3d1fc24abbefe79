/*
 * verify -- is everything in the database what it was when it was written?
 *
 *	file ──► keys ──► chain ──► versions ──► cases ──► decisions ──► sealed
 *	(a table at a time) (max rows at a time)                ──► counters ──► done
 *
 * What was erased is counted, and so is what cannot be read because the keys are
 * not here: neither is a fault.
 */
#include "store/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/decision_body.h"
#include "store/envelope.h"
#include "store/history.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/verify_effects.h"
#include "store/verify_sealed.h"
#include "store/version.h"

#define FAULTS_MAX 100

enum phase {
	FILE_,
	KEYS,
	CHAIN,
	VERSIONS,
	CASES,
	DECISIONS,
	SEALED,
	COUNTERS,
	DONE
};

struct verify {
	struct store *store; /* borrowed */
	enum phase phase;
	int64_t after; /* last row that was looked at */
	int64_t last_pos; /* of the chain when it began */
	int64_t rows; /* links that were computed */
	unsigned char begun_head[STORE_CHAIN];
	unsigned char head[STORE_CHAIN]; /* of the link before */
	struct verify_effects effects; /* its `missing` is owned */
	struct verify_sealed *sealed; /* owned; NULL: not begun */
	int64_t erased, unread; /* values */
	json_t *faults; /* owned */
	int64_t more;
};

static void effect_fault(void *arg, int64_t pos, const char *key, bool gone);

struct verify *
verify_new(struct store *s)
{
	struct verify *v = mem_new(1, sizeof(*v));

	v->store = s;
	v->last_pos = store_last_pos(s);
	store_chain_head(s, v->begun_head);
	v->faults = json_array();
	v->effects = (struct verify_effects){ .missing = json_object(),
		.fault = effect_fault,
		.arg = v };
	return v;
}

void
verify_free(struct verify *v)
{
	if (v == NULL)
		return;
	json_decref(v->faults);
	json_decref(v->effects.missing);
	verify_sealed_free(v->sealed);
	free(v);
}

static void fault(struct verify *v, const char *check, int64_t subject,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void
fault(struct verify *v, const char *check, int64_t subject, const char *fmt,
    ...)
{
	char text[256];
	json_t *row;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (json_array_size(v->faults) >= FAULTS_MAX) {
		v->more++;
		return;
	}
	row = json_object();
	rows_text(row, "check", check);
	rows_int(row, "subject", subject);
	rows_text(row, "text", text);
	json_array_append_new(v->faults, row);
}

static void
next_phase(struct verify *v)
{
	v->phase = (enum phase)(v->phase + 1);
	v->after = 0;
}

/* The table after the one that was looked at last; "" if there is none. */
static enum rc
next_table(struct verify *v, char *name, size_t size, struct err *e)
{
	struct query q;

	name[0] = '\0';
	query_begin(&q, v->store,
	    "SELECT rowid, name FROM sqlite_schema"
	    " WHERE type = 'table' AND rowid > ?1 ORDER BY rowid LIMIT 1");
	query_bind_int(&q, v->after);
	if (query_row(&q)) {
		v->after = query_int(&q, 0);
		query_copy(&q, 1, name, size);
	}
	return query_end(&q, e);
}

/* One table a slice: the pages of it and its indexes. */
static enum rc
check_file(struct verify *v, struct err *e)
{
	char name[128];
	struct query q;
	enum rc rc;

	if ((rc = next_table(v, name, sizeof(name), e)) != RC_OK)
		return rc;
	if (name[0] == '\0') {
		next_phase(v);
		return RC_OK;
	}
	query_begin(&q, v->store,
	    "SELECT integrity_check FROM pragma_integrity_check(?1)");
	query_bind_text(&q, name);
	while (query_row(&q))
		if (strcmp(query_text(&q, 0), "ok") != 0)
			fault(v, "integrity", 0, "%s", query_text(&q, 0));
	return query_end(&q, e);
}

static enum rc
check_keys(struct verify *v, struct err *e)
{
	char name[128];
	struct query q;
	enum rc rc;

	if ((rc = next_table(v, name, sizeof(name), e)) != RC_OK)
		return rc;
	if (name[0] == '\0') {
		next_phase(v);
		return RC_OK;
	}
	query_begin(&q, v->store,
	    "SELECT rowid, parent"
	    " FROM pragma_foreign_key_check(?1)");
	query_bind_text(&q, name);
	while (query_row(&q))
		fault(v, "foreign_key", query_int(&q, 0),
		    _("%s refers to a row of %s that is not there"), name,
		    query_text(&q, 1));
	return query_end(&q, e);
}

static void
effect_fault(void *arg, int64_t pos, const char *key, bool gone)
{
	if (gone)
		fault(arg, "effect", pos,
		    _("effect %s is gone, and its step was not undone"), key);
	else
		fault(arg, "effect", pos,
		    _("effect %s does not say what it said when history row "
		      "%lld was written"),
		    key, (long long)pos);
}

/* Is a commitment what its part, opened, gives, and are its effects? */
static enum rc
check_part(struct verify *v, const struct query *q, int64_t pos,
    const unsigned char commitment[STORE_CHAIN], struct err *e)
{
	struct aad a = { "history_part", pos, "body", query_int(q, 0),
		OWNER_ANY };
	unsigned char *body, hash[STORE_CHAIN];
	const void *sealed;
	size_t len, n;
	enum seal why;
	enum rc rc = RC_OK;

	sealed = query_blob(q, 2, &len);
	why = envelope_try(v->store, &a, sealed, len, &body, &n);
	if (why == SEAL_ERASED || why == SEAL_NO_KEYS)
		return RC_OK; /* counted among the sealed values */
	if (why != SEAL_OK) {
		fault(v, "commitment", pos,
		    _("a part of history row %lld cannot "
		      "be opened"),
		    (long long)pos);
		return RC_OK;
	}
	hash_of(NULL, 0, body, n, hash);
	if (memcmp(hash, commitment, sizeof(hash)) != 0)
		fault(v, "commitment", pos,
		    _("a part of history row %lld is not "
		      "what was written"),
		    (long long)pos);
	else if (n > HISTORY_SALT)
		rc = verify_effects_part(&v->effects, v->store, pos,
		    (const char *)body + HISTORY_SALT, n - HISTORY_SALT, e);
	free(body);
	return rc;
}

static enum rc
read_parts(struct verify *v, int64_t pos,
    unsigned char (*commitments)[STORE_CHAIN], size_t *n, struct err *e)
{
	struct err later = ERR_INIT;
	const void *bytes;
	enum rc rc = RC_OK;
	struct query q;
	size_t len;

	*n = 0;
	query_begin(&q, v->store,
	    "SELECT no, commitment, body"
	    " FROM history_part WHERE pos = ?1 ORDER BY no");
	query_bind_int(&q, pos);
	while (rc == RC_OK && query_row(&q) && *n < HISTORY_PARTS_MAX) {
		bytes = query_blob(&q, 1, &len);
		memset(commitments[*n], 0, STORE_CHAIN);
		memcpy(commitments[*n], bytes,
		    len < STORE_CHAIN ? len : STORE_CHAIN);
		rc = check_part(v, &q, pos, commitments[(*n)++], e);
	}
	if (rc != RC_OK) {
		(void)query_end(&q, &later);
		return rc;
	}
	return query_end(&q, e);
}

/* Compute the link of the row in Q and compare it with what it says. */
static enum rc
check_link(struct verify *v, const struct query *q, struct err *e)
{
	struct history_link link = { .pos = query_int(q, 0),
		.incarnation = query_int(q, 1),
		.time = query_int(q, 7) };
	unsigned char parts[HISTORY_PARTS_MAX][STORE_CHAIN];
	unsigned char hash[STORE_CHAIN];
	const void *kept;
	size_t len, n;
	enum rc rc;

	link.row.commit = query_int(q, 2);
	link.row.kind = query_text(q, 3);
	link.row.subject_kind = query_text(q, 4);
	link.row.subject = query_int(q, 5);
	link.row.seq = query_int(q, 6);
	link.row.actor = query_text(q, 8);
	link.row.unit = query_text(q, 9);
	link.row.role = query_text(q, 10);
	link.row.basis = query_text(q, 11);
	if (link.pos != v->after + 1)
		fault(v, "chain", link.pos,
		    _("history rows %lld to %lld are "
		      "missing"),
		    (long long)v->after + 1, (long long)link.pos - 1);
	if ((rc = read_parts(v, link.pos, parts, &n, e)) != RC_OK)
		return rc;
	history_chain(v->head, &link,
	    (const unsigned char(*)[STORE_CHAIN])parts, n, hash);
	kept = query_blob(q, 12, &len);
	if (len != sizeof(hash) || memcmp(kept, hash, len) != 0)
		fault(v, "chain", link.pos,
		    _("history row %lld is not what was "
		      "written, or the row before it"),
		    (long long)link.pos);
	memset(v->head, 0, sizeof(v->head));
	memcpy(v->head, kept, len < STORE_CHAIN ? len : STORE_CHAIN);
	v->after = link.pos;
	v->rows++;
	return RC_OK;
}

/* What the last row says must be what the database says of its head. */
static void
check_head(struct verify *v)
{
	if (v->after != v->last_pos)
		fault(v, "head", v->last_pos,
		    _("the last history row is %lld, "
		      "not %lld"),
		    (long long)v->after, (long long)v->last_pos);
	else if (memcmp(v->head, v->begun_head, STORE_CHAIN) != 0)
		fault(v, "head", v->last_pos,
		    _("the chain does not end in the "
		      "head that the database tells"));
}

static enum rc
check_chain(struct verify *v, int max, struct err *e)
{
	struct query q;
	enum rc rc = RC_OK;
	int n = 0;

	query_begin(&q, v->store,
	    "SELECT pos, incarnation, commit_no, kind,"
	    " subject_kind, subject_id, seq, time, actor, unit, role, basis,"
	    " chain FROM history WHERE pos > ?1 AND pos <= ?2"
	    " ORDER BY pos LIMIT ?3");
	query_bind_int(&q, v->after);
	query_bind_int(&q, v->last_pos);
	query_bind_int(&q, max);
	for (; rc == RC_OK && query_row(&q); n++)
		rc = check_link(v, &q, e);
	if (rc != RC_OK) {
		struct err later = ERR_INIT;

		(void)query_end(&q, &later);
		return rc;
	}
	if (n < max) {
		check_head(v);
		verify_effects_end(&v->effects);
		next_phase(v);
	}
	return query_end(&q, e);
}

/* One definition a slice: the rules that cases are pinned to. */
static enum rc
check_version(struct verify *v, struct err *e)
{
	bool intact;
	int64_t id;
	enum rc rc;

	rc = version_check(v->store, v->after, &id, &intact, e);
	if (rc != RC_OK)
		return rc;
	if (!intact)
		fault(v, "definition", id,
		    _("the files of definition %lld are not those that were "
		      "loaded"),
		    (long long)id);
	if (id == 0)
		next_phase(v);
	else
		v->after = id;
	return RC_OK;
}

/* Each case's revision is that of its newest history row. */
static enum rc
check_cases(struct verify *v, int max, struct err *e)
{
	struct query q;
	int n = 0;

	query_begin(&q, v->store,
	    "SELECT c.id, c.year, c.number, c.rev,"
	    " (SELECT max(seq) FROM history h WHERE h.subject_kind = 'case'"
	    "  AND h.subject_id = c.id) FROM cases c WHERE c.id > ?1"
	    " ORDER BY c.id LIMIT ?2");
	query_bind_int(&q, v->after);
	query_bind_int(&q, max);
	for (; query_row(&q); n++) {
		v->after = query_int(&q, 0);
		if (query_int(&q, 3) != query_int(&q, 4))
			fault(v, "revision", v->after,
			    _("case %lld/%lld is at "
			      "revision %lld, its history at %lld"),
			    (long long)query_int(&q, 1),
			    (long long)query_int(&q, 2),
			    (long long)query_int(&q, 3),
			    (long long)query_int(&q, 4));
	}
	if (n < max)
		next_phase(v);
	return query_end(&q, e);
}

/* One decision: id, case, no, content, reasons, hash, what is in clear. */
static void
check_decision(struct verify *v, struct query *q)
{
	int64_t case_id = query_int(q, 1), no = query_int(q, 2);
	struct aad content = { "decision", case_id, "content", no, OWNER_ANY };
	struct aad reasons = { "decision", case_id, "reasons", no, OWNER_ANY };
	json_t *c = query_open_json(q, 3, &content);
	json_t *r = query_open_json(q, 4, &reasons);
	json_t *clear = decision_clear(q, 6);
	unsigned char hash[KEYED_SIZE];
	const void *kept;
	size_t len;

	kept = query_blob(q, 5, &len);
	if (q->withheld != SEAL_OK || q->seal == SEAL_NO_KEYS)
		goto out;
	if (!decision_body_hash_by(v->store, query_int(q, 6 + DECISION_N_CLEAR),
		clear, c, r, hash) ||
	    q->seal != SEAL_OK || len != sizeof(hash) ||
	    memcmp(kept, hash, len) != 0)
		fault(v, "decision", v->after,
		    _("decision %lld is not what was "
		      "written"),
		    (long long)v->after);
out:
	q->seal = q->withheld = SEAL_OK;
	json_decref(clear);
	json_decref(c);
	json_decref(r);
}

static enum rc
check_decisions(struct verify *v, int max, struct err *e)
{
	struct query q;
	int n = 0;

	query_begin(&q, v->store,
	    "SELECT id, case_id, no, content, reasons, body_hash,"
	    " " DECISION_CLEAR
	    ", key_id FROM decision WHERE id > ?1 ORDER BY id LIMIT ?2");
	query_bind_int(&q, v->after);
	query_bind_int(&q, max);
	for (; query_row(&q); n++) {
		v->after = query_int(&q, 0);
		check_decision(v, &q);
	}
	if (n < max)
		next_phase(v);
	return query_end(&q, e);
}

static void
sealed_fault(void *arg, int64_t subject, const char *text)
{
	fault(arg, "sealed", subject, "%s", text);
}

/* Each envelope opens where it lies, and each key is where it should be. */
static enum rc
check_sealed(struct verify *v, int max, struct err *e)
{
	struct verify_found found = { .fault = sealed_fault, .arg = v };
	bool done = false;
	enum rc rc = RC_OK;

	if (v->sealed == NULL)
		rc = verify_sealed_new(v->store, &v->sealed, e);
	if (rc == RC_OK)
		rc = verify_sealed_slice(v->sealed, max, &found, &done, e);
	v->erased += found.erased;
	v->unread += found.unread;
	if (done)
		next_phase(v);
	return rc;
}

/*
 * Case numbers of a year are 1, 2, 3 … up to what the series says; closed ones
 * are as many as were counted.
 */
static enum rc
check_counters(struct verify *v, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, v->store,
	    "SELECT c.year, count(*), max(c.number),"
	    " (SELECT s.last FROM series s WHERE s.name = 'case'"
	    "  AND s.year = c.year) FROM cases c GROUP BY c.year");
	while (query_row(&q))
		if (query_int(&q, 1) != query_int(&q, 2) ||
		    query_int(&q, 2) != query_int(&q, 3))
			fault(v, "series", query_int(&q, 0),
			    _("%lld has %lld "
			      "cases, the last number is %lld, the series is "
			      "at "
			      "%lld"),
			    (long long)query_int(&q, 0),
			    (long long)query_int(&q, 1),
			    (long long)query_int(&q, 2),
			    (long long)query_int(&q, 3));
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, v->store,
	    "SELECT count(*) FROM cases"
	    " WHERE closed IS NOT NULL");
	if (query_row(&q) && query_int(&q, 0) != store_closed(v->store))
		fault(v, "meta", 0,
		    _("%lld cases are closed, %lld are "
		      "counted"),
		    (long long)query_int(&q, 0),
		    (long long)store_closed(v->store));
	next_phase(v);
	return query_end(&q, e);
}

enum rc
verify_slice(struct verify *v, int max, bool *done, struct err *e)
{
	enum rc rc = RC_OK;

	keyring_see_all(v->store, true);
	switch (v->phase) {
	case FILE_:
		rc = check_file(v, e);
		break;
	case KEYS:
		rc = check_keys(v, e);
		break;
	case CHAIN:
		rc = check_chain(v, max, e);
		break;
	case VERSIONS:
		rc = check_version(v, e);
		break;
	case CASES:
		rc = check_cases(v, max, e);
		break;
	case DECISIONS:
		rc = check_decisions(v, max, e);
		break;
	case SEALED:
		rc = check_sealed(v, max, e);
		break;
	case COUNTERS:
		rc = check_counters(v, e);
		break;
	case DONE:
		break;
	}
	keyring_see_all(v->store, false);
	*done = v->phase == DONE;
	return rc;
}

json_t *
verify_report(const struct verify *v)
{
	json_t *report = json_object();

	json_object_set_new(report, "ok",
	    json_boolean(json_array_size(v->faults) == 0));
	json_object_set_new(report, "rows", json_integer(v->rows));
	rows_hex(report, "head", v->head, sizeof(v->head));
	json_object_set(report, "faults", v->faults);
	rows_int(report, "more", v->more);
	rows_int(report, "erased", v->erased);
	rows_int(report, "unread", v->unread);
	return report;
}
