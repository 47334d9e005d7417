/* How does somebody sign on the screen? Strokes on a canvas become a PNG in a hidden field; without this script a scan is uploaded. */
"use strict";

(function () {
  const pad = document.querySelector("[data-signature]");
  const field = document.querySelector("[data-drawn]");
  if (!pad || !field) return;
  pad.hidden = false;
  const canvas = pad.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let drawn = false;
  let down = false;

  function begin() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    drawn = false;
    field.value = "";
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    down = true;
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down) return;
    pen.lineTo(...place(event));
    pen.stroke();
    drawn = true;
  });
  canvas.addEventListener("pointerup", () => {
    down = false;
    field.value = drawn ? canvas.toDataURL("image/png") : "";
  });
  canvas.addEventListener("pointercancel", () => { down = false; });
  pad.querySelector("[data-clears]").addEventListener("click", begin);
  begin();
})();
