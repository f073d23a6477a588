// A match that keeps nothing of a large text alive: V8 holds the whole text that a string was cut from, megabytes for each hit.
// What many matches say alike is held once.

import type { Match } from '../model/match.js';
import { Secret } from '../model/secret.js';

export function makeDetach(): (match: Match) => Match {
  const known = new Map<string, string>();
  const share = (text: string): string => {
    let own = known.get(text);
    if (own === undefined) {
      own = copy(text);
      known.set(own, own);
    }
    return own;
  };
  const shareAll = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? texts : texts.map(share));
  return (match) => {
    const { above, line, below } = match.surroundings;
    const secret = copy(match.secret.reveal());
    const copySecret = (each: Secret): Secret => new Secret(each.reveal() === secret ? secret : copy(each.reveal()), each.prefix);
    const surroundings = { above: share(above), line: copy(line), below: share(below) };
    const detach = (each: Match): Match => ({
      ...each,
      secret: copySecret(each.secret),
      ...(each.partner === undefined ? {} : { partner: { ...each.partner, secret: copySecret(each.partner.secret), shown: copy(each.partner.shown) } }),
      why: shareAll(each.why),
      decodedFrom: shareAll(each.decodedFrom),
      surroundings,
      // They stand where it does.
      others: each.others.map(detach),
    });
    return detach(match);
  };
}

/** Nearly all is Latin-1, which takes half the room. */
function copy(text: string): string {
  const narrow = Buffer.from(text, 'latin1').toString('latin1');
  return narrow === text ? narrow : Buffer.from(text, 'utf16le').toString('utf16le');
}
