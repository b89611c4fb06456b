"""The reference library: models, pictures by page and light, features with regions."""
