"""Translation: every text in every working language, and who stands behind each.

Nouns: *unit* (a place for one text, knowing no owner), *original*, *revision*, *text* (one row for each language and
origin), *origin* (original, human, reviewed, certified), *desk* (where translators work), *successor* (the unit that
takes another's place when its text is edited).

Promises: an original never changes, a change is a new revision; a text made for an older revision is shown as
outdated, never as current; nobody reviews or certifies her own translation; a text that a person wrote is replaced
only by a person; an erased unit is gone in every language.
"""
