"""The database, its models and migrations, and the evidence on disk."""
