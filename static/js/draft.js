// Keeps what is typed into an edit form in this browser until it is saved: a closed window or an expired session
// loses nothing. Never passwords, never files. The form works without this file.
(function () {
  "use strict";
  const PREFIX = "dnfa-draft:";
  const KEPT_DAYS = 7;
  const PAUSE = 600; // milliseconds after the last key
  const UNKEPT = ["password", "file", "submit", "button", "reset", "image"];
  let store;
  try {
    store = window.localStorage;
    store.getItem(PREFIX);
  } catch (error) {
    return; // storage is forbidden here
  }

  function keysOfDrafts() {
    return Object.keys(store).filter(function (key) {
      return key.startsWith(PREFIX);
    });
  }

  function plain(path) {
    try {
      return decodeURIComponent(path);
    } catch (error) {
      return path;
    }
  }

  // The server names the page whose form has become a record; its draft, whoever's, is done.
  const saved = document.cookie.match(/(?:^|; )dnfa_saved=([^;]*)/);
  if (saved) {
    const path = plain(saved[1]);
    keysOfDrafts().forEach(function (key) {
      if (key.endsWith(":" + path)) {
        store.removeItem(key);
      }
    });
    document.cookie = "dnfa_saved=; path=/; max-age=0; samesite=lax";
  }

  function read(key) {
    try {
      const draft = JSON.parse(store.getItem(key));
      return draft && Array.isArray(draft.fields) ? draft : null;
    } catch (error) {
      return null;
    }
  }

  const oldest = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  keysOfDrafts().forEach(function (key) {
    const draft = read(key);
    if (!draft || draft.at < oldest) {
      store.removeItem(key);
    }
  });

  const form = document.querySelector("form[data-draft]");
  if (!form) {
    return;
  }
  const key = PREFIX + form.dataset.draft + ":" + plain(window.location.pathname);

  function inputs() {
    return Array.from(form.elements).filter(function (input) {
      return input.name && !input.disabled && !UNKEPT.includes(input.type) && input.name !== "csrfmiddlewaretoken";
    });
  }

  // The hidden values go along: with the base the form was opened on, the server still sees what others changed.
  function typed() {
    return inputs().flatMap(function (input) {
      if (input.type === "checkbox" || input.type === "radio") {
        return input.checked ? [[input.name, input.value]] : [];
      }
      if (input.type === "select-multiple") {
        return Array.from(input.selectedOptions).map(function (option) {
          return [input.name, option.value];
        });
      }
      return [[input.name, input.value]];
    });
  }

  function visible(fields) {
    const hidden = inputs()
      .filter(function (input) {
        return input.type === "hidden";
      })
      .map(function (input) {
        return input.name;
      });
    return JSON.stringify(
      fields.filter(function (pair) {
        return !hidden.includes(pair[0]);
      })
    );
  }

  function fill(fields) {
    inputs().forEach(function (input) {
      const values = fields
        .filter(function (pair) {
          return pair[0] === input.name;
        })
        .map(function (pair) {
          return pair[1];
        });
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = values.includes(input.value);
      } else if (input.type === "select-multiple") {
        Array.from(input.options).forEach(function (option) {
          option.selected = values.includes(option.value);
        });
      } else if (values.length) {
        const same = inputs().filter(function (other) {
          return other.name === input.name;
        });
        input.value = values[Math.min(same.indexOf(input), values.length - 1)];
      }
      if (input.type !== "hidden") {
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  let opened = visible(typed());
  let timer = 0;

  function keep() {
    window.clearTimeout(timer);
    const fields = typed();
    try {
      if (visible(fields) === opened && form.hasAttribute("data-draft-fresh")) {
        store.removeItem(key);
      } else {
        store.setItem(key, JSON.stringify({ at: Date.now(), fields: fields }));
      }
    } catch (error) {
      // The store is full: the form itself is not touched.
    }
  }

  function listen() {
    ["input", "change"].forEach(function (kind) {
      form.addEventListener(kind, function () {
        window.clearTimeout(timer);
        timer = window.setTimeout(keep, PAUSE);
      });
    });
    form.addEventListener("submit", keep);
    // The server holds all of it (autosave.js): nothing is left for this browser to keep.
    form.addEventListener("autosave:kept", function () {
      window.clearTimeout(timer);
      timer = 0;
      opened = visible(typed());
      store.removeItem(key);
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && timer) {
        keep();
      }
    });
  }

  const offer = document.querySelector("[data-draft-offer]");
  const draft = read(key);
  if (offer && draft && form.hasAttribute("data-draft-fresh") && visible(draft.fields) !== opened) {
    const time = offer.querySelector("[data-draft-time]");
    const at = new Date(draft.at);
    const two = function (number) {
      return String(number).padStart(2, "0");
    };
    time.dateTime = at.toISOString();
    time.textContent =
      two(at.getDate()) + "/" + two(at.getMonth() + 1) + "/" + at.getFullYear() + " " + two(at.getHours()) + ":" + two(at.getMinutes());
    offer.hidden = false;
    offer.querySelector("[data-draft-use]").addEventListener("click", function () {
      fill(draft.fields);
      offer.hidden = true;
      const first = inputs().find(function (input) {
        return input.type !== "hidden";
      });
      if (first) {
        first.focus();
      }
    });
    offer.querySelector("[data-draft-drop]").addEventListener("click", function () {
      store.removeItem(key);
      offer.hidden = true;
    });
  }
  listen();
})();
