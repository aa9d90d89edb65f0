// Gives the autocomplete boxes of Django's admin the name of their field, which select2 leaves out.
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
  };
  setTimeout(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
});
