// Keeps a draft on the server while it is typed. The form works without this file: "Lưu nháp" does the same.
(function () {
  "use strict";
  const PAUSE = 1500; // milliseconds after the last key
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) {
    return;
  }
  const state = form.querySelector("[data-save-state]");
  let timer = null;
  let running = false;
  let again = false;
  let stopped = false;

  function tell(text) {
    if (state) {
      state.textContent = text;
    }
  }

  function save() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      headers: { "X-Requested-With": "autosave" },
    })
      .then(function (response) {
        return response.json().then(function (answer) {
          if (response.ok) {
            form.elements.version.value = answer.version;
            tell(form.dataset.saved.replace("{when}", answer.saved));
          } else {
            stopped = response.status === 409;
            tell(answer.error);
          }
        });
      })
      .catch(function () {
        tell(form.dataset.offline);
      })
      .finally(function () {
        running = false;
        if (again && !stopped) {
          again = false;
          save();
        }
      });
  }

  form.addEventListener("input", function () {
    if (stopped) {
      return;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", function () {
    stopped = true;
    window.clearTimeout(timer);
  });
})();
