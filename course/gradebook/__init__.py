"""nbgrader's options, preprocessors and database; a submission is one transaction."""
