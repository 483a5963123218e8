import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Module } from "./modules.ts";

const APACHE = /Apache License\s+Version 2\.0/u;
const RULE = "-".repeat(78);

/** Text of the package's copyright file: the project's own licence, the fonts', and those of everything that is bundled. */
export async function copyrightText(root: string, modules: readonly Module[]): Promise<string> {
  const fonts = join(root, "layouts/fonts");
  const fontLicences = (await readdir(fonts)).filter((name) => name.startsWith("LICENSE")).toSorted();
  const own = await readFile(join(root, "LICENSE"), "utf8");
  const permission = own.slice(own.indexOf("Permission"));
  const sections = [
    `Wattframe, a wall display for a smart electricity meter.\n\n${own}`,
    ...(await Promise.all(
      fontLicences.map(async (name) => `Fonts: ${name}\n\n${await readFile(join(fonts, name), "utf8")}`),
    )),
    ...(await Promise.all(modules.map((module) => sectionOf(module, permission)))),
  ];
  return `${sections.map((text) => text.trimEnd()).join(`\n\n${RULE}\n\n`)}\n`;
}

async function sectionOf(module: Module, permission: string): Promise<string> {
  const { name, version, license, author, folder } = module;
  const file = (await readdir(folder)).find((one) => /^(?:licen[cs]e|copying)/iu.test(one));
  const text = file === undefined ? undefined : await readFile(join(folder, file), "utf8");
  return `${name} ${version}, licence: ${license}\n\n${withoutCommonText(text ?? ofAuthor(author, license, permission))}`;
}

/** Debian has the Apache licence in a place of its own, and packages refer to it. */
function withoutCommonText(text: string): string {
  if (!APACHE.test(text)) return text;
  return "Licensed under the Apache License, Version 2.0; on Debian it is in /usr/share/common-licenses/Apache-2.0.";
}

/** A package without a licence file states its licence in its manifest alone. */
function ofAuthor(author: string, license: string, permission: string): string {
  const holder = `Copyright (c) ${author === "" ? "its authors" : author}`;
  return license === "MIT" ? `${holder}\n\n${permission}` : holder;
}
