/* Which part of the draft was read from which sentence? A click on either side shows and lights up the other. */
"use strict";

(function () {
  function bring(target) {
    const pane = target.closest(".reading-pane");
    pane.scrollTop += target.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    return pane;
  }

  function show(target, from) {
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    for (let box = target.parentElement.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.matches("details")) target.open = true;
    const pane = bring(target);
    if (matchMedia("(max-width: 767px)").matches) pane.scrollIntoView({ block: "start" });
    target.classList.add("lit");
    (from.closest(".unit, .part, .read") || from).classList.add("lit");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-pairs]");
    const target = link && document.getElementById(link.dataset.pairs);
    if (!target) return;
    event.preventDefault();
    history.replaceState(null, "", "#" + target.id);
    show(target, link);
  });

  /* one correction at a time, and where it can be seen */
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("#draft [data-slot]").forEach((slot) => { slot.textContent = ""; });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches("#draft [data-slot]")) bring(event.detail.target).focus({ preventScroll: true });
  });
})();
