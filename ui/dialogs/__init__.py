"""Questions and answers in windows of their own; each is opened without blocking."""
