// Forms marked data-keep: what is typed stays on this device until it was sent, too large files are said before they are sent,
// and a failed or refused try leaves everything where it was, chosen files too. Without a script they are plain forms.
(() => {
  const DAYS = 7;
  const NOT_KEPT = ["key", "opened", "question", "answer", "lang", "website"];
  const nameOf = (form) => `draft:${location.pathname}#${form.id}`;
  let store = null;
  try { store = window.localStorage; store.getItem("x"); } catch { store = null; }

  const keep = (form) => {
    if (!store) return;
    const typed = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NOT_KEPT.includes(name)) typed[name] = value;
    }
    try { store.setItem(nameOf(form), JSON.stringify({ until: Date.now() + DAYS * 86400000, typed })); } catch { /* full */ }
  };
  const forget = (form) => { if (store) store.removeItem(nameOf(form)); };
  const resume = (form) => {
    if (!store) return;
    let kept = null;
    try { kept = JSON.parse(store.getItem(nameOf(form))); } catch { /* not ours */ }
    if (!kept || !(kept.until > Date.now())) return;
    for (const [name, value] of Object.entries(kept.typed)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
  };

  const tooLarge = (form) => {
    for (const input of form.querySelectorAll("input[type=file][data-most]")) {
      const sizes = Array.from(input.files, (file) => file.size);
      const together = sizes.reduce((sum, size) => sum + size, 0);
      const wrong = Math.max(0, ...sizes) > Number(input.dataset.most) || together > Number(input.dataset.together);
      const problem = input.closest(".field").querySelector("[data-file-problem]");
      problem.hidden = !wrong;
      problem.querySelector("span").textContent = wrong ? input.dataset.tooLarge : "";
      if (wrong) { input.focus(); return true; }
    }
    return false;
  };

  const showAgain = (form, text) => {
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    const old = document.querySelector("main");
    if (!main || !old) return;
    for (const input of old.querySelectorAll("input[type=file]")) {
      const place = main.querySelector(`input[type=file][name="${input.name}"]`);
      if (place && input.files.length) {
        place.closest(".field").querySelector("[data-choose-again]")?.remove();
        place.replaceWith(input);
      }
    }
    old.replaceWith(main);
    if (window.htmx) window.htmx.process(main);
    prepare();
    const first = main.querySelector("[data-first], .field--error input, .field--error textarea, .field--error select");
    if (first) first.focus();
    else main.querySelector("[role=alert]:not([hidden])")?.scrollIntoView();
  };

  const send = async (form) => {
    const button = form.querySelector("button[type=submit]");
    const unsent = form.querySelector("[data-unsent]");
    button.disabled = true;
    unsent.hidden = true;
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form) });
      if (answer.redirected && answer.ok) {
        forget(form);
        location.assign(answer.url);
        return;
      }
      showAgain(form, await answer.text());
    } catch {
      unsent.hidden = false;
      unsent.scrollIntoView({ block: "center" });
    } finally {
      button.disabled = false;
    }
  };

  const prepare = () => {
    for (const form of document.querySelectorAll("form[data-keep]")) {
      if (form.dataset.prepared) continue;
      form.dataset.prepared = "yes";
      if (form.hasAttribute("data-fresh")) resume(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("change", (event) => { if (event.target.type === "file") tooLarge(form); });
      form.addEventListener("submit", (event) => {
        if (event.submitter && event.submitter.name) return;
        event.preventDefault();
        if (!tooLarge(form)) send(form);
      });
    }
  };
  document.addEventListener("DOMContentLoaded", prepare);
})();
