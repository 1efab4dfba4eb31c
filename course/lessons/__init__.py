"""What notebooks teach with: texts, guesses, practice, and the models and worlds in the folders."""
