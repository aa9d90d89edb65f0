// Names what Django's admin leaves without a name: autocomplete boxes by select2, and fields in the rows of a table.
document.addEventListener("DOMContentLoaded", () => {
  const nameOf = (select) => {
    const label = select.labels?.[0]?.textContent.replace(/[::]\s*$/, "").trim();
    const cell = select.closest("td");
    const head = cell?.closest("table")?.tHead?.rows[0].cells[cell.cellIndex]?.textContent.trim();
    return label || head || select.name;
  };
  const nameAll = () => {
    for (const box of document.querySelectorAll(".select2-selection:not([aria-label])")) {
      const select = box.closest(".select2-container")?.previousElementSibling;
      if (select) box.setAttribute("aria-label", nameOf(select));
      box.querySelector("[role=textbox]")?.setAttribute("aria-label", box.getAttribute("aria-label"));
    }
    for (const search of document.querySelectorAll(".select2-container .select2-search__field:not([aria-label])")) {
      const select = search.closest(".select2-container").previousElementSibling;
      if (select) search.setAttribute("aria-label", nameOf(select));
    }
    for (const field of document.querySelectorAll(".tabular td :is(input, select, textarea):not([type=hidden], [aria-label])")) {
      if (!field.labels?.length && !field.closest(".select2-container")) field.setAttribute("aria-label", nameOf(field));
    }
  };
  setTimeout(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
});
