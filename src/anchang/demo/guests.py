"""What the demo's visitors and callers say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from anchang.demo.world import WORDS, World
from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.visit import (
    AgeBand,
    AreaDemand,
    Budget,
    Channel,
    FamilyStructure,
    Focus,
    Gender,
    LayoutDemand,
    Occupation,
    PaymentIntent,
    ProductType,
    Purpose,
    Transport,
)

GRADES = (Grade.A, Grade.B, Grade.B, Grade.C, Grade.C, Grade.C, Grade.D)
DAYS = {Grade.A: 2, Grade.B: 3, Grade.C: 7, Grade.D: 7}
WALK_IN = (
    Channel.OUTDOOR,
    Channel.PASSING_BY,
    Channel.SHORT_VIDEO,
    Channel.REFERRAL,
    Channel.AGENCY,
    Channel.SOCIAL_MEDIA,
)


def plan_of_contact(world: World, grade: str, day: date) -> date:
    """A next contact within the grade's interval."""
    return day + timedelta(days=world.dice.randint(1, DAYS[Grade(grade)]))


def answers(world: World, day: date, *, returning: bool) -> tuple[dict[str, Any], str]:
    """Everything that a complete visit log needs, and the grade."""
    grade = world.some((Grade.A, Grade.A, Grade.B, Grade.B) if returning else GRADES)
    given: dict[str, Any] = {
        "gender": world.some((Gender.MALE, Gender.FEMALE)),
        "age_band": world.some(list(AgeBand)[:6]),
        "family_structure": world.some(FamilyStructure),
        "living_area": world.some(WORDS["areas"]),
        "occupation": world.some(Occupation),
        "transport": world.some(Transport),
        "channels": tuple(world.dice.sample(WALK_IN, world.dice.choice((1, 1, 2)))),
        "purpose": world.some(list(Purpose)[:5]),
        "product_type": ProductType.RESIDENTIAL,
        "demand_area": world.some((AreaDemand.FROM_70, AreaDemand.FROM_90, AreaDemand.FROM_110, AreaDemand.FROM_130)),
        "demand_layout": world.some((LayoutDemand.TWO, LayoutDemand.THREE, LayoutDemand.FOUR)),
        "budget": world.some((Budget.FROM_150, Budget.FROM_200, Budget.FROM_300)),
        "payment_intent": world.some(PaymentIntent),
        "focus": tuple(world.dice.sample(list(Focus)[:8], 2)),
        "resistance": tuple(world.dice.sample(list(Focus)[1:6], 1)),
        "grade": grade,
        "content": world.some(WORDS["talks"]),
        "next_contact_on": plan_of_contact(world, grade, day),
        "consent_marketing": world.chance(0.7),
    }
    return given, grade.value


def call_answers(world: World, day: date) -> tuple[dict[str, Any], str]:
    """Everything that a complete call log needs, and the grade."""
    grade = world.some(GRADES)
    given: dict[str, Any] = {
        "gender": world.some((Gender.MALE, Gender.FEMALE)),
        "channel": world.some((Channel.OFFICIAL_SITE, Channel.SHORT_VIDEO, Channel.OUTDOOR, Channel.CALL_CENTRE)),
        "living_area": world.some(WORDS["areas"]),
        "demand_area": world.some((AreaDemand.FROM_90, AreaDemand.FROM_110)),
        "demand_layout": world.some((LayoutDemand.TWO, LayoutDemand.THREE)),
        "price_reaction": world.some(PriceReaction),
        "questions": world.some(WORDS["questions"]),
        "grade": grade,
        "next_contact_on": plan_of_contact(world, grade, day),
        "consent_marketing": world.chance(0.6),
    }
    return given, grade.value
