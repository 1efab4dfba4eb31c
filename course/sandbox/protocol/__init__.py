"""How the process of the checks and the student's talk: messages, values, generators, outputs."""
