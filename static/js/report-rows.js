// Rows of a report (meetings, obligations): empty ones come when they are asked for. Without this file all are shown.
(function () {
  "use strict";
  const LEAST = 1; // empty rows shown of each group
  const boxes = "input:not([type='hidden']), textarea";

  function isEmpty(row) {
    return !row.querySelector(".field-error") && Array.from(row.querySelectorAll(boxes)).every(function (box) {
      return !box.value;
    });
  }

  function prepare(group, label) {
    const rows = Array.from(group.querySelectorAll("fieldset.field"));
    const used = rows.reduce(function (last, row, place) {
      return isEmpty(row) ? last : place + 1;
    }, 0);
    const spare = rows.slice(used + LEAST).filter(isEmpty);
    spare.forEach(function (row) {
      row.hidden = true;
    });
    if (!spare.length) {
      return;
    }
    const more = document.createElement("button");
    more.type = "button";
    more.className = "btn btn-quiet report-more";
    more.textContent = label;
    more.addEventListener("click", function () {
      const next = spare.shift();
      next.hidden = false;
      next.querySelector(boxes).focus();
      if (!spare.length) {
        more.remove();
      }
    });
    rows[rows.length - 1].after(more);
    // A draft of this browser that is taken up again may fill rows that were put away.
    group.addEventListener("input", function () {
      spare.slice().forEach(function (row) {
        if (!isEmpty(row)) {
          row.hidden = false;
          spare.splice(spare.indexOf(row), 1);
        }
      });
    });
  }

  document.querySelectorAll("[data-add-label]").forEach(function (box) {
    const group = box.closest("fieldset.field-group");
    if (group) {
      prepare(group, box.dataset.addLabel);
    }
  });
})();
