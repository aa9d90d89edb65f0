// Sitting an exam: one question at a time, each answer sent at once and kept on this device until the server has it, the
// server's clock, and one page that writes. Without this script the whole page is a form with a button.
(() => {
  const form = document.querySelector("[data-sitting]");
  if (!form) return;
  const words = form.dataset;
  const KEY = `exam:${words.attempt}`;
  const PEN = `${KEY}:pen`;
  const RETRY = [1000, 2000, 5000, 10000, 20000];
  const TYPING = 800;
  const LOOK = 15000;
  const WAIT_AT_THE_END = 3500;
  const sections = [...form.querySelectorAll(".question")];
  const links = [...form.querySelectorAll(".paper__map a")];
  const note = form.querySelector("[data-saved-note]");
  const said = form.querySelector("[data-said]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

  // What is kept on this device: answers on their way, and the questions somebody marked.
  let store;
  try { store = window.localStorage; store.getItem(KEY); } catch { store = null; }
  const kept = { queue: {}, marked: [] };
  try { Object.assign(kept, JSON.parse(store?.getItem(KEY) || "{}")); } catch { /* not ours */ }
  const { queue, marked } = kept;
  const keep = () => { try { store?.setItem(KEY, JSON.stringify({ queue, marked })); } catch { /* full */ } };
  const forget = () => { try { store?.removeItem(KEY); store?.removeItem(PEN); } catch { /* away */ } };

  let stopped = false, busy = false, failures = 0, timer = 0, deadline = 0, leaving = false;

  const sectionOf = (place) => sections.find((one) => one.dataset.place === String(place));
  const fields = (section) => [...section.querySelectorAll(`[name="q${section.dataset.place}"]`)];
  const answerOf = (section) => {
    if (section.dataset.kind === "text") return { text: fields(section)[0].value };
    const chosen = fields(section).filter((field) => field.type === "hidden" || field.checked);
    return chosen.map((field) => Number(field.value));
  };
  const isGiven = (answer) => (Array.isArray(answer) ? answer.length > 0 : answer.text.trim() !== "");
  const put = (section, answer) => {
    if (section.dataset.kind === "text") fields(section)[0].value = answer.text;
    else if (section.dataset.kind === "order") {
      const list = section.querySelector(".order");
      for (const place of answer) list.append(list.querySelector(`[value="${place}"]`).closest("li"));
    } else for (const field of fields(section)) field.checked = answer.includes(Number(field.value));
  };

  const show = (state) => { note.dataset.state = state; note.textContent = words[state]; };
  const tell = (section, isAnswered) => {
    const link = links[sections.indexOf(section)];
    const isMarked = marked.includes(section.dataset.place);
    if (isAnswered !== undefined) link.dataset.state = isAnswered ? "answered" : "open";
    link.toggleAttribute("data-marked", isMarked);
    section.querySelector("[data-mark]").setAttribute("aria-pressed", String(isMarked));
    const state = link.dataset.state === "answered" ? words.answered : words.unanswered;
    link.querySelector("[data-told]").textContent = isMarked ? `${state}, ${words.marked}` : state;
  };

  // Sending.
  const stop = () => {
    stopped = true;
    form.classList.add("paper--stopped");
    form.querySelector("[data-other]").hidden = false;
    for (const field of form.querySelectorAll("input, textarea, button")) field.disabled = true;
    note.textContent = "";
  };
  const end = () => { leaving = true; forget(); location.assign(words.resultUrl); };
  const later = () => {
    show("unsaved");
    clearTimeout(timer);
    timer = setTimeout(send, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  };
  const post = (section, entry) => fetch(words.answerUrl, {
    method: "POST",
    redirect: "error",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({
      place: Number(section.dataset.place),
      version: Number(section.dataset.version),
      writer: words.writer,
      answer: entry.answer,
    }),
  });
  const done = (section, entry, version) => {
    section.dataset.version = version;
    section.querySelector(`[name="v${section.dataset.place}"]`).value = version;
    if (queue[section.dataset.place] === entry) delete queue[section.dataset.place];
    else if (queue[section.dataset.place]) queue[section.dataset.place].version = version;
    keep();
  };
  const took = async (reply, section, entry) => {
    const body = await reply.json();
    if (reply.ok) { done(section, entry, body.version); setLeft(body.left); }
    else if (body.code === "over") end();
    else if (body.code === "other_page") stop();
    // Ours is the only page that writes: what is here is the newest, the version was lost on the way.
    else if (body.code === "stale") section.dataset.version = body.version;
    else { delete queue[section.dataset.place]; keep(); show("refused"); return false; }
    return true;
  };
  async function send() {
    const place = Object.keys(queue)[0];
    if (busy || stopped || leaving) return;
    clearTimeout(timer);
    if (!place) { show("saved"); return; }
    const section = sectionOf(place), entry = queue[place];
    busy = true;
    show("saving");
    let goes = false;
    try { goes = await took(await post(section, entry), section, entry); failures = 0; } catch { later(); }
    busy = false;
    if (goes) send();
  }
  const give = (section, wait) => {
    const answer = answerOf(section);
    queue[section.dataset.place] = { answer, version: Number(section.dataset.version) };
    keep();
    tell(section, isGiven(answer));
    show("saving");
    clearTimeout(timer);
    if (wait) timer = setTimeout(send, wait);
    else send();
  };

  // What a crash left here: sent if nothing was saved since, offered if something was.
  const resume = () => {
    for (const [place, entry] of Object.entries(queue)) {
      const section = sectionOf(place);
      if (!section || JSON.stringify(entry.answer) === JSON.stringify(answerOf(section))) delete queue[place];
      else if (entry.version === Number(section.dataset.version)) put(section, entry.answer);
      else { delete queue[place]; offer(section, entry.answer); }
      if (queue[place]) tell(section, isGiven(entry.answer));
    }
    keep();
    if (Object.keys(queue).length) send();
  };
  const offer = (section, answer) => {
    const box = section.querySelector("[data-left-over]"), typed = box.querySelector("q");
    box.hidden = false;
    typed.hidden = !answer.text;
    typed.textContent = answer.text || "";
    box.querySelector("[data-use]").addEventListener("click", () => {
      box.hidden = true;
      put(section, answer);
      give(section, 0);
    });
  };

  // One question at a time.
  const go = (section, focus) => {
    for (const [number, one] of sections.entries()) {
      one.toggleAttribute("data-shown", one === section);
      if (one === section) links[number].setAttribute("aria-current", "true");
      else links[number].removeAttribute("aria-current");
    }
    if (focus) { section.focus({ preventScroll: true }); window.scrollTo({ top: 0 }); }
  };
  const goToHash = (focus) => go(sections.find((one) => `#${one.id}` === location.hash) || sections[0], focus);
  const move = (button) => {
    const [place, option, way] = button.value.split(":");
    const section = sectionOf(place), item = button.closest("li");
    if (option !== "0") {
      const beside = way === "up" ? item.previousElementSibling : item.nextElementSibling;
      if (beside) beside[way === "up" ? "before" : "after"](item);
      button.focus();
      said.textContent = words.moved.replace("%s", [...item.parentNode.children].indexOf(item) + 1);
    }
    section.querySelector("[data-keep]").hidden = true;
    give(section, 0);
  };
  const mark = (section) => {
    const at = marked.indexOf(section.dataset.place);
    if (at < 0) marked.push(section.dataset.place);
    else marked.splice(at, 1);
    keep();
    tell(section);
  };
  const finish = async () => {
    await send();
    const until = Date.now() + WAIT_AT_THE_END;
    while (Object.keys(queue).length && !stopped && Date.now() < until) await new Promise((go) => setTimeout(go, 100));
    return !Object.keys(queue).length;
  };

  form.addEventListener("change", (event) => {
    const section = event.target.closest(".question");
    if (section) give(section, 0);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) give(event.target.closest(".question"), TYPING);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || stopped) return;
    const section = button.closest(".question");
    if (button.name === "move") { event.preventDefault(); move(button); }
    else if ("mark" in button.dataset) mark(section);
    else if (button.dataset.go) {
      const next = sections[sections.indexOf(section) + Number(button.dataset.go)];
      if (next) location.hash = next.id;
    } else if ("finish" in button.dataset) {
      event.preventDefault();
      finish().then((isSaved) => { if (isSaved) { leaving = true; location.assign(words.submitUrl); } });
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => goToHash(true));
  window.addEventListener("online", () => { failures = 0; send(); });
  window.addEventListener("storage", (event) => {
    if (event.key === PEN && event.newValue && event.newValue !== words.writer) stop();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.addEventListener("beforeunload", (event) => {
    if (Object.keys(queue).length && !stopped && !leaving) event.preventDefault();
  });

  // The server's clock.
  const clock = form.querySelector("[data-clock]");
  const setLeft = (left) => { deadline = Date.now() + left * 1000; };
  const two = (number) => String(number).padStart(2, "0");
  let told = Infinity;
  const tick = () => {
    if (stopped || leaving) return;
    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
    const hours = Math.floor(left / 3600), minutes = Math.floor((left % 3600) / 60);
    clock.textContent = `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(left % 60)}`;
    if (left <= 300) clock.parentNode.dataset.state = "soon";
    const mark = [1, 5, 10].find((one) => left <= one * 60);
    if (mark && mark < told) {
      told = mark;
      said.textContent = mark === 1 ? words.last : words.minutes.replace("%s", mark);
    }
    if (!left) {
      leaving = false;
      clearInterval(ticking);
      finish().then(() => { leaving = true; forget(); document.getElementById("hand-in").submit(); });
    }
  };
  const look = async () => {
    if (stopped || leaving) return;
    try {
      const reply = await fetch(`${words.stateUrl}?writer=${words.writer}`, { redirect: "error" });
      const body = await reply.json();
      if (body.over) end();
      else if (!body.writes) stop();
      else setLeft(body.left);
    } catch { /* the next look asks again */ }
  };

  form.classList.add("paper--paged");
  for (const element of form.querySelectorAll("[data-scripted]")) element.hidden = false;
  for (const element of form.querySelectorAll("[data-plain]")) element.hidden = true;
  sections[0].querySelector('[data-go="-1"]').disabled = true;
  sections.at(-1).querySelector('[data-go="1"]').disabled = true;
  clock.hidden = false;
  setLeft(Number(words.left));
  try { store?.setItem(PEN, words.writer); } catch { /* full */ }
  const ticking = setInterval(tick, 500);
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  for (const section of sections) tell(section);
  goToHash(false);
  resume();
  tick();
})();
