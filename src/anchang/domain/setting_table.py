"""The table of settings by subject: key, default, unit, meaning and source of every number that offices choose.

The rules about values (how they are typed and shown) are in `settings`, what a setting is made of in `setting_kind`.
"""

from __future__ import annotations

from dataclasses import replace

from anchang.domain.calendar import NO_CHANGES
from anchang.domain.customer import GradeConvention
from anchang.domain.setting_kind import (
    COPIES,
    DAYS,
    HOURS,
    MINUTES,
    PIECES,
    SECONDS,
    TIMES,
    YUAN,
    Setting,
    SettingKind,
    Subject,
    flag,
    hour,
    money,
    number,
    rate,
    rota,
    text,
)
from anchang.i18n import M

_MONTHLY = {
    "manager": (
        M("largest special discount that the manager grants, as a share of the price"),
        M("largest special discount that the manager grants"),
        M("special discounts that the manager grants in a month, together"),
    ),
    "director": (
        M("largest special discount that the director grants, as a share of the price"),
        M("largest special discount that the director grants"),
        M("special discounts that the director grants in a month, together"),
    ),
}


def _granted(level: str, part: int, amount: int, month: int) -> tuple[Setting, ...]:
    """What a level grants alone (2.6)."""
    share, most, together = _MONTHLY[level]
    return (
        rate(f"discount_{level}_rate", part, share, "2.6"),
        money(f"discount_{level}_amount", amount, most, "2.6"),
        money(f"discount_{level}_month", month, together, "2.6"),
    )


