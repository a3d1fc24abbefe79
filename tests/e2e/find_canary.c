/*
 * find_canary -- does any file of a folder have a word of the canaries in it?
 *
 *	find_canary FOLDER
 *
 * Looks byte by byte, in whatever dress: as it is, in small or capital letters,
 * as hexadecimal digits, in base64 at each of its three offsets, in UTF-16, and
 * backwards.  Exit status 1 and a line for each find; 2 if there was nothing to
 * look at.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canary.h"

/* The parts of them that no other word has. */
static const char *const words[] = { "Sidensvans", "Gulvinge", CANARY_NUMBER,
	"Burdueveien", CANARY_PLACE, "90047110", "burdue.example",
	"Grankorsnebb", "Rugekasse", CANARY_NUMBER_2, "Vaglestien",
	"Redekassegata" };

#define N_WORDS (sizeof(words) / sizeof(words[0]))
#define DRESS_MAX 128

/* A word in some dress. */
struct dress {
	const char *how;
	unsigned char bytes[DRESS_MAX];
	size_t len;
	bool any_case;
};

static size_t
base64(const char *in, size_t len, size_t skip, unsigned char *out)
{
	static const char digit[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char padded[DRESS_MAX] = { 0 };
	size_t i, n = 0, first, last;

	memcpy(padded + skip, in, len);
	for (i = 0; i * 6 < (skip + len) * 8; i++) {
		size_t bit = i * 6;
		unsigned int pair =
		    (unsigned int)padded[bit / 8] << 8 | padded[bit / 8 + 1];

		out[n++] = (unsigned char)digit[pair >> (10 - bit % 8) & 63];
	}
	/* Digits that share bits with what stands before or after. */
	first = (skip * 8 + 5) / 6;
	last = (skip + len) * 8 / 6;
	memmove(out, out + first, last - first);
	return last - first;
}

static void
dress_up(const char *word, size_t which, struct dress *d)
{
	static const char *const how[] = { "plain", "hexadecimal", "base64",
		"base64 + 1", "base64 + 2", "UTF-16", "backwards" };
	size_t len = strlen(word), i;

	memset(d, 0, sizeof(*d));
	d->how = how[which];
	d->any_case = which == 0 || which == 1 || which == 6;
	for (i = 0; i < len; i++) {
		if (which == 0)
			d->bytes[i] = (unsigned char)word[i];
		else if (which == 1)
			snprintf((char *)d->bytes + 2 * i, 3, "%02x",
			    (unsigned int)(unsigned char)word[i]);
		else if (which == 5)
			d->bytes[2 * i] = (unsigned char)word[i];
		else if (which == 6)
			d->bytes[i] = (unsigned char)word[len - 1 - i];
	}
	d->len = which == 1 || which == 5 ? 2 * len : len;
	if (which == 5)
		d->len--;
	if (which >= 2 && which <= 4)
		d->len = base64(word, len, which - 2, d->bytes);
}

#define N_DRESSES 7

static bool
is_at(const unsigned char *text, const struct dress *d)
{
	size_t i;

	if (!d->any_case)
		return memcmp(text, d->bytes, d->len) == 0;
	for (i = 0; i < d->len; i++)
		if (tolower(text[i]) != tolower(d->bytes[i]))
			return false;
	return true;
}

/* The place of D in TEXT, or LEN. */
static size_t
find(const unsigned char *text, size_t len, const struct dress *d)
{
	const unsigned char a = (unsigned char)tolower(d->bytes[0]);
	const unsigned char b = (unsigned char)toupper(d->bytes[0]);
	size_t i;

	for (i = 0; i + d->len <= len; i++)
		if ((text[i] == a || text[i] == b) && is_at(text + i, d))
			return i;
	return len;
}

static bool
look_at(const char *path, const unsigned char *text, size_t len)
{
	struct dress d;
	bool found = false;
	size_t i, k, at;

	for (i = 0; i < N_WORDS; i++)
		for (k = 0; k < N_DRESSES; k++) {
			dress_up(words[i], k, &d);
			at = find(text, len, &d);
			if (at == len)
				continue;
			printf("%s: byte %zu: %s (%s)\n", path, at, words[i],
			    d.how);
			found = true;
		}
	return found;
}

/* Look at the file at PATH; its bytes are added to *SEEN. */
static bool
look_into(const char *path, size_t *seen)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat sb;
	bool found = false;
	void *text;

	if (fd == -1 || fstat(fd, &sb) == -1) {
		perror(path);
		exit(2);
	}
	if (sb.st_size > 0) {
		text = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE,
		    fd, 0);
		if (text == MAP_FAILED) {
			perror(path);
			exit(2);
		}
		found = look_at(path, text, (size_t)sb.st_size);
		munmap(text, (size_t)sb.st_size);
		*seen += (size_t)sb.st_size;
	}
	close(fd);
	return found;
}

int
main(int argc, char **argv)
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	size_t seen = 0, n = 0;
	const struct dirent *e;
	bool found = false;
	char path[4096];

	if (dir == NULL) {
		fprintf(stderr, "usage: find_canary FOLDER\n");
		return 2;
	}
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], e->d_name);
		found = look_into(path, &seen) || found;
		n++;
	}
	closedir(dir);
	printf("canary: %zu files, %zu bytes looked at\n", n, seen);
	if (found)
		return 1;
	return seen > 0 ? 0 : 2;
}
