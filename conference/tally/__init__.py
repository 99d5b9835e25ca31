"""Counting votes: pure, exact, every step on record. `count.count` is the one way in; a module holds one rule."""
