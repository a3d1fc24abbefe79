/*
 * boflyt -- the command-line client's main program.
 */
#include "client/run.h"

int
main(int argc, char **argv)
{
	return run_command(argc, argv);
}
