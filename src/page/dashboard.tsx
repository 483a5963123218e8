import { render } from "preact";
import { StaticApp } from "./dashboard/static-app.tsx";

const root = document.getElementById("page");
if (root !== null) render(<StaticApp />, root);
