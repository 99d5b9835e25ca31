"""What a reader keeps for herself in a debate: how far she has read, drafts, what she follows.

Nobody else sees any of it, and none of it is journalled. A draft stands in the database under a mark, not under an
account: it may become the words of a pseudonym.
"""
