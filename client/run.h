/*
 * run -- one command from its words to its answer.
 */
#ifndef CLIENT_RUN_H
#define CLIENT_RUN_H

/* Do what the command line asks; returns the exit status (sysexits). */
int run_command(int argc, char **argv);

#endif
