// Comfort on the forms of an agreement; each works without this file.
(function () {
  "use strict";
  // How a printed term is read stands under its box; one press fills the boxes below.
  const sentence = document.querySelector("[data-term-sentence]");
  if (sentence) {
    const reading = document.createElement("div");
    reading.id = "term-reading";
    reading.setAttribute("role", "status");
    sentence.closest(".field").after(reading);
    reading.addEventListener("click", function (event) {
      const button = event.target.closest("[data-fill-term]");
      if (!button) {
        return;
      }
      ["term_kind", "term_ends_on", "term_months", "term_renew_months", "term_notice_months"].forEach(function (name) {
        const box = document.getElementById("id_" + name);
        if (box) {
          box.value = button.getAttribute("data-" + name);
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
    });
  }

  // Boxes that the chosen kind of term does not use are put away, unless something stands in them.
  const kind = document.getElementById("id_term_kind");
  const uses = {
    until: ["term_ends_on", "term_notice_months"],
    for: ["term_months", "term_notice_months"],
    auto_renew: ["term_months", "term_renew_months", "term_notice_months"],
  };
  function fit() {
    ["term_ends_on", "term_months", "term_renew_months", "term_notice_months"].forEach(function (name) {
      const box = document.getElementById("id_" + name);
      if (box) {
        box.closest(".field").hidden = !(uses[kind.value] || []).includes(name) && !box.value;
      }
    });
  }
  if (kind) {
    kind.addEventListener("change", fit);
    fit();
  }

  // Rows for people who signed: empty ones come when they are asked for.
  const rows = Array.from(document.querySelectorAll('fieldset.field')).filter(function (row) {
    return row.querySelector('[name^="signer"]');
  });
  function isEmpty(row) {
    return !row.querySelector(".field-error") && Array.from(row.querySelectorAll("input")).every(function (box) {
      return !box.value;
    });
  }
  if (rows.length) {
    const used = rows.filter(function (row) {
      return !isEmpty(row);
    }).length;
    const spare = rows.slice(Math.max(2, used)).filter(isEmpty);
    spare.forEach(function (row) {
      row.hidden = true;
    });
    if (spare.length) {
      const more = document.createElement("button");
      more.type = "button";
      more.className = "btn btn-quiet more-signers";
      more.textContent = rows[0].querySelector("[data-add-label]").dataset.addLabel;
      more.addEventListener("click", function () {
        const next = spare.shift();
        next.hidden = false;
        next.querySelector("input").focus();
        if (!spare.length) {
          more.remove();
        }
      });
      rows[rows.length - 1].after(more);
    }
  }
})();
