// What to write where a finding is not a secret: a comment in the language of the file, or, where comments are
// impossible, an entry of `.skan.yaml` for that rule and the paths. What has neither a line that can be changed nor a path (a message, a
// ref, an object that no path names) has no such way: turning a rule off would silence far more. Takes a report that is already visible.

import type { Finding, Occurrence } from '../model/report.js';
import { isFileContent } from './place.js';

type CommentStyle = readonly [open: string, close: string];

const styles: readonly (readonly [style: CommentStyle, endings: string])[] = [
  [['# ', ''], 'py pyi sh bash zsh fish ksh yaml yml env rb rake gemspec toml pl pm r tf tfvars hcl conf cfg ini properties'],
  [['# ', ''], 'ps1 psm1 ex exs jl nix cmake mk txt log service graphql'],
  [['-- ', ''], 'sql lua hs elm adb ads'],
  [['<!-- ', ' -->'], 'html htm xhtml md markdown mdx xml svg plist pom csproj xaml'],
  [['/* ', ' */'], 'css'],
  [['; ', ''], 'clj cljs edn el lisp scm asm'],
  [['% ', ''], 'tex erl hrl'],
  [["' ", ''], 'vb vbs bas'],
  [['REM ', ''], 'bat cmd'],
];

const noComments = new Set(
  [
    'json ipynb lock map csv tsv parquet har pem key crt cer der p12 pfx jks keystore asc gpg ppk sqlite sqlite3 db',
    'zip gz tgz bz2 xz zst 7z tar jar war class whl egg pyc so dll dylib exe bin dat wasm o a',
    'png jpg jpeg gif webp ico bmp pdf doc docx xls xlsx ppt pptx odt ods mp3 mp4 woff woff2 ttf',
  ].flatMap((endings) => endings.split(' ')),
);

const hashNames =
  /^(?:\.?env(?:\..+)?|\.[a-z]+(?:rc|ignore|config|attributes)|(?:.*Docker|Make|Gem|Rake|Proc|Vagrant|Brew|Container)file(?:\..+)?|CODEOWNERS)$/;

const slashes: CommentStyle = ['// ', ''];

/** One line to copy, and what kind of line it is. */
export interface Allowance {
  readonly kind: 'comment' | 'config';
  readonly text: string;
}

/** More paths than this make no line that anybody reads. */
const mostPaths = 5;

/** The narrowest way to let this finding pass, at all its places; undefined: there is none that lets nothing else pass. */
export function allowFinding({ rule, occurrences }: Finding): Allowance | undefined {
  const ways = occurrences.map((place) => chooseWay(place));
  const [first] = ways;
  if (first === undefined || ways.includes('none')) return undefined;
  const style = ways.every((way) => typeof way !== 'string' && typeof first !== 'string' && way.join() === first.join()) ? first : 'path';
  if (typeof style !== 'string') return { kind: 'comment', text: `${style[0]}skan:allow ${rule} -- why${style[1]}` };
  const paths = [...new Set(occurrences.map(({ path }) => path))];
  return paths.length > mostPaths ? undefined : { kind: 'config', text: writeIgnore(rule, paths) };
}

/** A comment, or else the path. */
function chooseWay(place: Occurrence): CommentStyle | 'path' | 'none' {
  // The message of a commit that is being made can be written anew; by its path every later one would pass.
  if (place.source === 'commit-message' && place.commit === undefined && place.path !== '') return ['', ''];
  if (place.path === '' || ['commit-message', 'tag-message', 'author', 'note', 'ref'].includes(place.source)) return 'none';
  return (isFileContent(place) ? chooseStyle(place) : undefined) ?? 'path';
}

/** The same with where to put it. */
export function sayAllowance({ kind, text }: Allowance): string {
  switch (kind) {
    case 'comment':
      return text;
    case 'config':
      return `in .skan.yaml  ${text}`;
  }
}

function chooseStyle({ path }: Occurrence): CommentStyle | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (hashNames.test(name)) return ['# ', ''];
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (noComments.has(ending)) return undefined;
  return styles.find(([, endings]) => endings.split(' ').includes(ending))?.[0] ?? slashes;
}

/** Flow style, so that it is one line. Characters that cannot be typed, and the mask's `…`, become `*`. */
function writeIgnore(rule: string, paths: readonly string[]): string {
  return `override: {${rule}: {ignore: [${paths.map((path) => `'${writeGlob(path)}'`).join(', ')}]}}`;
}

function writeGlob(path: string): string {
  const literal = path.replace(/[*?[\]{}()!+@|]/g, '\\$&');
  const glob = literal.replace(/(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\[nrt]|…)+/gi, '*');
  return glob.replaceAll("'", "''");
}
