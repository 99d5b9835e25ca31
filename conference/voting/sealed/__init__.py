"""The sealed box and the tellers' work: envelopes, shares of the key, lots, papers, the table."""
