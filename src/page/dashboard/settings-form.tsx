import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { checkSettings, forgetSettings, type Settings, usualSettings } from "./settings.ts";

/** The settings to begin with, and who takes those that are right. */
interface SettingsFormProps {
  readonly settings: Settings;
  readonly onConnect: (settings: Settings) => void;
  readonly onForget: () => void;
}

/** Asks for the broker and the meter. */
export function SettingsForm({ settings, onConnect, onForget }: SettingsFormProps) {
  const [draft, setDraft] = useState(settings);
  const [fault, setFault] = useState("");
  const change = (part: Partial<Settings>) => setDraft({ ...draft, ...part });
  const text = (key: "url" | "username" | "password" | "prefix" | "timeZone") => ({
    value: draft[key],
    autocapitalize: "off" as const,
    spellcheck: false,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => change({ [key]: currentTarget.value }),
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const found = checkSettings(draft, location);
    setFault(found ?? "");
    if (found === undefined) onConnect(draft);
  };
  const forget = () => {
    forgetSettings();
    setDraft(usualSettings(location));
    onForget();
  };
  return (
    <form class="settings" onSubmit={submit} aria-label="Broker and meter">
      <Field title="Broker" hint="ws:// or wss://, the port of its WebSockets listener">
        {(described) => (
          <input {...described} type="text" inputMode="url" autocomplete="off" required {...text("url")} />
        )}
      </Field>
      <Field title="User" hint="one that may only read; empty where the broker asks for none">
        {(described) => <input {...described} type="text" autocomplete="username" {...text("username")} />}
      </Field>
      <Field title="Password">
        {(described) => <input {...described} type="password" autocomplete="current-password" {...text("password")} />}
      </Field>
      <Field title="Prefix" hint="first part of the reader’s topics">
        {(described) => <input {...described} type="text" autocomplete="off" required {...text("prefix")} />}
      </Field>
      <Field title="Main fuse, A">
        {(described) => (
          <input
            {...described}
            type="number"
            min="6"
            max="1000"
            required
            value={draft.mainFuseA}
            onInput={({ currentTarget }) => change({ mainFuseA: currentTarget.valueAsNumber })}
          />
        )}
      </Field>
      <Field title="Phases">
        {(described) => (
          <select
            {...described}
            value={draft.phases}
            onChange={({ currentTarget }) => change({ phases: currentTarget.value === "1" ? 1 : 3 })}
          >
            <option value="1">1</option>
            <option value="3">3</option>
          </select>
        )}
      </Field>
      <Field title="Time zone" hint="where the meter’s days begin">
        {(described) => <input {...described} type="text" autocomplete="off" required {...text("timeZone")} />}
      </Field>
      <label class="tick">
        <input
          type="checkbox"
          checked={draft.remember}
          onChange={({ currentTarget }) => change({ remember: currentTarget.checked })}
        />
        <span>Remember the password on this device</span>
      </label>
      {fault !== "" && (
        <p class="wrong" role="alert">
          {fault}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="main">
          Connect
        </button>
        <button type="button" onClick={forget}>
          Forget everything
        </button>
      </div>
      <p class="aside">
        All this stays in this browser. The page reads below the prefix and never publishes; nothing is sent anywhere
        but to the broker.
      </p>
    </form>
  );
}

interface FieldProps {
  readonly title: string;
  readonly hint?: string;
  /** The control, which the hint describes. */
  readonly children: (described: { "aria-describedby"?: string }) => ComponentChildren;
}

function Field({ title, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children */}
      <label>
        <span>{title}</span>
        {children(hint === undefined ? {} : { "aria-describedby": id })}
      </label>
      {hint !== undefined && <small id={id}>{hint}</small>}
    </div>
  );
}
