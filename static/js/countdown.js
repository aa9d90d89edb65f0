// Keeps the time that is left going, on the server's clock. Each region with data-now holds the words; screen readers
// are told the due moment, and how it stands when that changes, never each second.
(() => {
  const language = document.documentElement.lang || "en";
  const SIZES = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const writers = {};
  const written = (amount, unit) => {
    writers[unit] ??= new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" });
    return writers[unit].format(amount);
  };
  const span = (seconds) => {
    const first = SIZES.findIndex(([, size]) => seconds >= size);
    if (first < 0) return written(0, "second");
    let rest = seconds;
    return SIZES.slice(first, first + 2).map(([unit, size]) => {
      const amount = Math.floor(rest / size);
      rest -= amount * size;
      return amount ? written(amount, unit) : "";
    }).filter(Boolean).join(" ");
  };

  let ahead = 0; // how far the server's clock is ahead of this device's
  const region = () => document.querySelector("[data-now][data-left]");
  const stateAt = (now, mark) => {
    if (now > Number(mark.dataset.due)) return "late";
    return mark.dataset.warn && now < Number(mark.dataset.warn) ? "running" : "soon";
  };
  const draw = () => {
    const words = region()?.dataset;
    if (!words) return;
    const now = Date.now() + ahead;
    for (const mark of document.querySelectorAll(".due[data-due]")) {
      const state = stateAt(now, mark);
      const left = Number(mark.dataset.due) - now;
      const text = (left < 0 ? words.late : words.left).replace("%s", span(Math.floor(Math.abs(left) / 1000)));
      const live = mark.querySelector(".due__live");
      if (live.textContent !== text) live.textContent = text;
      if (mark.dataset.state !== state) {
        mark.dataset.state = state;
        const said = mark.querySelector(".due__said");
        if (said && state !== "running") said.textContent = state === "late" ? words.saidLate : words.saidSoon;
      }
    }
  };
  const start = () => {
    const at = Number(region()?.dataset.now);
    if (!at) return;
    ahead = at - Date.now();
    draw();
    setInterval(draw, 1000);
    document.addEventListener("htmx:afterSettle", draw);
    document.addEventListener("htmx:oobAfterSwap", draw);
    document.addEventListener("visibilitychange", draw);
  };
  document.addEventListener("DOMContentLoaded", start);
})();
