"""Machine checks as an examiner meets them: worst first, value beside threshold, both crops, and a word against."""
