"""Lists of the admin that resolve the address of a row once instead of for every row."""

from typing import Any
from urllib.parse import quote as url_quote

from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.functional import cached_property

HOLE = "0"
AS_IN_PATHS = "!$&'()*+,;=/~:@"  # what RFC 3986 lets stand in a path, as Django's reverse() does


class StarChangeList(ChangeList):
    """Django's list; the links are the same, without a URL resolution a link."""

    def export_addresses(self) -> dict[str, str]:
        """The addresses of the list's export by format; none where the list has an export of its own."""
        if self.model_admin.own_export or self.is_popup or not self.result_list:  # type: ignore[attr-defined]
            return {}
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_export_list"
        query = self.get_query_string(remove=["p", "all"])
        return {kind: reverse(name, args=[kind]) + query for kind in ("xlsx", "csv")}

    @cached_property
    def _around_key(self) -> tuple[str, str]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        url = reverse(name, args=(HOLE,), current_app=self.model_admin.admin_site.name)
        before, _hole, after = url.rpartition(f"/{HOLE}/")
        return f"{before}/", f"/{after}"

    def url_for_result(self, result: Any) -> str:
        before, after = self._around_key
        # `pk`, not the key's field: a token's key must not stand in an address, so its `pk` is its user.
        key = url_quote(str(quote(result.pk)), safe=AS_IN_PATHS)
        return f"{before}{key}{after}"
