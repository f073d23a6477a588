// The forms in which the very same key stands in files: as it is, in base64 wherever it begins in what was encoded (Kubernetes
// secrets, `user:key`), and as part of a URL.

export interface FormPlace {
  readonly line: number;
  readonly column: number;
  readonly decodedFrom?: readonly string[];
}

/** @returns what finds the key in a text */
export function makeSearch(secret: string): (text: string) => FormPlace[] {
  const forms: readonly (readonly [form: string, decodedFrom: string | undefined])[] = [
    [secret, undefined],
    ...encodeBase64(secret).map((form) => [form, 'base64'] as const),
    ...(encodeURIComponent(secret) === secret ? [] : [[encodeURIComponent(secret), 'url'] as const]),
  ];
  return (text) => forms.flatMap(([form, decodedFrom]) => findAll(text, form).map((place) => (decodedFrom === undefined ? place : { ...place, decodedFrom: [decodedFrom] })));
}

/** Base64 has three ways to write it, by where it begins in a group of three bytes; only whole groups are its own. */
function encodeBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const whole = bytes.subarray(before === 0 ? 0 : 3 - before);
    const form = whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
    const other = form.replaceAll('+', '-').replaceAll('/', '_');
    // A short form would be found by chance.
    return form.length < 12 ? [] : form === other ? [form] : [form, other];
  });
}

function findAll(text: string, form: string): { readonly line: number; readonly column: number }[] {
  const found: { line: number; column: number }[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    found.push({ line: text.slice(0, at).split('\n').length, column: at - lineStart + 1 });
  }
  return found;
}
