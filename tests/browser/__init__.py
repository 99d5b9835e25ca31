"""The conference in a real browser: its journey, its pages before an accessibility engine."""
