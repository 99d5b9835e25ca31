"""Amendments that touch each other: groups, true alternatives, the order of votes, and what a new version does to them.

`rules` the order and its reasons, `survey` what touches what (pure, kept until a word changes), `anchors` one amendment
against a later text (pure); `commands` one module a theme.

Promises: shared words are no rivalry until a person says so, with a reason; every place in the order has a reason;
nothing is rewritten in silence: where words collide, a person sees three texts and decides.
"""
