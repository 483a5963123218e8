import { loginRefusal } from "./login-refusal.ts";

const refusal = document.getElementById("refusal");
if (refusal !== null) refusal.textContent = loginRefusal(location.search);
document.getElementById("password")?.focus();
