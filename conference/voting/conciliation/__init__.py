"""After a delegation has refused: members, a text that all consent to, one new vote."""
