"""Small worlds of which everything is known: what a model was told, and what it should answer."""
