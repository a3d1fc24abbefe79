/*
 * metrics -- what the engine has done, as OpenMetrics text; see metrics.h.
 */
#include "engine/metrics.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "engine/engine.h"
#include "engine/state.h"
#include "store/backup.h"
#include "store/outbox.h"
#include "store/room.h"
#include "store/store.h"
#include "store/timer.h"

/* Upper ends in milliseconds; the last bucket has none. */
static const int ends[METRICS_BUCKETS - 1] = { 1, 2, 5, 10, 20, 50, 100, 500,
	2000 };

void
metrics_answer(struct metrics *m, enum bf_kind kind, enum rc rc)
{
	if (rc != RC_OK)
		m->refused[rc]++;
	else if (kind == BF_READ)
		m->reads++;
	else
		m->steps++;
}

void
metrics_batch(struct metrics *m, size_t n)
{
	m->batches++;
	if (n > m->largest)
		m->largest = n;
}

void
metrics_took(struct spread *s, int64_t ms)
{
	size_t i = 0;

	while (i < METRICS_BUCKETS - 1 && ms > ends[i])
		i++;
	s->n[i]++;
	s->ms += (uint64_t)ms;
}

static void
counter(FILE *f, const char *name, const char *help, uint64_t value)
{
	fprintf(f,
	    "# TYPE boflyt_%s counter\n# HELP boflyt_%s %s\n"
	    "boflyt_%s_total %llu\n",
	    name, name, help, name, (unsigned long long)value);
}

static void
gauge(FILE *f, const char *name, const char *help, int64_t value)
{
	fprintf(f,
	    "# TYPE boflyt_%s gauge\n# HELP boflyt_%s %s\n"
	    "boflyt_%s %lld\n",
	    name, name, help, name, (long long)value);
}

static void
put_refused(FILE *f, const struct metrics *m)
{
	int rc;

	fputs("# TYPE boflyt_refused counter\n"
	      "# HELP boflyt_refused Requests answered with an error.\n",
	    f);
	for (rc = RC_INVALID; rc < METRICS_RCS; rc++)
		fprintf(f, "boflyt_refused_total{error=\"%s\"} %llu\n",
		    rc_name((enum rc)rc), (unsigned long long)m->refused[rc]);
}

/* Whole milliseconds as seconds. */
static void
put_seconds(FILE *f, uint64_t ms)
{
	fprintf(f, "%llu.%03llu", (unsigned long long)(ms / 1000),
	    (unsigned long long)(ms % 1000));
}

static void
put_spread(FILE *f, const char *name, const char *help, const struct spread *s)
{
	unsigned long long sum = 0;
	size_t i;

	fprintf(f,
	    "# TYPE boflyt_%s_seconds histogram\n# UNIT boflyt_%s_seconds "
	    "seconds\n# HELP boflyt_%s_seconds %s\n",
	    name, name, name, help);
	for (i = 0; i < METRICS_BUCKETS; i++) {
		sum += s->n[i];
		fprintf(f, "boflyt_%s_seconds_bucket{le=\"", name);
		if (i < METRICS_BUCKETS - 1)
			put_seconds(f, (uint64_t)ends[i]);
		else
			fputs("+Inf", f);
		fprintf(f, "\"} %llu\n", sum);
	}
	fprintf(f, "boflyt_%s_seconds_count %llu\nboflyt_%s_seconds_sum ", name,
	    sum, name);
	put_seconds(f, s->ms);
	fputc('\n', f);
}

/* What the store has to tell; without a figure where it fails. */
static void
put_store(FILE *f, const struct engine *en)
{
	struct store *s = en->parts.store;
	struct err none = ERR_INIT;
	int64_t late = 0, copied = 0;
	struct outbox_counts letters;
	enum room r;

	gauge(f, "wal_frames", "Frames not yet moved into the database.",
	    store_wal_frames(s));
	gauge(f, "database_bytes", "Size of the database.", store_size(s));
	gauge(f, "room_bytes", "Free on the disk.", room_free(s));
	fputs("# TYPE boflyt_room stateset\n"
	      "# HELP boflyt_room What is left of the disk.\n",
	    f);
	for (r = ROOM_ENOUGH; r <= ROOM_NONE; r++)
		fprintf(f, "boflyt_room{boflyt_room=\"%s\"} %d\n", room_name(r),
		    room_state(s) == r ? 1 : 0);
	if (timer_count(s, engine_now(en), &late, &none) == RC_OK)
		gauge(f, "timers_due",
		    "Timers that are due and have not fired.", late);
	if (outbox_count(s, engine_now(en), &letters, &none) == RC_OK) {
		gauge(f, "letters_due",
		    "Letters that are due and have not left.", letters.waiting);
		gauge(f, "letters_unknown",
		    "Letters of which nobody knows whether they left.",
		    letters.unknown);
		gauge(f, "letters_failed",
		    "Letters that failed and nobody has looked at.",
		    letters.failed);
	}
	if (backup_last(s, &copied, &none) == RC_OK)
		gauge(f, "copied_seconds",
		    "When the last copy was taken, since 1970.", copied / 1000);
}

char *
engine_metrics(const struct engine *en, size_t *len)
{
	const struct metrics *m = &en->metrics;
	struct rusage used;
	char *text = NULL;
	FILE *f = open_memstream(&text, len);

	if (f == NULL)
		return NULL;
	memset(&used, 0, sizeof(used));
	(void)getrusage(RUSAGE_SELF, &used);
	counter(f, "reads", "Reads answered.", m->reads);
	counter(f, "steps", "Steps answered, each on disk.", m->steps);
	put_refused(f, m);
	counter(f, "batches", "Transactions begun.", m->batches);
	put_spread(f, "commit", "Commits, with the wait for the disk.",
	    &m->commits);
	put_spread(f, "checkpoint", "The log moved into the database.",
	    &m->checkpoints);
	gauge(f, "batch_largest", "Requests in the largest transaction.",
	    (int64_t)m->largest);
	gauge(f, "queue", "Requests waiting.",
	    (int64_t)(en->urgent.n + en->waiting.n + en->slow.n));
	put_store(f, en);
	gauge(f, "resident_max_bytes", "The most memory held so far.",
	    (int64_t)used.ru_maxrss * 1024);
	gauge(f, "incarnation", "Of the database.", en->incarnation);
	fputs("# EOF\n", f);
	return fclose(f) == 0 ? text : NULL;
}
