"""Amendments: rules, commands, pages."""
