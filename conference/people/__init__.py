"""Accounts, delegations, delegates, grants, sessions, tokens, invitations.

It promises that nobody votes whom the credentials committee did not accept, that a stolen table of sessions opens
nothing, that an unknown address is answered like a known one, and that the journal never names anybody.
"""
