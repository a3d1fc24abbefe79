/*
 * letters -- what the municipality writes about guarantees, to tenant and
 * landlord.
 *
 * The words are in letters_nb.c and letters_nn.c, in the form of
 * boflyt-letter(7); a municipality's definition may have its own.  To the
 * landlord goes what the guarantee says: the tenant's name and nothing of the
 * case; and to nobody but the tenant an address that is protected.
 */
#ifndef DEPOSIT_LETTERS_H
#define DEPOSIT_LETTERS_H

extern const char deposit_guarantee_nb[], deposit_guarantee_nn[];
extern const char deposit_ends_nb[], deposit_ends_nn[];
extern const char deposit_ended_nb[], deposit_ended_nn[];
extern const char deposit_claim_nb[], deposit_claim_nn[];
extern const char deposit_hearing_nb[], deposit_hearing_nn[];
extern const char deposit_answer_nb[], deposit_answer_nn[];
extern const char deposit_payout_nb[], deposit_payout_nn[];
extern const char deposit_recourse_nb[], deposit_recourse_nn[];
extern const char deposit_plan_nb[], deposit_plan_nn[];
extern const char deposit_missed_nb[], deposit_missed_nn[];

#endif
