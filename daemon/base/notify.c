/*
 * notify -- a datagram to the service manager, and its sockets.
 */
#include "base/notify.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_FD 3 /* by sd_listen_fds(3) */

void
notify_send(const char *fmt, ...)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("NOTIFY_SOCKET");
	size_t n = path == NULL ? 0 : strlen(path);
	char state[512];
	va_list ap;
	int fd;

	if (n == 0 || n >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, n);
	if (path[0] == '@') /* an abstract name */
		to.sun_path[0] = '\0';
	va_start(ap, fmt);
	(void)vsnprintf(state, sizeof(state), fmt, ap);
	va_end(ap);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	n += offsetof(struct sockaddr_un, sun_path);
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, (socklen_t)n);
	(void)close(fd);
}

/* The number in variable NAME if that is meant for this process. */
static int64_t
number_for_us(const char *name, const char *pid_name)
{
	const char *value = getenv(name), *pid = getenv(pid_name);

	if (value == NULL ||
	    (pid != NULL && strtol(pid, NULL, 10) != (long)getpid()))
		return 0;
	return strtoll(value, NULL, 10);
}

int64_t
notify_watchdog_ms(void)
{
	return number_for_us("WATCHDOG_USEC", "WATCHDOG_PID") / 2000;
}

int
notify_take_socket(const char *name)
{
	int fd, n = (int)number_for_us("LISTEN_FDS", "LISTEN_PID");
	struct sockaddr_un at;
	const char *slash;
	socklen_t size;

	for (fd = FIRST_FD; fd < FIRST_FD + n; fd++) {
		memset(&at, 0, sizeof(at));
		size = sizeof(at) - 1;
		(void)getsockname(fd, (struct sockaddr *)&at, &size);
		if (at.sun_family == AF_UNIX &&
		    (slash = strrchr(at.sun_path, '/')) != NULL &&
		    strcmp(slash + 1, name) == 0)
			return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? fd : -1;
	}
	return -1;
}
