"""An exercise: its reference, known mistakes, other right answers and mutants, and running its checks in this
process.
"""
