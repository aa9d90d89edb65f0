// Keeps the queue fresh without moving what is under the finger: while somebody is at it, a new order waits for a touch.
(() => {
  const QUIET = 30000;
  let lastTouch = 0;
  let waiting = null;
  let shownAt = new Date();

  const orderIn = (root) => [...root.querySelectorAll(".case")].map((row) => row.dataset.pk).join();
  const time = (moment) => moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("DOMContentLoaded", () => {
    const queue = document.getElementById("queue");
    const note = document.getElementById("queue-status");
    const changed = document.getElementById("queue-changed");
    if (!queue) return;
    for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
      window.addEventListener(kind, () => { lastTouch = Date.now(); }, { passive: true });
    }

    const say = (text) => { note.hidden = !text; if (note.textContent !== text) note.textContent = text; };
    const show = () => {
      if (waiting === null) return;
      window.htmx.swap(queue, waiting, { swapStyle: "innerHTML" });
      waiting = null;
      changed.hidden = true;
    };
    changed.addEventListener("click", () => {
      show();
      window.scrollTo({ top: 0 });
      queue.querySelector(".case__subject")?.focus();
    });

    queue.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target !== queue || event.detail.xhr.status !== 200) return;
      if (new URL(event.detail.xhr.responseURL).pathname !== location.pathname) {
        event.detail.shouldSwap = false;
        say(note.dataset.signedOut);
        return;
      }
      const fresh = document.createElement("template");
      fresh.innerHTML = event.detail.serverResponse;
      const moves = orderIn(fresh.content) !== orderIn(queue) && orderIn(queue) !== "";
      if (moves && Date.now() - lastTouch < QUIET) {
        event.detail.shouldSwap = false;
        waiting = event.detail.serverResponse;
        changed.hidden = false;
      } else {
        waiting = null;
        changed.hidden = true;
      }
    });
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== queue) return;
      const reached = event.detail.successful && new URL(event.detail.xhr.responseURL).pathname === location.pathname;
      if (reached) {
        shownAt = new Date();
        say("");
      } else if (!event.detail.successful) {
        say(note.dataset.offline.replace("%s", time(shownAt)));
      }
    });
    window.addEventListener("online", () => window.htmx.trigger(queue, "refresh"));
    window.addEventListener("offline", () => say(note.dataset.offline.replace("%s", time(shownAt))));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) window.htmx.trigger(queue, "refresh");
    });
    // Somebody who went away for a while finds the new order, not a button.
    setInterval(() => { if (waiting !== null && Date.now() - lastTouch > QUIET) show(); }, 5000);
  });
})();
