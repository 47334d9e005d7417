/* How do photos and recordings leave a phone on a weak network? Each by itself: what has arrived stays, the rest goes again. */
"use strict";

(function () {
  const WAITS = [2, 5, 10]; // seconds before the next try
  const PATIENCE = 10 * 60 * 1000; // milliseconds for one file
  const sleep = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

  class Refused extends Error {}

  /* one file with the other fields of the form, as the form itself would send it */
  async function put(form, input, file, title) {
    const body = new FormData(form);
    body.set(input.name, file, file.name);
    body.set("title", title);
    const answer = await fetch(form.action, {
      method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.redirected && new URL(answer.url).pathname.includes("/log-in")) throw new Refused("登录已失效，请重新登录后再传");
    if (answer.redirected) return;
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll(".note-error strong").forEach((one) => one.remove()); // this list says itself what was not taken
    const wrong = [...page.querySelectorAll("ul.wrong li, .note-error, .note-late")].map((one) => one.textContent.trim());
    throw new Refused(wrong.join("；") || `没有收下（${answer.status}）`);
  }

  async function stubborn(form, input, file, title, say) {
    for (const wait of [...WAITS, null]) {
      try {
        say("正在传");
        await put(form, input, file, title);
        return;
      } catch (error) {
        if (error instanceof Refused || wait === null) throw error;
        say(`网络断了，${wait}秒后再试`);
        await sleep(wait);
      }
    }
  }

  function begin(form) {
    const input = form.querySelector("input[type=file]");
    const arrived = new WeakSet(); // files that the office has, as long as the page is open
    const list = document.createElement("ul");
    list.className = "list-plain";
    const aloud = document.createElement("div");
    aloud.setAttribute("role", "status");
    aloud.append(list);
    form.querySelector(".form-end").before(aloud);

    async function send(files, button) {
      const title = form.elements.title.value.trim();
      let left = 0;
      const lines = files.map((file) => {
        const line = document.createElement("li");
        const say = (words) => { line.textContent = `${file.name}：${words}`; };
        say(arrived.has(file) ? "已收到" : "等着传");
        return [line, say];
      });
      list.replaceChildren(...lines.map(([line]) => line));
      for (const [index, file] of files.entries()) {
        if (arrived.has(file)) continue;
        const [, say] = lines[index];
        try {
          await stubborn(form, input, file, files.length > 1 ? `${title}（${index + 1}）` : title, say);
          arrived.add(file);
          say("已收到");
        } catch (error) {
          left += 1;
          say(error instanceof Refused ? `没有收下：${error.message}` : "没有传到，网络断了");
        }
      }
      button.disabled = false;
      if (!left) { location.reload(); return; }
      const last = document.createElement("li");
      last.textContent = `收到${files.length - left}件，还有${left}件没有存入。已收到的不用再传；网络好了再按一次“${button.textContent.trim()}”，只传没有存入的；写明没有收下的，请换文件。`;
      list.append(last);
    }

    form.addEventListener("submit", (event) => {
      const files = [...input.files];
      if (!files.length || !form.elements.title.value.trim() || !AbortSignal.timeout) return; // as without this script
      event.preventDefault();
      event.stopPropagation();
      event.submitter.disabled = true;
      send(files, event.submitter);
    });
  }

  document.querySelectorAll("form[data-one-by-one]").forEach(begin);
})();
