"""The ledger of everything we send: a row for each recipient, a state for each row."""
