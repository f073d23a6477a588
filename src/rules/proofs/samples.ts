// Keys that documentation publishes and everybody copies. Only their hashes stand here, so that neither this scanner nor
// any other finds a key in this file. To add one: `digestSample(key)`, and name the page.

/** FNV-1a, 32 bits, under two offsets (Fowler, Noll, Vo; draft-eastlake-fnv): no cryptography is loaded, and none is needed. */
export function digestSample(text: string): string {
  return fold(text, 0x811c9dc5) + fold(text, 0x050c5d1f);
}

/** Whether this is a published sample. */
export function isSample(text: string): boolean {
  digests ??= new Set(Object.values(published).join(' ').split(' '));
  return digests.has(digestSample(text));
}

/** Where it is published, and the digests of what is published there. */
const published: Readonly<Record<string, string>> = {
  'docs.aws.amazon.com: access keys, both pairs':
    '96bca470c5a81cea 8a68ccb27b52d434 397a43b644154fb0 73c0144123ad4ea3 91bd007daa67f77f 8eee71280c37fe62',
  'docs.stripe.com: keys of the sample account': 'e972e9a4355dc706 1d14fe3708a898f5 e9df02370e904879',
  'learn.microsoft.com: Azurite, Cosmos DB emulator': 'c0cc49e7d9884719 384ed6f40aa9a576',
  'docs.github.com: OAuth and GitHub App tokens': 'ef5029cce504bc2e 22de2f8fe4d63f8d f21d989dbcf2515f 99a6af4be1c69815',
  'hardhat.org: first account of the local network': 'dbeff044a47964e2 8a426694734299a2',
  'core.telegram.org/bots': '30d947b222cdd88c 91627570ced554be',
  'documentation.mailgun.com': '1ba0f990c6b884da',
  'discord.com/developers: token in the reference': 'f97d14a51d70ad73',
  'docs.databricks.com: personal access tokens': '32d638b0498a845a',
  'RFC 6749, RFC 6750: OAuth': 'fcd17dab1218ead9 8b00e4c87120cc32 ada2fdd5dbccb247 b3877a9bf70e516d c9cec95f05295749',
  'RFC 5849, oauth.net/core/1.0: OAuth 1':
    '16e2a74008f105d2 262c7aaed38489cc 874349c892aca97a 4ca180de239d1f5c 7e77ed7d831b1f0f 8faee873621a5229 11facb3a1705d2f4 e6aa032741630a39 08dc782404e07a52 101d4ff393a3e4f9 25293a6f177c0369 feab9b8be5e889a5 8bc5ecb1bff1f573 b0870f58c3cc485e 9456817ae0811b1c',
  'RFC 6749, RFC 7009, OpenID Connect Core: more of OAuth 2':
    '8d429c23ab6b11f9 0a6fb5278447aef1 9c4c4f39f4bdc353 66da739f5ec8f999 0b9a312d75c46e3f 91bd18404fe99d7e',
  'RFC 7617: users and passwords': '2682a4f4215ed95a c99e4660fdd4591a bf05e89024156faa',
  'docs.sendgrid.com': 'ca3382eea9588c48',
};

let digests: ReadonlySet<string> | undefined;

function fold(text: string, offset: number): string {
  let hash = offset;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
