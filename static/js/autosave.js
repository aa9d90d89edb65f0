/* Forms that save as one goes (data-autosave, with htmx): say so, try again when the connection fails, warn before leaving. */
(function () {
  "use strict";
  var RETRY = [2000, 5000, 15000, 30000];
  var waiting = new Map();

  function formOf(event) {
    var element = event.detail && event.detail.elt;
    return element && element.closest ? element.closest("form[data-autosave]") : null;
  }
  function noteOf(form) {
    return document.querySelector(form.getAttribute("hx-target"));
  }
  function show(form, name) {
    var note = noteOf(form);
    if (note && note.dataset[name]) {
      note.textContent = note.dataset[name];
      note.dataset.state = name;
    }
  }
  function tryAgain(form) {
    var state = waiting.get(form) || { failures: 0 };
    clearTimeout(state.timer);
    state.timer = setTimeout(function () {
      window.htmx.trigger(form, "change");
    }, RETRY[Math.min(state.failures, RETRY.length - 1)]);
    state.failures += 1;
    waiting.set(form, state);
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = formOf(event);
    if (form) {
      waiting.set(form, waiting.get(form) || { failures: 0 });
      show(form, "saving");
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = formOf(event);
    if (!form) { return; }
    if (event.detail.successful) {
      clearTimeout((waiting.get(form) || {}).timer);
      waiting.delete(form);
      delete noteOf(form).dataset.state;
    } else {
      show(form, "unsaved");
      tryAgain(form);
    }
  });
  document.addEventListener("submit", function (event) {
    waiting.delete(event.target);
  });
  window.addEventListener("beforeunload", function (event) {
    if (waiting.size) { event.preventDefault(); }
  });
  window.addEventListener("online", function () {
    waiting.forEach(function (_state, form) { window.htmx.trigger(form, "change"); });
  });
})();
