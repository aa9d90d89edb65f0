"""Form controls of our own."""

from typing import Any

from django import forms


class StarInput(forms.RadioSelect):
    """One to five stars as radio buttons that fit a thumb; the field's label becomes the legend."""

    template_name = "components/star_widget.html"
    is_star_input = True

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        label: Any = "",
        low: Any = "",
        high: Any = "",
        dense: bool = False,
    ) -> None:
        super().__init__(attrs, choices=[(n, n) for n in range(1, 6)])
        self.label, self.low, self.high, self.dense = label, low, high, dense

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "label": self.label,
            "low": self.low,
            "high": self.high,
            "dense": self.dense,
            "chosen": "" if value is None else value,
            "is_required": self.is_required,
        }
        return context
