// How far around a match anything is looked at.

/** Bytes before and behind a secret that proofs may look at. */
export const evidenceReach = 240;
