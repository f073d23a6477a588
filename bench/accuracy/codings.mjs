// Surroundings of bytes: codings of a text, and containers that hold a file. The content is always `NAME=value` and a line
// around it, or the value alone under its name. bzip2, xz and zstd are written by the tools themselves.
import { spawnSync } from 'node:child_process';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { base64, bare, escapeAll, hex, wrap } from './writing.mjs';

const encoded = (label, write, more = {}) => ({ group: 'encoded', label, lines: 'any', write, ...more });
const fileOf = ({ name, value }) => Buffer.from(value.includes('\n') ? `${bare(value)}\n` : `NODE_ENV=production\n${name}=${bare(value)}\nPORT=80\n`);
const lineOf = ({ name, value }) => bare(value.includes('\n') ? value : `${name}=${value}`);

/** A text without the marks, as bytes: Latin-1, so that what stands around may be any byte. */
export function asciiBytes(text) {
  return Buffer.from(bare(text), 'latin1');
}

export const codings = [
  ...[0, 1, 2].map((shift) => encoded(`base64 of a line, alignment ${shift}`, (given) => Buffer.from(`payload: ${base64(`${'\n\n'.slice(0, shift)}${lineOf(given)}\n`)}\n`))),
  ...[0, 1, 2].map((shift) => encoded(`base64 of the value, alignment ${shift}`, (given) => Buffer.from(`data:\n  ${given.name}: ${base64(`${'\n\n'.slice(0, shift)}${bare(given.value)}`)}\n`), { needs: 'name' })),
  encoded('base64, wrapped at 76', (given) => Buffer.from(`Content-Transfer-Encoding: base64\r\n\r\n${wrap(base64(fileOf(given)), 76, '\r\n')}\r\n`)),
  encoded('base64, URL alphabet', (given) => Buffer.from(`https://acme.dev/run?env=${fileOf(given).toString('base64url')}\n`)),
  encoded('base64 twice', (given) => Buffer.from(`payload: ${base64(base64(fileOf(given)))}\n`)),
  encoded('base64 of UTF-16', (given) => Buffer.from(`powershell -EncodedCommand ${base64(Buffer.from(`$env:${lineOf(given)}`, 'utf16le'))}\n`)),
  encoded('base64 of gzip', (given) => Buffer.from(`payload: ${base64(gzipSync(fileOf(given)))}\n`)),
  encoded('data URI', (given) => Buffer.from(`<a href="data:text/plain;base64,${base64(fileOf(given))}">x</a>\n`)),
  encoded('basic credentials', ({ value, server }) => Buffer.from(`Host: ${server}\r\nAuthorization: Basic ${base64(`api:${bare(value)}`)}\r\n`), { needs: 'bare', lines: 'one' }),
  encoded('docker configuration', ({ value, server }) => Buffer.from(`{"auths":{"${server}":{"auth":"${base64(`robot:${bare(value)}`)}"}}}\n`), { needs: 'bare', lines: 'one' }),
  encoded('hex', (given) => Buffer.from(`payload = ${fileOf(given).toString('hex')}\n`)),
  encoded('hex, upper case', (given) => Buffer.from(`payload = ${fileOf(given).toString('hex').toUpperCase()}\n`)),
  encoded('\\x escapes', (given) => Buffer.from(`s = "${escapeAll(lineOf(given), (code) => `\\x${hex(code, 2)}`)}"\n`)),
  encoded('\\u escapes', (given) => Buffer.from(`{"s": "${escapeAll(lineOf(given), (code) => `\\u${hex(code, 4)}`)}"}\n`)),
  encoded('\\u escapes of signs', (given) => Buffer.from(`{"s": "${escapeSigns(lineOf(given), (code) => `\\u${hex(code, 4)}`)}"}\n`)),
  encoded('percent, signs', (given) => Buffer.from(`body=${encodeURIComponent(lineOf(given))}&a=1\n`)),
  encoded('percent, all', (given) => Buffer.from(`body=${escapeAll(lineOf(given), (code) => `%${hex(code, 2)}`)}\n`)),
  encoded('percent twice', (given) => Buffer.from(`next=${encodeURIComponent(encodeURIComponent(lineOf(given)))}\n`)),
  encoded('HTML entities, signs', (given) => Buffer.from(`<p>${escapeSigns(lineOf(given), (code) => `&#${code};`)}</p>\n`)),
  encoded('HTML entities, all', (given) => Buffer.from(`<p>${escapeAll(lineOf(given), (code) => `&#x${hex(code, 2)};`)}</p>\n`)),
  encoded('quoted-printable', (given) => Buffer.from(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(fileOf(given))}\r\n`)),
  encoded('UTF-16LE with mark', (given) => Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(fileOf(given))])),
  encoded('UTF-16BE with mark', (given) => Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(fileOf(given))]).swap16()),
  encoded('UTF-16LE without mark', (given) => utf16(fileOf(given))),
  encoded('UTF-16BE without mark', (given) => utf16(fileOf(given)).swap16()),
  encoded('UTF-32LE with mark', (given) => utf32(`\ufeff${fileOf(given).toString()}`)),
  encoded('UTF-32BE with mark', (given) => utf32(`\ufeff${fileOf(given).toString()}`).swap32()),
  encoded('gzip', (given) => gzipSync(fileOf(given)), { file: 'app.env.gz' }),
  encoded('zlib', (given) => deflateSync(fileOf(given)), { file: 'app.env.zz' }),
  encoded('zip', (given) => zip({ 'app/.env': fileOf(given) }), { file: 'app.zip' }),
  encoded('zip, stored', (given) => zip({ 'app/.env': fileOf(given) }, false), { file: 'app.jar' }),
  encoded('docx', (given) => zip({ 'word/document.xml': Buffer.from(`<w:p><w:r><w:t>${escapeMarkup(lineOf(given))}</w:t></w:r></w:p>`) }), { file: 'notes.docx' }),
  encoded('tar', (given) => tar({ 'app/.env': fileOf(given) }), { file: 'layer.tar' }),
  encoded('tar.gz', (given) => gzipSync(tar({ 'app/.env': fileOf(given) })), { file: 'app.tgz' }),
  ...[['bzip2', 'bz2'], ['xz', 'xz'], ['zstd', 'zst']].flatMap(([tool, ending]) => [
    encoded(tool, (given) => packWith(tool, fileOf(given)), { file: `app.env.${ending}` }),
    encoded(`tar.${ending}`, (given) => packWith(tool, tar({ 'app/.env': fileOf(given) })), { file: `app.tar.${ending}` }),
  ]),
  encoded('zip in tar.gz', (given) => gzipSync(tar({ 'app/a.zip': zip({ '.env': fileOf(given) }) })), { file: 'app.tar.gz' }),
];

function packWith(tool, input) {
  const { status, stdout, error } = spawnSync(tool, ['-c'], { input });
  if (status !== 0) throw error ?? new Error(`${tool} has failed`);
  return stdout;
}

function escapeSigns(text, write) {
  return text.replace(/[^A-Za-z0-9]/g, (each) => write(each.charCodeAt(0)));
}

function escapeMarkup(text) {
  return text.replace(/[<>&]/g, (each) => `&#${each.charCodeAt(0)};`);
}

/** RFC 2045, 6.7: equals signs and bytes beyond ASCII as =XX, lines of at most 76 with a soft break. */
function quotedPrintable(bytes) {
  const line = (text) => {
    const pieces = [];
    let piece = '';
    for (const each of text) {
      const written = each === '=' || each > '~' ? `=${hex(each.charCodeAt(0), 2).toUpperCase()}` : each;
      if (piece.length + written.length > 75) pieces.push(piece), (piece = '');
      piece += written;
    }
    return [...pieces, piece].join('=\r\n');
  };
  return bytes.toString('latin1').split('\n').map(line).join('\r\n');
}

function utf16(bytes) {
  return Buffer.from(bytes.toString(), 'utf16le');
}

function utf32(text) {
  return Buffer.from(Uint32Array.from(text, (each) => each.codePointAt(0)).buffer);
}

/** PKWARE's APPNOTE: local headers, central directory, its end. */
export function zip(files, compress = true) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = compress ? deflateRawSync(content) : content;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(compress ? 8 : 0, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** POSIX ustar: a header of 512 bytes, the content filled up to 512, two empty blocks. */
function tar(files) {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0' + '0000000\0'.repeat(2) + `${content.length.toString(8).padStart(11, '0')}\0` + '14700000000\0' + '        0', 100);
    head.write('ustar\x0000', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
