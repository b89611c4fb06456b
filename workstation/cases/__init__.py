"""The case file: schema, store, audit chain, verify."""
