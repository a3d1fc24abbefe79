/*
 * backup -- sys.backup: a copy of the database while steps go on.
 */
#ifndef ENGINE_BACKUP_H
#define ENGINE_BACKUP_H

struct engine;

/* Copy the next piece, if somebody wants a copy; between transactions. */
void backup_go_on(struct engine *en);

#endif
