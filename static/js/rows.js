// More rows on a page that edits a list: <form data-rows="prefix"> with a <template data-rows-template>.
// Without this file the empty rows of the page are used, and saving brings more.
(function () {
  "use strict";
  document.querySelectorAll("form[data-rows]").forEach(function (form) {
    const total = form.elements[form.dataset.rows + "-TOTAL_FORMS"];
    const most = Number(form.elements[form.dataset.rows + "-MAX_NUM_FORMS"].value);
    const body = form.querySelector("[data-rows-body]");
    const template = form.querySelector("[data-rows-template]");
    const more = form.querySelector("[data-rows-more]");
    form.querySelector("[data-rows-hint]").hidden = true;
    more.hidden = false;
    more.querySelector("button").addEventListener("click", function () {
      const number = Number(total.value);
      if (number >= most) {
        return;
      }
      const holder = document.createElement("tbody");
      holder.innerHTML = template.innerHTML.replace(/__prefix__/g, String(number));
      const row = holder.querySelector("tr");
      body.append(row);
      total.value = String(number + 1);
      const first = row.querySelector("input:not([name$='-ORDER']), select");
      if (first) {
        first.focus();
      }
    });
  });
})();
