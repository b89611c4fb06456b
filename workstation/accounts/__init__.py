"""Who works at the station: accounts, roles, what a role may do, sign-in, keys of persons."""
