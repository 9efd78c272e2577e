// Comfort only: every page can be read and every form sent without this file.
(function () {
  "use strict";
  const page = document.documentElement;
  page.classList.add("js");

  // Requests of htmx carry the token that plain forms carry in a hidden field.
  document.addEventListener("htmx:configRequest", function (event) {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token) {
      event.detail.headers["X-CSRFToken"] = token.content;
    }
  });

  // A page that answers with errors puts the reader on their list.
  const summary = document.querySelector("[data-focus-on-load]");
  if (summary) {
    summary.focus();
  }

  // On a narrow screen the main menu opens on demand.
  const toggle = document.querySelector("[data-menu-toggle]");
  if (toggle) {
    const menu = document.getElementById(toggle.getAttribute("aria-controls"));
    toggle.hidden = false;
    toggle.addEventListener("click", function () {
      const open = menu.classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(open));
    });
  }

  // A row of pages too long for the screen shows the one that is open.
  const here = document.querySelector(".sub-menu-list [aria-current]");
  if (here) {
    const row = here.closest(".sub-menu-list"), frame = row.getBoundingClientRect(), place = here.getBoundingClientRect();
    row.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
  }

  // On a narrow screen filters start closed, unless they speak of an error.
  document.querySelectorAll("details[data-close-when-narrow]").forEach(function (panel) {
    if (window.matchMedia("(max-width: 767.98px)").matches && !panel.querySelector(".is-invalid")) {
      panel.open = false;
    }
  });

  // Drop-down menus close on Escape, giving the focus back, and on a click elsewhere.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    const open = document.activeElement && document.activeElement.closest("details.menu[open], details.pick-several[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open], details.pick-several[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) {
      window.print();
    }
  });

  // Paper shows what folded tables hold.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.chart-table:not([open])").forEach(function (table) {
      table.open = true;
      table.dataset.openedForPrint = "";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened-for-print]").forEach(function (table) {
      table.open = false;
      delete table.dataset.openedForPrint;
    });
  });
})();
