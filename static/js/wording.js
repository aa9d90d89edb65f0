// Wording templates: "/" and some letters offer them, Enter or a touch puts one in. The list is a combobox's listbox.
(() => {
  const MOST = 8;
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("composer-text");
    const list = document.getElementById("wording-list");
    const facts = document.getElementById("wordings");
    const open = document.getElementById("wording-open");
    if (!box || !facts) return;
    const wordings = JSON.parse(facts.textContent);
    if (!wordings.length) return;
    let found = [];
    let chosen = 0;
    let from = -1;

    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    open.hidden = false;

    const close = () => {
      list.hidden = true;
      from = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const mark = () => {
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      const item = list.children[chosen];
      if (item?.id) {
        box.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    };
    const put = (wording) => {
      const end = box.selectionStart;
      box.setRangeText(wording.text, from, Math.max(end, from), "end");
      close();
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const rank = (wording, letters) => {
      if (wording.shortcut.toLowerCase().startsWith(letters)) return 0;
      if (wording.situation.toLowerCase().startsWith(letters)) return 1;
      return `${wording.shortcut} ${wording.situation}`.toLowerCase().includes(letters) ? 2 : 3;
    };
    const item = (wording, place) => {
      const line = document.createElement("li");
      line.id = `wording-${place}`;
      line.setAttribute("role", "option");
      const name = document.createElement("strong");
      name.textContent = `/${wording.shortcut}`;
      const about = document.createElement("span");
      about.textContent = wording.situation;
      const preview = document.createElement("span");
      preview.className = "wording__text";
      preview.textContent = wording.text;
      line.append(name, " ", about, preview);
      // Before the box loses its cursor.
      line.addEventListener("pointerdown", (event) => event.preventDefault());
      line.addEventListener("click", () => put(wording));
      return line;
    };
    const offer = () => {
      const before = box.value.slice(0, box.selectionStart);
      // A Chinese keyboard writes the slash as 、 or ／.
      const typed = before.match(/(?:^|\s)[/／、]([\p{L}\p{N}_-]{0,30})$/u);
      if (!typed) { close(); return; }
      const letters = typed[1].toLowerCase();
      from = before.length - typed[1].length - 1;
      found = wordings.map((one) => [rank(one, letters), one]).filter(([place]) => place < 3)
        .sort((a, b) => a[0] - b[0]).slice(0, MOST).map(([, one]) => one);
      if (!found.length) { close(); return; }
      list.replaceChildren(...found.map(item));
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
      chosen = 0;
      mark();
    };
    box.addEventListener("input", offer);
    box.addEventListener("blur", () => setTimeout(close, 150));
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        chosen = (chosen + step + found.length) % found.length;
        mark();
      } else if (event.key === "Enter" || event.key === "Tab") {
        put(found[chosen]);
      } else if (event.key === "Escape") {
        close();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    open.addEventListener("pointerdown", (event) => event.preventDefault());
    open.addEventListener("click", () => {
      box.focus();
      const gap = box.selectionStart && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? " /" : "/";
      box.setRangeText(gap, box.selectionStart, box.selectionEnd, "end");
      offer();
    });
  });
})();
