"""Forms of the day's end: sending a sheet back, reviewing it, closing the day."""

from __future__ import annotations

from anchang.i18n import M
from anchang.services.day import CountDoor, HandIn, Review, SendBack, SendDayBack
from anchang.tui.forms.form import Field, FieldKind, Form

REVIEW = Form(
    title=M("Review a sheet"),
    command=Review,
    help=M("After the review nothing on the sheet can be changed."),
    fields=(Field("comment", M("Comment"), FieldKind.MULTILINE, limit=4000),),
)
SEND_BACK = Form(
    title=M("Send a sheet back"),
    command=SendBack,
    help=M("The consultant reads the comment and may complete the entries again."),
    fields=(Field("comment", M("Comment"), FieldKind.MULTILINE, required=True, limit=4000),),
)
SEND_DAY_BACK = Form(
    title=M("Send the whole day back"),
    command=SendDayBack,
    help=M("Every sheet that is not reviewed goes back to its consultant with this comment."),
    fields=(Field("comment", M("Comment"), FieldKind.MULTILINE, required=True, limit=4000),),
)
HAND_IN_FOR = Form(
    title=M("Hand in for somebody"),
    command=HandIn,
    help=M("For somebody who left or is ill. Everything has to be complete, and the person is off duty with it."),
    fields=(Field("reason", M("Reason"), required=True, limit=200),),
)
DOOR = Form(
    title=M("Enter the door count"),
    command=CountDoor,
    help=M("Groups, not people; with everybody who came through the door. Empty hour: the whole day."),
    fields=(
        Field("groups", M("Groups"), FieldKind.INTEGER, required=True),
        Field("hour", M("Hour (0 to 23)"), FieldKind.INTEGER),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    ),
)
