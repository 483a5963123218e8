import { useState } from "preact/hooks";
import { browserMonoMs } from "../clock.ts";
import { DashboardView } from "../values/dashboard-view.tsx";
import type { Told } from "../values/told.ts";
import { brokerHelp } from "./broker-help.ts";
import { checkSettings, keepSettings, keptSettings, type Settings, usualSettings } from "./settings.ts";
import { SettingsForm } from "./settings-form.tsx";
import { useEngine } from "./use-engine.ts";

/** The whole page: the way to a broker, and what comes over it. */
export function StaticApp() {
  const [{ kept, usable }] = useState(settingsAtStart);
  const [settings, setSettings] = useState(usable);
  const [isOpen, setOpen] = useState(usable === undefined);
  const { told, fault } = useEngine(settings);
  const connect = (next: Settings) => {
    keepSettings(next);
    setSettings({ ...next });
    setOpen(false);
  };
  const forget = () => {
    setSettings(undefined);
    setOpen(true);
  };
  return (
    <>
      <header class="top plain-top">
        <div class="who">
          <h1>Wattframe</h1>
          {settings !== undefined && (
            <span class="chip">
              {settings.prefix} at {settings.url}
            </span>
          )}
        </div>
        {settings !== undefined && (
          <button type="button" class="open" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Settings
          </button>
        )}
      </header>
      <main>
        {isOpen && <SettingsForm settings={settings ?? kept} onConnect={connect} onForget={forget} />}
        {fault !== undefined && (
          <p class="notice" role="alert">
            {fault}
          </p>
        )}
        {settings !== undefined && told !== undefined && <Shown told={told} settings={settings} />}
        {settings !== undefined && told === undefined && fault === undefined && <p class="plain">Connecting …</p>}
      </main>
    </>
  );
}

function Shown({ told, settings }: { readonly told: Told; readonly settings: Settings }) {
  const { broker } = told.dashboard;
  const age = told.dashboard.clock.monoMs - broker.sinceMonoMs + browserMonoMs() - told.heardAtMs;
  const help = brokerHelp(told.dashboard, settings, age);
  const isConnected = broker.kind === "connected";
  const sentence = isConnected ? "live" : broker.kind === "connecting" ? "connecting" : "not connected, trying again";
  return (
    <>
      {help !== undefined && (
        <p class="notice" role="alert">
          {!isConnected && broker.reason !== undefined && <strong>{capital(broker.reason)}. </strong>}
          {help}
        </p>
      )}
      <DashboardView told={told} link={{ isLive: isConnected, sentence }} />
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What this browser kept, filled up with what is usual; usable when it can be connected with at once. */
function settingsAtStart(): { readonly kept: Settings; readonly usable: Settings | undefined } {
  const usual = usualSettings(location);
  const found = keptSettings();
  const kept = { ...usual, ...found };
  const isWhole = found !== undefined && (kept.username === "" || kept.password !== "");
  return { kept, usable: isWhole && checkSettings(kept, location) === undefined ? kept : undefined };
}
