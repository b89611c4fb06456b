"""What is printed, and how it becomes a PDF."""
