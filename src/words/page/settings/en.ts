import type { SettingsWords } from "../../page-words.ts";

/** Texts of the static page's settings in English. */
export const enSettings: SettingsWords = {
  more: "Meter",
  intro: "This page shows the values of a smart electricity meter, straight from an MQTT broker.",
  form: "Broker and meter",
  language: "Language",
  fields: {
    url: { name: "Broker", hint: "ws:// or wss://, the port of its WebSockets listener" },
    username: { name: "User", hint: "a read-only user; leave empty if none is needed" },
    password: { name: "Password" },
    prefix: { name: "Prefix", hint: "first part of the reader’s topics" },
    mainFuseA: { name: "Main fuse, A" },
    phases: { name: "Phases" },
    timeZone: { name: "Time zone", hint: "of the meter, where its days begin" },
  },
  remember: "Remember the password on this device",
  connect: "Connect",
  forget: "Forget everything",
  open: "Settings",
  privacy:
    "The settings stay in this browser. The page only reads below the prefix, and sends nothing to anybody but the broker.",
  at: "{prefix} at {url}",
  connecting: "connecting",
  notConnected: "not connected, trying again",
  partMissing: "A part of this page could not be loaded. Load it again.",
  faults: {
    address:
      "The broker’s address begins with ws:// or wss://, such as ws://192.168.1.10:9001: browsers speak MQTT over WebSockets only.",
    userInAddress: "User and password have fields of their own.",
    insecure:
      "This page came over https, and browsers let such a page speak to wss:// brokers only. Use a wss:// address, or open the page over http.",
    prefix: "The prefix is the first part of the reader’s topics, such as han or house/han, without + and #.",
    mainFuse: "The main fuse is between 6 and 1000 A.",
    timeZone: "This browser knows no such time zone; Europe/Helsinki is one.",
  },
  help: {
    silent:
      "Connected, but no messages under {prefix}/ yet. Check the prefix, whether the reader publishes to this broker, and that {user} may read {prefix}/#.",
    anonymous: "an unnamed user",
    mayNotRead:
      "The broker does not let this user read {prefix}/#. Give this user the right to read {prefix}/#, or use another one.",
    login:
      "The broker refuses the login. Check user and password; a broker may also ask for a user where none is given here.",
    retrying: "No connection to the broker. Retrying automatically.",
    retryingFor: "No connection to the broker: {reason}. Retrying automatically.",
    nobody:
      "Nothing answers there as a broker. Check that {url} is right, that the broker runs and that it listens for WebSockets there: port 1883 does not. Retrying automatically.",
    certificate:
      "Browsers do not say when they do not trust its certificate: open its address with https:// once to see.",
  },
};
