"""Forms of the day's end: sending a sheet back, reviewing it, closing the day."""

from __future__ import annotations

from anchang.i18n import M
from anchang.services.day import Review, SendBack
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
