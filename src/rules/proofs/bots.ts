// Bot tokens that begin with the bot's own id: Telegram in decimal, Discord in base64 of decimal.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';
import { decodeBase64 } from './base64.js';

/** `telegram: true`: core.telegram.org/bots/api, "Authorizing your bot"; the part behind the colon has begun with AA so far. */
export const telegram: Proof<void> = { parse: parseNothing, vote: voteTelegram };

/** `discord: true`: discord.com/developers/docs/reference, "Snowflakes": the first part is the bot's id, 17 to 20 digits. */
export const discord: Proof<void> = { parse: parseNothing, vote: voteDiscord };

function voteTelegram({ secret }: Evidence): Vote {
  const isUsual = /^[1-9][0-9]{7,10}:AA[A-Za-z0-9_-]{33}$/.test(secret);
  return isUsual ? { verdict: 'raise', why: "it is made as Telegram's bot tokens are" } : { verdict: 'lower', why: "it is not made quite as Telegram's bot tokens are" };
}

function voteDiscord({ secret, decoded }: Evidence): Vote {
  const id = decodeBase64(secret.split('.', 1)[0] ?? '') ?? '';
  if (/^[1-9][0-9]{16,19}$/.test(id)) return { verdict: 'raise', why: `it belongs to the Discord bot ${id}` };
  return decoded ? { verdict: 'abstain' } : { verdict: 'reject', why: 'its first part holds no Discord id' };
}
