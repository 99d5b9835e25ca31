"""Amendments: one change to one version of a plank, who stands behind it, and every step of its life.

`rules` life and kinds, `terms` the rules of filing, `wordings` the words before and after and what touches them,
`whole` whole texts, `faults` what cannot be shown, `whose` the words of composites; `commands`, `queries` and `routes`
have one module a theme.

Promises: the difference is always derived, never stored; nothing is dropped or rewritten in silence; a carried
amendment makes a new version of its plank, and where its words have moved meanwhile a person is asked; words keep their
author, whoever moves them; a broken row stands alone and holds up nothing else.
"""
