"""What can be seen of a wrong answer: in what it returned, in its source, in Python's error."""
