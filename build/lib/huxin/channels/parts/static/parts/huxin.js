/* What does a page do by itself? Fold the menu, open dialogs, count letters, keep drafts, warn before typed text is lost. */
"use strict";

(function () {
  const one = (selector, root) => (root || document).querySelector(selector);
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-folds]");
    if (fold) {
      const open = document.getElementById(fold.dataset.folds).toggleAttribute("data-folded") === false;
      fold.setAttribute("aria-expanded", String(open));
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.opens).showModal();
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
    if (event.target.closest("[data-prints]")) window.print();
    const copy = event.target.closest("[data-copies]");
    if (copy) copyText(document.getElementById(copy.dataset.copies), copy);
    document.querySelectorAll("details.drop[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.drop[open]").forEach((menu) => {
      menu.open = false;
      one("summary", menu).focus();
    });
  });

  function copyText(source, button) {
    const text = "value" in source ? source.value : source.innerText;
    const done = () => { button.textContent = "已复制"; };
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done); return; }
    const area = document.createElement("textarea"); // plain http on an office network has no clipboard interface
    area.value = text;
    document.body.append(area);
    area.select();
    if (document.execCommand("copy")) done();
    area.remove();
  }

  /* letters typed in a text that has a limit; what is pasted is never cut off, it is said how much is too much */
  const LIMITED = "textarea[data-most]";
  function count(area) {
    const most = Number(area.dataset.most);
    const over = area.value.length - most;
    const place = document.getElementById(area.id + "_count");
    if (place) place.textContent = `${area.value.length} / ${most} 字${over > 0 ? `，超出${over}字` : ""}`;
  }

  /* drafts */
  const DELAY = 2000;
  const work = new WeakMap(); // form -> { typed, saved, timer }

  function say(form, text) {
    const place = one("[data-draft-state]", form);
    if (place) place.textContent = text;
  }

  async function keep(form) {
    const state = work.get(form);
    const typed = state.typed;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    say(form, "正在保存草稿…");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      state.saved = typed;
      say(form, `草稿已于 ${clock()} 自动保存`);
    } catch (error) {
      say(form, "草稿暂未保存（网络中断或登录已失效），请不要关闭本页，稍后会再试");
      state.timer = setTimeout(() => keep(form), 15000);
    }
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches(LIMITED)) count(field);
    const form = field.form;
    if (!form || form.method !== "post" || form.matches("[data-no-warning]") || form.closest("dialog")) return;
    const state = work.get(form) || { typed: 0, saved: 0 };
    state.typed += 1;
    work.set(form, state);
    if (!form.dataset.draft) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => keep(form), DELAY);
  });

  document.addEventListener("submit", (event) => {
    const state = work.get(event.target);
    if (state) { clearTimeout(state.timer); work.delete(event.target); }
    const button = event.submitter;
    if (event.target.method === "post" && button && !event.target.hasAttribute("hx-post")) {
      setTimeout(() => { button.disabled = true; }, 0); // once is enough
      setTimeout(() => { button.disabled = false; }, 8000); // the answer was a file, or never came
    }
  });

  /* a part of the page that was asked for and did not come: said aloud, and what was typed counts as unsaved again */
  const FAILED = {
    0: "没有送出：网络断了或者服务器没有应答。",
    403: "没有办成：页面打开太久、登录已变化，或者没有这项权限。请在新窗口重新登录后再试。",
    404: "没有办成：这件事已经不在，或者不归您办理。",
    503: "没有办成：系统正忙，请等十几秒再按一次。",
    507: "没有办成：服务器存储空间已满，请告诉系统管理员。",
  };

  function failed(event) {
    const { elt, xhr } = event.detail;
    const form = elt.closest("form");
    if (form) work.set(form, { typed: 1, saved: 0 });
    const note = document.createElement("div");
    note.className = "note note-error";
    note.textContent = (FAILED[xhr.status] || "没有办成：系统出错了，请稍后再试。") + (form ? "填写的内容还在本页，没有丢。" : "");
    const flash = document.getElementById("flash");
    flash.replaceChildren(note);
    flash.scrollIntoView({ block: "nearest" });
  }

  for (const what of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(what, failed);

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("button:disabled").forEach((b) => { b.disabled = false; });
  });

  window.addEventListener("beforeunload", (event) => {
    const unsaved = [...document.forms].some((form) => {
      const state = work.get(form);
      return state && state.typed !== state.saved;
    });
    if (unsaved) event.preventDefault();
    if (unsaved) event.returnValue = "";
  });

  function ready(root) {
    root.querySelectorAll(LIMITED).forEach(count);
    root.querySelectorAll("[data-submits]").forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
    const wrong = one(".field.invalid [name], .note-error[tabindex]", root);
    if (wrong) wrong.focus();
  }

  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
})();
