// A search box before a long list: <select data-picker>. Without this file the list itself is used.
// The list stays in the form and keeps what is chosen, in the order it was chosen.
(function () {
  "use strict";
  const MOST = 50; // options shown at once

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  }

  function make(tag, attributes) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function (pair) {
      element.setAttribute(pair[0], pair[1]);
    });
    return element;
  }

  function enhance(select) {
    const id = select.id;
    const box = make("div", { class: "picker" });
    const chosen = make("ul", { class: "picker-chosen" });
    const input = make("input", {
      type: "text",
      class: "form-control",
      autocomplete: "off",
      placeholder: select.dataset.ask,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id + "-options",
    });
    const options = make("ul", { class: "picker-options", id: id + "-options", role: "listbox", hidden: "" });
    let active = -1;

    ["aria-describedby", "aria-invalid"].forEach(function (name) {
      if (select.hasAttribute(name)) {
        input.setAttribute(name, select.getAttribute(name));
      }
    });
    if (select.classList.contains("is-invalid")) {
      input.classList.add("is-invalid");
    }
    // The label and the list of errors lead to the box that is seen.
    select.id = id + "-list";
    input.id = id;
    const label = document.querySelector('label[for="' + id + '"]');
    if (label) {
      options.setAttribute("aria-label", label.textContent.trim());
    }
    select.before(box);
    select.hidden = true;
    if (select.multiple) {
      box.append(chosen);
    }
    box.append(input, options, select);

    function picked() {
      return Array.from(select.selectedOptions).filter(function (option) {
        return option.value;
      });
    }

    function show() {
      if (!select.multiple) {
        const one = picked()[0];
        input.value = one ? one.textContent.trim() : "";
        return;
      }
      chosen.replaceChildren();
      picked().forEach(function (option) {
        const item = make("li");
        const remove = make("button", { type: "button", "aria-label": select.dataset.remove + ": " + option.textContent.trim() });
        remove.textContent = "×";
        remove.addEventListener("click", function () {
          option.selected = false;
          changed();
          input.focus();
        });
        item.append(option.textContent.trim(), remove);
        chosen.append(item);
      });
    }

    function changed() {
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function close() {
      options.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(option) {
      option.selected = true;
      if (select.multiple) {
        const last = picked().filter(function (other) {
          return other !== option;
        }).pop();
        if (last) {
          last.after(option);
        } else {
          select.prepend(option);
        }
        input.value = "";
      }
      close();
      changed();
    }

    function open() {
      const one = select.multiple ? null : picked()[0];
      const typed = one && input.value === one.textContent.trim() ? "" : input.value;
      const asked = fold(typed).split(/\s+/).filter(Boolean);
      const found = Array.from(select.options).filter(function (option) {
        const text = fold(option.textContent);
        return option.value && !(select.multiple && option.selected) && asked.every(function (word) {
          return text.includes(word);
        });
      });
      options.replaceChildren();
      found.slice(0, MOST).forEach(function (option, place) {
        const item = make("li", { role: "option", id: id + "-option-" + place, "aria-selected": "false" });
        item.textContent = option.textContent.trim();
        item.addEventListener("mousedown", function (event) {
          event.preventDefault();
          choose(option);
        });
        item.chosenOption = option;
        options.append(item);
      });
      if (!found.length || found.length > MOST) {
        const note = make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" });
        note.textContent = found.length ? select.dataset.more : select.dataset.none;
        options.append(note);
      }
      active = -1;
      options.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function move(step) {
      const items = Array.from(options.children).filter(function (item) {
        return item.chosenOption;
      });
      if (!items.length) {
        return;
      }
      active = (active + step + items.length) % items.length;
      items.forEach(function (item, place) {
        item.setAttribute("aria-selected", String(place === active));
      });
      items[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[active].id);
    }

    input.addEventListener("input", open);
    input.addEventListener("click", open);
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (options.hidden) {
          open();
        }
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !options.hidden) {
        event.preventDefault();
        const item = options.children[active < 0 ? 0 : active];
        if (item && item.chosenOption && (active >= 0 || input.value)) {
          choose(item.chosenOption);
        }
      } else if (event.key === "Escape" && !options.hidden) {
        event.stopPropagation();
        close();
        show();
      } else if (event.key === "Backspace" && select.multiple && !input.value && picked().length) {
        picked().pop().selected = false;
        changed();
      }
    });
    input.addEventListener("blur", function () {
      close();
      if (!select.multiple && !input.value.trim() && picked().length) {
        select.value = "";
        changed();
      }
      if (!select.multiple) {
        show();
      } else {
        input.value = "";
      }
    });
    select.addEventListener("change", show);
    show();
  }

  document.querySelectorAll("select[data-picker]").forEach(enhance);
})();
