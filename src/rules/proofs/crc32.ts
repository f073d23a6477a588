// CRC-32 as in zlib, PNG and Ethernet (ISO-HDLC, reflected polynomial 0xEDB88320; RFC 1952 section 8). Node's own is
// in node:zlib from 22.2 only, and loading zlib costs the hook's start-up; the table is made when first needed.

let table: Uint32Array | undefined;

/** The checksum of text in Latin-1, as an unsigned number. */
export function computeCrc32(text: string): number {
  table ??= makeTable();
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc = (table[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    return remainder;
  });
}
