"""Links between planks' blocks: one reinforces another, or needs it. Drafters set them, so that whoever changes the
one is told which clauses lean on it."""
