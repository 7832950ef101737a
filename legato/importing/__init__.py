"""Taking over what a Prefect 2 server knows: what is missing here is made, what is here already is left alone."""
