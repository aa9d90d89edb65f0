// Shows the copy buttons and makes them copy; without it the text can be selected by hand.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  for (const box of document.querySelectorAll("[data-copy]")) {
    const button = box.querySelector("button");
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(box.querySelector("[data-copy-text]").textContent.trim());
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 2000);
    });
  }
});
