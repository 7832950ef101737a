"""Events of the server: written with what they tell of, and told to those who listen."""
