/*
 * canary -- two persons whose addresses are protected, registered in every
 * installation of the tests by somebody whom no test asks.
 *
 * None of their words may come out of anything, whatever a test does.  Who may
 * see the names is asked by test_nest alone.  The words stand here and in
 * find_canary.c, which looks for all of them.
 */
#ifndef E2E_CANARY_H
#define E2E_CANARY_H

struct peer;

#define CANARY_USER "alloc01" /* registered them, and asks for nothing more */
#define CANARIES 2 /* they take the first numbers of the register */
#define FIRST_PERSON (CANARIES + 1)

#define CANARY_NAME "Sidensvans Gulvinge"
#define CANARY_NUMBER "16847730033"
#define CANARY_ADDRESS "Burdueveien 4711"
#define CANARY_PLACE "Fuglekassevik"
#define CANARY_PHONE "+4790047110"
#define CANARY_EMAIL "gulvinge@burdue.example"

#define CANARY_NAME_2 "Grankorsnebb Rugekasse"
#define CANARY_NUMBER_2 "16847730114"
#define CANARY_ADDRESS_2 "Vaglestien 4712"

/* Of the text fields of a case that test_nest opens. */
#define CANARY_STAY "Redekassegata 4713"

/* Register both over C, a connection of a gateway. */
void canary_plant(struct peer *c);

#endif
