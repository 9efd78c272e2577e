// Says how much was pasted, so that a lost heading row or column is seen before sending. Comfort only.
(function () {
  "use strict";
  const box = document.querySelector("[data-paste]");
  const count = document.querySelector("[data-paste-count]");
  if (!box || !count) {
    return;
  }

  // Cells in quotes may hold line breaks and tabs.
  function measure(text) {
    let rows = 0;
    let columns = 0;
    let width = 1;
    let quoted = false;
    let filled = false;
    for (let place = 0; place < text.length; place += 1) {
      const sign = text[place];
      if (sign === '"') {
        quoted = !quoted;
        filled = true;
      } else if (sign === "\t" && !quoted) {
        width += 1;
      } else if (sign === "\n" && !quoted) {
        if (filled) {
          rows += 1;
          columns = Math.max(columns, width);
        }
        width = 1;
        filled = false;
      } else if (sign.trim()) {
        filled = true;
      }
    }
    if (filled) {
      rows += 1;
      columns = Math.max(columns, width);
    }
    return { rows: rows, columns: columns };
  }

  function show() {
    const size = measure(box.value);
    count.hidden = size.rows === 0;
    count.textContent = count.dataset.words.replace("{rows}", size.rows).replace("{columns}", size.columns);
  }

  box.addEventListener("input", show);
  show();
})();
