import { render } from "preact";
import { loadBrowserWords } from "../words/browser-languages.ts";
import { StaticApp, startLocale } from "./dashboard/static-app.tsx";

await loadBrowserWords(startLocale());
const root = document.getElementById("page");
if (root !== null) render(<StaticApp />, root);
