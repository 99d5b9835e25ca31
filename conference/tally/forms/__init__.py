"""Files of ballots: one module for each form, which reads it into an `Election` and writes it from one.

A reader raises `BadFile` with line, column and what it expected, and gives all or nothing. A writer raises `Unheld`
for whatever its form cannot hold, before it gives the first line.
"""
