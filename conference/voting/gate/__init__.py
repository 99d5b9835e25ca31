"""The gate before a vote: nobody votes on what she cannot read in her own language, and nobody can use that to stop the
conference for long."""
