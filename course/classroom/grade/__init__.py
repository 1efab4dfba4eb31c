"""Grading: a submission goes in, a notebook with outputs and an outcome come out."""
