/*
 * lockdown_calls -- which system calls are left, as a list, by seccomp.
 *
 * Four answers: done; done if its arguments are harmless; refused with an error
 * that libraries know to live with; the end of the process.  A call younger
 * than this list is answered as by a kernel that lacks it, for which a newer
 * libc has its old way.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/lockdown.h"

/* Arguments are read by their lower half, which comes first here. */
#if defined(__x86_64__) && defined(__LP64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

#define FILTER_MAX 1024
#define X32_BIT 0x40000000u
#define NEWEST 462u /* mseal, Linux 6.10 */
#define ARG(i)                                                                 \
	((uint32_t)(offsetof(struct seccomp_data, args) + 8 * (size_t)(i)))

static const int allowed[] = {
	/* files that are open, or that Landlock lets be opened */
	SYS_read,
	SYS_write,
	SYS_readv,
	SYS_writev,
	SYS_pread64,
	SYS_pwrite64,
	SYS_preadv,
	SYS_pwritev,
	SYS_lseek,
	SYS_close,
	SYS_dup,
	SYS_dup3,
	SYS_fcntl,
	SYS_flock,
	SYS_fsync,
	SYS_fdatasync,
	SYS_ftruncate,
	SYS_fallocate,
	SYS_fadvise64,
	SYS_getdents64,
	SYS_unlinkat,
	SYS_renameat,
	SYS_fstat,
	SYS_newfstatat,
	SYS_statx,
	SYS_statfs,
	SYS_fstatfs,
	SYS_faccessat,
	SYS_readlinkat,
	SYS_getcwd,
	SYS_memfd_create,
	SYS_copy_file_range,
	/* sockets that are there, and the loop */
	SYS_accept,
	SYS_accept4,
	SYS_recvfrom,
	SYS_recvmsg,
	SYS_sendto,
	SYS_sendmsg,
	SYS_shutdown,
	SYS_getsockopt,
	SYS_setsockopt,
	SYS_getsockname,
	SYS_getpeername,
	SYS_ppoll,
	SYS_pselect6,
	SYS_epoll_create1,
	SYS_epoll_ctl,
	SYS_epoll_pwait,
	SYS_eventfd2,
	SYS_pipe2,
	SYS_timerfd_settime,
	/* memory; what could be run is looked at below */
	SYS_brk,
	SYS_munmap,
	SYS_mremap,
	SYS_madvise,
	SYS_mlock,
	SYS_munlock,
	SYS_futex,
	/* time, signals, and the process itself */
	SYS_clock_gettime,
	SYS_clock_getres,
	SYS_clock_nanosleep,
	SYS_nanosleep,
	SYS_gettimeofday,
	SYS_timer_settime,
	SYS_timer_gettime,
	SYS_timer_getoverrun,
	SYS_timer_delete,
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_rt_sigreturn,
	SYS_rt_sigpending,
	SYS_rt_sigtimedwait,
	SYS_sigaltstack,
	SYS_restart_syscall,
	SYS_getpid,
	SYS_gettid,
	SYS_getppid,
	SYS_getuid,
	SYS_geteuid,
	SYS_getgid,
	SYS_getegid,
	SYS_getrandom,
	SYS_getrusage,
	SYS_times,
	SYS_sysinfo,
	SYS_uname,
	SYS_sched_yield,
	SYS_sched_getaffinity,
	SYS_exit,
	SYS_exit_group,
	SYS_umask,
#ifdef __x86_64__
	SYS_dup2,
	SYS_getdents,
	SYS_unlink,
	SYS_rename,
	SYS_stat,
	SYS_lstat,
	SYS_access,
	SYS_readlink,
	SYS_poll,
	SYS_select,
	SYS_epoll_create,
	SYS_epoll_wait,
	SYS_eventfd,
	SYS_pipe,
	SYS_time,
	SYS_getrlimit,
#endif
#ifdef SYS_renameat2
	SYS_renameat2,
#endif
#ifdef SYS_close_range
	SYS_close_range,
#endif
#ifdef SYS_faccessat2
	SYS_faccessat2,
#endif
#ifdef SYS_epoll_pwait2
	SYS_epoll_pwait2,
#endif
#ifdef SYS_rseq
	SYS_rseq,
#endif
#ifdef SYS_membarrier
	SYS_membarrier,
#endif
};

