"""The database's tables, by Tortoise's own migrations."""
