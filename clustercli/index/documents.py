"""Questions to the index about documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clustercli.index.queries import Row, as_rows, decode
from clustercli.records.kinds import DOCUMENT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator


def of_projects(connection: sqlite3.Connection, projects: Collection[str]) -> Iterator[Row]:
    """The usable documents that came out of one of the projects, by id."""
    rows = connection.execute(
        "SELECT k.* FROM document k JOIN record r USING (n) WHERE r.usable AND k.n IN"
        " (SELECT n FROM link WHERE field = 'projects' AND target IN (SELECT value FROM json_each(?))) ORDER BY k.id",
        (json.dumps(list(projects)),),
    )
    return (decode(DOCUMENT.fields, row) for row in as_rows(rows))
