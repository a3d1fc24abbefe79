/*
 * pass -- a descriptor from one process to another.
 */
#include "base/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"

enum rc
pass_send(int line, int fd, struct err *e)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	char byte = '\n';
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *cm;

	memset(control, 0, sizeof(control));
	cm = CMSG_FIRSTHDR(&msg);
	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	cm->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cm), &fd, sizeof(int));
	if (sendmsg(line, &msg, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
		return RC_OK;
	return err_set(e, RC_UNAVAILABLE, _("descriptor: %s"), strerror(errno));
}

/* The descriptor that came with MSG, or -1. */
static int
descriptor_of(struct msghdr *msg)
{
	const struct cmsghdr *cm = CMSG_FIRSTHDR(msg);
	int fd = -1;

	if (cm != NULL && cm->cmsg_level == SOL_SOCKET &&
	    cm->cmsg_type == SCM_RIGHTS &&
	    cm->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(cm), sizeof(int));
	return fd;
}

enum rc
pass_take(int line, int *fd, struct err *e)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	char byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	ssize_t n;

	*fd = -1;
	do
		n = recvmsg(line, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		*fd = descriptor_of(&msg);
	else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		return err_set(e, RC_UNAVAILABLE, _("the parent is gone"));
	return RC_OK;
}