SUBJECTS: dict[Subject, tuple[Setting, ...]] = {
    Subject.HOLDS: (
        number("ask_minutes", 10, MINUTES, M("how long a consultant's own short hold lasts"), "2.3", most=1440),
        number("hold_minutes", 60, MINUTES, M("how long a hold confirmed by the manager lasts"), "2.3", most=43_200),
        number("holds_per_consultant", 2, PIECES, M("units that one consultant may hold at once"), "2.16", most=1000),
        number(
            "holds_per_customer", 1, PIECES, M("units that one customer may have on hold at once"), "2.16", most=1000
        ),
        number(
            "hold_extensions", 2, TIMES, M("how often a confirmed hold may be extended"), "2.16", least=0, most=100
        ),
        number("small_order_minutes", 4_320, MINUTES, M("how long a small order holds a unit"), "2.16", most=43_200),
        number(
            "wait_offer_minutes", 30, MINUTES, M("how long the next on a waiting list has the offer"), "2.16", most=1440
        ),
        number("launch_call_minutes", 5, MINUTES, M("a called number has to be there within"), "2.16"),
        number("launch_choose_minutes", 10, MINUTES, M("a customer chooses in a launch for"), "2.16"),
        number("launch_hold_minutes", 60, MINUTES, M("what was chosen in a launch is held for"), "2.16", most=43_200),
        number("launch_choices_most", 1, PIECES, M("units that one number may choose"), "2.16", most=20),
        number("launch_places", 10, PIECES, M("customers who are called or choosing at one time"), "2.16", most=500),
        number(
            "launch_recalls", 1, PIECES, M("how often a number that was passed over is called again"), "2.16",
            least=0, most=20,
        ),
        flag(
            "launch_needs_money", False, M("a registration number is given out only for sincerity money that is in"),
            "2.10",
        ),
    ),
    Subject.SUBSCRIPTION: (
        number("sign_days", 7, DAYS, M("days from the subscription to the signing of the contract"), "2.3"),
        number(
            "deposit_due_days",
            0,
            DAYS,
            M("days from the subscription until the deposit is due; 0 is the same day"),
            "2.3",
            least=0,
        ),
        rate("deposit_cap_rate", 200_000, M("largest share of the price that has the effect of a deposit"), "5.3"),
        number("subscription_copies", 3, COPIES, M("copies of a subscription"), "7-24", most=20),
        number("delay_manager_days", 7, DAYS, M("days of delayed signing that the manager grants"), "2.7", 0),
        number("delay_director_days", 14, DAYS, M("days of delayed signing that the director grants"), "2.7", 0),
        number("max_delay_days", 30, DAYS, M("longest delay of a signing, all delays together"), "2.7"),
        number(
            "notice_days", 7, DAYS, M("days of grace from the notice to sign to the termination notice"), "2.8", least=0
        ),
        number(
            "swaps_per_customer",
            1,
            PIECES,
            M("swaps of the unit for one customer, but for the company's fault"),
            "2.8",
            least=0,
        ),
        flag("swap_to_larger", True, M("a unit may be swapped for a larger one"), "2.8, Q-33"),
        flag("swap_to_dearer", True, M("a unit may be swapped for a dearer one"), "2.8, Q-33"),
        flag("swap_to_slower", True, M("a unit may be swapped for one of a kind that sells more slowly"), "2.8, Q-33"),
        flag("swap_by_relation", True, M("a unit may be swapped for a recorded special relation"), "2.8, Q-33"),
        Setting(
            "rename_fee", 0, SettingKind.MONEY, YUAN, M("handling fee of a transfer to another person"), "2.8, Q-33"
        ),
        Setting(
            "refund_manager_limit",
            10_000_000,
            SettingKind.MONEY,
            YUAN,
            M("a refund up to this amount is the manager's to approve, above it the director's"),
            "2.8",
        ),
    ),
    Subject.PRICE: (
        Setting(
            "loan_unit",
            1_000_000,
            SettingKind.MONEY,
            YUAN,
            M("loans are rounded down to multiples of this"),
            "5.4",
            100,
        ),
        rate("min_down_rate", 150_000, M("smallest share of the price to be paid as down payment"), "5.4"),
        number("lump_sum_days", 7, DAYS, M("days from signing within which a lump sum is due"), "5.4", least=0),
        number("down_days", 0, DAYS, M("days from signing within which the down payment is due"), "5.4", least=0),
        *_granted("manager", 10_000, 2_000_000, 10_000_000),
        *_granted("director", 20_000, 5_000_000, 30_000_000),
        number("discount_valid_days", 7, DAYS, M("days for which a special discount holds after the decision"), "2.6"),
        number("loan_days", 30, DAYS, M("days from signing within which the bank pays the loan"), "5.4, 4.4", least=0),
    ),
    Subject.CONTRACT: (
        number("filing_days", 30, DAYS, M("days from signing within which a contract has to be filed"), "5.8"),
        number("filing_notice_days", 20, DAYS, M("days after signing when an unfiled contract is pointed out"), "5.8"),
        number(
            "filing_alarm_days", 28, DAYS, M("days after signing when an unfiled contract raises the alarm"), "5.8"
        ),
        number(
            "collect_days", 15, DAYS, M("days from the filing within which the customer collects the contract"), "2.4"
        ),
        number("contract_copies", 5, COPIES, M("copies of a contract"), "2.4", most=20),
    ),
    Subject.MONEY: (
        flag(
            "price_needs_contract",
            True,
            M("no part of the price but the deposit is taken before the contract is drawn up"),
            "5.3",
        ),
        flag(
            "escrow_required",
            True,
            M("pre-sale money on another than the supervised account has to be explained"),
            "5.13",
        ),
        flag("due_on_working_days", False, M("a due day that is no working day moves to the next one"), "5.5"),
    ),
    Subject.ROTA: (
        rota(
            text(
                "rota_mode",
                "circular",
                M("how the rota finds the next one"),
                "2.1",
                "circular",
                "count_based",
                "door_shift",
            )
        ),
        rota(
            number(
                "door_minutes", 20, MINUTES, M("minutes of a shift at the door, in mode door_shift"), "2.1", most=240
            )
        ),
        rota(
            flag("own_returning_compensated", True, M("receiving one's own returning customer earns a turn"), "2.1")
        ),
        rota(
            flag(
                "referral_counts", False, M("a customer sent by an owner to a consultant by name uses up a turn"), "2.1"
            )
        ),
        rota(flag("agent_counts", True, M("a customer brought by an agent uses up a turn"), "2.1")),
        rota(
            flag("agent_report_required", True, M("an agent's customer needs a report made before the visit"), "2.1")
        ),
        rota(flag("relatives_count", False, M("a consultant's relative or friend uses up a turn"), "2.1")),
        rota(flag("voluntary_credit", True, M("receiving for somebody absent earns a turn"), "2.1")),
        rota(hour("opening_time", "08:00", M("when the office opens; who comes earlier uses up no turn"), "2.1")),
        rota(hour("closing_time", "22:00", M("when the office closes; who comes later uses up no turn"), "2.1")),
        rota(flag("outside_hours_count", False, M("who comes outside opening hours uses up a turn too"), "2.1")),
        rota(text("late_joins", "end", M("where somebody joins who signs in late"), "2.1", "end", "end_and_skip")),
        rota(
            replace(
                text(
                    "lost_pauses",
                    "leave,day_off,private",
                    M("absences in which a turn passed over is lost"),
                    "2.1",
                    "toilet",
                    "errand",
                    "market_research",
                    "lunch",
                    "trade_fair",
                    "by_manager",
                    "leave",
                    "day_off",
                    "private",
                ),
                several=True,
            )
        ),
        rota(
            text(
                "sign_in_tie",
                "staff_number",
                M("who is first of those who sign in at the same instant"),
                "2.1",
                "staff_number",
                "entered",
            )
        ),
        rota(flag("credits_die", True, M("turns to make up for end with the day"), "2.1")),
        rota(
            text(
                "who_helps",
                "least_recent",
                M("who receives for a colleague who is busy or absent"),
                "2.1",
                "least_recent",
                "on_post",
            )
        ),
        rota(number("not_asked_turns", 1, PIECES, M("turns lost by not asking for the first visit"), "2.1", 0, 9)),
        rota(number("poached_turns", 1, PIECES, M("turns lost by taking a colleague's customer"), "2.1", 0, 9)),
        rota(
            number(
                "forgotten_claim_days",
                2,
                DAYS,
                M("days in which a visitor who forgot the consultant can be claimed"),
                "2.1",
                most=60,
            )
        ),
    ),
    Subject.OWNERSHIP: (
        number(
            "ownership_days",
            30,
            DAYS,
            M("days since the last effective follow-up for which a customer stays with the consultant"),
            "2.1",
        ),
        number("dispute_days", 7, DAYS, M("days from the deal within which its customer may be disputed"), "2.1"),
        flag(
            "dispute_looks_back",
            False,
            M(
                "in a dispute about a deal only what was done in these days before it counts, and it may be"
                " raised later"
            ),
            "2.1",
        ),
        rate("help_share", 500_000, M("share of the credit of whoever helped out on the day of the deal"), "2.1"),
        flag("family_children", True, M("children count as direct family"), "2.1"),
        flag("family_needs_proof", False, M("direct family counts only where it is proved"), "2.1"),
        number("report_days", 7, DAYS, M("days for which an agent's report of a customer holds"), "2.1"),
    ),
    Subject.FOLLOW_UP: (
        text(
            "grade_convention",
            GradeConvention.INTENT.value,
            M("what the grades A to D mean"),
            "2.2",
            *(each.value for each in GradeConvention),
        ),
        number("grade_a_days", 2, DAYS, M("days until the next follow-up of a customer of grade A"), "2.2"),
        number("grade_b_days", 3, DAYS, M("days until the next follow-up of a customer of grade B"), "2.2"),
        number("grade_c_days", 7, DAYS, M("days until the next follow-up of a customer of grade C"), "2.2"),
        number("grade_d_days", 7, DAYS, M("days until the next follow-up of a customer of grade D"), "2.2"),
        number(
            "first_response_hours",
            24,
            HOURS,
            M("hours from the first contact within which a customer hears from us"),
            "2.2, R07",
            most=8760,
        ),
        number(
            "needs_days", 3, DAYS, M("days from the first contact within which the needs are assessed"), "2.2, R08"
        ),
        number("follow_up_days", 7, DAYS, M("days that an open customer waits for a follow-up at most"), "2.2, R09"),
        number(
            "campaign_days", 14, DAYS, M("days within which the customers of a campaign list are contacted"), "2.2"
        ),
        number("appointment_days", 90, DAYS, M("days ahead that an appointment may lie"), "2.2", most=365),
        number(
            "no_show_hours",
            24,
            HOURS,
            M("hours within which somebody who did not come to an appointment is called"),
            "2.2",
            most=8760,
        ),
        number(
            "escalate_hours",
            24,
            HOURS,
            M("hours after which an overdue task is shown to the manager"),
            "2.2",
            least=0,
            most=8760,
        ),
        number("conversion_days", 30, DAYS, M("days within which a visit counts as won by the call before it"), "2.2"),
        number(
            "pool_contact_days", 30, DAYS, M("days until the next contact of a customer in the public pool"), "2.2"
        ),
        number("pool_lost_days", 180, DAYS, M("days in the public pool after which a customer counts as lost"), "2.2"),
        flag("pool_asking", True, M("consultants see the public pool and may ask for a customer in it"), "2.2"),
        hour(
            "report_by",
            "20:00",
            M("until when the day's sheet is handed in; later ones are marked in the daily report"),
            "4",
        ),
        number("survey_days", 30, DAYS, M("days between two surveys of a competing project"), "C03", most=366),
    ),
    Subject.PEOPLE: (
        number(
            "reveals_per_day", 30, PIECES, M("whole numbers that one person may see in a day"), "5.11", most=10_000
        ),
        number(
            "reveal_ids_per_day",
            30,
            PIECES,
            M("whole ID numbers that one person may see in a day"),
            "2.18, 5.11",
            most=10_000,
        ),
        number(
            "checks_per_day",
            60,
            PIECES,
            M("questions whether a number is free, for one person in a day"),
            "2.18",
            most=10_000,
        ),
        number(
            "retention_months",
            24,
            M("months"),
            M("months without contact after which somebody without any paper is made nameless"),
            "5.11",
            most=240,
        ),
        number(
            "person_request_days", 15, DAYS, M("days to answer somebody who asks about the own data"), "5.11", most=90
        ),
    ),
    Subject.TAXES: (
        number(
            "deed_tax_area",
            140,
            M("㎡"),
            M("built area up to which a home is a small one for the deed tax"),
            "5.4",
            most=10_000,
        ),
        rate("deed_tax_first_small", 10_000, M("deed tax on a first home up to that area"), "5.4"),
        rate("deed_tax_first_large", 15_000, M("deed tax on a larger first home"), "5.4"),
        rate("deed_tax_second_small", 10_000, M("deed tax on a second home up to that area"), "5.4"),
        rate("deed_tax_second_large", 20_000, M("deed tax on a larger second home"), "5.4"),
        rate("deed_tax_other", 30_000, M("deed tax on anything else"), "5.4"),
        rate("vat_rate", 90_000, M("value added tax in the price, on which no deed tax is taken"), "5.4"),
        rate("stamp_duty_other", 500, M("stamp duty on what is not a home"), "5.4"),
        money("maintenance_per_metre", 10_000, M("maintenance fund for each ㎡ of built area"), "5.4"),
        money("registration_fee_home", 8_000, M("fee for registering a home"), "5.4"),
        money("registration_fee_other", 55_000, M("fee for registering anything else"), "5.4"),
        rate("commercial_rate", 35_000, M("yearly rate of a commercial loan"), "5.4"),
        rate("fund_rate", 26_000, M("yearly rate of a provident fund loan"), "5.4"),
        money("fund_loan_most", 100_000_000, M("the most that the provident fund lends"), "5.4"),
        number("loan_years_most", 30, M("years"), M("the longest that a loan runs"), "5.4", most=50),
    ),
    Subject.OFFICE: (
        flag(
            "one_person_office", False, M("one person may check his or her own work; printed on every report"), "2.18"
        ),
        number(
            "delegation_max_days", 30, DAYS, M("days for which decisions are delegated at most"), "issue 4 F9", most=366
        ),
        number(
            "inbox_soon_days",
            1,
            DAYS,
            M("days before its due day from which a thing in the inbox counts as urgent"),
            "issue 4 F9",
            least=0,
            most=30,
        ),
        text("working_day_changes", NO_CHANGES, M("the office's own working days and days off"), "design 4"),
        number(
            "idle_lock_minutes",
            15,
            MINUTES,
            M("minutes without a key after which a terminal locks"),
            "issue 2",
            most=1440,
        ),
        number("board_seconds", 12, SECONDS, M("how long a page of the price board stands"), "issue 4", most=3600),
        flag("wall_layout", True, M("the wall in the inventory workbook names the layout"), "4.5"),
        flag("wall_area", True, M("the wall in the inventory workbook names the area"), "4.5"),
        flag("wall_price", True, M("the wall in the inventory workbook names the list price"), "4.5"),
        flag("wall_top_first", True, M("the wall in the inventory workbook begins with the top floor"), "4.5"),
        number("backups_kept", 14, PIECES, M("backups that are kept"), "issue 2", most=1000),
        number("backup_warn_days", 2, DAYS, M("days after the last backup when a warning is shown"), "issue 2"),
        text("language", "zh_CN", M("language of the console"), "design 6", "zh_CN", "en"),
    ),
}
TABLE: tuple[Setting, ...] = tuple(each for lines in SUBJECTS.values() for each in lines)
SUBJECT_OF: dict[str, Subject] = {each.key: subject for subject, lines in SUBJECTS.items() for each in lines}
