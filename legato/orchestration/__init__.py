"""What state may follow what: a table of small pure rules, and one module per concern."""
