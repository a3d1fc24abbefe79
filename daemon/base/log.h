/*
 * log -- one line per event on standard error: time, level, event, key=value.
 *
 *	log_info("listening", log_text("path", path), log_int("mode", 0660));
 *	2027-02-01T09:12:33.123Z info listening path=/run/5532.sock mode=432
 *
 * No personal data, ever: no field values, no names of citizens, no search
 * terms, no texts of errors that quote them.  Numbers of cases and rows, names
 * of methods, users and files are fine.  Values are quoted and escaped, so a
 * value can never forge a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

struct log_item {
	const char *key; /* NULL ends the list */
	const char *text; /* NULL: the number counts */
	int64_t number;
};

struct log_item log_text(const char *key, const char *text);
struct log_item log_int(const char *key, int64_t number);

/* Write one line if LEVEL is not below what was set; EVENT is a constant. */
#define log_debug(...) log_write(LEVEL_DEBUG, __VA_ARGS__, log_text(NULL, NULL))
#define log_info(...) log_write(LEVEL_INFO, __VA_ARGS__, log_text(NULL, NULL))
#define log_warning(...)                                                       \
	log_write(LEVEL_WARNING, __VA_ARGS__, log_text(NULL, NULL))
#define log_error(...) log_write(LEVEL_ERROR, __VA_ARGS__, log_text(NULL, NULL))

void log_write(enum log_level level, const char *event, ...);

/* Write nothing below LEVEL; at first LEVEL_INFO. */
void log_set_level(enum log_level level);

/* "debug", "info", "warning", "error"; NULL-terminated, in enum's order. */
extern const char *const log_levels[];

#endif
