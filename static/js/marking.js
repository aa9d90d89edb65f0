// The running percentage while points are given, and buttons to step them; the server counts again when it is saved.
(function () {
  "use strict";
  var form = document.querySelector("[data-marking]");
  if (!form) { return; }
  var shown = form.querySelector("[data-percent]");
  var language = document.documentElement.lang || undefined;
  var inCents = function (value) { return Math.round((value + Number.EPSILON) * 100) / 100; };

  function total() {
    var earned = Number(form.dataset.fixed), possible = Number(form.dataset.possible);
    form.querySelectorAll("[data-sheet]").forEach(function (sheet) {
      var given = 0;
      sheet.querySelectorAll("[data-points]").forEach(function (input) { given += Number(input.value) || 0; });
      var most = Number(sheet.dataset.most);
      earned += sheet.dataset.weight && most ? inCents(Number(sheet.dataset.weight) * given / most) : given;
    });
    return possible ? inCents(100 * earned / possible) : 0;
  }

  function show() {
    var percent = total();
    shown.textContent = percent.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    shown.classList.toggle("is-enough", percent >= Number(form.dataset.mark));
  }

  function stepper(input, sign, by) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = sign;
    button.setAttribute("aria-label", sign + by + " – " + form.querySelector("label[for='" + input.id + "']").textContent);
    button.addEventListener("click", function () {
      var next = (Number(input.value) || 0) + by;
      input.value = Math.min(Number(input.dataset.most), Math.max(0, next));
      show();
    });
    return button;
  }

  form.querySelectorAll("[data-points]").forEach(function (input) {
    input.before(stepper(input, "−", -1));
    input.after(stepper(input, "+", 1));
  });
  form.addEventListener("input", show);
})();
