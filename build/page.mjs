// The script and the style of the HTML report -> one module that holds both as text, with the hashes by which the page's
// Content-Security-Policy allows them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { build } from 'rolldown';

/** @returns the text of the generated module */
export async function writePage(folder) {
  const script = escapeScript(await bundleScript(`${folder}/main.ts`));
  const style = shrinkStyle(readFileSync(`${folder}/page.css`, 'utf8'));
  return `// Made by build/page.mjs from ${folder}.\nexport const page = ${JSON.stringify({ script, style, scriptHash: hashOf(script), styleHash: hashOf(style) })};\n`;
}

async function bundleScript(input) {
  const { output } = await build({ input, platform: 'browser', logLevel: 'warn', write: false, output: { format: 'iife', minify: true, comments: { legal: false } } });
  return output[0].code.trim();
}

/** ASCII alone, and nothing at which an HTML parser would think that the script ends or a comment begins. */
function escapeScript(text) {
  const escaped = text.replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bad = /<\/script|<script|<!--/i.exec(escaped);
  if (bad !== null) throw new Error(`the page's script holds ${bad[0]}: write it otherwise`);
  return escaped;
}

/** Comments, and blanks where they mean nothing: around braces, semicolons and commas, and behind a colon with a blank after it. */
function shrinkStyle(text) {
  const short = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}').trim();
  const bad = /<|[^\x20-\x7e]/.exec(short);
  if (bad !== null) throw new Error(`the page's style holds ${bad[0]}: write it as an escape`);
  return short;
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
