/*
 * replay -- give a fuzz target the files of its corpus, without libFuzzer.
 *
 * fuzz_wire reads the corpus called wire; files named as arguments are read
 * instead.
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#define FILE_MAX_BYTES (2u << 20)

static int
is_file(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* The bytes lie at the end of their memory, so that reading on is found. */
static void
give_file(const char *path)
{
	uint8_t *all = malloc(FILE_MAX_BYTES), *bytes;
	FILE *f = fopen(path, "re");
	size_t n;

	MUST(all != NULL && f != NULL);
	n = fread(all, 1, FILE_MAX_BYTES, f);
	bytes = malloc(n + 1);
	MUST(bytes != NULL);
	memcpy(bytes + 1, all, n);
	LLVMFuzzerTestOneInput(bytes + 1, n);
	free(bytes);
	free(all);
	fclose(f);
}

static int
give_folder(const char *path)
{
	struct dirent **names = NULL;
	char file[2048];
	int i, n = scandir(path, &names, is_file, alphasort);

	if (n <= 0) {
		fprintf(stderr, "%s: %s\n", path,
		    n < 0 ? strerror(errno) : "empty");
		return EXIT_FAILURE;
	}
	for (i = 0; i < n; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
		give_file(file);
		free(names[i]);
	}
	free(names);
	printf("%s: %d files\n", path, n);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	const char *top = getenv("srcdir"), *name = strrchr(argv[0], '_');
	char path[1024];
	int i;

	for (i = 1; i < argc; i++)
		give_file(argv[i]);
	if (argc > 1 || name == NULL)
		return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
	snprintf(path, sizeof(path), "%s/fuzz/corpus/%s",
	    top != NULL ? top : ".", name + 1);
	return give_folder(path);
}
