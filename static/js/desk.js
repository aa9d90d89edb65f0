// The page of a request: keeps what is typed on this device until the server has it, sends again after a dropped
// connection under the same key, tells others that somebody writes, and shows what they do.
(() => {
  const RETRY = [2000, 5000, 15000, 30000];
  const KEEP_DAYS = 14;
  const PREFIX = "desk:";
  const WRITING_FOR = 20000;

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const store = {
    read(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    forget(name) { try { localStorage.removeItem(name); } catch { /* forbidden */ } },
    tidy() {
      try {
        for (const name of Object.keys(localStorage)) {
          if (name.startsWith(PREFIX) && !(this.read(name)?.until > Date.now())) this.forget(name);
        }
      } catch { /* forbidden */ }
    },
  };
  // htmx treats 409 and 422 as errors; here they carry what to show.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  const signedOut = (xhr) => Boolean(xhr?.responseURL) && new URL(xhr.responseURL).pathname.startsWith("/accounts/");

  const composer = (form) => {
    const box = form.elements.text;
    const state = document.getElementById("composer-state");
    const send = document.getElementById("composer-send");
    const files = form.elements.attachments;
    const name = form.dataset.draft;
    const pulse = document.getElementById("pulse");
    let failures = 0;
    let timer = null;
    let pending = false;
    let anyway = false;

    const say = (text, tone = "") => { state.textContent = text; state.dataset.tone = tone; };
    const grow = () => { box.rows = Math.min(14, Math.max(2, box.value.split("\n").length + Math.floor(box.value.length / 60))); };
    const isWriting = () => Date.now() - typedAt < WRITING_FOR && box.value.trim() !== "";
    let typedAt = 0;
    const keep = () => {
      if (box.value.trim()) {
        const draft = { text: box.value, what: form.elements.what.value, key: form.elements.client_key.value,
          seen: form.elements.seen_entry.value, unsent: pending, until: Date.now() + KEEP_DAYS * 86400000 };
        store.write(name, draft);
      } else {
        store.forget(name);
      }
    };
    const see = () => {
      const newest = document.getElementById("pulse-seen")?.dataset.newest;
      if (newest && !box.value.trim()) form.elements.seen_entry.value = newest;
    };
    const label = () => {
      const isNote = form.elements.what.value === "note";
      const words = send.querySelector("span");
      words.dataset.reply ??= words.textContent;
      words.textContent = isNote ? words.dataset.note : words.dataset.reply;
      form.classList.toggle("composer--note", isNote);
      form.elements.then.disabled = isNote;
    };
    const draft = store.read(name);
    if (draft?.text && !box.value) {
      box.value = draft.text;
      form.elements.what.value = draft.what || "reply";
      if (draft.key) form.elements.client_key.value = draft.key;
      if (draft.seen) form.elements.seen_entry.value = draft.seen;
      say(form.dataset.draftKept);
    } else if (form.elements.client_key.dataset.stale) {
      form.elements.client_key.value = newKey();
    }
    grow();
    label();

    box.addEventListener("input", () => {
      const first = !isWriting();
      typedAt = Date.now();
      if (timer) { clearTimeout(timer); timer = null; pending = false; box.readOnly = false; }
      keep();
      grow();
      pulse.elements.writing.value = isWriting() ? "1" : "0";
      if (first && isWriting()) window.htmx.trigger(pulse, "pulse");
      if (!pending) say("");
    });
    form.addEventListener("change", () => { label(); keep(); });
    files.addEventListener("change", () => {
      document.getElementById("composer-files").textContent = [...files.files].map((file) => file.name).join(", ");
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(send);
    });

    const again = (text) => {
      pending = true;
      box.readOnly = true;
      keep();
      say(text, "bad");
      clearTimeout(timer);
      timer = setTimeout(resend, RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
    };
    const open = () => form.classList.toggle("composer--closed", !form.contains(document.activeElement) && !box.value.trim() && !files.files.length);
    form.addEventListener("focusin", open);
    form.addEventListener("focusout", () => setTimeout(open, 200));
    open();
    const resend = () => { timer = null; form.requestSubmit(anyway ? document.getElementById("send-anyway") ?? send : send); };
    form.addEventListener("htmx:configRequest", (event) => {
      if (event.target !== form) return;
      anyway = event.detail.parameters.anyway === "1";
      send.disabled = true;
      say(form.dataset.sending);
      keep();
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.target !== form) return;
      const { xhr } = event.detail;
      send.disabled = false;
      if (!xhr || xhr.status === 0) { again(form.dataset.unsent); return; }
      if (xhr.status >= 500 || xhr.status === 408 || xhr.status === 429) { again(form.dataset.failed); return; }
      pending = false;
      box.readOnly = false;
      failures = 0;
      if (signedOut(xhr)) { say(document.getElementById("desk").dataset.signedOut, "bad"); return; }
      if (xhr.status === 403 || xhr.status === 404) { say(form.dataset.refused, "bad"); return; }
      if (xhr.status !== 200) say("");
    });
    document.addEventListener("desk:sent", () => {
      store.forget(name);
      form.reset();
      box.value = "";
      form.elements.client_key.value = newKey();
      form.elements.what.value = "reply";
      document.getElementById("composer-files").textContent = "";
      typedAt = 0;
      pulse.elements.writing.value = "0";
      say("");
      grow();
      label();
      setTimeout(() => { see(); document.querySelector("#case-timeline li:last-child")?.scrollIntoView({ block: "nearest" }); });
    });
    document.addEventListener("desk:new-key", () => { form.elements.client_key.value = newKey(); keep(); });
    document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.target?.id === "pulse-seen") see(); });
    document.addEventListener("htmx:afterSettle", see);
    window.addEventListener("online", () => { if (pending) { clearTimeout(timer); resend(); } });
    window.addEventListener("beforeunload", (event) => { if (pending) event.preventDefault(); });
    setInterval(() => { pulse.elements.writing.value = isWriting() ? "1" : "0"; }, 4000);
  };

  const panel = () => {
    const place = document.getElementById("case-panel");
    if (!place) return;
    let opener = null;
    document.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.target === place && !place.contains(event.detail.elt)) opener = event.detail.elt.id;
    });
    place.addEventListener("htmx:afterSettle", () => {
      if (!place.firstElementChild) return;
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
      place.scrollIntoView({ block: "nearest" });
      (place.querySelector("[role=alert]") ? place : place.querySelector("#panel-title"))?.focus();
    });
    const close = () => {
      if (!place.firstElementChild) return;
      place.replaceChildren();
      document.getElementById(opener)?.focus();
    };
    document.addEventListener("click", (event) => { if (event.target.closest?.("[data-close-panel]")) close(); });
    place.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const desk = document.getElementById("desk");
    if (!desk) return;
    store.tidy();
    const form = document.getElementById("composer");
    if (form) composer(form);
    panel();
    const status = document.getElementById("desk-status");
    const say = (text) => { status.hidden = !text; if (status.textContent !== text) status.textContent = text; };
    const pulse = document.getElementById("pulse");
    pulse.addEventListener("htmx:afterRequest", (event) => {
      if (event.target !== pulse) return;
      const { xhr } = event.detail;
      if (!xhr || xhr.status === 0 || xhr.status >= 500) say(desk.dataset.offline);
      else if (signedOut(xhr)) say(desk.dataset.signedOut);
      else say("");
    });
    window.addEventListener("offline", () => say(desk.dataset.offline));
    window.addEventListener("online", () => window.htmx.trigger(pulse, "pulse"));
    window.addEventListener("pagehide", () => {
      const facts = new FormData(pulse);
      facts.set("leaving", "1");
      navigator.sendBeacon(pulse.getAttribute("hx-post"), facts);
    });
    // Drawn anew, the facts stay as open or closed as they were.
    document.addEventListener("htmx:oobBeforeSwap", (event) => {
      const fresh = event.detail.fragment?.querySelectorAll?.(".facts") ?? [];
      for (const facts of fresh) facts.open = document.getElementById(facts.id)?.open ?? facts.open;
    });
    // On a small screen facts stand closed above the timeline; on a desk they are open beside it.
    const narrow = window.matchMedia("(max-width: 59.99rem)");
    if (narrow.matches) for (const facts of document.querySelectorAll(".facts")) facts.open = false;
    const latest = document.querySelector("#case-timeline li:last-child");
    if (latest && latest.getBoundingClientRect().bottom > window.innerHeight && !location.hash) {
      latest.scrollIntoView({ block: "center" });
    }
  });
})();
