// Names each cell after its column, so that rows can stand as cards on a phone.
document.addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("result_list");
  if (!table) return;
  const names = Array.from(table.tHead.rows[0].cells, (cell) => cell.querySelector(".text")?.textContent.trim() ?? "");
  for (const row of table.tBodies[0].rows) {
    Array.from(row.cells, (cell, place) => {
      if (!cell.classList.contains("action-checkbox") && names[place]) cell.dataset.label = names[place];
    });
  }
  table.classList.add("as-cards");
});
