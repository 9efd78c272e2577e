// Keeps a form on the server while it is typed: <form data-autosave="address">. The form works without this file:
// its own button does the same. What the server is told and answers: docs/screens.md, "A form kept while typing".
(function () {
  "use strict";
  const PAUSE = 1500; // milliseconds after the last key
  const PATIENCE = [2000, 5000, 10000, 30000, 60000]; // milliseconds between tries when nothing answers
  const MOST_AT_LEAVING = 60000; // bytes a browser still sends while the window closes, with room for the headers
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.AbortController) {
    return;
  }
  const state = form.querySelector("[data-save-state]");
  const key = Array.from(window.crypto.getRandomValues(new Uint8Array(16)), function (byte) {
    return byte.toString(16).padStart(2, "0");
  }).join("");
  let turn = 0;
  let timer = 0;
  let changed = false; // something is typed that no save carries yet
  let unanswered = null; // the save whose answer has not come: sent again as it was, until it has
  let running = null;
  let tries = 0;
  let stopped = false;

  // Whatever sends this form, here or its own button, says which window it is and which of its saves.
  form.addEventListener("formdata", function (event) {
    turn += 1;
    event.formData.set("window", key);
    event.formData.set("turn", String(turn));
  });

  function tell(text) {
    if (state && text) {
      state.textContent = text;
    }
  }

  function again(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  }

  function later() {
    const pause = PATIENCE[Math.min(tries, PATIENCE.length - 1)];
    tries += 1;
    tell(form.dataset.offline);
    again(pause);
  }

  function send(body, options) {
    return fetch(
      form.dataset.autosave,
      Object.assign(
        { method: "POST", body: body, credentials: "same-origin", headers: { "X-Requested-With": "autosave", Accept: "application/json" } },
        options
      )
    );
  }

  function take(answer) {
    Object.entries(answer.carried || {}).forEach(function (pair) {
      const input = form.elements[pair[0]];
      if (input) {
        input.value = pair[1];
      }
    });
    tell([form.dataset.saved.replace("{when}", answer.saved), answer.note].filter(Boolean).join(" "));
  }

  function refused(status, error) {
    if (status === 401) {
      tell(form.dataset.expired);
    } else {
      tell(error || form.dataset.refused);
    }
    // Nobody answers differently to the same words, and what another person wrote is first to be looked at.
    stopped = status === 401 || status === 403 || status === 409;
  }

  function save() {
    window.clearTimeout(timer);
    if (running || stopped || !(unanswered || changed)) {
      return;
    }
    if (!unanswered) {
      unanswered = new FormData(form);
      changed = false;
    }
    running = new AbortController();
    send(unanswered, { signal: running.signal })
      .then(function (response) {
        if (response.status >= 500) {
          throw new Error(String(response.status));
        }
        return response.json().then(
          function (answer) {
            return [response, answer];
          },
          function () {
            return [response, {}];
          }
        );
      })
      .then(function (got) {
        const response = got[0];
        unanswered = null;
        tries = 0;
        running = null;
        if (response.ok && got[1].saved) {
          take(got[1]);
          if (!changed) {
            form.dispatchEvent(new CustomEvent("autosave:kept"));
          }
        } else {
          refused(response.ok ? 403 : response.status, got[1].error);
        }
        if (changed) {
          again(PAUSE);
        }
      })
      .catch(function (error) {
        if (error.name !== "AbortError") {
          running = null;
          later();
        }
      });
  }

  function typed() {
    changed = true;
    if (!stopped && !unanswered) {
      again(PAUSE);
    }
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed); // lists and pickers are not typed

  // A slow page is typed into before its scripts are read. What the browser brings back after a reload is draft.js's.
  function typedBefore(box) {
    return box.type === "checkbox" || box.type === "radio" ? box.checked !== box.defaultChecked : box.value !== box.defaultValue;
  }
  const arrival = window.performance.getEntriesByType("navigation")[0];
  if (arrival && arrival.type === "navigate" && Array.from(form.querySelectorAll("input:not([type=hidden]), textarea")).some(typedBefore)) {
    typed();
  }

  // The window may not come back: what is typed goes along with it.
  function leave() {
    if (stopped || !(changed || unanswered)) {
      return;
    }
    const body = new FormData(form);
    const size = Array.from(body.entries()).reduce(function (sum, pair) {
      return sum + new Blob([pair[0], pair[1]]).size + 200;
    }, 0);
    if (size < MOST_AT_LEAVING) {
      send(body, { keepalive: true }).catch(function () {}); // the browser's own draft (draft.js) stands
    }
  }
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      save();
    }
  });
  window.addEventListener("online", function () {
    if (unanswered && !running) {
      tries = 0;
      save();
    }
  });

  // Its own button sends all that is typed; should it not get through, the next key begins again.
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
    if (running) {
      running.abort();
      running = null;
    }
    changed = false;
    unanswered = null;
  });
})();
