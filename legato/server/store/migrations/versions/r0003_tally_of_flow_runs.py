"""A tally of flow runs by type of state, in Postgres as SQLite has it from the start."""

from alembic import op

revision = "0003"
down_revision = "0002"

_ADD = """
    place integer := 0;
BEGIN
    WHILE NOT pg_try_advisory_xact_lock(1818584948, place) LOOP
        place := place + 1;
    END LOOP;
    INSERT INTO flow_run_tally AS tally (place, state_type, runs)
        SELECT place, kind, number FROM ({changes}) AS changes (kind, number)
        ON CONFLICT ON CONSTRAINT pk_flow_run_tally DO UPDATE SET runs = tally.runs + excluded.runs;
    RETURN NULL;
END"""
_VERBS = {
    "insert": (
        "SELECT coalesce(state_type, ''), count(*) FROM changed GROUP BY 1",
        "INSERT ON flow_run REFERENCING NEW TABLE AS changed FOR EACH STATEMENT",
    ),
    "delete": (
        "SELECT coalesce(state_type, ''), -count(*) FROM changed GROUP BY 1",
        "DELETE ON flow_run REFERENCING OLD TABLE AS changed FOR EACH STATEMENT",
    ),
    "update": (
        "VALUES (coalesce(old.state_type, ''), -1), (coalesce(new.state_type, ''), 1)",
        "UPDATE OF state_type ON flow_run FOR EACH ROW WHEN (old.state_type IS DISTINCT FROM new.state_type)",
    ),
}


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Make the table with the triggers that keep it, and count what is there."""
    if _is_sqlite():
        return
    op.execute(
        "CREATE TABLE flow_run_tally (place INTEGER NOT NULL, state_type TEXT NOT NULL, runs BIGINT NOT NULL, "
        "CONSTRAINT pk_flow_run_tally PRIMARY KEY (place, state_type)) WITH (fillfactor = 25)"
    )
    # From here on nobody else changes a run until this transaction ends.
    op.execute("LOCK TABLE flow_run IN SHARE ROW EXCLUSIVE MODE")
    op.execute("INSERT INTO flow_run_tally SELECT 0, coalesce(state_type, ''), count(*) FROM flow_run GROUP BY 2")
    for verb, (changes, _) in _VERBS.items():
        op.execute(
            f"CREATE FUNCTION flow_run_tally_{verb}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$\nDECLARE{_ADD.format(changes=changes)}\n$$"
        )
    for verb, (_, moment) in _VERBS.items():
        op.execute(f"CREATE TRIGGER flow_run_tally_{verb} AFTER {moment} EXECUTE FUNCTION flow_run_tally_{verb}()")


def downgrade() -> None:
    """Remove the table, the triggers and their functions."""
    if _is_sqlite():
        return
    for verb in _VERBS:
        op.execute(f"DROP TRIGGER flow_run_tally_{verb} ON flow_run")
        op.execute(f"DROP FUNCTION flow_run_tally_{verb}()")
    op.drop_table("flow_run_tally")
