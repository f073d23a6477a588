// What a thread tells of a portion of the work, as plain data: secrets and rules do not survive the way between threads by
// themselves. It never leaves the process.

import type { Unread } from '../engine/scan.js';
import type { Match, Partner } from '../model/match.js';
import type { Item } from '../model/place.js';
import type { Catalogue, Rule } from '../model/rule.js';
import { Secret } from '../model/secret.js';
import type { Hit } from '../model/source.js';
import type { Copy, Facts, Failure } from '../model/work.js';

export interface Parcel {
  readonly facts: Facts;
  readonly hits: readonly PackedHit[];
  readonly unread: readonly Unread[];
  readonly objects: number;
  readonly bytes: number;
}

/** What a thread tells of some files: a portion with much in it is told in parts. */
export interface FileParcel extends Omit<Parcel, 'facts'> {
  /** Of which portion. */
  readonly first: number;
  /** That was the last of it. */
  readonly done: boolean;
  readonly failures: readonly Failure[];
  /** They come before all else that it tells. */
  readonly copies: readonly Copy[];
}

export interface PackedHit {
  readonly item: Item;
  readonly match: PackedMatch;
}

interface PackedMatch extends PackedOther {
  readonly surroundings: Match['surroundings'];
  readonly others: readonly PackedOther[];
}

/** Stands where the match does, of which it is another reading: what stands around both is told once. */
interface PackedOther extends Omit<Match, 'rule' | 'secret' | 'partner' | 'others' | 'surroundings'> {
  readonly rule: string;
  readonly secret: string;
  readonly prefix: number;
  readonly partner?: Omit<Partner, 'secret'> & { readonly secret: string; readonly prefix: number };
}

export function packHit({ item, match }: Hit): PackedHit {
  return { item, match: packMatch(match) };
}

function packMatch(match: Match): PackedMatch {
  return { ...packReading(match), surroundings: match.surroundings, others: match.others.map(packReading) };
}

function packReading({ rule, secret, partner, others: _, surroundings: __, ...rest }: Match): PackedOther {
  const packed = partner === undefined ? {} : { partner: { ...partner, secret: partner.secret.reveal(), prefix: partner.secret.prefix } };
  return { ...rest, ...packed, rule: rule.id, secret: secret.reveal(), prefix: secret.prefix };
}

function unpackPartner(packed: PackedOther['partner']): Pick<Match, 'partner'> {
  if (packed === undefined) return {};
  const { secret, prefix, ...rest } = packed;
  return { partner: { ...rest, secret: new Secret(secret, prefix) } };
}

/** @returns turns packed hits back; the rules are those of the catalogue */
export function makeHitUnpacker(catalogue: Catalogue): (hit: PackedHit) => Hit {
  // The catalogue is read only once something was found.
  let rules: ReadonlyMap<string, Rule> | undefined;
  const unpack = ({ rule: id, secret, prefix, partner, ...rest }: PackedOther, surroundings: Match['surroundings'], others: readonly Match[]): Match[] => {
    const rule = (rules ??= new Map(catalogue.rules.map((each) => [each.id, each]))).get(id);
    return rule === undefined ? [] : [{ ...rest, ...unpackPartner(partner), rule, secret: new Secret(secret, prefix), surroundings, others }];
  };
  return ({ item, match: { others, surroundings, ...match } }) => {
    const [unpacked] = unpack(match, surroundings, others.flatMap((each) => unpack(each, surroundings, [])));
    if (unpacked === undefined) throw new Error(`a thread found a rule that is not in the catalogue: ${match.rule}`);
    return { item, match: unpacked };
  };
}
