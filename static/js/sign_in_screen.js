// The lecturer's screen: says when the server cannot be reached, and fills the projector. Codes change by htmx.
document.addEventListener("DOMContentLoaded", () => {
  const away = document.getElementById("screen-away");
  const missed = (event) => { if (event.target.id?.startsWith("screen-")) away.hidden = false; };
  document.body.addEventListener("htmx:sendError", missed);
  document.body.addEventListener("htmx:responseError", missed);
  document.body.addEventListener("htmx:timeout", missed);
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 200) away.hidden = true;
  });
  const button = document.getElementById("full-screen");
  if (!button || !document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
});
