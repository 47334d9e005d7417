/* How does a large file leave the browser? In pieces (tus 1.0), going on where it stopped, then the form as usual. */
"use strict";

(function () {
  const PIECE = 8 * 1024 * 1024;
  const WAITS = [1, 2, 5, 10, 20]; // seconds before the next try
  const place = document.querySelector("[data-resumes]");
  if (!place) return;
  const form = place.querySelector("form");
  const shown = place.querySelector(".upload");
  const bar = shown.querySelector("progress");
  const said = shown.querySelector("[role=status]");
  const sleep = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

  class Refused extends Error {}

  function base64(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  }

  async function ask(method, address, headers, body) {
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(address, {
      method, body, credentials: "same-origin", redirect: "manual",
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused("登录已失效，请刷新页面重新登录；已上传的部分会保留。");
    if (answer.status === 404 || answer.status === 409 || answer.status === 423 || answer.status >= 500) return answer;
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      throw new Refused(told.message || `上传被拒绝（${answer.status}）。`);
    }
    return answer;
  }

  /* where this very file of this firm was being put, perhaps before the page was opened anew */
  function memory(file) {
    return `huxin-upload:${form.elements.enterprise.value}:${file.name}:${file.size}:${file.lastModified}`;
  }

  async function begin(file) {
    const known = localStorage.getItem(memory(file));
    if (known) {
      const answer = await ask("HEAD", known);
      if (answer.ok) return known;
    }
    const address = `${place.dataset.resumes}?enterprise=${encodeURIComponent(form.elements.enterprise.value)}`;
    const answer = await ask("POST", address, { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` });
    if (!answer.ok) throw new Error(String(answer.status));
    localStorage.setItem(memory(file), answer.headers.get("Location"));
    return answer.headers.get("Location");
  }

  async function carry(file, progress) {
    const address = await begin(file);
    let offset = Number((await ask("HEAD", address)).headers.get("Upload-Offset"));
    progress(offset);
    while (offset < file.size) {
      const answer = await ask(
        "PATCH", address, { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        file.slice(offset, offset + PIECE),
      );
      if (!answer.ok) throw new Error(String(answer.status));
      offset = Number(answer.headers.get("Upload-Offset"));
      progress(offset);
    }
    localStorage.removeItem(memory(file));
    return address.replace(/\/$/, "").split("/").pop();
  }

  async function stubborn(file, progress) {
    for (const wait of [...WAITS, null]) {
      try {
        return await carry(file, progress);
      } catch (error) {
        if (error instanceof Refused || wait === null) throw error;
        said.textContent = `网络中断，${wait}秒后从断处继续……`;
        await sleep(wait);
      }
    }
    return "";
  }

  async function send(inputs) {
    const total = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    shown.hidden = false;
    for (const input of inputs) {
      const tokens = [];
      for (const file of input.files) {
        tokens.push(await stubborn(file, (offset) => {
          bar.value = total ? (before + offset) / total : 1;
          said.textContent = `正在上传${file.name}：${Math.floor(bar.value * 100)}%`;
        }));
        before += file.size;
      }
      form.elements[`${input.name}_upload`].value = tokens.join(" ");
    }
    said.textContent = "上传完毕，正在登记……";
    inputs.forEach((input) => { input.disabled = true; });
    form.submit();
  }

  form.addEventListener("submit", (event) => {
    const inputs = [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length && [...input.files].every((file) => file.size));
    if (!inputs.length) return;
    event.preventDefault();
    const button = event.submitter;
    send(inputs).catch((error) => {
      said.textContent = error instanceof Refused ? error.message : "网络中断，已上传的部分会保留。网络恢复后再点“报送”，从断处继续。";
      if (button) button.disabled = false;
    });
  });
})();
