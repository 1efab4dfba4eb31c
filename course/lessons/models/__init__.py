"""Language models in numpy, large enough to learn something and small enough to be read."""
