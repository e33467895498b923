"""What can be wrong with a house template, told with the place where to mend it."""

from __future__ import annotations

from briefgen.errors import InputRefused


class TemplateError(InputRefused):
    """A house template is refused for what it says (exit code 3).

    Attributes:
        reason: What is wrong, as a clause.
        template: The template's name.
        file: The file within the template's folder; empty where no one file is at fault.
        line: The line in that file, counted from 1; 0 where it is not known.
        field: The field, manifest key or variable that is at fault; empty where none is.
        source_line: That line's text, without the space around it.
    """

    def __init__(
        self, reason: str, *, template: str, file: str = "", line: int = 0, field: str = "", source_line: str = ""
    ) -> None:
        place = ", ".join(part for part in (file, f"line {line}" if line else "") if part)
        if place:
            place += ": "
        shown = f" (“{source_line[:120]}”)" if source_line else ""
        super().__init__(f"The house template “{template}” can't be used: {place}{reason.rstrip('.')}{shown}.")
        self.reason = reason
        self.template = template
        self.file = file
        self.line = line
        self.field = field
        self.source_line = source_line

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the road between processes, which Exception's own way of pickling would not."""
        places = (self.template, self.file, self.line, self.field, self.source_line)
        return (_rebuild, (type(self), self.reason, *places))


def _rebuild(
    cls: type[TemplateError], reason: str, template: str, file: str, line: int, field: str, source_line: str
) -> TemplateError:
    return cls(reason, template=template, file=file, line=line, field=field, source_line=source_line)
