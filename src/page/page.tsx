import { render } from "preact";
import { loadBrowserWords } from "../words/browser-languages.ts";
import { App } from "./app.tsx";

await loadBrowserWords(navigator.language);
const root = document.getElementById("page");
if (root !== null) render(<App />, root);
