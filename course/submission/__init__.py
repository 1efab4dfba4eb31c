"""What was handed in: its bundle, whose and when, what is stored, what was rejected, the roster, the
deadline.
"""
