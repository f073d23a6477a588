// Passwords that documentation and generated configuration put where one belongs: nothing but words for "your password
// here", alone or joined, or one run of the keyboard. The whole text must be made of them: `Example-Corp-2024!` is a password.

import { measureCopies, measureRuns } from './runs.js';

const words =
  'a add admin an any api app be before censored change changeit changeme credential credentials database db default dummy email empty enter ' +
  'example fake fixme foo bar baz guest hello here hidden in insert is it key letmein mail masked me mongo mongodb my mysql nil none null ' +
  'of pass passphrase passwd password placeholder please postgres postgresql put pw pwd qux rabbitmq real redacted redis removed replace ' +
  'replaceme root sample secret secure set smtp some strong super tbd test testing the this to todo token type undefined use user ' +
  'username value very welcome with your ' +
  // "password" in the languages that settings and texts of programs are written in, without accents
  'passwort kennwort contrasena clave motdepasse mot passe mdp senha palavra wachtwoord parola haslo losenord passord adgangskode kodeord salasana ' +
  'heslo jelszo lozinka zaporka geslo sifre parole parool slaptazodis passwoord parol пароль 密码 密碼 パスワード 비밀번호';

const longestStock = 120;
const longestStockWord = 11;

let stock: ReadonlySet<string> | undefined;

/** Whether a password people are meant to replace, or one that everybody has. */
export function isStockPassword(written: string): boolean {
  const text = withoutAccents(written);
  if (text === '' || text.length > longestStock) return false;
  return /^[^A-Za-z0-9]+$/.test(text) ? new Set(text).size === 1 : isOneRun(text) || isMadeOfStockWords(text.toLowerCase());
}

/** UTF-8 that was read as Latin-1, with plain letters for those that carry marks. */
function withoutAccents(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\x80-\xff]/.test(text) || text.length > longestStock) return text;
  return Buffer.from(text, 'latin1').toString('utf8').normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[łŁ]/g, 'l').replace(/[øØ]/g, 'o').replace(/ı/g, 'i').normalize('NFC');
}

function isOneRun(text: string): boolean {
  const [run = 1] = measureRuns(text);
  const copy = 1 + (measureCopies(text)[1] ?? 0);
  return text.length >= 4 ? Math.max(run, copy) >= text.length : copy >= text.length;
}

/** Up to four digits, or a count of them, and two signs may follow the words: `password123!`, `test123456`. */
function isMadeOfStockWords(text: string): boolean {
  stock ??= new Set(words.split(' '));
  const end = text.replace(/(?:[0-9]{1,4}|123456?7?8?9?0?)?[!.?]{0,2}$/, '').length;
  const reached = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (let at = 0; at < end; at += 1) {
    if (!(reached[at] ?? false)) continue;
    if (/[-_. ]/.test(text.charAt(at))) reached[at + 1] = true;
    // at-least-32-characters
    const count = /[-_. ]/.test(text.charAt(at - 1)) ? /^[0-9]{1,3}(?=[-_. ])/.exec(text.slice(at, at + 4))?.[0] : undefined;
    if (count !== undefined) reached[at + count.length] = true;
    for (let length = 1; length <= longestStockWord; length += 1) {
      if (stock.has(text.slice(at, at + length))) reached[at + length] = true;
    }
  }
  return end > 0 && (reached[end] ?? false);
}
