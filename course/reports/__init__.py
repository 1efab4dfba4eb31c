"""Every page, table and sentence about marks: feedback, the class, similarity, export."""
