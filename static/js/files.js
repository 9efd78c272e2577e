// The upload form: says at once that a file is too large, and offers its name as title. Works without.
(function () {
  "use strict";
  const input = document.querySelector('input[type="file"][data-most-bytes]');
  if (!input) {
    return;
  }
  const warning = document.querySelector("[data-file-too-large]");
  const title = document.querySelector('input[name="title"]');
  let offered = "";

  input.addEventListener("change", function () {
    const file = input.files[0];
    const tooLarge = Boolean(file) && file.size > Number(input.dataset.mostBytes);
    if (warning) {
      warning.hidden = !tooLarge;
    }
    input.classList.toggle("is-invalid", tooLarge);
    if (file && title && (title.value === "" || title.value === offered)) {
      offered = file.name.replace(/\.[^.]+$/, "").replace(/_+/g, " ").normalize("NFC");
      title.value = offered;
    }
  });
})();
