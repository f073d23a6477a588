// Base64 in either alphabet (RFC 4648 sections 4 and 5), decoded to Latin-1 text or to a JSON object.

/** The decoded bytes, one character each; undefined when a character is of neither alphabet. */
export function decodeBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('latin1');
}

/** The JSON object inside base64; undefined when there is none. */
export function decodeJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const decoded = decodeBase64(text);
  if (decoded === undefined || !/^\s{0,8}\{/.test(decoded)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(decoded, 'latin1').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
