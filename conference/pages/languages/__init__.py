"""How the languages fare: who speaks, who waits for a translation, who has not read; so that no language waits longest.

Figures of one language are those of a group: where fewer than five delegates read in it, nobody is told what they have
read. Rooms of delegations count nowhere.
"""