/* Libraries try these by themselves and manage without. */
static const int refused[] = {
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_fchmod,
	SYS_fchown,
	SYS_fchmodat,
	SYS_fchownat,
	SYS_prctl,
	SYS_timer_create,
	SYS_utimensat,
#ifdef __x86_64__
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
#endif
};

/* Refused too, unless some path may have folders made and removed. */
static const int folders[] = {
	SYS_mkdirat,
#ifdef __x86_64__
	SYS_mkdir,
	SYS_rmdir,
#endif
};

struct filter {
	struct sock_filter op[FILTER_MAX];
	unsigned short n;
	uint32_t refuse, end; /* what becomes of the others */
};

/* A filter that is too long is not entered. */
static void
add(struct filter *f, unsigned int code, unsigned int yes, unsigned int no,
    uint32_t k)
{
	if (f->n < FILTER_MAX)
		f->op[f->n++] = (struct sock_filter){ (uint16_t)code,
			(uint8_t)yes, (uint8_t)no, k };
}

static void
load(struct filter *f, uint32_t at)
{
	add(f, BPF_LD | BPF_W | BPF_ABS, 0, 0, at);
}

static void
give(struct filter *f, uint32_t answer)
{
	add(f, BPF_RET | BPF_K, 0, 0, answer);
}

/* If the value is K, do the next SKIP instructions, else step over them. */
static void
only_if(struct filter *f, uint32_t k, unsigned int skip)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, 0, skip, k);
}

static void
answer_to(struct filter *f, int call, uint32_t answer)
{
	only_if(f, (uint32_t)call, 1);
	give(f, answer);
}

/* CALL may have memory that is not to be run. */
static void
never_executable(struct filter *f, int call)
{
	only_if(f, (uint32_t)call, 4);
	load(f, ARG(2));
	add(f, BPF_JMP | BPF_JSET | BPF_K, 0, 1, PROT_EXEC);
	give(f, f->refuse);
	give(f, SECCOMP_RET_ALLOW);
}

/*
 * CALL, whose flags are argument I, may not truncate what it opens to read:
 * Landlock sees that only from version 3 on.
 */
static void
never_truncating(struct filter *f, int call, unsigned int i)
{
	only_if(f, (uint32_t)call, 5);
	load(f, ARG(i));
	add(f, BPF_ALU | BPF_AND | BPF_K, 0, 0, O_ACCMODE | O_TRUNC);
	only_if(f, O_RDONLY | O_TRUNC, 1);
	give(f, f->refuse);
	give(f, SECCOMP_RET_ALLOW);
}

/* CALL, whose first argument is a process, may name this one. */
static void
only_itself(struct filter *f, int call)
{
	only_if(f, (uint32_t)call, 4);
	load(f, ARG(0));
	only_if(f, (uint32_t)getpid(), 1);
	give(f, SECCOMP_RET_ALLOW);
	give(f, f->refuse);
}

/* Limits may be read; setting them needs a third argument. */
static void
only_reading_limits(struct filter *f)
{
	only_if(f, SYS_prlimit64, 6);
	load(f, ARG(2));
	only_if(f, 0, 3);
	load(f, ARG(2) + 4);
	only_if(f, 0, 1);
	give(f, SECCOMP_RET_ALLOW);
	give(f, f->refuse);
}

/* What libevent and stdio ask of a descriptor. */
static void
harmless_ioctl(struct filter *f)
{
	static const uint32_t harmless[] = { FIONREAD, FIONBIO, FIOCLEX,
		FIONCLEX, TCGETS };
	const unsigned int n = sizeof(harmless) / sizeof(*harmless);
	unsigned int i;

	only_if(f, SYS_ioctl, 2 * n + 2);
	load(f, ARG(1));
	for (i = 0; i < n; i++) {
		only_if(f, harmless[i], 1);
		give(f, SECCOMP_RET_ALLOW);
	}
	give(f, f->refuse);
}

