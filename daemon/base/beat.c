/*
 * beat -- the page in which a worker shows its parent what it is doing.
 *
 * One writer, one reader.  While the worker lives the reader may see the halves
 * of two moments; it only decides by phase and time, which are single words.
 * Everything else is read after the worker's death, when it is still.
 */
#include "base/beat.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"

struct beat {
	_Atomic uint32_t phase;
	_Atomic uint32_t killed;
	_Atomic int64_t since;
	struct beat_work work;
};

static const int deadly[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS,
	SIGTRAP };

static struct beat *watched;

static const char *const names[] = {
	[BEAT_IDLE] = "idle",
	[BEAT_STEP] = "step",
	[BEAT_SCRIPT] = "script",
	[BEAT_PLUGIN] = "plugin",
	[BEAT_COMMIT] = "commit",
	[BEAT_CHECKPOINT] = "checkpoint",
	[BEAT_MIGRATION] = "migration",
};

enum rc
beat_map(int fd, struct beat **out, struct err *e)
{
	void *page = mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);

	if (page == MAP_FAILED)
		return err_set(e, RC_UNAVAILABLE, _("heart-beat page: %s"),
		    strerror(errno));
	*out = page;
	return RC_OK;
}

enum rc
beat_new(struct beat **out, int *fd, struct err *e)
{
	enum rc rc;

	*fd = memfd_create("boflyt-beat", MFD_CLOEXEC);
	if (*fd == -1 || ftruncate(*fd, (off_t)sizeof(**out)) == -1)
		rc = err_set(e, RC_UNAVAILABLE, _("heart-beat page: %s"),
		    strerror(errno));
	else
		rc = beat_map(*fd, out, e);
	if (rc != RC_OK && *fd != -1) {
		(void)close(*fd);
		*fd = -1;
	}
	return rc;
}

void
beat_free(struct beat *b)
{
	if (b == NULL)
		return;
	if (watched == b)
		watched = NULL;
	(void)munmap(b, sizeof(*b));
}

enum beat_phase
beat_enter(struct beat *b, enum beat_phase phase)
{
	uint32_t before;

	if (b == NULL)
		return BEAT_IDLE;
	before = atomic_load_explicit(&b->phase, memory_order_relaxed);
	atomic_store_explicit(&b->since, clock_ticks(), memory_order_relaxed);
	atomic_store_explicit(&b->phase, (uint32_t)phase, memory_order_release);
	return (enum beat_phase)before;
}

void
beat_work(struct beat *b, const struct beat_work *work)
{
	if (b == NULL)
		return;
	if (work == NULL)
		memset(&b->work, 0, sizeof(b->work));
	else
		b->work = *work;
	atomic_signal_fence(memory_order_seq_cst);
}

/* Sent by kill(2) and the like from outside?  Then it is no fault of ours. */
static void
on_deadly(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	if (watched != NULL && info->si_code <= 0 && info->si_pid != getpid())
		atomic_store(&watched->killed, 1);
	/* SA_RESETHAND: the second time it is deadly. */
	(void)raise(signal_number);
}

void
beat_watch_signals(struct beat *b)
{
	struct sigaction sa;
	size_t i;

	watched = b;
	if (b == NULL)
		return;
	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = on_deadly;
	/* The cast keeps the flag's sign bit out of the conversion. */
	sa.sa_flags = (int)(SA_SIGINFO | (unsigned int)SA_RESETHAND);
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		(void)sigaction(deadly[i], &sa, NULL);
}

void
beat_read(const struct beat *b, struct beat_look *out)
{
	uint32_t phase;

	memset(out, 0, sizeof(*out));
	if (b == NULL)
		return;
	phase = atomic_load_explicit(&b->phase, memory_order_acquire);
	out->phase =
	    phase <= BEAT_MIGRATION ? (enum beat_phase)phase : BEAT_STEP;
	out->since = atomic_load_explicit(&b->since, memory_order_relaxed);
	out->killed = atomic_load(&b->killed) != 0;
	out->work = b->work;
	out->work.what[BEAT_WHAT - 1] = '\0';
}

const char *
beat_phase_name(enum beat_phase phase)
{
	return names[phase];
}
