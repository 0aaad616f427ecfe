"""The front desk, complete (issue 3): posted visitors, delegates; and an index of the journal for what changes rarely."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every part of the front desk, one function each."""
    _rare()
    _forgotten()
    _delegates()
    _waiting()
    _daily()
    _registers()
    _person()
    _side_rooms()
    _ownership()
    _follow_up()
    _saved_filters()


def _rare() -> None:
    """The index of `storage.rare`."""
    rarely = "(table_name || '') IN ('permit', 'project', 'setting', 'staff')"
    op.create_index(
        "ix_journal_row_changed_rarely",
        "journal_row",
        ["seq"],
        sqlite_where=sa.text(rarely),
        postgresql_where=sa.text(rarely),
    )


def _forgotten() -> None:
    """Visitors who could not say with whom they were before."""
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("posted_at", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimant_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.String(length=27), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('posted', 'claimed', 'granted', 'kept', 'recognised')", name=op.f("ck_forgotten_state_known")
        ),
        sa.ForeignKeyConstraint(["claimant_id"], ["staff.id"], name=op.f("fk_forgotten_claimant_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_forgotten_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_forgotten_project_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["staff.id"], name=op.f("fk_forgotten_receiver_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_forgotten_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_forgotten_visit_id")),
    )
    op.create_index("ix_forgotten_state", "forgotten", ["project_id", "state", "until"])


def _delegates() -> None:
    """Who stands in for an absent consultant."""
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("to_day", sa.String(length=10), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_delegate_days_in_order")),
        sa.CheckConstraint("consultant_id <> delegate_id", name=op.f("ck_delegate_somebody_else")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_delegate_consultant_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["staff.id"], name=op.f("fk_delegate_delegate_id")),
        sa.ForeignKeyConstraint(["named_by"], ["staff.id"], name=op.f("fk_delegate_named_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delegate_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    op.create_index("ix_delegate_consultant", "delegate", ["project_id", "consultant_id", "to_day"])


def _waiting() -> None:
    """Visitors for whom nobody was free."""
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("agent_company", sa.String(), nullable=False),
        sa.Column("report_no", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("turn_no", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('first', 'returning', 'agent_brought', 'appointment', 'not_a_buyer')",
            name=op.f("ck_waiting_kind_known"),
        ),
        sa.CheckConstraint("outcome IN ('', 'received', 'left')", name=op.f("ck_waiting_outcome_known")),
        sa.CheckConstraint("party_size >= 0", name=op.f("ck_waiting_party_size_not_negative")),
        sa.CheckConstraint(
            "outcome = '' OR (name = '' AND phone = '' AND customer_id IS NULL)", name=op.f("ck_waiting_nameless")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_waiting_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_waiting_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_waiting_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("project_id", "business_date", "no", name=op.f("uq_waiting_project_id_business_date_no")),
    )


def _daily() -> None:
    """The daily report's figures come from indexes alone; the day is signed, counted at the door, and corrected."""
    _figures()
    _signed_days()
    _corrections()


def _figures() -> None:
    op.drop_index("ix_visit_figures", "visit")
    op.create_index(
        "ix_visit_figures",
        "visit",
        [
            "project_id", "business_date", "channel", "kind", "consultant_id", "visit_count", "from_call",
            "party_size", "phone",
        ],
    )  # fmt: skip
    op.drop_index("ix_call_figures", "call")
    op.create_index(
        "ix_call_figures",
        "call",
        ["project_id", "business_date", "channel", "is_repeat", "answered_by", "invite_visit_at"],
    )


def _batch(table: str) -> Any:
    # SQLite would append to the old statement; made anew it reads as the models say it.
    return op.batch_alter_table(table, recreate="always" if op.get_bind().dialect.name == "sqlite" else "never")


def _signed_days() -> None:
    with _batch("business_day") as batch:
        batch.add_column(sa.Column("locked_at", sa.String(length=27), nullable=True))
        batch.add_column(sa.Column("locked_by", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_business_day_locked_by"), "staff", ["locked_by"], ["id"])
        batch.drop_constraint(op.f("ck_business_day_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_business_day_state_known"), "state IN ('open', 'closed', 'locked')")
    op.create_table(
        "signed_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_signed_day_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_signed_day_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_day")),
        sa.UniqueConstraint("project_id", "business_date", name=op.f("uq_signed_day_project_id_business_date")),
    )
    op.create_table(
        "door_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("groups >= 0", name=op.f("ck_door_count_groups_not_negative")),
        sa.CheckConstraint("hour BETWEEN -1 AND 23", name=op.f("ck_door_count_hour_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_door_count_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_door_count_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_count")),
        sa.UniqueConstraint(
            "project_id", "business_date", "hour", name=op.f("uq_door_count_project_id_business_date_hour")
        ),
    )


def _corrections() -> None:
    # A follow-up may be corrected after the review: it gets a version, and its rows may change.
    with _batch("follow_up") as batch:
        after = "id" if op.get_bind().dialect.name == "sqlite" else None
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"), insert_after=after)
    with _batch("follow_up") as batch:
        batch.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("made_on", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.CheckConstraint("noun IN ('visit', 'call', 'follow_up')", name=op.f("ck_correction_noun_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_correction_by_id")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_correction_consultant_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_correction_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("noun", "row_id", "no", name=op.f("uq_correction_noun_row_id_no")),
    )
    op.create_index("ix_correction_day", "correction", ["project_id", "business_date"])
    op.create_table(
        "void_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("noun IN ('visit', 'call', 'follow_up')", name=op.f("ck_void_entry_noun_known")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_void_entry_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_entry")),
        sa.UniqueConstraint("project_id", "noun", "row_id", name=op.f("uq_void_entry_project_id_noun_row_id")),
    )


def _registers() -> None:
    """Old books: who wrote a row that is no member of staff, the other numbers in its cell, and mapping profiles."""
    is_file = op.get_bind().dialect.name == "sqlite"
    for table in ("visit", "call"):
        for name in ("author", "other_phones"):
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
        # Old rows have got their empty text; made anew the statement reads as the models say it.
        with op.batch_alter_table(table, recreate="always" if is_file else "never") as batch:
            for name in ("author", "other_phones"):
                batch.alter_column(name, server_default=None)
            _may_be_nobodys(batch, table)
    op.create_table(
        "register_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("heads", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('visits', 'calls')", name=op.f("ck_register_profile_kind_known")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_register_profile_made_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_register_profile_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_profile")),
        sa.UniqueConstraint("project_id", "kind", "name", name=op.f("uq_register_profile_project_id_kind_name")),
    )
    op.create_table(
        "register_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.CheckConstraint("part IN ('column', 'word', 'person')", name=op.f("ck_register_rule_part_known")),
        sa.ForeignKeyConstraint(["profile_id"], ["register_profile.id"], name=op.f("fk_register_rule_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_rule")),
    )
    op.create_index("ix_register_rule_profile", "register_rule", ["profile_id", "edition"])
    _imports()


def _may_be_nobodys(batch: Any, table: str) -> None:
    """What is taken back with its register belongs to no project any more."""
    batch.alter_column("project_id", existing_type=sa.Integer(), nullable=True)
    batch.create_check_constraint(
        op.f(f"ck_{table}_in_a_project"), "project_id IS NOT NULL OR origin = 'taken_back'"
    )


def _imports() -> None:
    """Each old register that was taken in, and what stood in the customers before it added to them."""
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("first_entry", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("first_customer", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("kind IN ('visits', 'calls')", name=op.f("ck_register_import_kind_known")),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_register_import_entries_not_negative")),
        sa.CheckConstraint("customers >= 0", name=op.f("ck_register_import_customers_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_register_import_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_register_import_project_id")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["staff.id"], name=op.f("fk_register_import_taken_back_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )
    op.create_index("ix_register_import_newest", "register_import", ["project_id", "at", "id"])
    op.create_table(
        "register_import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_register_import_change_customer_id")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_register_import_change_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import_change")),
    )
    for name in ("customer_id", "import_id"):
        op.create_index(f"ix_register_import_change_{name}", "register_import_change", [name])


def _person() -> None:
    """Personal information (5.11): consents, requests, the words of acts beside the chain, who was made nameless."""
    always: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("customer", recreate=always) as batch:
        batch.add_column(sa.Column("erased_at", sa.String(length=27), nullable=True))
    with op.batch_alter_table("customer_look", recreate=always) as batch:
        batch.drop_constraint(op.f("ck_customer_look_kind_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_customer_look_kind_known"), "kind IN ('reveal', 'reveal_id', 'check', 'export')"
        )
    if always == "always":
        op.execute("DROP TRIGGER IF EXISTS keep_customer_owner_update")  # made again: its words may be made empty
    op.create_table(
        "act_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["journal.seq"], name=op.f("fk_act_words_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_words")),
        sa.UniqueConstraint("seq", name=op.f("uq_act_words_seq")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('notice', 'marketing', 'third_party', 'no_contact')", name=op.f("ck_consent_kind_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_consent_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_consent_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_customer", "consent", ["customer_id", "kind", "id"])
    _person_request()
    _former_numbers()


def _former_numbers() -> None:
    op.create_table(
        "customer_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_customer_number_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_number_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_customer_number_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_number")),
    )
    op.create_index("ix_customer_number_customer_id", "customer_number", ["customer_id"])
    op.create_index("ix_customer_number_phone", "customer_number", ["project_id", "phone"])


def _person_request() -> None:
    op.create_table(
        "person_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('access', 'copy', 'correct', 'erase')", name=op.f("ck_person_request_kind_known")
        ),
        sa.CheckConstraint("state IN ('open', 'done', 'refused')", name=op.f("ck_person_request_state_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_person_request_customer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_person_request_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_person_request_project_id")),
        sa.ForeignKeyConstraint(["received_by"], ["staff.id"], name=op.f("fk_person_request_received_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
    )
    op.create_index("ix_person_request_due", "person_request", ["project_id", "state", "due_on", "id"])
    op.create_index("ix_person_request_customer", "person_request", ["customer_id"])


def _side_rooms() -> None:
    """The office's own lists, sales questions, competitors and their surveys, meetings and their tasks."""
    op.create_table(
        "competitor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("developer", sa.String(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("next_due", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_competitor_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitor")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_competitor_project_id_name")),
    )
    op.create_index("ix_competitor_due", "competitor", ["project_id", "next_due"])
    op.create_table(
        "dictionary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_zh", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('channel', 'area', 'focus', 'lost_reason')", name=op.f("ck_dictionary_entry_kind_known")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_dictionary_entry_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dictionary_entry")),
        sa.UniqueConstraint("project_id", "kind", "code", name=op.f("uq_dictionary_entry_project_id_kind_code")),
    )
    op.create_table(
        "faq",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'retired')", name=op.f("ck_faq_state_known")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_faq_decided_by")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_faq_made_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_faq_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq")),
    )
    op.create_index("ix_faq_state", "faq", ["project_id", "state", "id"])
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("attendees", sa.String(), nullable=False),
        sa.Column("points", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("kind IN ('morning', 'evening')", name=op.f("ck_meeting_kind_known")),
        sa.ForeignKeyConstraint(["chair_id"], ["staff.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_meeting_project_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name=op.f("fk_meeting_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("project_id", "held_on", "kind", name=op.f("uq_meeting_project_id_held_on_kind")),
    )
    op.create_table(
        "competitor_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("competitor_id", sa.Integer(), nullable=False),
        sa.Column("surveyed_on", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("sold", sa.Integer(), nullable=True),
        sa.Column("offers", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("photo", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_competitor_survey_by_id")),
        sa.ForeignKeyConstraint(["competitor_id"], ["competitor.id"], name=op.f("fk_competitor_survey_competitor_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_competitor_survey_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitor_survey")),
    )
    op.create_index(op.f("ix_competitor_survey_competitor_id"), "competitor_survey", ["competitor_id"])
    op.create_index(
        "ix_competitor_survey_newest", "competitor_survey", ["project_id", "surveyed_on", "id"], unique=False
    )
    op.create_table(
        "meeting_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_task_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["staff.id"], name=op.f("fk_meeting_task_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_meeting_task_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_task")),
    )
    op.create_index(op.f("ix_meeting_task_meeting_id"), "meeting_task", ["meeting_id"])
    op.create_index("ix_meeting_task_person", "meeting_task", ["project_id", "person_id", "due_on"])


def _ownership() -> None:
    """Whose customer: agents' reports, ties between customers, the cases with their evidence (2.1)."""
    op.create_table(
        "agent_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("day_no", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("agent_phone", sa.String(), nullable=False),
        sa.Column("given_no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("tail", sa.String(), nullable=False),
        sa.Column("reported_at", sa.String(length=27), nullable=False),
        sa.Column("reported_on", sa.String(length=10), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("length(tail) = 4", name=op.f("ck_agent_report_tail_is_four_digits")),
        sa.CheckConstraint("valid_until >= reported_on", name=op.f("ck_agent_report_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_agent_report_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_agent_report_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_report")),
        sa.UniqueConstraint(
            "project_id", "business_date", "day_no", name=op.f("uq_agent_report_project_id_business_date_day_no")
        ),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_agent_report_project_id_no")),
    )
    op.create_index("ix_agent_report_newest", "agent_report", ["project_id", "reported_at", "id"], unique=False)
    op.create_index("ix_agent_report_tail", "agent_report", ["project_id", "tail", "valid_until"], unique=False)
    op.create_table(
        "customer_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("proved", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("id_tail", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=False),
        sa.CheckConstraint("link <> 'id_tail' OR id_tail <> ''", name=op.f("ck_customer_link_tail_is_stated")),
        sa.CheckConstraint(
            "link IN ('spouse', 'parent', 'child', 'sibling', 'co_buyer', 'id_tail', 'same_name', 'relative', 'friend')",
            name=op.f("ck_customer_link_link_known"),
        ),
        sa.CheckConstraint("customer_id <> other_id", name=op.f("ck_customer_link_two_customers")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_link_customer_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_customer_link_made_by")),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"], name=op.f("fk_customer_link_other_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_customer_link_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_link")),
    )
    op.create_index("ix_customer_link_other", "customer_link", ["other_id"], unique=False)
    op.create_index(
        "ux_customer_link_live",
        "customer_link",
        ["customer_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "ownership_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("day_no", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("owner_before_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("protected_until", sa.String(length=10), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "rule IN ('first_registration', 'protected', 'lapsed', 'public', 'no_ground', 'family', 'co_buyer', 'id_tail', 'same_person', 'same_name_unproved', 'no_kin', 'unreached', 'never_registered', 'agent_report', 'agent_without_report', 'handed_over', 'too_late', 'posted', 'claimed', 'unclaimed', 'helped_split', 'helped', 'owner_left', 'manager')",
            name=op.f("ck_ownership_case_rule_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'decided', 'overridden', 'withdrawn')", name=op.f("ck_ownership_case_state_known")
        ),
        sa.CheckConstraint("(decision = 0) = (decided_at IS NULL)", name=op.f("ck_ownership_case_decided_has_time")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ownership_case_customer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_ownership_case_decided_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_ownership_case_opened_by")),
        sa.ForeignKeyConstraint(["owner_before_id"], ["staff.id"], name=op.f("fk_ownership_case_owner_before_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_ownership_case_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_case_project_id")),
        sa.ForeignKeyConstraint(["report_id"], ["agent_report.id"], name=op.f("fk_ownership_case_report_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_ownership_case_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_case")),
        sa.UniqueConstraint(
            "project_id", "business_date", "day_no", name=op.f("uq_ownership_case_project_id_business_date_day_no")
        ),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_ownership_case_project_id_no")),
    )
    op.create_index("ix_ownership_case_state", "ownership_case", ["project_id", "state", "id"], unique=False)
    op.create_index("ix_ownership_case_subscription", "ownership_case", ["subscription_id"], unique=False)
    op.create_index(
        "ux_ownership_case_open",
        "ownership_case",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "ownership_claimant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["ownership_case.id"], name=op.f("fk_ownership_claimant_case_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_claimant_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ownership_claimant_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_claimant")),
        sa.UniqueConstraint("case_id", "staff_id", name=op.f("uq_ownership_claimant_case_id_staff_id")),
    )
    op.create_index("ix_ownership_claimant_staff", "ownership_claimant", ["staff_id"], unique=False)
    op.create_table(
        "ownership_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("effective", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("proved", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("hand_over_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('registration', 'visit', 'call', 'follow_up', 'help', 'hand_over', 'deal', 'report', 'note')",
            name=op.f("ck_ownership_evidence_ground_known"),
        ),
        sa.CheckConstraint(
            "link IN ('self', 'spouse', 'parent', 'child', 'sibling', 'co_buyer', 'id_tail', 'same_name', 'relative', 'friend')",
            name=op.f("ck_ownership_evidence_link_known"),
        ),
        sa.CheckConstraint(
            "standing IN ('counts', 'later', 'lapsed', 'not_effective', 'unproved', 'no_kin', 'unrecorded', 'after_deal', 'too_long_ago', 'helped', 'taken_already', 'second_report', 'expired')",
            name=op.f("ck_ownership_evidence_standing_known"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_ownership_evidence_call_id")),
        sa.ForeignKeyConstraint(["case_id"], ["ownership_case.id"], name=op.f("fk_ownership_evidence_case_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_ownership_evidence_follow_up_id")),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["customer_owner.id"], name=op.f("fk_ownership_evidence_hand_over_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_evidence_project_id")),
        sa.ForeignKeyConstraint(["report_id"], ["agent_report.id"], name=op.f("fk_ownership_evidence_report_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ownership_evidence_staff_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ownership_evidence_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_evidence")),
        sa.UniqueConstraint("case_id", "edition", "no", name=op.f("uq_ownership_evidence_case_id_edition_no")),
    )
    op.create_table(
        "ownership_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_ownership_note_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["ownership_case.id"], name=op.f("fk_ownership_note_case_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_note_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_note")),
    )
    op.create_index(op.f("ix_ownership_note_case_id"), "ownership_note", ["case_id"], unique=False)
    op.create_table(
        "ownership_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("penalty_staff_id", sa.Integer(), nullable=True),
        sa.Column("penalty_note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "rule IN ('first_registration', 'protected', 'lapsed', 'public', 'no_ground', 'family', 'co_buyer', 'id_tail', 'same_person', 'same_name_unproved', 'no_kin', 'unreached', 'never_registered', 'agent_report', 'agent_without_report', 'handed_over', 'too_late', 'posted', 'claimed', 'unclaimed', 'helped_split', 'helped', 'owner_left', 'manager')",
            name=op.f("ck_ownership_decision_rule_known"),
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_ownership_decision_points_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_ownership_decision_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["ownership_case.id"], name=op.f("fk_ownership_decision_case_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_ownership_decision_owner_id")),
        sa.ForeignKeyConstraint(
            ["penalty_staff_id"], ["staff.id"], name=op.f("fk_ownership_decision_penalty_staff_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_decision_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_decision")),
        sa.UniqueConstraint("case_id", "no", name=op.f("uq_ownership_decision_case_id_no")),
    )
    op.create_table(
        "ownership_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rate > 0 AND rate <= 1000000", name=op.f("ck_ownership_share_rate_is_a_share")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["ownership_decision.id"], name=op.f("fk_ownership_share_decision_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ownership_share_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ownership_share_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_share")),
        sa.UniqueConstraint("decision_id", "staff_id", name=op.f("uq_ownership_share_decision_id_staff_id")),
    )


def _follow_up() -> None:
    """Sleeping leads, tasks, appointments and the public pool (2.2); leads stay where they are."""
    is_file = op.get_bind().dialect.name == "sqlite"
    states = (
        "'new', 'contacted', 'appointed', 'visited', 'revisited', 'intending', 'subscribed', 'signed', 'no_show', "
        "'reactivated', 'public_pool', 'lost', 'invalid'"
    )
    with op.batch_alter_table("customer", recreate="always" if is_file else "never") as batch:
        batch.add_column(sa.Column("pooled_at", sa.String(length=27), nullable=True))
        batch.add_column(sa.Column("lost_reason", sa.String(), nullable=False, server_default=""))
        batch.drop_constraint(op.f("ck_customer_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_customer_state_known"), f"state IN ({states})")
        batch.create_check_constraint(op.f("ck_customer_pool_is_nobodys"), "state <> 'public_pool' OR owner_id IS NULL")
        batch.create_check_constraint(
            op.f("ck_customer_pooled_has_time"), "(state = 'public_pool') = (pooled_at IS NOT NULL)"
        )
        batch.create_check_constraint(op.f("ck_customer_lost_has_reason"), "(state = 'lost') = (lost_reason <> '')")
        _may_be_nobodys(batch, "customer")
    with op.batch_alter_table("customer", recreate="always" if is_file else "never") as batch:
        batch.alter_column("lost_reason", server_default=None)
    op.create_index("ix_customer_contact", "customer", ["project_id", "next_contact_on"])
    op.create_index("ix_customer_silent", "customer", ["project_id", "state", "last_effective_at"])
    op.create_table(
        "lead_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("lost_reason", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_lead_event_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_lead_event_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_lead_event_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_event")),
    )
    op.create_index(op.f("ix_lead_event_customer_id"), "lead_event", ["customer_id"], unique=False)
    op.create_index("ix_lead_event_day", "lead_event", ["project_id", "business_date", "step"], unique=False)
    op.create_table(
        "pool_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused')", name=op.f("ck_pool_ask_state_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_pool_ask_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_pool_ask_customer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_pool_ask_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_pool_ask_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_ask")),
    )
    op.create_index("ix_pool_ask_state", "pool_ask", ["project_id", "state", "at"], unique=False)
    op.create_index(
        "uq_pool_ask_waits",
        "pool_ask",
        ["customer_id", "by_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("escalated_at", sa.String(length=27), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("(state IN ('open', 'overdue')) = (ended_at IS NULL)", name=op.f("ck_task_ended_has_time")),
        sa.CheckConstraint(
            "kind IN ('first_response', 'needs', 'weekly', 'no_show', 'campaign')", name=op.f("ck_task_kind_known")
        ),
        sa.CheckConstraint("state <> 'waived' OR reason <> ''", name=op.f("ck_task_waived_has_reason")),
        sa.CheckConstraint(
            "state IN ('open', 'overdue', 'done', 'done_late', 'waived')", name=op.f("ck_task_state_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_task_customer_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_task_ended_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_task_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_customer", "task", ["customer_id", "since"], unique=False)
    op.create_index("ix_task_due", "task", ["project_id", "state", "due_at"], unique=False)
    running = sa.text("ended_at IS NULL")
    untold = sa.text("state = 'overdue' AND escalated_at IS NULL")
    op.create_index(
        "ix_task_board", "task", ["project_id", "due_at"], sqlite_where=running, postgresql_where=running
    )
    op.create_index("ix_task_kind", "task", ["project_id", "kind"], sqlite_where=running, postgresql_where=running)
    op.create_index("ix_task_untold", "task", ["project_id", "due_at"], sqlite_where=untold, postgresql_where=untold)
    op.create_index(
        "uq_task_open",
        "task",
        ["customer_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("day_no", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("with_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("on_day", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("moved_from", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'came', 'no_show', 'moved', 'cancelled')", name=op.f("ck_appointment_state_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_appointment_customer_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_appointment_made_by")),
        sa.ForeignKeyConstraint(["moved_from"], ["appointment.id"], name=op.f("fk_appointment_moved_from")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_appointment_project_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_appointment_visit_id")),
        sa.ForeignKeyConstraint(["with_id"], ["staff.id"], name=op.f("fk_appointment_with_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint(
            "project_id", "business_date", "day_no", name=op.f("uq_appointment_project_id_business_date_day_no")
        ),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_appointment_project_id_no")),
    )
    op.create_index("ix_appointment_day", "appointment", ["project_id", "on_day", "state"], unique=False)
    op.create_index("ix_appointment_newest", "appointment", ["project_id", "at", "id"], unique=False)
    op.create_index("ix_appointment_with", "appointment", ["project_id", "with_id", "at", "id"], unique=False)
    op.create_index(
        "uq_appointment_open",
        "appointment",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _saved_filters() -> None:
    """Filters kept under a name. The indexes by which the logs are found come with the triggers, after every upgrade."""
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", sa.String(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("removed_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_saved_filter_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_filter_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index("ix_saved_filter_listing", "saved_filter", ["project_id", "listing", "shared"])
    op.create_index(
        "ux_saved_filter_name",
        "saved_filter",
        ["project_id", "staff_id", "listing", "name"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
