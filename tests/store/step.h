/*
 * step -- one step that writes to most tables, for tests of transactions.
 */
#ifndef TESTS_STORE_STEP_H
#define TESTS_STORE_STEP_H

#include <stdio.h>

#include "tests/store/registers.h"

#include "store/deadline_row.h"
#include "store/decision.h"
#include "store/history.h"
#include "store/idem.h"
#include "store/lookup.h"
#include "store/outbox.h"
#include "store/task.h"
#include "store/timer.h"

/* The definition that cases are pinned to. */
static inline enum rc
step_definition(struct tx *tx, int64_t *id, struct err *e)
{
	struct version v = { .name = "boligsosial", .title = NULL };
	char path[] = "workflow.lua";
	unsigned char bytes[] = "return workflow {}";
	const struct version_file file = { path, bytes, sizeof(bytes) - 1 };
	bool known;
	enum rc rc;

	v.skeleton = json_object();
	rc = version_add(tx, &v, &file, 1, &known, e);
	json_decref(v.skeleton);
	*id = v.id;
	return rc;
}

static inline enum rc
step_history(struct tx *tx, const char *kind, const struct case_head *h,
    struct err *e)
{
	json_t *letter = json_pack("{s:s}", "text", "Innvilget");
	char key[OUTBOX_KEY_SIZE], hash[OUTBOX_HASH_SIZE];
	json_t *part;
	const json_t *parts[1];
	const struct history_row row = { .kind = kind,
		.subject_kind = "case",
		.subject = h->id,
		.seq = h->rev,
		.commit = commit_next(tx),
		.actor = "nav01",
		.unit = "nav",
		.role = "caseworker",
		.basis = "SOSTJL_18" };
	enum rc rc;

	outbox_key(tx_store(tx), h, h->rev, 1, key);
	outbox_hash(letter, hash);
	part = json_pack("{s:s}", "action", "to_mapping");
	if (strcmp(kind, "case.create") == 0) /* with a letter */
		json_object_set_new(part, "effects",
		    json_pack("[{s:s, s:s}]", "key", key, "hash", hash));
	parts[0] = part;
	rc = history_add(tx, &row, parts, 1, NULL, e);
	json_decref(part);
	json_decref(letter);
	return rc;
}

static inline enum rc
step_case(struct tx *tx, struct case_head *h, struct err *e)
{
	json_t *clear =
	    json_pack("{s:i, s:s}", "level", 3, "received", "2027-01-15");
	json_t *sealed = json_pack("{s:s}", "wishes", "to bo nær skolen");
	json_t *level = json_integer(3);
	const struct case_find finds[] = { { "level", level, false } };
	const struct case_change change = { .data = { [BF_CLASS_CASE] = clear,
						[BF_CLASS_IDENTITY] = sealed },
		.finds = finds,
		.n_finds = 1 };
	enum rc rc;

	strcpy(h->stage, "intake");
	strcpy(h->unit, "nav");
	strcpy(h->contact, "nav01");
	h->received = h->entered = day("2027-01-15");
	h->asks_help = true;
	rc = case_create(tx, h, &change, e);
	json_decref(clear);
	json_decref(sealed);
	json_decref(level);
	return rc;
}

static inline enum rc
step_work(struct tx *tx, const struct case_head *h, struct err *e)
{
	struct task t = { .case_id = h->id,
		.stage = "intake",
		.key = "contact",
		.title = (char *)(uintptr_t) "Ta kontakt",
		.unit = "nav",
		.due = DATE_NONE,
		.cause = "definition",
		.created_by = "nav01" };
	struct deadline_row d = { .case_id = h->id,
		.stage = "intake",
		.name = "preliminary_reply",
		.rule = "FVL_11A",
		.rule_version = "2017-01-01",
		.start_event = "received",
		.start = day("2027-01-15"),
		.length = "1m",
		.due = day("2027-02-15"),
		.roll = "working_day",
		.warn_at = day("2027-02-07"),
		.owner = "nav",
		.cycle = 1 };
	struct timer w = { .due = T0 + 1000,
		.kind = "deadline.warn",
		.case_id = h->id,
		.stage = "intake",
		.name = "preliminary_reply" };
	enum rc rc;

	if ((rc = task_open(tx, &t, e)) != RC_OK ||
	    (rc = deadline_row_add(tx, &d, e)) != RC_OK)
		return rc;
	w.deadline = d.id;
	return timer_add(tx, &w, e);
}

static inline enum rc
step_decide(struct tx *tx, struct case_head *h, struct err *e)
{
	json_t *text = json_pack("{s:s}", "text", "Innvilget");
	struct decision d = { .case_id = h->id,
		.cycle = 1,
		.basis = "SOSTJL_27",
		.type = "temporary",
		.result = "granted",
		.date = day("2027-01-15"),
		.effective = DATE_NONE,
		.expires = DATE_NONE,
		.content = text,
		.reasons = text,
		.decided_by = "nav01",
		.unit = "nav",
		.commit = store_last_commit(tx_store(tx)) };
	struct outbox o = { .kind = "letter",
		.case_id = h->id,
		.payload = text,
		.due = T0 };
	enum rc rc;

	outbox_key(tx_store(tx), h, h->rev, 1, o.key);
	if ((rc = decision_add(tx, &d, e)) == RC_OK)
		rc = outbox_add(tx, &o, e);
	json_decref(text);
	return rc;
}

/* Create a case with all that a step may bring, in a savepoint. */
static inline enum rc
step_run(struct tx *tx, int64_t definition, struct err *e)
{
	struct case_head h = { .definition = definition };
	const struct idem i = { .subject_kind = "case", .commit = 1 };
	struct savepoint sp;
	char key[32];
	enum rc rc;

	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	if ((rc = step_case(tx, &h, e)) == RC_OK &&
	    (rc = step_history(tx, "case.create", &h, e)) == RC_OK &&
	    (rc = step_work(tx, &h, e)) == RC_OK)
		rc = step_decide(tx, &h, e);
	if (rc == RC_OK) {
		(void)snprintf(key, sizeof(key), "k%lld", (long long)h.id);
		rc = idem_add(tx, "nav01", key, "b", 1, &i, e);
	}
	if (rc == RC_OK)
		rc = savepoint_release(&sp, e);
	if (rc != RC_OK)
		savepoint_rollback(&sp);
	return rc;
}

#endif
