// The score of the criteria while they are answered. The server computes the same when the answers are kept
// (agreements/criteria.py); without this file the number is that of the last time.
(function () {
  "use strict";
  const output = document.querySelector("output[data-halves]");
  if (!output) {
    return;
  }
  const halves = JSON.parse(output.dataset.halves); // what an answer earns, in halves of the weight
  const questions = Array.from(document.querySelectorAll("[data-weight]"));

  // Percent with two places, half a hundredth up, in whole numbers: a fraction of the machine would round otherwise.
  function words(earned, whole) {
    if (!whole) {
      return output.dataset.none;
    }
    const hundredths = Math.floor((2 * earned * 5000 + whole) / (2 * whole));
    const places = String(hundredths % 100).padStart(2, "0").replace(/0+$/, "");
    return Math.floor(hundredths / 100) + (places ? "," + places : "") + "%";
  }

  function put(name, text) {
    const place = output.querySelector("[data-" + name + "]");
    if (place.textContent !== text) {
      place.textContent = text;
    }
  }

  function count() {
    let earned = 0;
    let whole = 0;
    let answered = 0;
    questions.forEach(function (question) {
      const chosen = question.querySelector("input[type=radio]:checked");
      if (!chosen) {
        return;
      }
      answered += 1;
      if (chosen.value in halves) {
        const weight = Number(question.dataset.weight);
        whole += weight;
        earned += weight * halves[chosen.value];
      }
    });
    put("score", words(earned, whole));
    put("answered", String(answered));
  }

  output.closest("form").addEventListener("change", count);
  window.addEventListener("pageshow", count); // going back in the browser restores the answers
})();
