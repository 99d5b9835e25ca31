"""Values that every room shares: who acts, what may be done, how to refuse, one way to write bytes."""