static bool
wants_folders(const struct lockdown *l)
{
	const struct lockdown_path *p;

	for (p = l->paths; p->path != NULL; p++)
		if ((p->may & LOCKDOWN_FOLDERS) != 0)
			return true;
	return false;
}

static void
build(struct filter *f, const struct lockdown *l)
{
	const uint32_t made = wants_folders(l) ? SECCOMP_RET_ALLOW : f->refuse;
	size_t i;

	load(f, offsetof(struct seccomp_data, arch));
	add(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
	give(f, f->end);
	load(f, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	add(f, BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_BIT);
	give(f, f->end);
#endif
	for (i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		answer_to(f, allowed[i], SECCOMP_RET_ALLOW);
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		answer_to(f, refused[i], f->refuse);
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		answer_to(f, folders[i], made);
	never_executable(f, SYS_mmap);
	never_executable(f, SYS_mprotect);
	never_truncating(f, SYS_openat, 2);
#ifdef SYS_open
	never_truncating(f, SYS_open, 1);
#endif
	only_itself(f, SYS_kill);
	only_itself(f, SYS_tgkill);
	only_reading_limits(f);
	harmless_ioctl(f);
	add(f, BPF_JMP | BPF_JGT | BPF_K, 0, 1, NEWEST);
	give(f, SECCOMP_RET_ERRNO | ENOSYS);
	give(f, f->end);
}

/* What a program that is not ours is not given. */
static const int kept_back[] = {
	SYS_socket,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kcmp,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_unshare,
	SYS_setns,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_acct,
	SYS_quotactl,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_mknodat,
	SYS_name_to_handle_at,
	SYS_open_by_handle_at,
#ifdef SYS_io_uring_setup
	SYS_io_uring_setup,
#endif
};

static void
build_for_program(struct filter *f)
{
	size_t i;

	load(f, offsetof(struct seccomp_data, arch));
	add(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
	give(f, f->end);
	load(f, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	add(f, BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_BIT);
	give(f, f->end);
#endif
	for (i = 0; i < sizeof(kept_back) / sizeof(*kept_back); i++)
		answer_to(f, kept_back[i], f->refuse);
	give(f, SECCOMP_RET_ALLOW);
}

static enum rc
enter(struct filter *f, struct lockdown_state *state, struct lines *lacks,
    struct err *e)
{
	struct sock_fprog program = { .filter = f->op, .len = f->n };

	if (f->n == FILTER_MAX)
		return err_set(e, RC_UNAVAILABLE,
		    _("seccomp: the list of calls is too long"));
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0) {
		state->seccomp = true;
		return RC_OK;
	}
	if (errno != ENOSYS && errno != EINVAL)
		return err_set(e, RC_UNAVAILABLE,
		    _("seccomp takes no list of calls: %s"), strerror(errno));
	lines_add(lacks, _("seccomp: system calls"));
	return RC_OK;
}

enum rc
lockdown_calls(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e)
{
	struct filter f = { .n = 0 };

	f.refuse = l->only_log ? SECCOMP_RET_LOG : SECCOMP_RET_ERRNO | EACCES;
	f.end = l->only_log ? SECCOMP_RET_LOG : SECCOMP_RET_KILL_PROCESS;
	build(&f, l);
	return enter(&f, state, lacks, e);
}

enum rc
lockdown_program_calls(struct lockdown_state *state, struct lines *lacks,
    struct err *e)
{
	struct filter f = { .refuse = SECCOMP_RET_ERRNO | EACCES,
		.end = SECCOMP_RET_KILL_PROCESS };

	build_for_program(&f);
	return enter(&f, state, lacks, e);
}

#else

enum rc
lockdown_calls(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e)
{
	(void)l;
	return lockdown_program_calls(state, lacks, e);
}

enum rc
lockdown_program_calls(struct lockdown_state *state, struct lines *lacks,
    struct err *e)
{
	(void)state;
	(void)e;
	lines_add(lacks, _("seccomp: system calls on this architecture"));
	return RC_OK;
}

#endif
