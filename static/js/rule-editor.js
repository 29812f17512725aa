// Shows the problems that the preview lists also where they are, and takes away those that are gone.

const clear = (place) => {
  place.replaceChildren();
  for (const input of place.parentElement.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
};

const show = (item) => {
  const place = document.querySelector(`[data-problems="${CSS.escape(item.dataset.place)}"]`);
  if (!place) return;
  const said = document.createElement("p");
  said.className = "error";
  said.textContent = item.dataset.said;
  place.append(said);
};

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "rule-preview" && event.detail.elt.id !== "rule-preview") return;
  for (const place of document.querySelectorAll("[data-problems]")) clear(place);
  for (const item of document.querySelectorAll("#rule-preview [data-place]")) show(item);
});
