import { browserWordsFor, loadBrowserWords } from "../words/browser-languages.ts";
import { loginRefusal } from "./login-refusal.ts";

await loadBrowserWords(navigator.language);
const { language, page } = browserWordsFor(navigator.language);
document.documentElement.lang = language;
document.title = `${page.login.title} – Wattframe`;
const texts = { label: page.login.password, refusal: loginRefusal(location.search, page), submit: page.login.submit };
for (const [id, text] of Object.entries(texts)) {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
}
document.getElementById("password")?.focus();
