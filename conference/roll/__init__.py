"""Who may vote now. Nouns: seat, alternate, stand-in, card (an organisation's accredited votes), presence.

Promises: a seat has one voter at a time; whoever stands in is on the roll of the votes that open meanwhile, and of no
other; cards count in open votes only.
"""
