"""The catalogue of machine checks and one vocabulary for their results."""
