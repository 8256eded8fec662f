"""What happens by the clock: each job, when it last ran and how it went."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import count_field, owner_field, text_field, time_field


class JobRun(SQLModel, table=True):
    """One job of the schedule. A job that runs every minute is written less often while all is well."""

    __tablename__ = "job_run"

    name: str = Field(max_length=64, primary_key=True)
    #: When it runs, in words: `daily at 07:00`, `every 60 s`.
    plan: str = Field(max_length=64)
    started_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    succeeded_at: datetime | None = time_field(default=None)
    next_at: datetime | None = time_field(default=None)
    #: What its last run failed with, in a sentence that names nobody; '' when it went well.
    failure: str = text_field()
    #: Failures in a row.
    failures: int = count_field()
    #: The process that ran it last (models/store/sharing/presence.py).
    done_by: str = owner_field()
