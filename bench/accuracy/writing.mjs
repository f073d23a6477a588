// How files that hold a key are written: what surroundings share. The key stands between ⟦ and ⟧ until the file is written out.

/** Signs that a value may not hold where it stands in quotes, in single quotes, bare in a shell, in markup, or as one word. */
export const quotes = /["\\]/;
export const single = /['\\]/;
export const signs = /[#$&;|<>*?!'"`\\ ]/;
export const markup = /[<>&"]/;
export const wordOnly = /[^\w.~⟦⟧-]/;

export const bare = (text) => text.replace(/[⟦⟧]/g, '');
export const line = ({ name, value }) => bare(`${name}=${value}`);
export const hex = (code, digits = 2) => code.toString(16).padStart(digits, '0');
export const base64 = (bytes) => Buffer.from(bytes).toString('base64');
export const escapeAll = (text, write) => [...text].map((each) => write(each.charCodeAt(0))).join('');
export const wrap = (text, width, end = '\n') => text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), `$1${end}`);

export const camel = (name, fixed) => (fixed ? name : name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase()));
export const lower = (name) => name.toLowerCase();

/** The key in pieces of `sizes`, the last as long as it takes; the marks around the first and the last. */
export function cutAt(value, ...sizes) {
  const [before = '', key = '', after = ''] = value.split(/[⟦⟧]/);
  const parts = [];
  let at = 0;
  for (const size of sizes) parts.push(key.slice(at, (at += typeof size === 'number' ? size : Math.ceil(key.length * Number(size)))));
  parts.push(key.slice(at));
  const kept = parts.filter((part) => part !== '');
  kept[0] = `${before}⟦${kept[0]}`;
  kept[kept.length - 1] += `⟧${after}`;
  return kept;
}

export const halves = (value) => cutAt(value, '0.5');
export const thirds = (value) => cutAt(value, '0.33', '0.33');
