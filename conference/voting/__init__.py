"""Votes. Nouns: vote, option, roll, ballot, box, receipt, leaf, result, outcome.

Promises: an accepted ballot is on disk and counted once; nobody sees a part of a result before the box is unsealed;
after unsealing nothing stored links a voter to a ballot; what was frozen at opening cannot change.
"""
