"""Where we meet nbgrader: its gradebook, its options, and its commands and pages, taking our way."""
