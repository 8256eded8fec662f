"""Alembic migrations: how a database gets, and keeps, the shape of models.tables."""
