// Keeps a started answer on this device until it is sent; the server knows nothing of it before. And hides the questions
// that depend on an answer not given; the server decides the same again when the answer is sent.
(() => {
  const DAYS = 14;
  const PREFIX = "survey:";
  const key = PREFIX + location.pathname;

  const answers = (form, name) => new FormData(form).getAll(name).filter((value) => value !== "");

  const holds = (form, question) => {
    const { askedAfter, comparison, value } = question.dataset;
    const parent = form.querySelector(`[name="${CSS.escape(askedAfter)}"]`)?.closest(".question");
    const given = parent && !parent.hidden ? answers(form, askedAfter) : [];
    if (!given.length) return false;
    if (comparison === "at_most") return Number(given[0]) <= Number(value);
    if (comparison === "at_least") return Number(given[0]) >= Number(value);
    return given.includes(value) === (comparison === "is");
  };

  // In their order on the page, so that a branch falls away with its first question.
  const ask = (form) => {
    for (const question of form.querySelectorAll("[data-asked-after]")) {
      question.hidden = !holds(form, question);
      if (!("insists" in question.dataset)) continue;
      for (const field of question.querySelectorAll("textarea, input[type=radio]")) field.required = !question.hidden;
    }
  };

  const start = (form, keep) => {
    for (const when of form.querySelectorAll(".question__when")) when.hidden = true;
    ask(form);
    form.addEventListener("input", () => { ask(form); keep(); });
  };

  let store;
  try { store = window.localStorage; store.getItem(key); } catch { store = null; }

  const read = (name) => { try { return JSON.parse(store.getItem(name)) || {}; } catch { return {}; } };
  for (const name of store ? Object.keys(store) : []) {
    if (name.startsWith(PREFIX) && !(read(name).until > Date.now())) store.removeItem(name);
  }

  const keep = (form) => {
    const typed = {};
    for (const [name, value] of new FormData(form)) {
      if (!["form", "lang", "website"].includes(name)) (typed[name] ||= []).push(value);
    }
    try { store?.setItem(key, JSON.stringify({ until: Date.now() + DAYS * 86400000, typed })); } catch { /* full */ }
  };

  const resume = (form) => {
    for (const [name, values] of Object.entries((store && read(key).typed) || {})) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        // The receipt comes too: two pages opened in one browser are one answer.
        if (["radio", "checkbox"].includes(field.type)) field.checked = [].concat(values).includes(field.value);
        else field.value = [].concat(values)[0];
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("survey");
    if (form) {
      if (form.hasAttribute("data-fresh")) resume(form);
      start(form, () => keep(form));
    } else if (document.querySelector("[data-survey-questions]")) {
      start(document.querySelector("[data-survey-questions]"), () => {});
    } else if (document.querySelector("[data-survey-done]")) {
      store?.removeItem(key);
    }
  });
})();
