"""Forms about one person's data (5.11): consent, «do not contact», requests and their answers."""

from __future__ import annotations

from anchang.domain.person import Agreement, RequestKind
from anchang.domain.visit import Gender
from anchang.i18n import M
from anchang.services.person import (
    AllowContact,
    AnswerRequest,
    CorrectPerson,
    GiveConsent,
    ReceiveRequest,
    RefuseRequest,
    StopContact,
)
from anchang.services.task import Campaign
from anchang.tui.forms.desk_fields import area, choice
from anchang.tui.forms.form import Field, FieldKind, Form

CONSENT = Form(
    title=M("Consent given or taken back"),
    command=GiveConsent,
    name="person.consent",
    fields=(
        choice("kind", M("To what"), Agreement, required=True),
        Field("given", M("Agrees"), FieldKind.FLAG, required=True, help=M("No: takes it back, as easily as given.")),
        Field("reason", M("How it was said"), limit=200),
    ),
)
STOP = Form(
    title=M("Do not contact"),
    command=StopContact,
    name="person.stop_contact",
    fields=(Field("reason", M("Reason"), required=True, limit=200),),
    help=M("Nobody reaches out to the person any more; what the person begins is written down as before."),
)
ALLOW = Form(
    title=M("May be contacted again"),
    command=AllowContact,
    name="person.allow_contact",
    fields=(Field("reason", M("How it is known"), required=True, limit=200),),
)
REQUEST = Form(
    title=M("A person asks about the own data"),
    command=ReceiveRequest,
    name="person.request",
    fields=(
        choice("kind", M("What"), RequestKind, required=True),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    ),
)
CORRECT = Form(
    title=M("Correct a person's data"),
    command=CorrectPerson,
    name="person.correct",
    help=M("What is filled in is put right on the card and in every visit and call that says the same."),
    fields=(
        Field("name", M("Name"), limit=60),
        Field("phone", M("Phone"), FieldKind.PHONE),
        choice("gender", M("Gender"), Gender),
        area("living_area", M("Living area")),
        area("working_area", M("Working area")),
        Field("reason", M("Reason"), required=True, limit=200),
        Field("answer", M("What was answered"), FieldKind.MULTILINE, limit=4000,
              placeholder=M("empty: what was corrected")),
    ),
)  # fmt: skip
CAMPAIGN = Form(
    title=M("Call through a campaign list"),
    command=Campaign,
    name="task.campaign",
    help=M("Everybody in the list as it is narrowed now; whoever is on a list already or closed is left out."),
    fields=(Field("name", M("Campaign"), required=True, limit=60),),
)
ANSWER = Form(
    title=M("Answer a request"),
    command=AnswerRequest,
    name="person.answer",
    fields=(Field("answer", M("What was answered"), FieldKind.MULTILINE, required=True, limit=4000),),
)
REFUSE = Form(
    title=M("Refuse a request"),
    command=RefuseRequest,
    name="person.refuse",
    fields=(Field("answer", M("The legal reason"), FieldKind.MULTILINE, required=True, limit=4000),),
)
