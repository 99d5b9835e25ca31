"""Adoption and what delegations add to it: ad referendum with the ledger of ratifications, and signatures."""
