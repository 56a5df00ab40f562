// The floor of P8: what the Team page does in the browser, by hand and without anything else.
const body = document.querySelector(".row-check").closest("tbody");
const all = body.parentElement.tHead.querySelector("input[type=checkbox]");
const bar = document.querySelector(".bulkbar");
const said = document.querySelector(".bulkbar__n");
const first = body.rows[0];

function told() {
  const n = body.querySelectorAll(".row-check:checked").length;
  said.textContent = n === 1 ? "1 member selected" : `${n} members selected`;
  bar.classList.toggle("is-open", n > 0);
}

all.addEventListener("change", () => {
  for (const box of body.querySelectorAll(".row-check")) box.checked = all.checked;
  told();
});

function put(row, selector, text) {
  const at = row.querySelector(selector);
  if (at) at.textContent = text;
}

function drawn(member) {
  const row = first.cloneNode(true);
  row.dataset.href = `/team/${member.id}`;
  for (const link of row.querySelectorAll("a[href^='/team/']")) link.href = row.dataset.href;
  const box = row.querySelector(".row-check");
  box.value = member.id;
  box.checked = false;
  box.setAttribute("aria-label", `Select ${member.name}`);
  put(row, ".person__n", member.name);
  put(row, ".c-role", member.role);
  put(row, ".c-ext", member.extension || "—");
  put(row, ".c-direct", member.direct);
  put(row, ".c-fwd", member.forwardsTo);
  put(row, ".c-plan", member.plan);
  put(row, ".c-email", member.signIn);
  return row;
}

async function show(query) {
  const members = await (await fetch(`/rows?${query}`)).json();
  body.replaceChildren(...members.map(drawn));
}

document.querySelector("a[href='/team?status=online']")?.addEventListener("click", (event) => {
  event.preventDefault();
  show("status=online");
});
document.querySelector("#team-search")?.addEventListener("input", (event) => show(`q=${encodeURIComponent(event.target.value)}`));
document.documentElement.dataset.hydrated = "true";
