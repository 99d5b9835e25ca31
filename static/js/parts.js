/* A link to a passage that stands on another page of a long text leads to its place in the contents; from there this
   goes on to the page itself. Without it the contents' own link does. */

const hop = () => {
  const name = decodeURIComponent(location.hash.slice(1));
  const part = name && document.getElementById(name)?.closest("[data-part]");
  if (!part || part.id === name) return;
  const there = new URL(location.href);
  there.searchParams.set("at", name);
  location.replace(there);
};
addEventListener("hashchange", hop);
hop();
