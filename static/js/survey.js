// Keeps a started answer on this device until it is sent; the server knows nothing of it before.
(() => {
  const DAYS = 14;
  const PREFIX = "survey:";
  const key = PREFIX + location.pathname;
  let store;
  try { store = window.localStorage; store.getItem(key); } catch { return; }

  const read = (name) => { try { return JSON.parse(store.getItem(name)) || {}; } catch { return {}; } };
  for (const name of Object.keys(store)) {
    if (name.startsWith(PREFIX) && !(read(name).until > Date.now())) store.removeItem(name);
  }

  const keep = (form) => {
    const typed = {};
    for (const [name, value] of new FormData(form)) {
      if (!["form", "lang", "website"].includes(name)) typed[name] = value;
    }
    try { store.setItem(key, JSON.stringify({ until: Date.now() + DAYS * 86400000, typed })); } catch { /* full */ }
  };

  const resume = (form) => {
    for (const [name, value] of Object.entries(read(key).typed || {})) {
      const field = form.elements[name];
      // The receipt comes too: two pages opened in one browser are one answer.
      if (field) field.value = value;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("survey");
    if (form) {
      if (form.hasAttribute("data-fresh")) resume(form);
      form.addEventListener("input", () => keep(form));
    } else if (document.querySelector("[data-survey-done]")) {
      store.removeItem(key);
    }
  });
})();
