"""Conference: a discussion and resolution platform for an international conference."""
