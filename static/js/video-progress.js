// Keeps how far a video was watched: every ten seconds, at a pause and on leaving. What could not be sent stays on this device
// and goes with the next save; the server decides what counts.
(() => {
  const EVERY_MS = 10000;
  const JUMP_SECONDS = 1.5;
  const KEPT_MS = 7 * 86400000;
  document.addEventListener("DOMContentLoaded", () => {
    const unit = document.getElementById("video-unit");
    if (!unit) return;
    const video = unit.querySelector("video");
    const state = document.getElementById("video-state");
    const token = unit.querySelector("[name=csrfmiddlewaretoken]").value;
    let store;
    try { store = window.localStorage; store.getItem("x"); } catch { store = null; }

    const read = () => { try { return JSON.parse(store.getItem(unit.dataset.key)) || null; } catch { return null; } };
    const kept = read();
    // Seconds played and not taken by the server yet, as [from, to); `seenAt` is when the position was true.
    let waiting = kept && Date.now() - kept.seenAt < KEPT_MS ? kept.ranges : [];
    // Another device may have been further since.
    const isNewer = waiting.length && kept.seenAt > Number(unit.dataset.last) + 2000;
    let position = isNewer ? kept.position : Number(unit.dataset.position);
    let seenAt = isNewer ? kept.seenAt : Number(unit.dataset.last);
    let from = null;
    let last = 0;
    let sending = false;

    const keep = () => {
      try {
        if (waiting.length) store.setItem(unit.dataset.key, JSON.stringify({ ranges: waiting, position, seenAt }));
        else store.removeItem(unit.dataset.key);
      } catch { /* no room: what is in memory is still sent */ }
    };
    const join = (ranges) => {
      const joined = [];
      for (const [first, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
        const before = joined[joined.length - 1];
        if (before && first <= before[1]) before[1] = Math.max(before[1], end);
        else if (end > first) joined.push([first, end]);
      }
      return joined;
    };
    // Whole seconds: the rest of one goes with the next piece.
    const note = (isEnd = false) => {
      position = Math.floor(video.currentTime);
      seenAt = Date.now();
      if (from === null) return;
      const end = isEnd ? Math.ceil(last) : Math.floor(last);
      if (end > Math.floor(from)) {
        waiting = join([...waiting, [Math.floor(from), end]]);
        from = end;
      }
      keep();
    };
    const said = () => {
      const form = new FormData();
      form.append("csrfmiddlewaretoken", token);
      form.append("position", String(position));
      form.append("ranges", JSON.stringify(waiting));
      form.append("age", String(Math.max(0, Math.round((Date.now() - seenAt) / 1000))));
      return form;
    };
    const show = (answer) => {
      document.getElementById("video-percent").textContent = String(answer.percent);
      document.getElementById("video-bar").value = answer.percent;
      state.textContent = answer.done ? unit.dataset.finished : unit.dataset.saved;
      if (answer.done && !unit.dataset.done) {
        unit.dataset.done = "1";
        // The buttons below change; a playing video is not interrupted.
        if (video.paused) location.reload();
        else video.addEventListener("pause", () => location.reload(), { once: true });
      }
    };
    const save = async () => {
      if (sending) return;
      sending = true;
      const sent = JSON.stringify(waiting);
      try {
        const answer = await fetch(unit.dataset.save, { method: "POST", body: said(), keepalive: true });
        if (!answer.ok) throw new Error(String(answer.status));
        if (JSON.stringify(waiting) === sent) waiting = [];
        keep();
        show(await answer.json());
      } catch {
        keep();
        state.textContent = unit.dataset.waiting;
      } finally {
        sending = false;
      }
    };
    const leave = () => {
      note();
      if (position !== Number(unit.dataset.position) || waiting.length) navigator.sendBeacon(unit.dataset.save, said());
    };

    video.addEventListener("loadedmetadata", () => {
      const end = Number.isFinite(video.duration) ? video.duration : Infinity;
      if (position > 0 && position < end - 1) video.currentTime = position;
    });
    video.addEventListener("play", () => { from = last = video.currentTime; });
    video.addEventListener("timeupdate", () => {
      if (video.seeking || from === null) return;
      const now = video.currentTime;
      // A jump is no watching, in either direction.
      if (now < last || now - last > JUMP_SECONDS * Math.max(1, video.playbackRate)) {
        note();
        from = now;
      }
      last = now;
    });
    video.addEventListener("seeking", () => { note(); from = null; });
    video.addEventListener("seeked", () => {
      position = Math.floor(video.currentTime);
      seenAt = Date.now();
      if (!video.paused) from = last = video.currentTime;
    });
    video.addEventListener("pause", () => { last = Math.max(last, from === null ? 0 : video.currentTime); note(video.ended); from = null; save(); });
    video.addEventListener("ended", () => { note(true); save(); });
    video.addEventListener("error", () => { state.textContent = unit.dataset.failed; });
    window.addEventListener("online", save);
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
    setInterval(() => {
      if (!video.paused) note();
      if (!video.paused || waiting.length) save();
    }, EVERY_MS);
    if (waiting.length) save();
  });
})();
