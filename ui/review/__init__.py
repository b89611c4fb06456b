"""The life of a case in the window: its steps, what others say of it, the second opinion, the supervisor's queue."""
