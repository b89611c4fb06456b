"""Who sits here: signing in and out, the lock, the accounts of the station."""
