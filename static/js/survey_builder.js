// Alt and an arrow key press the buttons that move the question which has the focus.
document.addEventListener("keydown", (event) => {
  const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = event.altKey && name && event.target.closest("[data-builder-row]");
  if (!row) return;
  event.preventDefault();
  row.querySelector(`button[name=${name}]:not(:disabled)`)?.click();
});
