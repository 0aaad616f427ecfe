"""Batches (issue 4 demand 1 «blocks and batches released together»), with the roles of «release unit» in 2.18."""

from __future__ import annotations

from tests.expected import Row

BATCH: dict[str, Row] = {
    "release": {"from": ("planned",), "to": "released", "roles": ("sales_manager", "sales_director", "executive")},
    "drop": {"from": ("planned",), "to": "dropped", "roles": ("sales_manager", "sales_director", "executive")},
}
