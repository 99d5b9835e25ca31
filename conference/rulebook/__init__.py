"""The rules by which this conference votes. Nouns: rule set, rehearsal.

Promises: every question is put under a named rule set, whole and readable; a vote keeps the rules it was put under; a
change of rules stands in the journal; each rule set can be rehearsed on made-up ballots before it is used.
"""
