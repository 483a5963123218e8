import { Wall } from "../emulator/wall.ts";
import { pictureWithBar } from "./picture-with-bar.ts";

/**
 * Draws on an emulated panel until it is killed, a picture every few seconds of a time of its own that begins at an instant. Says
 * the time, and each refresh as it begins on the panel, whatever becomes of it.
 * Arguments: the state's folder, the instant in wall milliseconds, and after how many pieces on the wires to end itself as if
 * it had been killed; none for 0.
 */
const [folder = "", startMs = "", lastPiece = "0"] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);
const wall = new Wall(folder);
wall.wallOffsetMs = Number(startMs);
const { glass } = wall;
let atMs = wall.now().wallMs;
let pieces = 0;

const noteRefresh = glass.refreshes.push.bind(glass.refreshes);
glass.refreshes.push = (...kinds) => {
  for (const kind of kinds) say(`refresh ${kind} ${atMs}`);
  return noteRefresh(...kinds);
};
const write = glass.write.bind(glass);
glass.write = async (bytes) => {
  await write(bytes);
  pieces++;
  if (pieces === Number(lastPiece)) process.kill(process.pid, "SIGKILL");
};

const display = wall.display();
for (let number = 0; ; number++) {
  atMs = wall.now().wallMs;
  say(`now ${atMs}`);
  await display.show(pictureWithBar(wall.id, Math.floor(atMs / 1_000) % 90), wall.now());
  await wall.pass(3 + ((7 * number) % 30));
}
